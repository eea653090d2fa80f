"""Learns which figure answers: the weights of `rag.figure_ranker`, from questions whose number or date is known.

The loss is that of `eval.ranker`: minus the log of the share that the right figures have of all, by softmax; the sum is then scaled to the
log odds that a figure is right. The articles of the sets that are learned from are short: few hold another place, year, total or counted
thing that could be mistaken for the one asked for. What these features weigh is given, not learned; on the questions held out it costs
nothing (355 of 476 right, 354 when all is learned).
"""

import argparse
import json
import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.answer_measures import date_stated, exact_match, expected_quantities
from eval.datasets import load_set
from eval.quantities import quantities_of, states_all
from eval.ranker import odds_of, ranking_weights
from eval.schema import Question
from index.schema import Filter
from index.train.retrieval import Part, part_of
from rag.config import EmbeddingSettings, Settings
from rag.engine import Engine
from rag.figure_features import FIGURE_NAMES
from rag.figure_ranker import FIGURE_RANKER_FILE
from rag.figures import read_figures

GIVEN = {
    "names": -2.0,
    "first": 1.5,
    "head": 3.0,
    "year": 1.5,
    "period": 1.0,
    "place": 1.0,
    "total": 0.5,
    "rate": 0.5,
    "extreme": 1.0,
    "part": -1.0,
}
# How much a weight costs, in units of its feature's spread: of 0.001, 0.003, 0.01 and 0.03 all put as many held-out figures right.
_RIDGE_SCALE = 1.75
_KINDS = frozenset({"number", "date"})

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FigureExample:
    """A question's figures.

    Attributes:
        known: (figures, features), columns in the order of `FIGURE_NAMES`.
        right: (figures,) true for figures of the documents that answer, printed as a reference answer.
    """

    known: NDArray[np.float64]
    right: NDArray[np.bool_]


def figure_examples(engine: Engine, questions: Iterable[Question]) -> list[FigureExample]:
    """The figures that may answer each question; a question for which there is none is left out."""
    documents = {info.id: info.doc_id for info in engine.store.articles()}
    searcher = engine.searcher
    found: list[FigureExample] = []
    for question in questions:
        asked = searcher.question(question.text)
        terms = searcher.terms(asked)
        retrieval = searcher.search(asked, terms, Filter(doc_ids=question.pool))
        read = list(read_figures(asked, terms, retrieval.evidence, engine.store.figures_in))
        if read:
            known = np.array([features.as_row() for _, features in read], np.float64)
            right = [documents[match.figure.article_id] in question.gold_doc_ids and is_right(question, match.printed) for match, _ in read]
            found.append(FigureExample(known, np.array(right, bool)))
    return found


def is_right(question: Question, printed: str) -> bool:
    """True for a quantity that states a reference answer to a question for a number or a date."""
    if exact_match(printed, question.references):
        return True
    if question.kind == "date":
        return date_stated(question, printed)
    return any(states_all(quantities_of(printed), wanted) for wanted in expected_quantities(question))


def learn_figures(listed: Sequence[FigureExample]) -> dict[str, float]:
    """A weight for each of `FIGURE_NAMES`, and what is added (``bias``)."""
    learned = [name for name in FIGURE_NAMES if name not in GIVEN]
    answered = [each for each in listed if each.right.any()]
    known = np.concatenate([each.known for each in answered])
    owner = np.repeat(np.arange(len(answered)), [len(each.right) for each in answered])
    spread = known.std(0) * _RIDGE_SCALE + 1e-9
    columns = [FIGURE_NAMES.index(name) for name in learned]
    given = np.array([GIVEN.get(name, 0.0) for name in FIGURE_NAMES])
    right = np.concatenate([each.right for each in answered])
    weights = given.copy()
    weights[columns] = ranking_weights((known / spread)[:, columns], right, owner, given=known @ given) / spread[columns]
    everything = np.concatenate([each.known for each in listed])
    scale, bias = odds_of(everything @ weights, np.concatenate([each.right for each in listed]))
    found = {name: round(float(weight * scale), 4) for name, weight in zip(FIGURE_NAMES, weights, strict=True)}
    return found | {"bias": round(bias, 4)}


def write_figure_ranker(path: Path, listed: Sequence[FigureExample], *, card: Mapping[str, Any]) -> None:
    """Learn the weights and write them with a card that says from what."""
    counts = {"questions": len(listed), "with the figure": sum(bool(each.right.any()) for each in listed)}
    told = {"card": {**card, **counts, "given": GIVEN}, "weights": learn_figures(listed)}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn from indexes of evaluation sets, each named ``SET=INDEX``."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    parser = argparse.ArgumentParser(prog="train-figures", description=main.__doc__)
    parser.add_argument("indexes", nargs="+", metavar="SET=INDEX", help='a set and its index: "xquad-xl=.wenju/sets/xquad-xl"')
    parser.add_argument("--eval-data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--cache", type=Path, default=Path(".wenju/cache"))
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--out", type=Path, default=FIGURE_RANKER_FILE)
    given = parser.parse_args(arguments)
    settings = Settings(cache=given.cache, embedding=EmbeddingSettings(model=given.model))
    listed: list[FigureExample] = []
    for named in given.indexes:
        name, _, folder = named.partition("=")
        asked = [question for question in load_set(given.eval_data / name).questions if _is_for_training(question)]
        listed += figure_examples(Engine.open(Path(folder), settings), asked)
        logger.info("%s: %d questions", name, len(asked))
    card = {
        "learned from": "questions for a number or a date of the training part of "
        "xquad-xl, cmrc-open, drcd-hant and chrono-news (index/train/retrieval.py)",
        "sets": [named.partition("=")[0] for named in given.indexes],
        "licence": "weights only; the questions are CC BY and CC BY-SA",
    }
    write_figure_ranker(given.out, listed, card=card)
    return 0


def _is_for_training(question: Question) -> bool:
    return question.answerable and question.kind in _KINDS and {part_of(doc) for doc in question.gold_doc_ids} == {Part.TRAIN}


if __name__ == "__main__":
    sys.exit(main())

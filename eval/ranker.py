"""Learns the order of candidates: the weights of `rag.ranker`, from questions whose documents are known.

The loss is ListNet's with every right chunk counted: minus the log of the share that right candidates have of all, by softmax. A sum is
then scaled to the log odds that a candidate is right, so that sums of two pairs of languages can be compared.

Sources: Cao et al., ICML 2007 (ListNet); Platt 1999 (scores as odds).
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

from eval.records import json_records
from index.schema import Filter
from index.train.retrieval import Part, part_of_question
from rag.config import EmbeddingSettings, Settings
from rag.engine import Engine
from rag.features import FIRST, NAMES
from rag.ranker import ACROSS, HAN, LATIN, RANKER_FILE

# What only a Chinese question has over Chinese articles.
_CHARACTERS = frozenset({"pairs", "article_pairs", "near", "run"})
_SMALL = 1e-3

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates.

    Attributes:
        is_across: whether question and articles are in different languages.
        known: (candidates, features), columns in the order of `NAMES`.
        right: (candidates,) true for chunks of the documents that answer.
    """

    is_across: bool
    known: NDArray[np.float32]
    right: NDArray[np.bool_]


def examples(engine: Engine, questions: Iterable[Mapping[str, Any]]) -> list[Example]:
    """Candidates of each question with what is known of them; a question without a right one among them is left out.

    Args:
        engine: over Chinese documents.
        questions: rows with ``question``, ``lang`` and ``gold_doc_ids``.
    """
    documents = {info.id: info.doc_id for info in engine.store.articles()}
    searcher = engine.searcher
    found: list[Example] = []
    for row in questions:
        question = searcher.question(str(row["question"]))
        read = searcher.retriever(wanted=engine.settings.retrieve.top_k).known(question, searcher.terms(question), Filter())
        right = np.array([documents[candidate.chunk.article_id] in row["gold_doc_ids"] for candidate, _ in read], bool)
        if right.any():
            known = np.array([features.as_row() for _, features in read], np.float32)
            found.append(Example(not str(row["lang"]).startswith("zh"), known, right))
    return found


def learn(listed: Sequence[Example]) -> dict[str, dict[str, dict[str, float]]]:
    """Weights by pair of languages and stage, as `rag/models/ranker.json` holds them.

    Questions and articles that are both not Chinese are learned from Chinese ones, without what only characters have. The headline's
    weight across languages is that within one: the paragraphs of the one set of English questions have no headlines.
    """
    within, across = [e for e in listed if not e.is_across], [e for e in listed if e.is_across]
    plain = [name for name in NAMES if name not in _CHARACTERS]
    weights = {
        HAN: _stages(within, list(NAMES)),
        LATIN: _stages(within, plain),
        ACROSS: _stages(across, [name for name in plain if name != "title"]),
    }
    weights[ACROSS]["second"]["title"] = weights[LATIN]["second"]["title"]
    return weights


def write_ranker(path: Path, listed: Sequence[Example], *, card: Mapping[str, Any]) -> None:
    """Learn all weights and write them with a card that says from what."""
    counts = {"within": sum(not e.is_across for e in listed), "across": sum(e.is_across for e in listed)}
    told = {"card": {**card, "questions": counts}, "weights": learn(listed)}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _stages(listed: Sequence[Example], names: Sequence[str]) -> dict[str, dict[str, float]]:
    first = [name for name in FIRST if name in names]
    return {"first": _weights(listed, first, FIRST), "second": _weights(listed, names, NAMES)}


def _weights(listed: Sequence[Example], learned: Sequence[str], names: Sequence[str]) -> dict[str, float]:
    known = np.concatenate([each.known for each in listed]).astype(np.float64)[:, [NAMES.index(name) for name in learned]]
    right = np.concatenate([each.right for each in listed])
    owner = np.repeat(np.arange(len(listed)), [len(each.right) for each in listed])
    weights = ranking_weights(known, right, owner)
    scale, bias = odds_of(known @ weights, right)
    found = dict(zip(learned, (round(float(weight * scale), 4) for weight in weights), strict=True))
    return {name: found.get(name, 0.0) for name in names} | {"bias": round(bias, 4)}


def ranking_weights(
    known: NDArray[np.float64], right: NDArray[np.bool_], owner: NDArray[np.intp], *, given: NDArray[np.float64] | float = 0.0
) -> NDArray[np.float64]:
    """Weights (features,) that put what is right before what is not, by ListNet's loss.

    Args:
        known: (candidates, features).
        right: (candidates,); each question has one that is.
        owner: (candidates,) number of the question each belongs to, rising from 0.
        given: (candidates,) what is added to each sum and not learned.
    """
    from scipy.optimize import minimize

    n = int(owner[-1]) + 1

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = known @ weights + given
        highest = np.full(n, -np.inf)
        np.maximum.at(highest, owner, scores)
        shares = np.exp(scores - highest[owner])
        whole, good = np.bincount(owner, shares), np.bincount(owner, shares * right)
        value = float((np.log(whole) - np.log(good)).mean()) + _SMALL * float(weights @ weights)
        slope = known.T @ (shares / whole[owner] - shares * right / good[owner]) / n + 2 * _SMALL * weights
        return value, slope

    weights: NDArray[np.float64] = minimize(loss, np.zeros(known.shape[1]), jac=True, method="L-BFGS-B").x
    return weights


def odds_of(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Scale and bias that make scores the log odds of being right."""
    from scipy.optimize import minimize

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = line[0] * scores + line[1]
        off = 1 / (1 + np.exp(-odds)) - right
        return float((np.logaddexp(0, odds) - right * odds).mean()), np.array([float((off * scores).mean()), float(off.mean())])

    scale, bias = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return float(scale), float(bias)


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn from indexes of evaluation sets, each named ``FOLDER=MODEL``, where the folder's name is that of the set."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    parser = argparse.ArgumentParser(prog="train-ranker", description=main.__doc__)
    parser.add_argument(
        "indexes", nargs="+", metavar="INDEX=MODEL", help='an index of a set and its model: ".wenju/sets/xquad-xl=embedded"'
    )
    parser.add_argument("--eval-data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--cache", type=Path, default=Path(".wenju/cache"))
    parser.add_argument("--out", type=Path, default=RANKER_FILE)
    given = parser.parse_args(arguments)
    listed: list[Example] = []
    for named in given.indexes:
        folder, _, model = named.partition("=")
        settings = Settings(cache=given.cache, embedding=EmbeddingSettings(model=model or "embedded"))
        rows = (row for _, row in json_records(given.eval_data / Path(folder).name / "questions.jsonl.gz"))
        asked = [row for row in rows if row.get("answerable", True) and part_of_question(row) is Part.TRAIN]
        listed += examples(Engine.open(Path(folder), settings), asked)
        logger.info("%s: %d questions", named, len(asked))
    card = {
        "learned from": "questions of the training part of xquad-xl, cmrc-open, drcd-hant and chrono-news (index/train/retrieval.py)",
        "indexes": [Path(named).name for named in given.indexes],
        "licence": "weights only; the questions are CC BY and CC BY-SA",
    }
    write_ranker(given.out, listed, card=card)
    return 0


if __name__ == "__main__":
    sys.exit(main())

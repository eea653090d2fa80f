"""Learns the reader: the weights of `rag.reader`, from questions whose answers are known.

Each question's candidates are weighed against one another: the loss is minus the log of the share that those have, by softmax, which
agree with a reference answer, each by how much it agrees (its F1, and whether it holds the reference).
"""

import argparse
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.answer_measures import token_f1
from eval.datasets import load_set
from eval.measures import squeeze
from eval.reader_net import learned_weights
from eval.schema import Question
from index.schema import Filter
from index.train.retrieval import Part, part_of
from rag.config import EmbeddingSettings, Settings
from rag.engine import Engine
from rag.reader.features import Known, known_of
from rag.reader.marks import Asked
from rag.reader.model import CARD_FILE, EDGES, MODEL_FILE, edge_rows

# A word is told from others when it stands at the edge of candidates of so many questions; of all others none is.
_MIN_QUESTIONS, _MAX_WORDS = 15, 400
_F1_SHARE, _HOLDS_SHARE = 0.7, 0.3

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question's candidates and how right each is.

    Attributes:
        known: what is known of them.
        right: (candidates,) 0 to 1.
    """

    known: Known
    right: NDArray[np.float32]


def lessons(engine: Engine, questions: Iterable[Question]) -> list[Lesson]:
    """Each question's candidates with how right they are; a question without candidates is left out."""
    searcher = engine.searcher
    found: list[Lesson] = []
    for question in questions:
        asked = searcher.question(question.text, question.history, as_of=question.as_of)
        terms = searcher.terms(asked)
        known = known_of(Asked(asked, terms), searcher.search(asked, terms, Filter()).evidence)
        if known.candidates:
            found.append(Lesson(known, rightness([each.text for each in known.candidates], question.references)))
    return found


def rightness(texts: Sequence[str], references: Sequence[str]) -> NDArray[np.float32]:
    """How right each text is as an answer, 0 to 1: its F1, and for a close one whether it holds a reference as it is written."""
    wanted = [squeeze(reference) for reference in references]
    scores = {text: token_f1(text, references) for text in set(texts)}
    holds = {text: score > 0.3 and any(each in squeeze(text) for each in wanted) for text, score in scores.items()}
    return np.array([_F1_SHARE * scores[text] + _HOLDS_SHARE * holds[text] for text in texts], np.float32)


def vocabulary(listed: Sequence[Lesson]) -> dict[str, list[str]]:
    """For each of `EDGES` the words that stand there in candidates of enough questions, commonest first."""
    counts: dict[str, Counter[str]] = {edge: Counter() for edge in EDGES}
    for lesson in listed:
        words = set(lesson.known.words)
        for place, edge in enumerate(EDGES[:4]):
            counts[edge].update({word[place] for word in words})
        counts[EDGES[4]].update({word[2][-1:] for word in words})
    return {edge: [word for word, n in found.most_common(_MAX_WORDS) if n >= _MIN_QUESTIONS] for edge, found in counts.items()}


def write_reader(listed: Sequence[Lesson], *, card: Mapping[str, Any], out: Path = MODEL_FILE) -> None:
    """Learn the weights and write them, with the card and the words beside them."""
    words = vocabulary(listed)
    places = {edge: {word: row for row, word in enumerate(known, 1)} for edge, known in words.items()}
    rows = [np.array(edge_rows(lesson.known.words, places)) for lesson in listed]
    weights = learned_weights([(lesson.known, edges, lesson.right) for lesson, edges in zip(listed, rows, strict=True)], words)
    stored: dict[str, Any] = {name: array.astype(np.float16) for name, array in weights.items()}
    np.savez_compressed(out, **stored)
    told = {"card": {**card, "questions": len(listed)}, "words": words}
    out.with_suffix(CARD_FILE.suffix).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn from indexes of evaluation sets, each named ``FOLDER=SET``: the index of a set, and the set's folder."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    parser = argparse.ArgumentParser(prog="train-reader", description=main.__doc__)
    parser.add_argument("indexes", nargs="+", metavar="INDEX=SET", help='".wenju/sets/xquad-xl=../eval-data/xquad-xl"')
    parser.add_argument("--cache", type=Path, default=Path(".wenju/cache"))
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    given = parser.parse_args(arguments)
    listed: list[Lesson] = []
    for named in given.indexes:
        folder, _, set_folder = named.partition("=")
        asked = [question for question in load_set(Path(set_folder)).questions if _is_for_training(question)]
        engine = Engine.open(Path(folder), Settings(cache=given.cache, embedding=EmbeddingSettings(model="embedded")))
        listed += lessons(engine, asked)
        logger.info("%s: %d questions", set_folder, len(asked))
    write_reader(listed, card=CARD, out=given.out)
    return 0


def _is_for_training(question: Question) -> bool:
    return question.answerable and bool(question.references) and {part_of(doc_id) for doc_id in question.gold_doc_ids} == {Part.TRAIN}


CARD = {
    "what": "weights of the reader (rag/reader): which run of words answers a question",
    "learned from": "answered questions of the training part of xquad-xl, cmrc-open, drcd-hant, chrono-news (index/train/retrieval.py)",
    "how": "python -m eval.reader INDEX=SET …; PyTorch, 10 epochs on one processor, minutes",
    "licence": "weights only; the questions are CC BY and CC BY-SA (XQuAD, CMRC 2018, DRCD, ChronoQA)",
}


if __name__ == "__main__":
    sys.exit(main())

"""Questions and headlines with the passages that answer them, from evaluation sets, split by document.

Half of the documents are for training, a tenth for choosing between trainings, the others only for reporting. News fillers, whose text
is the publishers', are in no part. A paragraph that stands in two sets in two scripts has two ids, of which only one may be for training:
it is trained on, and `is_unseen` keeps it out of what is reported (87 of the 205 questions of drcd-hant's part for reporting).
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from index.errors import InputError
from index.sparse import SparseQuery, best, bm25, postings
from index.tokens import search_tokens

SETS = ("xquad-xl", "cmrc-open", "drcd-hant", "chrono-news")
_FILLER = "CRUD-RAG"
_CONVERTED = "-hans"
_NEGATIVES = 6


class Part(StrEnum):
    """What a document may be used for."""

    TRAIN = "train"
    CHOOSE = "choose"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class RetrievalPair:
    """A question or headline, the passages that answer it, and passages that share its words and do not; numbers of `Material.passages`."""

    query: str
    right: tuple[int, ...]
    wrong: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """All passages of the training part and the pairs over them."""

    passages: tuple[str, ...]
    pairs: tuple[RetrievalPair, ...]


def part_of(doc_id: str) -> Part:
    """The part a document belongs to, by a hash of its id: the same in every set and on every machine."""
    tenth = int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % 10
    return Part.TRAIN if tenth < 5 else Part.CHOOSE if tenth == 5 else Part.REPORT


def part_of_question(question: Mapping[str, Any]) -> Part | None:
    """The part of all documents that answer a question; None where they are in different parts, or there are none."""
    parts = {part_of(doc_id) for doc_id in question.get("gold_doc_ids", ())}
    return parts.pop() if len(parts) == 1 else None


def is_unseen(question: dict[str, Any]) -> bool:
    """True when no training reads a document that answers the question, under its own id or under that of its twin in the other script."""
    return not any(part_of(twin) is Part.TRAIN for doc_id in question.get("gold_doc_ids", ()) for twin in _twins(doc_id))


def _twins(doc_id: str) -> tuple[str, ...]:
    """A paragraph of DRCD is drcd-test-6171-16 in Traditional characters, drcd-test-6171-16-hans converted; no other has two ids."""
    if not doc_id.startswith("drcd-"):
        return (doc_id,)
    traditional = doc_id.removesuffix(_CONVERTED)
    return traditional, traditional + _CONVERTED


def read_material(folder: Path) -> Material:
    """Training pairs of all sets, with passages that BM25 takes for the right ones."""
    passages: list[str] = []
    pairs: list[RetrievalPair] = []
    for name in SETS:
        corpus = [row for row in rows_of(folder / name / "corpus.jsonl.gz") if row["source"] != _FILLER]
        corpus = [row for row in corpus if part_of(row["doc_id"]) is Part.TRAIN]
        questions = [q for q in rows_of(folder / name / "questions.jsonl.gz") if part_of_question(q) is Part.TRAIN]
        start = len(passages)
        passages += [row["text"] for row in corpus]
        pairs += _pairs(corpus, questions, start)
    return Material(tuple(passages), tuple(pairs))


def _pairs(corpus: Sequence[dict[str, Any]], questions: Sequence[dict[str, Any]], start: int) -> Iterator[RetrievalPair]:
    place = {row["doc_id"]: at for at, row in enumerate(corpus)}
    likely = _Lookalikes([row["text"] for row in corpus])
    chinese = {q["qid"]: q["question"] for q in questions}
    for question in questions:
        right = tuple(place[d] for d in question["gold_doc_ids"] if d in place)
        # An English question's lookalikes are those of the same question in Chinese.
        searched = question["question"] if question["lang"] != "en" else chinese.get(question.get("parallel", ""), "")
        if right:
            wrong = [at for at in likely.of(searched) if at not in right and not any(a in corpus[at]["text"] for a in question["answers"])]
            yield RetrievalPair(question["question"], tuple(start + at for at in right), tuple(start + at for at in wrong[:_NEGATIVES]))
    for at, row in enumerate(corpus):
        if row.get("title"):
            wrong = [other for other in likely.of(row["title"]) if other != at and corpus[other].get("title") != row["title"]]
            yield RetrievalPair(row["title"], (start + at,), tuple(start + other for other in wrong[:_NEGATIVES]))


class _Lookalikes:
    """BM25 over a few thousand passages."""

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np

        self._numbers: dict[str, int] = {}
        found: dict[tuple[int, int], int] = {}
        for position, text in enumerate(texts):
            for token in search_tokens(text):
                key = (position, self._numbers.setdefault(token, len(self._numbers)))
                found[key] = found.get(key, 0) + 1
        keys = np.array(sorted(found), np.int64).reshape(-1, 2)
        counts = np.array([found[p, t] for p, t in keys.tolist()], np.uint16)
        sizes = {"n_terms": len(self._numbers), "n_chunks": len(texts)}
        self._postings = postings(keys[:, 1], keys[:, 0].astype(np.int32), counts, **sizes)

    def of(self, query: str) -> list[int]:
        numbers = {token: (number,) for token, number in self._numbers.items()}
        scores = bm25(self._postings, SparseQuery.of(search_tokens(query)).groups, numbers)
        return [position for position, _ in best(scores, 3 * _NEGATIVES)]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Rows of a packed JSON Lines file.

    Raises:
        InputError: it is missing or damaged.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"{path} cannot be read ({error}); name the folder that holds the question sets with --eval-data") from error

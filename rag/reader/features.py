"""What is known of each candidate answer, as numbers that the reader's model weighs."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.places import places_in
from index.schema import Article
from index.text import fold
from rag.expected import Expected
from rag.reader.columns import Floats, around, inside, shape
from rag.reader.cut import Cut, cut_of
from rag.reader.hole import Asks
from rag.reader.marks import Asked, marks_of
from rag.reader.spans import kinds_with_edges, spans_of
from rag.rerank import Evidence

# Ten were learned from; the last two alone hold the answer of 3 of 520 questions (documents for reporting) and take a fifth of the time.
SENTENCES, _RANKS = 8, 10
# In the order in which they were learned: a kind that is new is none of them until the reader is trained again.
_EXPECTED = (
    Expected.COUNT, Expected.MONEY, Expected.PERCENT, Expected.DATE, Expected.TIME, Expected.DURATION, Expected.PERSON, Expected.PLACE,
    Expected.ORGANISATION, Expected.LIST, Expected.COMPARISON, Expected.EXPLANATION, Expected.CHITCHAT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of words of a sentence that may be the answer; ``start`` and ``end`` are in the sentence, ``folded`` is what stands there."""

    evidence: Evidence
    start: int
    end: int
    folded: str

    @property
    def text(self) -> str:
        """As printed."""
        return self.evidence.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Known:
    """The candidates of a question and what is known of them.

    Attributes:
        numbers: (candidates, features).
        kinds: (candidates, 4) kinds of the word before, the first, the last, the word after.
        words: likewise those words, folded.
        question: (features,) of the question, the same for all.
    """

    candidates: tuple[Candidate, ...]
    numbers: Floats
    kinds: NDArray[np.int8]
    words: tuple[tuple[str, str, str, str], ...]
    question: Floats


def known_of(asked: Asked, evidence: Sequence[Evidence]) -> Known:
    """Candidates of the first `SENTENCES` sentences, with what is known of each."""
    listed = _different(evidence)[:SENTENCES]
    parts = [_of_sentence(asked, each, rank, listed[0].score) for rank, each in enumerate(listed)]
    candidates = tuple(candidate for part in parts for candidate in part.candidates)
    if not candidates:
        return Known((), np.zeros((0, 0), np.float32), np.zeros((0, 4), np.int8), (), question_of(asked))
    numbers = np.concatenate([part.numbers for part in parts])
    return Known(
        candidates,
        np.concatenate([numbers, _votes(candidates)], axis=1),
        np.concatenate([part.kinds for part in parts]),
        tuple(words for part in parts for words in part.words),
        question_of(asked),
    )


def question_of(asked: Asked) -> Floats:
    """What is known of the question alone."""
    question, hole = asked.question, asked.hole
    row = np.zeros(len(Asks) + len(_EXPECTED) + 6, np.float32)
    row[hole.asks] = 1
    if question.expected in _EXPECTED:
        row[len(Asks) + _EXPECTED.index(question.expected)] = 1
    row[-6:] = (
        bool(hole.head), len(hole.after) < 2, len(hole.left) < 2, question.base not in {"zh", "ja"}, len(asked.terms) / 8,
        question.language == "zh-Hant",
    )  # fmt: skip
    return row


def _different(evidence: Sequence[Evidence]) -> list[Evidence]:
    """A sentence that several chunks hold is read once."""
    return list({(each.view.article.id, each.span.start): each for each in reversed(evidence)}.values())[::-1]


def _of_sentence(asked: Asked, evidence: Evidence, rank: int, highest: float) -> Known:
    cut = cut_of(evidence.text)
    first, last = spans_of(cut)
    marks = marks_of(cut, asked)
    columns = [
        *shape(cut, first, last),
        *inside(marks, cut, first, last),
        *around(marks, cut, first, last),
        *_fit(asked, cut, evidence.view.article, first, last),
    ]
    own = _distinct(asked, cut)
    whole = [evidence.score, evidence.score - highest, evidence.similarity, evidence.coverage, rank / _RANKS, own, len(cut.words) / 40]
    columns += [np.full(len(first), value, np.float32) for value in whole]
    kinds, words = kinds_with_edges(cut), ("", *cut.words, "")
    places = (first, first + 1, last + 1, last + 2)
    return Known(
        tuple(Candidate(evidence, start, end, cut.text[start:end]) for start, end in _edges(cut, first, last)),
        np.stack(columns, axis=1).astype(np.float32),
        np.stack([kinds[place] for place in places], axis=1),
        tuple((words[i], words[i + 1], words[j + 1], words[j + 2]) for i, j in zip(first.tolist(), last.tolist(), strict=True)),
        np.zeros(0, np.float32),
    )


def _edges(cut: Cut, first: NDArray[np.intp], last: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    return zip(cut.starts[first].tolist(), cut.ends[last].tolist(), strict=True)


def _distinct(asked: Asked, cut: Cut) -> float:
    """Share of the terms' weight that the sentence itself says."""
    pairs = zip(asked.terms, asked.weights, strict=True)
    return sum(share for term, share in pairs if any(form in cut.text for form in term.forms))


def _fit(asked: Asked, cut: Cut, article: Article, first: NDArray[np.intp], last: NDArray[np.intp]) -> list[Floats]:
    """How far the candidate is of the kind asked for: a known name, the noun that the question asks for."""
    persons, bodies = _names_of(article)
    places = _places_of(cut.text)
    texts = [cut.text[start:end] for start, end in _edges(cut, first, last)]
    heads = asked.heads
    tails = {head[-1] for head in heads if not head.isascii()}
    ends = cut.ends[last].tolist()
    rows = [
        (
            text in persons,
            text in bodies,
            text in places,
            any(text.endswith(head) for head in heads),
            text[-1] in tails,
            any(head in text for head in heads),
            any(cut.text.startswith(head, end) for head in heads),
            text[0] in '《“「『"',
        )
        for text, end in zip(texts, ends, strict=True)
    ]
    return list(np.array(rows, np.float32).reshape(len(rows), 8).T)


@lru_cache(maxsize=512)
def _places_of(folded: str) -> frozenset[str]:
    return frozenset(place.name for place in places_in(folded))


@lru_cache(maxsize=512)
def _names_of(article: Article) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(fold, article.persons)), frozenset(map(fold, article.organisations))


def _votes(candidates: Sequence[Candidate]) -> Floats:
    """In how many other sentences and articles the same words stand among the candidates."""
    sentences: Counter[str] = Counter()
    articles: dict[str, set[str]] = {}
    for candidate in candidates:
        sentences[candidate.folded] += 1
        articles.setdefault(candidate.folded, set()).add(candidate.evidence.view.article.id)
    rows = [(math.log(sentences[each.folded]), math.log(len(articles[each.folded]))) for each in candidates]
    return np.array(rows, np.float32)

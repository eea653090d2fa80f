"""The reader: which run of words of the sentences found answers the question, learned from questions with known answers."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.text import fold, han_count
from rag.expected import Expected
from rag.names import Named
from rag.question import Question
from rag.reader.features import Candidate, known_of
from rag.reader.hole import Asks, hole_of
from rag.reader.marks import Asked
from rag.reader.model import shipped_reader
from rag.rerank import Evidence
from rag.term import Term

__all__ = ["Found", "read", "wants_sentence"]

# Candidates that are weighed against one another: the rest have a thousandth of the whole between them.
_RIVALS = 60
# An overlap of less counts for nothing, lest a run that covers two rivals wins. On 189 questions of the part for choosing: to the letter
# 27.0 % against 25.9 % where every overlap counts, F1 0.531 and 0.532.
_AGREES = 0.5
# What a known name counts more than other runs of words, for each point of its fit (`rag.names`: 0 to 3).
_NAMED = 0.5

# "The bridge, which opened in May, is closed." asks nothing, whatever words of asking are in it; "Tell me how many there are." asks.
_ENDS_LIKE_ONE = re.compile(r"[.。](?:[\"”’」』)])?\s*$")
_ASKS_AT_ONCE = re.compile(
    r"\W*(?:please|who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|tell"
    r"|give|show|list|name|find|say|explain|describe|summari[sz]e|compare|introduce|i (?:want|need|would)"
    r"|请|问|告诉|列出|介绍|说说|讲讲|给我|帮我|我想)",
    re.IGNORECASE,
)
_SENTENCE_WORDS, _SENTENCE_CHARACTERS = 6, 12

NamesIn = Callable[[Evidence], Iterable[Named]]


@dataclass(frozen=True, slots=True)
class Found:
    """A run of words that may be the answer.

    Attributes:
        evidence: the sentence that holds it.
        start: where it stands in the article's body.
        end: one past its end.
        confidence: the share of its characters and of the right answer's that are expected to be the same, 0 to 1.
    """

    evidence: Evidence
    start: int
    end: int
    confidence: float

    @property
    def text(self) -> str:
        """As printed."""
        return self.evidence.view.article.body[self.start : self.end]


def wants_sentence(question: Question) -> bool:
    """True for a question that a sentence answers: why, how, or one without a question word."""
    return hole_of(question).wants_sentence


def is_statement(question: Question) -> bool:
    """True for a sentence that asks nothing, pasted to find where it stands: the sentence that says it is the answer, and no part of it.

    Words typed for a search ("gas coverage percent") are fewer than a sentence has.
    """
    if len(question.text.split()) < _SENTENCE_WORDS and han_count(question.text) < _SENTENCE_CHARACTERS:
        return False
    if _ENDS_LIKE_ONE.search(question.text) and not _ASKS_AT_ONCE.match(question.text):
        return True
    hole = hole_of(question)
    return question.expected is Expected.EXPLANATION and hole.asks is Asks.NOTHING and hole.wants_sentence


def read(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], names_in: NamesIn | None = None) -> list[Found]:
    """Runs of words that may answer, best first: those that agree most with all others, each by how likely it is.

    The likeliest one may stand alone, where three that differ by a word agree on another (minimum Bayes risk).

    Args:
        question: understood.
        terms: of the question.
        evidence: sentences, best first; the first `SENTENCES` are read.
        names_in: names of the kind asked for in a sentence, with how well they fit; each counts more than other words the better it fits.
    """
    known = known_of(Asked(question, tuple(terms)), evidence)
    if not known.candidates:
        return []
    scores = shipped_reader().scores(known)
    rivals = np.argsort(-scores, kind="stable")[:_RIVALS]
    likely = np.exp(scores - scores.max())
    listed = [known.candidates[i] for i in rivals.tolist()]
    named = _named(listed, names_in) if names_in else []
    rows = [*listed, *(candidate for candidate, _ in named)]
    agreed = _overlaps(rows, listed) @ (likely[rivals] / likely.sum())
    weight = np.array([1.0] * len(listed) + [1 + _NAMED * max(0.0, fit) for _, fit in named])
    return [_found(rows[i], float(agreed[i])) for i in np.argsort(-agreed * weight, kind="stable").tolist()]


def _found(candidate: Candidate, confidence: float) -> Found:
    start = candidate.evidence.span.start
    return Found(candidate.evidence, start + candidate.start, start + candidate.end, min(1.0, confidence))


def _named(listed: Sequence[Candidate], names_in: NamesIn) -> list[tuple[Candidate, float]]:
    """The names that stand in the sentences of the candidates, where they stand first."""
    found: list[tuple[Candidate, float]] = []
    for evidence in {id(each.evidence): each.evidence for each in listed}.values():
        placed = ((evidence.text.find(name.text), name) for name in names_in(evidence))
        found += [(Candidate(evidence, at, at + len(name.text), fold(name.text)), name.score) for at, name in placed if at >= 0]
    return found


def _overlaps(rows: Sequence[Candidate], columns: Sequence[Candidate]) -> NDArray[np.float32]:
    """(rows, columns): how far two agree; a run that covers two rivals agrees with neither."""
    found = np.array([[_overlap(one, other) for other in columns] for one in rows], np.float32)
    return np.where(found >= _AGREES, found, 0).astype(np.float32)


def _overlap(one: Candidate, other: Candidate) -> float:
    """Twice what two share over the length of both, in one sentence or where one stands within the other."""
    if one.evidence is other.evidence:
        shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    elif one.folded in other.folded or other.folded in one.folded:
        shared = min(len(one.folded), len(other.folded))
    else:
        shared = 0
    return 2 * shared / (len(one.folded) + len(other.folded))

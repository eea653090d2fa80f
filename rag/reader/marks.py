"""Where a sentence says what the question says, and on which side of the question's hole it stands there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.tokens import character_pairs
from rag.question import Question
from rag.reader.cut import Cut
from rag.reader.hole import Hole, hole_of
from rag.term import Term

_RUN = 6
_GAP = 4
# A single character (站) is a word's form, and stands in other words too.
_SINGLE = 0.4


@dataclass(frozen=True)
class Asked:
    """A question as its answer is looked for: its terms, its hole, its character pairs."""

    question: Question
    terms: tuple[Term, ...]

    @cached_property
    def hole(self) -> Hole:
        """Where the answer would stand in the question."""
        return hole_of(self.question)

    @cached_property
    def weights(self) -> list[float]:
        """Each term's share of the weight of all."""
        total = sum(term.weight for term in self.terms) or 1.0
        return [term.weight / total for term in self.terms]

    @cached_property
    def pairs(self) -> dict[str, bool]:
        """The question's character pairs, each with whether it stands on the left of the hole."""
        cut = len(self.hole.left)
        return {pair: self.hole.text.find(pair) < cut for pair in character_pairs(self.question.text)}

    @cached_property
    def is_left(self) -> list[bool]:
        """Of each term, whether it stands on the left of the hole; one from the history does."""
        cut = len(self.hole.left)
        return [term.from_history or -1 < self.hole.text.find(term.text.lower()) < cut for term in self.terms]

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """What the articles may call the noun asked for."""
        head = self.hole.head
        forms = [form for term in self.terms if head and term.text.lower() == head for form in term.forms]
        return tuple(dict.fromkeys(filter(None, [head, *forms])))


@dataclass(frozen=True, slots=True)
class Marks:
    """What of the question stands where in a sentence, per word of it.

    Attributes:
        weight: of the heaviest term that the word is part of, 0 to 1.
        left: the same, of terms on the left of the hole alone.
        right: of those on its right.
        pair: 1 where the word's characters are pairs of the question.
        name: 1 where it is part of a name that the question gives.
        head: 1 where it is part of the noun asked for.
        before: of each word, how far what stands before it is what stands before the hole, 0 to 1.
        after: of each word, how far what stands after it is what stands after the hole.
        before_near: the same with up to four characters between.
        after_near: likewise.
    """

    weight: NDArray[np.float32]
    left: NDArray[np.float32]
    right: NDArray[np.float32]
    pair: NDArray[np.float32]
    name: NDArray[np.float32]
    head: NDArray[np.float32]
    before: NDArray[np.float32]
    after: NDArray[np.float32]
    before_near: NDArray[np.float32]
    after_near: NDArray[np.float32]


def marks_of(cut: Cut, asked: Asked) -> Marks:
    """What of the question stands where in a sentence."""
    size = int(cut.ends[-1]) if len(cut.ends) else 0
    rows = np.zeros((6, size), np.float32)
    weight, left, right, pair, name, head = rows
    for term, share, is_left in zip(asked.terms, asked.weights, asked.is_left, strict=True):
        side = left if is_left else right
        for start, end, worth in _places(term, cut.text):
            for row in (weight, side):
                np.maximum(row[start:end], share * worth, out=row[start:end])
            if term.is_name:
                name[start:end] = 1
    for at in range(size - 1):
        if cut.text[at : at + 2] in asked.pairs:
            pair[at : at + 2] = 1
    for form in asked.heads:
        for start in _starts(form, cut.text):
            head[start : start + len(form)] = 1
    own = [np.maximum.reduceat(row, cut.starts) if size else row for row in rows]
    before, after = _runs(cut.text, asked.hole)
    lagged = np.maximum.reduce([np.pad(before, (gap, 0))[: size + 1] for gap in range(_GAP + 1)])
    ahead = np.maximum.reduce([np.pad(after, (0, gap))[gap:] for gap in range(_GAP + 1)])
    edges = [before[cut.starts], after[cut.ends], lagged[cut.starts], ahead[cut.ends]]
    return Marks(*own, *edges)


def _places(term: Term, text: str) -> Iterator[tuple[int, int, float]]:
    """Where a term's forms stand, with what each counts."""
    for form, share in term.weighted_forms():
        worth = (0.6 + 0.4 * share) * (_SINGLE if len(form) == 1 and not form.isascii() else 1.0)
        for start in _starts(form, text):
            yield start, start + len(form), worth


def _starts(form: str, text: str) -> Sequence[int]:
    if form not in text:
        return []
    pattern = rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])" if form.isascii() else re.escape(form)
    return [match.start() for match in re.finditer(pattern, text)]


def _runs(text: str, hole: Hole) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """At each place, how many characters before it end the hole's left side and how many after it begin its right, at most `_RUN`."""
    before, after = np.zeros(len(text) + 1, np.float32), np.zeros(len(text) + 1, np.float32)
    for at in range(len(text) + 1):
        size = 0
        while size < _RUN and size < at and size < len(hole.left) and text[at - 1 - size] == hole.left[-1 - size]:
            size += 1
        before[at] = size
        size = 0
        while size < _RUN and at + size < len(text) and size < len(hole.after) and text[at + size] == hole.after[size]:
            size += 1
        after[at] = size
    return (before / _RUN).astype(np.float32), (after / _RUN).astype(np.float32)

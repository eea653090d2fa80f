"""Are two bodies two prints of one story? Measured on the texts themselves, once sketches have named them as candidates.

Of 2,500 news articles of two months (crud-news) sketches propose some 160 pairs; all that share four fifths of the shorter text are
reprints, wire copies or updates of one report. What such a rule alone takes for a reprint is the next day's report from the same
template, which differs in its figures and its days.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.numerals import numbers_in
from index.shingles import LONGEST, common, letters, runs, shingles
from index.text import fold

LIKENESS_VERSION = "likeness-1"
# Share of the shorter text that stands in the longer one. One changed character takes five shingles: a text of 30 letters keeps 0.8.
_SHARED = 0.8
# A copy cut short keeps the beginning: this share of it must stand in as much of the longer text, not somewhere in a round-up.
_LEADING, _LEADING_REACH, _LEADING_SPARE = 0.75, 1.2, 20
_CUT_SHORT = 0.6
_LEAST_PART = 0.2
_LEAST_LETTERS = 20
# In a short text a template filled in anew ("171座凉亭", "172座水窖") differs in several places, a correction in one.
_SHORT, _NEARLY_ALL = 200, 0.9
_DAY = re.compile(r"(?<!\d)(?:(\d{1,2})月)?(\d{1,2})[日号]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two bodies are alike.

    Attributes:
        is_near: they share enough to be prints of one story, their figures apart.
        is_part: one is the beginning of the other and much shorter.
        share: of the shorter one's shingles that stand in the longer one.
        figures: numbers that both state.
        changed: numbers that one states in place of another of the other's: a longer print that only adds some changes none.
        places: runs of the shorter text, its ends left out, that the longer one does not have.
    """

    is_near: bool
    is_part: bool = False
    share: float = 0.0
    figures: int = 0
    changed: int = 0
    places: int = 0


class Measured:
    """A body made ready to be compared with many."""

    def __init__(self, body: str) -> None:
        self.text = letters(body)
        self.shingles = shingles(self.text)
        self._body = body[: 4 * LONGEST]

    @cached_property
    def numbers(self) -> frozenset[float]:
        """Every value its numbers may have."""
        return numbers_in(self._body)

    @cached_property
    def days(self) -> frozenset[str]:
        """Days of a month that it names: 5月6日 and 6日 are one day."""
        return frozenset(found[2] for found in _DAY.finditer(fold(self._body)))


def likeness(one: Measured, other: Measured) -> Likeness:
    """How two bodies are alike, the same whichever comes first."""
    short, long = sorted((one, other), key=lambda each: (len(each.text), each.text))
    share = common(short.shingles, long.shingles) / len(short.shingles)
    size = len(short.text) / max(1, len(long.text))
    if share < _SHARED or size < _LEAST_PART or len(short.text) < _LEAST_LETTERS:
        return Likeness(is_near=False)
    is_part = size < _CUT_SHORT
    if is_part and not _leads(short, long):
        return Likeness(is_near=False)
    places = _places(short, long.shingles)
    if not is_part and len(short.text) < _SHORT and places > 1 and share < _NEARLY_ALL:
        return Likeness(is_near=False)
    few, many = sorted((short.numbers, long.numbers), key=len)
    shared = len(few & many)
    changed = len(few) - shared
    if changed and short.days and long.days and not short.days & long.days:
        return Likeness(is_near=False)
    return Likeness(is_near=True, is_part=is_part, share=share, figures=shared, changed=changed, places=places)


def _leads(short: Measured, long: Measured) -> bool:
    beginning = long.text[: int(_LEADING_REACH * len(short.text)) + _LEADING_SPARE]
    return common(short.shingles, shingles(beginning)) >= _LEADING * len(short.shingles)


def _places(short: Measured, known: NDArray[np.uint64]) -> int:
    """Stretches of the text that are not known; one at either end is a byline or a cut, no change."""
    missing = ~np.isin(runs(short.text), known)
    begins = missing & ~np.concatenate([[False], missing[:-1]])
    return max(0, int(begins.sum()) - int(missing[0]) - int(missing[-1]))

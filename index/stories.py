"""Prints of one story: which articles tell the same, and which of them a later one corrects.

Everything here follows from the articles that are there, never from the order in which they came: an article that is added and removed
again leaves no trace.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from index.likeness import Likeness

# Sixteen bands of four: prints that share half of their shingles meet in one of them in 64 of 100 cases, those that share 0.8 always,
# and the beginnings are compared in as many bands again.
_BAND = 4
# A band that very many share is a template's; there each is compared with its neighbours in time only, so that the work stays linear.
_CROWD, _NEIGHBOURS = 200, 32
# Prints of one story appear within a month of each other; what comes back word for word after that is the archive's print of it.
_ONE_STORY_DAYS, _WORD_FOR_WORD = 31, 0.9
_MIX = np.uint64(0x9E3779B97F4A7C15)
_CORRECTS = re.compile(r"更正|勘误|订正|校正|修正|改正|corrected|correction|erratum", re.IGNORECASE)
_UNKNOWN_DAY = date.max


class Role(StrEnum):
    """What a print is to its story."""

    ORIGINAL = "original"
    """The earliest print, the longest of those of that day."""
    COPY = "copy"
    """Another print of it: a reprint, a copy cut short, the same with another figure."""
    CORRECTION = "correction"
    """A later print that states another figure than an earlier one which it stands in for."""
    SUPERSEDED = "superseded"
    """A print whose figures a later one corrects."""


@dataclass(frozen=True, slots=True)
class Print:
    """What is known of an article when stories are told apart.

    Attributes:
        body_key: of its folded body: the same for bodies that are the same.
        outlet: its key, None when unknown.
        says_corrected: its headline, beginning or end says that it corrects another.
    """

    id: str
    body_key: bytes
    published: date | None
    outlet: str | None
    length: int
    says_corrected: bool

    @property
    def precedence(self) -> tuple[date, int, str]:
        """The original first."""
        return (self.published or _UNKNOWN_DAY, -self.length, self.id)


def says_corrected(title: str, beginning: str, end: str) -> bool:
    """Whether an article says that it corrects another: 更正 in its headline, first or last line."""
    return any(_CORRECTS.search(text) for text in (title, beginning, end))


def candidate_pairs(sketches: NDArray[np.uint32]) -> set[tuple[int, int]]:
    """Pairs (i < j) of rows that agree in a band.

    Args:
        sketches: (bodies, values); bodies that are neighbours in time stand side by side.
    """
    found: set[tuple[int, int]] = set()
    for start in range(0, sketches.shape[1], _BAND):
        keys = np.zeros(len(sketches), np.uint64)
        for column in range(start, start + _BAND):
            keys = (keys ^ sketches[:, column]) * _MIX
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]], append=~keys[order[-1:]]))
        shared = np.flatnonzero(np.diff(edges) > 1)
        for first, past in zip(edges[shared].tolist(), edges[shared + 1].tolist(), strict=True):
            found |= _pairs_of(order[first:past].tolist())
    return found


def _pairs_of(group: Sequence[int]) -> set[tuple[int, int]]:
    reach = len(group) if len(group) <= _CROWD else _NEIGHBOURS
    return {(one, other) for at, one in enumerate(group) for other in group[at + 1 : at + 1 + reach]}


def is_one_story(alike: Likeness, one: Iterable[Print], other: Iterable[Print]) -> bool:
    """Whether bodies that are alike are prints of one story, given on which days they were printed."""
    if not alike.is_near:
        return False
    gap = _days_between(one, other)
    if not alike.changed:
        return gap is None or gap <= _ONE_STORY_DAYS or alike.share >= _WORD_FOR_WORD
    if alike.figures >= alike.changed:
        return gap is None or gap <= _ONE_STORY_DAYS
    # The text's only figure differs, and nothing else: on one day a slip of the pen, on two days two days' reports.
    return alike.places <= 1 and not gap


def _days_between(one: Iterable[Print], other: Iterable[Print]) -> int | None:
    """The fewest days between two prints; None when no day is known."""
    others = [each.published for each in other if each.published]
    gaps = [abs((each.published - day).days) for each in one if each.published for day in others]
    return min(gaps, default=None)


def grouped(prints: Sequence[Print], alike: Mapping[tuple[bytes, bytes], Likeness]) -> list[list[Print]]:
    """Stories of two prints or more, each with the original first.

    Prints of near the same length join all that are alike with them; a copy cut short joins one story only, the one that it is most of,
    so that a brief never ties two stories together.

    Args:
        prints: of one collection.
        alike: pairs of body keys, the smaller first, that are near.
    """
    by_body: dict[bytes, list[Print]] = {}
    for each in prints:
        by_body.setdefault(each.body_key, []).append(each)
    here = [(pair, found) for pair, found in alike.items() if pair[0] in by_body and pair[1] in by_body]
    known = [(pair, found) for pair, found in here if is_one_story(found, by_body[pair[0]], by_body[pair[1]])]
    home = {key: key for key in by_body}
    for (one, other), found in sorted(known, key=lambda item: item[0]):
        if not found.is_part:
            _join(home, one, other)
    parts: dict[bytes, tuple[float, bytes]] = {}
    for (one, other), found in known:
        if found.is_part:
            short, long = sorted((one, other), key=lambda key: (by_body[key][0].length, key))
            best = parts.get(_root(home, short))
            if best is None or (-found.share, long) < (-best[0], best[1]):
                parts[_root(home, short)] = (found.share, long)
    for short, (_, long) in sorted(parts.items()):
        _join(home, short, long)
    stories: dict[bytes, list[Print]] = {}
    for key, members in by_body.items():
        stories.setdefault(_root(home, key), []).extend(members)
    found_stories = [sorted(members, key=lambda each: each.precedence) for members in stories.values() if len(members) > 1]
    return sorted(found_stories, key=lambda members: members[0].id)


def _root(home: dict[bytes, bytes], key: bytes) -> bytes:
    while home[key] != key:
        home[key] = home[home[key]]
        key = home[key]
    return key


def _join(home: dict[bytes, bytes], one: bytes, other: bytes) -> None:
    first, second = sorted((_root(home, one), _root(home, other)))
    home[second] = first


def roles(story: Sequence[Print], changed: Callable[[Print, Print], int]) -> dict[str, Role]:
    """What each print is to its story.

    A print is corrected by a later one of the same outlet, or by one that says so, when the two state different figures; the copies that
    repeat a corrected figure are superseded with it.

    Args:
        story: its prints, the original first.
        changed: how many figures differ between two.
    """
    correctors: dict[str, Print] = {}
    for later in story:
        for earlier in story:
            if _may_correct(later, earlier) and changed(later, earlier):
                correctors[earlier.id] = max(
                    correctors.get(earlier.id, later), later, key=lambda each: (each.published or date.min, each.id)
                )
    direct = {each.id: each for each in story if each.id in correctors}
    for each in story:
        for corrected in direct.values():
            corrector = correctors[corrected.id]
            if each.id not in correctors and each.id != corrector.id and _repeats(each, corrected, corrector, changed):
                correctors[each.id] = corrector
    found = {each.id: Role.SUPERSEDED if each.id in correctors else Role.COPY for each in story}
    for corrector in correctors.values():
        if found[corrector.id] is Role.COPY:
            found[corrector.id] = Role.CORRECTION
    if found[story[0].id] is Role.COPY:
        found[story[0].id] = Role.ORIGINAL
    return found


def _may_correct(later: Print, earlier: Print) -> bool:
    if later.id == earlier.id:
        return False
    both = later.published and earlier.published
    if later.says_corrected and not earlier.says_corrected:
        return not both or bool(later.published and earlier.published and later.published >= earlier.published)
    same_outlet = later.outlet is not None and later.outlet == earlier.outlet
    return bool(same_outlet and later.published and earlier.published and later.published > earlier.published)


def _repeats(each: Print, corrected: Print, corrector: Print, changed: Callable[[Print, Print], int]) -> bool:
    """Whether a print states what was corrected, and is not newer than the correction."""
    is_newer = each.published and corrector.published and each.published > corrector.published
    return not is_newer and not changed(each, corrected) and bool(changed(each, corrector))

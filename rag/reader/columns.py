"""What a candidate answer is made of, what of the question it repeats, what stands around it: columns over a sentence's candidates."""

import numpy as np
from numpy.typing import NDArray

from rag.reader.cut import Cut, Kind
from rag.reader.marks import Marks
from rag.reader.spans import running

Floats = NDArray[np.floating]
_FAR = 10
_WINDOWS = (1, 3, 8)
_COUNTED = (
    Kind.NOUN, Kind.PERSON, Kind.PLACE, Kind.BODY, Kind.OWN, Kind.VERB, Kind.VERBAL_NOUN, Kind.ADJECTIVE, Kind.ADVERB, Kind.NUMBER,
    Kind.MEASURE, Kind.TIME, Kind.PREPOSITION, Kind.OF, Kind.PARTICLE, Kind.WHERE, Kind.PRONOUN, Kind.LATIN, Kind.LATIN_NAME,
    Kind.LATIN_SMALL, Kind.COMMA, Kind.ITEM, Kind.OPEN, Kind.OTHER,
)  # fmt: skip
_LENGTHS = (2, 3, 4, 5, 7, 10, 15, 22, 32)
_CALENDAR = frozenset("年月日时点分")
# No sum of shares says more than this.
_MOST = 3.0


def shape(cut: Cut, first: NDArray[np.intp], last: NDArray[np.intp]) -> list[Floats]:
    """What the candidate is made of, and how long it is."""
    chars = (cut.ends[last] - cut.starts[first]).astype(np.float32)
    columns: list[Floats] = [chars / 20, (last - first + 1) / 10, np.log1p(chars) / 3]
    columns += [(chars >= low).astype(np.float32) for low in _LENGTHS]
    for kind in _COUNTED:
        sums = running(cut.kinds == kind)
        found = sums[last + 1] - sums[first]
        columns.append(np.minimum(found, 3) / 3)
    for kind in (Kind.NOUN, Kind.VERB, Kind.NUMBER, Kind.ITEM):
        sums = running(cut.kinds == kind)
        columns.append((sums[last + 1] - sums[first]) / (last - first + 1))
    calendar = running(np.array([word[-1] in _CALENDAR for word in cut.words]))
    columns.append(np.minimum(calendar[last + 1] - calendar[first], 3) / 3)
    return columns


def inside(marks: Marks, cut: Cut, first: NDArray[np.intp], last: NDArray[np.intp]) -> list[Floats]:
    """How much of the question the candidate repeats."""
    sizes = (cut.ends - cut.starts).astype(np.float32)
    chars = (cut.ends[last] - cut.starts[first]).astype(np.float32)
    columns: list[Floats] = []
    for row in (marks.weight, marks.left, marks.right, marks.name, marks.head):
        sums = running(row)
        columns.append(np.minimum(sums[last + 1] - sums[first], 1.5))
    for row in (marks.pair, (marks.weight > 0).astype(np.float32)):
        sums = running(row * sizes)
        columns.append((sums[last + 1] - sums[first]) / chars)
    either = np.maximum(marks.pair, marks.weight > 0)
    columns += [either[first], either[last], marks.head[first], marks.head[last]]
    return columns


def around(marks: Marks, cut: Cut, first: NDArray[np.intp], last: NDArray[np.intp]) -> list[Floats]:
    """What of the question stands beside the candidate, near and in its clause, and on which side."""
    count = len(cut.words)
    begins, ends = _clauses(cut)
    columns: list[Floats] = [marks.before[first], marks.after[last], marks.before_near[first], marks.after_near[last]]
    columns += [columns[0] * columns[1], columns[2] * columns[3]]
    for row in (marks.weight, marks.left, marks.right, marks.pair, marks.name, marks.head):
        sums = running(row)
        whole = sums[-1]
        for window in _WINDOWS:
            columns.append(sums[first] - sums[np.maximum(first - window, 0)])
            columns.append(sums[np.minimum(last + 1 + window, count)] - sums[last + 1])
        columns += [sums[first] - sums[begins[first]], sums[ends[last]] - sums[last + 1], whole - (sums[last + 1] - sums[first])]
    has = (marks.weight > 0) | (marks.pair > 0)
    columns += [_distance_back(has)[first], _distance_back(has[::-1])[::-1][last]]
    columns += [(begins[first] == first).astype(np.float32), (ends[last] == last + 1).astype(np.float32), first / max(count, 1)]
    return [np.minimum(column, _MOST) for column in columns]


def _clauses(cut: Cut) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of each word, where its clause begins and one past where it ends."""
    marks = np.isin(cut.kinds, [Kind.COMMA, Kind.STOP, Kind.COLON])
    places = np.arange(len(cut.words))
    begins = np.maximum.accumulate(np.where(np.concatenate([[True], marks[:-1]]) if len(marks) else marks, places, 0))
    ends = np.minimum.accumulate(np.where(marks, places, len(cut.words))[::-1])[::-1]
    return begins, ends


def _distance_back(has: NDArray[np.bool_]) -> Floats:
    """Of each word, how many words stand between it and the last one before it that the question says, as a share of `_FAR`."""
    places = np.arange(len(has))
    seen = np.maximum.accumulate(np.where(has, places, -_FAR * 10))
    before = np.concatenate([[-_FAR * 10], seen[:-1]]) if len(has) else seen
    found: Floats = np.minimum(places - before - 1, _FAR) / _FAR
    return found

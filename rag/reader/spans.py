"""Candidate answers of a sentence: runs of its words that may be one."""

import numpy as np
from numpy.typing import NDArray

from rag.reader.cut import Cut, Kind

MAX_WORDS = 12
_MAX_LONG = 36
MARKS = (Kind.COMMA, Kind.ITEM, Kind.STOP, Kind.COLON, Kind.SPACE)
_NEVER_FIRST = (*MARKS, Kind.CLOSE, Kind.PARTICLE, Kind.OF, Kind.CONJUNCTION, Kind.PREPOSITION)
_NEVER_LAST = (*MARKS, Kind.OPEN, Kind.OF, Kind.PREPOSITION, Kind.CONJUNCTION, Kind.ADVERB)
_ENDS_CLAUSE = (Kind.EDGE, Kind.COMMA, Kind.STOP, Kind.COLON)
_BEGINS_PHRASE = (*_ENDS_CLAUSE, Kind.VERB, Kind.PREPOSITION, Kind.PARTICLE, Kind.OF, Kind.CLOSE, Kind.NOUN, Kind.SPACE)


def kinds_with_edges(cut: Cut) -> NDArray[np.int8]:
    """Kinds of the words with an edge on both sides: word ``i`` is at ``i + 1``."""
    return np.concatenate([[Kind.EDGE], cut.kinds, [Kind.EDGE]]).astype(np.int8)


def running(values: NDArray[np.generic]) -> NDArray[np.float32]:
    """Sums of all values before each place, with that of all at the end."""
    return np.concatenate([[0.0], np.cumsum(values)]).astype(np.float32)


def spans_of(cut: Cut) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First and last words of the candidates.

    A short one is any run of words that does not begin or end with what only joins, holds no full stop and closes what it opens; a long
    one fills the rest of its clause.
    """
    count = len(cut.words)
    first, size = np.divmod(np.arange(count * _MAX_LONG), _MAX_LONG)
    last = first + size
    kept = last < count
    first, last = first[kept], last[kept]
    kinds = kinds_with_edges(cut)
    stops, opens, closes = (running(cut.kinds == kind) for kind in (Kind.STOP, Kind.OPEN, Kind.CLOSE))
    is_good = ~np.isin(cut.kinds, _NEVER_FIRST)[first] & ~np.isin(cut.kinds, _NEVER_LAST)[last]
    is_good &= stops[last + 1] - stops[first] == 0
    is_good &= opens[last + 1] - opens[first] == closes[last + 1] - closes[first]
    fills = np.isin(kinds, _ENDS_CLAUSE)[last + 2] & np.isin(kinds, _BEGINS_PHRASE)[first]
    is_good &= (last - first < MAX_WORDS) | fills
    return first[is_good], last[is_good]

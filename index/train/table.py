"""From what meets in sentence pairs to the lines of the shipped table."""

import gzip
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.lexicon_rows import FUNCTION_WORDS
from index.train.align import Floats, Ints, Meetings

# Evidence of one word that one set may give: 60,000 clauses of laws must not outvote 3,000 sentences of news on "growth". Of 341 questions
# of xquad-xl, the words alone put 78.6 % right so and 76.5 % without a limit.
_ENOUGH = 40.0
# Added to a word's evidence: what was seen once is half a guess. The missing share is left to the dictionaries.
_UNSEEN = 1.0
# Seen once counts: of 341 questions of xquad-xl the words alone put 79.5 % right with these lines and 78.6 % without. A single character
# is mostly a piece of a name that was cut, so it must be seen twice.
_LEAST_LINKS, _LEAST_FOR_CHARACTER = 0.5, 2.0
_LEAST_SHARE = 0.02
_LEAST_AGREEMENT = 0.002  # product of both shares; at 0.01 the same questions fall to 78.3 %
MOST = 8
_ENGLISH = re.compile(r"[a-z][a-z0-9]+$")
_CHINESE = re.compile(r"[\u3400-\u9fff]+$")

Row = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class _Shares:
    """Per pair of words: links that count, and their share of all of the word's."""

    links: Floats
    share: Floats


def aligned_rows(met: Meetings, english: Sequence[str], chinese: Sequence[str]) -> list[Row]:
    """(English, Chinese, p(Chinese | English) in percent, p(English | Chinese) in percent), sorted.

    A pair is kept when both directions agree on it, and it is among the first `MOST` of one of its words.
    """
    forth, back = _shares(met.counts, met.english), _shares(met.counts, met.chinese)
    least = np.array([_LEAST_FOR_CHARACTER if len(word) == 1 else _LEAST_LINKS for word in chinese])[met.chinese]
    kept = (np.maximum(forth.links, back.links) >= least) & (np.maximum(forth.share, back.share) >= _LEAST_SHARE)
    kept &= forth.share * back.share >= _LEAST_AGREEMENT
    kept &= _matching(english, _is_english)[met.english] & _matching(chinese, lambda word: bool(_CHINESE.match(word)))[met.chinese]
    at = np.flatnonzero(kept)
    first = _first(met.english[at], forth.share[at]) | _first(met.chinese[at], back.share[at])
    rows = (
        (english[met.english[i]], chinese[met.chinese[i]], _percent(forth.share[i]), _percent(back.share[i])) for i in at[first].tolist()
    )
    return sorted(rows)


def write_table(path: Path, rows: Iterable[Sequence[object]]) -> int:
    """Write rows as gzipped TSV, the same bytes for the same rows; gives the bytes written."""
    text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def _shares(counts: Floats, words: Ints) -> _Shares:
    links = np.zeros(counts.shape[1])
    for of_set in counts:
        total = np.bincount(words, weights=of_set)
        links += of_set * np.minimum(1.0, _ENOUGH / np.maximum(total, 1e-9))[words]
    return _Shares(links, links / (np.bincount(words, weights=links) + _UNSEEN)[words])


def _first(words: Ints, shares: Floats) -> NDArray[np.bool_]:
    """True for the `MOST` largest shares of each word."""
    order = np.lexsort((-shares, words))
    starts = np.flatnonzero(np.diff(words[order], prepend=-1))
    place = np.arange(len(order)) - np.repeat(starts, np.diff([*starts, len(order)]))
    first = np.zeros(len(order), dtype=bool)
    first[order[place < MOST]] = True
    return first


def _matching(words: Sequence[str], is_wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
    return np.fromiter(map(is_wanted, words), dtype=bool, count=len(words))


def _is_english(word: str) -> bool:
    return bool(_ENGLISH.match(word)) and word not in FUNCTION_WORDS


def _percent(share: float) -> int:
    return max(1, min(99, round(100 * share)))

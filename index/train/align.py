"""Word alignment of sentence pairs: IBM model 1 in both directions, with a pull towards the diagonal, and how often words meet in both.

Source: Brown et al., Computational Linguistics 1993 (model 1); Dyer, Chahuneau, Smith, NAACL 2013 (the diagonal and the variational
step, which keeps rare words from collecting everything); Liang, Taskar, Klein, NAACL 2006 (agreement of both directions).
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Share of the words that nothing on the other side says.
_NOTHING = 0.08
_ALPHA = 0.01
_ITERATIONS = 6

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentence pairs as numbers.

    Attributes:
        chinese: words of all sentences, one after the other.
        english: the same for the other side.
        chinese_ends: (pairs + 1,) where each sentence ends, from 0.
        english_ends: the same for the other side.
    """

    chinese: Ints
    english: Ints
    chinese_ends: Ints
    english_ends: Ints

    @classmethod
    def of(cls, chinese: Sequence[Sequence[int]], english: Sequence[Sequence[int]]) -> "Bitext":
        """Sentence pairs given as lists of word numbers; no sentence is empty."""
        return cls(_flat(chinese), _flat(english), _ends(chinese), _ends(english))


@dataclass(frozen=True, slots=True)
class Meetings:
    """How often an English and a Chinese word stand for each other.

    Attributes:
        english: word numbers, ascending.
        chinese: word numbers.
        counts: (sets, pairs of words) expected number of links that both directions agree on.
    """

    english: Ints
    chinese: Ints
    counts: Floats


@dataclass(frozen=True, slots=True)
class _Cells:
    """Every word of a sentence with every word of its translation; the cells of one Chinese word lie together."""

    pair: NDArray[np.int32]
    row: NDArray[np.int32]
    column: NDArray[np.int32]
    near: NDArray[np.float32]


def align(bitext: Bitext, sets: Sequence[int], *, tension: float = 1.5) -> Meetings:
    """Align all pairs and count what meets, set by set.

    Args:
        bitext: the pairs of all sets, one set after the other.
        sets: how many pairs each set has.
        tension: how much words at the same share of their sentences are preferred; 0 is plain model 1.
    """
    cells, english, chinese = _cells(bitext, tension)
    forth = _Direction(cells, cells.row, bitext.chinese, english)
    back = _Direction(cells, cells.column, bitext.english, chinese)
    for direction in (forth, back):
        for iteration in range(_ITERATIONS):
            logger.info("iteration %d of %d", iteration + 1, _ITERATIONS)
            direction.learn()
    both = forth.posterior() * back.posterior()
    sizes = np.diff(bitext.chinese_ends) * np.diff(bitext.english_ends)
    ends = np.concatenate([[0], np.cumsum(sizes)])[np.concatenate([[0], np.cumsum(sets)])]
    counts = [np.bincount(cells.pair[start:end], weights=both[start:end], minlength=len(english)) for start, end in pairwise(ends)]
    return Meetings(english, chinese, np.stack(counts))


class _Direction:
    """Probabilities of the words on one side, given those of the other."""

    def __init__(self, cells: _Cells, group: NDArray[np.int32], words: Ints, given: Ints) -> None:
        """`group` numbers, per cell, the word that is explained; `words` are those words, `given` the other word of each pair."""
        self._cells, self._group, self._given = cells, group, given
        room = np.bincount(group, weights=cells.near, minlength=len(words))
        frequent = np.bincount(words) / len(words)
        self._nothing = (_NOTHING / (1 - _NOTHING) * frequent[words] * room).astype(np.float32)
        self._table = np.full(len(given), 1.0 / len(frequent), dtype=np.float32)

    def posterior(self) -> NDArray[np.float32]:
        """Per cell, how likely its two words are linked."""
        likely = self._table[self._cells.pair] * self._cells.near
        total = np.bincount(self._group, weights=likely, minlength=len(self._nothing)).astype(np.float32) + self._nothing
        posterior: NDArray[np.float32] = likely / total[self._group]
        return posterior

    def learn(self) -> None:
        """One step of expectation and maximisation."""
        counts: Floats = _ALPHA + np.bincount(self._cells.pair, weights=self.posterior(), minlength=len(self._given)).astype(np.float64)
        totals: Floats = np.bincount(self._given, weights=counts).astype(np.float64)
        self._table = (_exp_digamma(counts) / _exp_digamma(totals)[self._given]).astype(np.float32)


def _cells(bitext: Bitext, tension: float) -> tuple[_Cells, Ints, Ints]:
    rows, columns, near = (np.concatenate(parts) for parts in zip(*_blocks(bitext, tension), strict=True))
    width = int(bitext.chinese.max()) + 1
    keys, pair = np.unique(bitext.english[columns] * width + bitext.chinese[rows], return_inverse=True)
    return _Cells(pair.astype(np.int32), rows, columns, near), keys // width, keys % width


def _blocks(bitext: Bitext, tension: float) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]]:
    spans = zip(pairwise(bitext.chinese_ends.tolist()), pairwise(bitext.english_ends.tolist()), strict=True)
    for (top, bottom), (left, right) in spans:
        height, width = bottom - top, right - left
        down, across = (np.arange(height) + 0.5) / height, (np.arange(width) + 0.5) / width
        near = np.exp(-tension * np.abs(down[:, None] - across))
        rows = np.repeat(np.arange(top, bottom, dtype=np.int32), width)
        columns = np.tile(np.arange(left, right, dtype=np.int32), height)
        yield rows, columns, near.astype(np.float32).ravel()


def _exp_digamma(x: Floats) -> Floats:
    """exp(ψ(x)) for x > 0, to four digits: the recurrence up to six, then the asymptotic series."""
    shifted = x + 6
    series = np.log(shifted) - 1 / (2 * shifted) - 1 / (12 * shifted**2)
    result: Floats = np.exp(series - sum(1 / (x + step) for step in range(6)))
    return result


def _flat(sentences: Sequence[Sequence[int]]) -> Ints:
    return np.concatenate([np.asarray(s, dtype=np.int64) for s in sentences])


def _ends(sentences: Sequence[Sequence[int]]) -> Ints:
    return np.cumsum([0, *map(len, sentences)], dtype=np.int64)

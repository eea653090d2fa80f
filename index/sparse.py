"""The sparse arm: BM25 over our own search tokens, as plain arrays, with groups of terms that count as one.

Document frequencies are stored and weights computed at query time: a group of translated terms has a frequency of its own.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import read_array
from index.errors import IndexDamaged
from index.tokens import PAIR_MARK

K1, B = 1.2, 0.75
FILES = ("sparse_indptr.npy", "sparse_positions.npy", "sparse_counts.npy", "sparse_lengths.npy")


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms that count as one: their occurrences are summed, each for its share, and a chunk with any of them has the group.

    Attributes:
        terms: search tokens, or words that the index cuts into several: such a word stands where all its tokens stand.
        shares: how likely each term is meant, above 0 and at most 1; all 1 when empty.
    """

    terms: tuple[str, ...]
    weight: float = 1.0
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SparseQuery:
    """What the sparse arm is asked: groups of terms, each with its weight."""

    groups: tuple[TermGroup, ...]

    @classmethod
    def of(cls, tokens: Iterable[str]) -> "SparseQuery":
        """One group a token; a token that stands n times weighs n."""
        return cls(tuple(TermGroup((token,), float(times)) for token, times in Counter(tokens).items()))

    @classmethod
    def of_pairs(cls, pairs: Iterable[str]) -> "SparseQuery":
        """One group a character pair, wherever it stands: as a word of the index or across two."""
        return cls(tuple(TermGroup((pair, PAIR_MARK + pair), float(times)) for pair, times in Counter(pairs).items()))


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms by chunk positions, in compressed rows.

    Attributes:
        indptr: int64 (terms + 1,); term t owns the slice ``indptr[t]:indptr[t + 1]``.
        positions: int32 chunk positions, ascending inside a term.
        counts: uint16 how often the term stands in that chunk.
        lengths: float32 (chunks,) tokens of each chunk.
    """

    indptr: NDArray[np.int64]
    positions: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.lengths)

    def frequencies(self) -> NDArray[np.int64]:
        """Document frequency of every term."""
        return np.diff(self.indptr)


def postings(
    terms: NDArray[np.int64], positions: NDArray[np.int32], counts: NDArray[np.uint16], *, n_terms: int, n_chunks: int
) -> Postings:
    """Postings of parallel arrays (term number, chunk position, count), positions ascending."""
    order = np.argsort(terms, kind="stable")
    indptr = np.zeros(n_terms + 1, dtype=np.int64)
    np.cumsum(np.bincount(terms, minlength=n_terms), out=indptr[1:])
    lengths = np.bincount(positions, weights=counts, minlength=n_chunks).astype(np.float32)
    return Postings(indptr, positions[order], counts[order], lengths)


def write_postings(folder: Path, stored: Postings) -> None:
    """Write the four arrays as ``.npy`` files."""
    arrays: tuple[NDArray[Any], ...] = (stored.indptr, stored.positions, stored.counts, stored.lengths)
    for name, array in zip(FILES, arrays, strict=True):
        np.save(folder / name, array, allow_pickle=False)


def read_postings(folder: Path) -> Postings:
    """Read the four arrays.

    Raises:
        IndexDamaged: a file is no array, or the arrays do not fit each other.
    """
    try:
        stored = Postings(*(read_array(folder / name) for name in FILES))
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamaged(f'the sparse arm in {folder} cannot be read ({error}); run "wenju build" again') from error
    if len(stored.positions) != len(stored.counts) or int(stored.indptr[-1]) != len(stored.positions):
        raise IndexDamaged(f'the arrays of the sparse arm in {folder} differ in length; run "wenju build" again')
    return stored


@dataclass(frozen=True, slots=True)
class Scores:
    """BM25 of every chunk and of every article, each as long a text of its own; 0 where no term stands.

    Attributes:
        chunks: (chunks,) float32.
        articles: (articles,) float32.
        most: what a text would have that is full of every term the collection knows.
    """

    chunks: NDArray[np.float32]
    articles: NDArray[np.float32]
    most: float


class ArticleScorer:
    """BM25 as `bm25` has it, of chunks and of the articles they are parts of; what does not depend on a question is worked out once.

    Args:
        stored: the postings.
        articles: (chunks,) any number of each chunk's article.
    """

    def __init__(self, stored: Postings, articles: NDArray[np.int64]) -> None:
        self._stored = stored
        found, self.owners = np.unique(articles, return_inverse=True)
        self._damping = _damping(stored.lengths)
        self._wide = _damping(np.bincount(self.owners, weights=stored.lengths, minlength=len(found)).astype(np.float32))

    def scores(self, groups: Sequence[TermGroup], numbers: Mapping[str, Sequence[int]]) -> Scores:
        """Scores of what `bm25` is asked; an article's place in them is that of `owners`."""
        chunks, articles = np.zeros_like(self._damping), np.zeros_like(self._wide)
        most = 0.0
        for found, counts, weight in _weighted(self._stored, groups, numbers):
            most += weight
            chunks[found] += weight * counts / (counts + self._damping[found])
            whole, place = np.unique(self.owners[found], return_inverse=True)
            times = np.bincount(place, weights=counts)
            articles[whole] += (weight * times / (times + self._wide[whole])).astype(np.float32)
        return Scores(chunks, articles, most)


def bm25(stored: Postings, groups: Sequence[TermGroup], numbers: Mapping[str, Sequence[int]]) -> NDArray[np.float32]:
    """BM25 of every chunk, (chunks,): 0 where no term stands.

    Args:
        stored: the postings.
        groups: what is asked.
        numbers: term → numbers of its tokens, for the terms the collection knows.

    Source: Robertson, Zaragoza, 2009; a group is scored as one term, like the synonym operator of Pirkola, SIGIR 1998, with the
    probabilities of its terms as in the structured queries of Darwish, Oard, SIGIR 2003.
    """
    return ArticleScorer(stored, np.arange(len(stored))).scores(groups, numbers).chunks


def _weighted(
    stored: Postings, groups: Sequence[TermGroup], numbers: Mapping[str, Sequence[int]]
) -> Iterator[tuple[NDArray[Any], NDArray[np.float32], float]]:
    """Of each group that stands anywhere: the chunk positions, how often, and the most it can add to a score."""
    n = len(stored)
    for group in groups:
        found, counts, frequency = _occurrences(stored, _shares(group, numbers))
        if len(found):
            yield found, counts, group.weight * _idf(n, frequency) * (K1 + 1)


def _idf(n: int, frequency: float) -> float:
    return math.log1p((n - frequency + 0.5) / (frequency + 0.5))


def _damping(lengths: NDArray[np.float32]) -> NDArray[np.float32]:
    average = float(lengths.mean()) if len(lengths) else 1.0
    damping: NDArray[np.float32] = (K1 * (1 - B + B * lengths / max(average, 1.0))).astype(np.float32)
    return damping


def standing(stored: Postings, tokens: Sequence[int]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Chunk positions that hold all of the tokens, ascending, and how often: as often as the token they hold least of."""
    slices = [slice(stored.indptr[t], stored.indptr[t + 1]) for t in tokens]
    positions, counts = stored.positions[slices[0]], stored.counts[slices[0]]
    for s in slices[1:]:
        positions, ours, theirs = np.intersect1d(positions, stored.positions[s], assume_unique=True, return_indices=True)
        counts = np.minimum(counts[ours], stored.counts[s][theirs])
    return positions, counts.astype(np.float32)


def _shares(group: TermGroup, numbers: Mapping[str, Sequence[int]]) -> dict[tuple[int, ...], float]:
    """Token numbers of each known term of a group → its share, the larger where two terms are the same tokens."""
    found: dict[tuple[int, ...], float] = {}
    for term, share in zip(group.terms, group.shares or (1.0,) * len(group.terms), strict=True):
        if term in numbers:
            tokens = tuple(numbers[term])
            found[tokens] = max(found.get(tokens, 0.0), share)
    return found


def _occurrences(stored: Postings, shares: Mapping[tuple[int, ...], float]) -> tuple[NDArray[Any], NDArray[np.float32], float]:
    """Chunks that hold any of the terms, how often, and the document frequency: a chunk counts for the shares it holds, at most 1."""
    if len(shares) == 1:
        ((tokens, share),) = shares.items()
        positions, counts = standing(stored, tokens)
        return positions, counts * share, len(positions) * share
    counts, held = np.zeros(len(stored), dtype=np.float32), np.zeros(len(stored), dtype=np.float32)
    for tokens, share in shares.items():
        positions, times = standing(stored, tokens)
        counts[positions] += share * times
        held[positions] += share
    found = np.flatnonzero(counts)
    return found, counts[found], float(np.minimum(held[found], 1.0).sum())


def best(scores: NDArray[np.float32], k: int, *, allowed: NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
    """The k best chunk positions with a score above 0, best first, ties by position."""
    found = np.flatnonzero(scores > 0 if allowed is None else (scores > 0) & allowed)
    if len(found) > k:
        least = np.partition(scores[found], len(found) - k)[len(found) - k]
        found = found[scores[found] >= least]
    order = found[np.lexsort((found, -scores[found]))][:k]
    return [(int(position), float(scores[position])) for position in order]

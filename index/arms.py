"""Both search arms over one generation: what each finds, and every candidate's exact score in both.

Where a collection holds Chinese and other articles, each side is searched on its own, so that neither hides the other.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseArm
from index.schema import ArmScore
from index.sparse import K1, Postings, SparseQuery, TermGroup, best, bm25
from index.store_contract import StoreQuery

Leg = list[tuple[int, float]]
Mask = NDArray[np.bool_]
# Cosines of a question with this many chunks tell how near it is to anything in that language.
_BACKGROUND = 400
_LEAST_SPREAD = 0.02


@dataclass(frozen=True, slots=True)
class Scored:
    """A chunk row found by either arm, with what each arm says of it.

    Attributes:
        row: of the chunk.
        is_han: whether its article is Chinese.
        arms: rank and score in the arms that found it, ranked within its language.
        dense: cosine, as standard deviations above the mean of chunks in its language; 0 without a vector.
        words: BM25 of the terms as a share of the most any chunk could have, 0 to 1.
        pairs: the same of the character pairs.
    """

    row: int
    is_han: bool
    arms: dict[str, ArmScore]
    dense: float
    words: float
    pairs: float


class Arms:
    """The arrays of a generation that are searched.

    Args:
        rows: (chunks,) chunk rows, ascending.
        is_han: (chunks,) whether the chunk's article is Chinese.
        postings: the sparse arm's.
        dense: the dense arm.
        numbers: terms → the numbers of their tokens, those the collection knows.
    """

    def __init__(
        self,
        rows: NDArray[np.int64],
        is_han: Mask,
        postings: Postings,
        dense: DenseArm,
        numbers: Callable[[set[str]], dict[str, tuple[int, ...]]],
    ) -> None:
        self._rows, self._is_han, self._postings, self._dense, self._numbers = rows, is_han, postings, dense, numbers

    def legs(self, query: StoreQuery, allowed: Mask | None) -> dict[str, Leg]:
        """Arm → (chunk row, score), best first, at most ``leg_k``; an arm that is not asked is absent."""
        words, pairs = self._bm25(query.sparse), self._bm25(query.pairs)
        return self._legs(query, None if words is None else _joined(words, pairs, query.pairs_weight), allowed)

    def gather(self, query: StoreQuery, allowed: Mask | None) -> list[Scored]:
        """What the arms find, at most ``leg_k`` of each for each language, by ascending row."""
        words, pairs = self._bm25(query.sparse), self._bm25(query.pairs)
        joined = None if words is None else _joined(words, pairs, query.pairs_weight)
        found: dict[int, dict[str, ArmScore]] = {}
        for side in self._sides:
            mask = side if allowed is None else side & allowed
            for arm, leg in self._legs(query, joined, mask).items():
                for rank, (row, score) in enumerate(leg, 1):
                    found.setdefault(row, {})[arm] = ArmScore(rank, score)
        rows = np.array(sorted(found), np.int64)
        positions = np.searchsorted(self._rows, rows)
        dense = self._standing(query, rows, positions)
        shares = [self._share(scores, asked)[positions] for scores, asked in ((words, query.sparse), (pairs, query.pairs))]
        return [
            Scored(int(row), bool(self._is_han[position]), found[int(row)], float(z), float(w), float(p))
            for row, position, z, w, p in zip(rows, positions, dense, *shares, strict=True)
        ]

    def _legs(self, query: StoreQuery, joined: NDArray[np.float32] | None, allowed: Mask | None) -> dict[str, Leg]:
        found: dict[str, Leg] = {}
        if query.dense is not None:
            rows = None if allowed is None or allowed.all() else self._rows[allowed]
            found["dense"] = self._dense.search(query.dense, query.leg_k, allowed=rows)
        if joined is not None:
            found["sparse"] = [(int(self._rows[at]), score) for at, score in best(joined, query.leg_k, allowed=allowed)]
        return found

    def _bm25(self, asked: SparseQuery | None) -> NDArray[np.float32] | None:
        return None if asked is None else bm25(self._postings, asked.groups, self._known(asked.groups))

    def _known(self, groups: Sequence[TermGroup]) -> dict[str, tuple[int, ...]]:
        return self._numbers({term for group in groups for term in group.terms})

    def _share(self, scores: NDArray[np.float32] | None, asked: SparseQuery | None) -> NDArray[np.float32]:
        """Scores by what a chunk full of every term would have."""
        if scores is None or asked is None:
            return np.zeros(len(self._rows), np.float32)
        n, indptr, numbers = len(self._postings), self._postings.indptr, self._known(asked.groups)
        most = 0.0
        for group in asked.groups:
            shares = group.shares or (1.0,) * len(group.terms)
            held = ((share, numbers[term]) for term, share in zip(group.terms, shares, strict=True) if term in numbers)
            frequency = sum(share * min(int(indptr[t + 1] - indptr[t]) for t in tokens) for share, tokens in held)
            if frequency:
                frequency = min(float(n), frequency)
                most += group.weight * (K1 + 1) * math.log1p((n - frequency + 0.5) / (frequency + 0.5))
        return scores / most if most else scores

    def _standing(self, query: StoreQuery, rows: NDArray[np.int64], positions: NDArray[np.int64]) -> NDArray[np.float32]:
        if query.dense is None or not len(rows):
            return np.zeros(len(rows), np.float32)
        cosines = self._dense.vectors_of(rows) @ query.dense
        found = np.zeros(len(rows), np.float32)
        for side, sample in zip(self._sides, self._samples, strict=True):
            own = side[positions]
            usual = sample @ query.dense
            found[own] = (cosines[own] - usual.mean()) / max(_LEAST_SPREAD, float(usual.std()))
        return found

    @cached_property
    def _sides(self) -> list[Mask]:
        """The chunks of Chinese articles and those of others, where there are any; all of none for an empty collection."""
        return [side for side in (self._is_han, ~self._is_han) if side.any()] or [self._is_han]

    @cached_property
    def _samples(self) -> list[NDArray[np.float32]]:
        """Vectors of some chunks of each side, evenly spread."""
        places = [np.flatnonzero(side) for side in self._sides]
        return [self._dense.vectors_of(self._rows[own[:: max(1, len(own) // _BACKGROUND)]]) for own in places]


def _joined(words: NDArray[np.float32], pairs: NDArray[np.float32] | None, weight: float) -> NDArray[np.float32]:
    return words if pairs is None else words + np.float32(weight) * pairs

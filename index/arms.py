"""Both search arms over one generation: what each finds, and every candidate's exact score in both.

Where a collection holds Chinese and other articles, each side is searched on its own, so that neither hides the other.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseArm
from index.schema import ArmScore
from index.sparse import ArticleScorer, Postings, Scores, SparseQuery, best
from index.store_contract import Scored, StoreQuery

Leg = list[tuple[int, float]]
Mask = NDArray[np.bool_]
# Cosines of a question with this many chunks of each language tell how near it is to anything.
_BACKGROUND = 400
_LEAST_SPREAD = 0.02


class Arms:
    """The arrays of a generation that are searched.

    Args:
        rows: (chunks,) chunk rows, ascending.
        articles: (chunks,) number of the chunk's article.
        is_han: (chunks,) whether the chunk's article is Chinese.
        postings: the sparse arm's.
        dense: the dense arm.
        numbers: terms → the numbers of their tokens, those the collection knows.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the arrays of a generation
        self,
        rows: NDArray[np.int64],
        articles: NDArray[np.int64],
        is_han: Mask,
        postings: Postings,
        dense: DenseArm,
        numbers: Callable[[set[str]], dict[str, tuple[int, ...]]],
    ) -> None:
        self._rows, self._is_han, self._dense, self._numbers = rows, is_han, dense, numbers
        self._sparse = ArticleScorer(postings, articles)

    def legs(self, query: StoreQuery, allowed: Mask | None) -> dict[str, Leg]:
        """Arm → (chunk row, score), best first, at most ``leg_k``; an arm that is not asked is absent."""
        return self._legs(query, self._joined(query, self._scores(query.sparse), self._scores(query.pairs)), allowed)

    def gather(self, query: StoreQuery, allowed: Mask | None) -> list[Scored]:
        """What the arms find, at most ``leg_k`` of each for each language, by ascending row."""
        words, pairs = self._scores(query.sparse), self._scores(query.pairs)
        joined = self._joined(query, words, pairs)
        found: dict[int, dict[str, ArmScore]] = {}
        for side in self._sides:
            mask = side if allowed is None else side & allowed
            for arm, leg in self._legs(query, joined, mask).items():
                for rank, (row, score) in enumerate(leg, 1):
                    found.setdefault(row, {})[arm] = ArmScore(rank, score)
        rows = np.array(sorted(found), np.int64)
        positions = np.searchsorted(self._rows, rows)
        dense = self._standing(query, rows)
        of_words, of_pairs = self._shares(words, positions), self._shares(pairs, positions)
        return [
            Scored(
                row=row,
                is_han=bool(self._is_han[position]),
                arms=found[row],
                dense=float(dense[at]),
                words=float(of_words[0][at]),
                pairs=float(of_pairs[0][at]),
                article_words=float(of_words[1][at]),
                article_pairs=float(of_pairs[1][at]),
            )
            for at, (row, position) in enumerate(zip(rows.tolist(), positions, strict=True))
        ]

    def _shares(self, scores: Scores, positions: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Of chunks at positions, and of their articles: the scores as shares of the most possible."""
        most = scores.most or 1.0
        return scores.chunks[positions] / most, scores.articles[self._sparse.owners[positions]] / most

    def _legs(self, query: StoreQuery, joined: NDArray[np.float32] | None, allowed: Mask | None) -> dict[str, Leg]:
        found: dict[str, Leg] = {}
        if query.dense is not None:
            rows = None if allowed is None or allowed.all() else self._rows[allowed]
            found["dense"] = self._dense.search(query.dense, query.leg_k, allowed=rows)
        if joined is not None:
            found["sparse"] = [(int(self._rows[at]), score) for at, score in best(joined, query.leg_k, allowed=allowed)]
        return found

    def _scores(self, asked: SparseQuery | None) -> Scores:
        groups = asked.groups if asked else ()
        known = self._numbers({term for group in groups for term in group.terms})
        return self._sparse.scores(groups, known)

    def _joined(self, query: StoreQuery, words: Scores, pairs: Scores) -> NDArray[np.float32] | None:
        if query.sparse is None:
            return None
        return words.chunks if query.pairs is None else words.chunks + np.float32(query.pairs_weight) * pairs.chunks

    def _standing(self, query: StoreQuery, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosines as standard deviations above the mean of both languages' chunks."""
        if query.dense is None or not len(rows):
            return np.zeros(len(rows), np.float32)
        cosines = self._dense.vectors_of(rows) @ query.dense
        usual = [sample @ query.dense for sample in self._samples]
        mean, spread = float(np.mean([each.mean() for each in usual])), float(np.mean([each.std() for each in usual]))
        standing: NDArray[np.float32] = (cosines - mean) / max(_LEAST_SPREAD, spread)
        return standing

    @cached_property
    def _sides(self) -> list[Mask]:
        """The chunks of Chinese articles and those of others, where there are any; all of none for an empty collection."""
        return [side for side in (self._is_han, ~self._is_han) if side.any()] or [self._is_han]

    @cached_property
    def _samples(self) -> list[NDArray[np.float32]]:
        """Vectors of some chunks of each side, evenly spread."""
        places = [np.flatnonzero(side) for side in self._sides]
        return [self._dense.vectors_of(self._rows[own[:: max(1, len(own) // _BACKGROUND)]]) for own in places]

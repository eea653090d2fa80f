"""The dense arm: exact inner-product search over unit vectors under our own ids.

The ids are the catalog's chunk rows, which are never reused: a store that numbers vectors by position returns another
article's chunk after a deletion.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged, InputError

# A question searches one small index; more threads only fight with the other workers of a server.
faiss.omp_set_num_threads(1)


class DenseArm:
    """Vectors of one generation, searched exactly."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @property
    def dim(self) -> int:
        """Dimensions of a vector."""
        return int(self._index.d)

    @property
    def rows(self) -> NDArray[np.int64]:
        """The chunk rows that have a vector, in stored order."""
        stored: NDArray[np.int64] = faiss.vector_to_array(self._index.id_map)
        return stored

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def matrix(self) -> NDArray[np.float32]:
        """All vectors, (n, dim), in the order of `rows`."""
        return self.vectors_of(self.rows)

    def vectors_of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors of chunk rows, (n, dim), in their order."""
        if not len(rows):
            return np.empty((0, self.dim), np.float32)
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return vectors

    def search(self, vector: NDArray[np.float32], k: int, *, allowed: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
        """The k nearest chunk rows with their cosine, best first.

        Args:
            vector: unit length, (dim,).
            k: how many.
            allowed: the only rows that may be returned; None allows all.

        Raises:
            InputError: the vector has another length than the index, or is not finite.
        """
        if vector.shape != (self.dim,) or not np.isfinite(vector).all():
            raise InputError(f"the query vector has shape {vector.shape}; this index takes {self.dim} finite numbers")
        k = min(k, len(self) if allowed is None else len(allowed))
        if k <= 0:
            return []
        # The wrapper takes the selector by name, which the package's own stubs do not know.
        make: Any = faiss.SearchParameters
        params = None if allowed is None else make(sel=faiss.IDSelectorBatch(allowed))
        scores, rows = self._index.search(np.ascontiguousarray(vector[None, :], dtype=np.float32), k, params=params)
        return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]


def write_vectors(path: Path, dim: int, blocks: Iterable[tuple[NDArray[np.int64], NDArray[np.float32]]]) -> int:
    """Write blocks of (rows, unit vectors (n, dim)) as one index file; how many were written."""
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
    for rows, vectors in blocks:
        index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), np.ascontiguousarray(rows, dtype=np.int64))
    faiss.write_index(index, str(path))
    return int(index.ntotal)


def read_vectors(path: Path) -> DenseArm:
    """The dense arm of a file whose hash was checked before: FAISS loads a file with a flipped bit without complaint.

    Raises:
        IndexDamaged: the file is no FAISS index.
    """
    try:
        return DenseArm(faiss.read_index(str(path)))
    except RuntimeError as error:
        raise IndexDamaged(f'{path.name} cannot be read as a FAISS index; run "wenju build" again') from error

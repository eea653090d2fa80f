"""The read side of the embedded store: one published generation, checked before it is opened."""

import sqlite3
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.arms import Arms
from index.arrays import read_array
from index.dense import read_vectors
from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.generation import ARTICLES, CHUNK_ARTICLES, CHUNK_ROWS, VECTORS
from index.holding import chunks_holding
from index.locks import hold_generation
from index.schema import ArmScore, Filter, Hit
from index.shelf import Shelf
from index.snapshot import EmbeddingModel, Manifest, check_files, generation_folder, generations, identity_of, read_manifest, read_pointer
from index.sparse import read_postings, standing
from index.store_contract import Candidate, Health, StoreQuery, VerifyReport
from index.tokens import PAIR_MARK, search_tokens
from index.verify import problems_of

_OPEN_ATTEMPTS = 5


class LocalStore(Shelf):
    """One generation of an index. Safe to share between threads; close it to let the generation be retired."""

    def __init__(self, root: Path, manifest: Manifest, held: IO[str] | None, *, degraded: str = "") -> None:
        self.manifest = manifest
        self.degraded = degraded
        self._held = held
        self._folder = generation_folder(root, manifest.generation)
        self._root = root
        super().__init__(self._folder / ARTICLES)
        self._rows: NDArray[np.int64] = read_array(self._folder / CHUNK_ROWS)
        self._articles: NDArray[np.int64] = read_array(self._folder / CHUNK_ARTICLES)
        self._postings = read_postings(self._folder)
        self._dense = read_vectors(self._folder / VECTORS)
        self._check_counts()
        self._arms = Arms(self._rows, self._articles, self._han_chunks(), self._postings, self._dense, self._token_numbers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files and of the lock on the generation."""
        self._database.close()
        if self._held:
            self._held.close()

    # Searching.

    def require_model(self, name: str) -> None:
        """Refuse a model of another name than the one the index was built with, before it is loaded.

        Raises:
            IndexMismatch: both are named.
        """
        found = self.manifest.embedder
        if name != found.name:
            raise IndexMismatch(
                f"the index at {self._root} was built with {found.name} ({found.dim} dims) but settings name {name}; "
                f'rebuild with "wenju build" or set embedding.model = "{found.name}"'
            )

    def require_embedder(self, embedder: EmbeddingModel) -> None:
        """Refuse a model whose vectors cannot be compared with those of the index.

        Raises:
            IndexMismatch: both are named, with dimensions and fingerprints.
        """
        found = self.manifest.embedder
        if identity_of(embedder) != found:
            raise IndexMismatch(
                f"the index at {self._root} was built with {found.name} ({found.dim} dims, {found.fingerprint}) but settings name "
                f"{embedder.name} ({embedder.dim} dims, {embedder.fingerprint}); "
                f'rebuild with "wenju build" or set embedding.model = "{found.name}"'
            )

    def search(self, query: StoreQuery) -> list[Hit]:
        """Hits of both arms, fused by weighted reciprocal rank, best first, ties by chunk id."""
        legs = self.legs(query)
        weights = {"dense": query.dense_weight, "sparse": query.sparse_weight}
        scores: dict[int, float] = {}
        arms: dict[int, dict[str, ArmScore]] = {}
        for arm, leg in legs.items():
            for rank, (row, score) in enumerate(leg, 1):
                scores[row] = scores.get(row, 0.0) + weights[arm] / (query.rrf_k + rank)
                arms.setdefault(row, {})[arm] = ArmScore(rank, score)
        chunks = self.chunks_at(list(scores))
        order = sorted(scores, key=lambda row: (-scores[row], chunks[row].id))
        return [Hit(chunks[row], scores[row], arms[row]) for row in order[: query.k]]

    def legs(self, query: StoreQuery) -> dict[str, list[tuple[int, float]]]:
        """Arm → (chunk row, score), best first, at most ``leg_k``; an arm that is not asked is absent.

        Raises:
            InputError: the vector does not fit the index.
        """
        return {arm: self._ordered(leg) for arm, leg in self._arms.legs(query, self._allowed(query.filter)).items()}

    def gather(self, query: StoreQuery) -> list[Candidate]:
        """What both arms find, for Chinese and other articles apart, at most ``leg_k`` of each, by chunk id.

        Raises:
            InputError: the vector does not fit the index.
        """
        scored = self._arms.gather(query, self._allowed(query.filter))
        chunks = self.chunks_at([each.row for each in scored])
        found = [Candidate(chunks[each.row], each) for each in scored]
        return sorted(found, key=lambda candidate: candidate.chunk.id)

    def _ordered(self, leg: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Equal scores are ordered by chunk id, which is the same on every machine; rows are not."""
        if len({score for _, score in leg}) == len(leg):
            return leg
        chunks = self.chunks_at([row for row, _ in leg])
        return sorted(leg, key=lambda pair: (-pair[1], chunks[pair[0]].id))

    def _allowed(self, wanted: Filter) -> NDArray[np.bool_] | None:
        if wanted.is_empty:
            return None
        condition, values = rows.where(wanted)
        # What a paper printed is found by its name, whichever print of it is the indexed one.
        either = f'{condition} OR id IN (SELECT "of" FROM copy WHERE {condition})'  # noqa: S608
        numbers = [row[0] for row in self._all(f"SELECT rowid FROM article WHERE {either}", [*values, *values])]  # noqa: S608
        allowed: NDArray[np.bool_] = np.isin(self._articles, np.array(numbers, dtype=np.int64))
        return allowed

    def _han_chunks(self) -> NDArray[np.bool_]:
        han = [row[0] for row in self._all("SELECT rowid FROM article WHERE language LIKE 'zh%'")]
        found: NDArray[np.bool_] = np.isin(self._articles, np.array(han, dtype=np.int64))
        return found

    def chunks_with(self, term: str) -> int:
        """In how many chunks a search term stands, or all tokens of a word that the index cuts; 0 when the collection has none."""
        tokens = self._token_numbers({term}).get(term)
        return len(standing(self._postings, tokens)[0]) if tokens else 0

    def articles_holding(self, word: str, wanted: Filter) -> list[str]:
        """Every article that a filter allows whose text or headline may hold a word, by id; the text must be read to be sure."""
        if not word.strip():
            return []
        positions = chunks_holding(word, self._postings, self._term_numbers)
        allowed = self._allowed(wanted)
        inside = positions if allowed is None else positions[allowed[positions]]
        return self._ids_with(np.unique(self._articles[inside]).tolist(), word, wanted)

    def _token_numbers(self, terms: set[str]) -> dict[str, tuple[int, ...]]:
        """Numbers of the tokens of each term: its own, or those of the tokens it is cut into; none where one of them is unknown.

        Two characters that are no word of the index stand where they stand side by side.
        """
        known = self._term_numbers(terms)
        cut = {term: {PAIR_MARK + term} if len(term) == 2 else set(search_tokens(term)) for term in terms - known.keys()}
        parts = self._term_numbers({token for tokens in cut.values() for token in tokens})
        together = {
            term: tuple(sorted(parts[token] for token in tokens)) for term, tokens in cut.items() if tokens and tokens <= parts.keys()
        }
        return {term: (number,) for term, number in known.items()} | together

    def count(self, wanted: Filter | None = None) -> int:
        """How many chunks a filter allows."""
        allowed = self._allowed(wanted or Filter())
        return len(self._rows) if allowed is None else int(allowed.sum())

    @property
    def versions(self) -> dict[str, str]:
        """What made the index: generation, content hash, embedding model, chunker, tokens."""
        made = self.manifest
        return {
            "index": f"{made.generation}-{made.content[:12]}",
            "embedding": f"{made.embedder.name}@{made.embedder.fingerprint}",
            **made.versions,
        }

    def stats(self) -> dict[str, Any]:
        """Counts, versions and bytes."""
        size = sum(size for size, _ in self.manifest.files.values())
        return {**self.manifest.counts, "bytes": size, "generation": self.manifest.generation, "dim": self._dense.dim, **self.versions}

    def health(self) -> Health:
        """Whether it can answer, and why an older generation is served if one is."""
        return Health(ready=True, generation=self.manifest.generation, degraded=self.degraded)

    def verify(self) -> VerifyReport:
        """Hash every file again and check every offset, vector and count."""
        problems: list[str] = [self.degraded] if self.degraded else []
        try:
            check_files(self._root, self.manifest)
        except IndexDamaged as error:
            problems.append(str(error))
        with self._lock:
            problems += problems_of(self._database, self._dense)
        counts = self.manifest.counts
        return VerifyReport(self.manifest.generation, counts["articles"], counts["chunks"], counts["figures"], tuple(problems))

    def _check_counts(self) -> None:
        counts = {
            "its manifest": self.manifest.counts["chunks"],
            "SQLite": self._all("SELECT count(*) FROM chunk")[0][0],
            "FAISS": len(self._dense),
            "the sparse arm": len(self._postings),
            "the row table": len(self._rows),
        }
        if len(set(counts.values())) > 1 or self._dense.dim != self.manifest.embedder.dim:
            listed = ", ".join(f"{name} {number}" for name, number in counts.items())
            raise IndexDamaged(f"{self._folder} does not agree with itself: chunks in {listed}")


def open_store(root: Path, *, embedder: EmbeddingModel | None = None) -> LocalStore:
    """Open the published generation for reading.

    Args:
        root: the index.
        embedder: the model that questions will be embedded with; None leaves the check to the caller.

    Returns:
        the store; when the newest generation is damaged the one before it, and ``degraded`` says why.

    Raises:
        IndexMissing: there is no index.
        IndexDamaged: no generation is whole.
        IndexMismatch: another layout, or another embedding model than ``embedder``.
    """
    store = _newest(root)
    if embedder is not None:
        try:
            store.require_embedder(embedder)
        except IndexMismatch:
            store.close()
            raise
    return store


def _newest(root: Path) -> LocalStore:
    reason = ""
    for attempt in range(_OPEN_ATTEMPTS):
        try:
            pointer = read_pointer(root)
        except IndexDamaged as error:
            reason = str(error)
            break
        held = hold_generation(root, pointer.generation)
        try:
            return _opened(root, pointer.generation, pointer.manifest, held)
        except IndexDamaged as error:
            reason = str(error)
            # A publication may have retired the generation between the two reads: then CURRENT names another one.
            if attempt + 1 == _OPEN_ATTEMPTS or _still_current(root, pointer.generation):
                break
    return _older(root, reason)


def _still_current(root: Path, number: int) -> bool:
    try:
        return read_pointer(root).generation == number
    except (IndexDamaged, IndexMissing):
        return True


def _older(root: Path, reason: str) -> LocalStore:
    newest = _pointed(root)
    for number in generations(root):
        if newest is None or number < newest:
            try:
                degraded = f'{reason}; generation {number} is served instead; run "wenju build" again'
                return _opened(root, number, None, hold_generation(root, number), degraded=degraded)
            except IndexDamaged:
                continue
    raise IndexDamaged(f'{reason}; no other generation is whole; run "wenju build" again or restore a backup')


def _pointed(root: Path) -> int | None:
    try:
        return read_pointer(root).generation
    except (IndexDamaged, IndexMissing):
        return None


def _opened(root: Path, number: int, expected: str | None, held: IO[str] | None, *, degraded: str = "") -> LocalStore:
    try:
        manifest = read_manifest(root, number, expected=expected)
        check_files(root, manifest)
        return LocalStore(root, manifest, held, degraded=degraded)
    except BaseException as error:
        if held:
            held.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise IndexDamaged(f"{generation_folder(root, number)} cannot be read ({error})") from error
        raise

"""What was made of texts, kept by their hash: vectors, search terms with their counts, readings of terms.

An embedding is the costly part of a build; it is kept as soon as it is made, whatever becomes of the build.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.chunk import search_text
from index.names import readings
from index.tokens import index_tokens

_SPARE_TEXTS = 1000
SCHEMA = """
CREATE TABLE IF NOT EXISTS chunk_hash ("row" INTEGER PRIMARY KEY, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS waiting (hash TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vector (hash TEXT, fingerprint TEXT, vector BLOB NOT NULL, PRIMARY KEY (hash, fingerprint)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cut (
    hash TEXT, version TEXT, terms BLOB NOT NULL, counts BLOB NOT NULL, PRIMARY KEY (hash, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS term (number INTEGER PRIMARY KEY AUTOINCREMENT, term TEXT NOT NULL UNIQUE, readings TEXT NOT NULL);
"""


def text_hash(text: str) -> str:
    """Key of a text's vector and terms."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class TextCache:
    """Vectors of one model and terms of one cut, in the catalog's file."""

    def __init__(self, connection: sqlite3.Connection, *, fingerprint: str, tokens_version: str) -> None:
        self.connection = connection
        self._fingerprint = fingerprint
        self._tokens_version = tokens_version
        self._numbers: dict[str, int] = {}

    def wait_for(self, texts: Sequence[str]) -> None:
        """Let texts without a vector wait for one; called inside a transaction."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO waiting SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM vector WHERE hash = ?1 AND fingerprint = ?3)",
            ((text_hash(text), text, self._fingerprint) for text in texts),
        )

    def wait_for_published(self) -> None:
        """Let every published chunk without a vector of this model wait for one: the model was changed; called inside a transaction."""
        lacking = self.connection.execute(
            "SELECT article.title, chunk.text FROM chunk JOIN chunk_hash USING (row) JOIN article ON article.id = chunk.article "
            "LEFT JOIN vector ON vector.hash = chunk_hash.hash AND vector.fingerprint = ? WHERE vector.hash IS NULL",
            (self._fingerprint,),
        ).fetchall()
        self.wait_for([search_text(title, text) for title, text in lacking])

    def wait_count(self) -> int:
        """How many texts still need a vector."""
        count: int = self.connection.execute("SELECT count(*) FROM waiting").fetchone()[0]
        return count

    def waiting(self, limit: int) -> list[str]:
        """Texts that need a vector, at most ``limit``, in an order that is the same every time."""
        return [row[0] for row in self.connection.execute("SELECT text FROM waiting ORDER BY hash LIMIT ?", (limit,))]

    def keep_vectors(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store the vectors (n, dim) of n texts; called inside a transaction."""
        pairs = [(text_hash(text), row.astype("<f4").tobytes()) for text, row in zip(texts, vectors, strict=True)]
        self.connection.executemany(
            "INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", ((key, self._fingerprint, blob) for key, blob in pairs)
        )
        self.connection.executemany("DELETE FROM waiting WHERE hash = ?", ((key,) for key, _ in pairs))

    def keep_terms(self, texts: Sequence[str]) -> None:
        """Store the search terms of texts, with their counts; called inside a transaction."""
        for text in texts:
            key = (text_hash(text), self._tokens_version)
            if self.connection.execute("SELECT 1 FROM cut WHERE hash = ? AND version = ?", key).fetchone():
                continue
            counts = Counter(index_tokens(text))
            numbers = np.array([self._term_number(term) for term in counts], dtype="<i4")
            amounts = np.minimum(np.array(list(counts.values()), dtype=np.int64), 65535).astype("<u2")
            self.connection.execute("INSERT INTO cut VALUES (?, ?, ?, ?)", (*key, numbers.tobytes(), amounts.tobytes()))

    def _term_number(self, term: str) -> int:
        if not self._numbers:
            self._numbers.update(self.connection.execute("SELECT term, number FROM term").fetchall())
        if term not in self._numbers:
            made = self.connection.execute("INSERT INTO term (term, readings) VALUES (?, ?)", (term, " ".join(readings(term))))
            self._numbers[term] = int(made.lastrowid or 0)
        return self._numbers[term]

    def forget_numbers(self) -> None:
        """After a transaction that was rolled back: its terms have no numbers."""
        self._numbers.clear()

    def prune(self) -> None:
        """Forget texts that no chunk has any more, once they outnumber the others; called inside a transaction.

        A few are worth keeping: an article that comes back, or is cut as before, costs nothing.
        """
        live, kept = self.connection.execute("SELECT (SELECT count(*) FROM chunk_hash), (SELECT count(*) FROM cut)").fetchone()
        if kept > 2 * live + _SPARE_TEXTS:
            for table in ("vector", "cut"):
                self.connection.execute(f"DELETE FROM {table} WHERE hash NOT IN (SELECT hash FROM chunk_hash)")  # noqa: S608

    def vector_blocks(self, dim: int, *, size: int = 8192) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Chunk rows with their vectors, ascending, in blocks."""
        cursor = self.connection.execute(
            "SELECT row, vector FROM chunk_hash JOIN vector USING (hash) WHERE fingerprint = ? ORDER BY row", (self._fingerprint,)
        )
        while block := cursor.fetchmany(size):
            matrix = np.frombuffer(b"".join(row[1] for row in block), dtype="<f4").reshape(len(block), dim)
            yield np.array([row[0] for row in block], dtype=np.int64), matrix.astype(np.float32)

    def cuts(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.uint16]]]:
        """Term numbers and counts of every chunk, by ascending row."""
        cursor = self.connection.execute(
            "SELECT terms, counts FROM chunk_hash JOIN cut USING (hash) WHERE version = ? ORDER BY row", (self._tokens_version,)
        )
        for terms, counts in cursor:
            yield np.frombuffer(terms, dtype="<i4"), np.frombuffer(counts, dtype="<u2")

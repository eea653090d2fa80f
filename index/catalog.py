"""The writer's own database: what is indexed, from which pages, and every vector and cut ever made for it.

Changes wait in ``pending`` until they are published; vectors and search terms are kept at once, by the hash of the text they
were made of, so a killed build resumes where it stopped and a rebuild embeds nothing twice. No reader opens this file.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.chunk import search_text
from index.names import readings
from index.schema import Article, Chunk, Figure, Filter
from index.tokens import search_tokens

_SCHEMA = (
    rows.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS digest (article TEXT PRIMARY KEY, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chunk_hash ("row" INTEGER PRIMARY KEY, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pending (article TEXT PRIMARY KEY, digest TEXT, record TEXT);
CREATE TABLE IF NOT EXISTS waiting (hash TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vector (hash TEXT, fingerprint TEXT, vector BLOB NOT NULL, PRIMARY KEY (hash, fingerprint)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cut (
    hash TEXT, version TEXT, terms BLOB NOT NULL, counts BLOB NOT NULL, PRIMARY KEY (hash, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS term (number INTEGER PRIMARY KEY AUTOINCREMENT, term TEXT NOT NULL UNIQUE, readings TEXT NOT NULL);
"""
)


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """All that is stored for one article.

    Attributes:
        article: with its final body.
        chunks: in reading order.
        figures: by start.
        page_ordinal: place of its page among the pages of one file (a record's line).
        ordinal: place of the article on its page.
    """

    article: Article
    chunks: tuple[Chunk, ...]
    figures: tuple[Figure, ...]
    page_ordinal: int = 0
    ordinal: int = 0

    def to_json(self) -> str:
        """All of it, as one line."""
        values = rows.article_values(self.article, page_ordinal=self.page_ordinal, ordinal=self.ordinal)
        chunks = [[chunk.id, chunk.start, chunk.end] for chunk in self.chunks]
        return json.dumps([values, chunks, [rows.figure_values(figure) for figure in self.figures]], ensure_ascii=False)

    def digest(self) -> str:
        """Hash of what a reader can see; where the article stands in the listing is no part of it."""
        values = rows.article_values(self.article, page_ordinal=0, ordinal=0)
        chunks = [[chunk.id, chunk.start, chunk.end] for chunk in self.chunks]
        seen = json.dumps([values, chunks, [rows.figure_values(figure) for figure in self.figures]], ensure_ascii=False)
        return hashlib.sha256(seen.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page that was read: where from, the hash of what it was, and the articles cut from it."""

    root: str
    source: str
    key: str
    digest: str
    articles: tuple[str, ...]


def text_hash(text: str) -> str:
    """Key of a text's vector and terms."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Catalog:
    """The writer's database, opened under the writer lock."""

    def __init__(self, path: Path, *, fingerprint: str, tokens_version: str) -> None:
        self._fingerprint = fingerprint
        self._tokens_version = tokens_version
        self.connection = sqlite3.connect(path.absolute().as_uri(), isolation_level=None, uri=True)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def meta(self, key: str) -> str | None:
        """A stored setting."""
        found = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def set_meta(self, key: str, value: str) -> None:
        """Store a setting."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # What is asked for and not yet published.

    def begin_session(self) -> None:
        """Forget changes that an earlier writer asked for and never published."""
        self.connection.execute("DELETE FROM pending")
        self.connection.execute("DELETE FROM waiting")

    def put(self, record: IndexedArticle) -> None:
        """Ask for an article to be stored in place of its earlier version."""
        texts = [search_text(record.article.title, chunk.text) for chunk in record.chunks]
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            self.connection.execute(
                "INSERT OR REPLACE INTO pending VALUES (?, ?, ?)", (record.article.id, record.digest(), record.to_json())
            )
            self._wait_for_vectors(texts)
            self.keep_terms(texts)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def drop(self, article_ids: Iterable[str]) -> None:
        """Ask for articles to be removed."""
        self.connection.executemany("INSERT OR REPLACE INTO pending VALUES (?, NULL, NULL)", ((article_id,) for article_id in article_ids))

    def digest_of(self, article_id: str) -> str | None:
        """Hash of an article as it will be after publication; None when there is none."""
        waiting = self.connection.execute("SELECT digest FROM pending WHERE article = ?", (article_id,)).fetchone()
        found = waiting or self.connection.execute("SELECT digest FROM digest WHERE article = ?", (article_id,)).fetchone()
        return found[0] if found else None

    def digests(self) -> dict[str, str]:
        """Article id → hash, as it will be after publication."""
        merged: dict[str, str | None] = dict(self.connection.execute("SELECT article, digest FROM digest").fetchall())
        merged.update(self.connection.execute("SELECT article, digest FROM pending").fetchall())
        return {article: digest for article, digest in merged.items() if digest is not None}

    def matching(self, wanted: Filter) -> list[str]:
        """Ids of the published articles a filter allows."""
        condition, values = rows.where(wanted)
        return [row[0] for row in self.connection.execute(f"SELECT id FROM article WHERE {condition} ORDER BY id", values)]  # noqa: S608

    def same_bodies(self, versions: Collection[str], other_than: Collection[str]) -> list[Article]:
        """Published articles with one of these body hashes, but for some ids."""
        found = self.connection.execute(
            "SELECT * FROM article WHERE version IN (SELECT value FROM json_each(?)) ORDER BY id", (json.dumps(sorted(versions)),)
        )
        return [rows.article_of(row) for row in found if row["id"] not in other_than]

    def versions(self, article_ids: Collection[str]) -> dict[str, str]:
        """Article id → body hash, of published articles."""
        wanted = json.dumps(sorted(article_ids))
        return dict(
            self.connection.execute("SELECT id, version FROM article WHERE id IN (SELECT value FROM json_each(?))", (wanted,)).fetchall()
        )

    # Vectors and terms by text.

    def _wait_for_vectors(self, texts: Sequence[str]) -> None:
        self.connection.executemany(
            "INSERT OR IGNORE INTO waiting SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM vector WHERE hash = ?1 AND fingerprint = ?3)",
            ((text_hash(text), text, self._fingerprint) for text in texts),
        )

    def wait_for_published(self) -> None:
        """Let every published chunk without a vector of this model wait for one: the model was changed."""
        lacking = self.connection.execute(
            "SELECT article.title, chunk.text FROM chunk JOIN chunk_hash USING (row) JOIN article ON article.id = chunk.article "
            "LEFT JOIN vector ON vector.hash = chunk_hash.hash AND vector.fingerprint = ? WHERE vector.hash IS NULL",
            (self._fingerprint,),
        ).fetchall()
        self._wait_for_vectors([search_text(title, text) for title, text in lacking])

    def wait_count(self) -> int:
        """How many texts still need a vector."""
        count: int = self.connection.execute("SELECT count(*) FROM waiting").fetchone()[0]
        return count

    def waiting(self, limit: int) -> list[str]:
        """Texts that need a vector, at most ``limit``, in an order that is the same every time."""
        return [row[0] for row in self.connection.execute("SELECT text FROM waiting ORDER BY hash LIMIT ?", (limit,))]

    def keep_vectors(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store the vectors (n, dim) of n texts, durably."""
        hashes = [text_hash(text) for text in texts]
        self.connection.execute("BEGIN IMMEDIATE")
        pairs = zip(hashes, vectors, strict=True)
        self.connection.executemany(
            "INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", ((key, self._fingerprint, row.astype("<f4").tobytes()) for key, row in pairs)
        )
        self.connection.executemany("DELETE FROM waiting WHERE hash = ?", ((key,) for key in hashes))
        self.connection.execute("COMMIT")

    def keep_terms(self, texts: Sequence[str]) -> None:
        """Store the search terms of texts, with their counts; called inside a transaction."""
        for text in texts:
            key = (text_hash(text), self._tokens_version)
            if self.connection.execute("SELECT 1 FROM cut WHERE hash = ? AND version = ?", key).fetchone():
                continue
            counts = Counter(search_tokens(text))
            numbers = np.array([self._term_number(term) for term in counts], dtype="<i4")
            amounts = np.minimum(np.array(list(counts.values()), dtype=np.int64), 65535).astype("<u2")
            self.connection.execute("INSERT INTO cut VALUES (?, ?, ?, ?)", (*key, numbers.tobytes(), amounts.tobytes()))

    def _term_number(self, term: str) -> int:
        found = self.connection.execute("SELECT number FROM term WHERE term = ?", (term,)).fetchone()
        if found:
            return int(found[0])
        made = self.connection.execute("INSERT INTO term (term, readings) VALUES (?, ?)", (term, " ".join(readings(term))))
        return int(made.lastrowid or 0)

    # Pages.

    def pages(self, root: str | None = None) -> list[PageRow]:
        """The pages read from one source given on the command line, or from all."""
        condition, values = ("root = ?", (root,)) if root is not None else ("1", ())
        found = self.connection.execute(f"SELECT {rows.PAGE_COLUMNS} FROM page WHERE {condition} ORDER BY root, source, key", values)  # noqa: S608
        return [PageRow(row["root"], row["source"], row["key"], row["digest"], tuple(json.loads(row["articles"]))) for row in found]

    def replace_pages(self, root: str, pages: Iterable[PageRow]) -> None:
        """Store the pages of one source in place of its earlier ones; called inside the transaction of a publication."""
        self.connection.execute("DELETE FROM page WHERE root = ?", (root,))
        self.connection.executemany(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?)",
            ((p.root, p.source, p.key, p.digest, json.dumps(p.articles)) for p in pages),
        )

    # Publication: called inside one transaction.

    def apply_pending(self) -> None:
        """Turn what was asked for into what is indexed."""
        self._clear("SELECT article FROM pending")
        for (record,) in self.connection.execute("SELECT record FROM pending WHERE record IS NOT NULL ORDER BY article").fetchall():
            self._store(*json.loads(record))
        self.connection.execute("INSERT INTO digest SELECT article, digest FROM pending WHERE digest IS NOT NULL")
        self.connection.execute("DELETE FROM pending")

    def _clear(self, articles: str) -> None:
        """Remove the rows of articles, but for chunks that stay as they are: their row numbers stay too."""
        kept = "SELECT json_extract(value, '$[0]') FROM pending, json_each(pending.record, '$[1]') WHERE pending.record IS NOT NULL"
        self.connection.execute(f"DELETE FROM chunk WHERE article IN ({articles}) AND id NOT IN ({kept})")  # noqa: S608
        self.connection.execute("DELETE FROM chunk_hash WHERE row NOT IN (SELECT row FROM chunk)")
        for table, column in (("figure", "article"), ("digest", "article"), ("article", "id")):
            self.connection.execute(f"DELETE FROM {table} WHERE {column} IN ({articles})")  # noqa: S608

    def _store(self, values: list[object], chunks: list[tuple[str, int, int]], figures: list[list[object]]) -> None:
        article_id, title, body = str(values[0]), str(values[5]), str(values[6])
        rows.insert(self.connection, "article", rows.ARTICLE_COLUMNS, [values])
        rows.insert(self.connection, "figure", rows.FIGURE_COLUMNS, figures)
        for ordinal, (chunk_id, start, end) in enumerate(chunks):
            text = body[start:end]
            made = (chunk_id, article_id, ordinal, start, end, text)
            self.connection.execute(
                'INSERT OR IGNORE INTO chunk (id, article, ordinal, start, "end", text) VALUES (?, ?, ?, ?, ?, ?)', made
            )
            self.connection.execute(
                "INSERT OR REPLACE INTO chunk_hash SELECT row, ? FROM chunk WHERE id = ?", (text_hash(search_text(title, text)), chunk_id)
            )

    def next_row(self) -> int:
        """The first chunk row that was never used."""
        found = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'chunk'").fetchone()
        return int(found[0]) + 1 if found else 1

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

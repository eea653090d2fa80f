"""The writer's own database: what is indexed, from which pages, and every vector and cut ever made for it.

Changes wait in ``pending`` until they are published; vectors and search terms are kept at once, by the hash of the text they
were made of, so a killed build resumes where it stopped and a rebuild embeds nothing twice. No reader opens this file.
"""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from index import rows, story_rows, textcache
from index.chunk import search_text
from index.copies import body_key, drop_stray_copies
from index.schema import Article, Chunk, Figure, Filter
from index.snapshot import LAYOUT
from index.textcache import TextCache, text_hash

_SCHEMA = (
    rows.SCHEMA
    + textcache.SCHEMA
    + story_rows.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS digest (article TEXT PRIMARY KEY, digest TEXT NOT NULL, body_key BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS digest_body ON digest (body_key);
CREATE TABLE IF NOT EXISTS pending (article TEXT PRIMARY KEY, digest TEXT, body_key BLOB, record TEXT);
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
        copy_of: id of the article with the same body that is indexed in its stead; a copy has neither chunks nor figures.
    """

    article: Article
    chunks: tuple[Chunk, ...]
    figures: tuple[Figure, ...]
    page_ordinal: int = 0
    ordinal: int = 0
    copy_of: str | None = None

    def to_json(self) -> str:
        """All of it, as one line."""
        values = rows.article_values(self.article, page_ordinal=self.page_ordinal, ordinal=self.ordinal)
        chunks = [[chunk.id, chunk.start, chunk.end] for chunk in self.chunks]
        return json.dumps([values, chunks, [rows.figure_values(figure) for figure in self.figures], self.copy_of], ensure_ascii=False)

    def digest(self) -> str:
        """Hash of what a reader can see; where the article stands in the listing is no part of it."""
        return hashlib.sha256(replace(self, page_ordinal=0, ordinal=0).to_json().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page that was read: where from, the hash of what it was, and the articles cut from it."""

    root: str
    source: str
    key: str
    digest: str
    articles: tuple[str, ...]


class Catalog:
    """The writer's database, opened under the writer lock."""

    def __init__(self, path: Path, *, fingerprint: str, tokens_version: str) -> None:
        self.connection = sqlite3.connect(path.absolute().as_uri(), isolation_level=None, uri=True)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.executescript(_SCHEMA)
        self.connection.execute(f"PRAGMA user_version={LAYOUT}")
        self.texts = TextCache(self.connection, fingerprint=fingerprint, tokens_version=tokens_version)

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        """All or nothing.

        Args:
            durable: the commit is on the disk before this returns. Without it a power cut may take the last vectors kept,
                never the file's consistency.
        """
        self.connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            self.texts.forget_numbers()
            raise
        self.connection.execute("COMMIT")

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
        values = (record.article.id, record.digest(), body_key(record.article.body), record.to_json())
        with self.transaction():
            self.connection.execute("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?)", values)
            self.texts.wait_for(texts)
            self.texts.keep_terms(texts)

    def drop(self, article_ids: Iterable[str]) -> None:
        """Ask for articles to be removed."""
        with self.transaction():
            self.connection.executemany(
                "INSERT OR REPLACE INTO pending VALUES (?, NULL, NULL, NULL)", ((article,) for article in article_ids)
            )

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
        """Ids of the published articles, and of the copies, that a filter allows."""
        condition, values = rows.where(wanted)
        found = f"SELECT id FROM article WHERE {condition} UNION SELECT id FROM copy WHERE {condition} ORDER BY id"  # noqa: S608
        return [row[0] for row in self.connection.execute(found, [*values, *values])]

    def versions(self, article_ids: Collection[str]) -> dict[str, str]:
        """Article id → body hash, of published articles and copies."""
        wanted = json.dumps(sorted(article_ids))
        some = "SELECT id, version FROM {} WHERE id IN (SELECT value FROM json_each(?1))"
        found = self.connection.execute(f"{some.format('article')} UNION ALL {some.format('copy')}", (wanted,))
        return dict(found.fetchall())

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
        self.connection.execute("INSERT INTO digest SELECT article, digest, body_key FROM pending WHERE digest IS NOT NULL")
        self.connection.execute("DELETE FROM pending")
        drop_stray_copies(self.connection)
        story_rows.refresh_stories(self.connection)
        self.texts.prune()

    def _clear(self, articles: str) -> None:
        """Remove the rows of articles, but for chunks that stay as they are: their row numbers stay too."""
        kept = "SELECT json_extract(value, '$[0]') FROM pending, json_each(pending.record, '$[1]') WHERE pending.record IS NOT NULL"
        self.connection.execute(f"DELETE FROM chunk WHERE article IN ({articles}) AND id NOT IN ({kept})")  # noqa: S608
        self.connection.execute("DELETE FROM chunk_hash WHERE row NOT IN (SELECT row FROM chunk)")
        for table, column in (("figure", "article"), ("digest", "article"), ("article", "id"), ("copy", "id")):
            self.connection.execute(f"DELETE FROM {table} WHERE {column} IN ({articles})")  # noqa: S608

    def _store(self, values: list[object], chunks: list[tuple[str, int, int]], figures: list[list[object]], copy_of: str | None) -> None:
        if copy_of is not None:
            rows.insert(self.connection, "copy", rows.COPY_COLUMNS, [[*values, copy_of]])
            return
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

"""The articles, chunks, figures and words of one generation, read from its SQLite file."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index import rows
from index.figure_search import figures_sql
from index.schema import Article, Chunk, DateBasis, Figure, Filter
from index.store_contract import ArticleInfo, FigureQuery, PrintInfo
from index.text import fold, to_traditional
from index.tokens import PAIR_MARK

_PRINTED = "title, outlet, published, source_file, doc_id, page_ordinal, ordinal"
_ARTICLES = (
    f"SELECT article.id, article.id AS article_id, {_PRINTED}, story.role "  # noqa: S608 — names of columns
    "FROM article LEFT JOIN story ON story.article = article.id"
)
_COPIES = f'SELECT copy.id, "of" AS article_id, {_PRINTED}, NULL AS role FROM copy'  # noqa: S608 — names of columns


def _print_of(row: sqlite3.Row) -> PrintInfo:
    return PrintInfo(
        id=row["id"],
        article_id=row["article_id"],
        title=row["title"],
        outlet=row["outlet"],
        published=rows.day_of(row["published"]),
        source_file=row["source_file"],
        doc_id=row["doc_id"],
        role=row["role"] or "copy",
    )


class Shelf:
    """Read access to the rows of a generation; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._database.row_factory = sqlite3.Row
        self._lock = threading.Lock()

    def chunks_at(self, chunk_rows: Sequence[int]) -> dict[int, Chunk]:
        """Chunks by row; an unknown row is left out."""
        marks = ",".join("?" * len(chunk_rows))
        return {row["row"]: rows.chunk_of(row) for row in self._all(f"SELECT * FROM chunk WHERE row IN ({marks})", chunk_rows)}  # noqa: S608

    def chunk(self, chunk_id: str) -> Chunk | None:
        """One chunk."""
        found = self.fetch([chunk_id])
        return found[0] if found else None

    def fetch(self, ids: Sequence[str]) -> list[Chunk]:
        """Chunks by id, in the order asked; an unknown id is left out."""
        marks = ",".join("?" * len(ids))
        found = {row["id"]: rows.chunk_of(row) for row in self._all(f"SELECT * FROM chunk WHERE id IN ({marks})", ids)}  # noqa: S608
        return [found[chunk_id] for chunk_id in ids if chunk_id in found]

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Chunks of an article, in reading order."""
        return [rows.chunk_of(row) for row in self._all("SELECT * FROM chunk WHERE article = ? ORDER BY start", (article_id,))]

    def scan(self, after_id: str = "") -> Iterator[Chunk]:
        """Every chunk with a greater id, ascending."""
        while found := self._all("SELECT * FROM chunk WHERE id > ? ORDER BY id LIMIT 1000", (after_id,)):
            yield from map(rows.chunk_of, found)
            after_id = found[-1]["id"]

    def article(self, article_id: str) -> Article | None:
        """One article."""
        found = self._all("SELECT * FROM article WHERE id = ?", (article_id,))
        return rows.article_of(found[0]) if found else None

    def articles(self) -> Iterator[ArticleInfo]:
        """The listing, by source file and order on the page."""
        listing = (
            "SELECT id, title, outlet, published, published_by, place, source_file, doc_id, language, "
            "(SELECT count(*) FROM chunk WHERE chunk.article = article.id) AS chunks, "
            "(SELECT count(*) FROM figure WHERE figure.article = article.id) AS figures FROM article ORDER BY "
        )
        copies: dict[str, list[PrintInfo]] = {}
        for row in self._all(f"{_COPIES} ORDER BY {rows.READING_ORDER}"):
            copies.setdefault(row["article_id"], []).append(_print_of(row))
        for row in self._all(listing + rows.READING_ORDER):
            known = {**dict(row), "published": rows.day_of(row["published"]), "published_by": DateBasis(row["published_by"])}
            yield ArticleInfo(**known, copies=tuple(copies.get(row["id"], ())))

    def story_roles(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Of these articles, those that tell a story others tell too: (story, role)."""
        wanted = (json.dumps(list(article_ids)),)
        found = self._all("SELECT article, story, role FROM story WHERE article IN (SELECT value FROM json_each(?))", wanted)
        return {row["article"]: (row["story"], row["role"]) for row in found}

    def prints(self, article_id: str) -> list[PrintInfo]:
        """Every print of the story that an article tells, its own first print and its copies among them, by day."""
        mine = "SELECT story FROM story WHERE article = ?1"
        told = f"SELECT article FROM story WHERE story IN ({mine}) UNION SELECT ?1"  # noqa: S608
        articles = f"{_ARTICLES} WHERE article.id IN ({told})"
        copies = f'{_COPIES} WHERE "of" IN ({told})'
        both = f"SELECT * FROM ({articles} UNION ALL {copies})"  # noqa: S608
        found = self._all(f"{both} ORDER BY published IS NULL, published, {rows.READING_ORDER}", (article_id,))
        return [_print_of(row) for row in found]

    def figures_in(self, article_id: str, start: int, end: int) -> list[Figure]:
        """Figures of an article that stand inside a range."""
        inside = 'SELECT * FROM figure WHERE article = ? AND start >= ? AND "end" <= ? ORDER BY start'
        return [rows.figure_of(row) for row in self._all(inside, (article_id, start, end))]

    def figures_about(self, query: FigureQuery) -> list[Figure]:
        """Figures of the whole collection, those of the newest articles first."""
        sql, values = figures_sql(query)
        return [rows.figure_of(row) for row in self._all(sql, values)]

    def figures(self, article_id: str | None = None) -> Iterator[Figure]:
        """All figures of an article, or of the collection, in reading order."""
        condition, values = ("article = ?", (article_id,)) if article_id else ("1", ())
        for row in self._all(f"SELECT * FROM figure WHERE {condition} ORDER BY article, start", values):  # noqa: S608
            yield rows.figure_of(row)

    # Words of the collection.

    def has_term(self, term: str) -> int:
        """In how many chunks a search term stands; 0 when the collection does not know it."""
        found = self._all("SELECT df FROM term WHERE term = ?", (term,))
        return int(found[0]["df"]) if found else 0

    def words_read_as(self, key: str) -> list[str]:
        """Chinese words of the collection with this toneless reading (``shanxi``), the most frequent first."""
        return self.words_read_as_any([key.lower()]).get(key.lower(), [])

    def words_read_as_any(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """Those of the readings that words of the collection have, with the words, the most frequent first."""
        found: dict[str, list[str]] = {}
        marks = ",".join("?" * len(keys))
        for row in self._all(f"SELECT key, word FROM reading WHERE key IN ({marks}) ORDER BY df DESC, word", keys):  # noqa: S608
            found.setdefault(row["key"], []).append(row["word"])
        return found

    def terms(self) -> Iterator[tuple[str, int]]:
        """Every search term that is a word, with its document frequency."""
        for row in self._all("SELECT term, df FROM term WHERE term NOT LIKE ? ORDER BY term", (f"{PAIR_MARK}%",)):
            yield row["term"], row["df"]

    def terms_among(self, words: Iterable[str]) -> set[str]:
        """The words that are search terms of the collection."""
        return set(self._term_numbers(set(words)))

    def _term_numbers(self, terms: set[str]) -> dict[str, int]:
        if not terms:
            return {}
        found = self._all(f"SELECT term, number FROM term WHERE term IN ({','.join('?' * len(terms))})", sorted(terms))  # noqa: S608
        return {row["term"]: row["number"] for row in found}

    def _ids_with(self, numbers: Sequence[int], word: str, wanted: Filter) -> list[str]:
        """Ids of the articles of these numbers, and of those that a filter allows with a word in the headline, in either script."""
        condition, values = rows.where(wanted)
        titled = f"(instr(title, ?) OR instr(title, ?) OR instr(lower(title), ?)) AND {condition}"
        found = self._all(
            f"SELECT id FROM article WHERE rowid IN (SELECT value FROM json_each(?)) OR ({titled}) ORDER BY id",  # noqa: S608
            [json.dumps(numbers), fold(word), to_traditional(word), word.lower(), *values],
        )
        return [row["id"] for row in found]

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._database.execute(sql, tuple(values)).fetchall()

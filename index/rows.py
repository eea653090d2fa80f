"""Articles, chunks and figures as SQLite rows: one layout for the writer's catalog and for published generations."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from index.regions import place_key
from index.schema import Article, Chunk, DateBasis, Figure, FigureKind, Filter, OffsetRun, PageRange, RangeRole
from index.text import fold

ARTICLE_COLUMNS = (
    "id, version, collection, doc_id, source_file, title, body, byline, published, outlet, place, language, ranges, origins, "
    "published_by, published_from, persons, organisations, outlet_key, place_key, page_ordinal, ordinal"
)
FIGURE_COLUMNS = 'article, start, "end", value, unit, "of", place, as_of, approximate, kind, organisation, place_key'
COPY_COLUMNS = f'{ARTICLE_COLUMNS}, "of"'
STORY_COLUMNS = "article, story, role"
PAGE_COLUMNS = "root, source, key, digest, articles"
CHUNK_COLUMNS = '"row", id, article, ordinal, start, "end", text'
READING_ORDER = "source_file, page_ordinal, ordinal, id"

_ARTICLE = """
    id TEXT PRIMARY KEY, version TEXT NOT NULL, collection TEXT NOT NULL, doc_id TEXT, source_file TEXT NOT NULL, title TEXT NOT NULL,
    body TEXT NOT NULL, byline TEXT NOT NULL, published TEXT, outlet TEXT, place TEXT, language TEXT NOT NULL, ranges TEXT NOT NULL,
    origins TEXT NOT NULL, published_by TEXT NOT NULL, published_from TEXT NOT NULL, persons TEXT NOT NULL,
    organisations TEXT NOT NULL, outlet_key TEXT, place_key TEXT, page_ordinal INTEGER NOT NULL, ordinal INTEGER NOT NULL"""
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS article ({_ARTICLE});
CREATE TABLE IF NOT EXISTS copy ({_ARTICLE}, "of" TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS story (article TEXT PRIMARY KEY, story TEXT NOT NULL, role TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chunk (
    "row" INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS figure (
    article TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL, "of" TEXT NOT NULL,
    place TEXT, as_of TEXT, approximate INTEGER NOT NULL, kind TEXT NOT NULL, organisation TEXT, place_key TEXT);
CREATE TABLE IF NOT EXISTS page (
    root TEXT NOT NULL, source TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, articles TEXT NOT NULL,
    PRIMARY KEY (root, source, key));
CREATE INDEX IF NOT EXISTS chunk_article ON chunk (article, start);
CREATE INDEX IF NOT EXISTS figure_article ON figure (article, start);
CREATE INDEX IF NOT EXISTS article_doc ON article (doc_id);
CREATE INDEX IF NOT EXISTS article_source ON article (source_file);
CREATE INDEX IF NOT EXISTS copy_of ON copy ("of");
CREATE INDEX IF NOT EXISTS copy_source ON copy (source_file);
CREATE INDEX IF NOT EXISTS story_of ON story (story);
"""


def key_of(text: str | None) -> str | None:
    """Form under which places and outlets are compared: folded to Simplified, lower case, without white space."""
    return None if text is None else "".join(fold(text).split())


def day_of(text: str | None) -> date | None:
    """A stored day."""
    return date.fromisoformat(text) if text else None


def article_values(article: Article, *, page_ordinal: int, ordinal: int) -> tuple[Any, ...]:
    """The values of `ARTICLE_COLUMNS`."""
    ranges = json.dumps([[r.start, r.end, r.role.value] for r in article.ranges])
    origins = json.dumps([[r.target, r.origin, r.length] for r in article.origins])
    head = (
        article.id,
        article.version,
        article.collection,
        article.doc_id,
        article.source_file,
        article.title,
        article.body,
        article.byline,
    )
    published = article.published.isoformat() if article.published else None
    where_when = (published, article.outlet, article.place, article.language)
    names = (json.dumps(article.persons, ensure_ascii=False), json.dumps(article.organisations, ensure_ascii=False))
    found = (article.published_by.value, article.published_from, *names)
    keys = (key_of(article.outlet), place_key(article.place))
    return (*head, *where_when, ranges, origins, *found, *keys, page_ordinal, ordinal)


def article_of(row: sqlite3.Row) -> Article:
    """The article of a row with `ARTICLE_COLUMNS`."""
    return Article(
        id=row["id"],
        version=row["version"],
        collection=row["collection"],
        doc_id=row["doc_id"],
        source_file=row["source_file"],
        title=row["title"],
        body=row["body"],
        byline=row["byline"],
        published=day_of(row["published"]),
        outlet=row["outlet"],
        place=row["place"],
        language=row["language"],
        ranges=tuple(PageRange(start, end, RangeRole(role)) for start, end, role in json.loads(row["ranges"])),
        origins=tuple(OffsetRun(*run) for run in json.loads(row["origins"])),
        published_by=DateBasis(row["published_by"]),
        published_from=row["published_from"],
        persons=tuple(json.loads(row["persons"])),
        organisations=tuple(json.loads(row["organisations"])),
    )


def chunk_of(row: sqlite3.Row) -> Chunk:
    """The chunk of a row with `CHUNK_COLUMNS`."""
    return Chunk(row["id"], row["article"], row["start"], row["end"], row["text"])


def figure_values(figure: Figure) -> tuple[Any, ...]:
    """The values of `FIGURE_COLUMNS`."""
    span = (figure.article_id, figure.start, figure.end)
    stated = (float(figure.value), figure.unit, figure.of, figure.place, figure.as_of, int(figure.approximate), figure.kind.value)
    return (*span, *stated, figure.organisation, place_key(figure.place))


def figure_of(row: sqlite3.Row) -> Figure:
    """The figure of a row with `FIGURE_COLUMNS`."""
    return Figure(
        value=row["value"],
        unit=row["unit"],
        of=row["of"],
        place=row["place"],
        as_of=row["as_of"],
        approximate=bool(row["approximate"]),
        article_id=row["article"],
        start=row["start"],
        end=row["end"],
        kind=FigureKind(row["kind"]),
        organisation=row["organisation"],
    )


def where(wanted: Filter) -> tuple[str, list[Any]]:
    """SQL condition on ``article`` and its parameters; a value never becomes part of the SQL text.

    A place is matched as a part, with all it lies in (山西 finds 太原, 太原市 finds 山西太原), everything else as a whole; ``zh`` is read
    as ``zh-Hans``; an article without a date is outside every range of dates.
    """
    clauses: list[str] = []
    values: list[Any] = []

    def add(clause: str, value: object) -> None:
        clauses.append(clause)
        values.append(value)

    if wanted.doc_ids:
        add("doc_id IN (SELECT value FROM json_each(?))", json.dumps(wanted.doc_ids))
    if wanted.article_ids:
        add("id IN (SELECT value FROM json_each(?))", json.dumps(wanted.article_ids))
    if wanted.published_from:
        add("published >= ?", wanted.published_from.isoformat())
    if wanted.published_to:
        add("published <= ?", wanted.published_to.isoformat())
    if wanted.place is not None:
        clauses.append("(instr(place_key, ?) > 0 OR instr(place_key, ?) > 0)")
        values.extend((key_of(wanted.place), place_key(wanted.place)))
    if wanted.outlet is not None:
        add("outlet_key = ?", key_of(wanted.outlet))
    if wanted.language is not None:
        add("language = ?", "zh-Hans" if wanted.language == "zh" else wanted.language)
    if wanted.source_file is not None:
        add("source_file = ?", wanted.source_file)
    return " AND ".join(clauses) or "1", values


def insert(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows; table and columns are names of this module, never input."""
    marks = ", ".join("?" * (columns.count(",") + 1))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608

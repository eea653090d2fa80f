"""Copies in the catalog: what is printed where, by the body that the prints share."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256

from index import rows
from index.schema import Article
from index.text import fold

_EITHER = 'SELECT *, NULL AS "of" FROM article WHERE {0} UNION ALL SELECT * FROM copy WHERE {0}'


@dataclass(frozen=True, slots=True)
class Stored:
    """An article of the catalog, or a copy of one, and where it stands."""

    article: Article
    page_ordinal: int
    ordinal: int
    copy_of: str | None


def body_key(body: str) -> bytes:
    """The same 16 bytes for bodies that differ in script, width of signs or white space only."""
    return sha256("".join(fold(body).split()).encode("utf-8", "surrogatepass")).digest()[:16]


def keys_of(connection: sqlite3.Connection, ids: Iterable[str]) -> set[bytes]:
    """Keys of the bodies of published articles and copies."""
    some = "SELECT body_key FROM digest WHERE article IN (SELECT value FROM json_each(?))"
    return {row[0] for row in connection.execute(some, (json.dumps(sorted(ids)),))}


def prints_of(connection: sqlite3.Connection, keys: Iterable[bytes], *, other_than: Collection[str]) -> list[Stored]:
    """Published articles and copies with one of these bodies, but for some ids."""
    either = _EITHER.format("id IN (SELECT article FROM digest WHERE body_key = ?1)")
    found = [row for key in sorted(set(keys)) for row in connection.execute(either, (key,)).fetchall()]
    return [Stored(rows.article_of(row), row["page_ordinal"], row["ordinal"], row["of"]) for row in found if row["id"] not in other_than]


def copies_in(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, tuple[Article, Article]]:
    """Of these ids, those of copies: the copy and the article that is indexed in its stead."""
    wanted = (json.dumps(sorted(ids)),)
    some = connection.execute("SELECT * FROM copy WHERE id IN (SELECT value FROM json_each(?))", wanted).fetchall()
    first: dict[str, Article] = {}
    for of in {row["of"] for row in some}:
        first[of] = rows.article_of(connection.execute("SELECT * FROM article WHERE id = ?", (of,)).fetchone())
    return {row["id"]: (rows.article_of(row), first[row["of"]]) for row in some}


def drop_stray_copies(connection: sqlite3.Connection) -> None:
    """Forget the copies of an article that was removed and that no other print took the place of: removed means gone."""
    stray = 'SELECT id FROM copy WHERE "of" NOT IN (SELECT id FROM article)'
    connection.execute(f"DELETE FROM digest WHERE article IN ({stray})")  # noqa: S608
    connection.execute(f"DELETE FROM copy WHERE id IN ({stray})")  # noqa: S608

"""Stories in the catalog: sketches and likenesses are kept by the bodies they were made of, so that an added article costs what it is.

Of 100,000 articles with one added, one is sketched and compared with its candidates; the bands of all are gone through again, which is a
sort of numbers.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.likeness import LIKENESS_VERSION, Likeness, Measured, likeness
from index.shingles import PERMUTATIONS, SHINGLES_VERSION, sketch
from index.stories import Print, candidate_pairs, grouped, roles, says_corrected

STORIES_VERSION = f"{SHINGLES_VERSION} {LIKENESS_VERSION}"
SCHEMA = """
CREATE TABLE IF NOT EXISTS sketch (body_key BLOB, version TEXT, made BLOB NOT NULL, PRIMARY KEY (body_key, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS likeness (
    one BLOB, other BLOB, version TEXT, is_near INTEGER NOT NULL, is_part INTEGER NOT NULL, share REAL NOT NULL, figures INTEGER NOT NULL,
    changed INTEGER NOT NULL, places INTEGER NOT NULL, PRIMARY KEY (one, other, version)) WITHOUT ROWID;
"""
# Letters at either end of a body where a correction says that it is one.
_EDGE = 60
_Pair = tuple[bytes, bytes]


def refresh_stories(connection: sqlite3.Connection) -> None:
    """Set the table of stories to what the articles of the catalog say; called inside the transaction of a publication."""
    _forget(connection)
    _sketch_new(connection)
    connection.execute("DELETE FROM story")
    likenesses = _Likenesses(connection)
    for prints in _collections(connection):
        for story in grouped(prints, likenesses.near(prints)):
            found = roles(story, likenesses.changed)
            rows.insert(connection, "story", rows.STORY_COLUMNS, ((each.id, story[0].id, found[each.id].value) for each in story))


def _forget(connection: sqlite3.Connection) -> None:
    """Drop what was made of bodies that are gone, or by other code."""
    current = "version = ? AND {} IN (SELECT body_key FROM digest)"
    connection.execute(f"DELETE FROM sketch WHERE NOT ({current.format('body_key')})", (STORIES_VERSION,))  # noqa: S608
    for column in ("one", "other"):
        connection.execute(f"DELETE FROM likeness WHERE NOT ({current.format(column)})", (STORIES_VERSION,))  # noqa: S608


def _sketch_new(connection: sqlite3.Connection) -> None:
    lacking = connection.execute(
        "SELECT digest.body_key, min(article.body) FROM digest JOIN article ON article.id = digest.article "
        "LEFT JOIN sketch ON sketch.body_key = digest.body_key WHERE sketch.body_key IS NULL GROUP BY digest.body_key"
    )
    made = ((key, STORIES_VERSION, sketch(body).astype("<u4").tobytes()) for key, body in lacking.fetchall())
    connection.executemany("INSERT INTO sketch VALUES (?, ?, ?)", made)


def _collections(connection: sqlite3.Connection) -> Iterator[list[Print]]:
    """The articles of each collection, neighbours in time side by side."""
    found = connection.execute(
        "SELECT article.id, body_key, published, outlet_key, length(body) AS size, collection, title, "
        "substr(body, 1, ?1) AS beginning, substr(body, -?1) AS end FROM article JOIN digest ON digest.article = article.id "
        "ORDER BY collection, published IS NULL, published, body_key, article.id",
        (_EDGE,),
    )
    for _, group in groupby(found, key=lambda row: row["collection"]):
        yield [
            Print(
                id=row["id"],
                body_key=row["body_key"],
                published=rows.day_of(row["published"]),
                outlet=row["outlet_key"],
                length=row["size"],
                says_corrected=says_corrected(row["title"], row["beginning"], row["end"]),
            )
            for row in group
        ]


def _sketches(connection: sqlite3.Connection, keys: Sequence[bytes]) -> NDArray[np.uint32]:
    known = dict(connection.execute("SELECT body_key, made FROM sketch").fetchall())
    joined = b"".join(known[key] for key in keys)
    return np.frombuffer(joined, dtype="<u4").astype(np.uint32).reshape(len(keys), 2 * PERMUTATIONS)


def _measured(connection: sqlite3.Connection, pairs: Iterable[_Pair]) -> Iterator[tuple[_Pair, Likeness]]:
    ready: dict[bytes, Measured] = {}
    for first, group in groupby(pairs, key=lambda pair: pair[0]):
        for pair in group:
            for key in pair:
                if key not in ready:
                    ready[key] = Measured(_body(connection, key))
            yield pair, likeness(ready[pair[0]], ready[pair[1]])
        del ready[first]  # pairs come in order: it is the first of no later one


def _body(connection: sqlite3.Connection, key: bytes) -> str:
    found = connection.execute(
        "SELECT min(article.body) FROM digest JOIN article ON article.id = digest.article WHERE body_key = ?", (key,)
    ).fetchone()
    return str(found[0])


def _values(pair: _Pair, found: Likeness) -> tuple[object, ...]:
    return (
        STORIES_VERSION,
        *pair,
        int(found.is_near),
        int(found.is_part),
        found.share,
        found.figures,
        found.changed,
        found.places,
    )


class _Likenesses:
    """How pairs of bodies are alike: looked up, or measured and kept."""

    _COLUMNS = "one, other, is_near, is_part, share, figures, changed, places"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known = {
            (row["one"], row["other"]): Likeness(
                bool(row["is_near"]), bool(row["is_part"]), row["share"], row["figures"], row["changed"], row["places"]
            )
            for row in connection.execute(f"SELECT {self._COLUMNS} FROM likeness")  # noqa: S608
        }

    def near(self, prints: Sequence[Print]) -> dict[_Pair, Likeness]:
        """The pairs of bodies that are near, of those that sketches propose."""
        keys = list(dict.fromkeys(each.body_key for each in prints))
        pairs = candidate_pairs(_sketches(self._connection, keys))
        found = self._of(sorted({_pair(keys[i], keys[j]) for i, j in pairs}))
        return {pair: alike for pair, alike in found.items() if alike.is_near}

    def changed(self, one: Print, other: Print) -> int:
        """Figures that the one states in place of the other's."""
        if one.body_key == other.body_key:
            return 0
        pair = _pair(one.body_key, other.body_key)
        return self._of([pair])[pair].changed

    def _of(self, pairs: Sequence[_Pair]) -> dict[_Pair, Likeness]:
        lacking = [pair for pair in pairs if pair not in self._known]
        if lacking:
            made = dict(_measured(self._connection, lacking))
            self._known |= made
            rows.insert(self._connection, "likeness", f"version, {self._COLUMNS}", (_values(pair, each) for pair, each in made.items()))
        return {pair: self._known[pair] for pair in pairs}


def _pair(one: bytes, other: bytes) -> _Pair:
    return (one, other) if one < other else (other, one)

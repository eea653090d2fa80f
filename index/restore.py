"""Bringing catalog and generations into one state when a writer starts: after a kill, a lost catalog, or an old copy of one."""

import logging
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from index import rows
from index.catalog import Catalog, IndexedArticle
from index.chunk import search_text
from index.copies import body_key
from index.dense import read_vectors
from index.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.generation import ARTICLES, VECTORS
from index.schema import Figure
from index.snapshot import LAYOUT, Manifest, check_files, generation_folder, generations, read_manifest, read_pointer
from index.textcache import text_hash

logger = logging.getLogger(__name__)
_COPIED = {
    "article": rows.ARTICLE_COLUMNS,
    "copy": rows.COPY_COLUMNS,
    "story": rows.STORY_COLUMNS,
    "chunk": rows.CHUNK_COLUMNS,
    "figure": rows.FIGURE_COLUMNS,
    "page": rows.PAGE_COLUMNS,
}
CATALOG = "catalog.sqlite"


def open_catalog(root: Path, *, fingerprint: str, tokens_version: str) -> Catalog:
    """The catalog that belongs to the published generation.

    ``CURRENT`` is the one word on what is published. A catalog that is missing or damaged is made again from the published
    generation, vectors included; one that says something else, because its writer was killed between the two or an older
    copy was put back, is set to that generation and keeps its vectors. What an older version wrote is set aside: all of it is read and
    cut again.
    """
    path = root / CATALOG
    published = newest_whole(root)
    if path.exists() and not (_is_sound(path) and _is_current(path)):
        _quarantine(root, path)
    fresh = not path.exists()
    catalog = Catalog(path, fingerprint=fingerprint, tokens_version=tokens_version)
    committed, pointed = int(catalog.meta("generation") or 0), _pointed(root)
    if published and (fresh or published.generation == pointed != committed):
        _fill(root, catalog, published)
        committed = published.generation
    _clear_leftovers(root, pointed or committed)
    return catalog


def newest_whole(root: Path) -> Manifest | None:
    """The published generation, else the newest older one whose files match its manifest."""
    try:
        pointer = read_pointer(root)
        tried = [(pointer.generation, pointer.manifest), *((n, None) for n in generations(root) if n < pointer.generation)]
    except IndexMissing:
        return None
    except IndexDamaged:
        tried = [(n, None) for n in generations(root)]
    for number, expected in tried:
        try:
            manifest = read_manifest(root, number, expected=expected)
            check_files(root, manifest)
        except IndexOutdated as error:
            logger.warning("generation %d is left behind: %s", number, error)
            continue
        except IndexDamaged as error:
            logger.warning("generation %d is damaged: %s", number, error)
            continue
        return manifest
    return None


def outdated_roots(root: Path) -> set[str]:
    """Sources that an index of an older layout was built from; empty when the index is current, damaged or not there."""
    try:
        pointer = read_pointer(root)
        read_manifest(root, pointer.generation, expected=pointer.manifest)
    except IndexOutdated:
        file = generation_folder(root, pointer.generation) / ARTICLES
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            return {found for (found,) in connection.execute("SELECT DISTINCT root FROM page")}
    except (IndexMissing, IndexDamaged):
        pass
    return set()


def quarantine_generation(root: Path, number: int) -> None:
    """Move a damaged generation out of the way; nothing damaged is deleted silently."""
    if generation_folder(root, number).exists():
        _quarantine(root, generation_folder(root, number))


def _pointed(root: Path) -> int:
    try:
        return read_pointer(root).generation
    except (IndexMissing, IndexDamaged):
        return 0


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _is_current(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == LAYOUT)


def _quarantine(root: Path, path: Path) -> None:
    target = root / "quarantine"
    target.mkdir(exist_ok=True)
    taken = sum(1 for entry in target.iterdir() if entry.name.startswith(path.name))
    logger.warning("%s is damaged or out of date; kept in %s", path, target)
    for companion in (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))):
        if companion.exists():
            companion.rename(target / f"{companion.name}.{taken}")


def _clear_leftovers(root: Path, newest: int) -> None:
    for number in generations(root):
        if number > newest:
            shutil.rmtree(generation_folder(root, number))
    for leftover in (*(root / "gen").glob("*.tmp"), *(root / "gen").glob("*.gone")):
        shutil.rmtree(leftover, ignore_errors=True)


def _fill(root: Path, catalog: Catalog, manifest: Manifest) -> None:
    """Set the catalog to a generation: rows keep their numbers, vectors are taken over."""
    folder = generation_folder(root, manifest.generation)
    connection = catalog.connection
    connection.execute("ATTACH ? AS source", (f"file:{folder / ARTICLES}?mode=ro&immutable=1",))
    next_row = max(manifest.next_row, catalog.next_row())
    with catalog.transaction(durable=True):
        for table in (*_COPIED, "digest", "chunk_hash", "pending", "waiting"):
            connection.execute(f"DELETE FROM main.{table}")  # noqa: S608
        for table, columns in _COPIED.items():
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM source.{table}")  # noqa: S608
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'chunk'")
        connection.execute("INSERT INTO sqlite_sequence VALUES ('chunk', ?)", (next_row - 1,))
        _fill_digests(catalog)
        _fill_texts(catalog, folder, manifest)
        catalog.set_meta("generation", str(manifest.generation))
    connection.execute("DETACH source")
    logger.info("set the catalog to generation %d", manifest.generation)


def _fill_digests(catalog: Catalog) -> None:
    connection = catalog.connection
    for row in connection.execute("SELECT * FROM main.article").fetchall():
        chunks = connection.execute("SELECT * FROM main.chunk WHERE article = ? ORDER BY ordinal", (row["id"],)).fetchall()
        figures: list[Figure] = [
            rows.figure_of(found)
            for found in connection.execute("SELECT * FROM main.figure WHERE article = ? ORDER BY rowid", (row["id"],))
        ]
        _fill_digest(connection, IndexedArticle(rows.article_of(row), tuple(map(rows.chunk_of, chunks)), tuple(figures)))
    for row in connection.execute("SELECT * FROM main.copy").fetchall():
        _fill_digest(connection, IndexedArticle(rows.article_of(row), (), (), copy_of=row["of"]))


def _fill_digest(connection: sqlite3.Connection, record: IndexedArticle) -> None:
    connection.execute("INSERT INTO digest VALUES (?, ?, ?)", (record.article.id, record.digest(), body_key(record.article.body)))


def _fill_texts(catalog: Catalog, folder: Path, manifest: Manifest) -> None:
    dense = read_vectors(folder / VECTORS)
    at = dict(zip(dense.rows.tolist(), range(len(dense)), strict=True))
    vectors = dense.matrix()
    connection = catalog.connection
    found = connection.execute(
        "SELECT chunk.row, article.title, chunk.text FROM main.chunk JOIN main.article ON article.id = chunk.article"
    )
    for row, title, text in found.fetchall():
        whole = search_text(title, text)
        connection.execute("INSERT INTO chunk_hash VALUES (?, ?)", (row, text_hash(whole)))
        blob = vectors[at[row]].astype(np.dtype("<f4")).tobytes()
        connection.execute("INSERT OR IGNORE INTO vector VALUES (?, ?, ?)", (text_hash(whole), manifest.embedder.fingerprint, blob))
        catalog.texts.keep_terms([whole])

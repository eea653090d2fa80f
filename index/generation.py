"""Writing one generation's files from the catalog."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import figure_search, rows
from index.catalog import Catalog
from index.dense import write_vectors
from index.errors import IndexDamaged
from index.snapshot import LAYOUT, MANIFEST, EmbedderIdentity, Manifest, sha256_file, sync
from index.sparse import FILES, Postings, postings, write_postings

ARTICLES = "articles.sqlite"
VECTORS = "vectors.faiss"
CHUNK_ROWS = "chunk_rows.npy"
CHUNK_ARTICLES = "chunk_articles.npy"
# What a table's rows are called where they are counted; articles that share a story are counted beside the stories.
_COUNTED = {"article": "articles", "chunk": "chunks", "figure": "figures", "page": "pages", "copy": "copies", "story": "in_stories"}
_LOOKUPS = """
CREATE TABLE term (term TEXT PRIMARY KEY, number INTEGER NOT NULL, df INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE reading (key TEXT NOT NULL, word TEXT NOT NULL, df INTEGER NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID;
"""


def write_generation(  # noqa: PLR0913 — all of it goes into the manifest
    folder: Path, catalog: Catalog, *, number: int, embedder: EmbedderIdentity, versions: dict[str, str], step: Callable[[str], None]
) -> Manifest:
    """Write all files of a generation and its manifest, each forced to the disk.

    Args:
        folder: empty.
        catalog: with the changes applied.
        number: of the generation.
        embedder: the model of the vectors.
        versions: chunker and search tokens.
        step: called with the name of each file before it is written.

    Raises:
        IndexDamaged: a chunk lacks its vector or its terms.
    """
    step(ARTICLES)
    database = sqlite3.connect(folder / ARTICLES, isolation_level=None)
    try:
        # The file is written once and hashed: a journal would only be a second file to remove.
        database.execute("PRAGMA journal_mode=OFF")
        database.execute("PRAGMA synchronous=OFF")
        database.executescript(rows.SCHEMA + _LOOKUPS + figure_search.SCHEMA)
        database.execute("BEGIN")
        counts = _copy_rows(catalog, database)
        chunk_rows = _write_chunk_arrays(folder, database)
        step(FILES[1])
        counts["terms"] = _write_sparse(folder, catalog, database, len(chunk_rows))
        database.execute("COMMIT")
        database.execute("PRAGMA optimize")
    finally:
        database.close()
    step(VECTORS)
    stored = write_vectors(folder / VECTORS, embedder.dim, catalog.texts.vector_blocks(embedder.dim))
    if stored != len(chunk_rows):
        raise IndexDamaged(f'{len(chunk_rows) - stored} of {len(chunk_rows)} chunks have no vector; run "wenju build" again')
    step(MANIFEST)
    manifest = Manifest(
        layout=LAYOUT,
        generation=number,
        content=content_digest(catalog, embedder, versions),
        embedder=embedder,
        versions=versions,
        counts=counts,
        next_row=catalog.next_row(),
        files=_synced_files(folder),
    )
    (folder / MANIFEST).write_bytes(manifest.to_bytes())
    sync(folder / MANIFEST)
    sync(folder)
    return manifest


def content_digest(catalog: Catalog, embedder: EmbedderIdentity, versions: dict[str, str]) -> str:
    """Hash of what is indexed and how."""
    digest = hashlib.sha256(repr((embedder, sorted(versions.items()))).encode())
    for article, found in sorted(catalog.digests().items()):
        digest.update(f"{article} {found}\n".encode())
    return digest.hexdigest()


def _copy_rows(catalog: Catalog, database: sqlite3.Connection) -> dict[str, int]:
    tables = (
        ("article", rows.ARTICLE_COLUMNS, rows.READING_ORDER),
        ("chunk", rows.CHUNK_COLUMNS, "row"),
        ("figure", rows.FIGURE_COLUMNS, "article, rowid"),
        ("page", rows.PAGE_COLUMNS, "root, source, key"),
        ("copy", rows.COPY_COLUMNS, rows.READING_ORDER),
        ("story", rows.STORY_COLUMNS, "story, article"),
    )
    counts: dict[str, int] = {}
    for table, columns, order in tables:
        source = catalog.connection.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")  # noqa: S608
        rows.insert(database, table, columns, source)
        counts[_COUNTED[table]] = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    figure_search.write_counted(database)
    counts["stories"] = database.execute("SELECT count(DISTINCT story) FROM story").fetchone()[0]
    return counts


def _write_chunk_arrays(folder: Path, database: sqlite3.Connection) -> NDArray[np.int64]:
    """The rows of the chunks, ascending, and for each the number of its article: what a filter is applied to."""
    pairs = database.execute("SELECT chunk.row, article.rowid FROM chunk JOIN article ON article.id = chunk.article ORDER BY 1").fetchall()
    table = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
    np.save(folder / CHUNK_ROWS, table[:, 0].copy(), allow_pickle=False)
    np.save(folder / CHUNK_ARTICLES, table[:, 1].copy(), allow_pickle=False)
    return table[:, 0]


def _write_sparse(folder: Path, catalog: Catalog, database: sqlite3.Connection, n_chunks: int) -> int:
    terms, amounts, sizes = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.uint16)], []
    for numbers, counts in catalog.texts.cuts():
        terms.append(numbers)
        amounts.append(counts)
        sizes.append(len(numbers))
    if len(sizes) != n_chunks:
        raise IndexDamaged(f'{n_chunks - len(sizes)} of {n_chunks} chunks have no search terms; run "wenju build" again')
    used, dense_terms = np.unique(np.concatenate(terms), return_inverse=True)
    words = _words(catalog, used)
    # Terms are numbered by their text, so that the same articles give the same arrays whatever came before.
    by_text = np.array(sorted(range(len(words)), key=lambda i: words[i][0]), dtype=np.int64)
    numbering = np.empty(len(words), dtype=np.int64)
    numbering[by_text] = np.arange(len(words))
    positions = np.repeat(np.arange(n_chunks, dtype=np.int32), sizes)
    stored = postings(numbering[dense_terms], positions, np.concatenate(amounts), n_terms=len(words), n_chunks=n_chunks)
    write_postings(folder, stored)
    _write_vocabulary(database, [words[i] for i in by_text], stored)
    return len(words)


def _words(catalog: Catalog, used: NDArray[np.int32]) -> list[tuple[str, str]]:
    """Text and readings of terms, in the order of their ascending catalog numbers."""
    wanted = set(used.tolist())
    found = catalog.connection.execute("SELECT number, term, readings FROM term ORDER BY number")
    return [(term, keys) for number, term, keys in found if number in wanted]


def _write_vocabulary(database: sqlite3.Connection, words: list[tuple[str, str]], stored: Postings) -> None:
    frequencies = stored.frequencies().tolist()
    rows.insert(database, "term", "term, number, df", ((term, i, frequencies[i]) for i, (term, _) in enumerate(words)))
    read = sorted((key, term, frequencies[i]) for i, (term, keys) in enumerate(words) for key in keys.split())
    rows.insert(database, "reading", "key, word, df", read)


def _synced_files(folder: Path) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.iterdir()):
        sync(path)
        found[path.name] = (path.stat().st_size, sha256_file(path))
    return found

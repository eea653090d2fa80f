"""The collection a set is asked over: its own corpus, built once in the cache, or an index that stands already."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from eval.datasets import CORPUS_NAMES, fingerprint_of, load_set, question_file
from eval.runner import run_set
from eval.schema import RunReport
from index.build import build
from index.embed import load_embedder
from index.errors import InputError
from rag.config import Settings
from rag.engine import Engine

# Beside a questions file, these folders are what it asks about; it is the layout of seeds/.
_PAGE_FOLDERS = ("articles", "pages")


def corpus_of(set_path: Path) -> tuple[Path, ...]:
    """The files and folders a set is asked over; empty when it only makes sense over an index of one's own."""
    folder, names = (set_path, CORPUS_NAMES) if set_path.is_dir() else (set_path.parent, _PAGE_FOLDERS)
    return tuple(folder / name for name in names if (folder / name).exists())


def set_fingerprint(set_path: Path) -> str:
    """What the figures of a run stand for: the questions, and the corpus where the set has one."""
    return fingerprint_of([question_file(set_path), *corpus_of(set_path)])


def build_corpus(set_path: Path, *, settings: Settings) -> Path:
    """Build (or bring up to date) the index of a set's own corpus in the cache.

    Returns:
        The index folder, named by corpus and embedding model.

    Raises:
        InputError: the set has no corpus beside it.
    """
    corpus = corpus_of(set_path)
    if not corpus:
        raise InputError(f"{set_path} has no corpus beside it ({', '.join(_PAGE_FOLDERS)}); name the index it is asked over with --index")
    embedding = settings.embedding
    model = hashlib.sha256(f"{embedding.model}\0{embedding.query_prompt}\0{embedding.passage_prompt}".encode()).hexdigest()[:8]
    index_dir = settings.cache / "eval" / f"{fingerprint_of(corpus)}-{model}"
    embedder = load_embedder(
        embedding.model,
        cache_dir=settings.cache,
        query_prompt=embedding.query_prompt,
        passage_prompt=embedding.passage_prompt,
        create=True,
    )
    build(corpus, index_dir=index_dir, embedder=embedder)
    return index_dir


def measure(
    set_path: Path,
    *,
    settings: Settings,
    index_dir: Path | None = None,
    limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RunReport:
    """Run a set with our engine.

    Args:
        set_path: a folder set, or a questions file.
        settings: of the engine; its cache holds the indexes of sets.
        index_dir: an index to ask instead of the set's own corpus; needed by a questions file with no pages beside it.
        limit: only the first so many questions; such a report has no fingerprint, so no gate takes it for the whole.
        progress: called with (done, total) after each question.

    Raises:
        InputError: the set cannot be read, or has no corpus and no index was named.
    """
    load_set(set_path)  # a bad line is told before minutes of building
    engine = Engine.open(index_dir or build_corpus(set_path, settings=settings), settings)
    fingerprint = "" if limit is not None or (index_dir and corpus_of(set_path)) else set_fingerprint(set_path)
    return run_set(set_path, engine=engine, limit=limit, fingerprint=fingerprint, progress=progress)

"""Work in several processes: indexes of corpora are built, then questions are asked a few at a time and their answers kept.

The processes only fill the cache. Rows are made afterwards, in order and in one process, so nothing depends on who was first.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from eval.arms import arm_scores
from eval.cache import AnswerCache, CachedSystem
from eval.datasets import load_set
from eval.rows import row_of
from eval.schema import QuestionSet
from eval.systems import open_system
from index.build import build
from index.embed import load_embedder
from index.errors import WenjuError
from rag.config import Settings

_KEPT_INDEXES = 2
_T = TypeVar("_T")
# Short enough that a stop waits a few seconds, long enough that handing out work costs nothing.
SHARD = 16
# Two thread pools on two cores only get into each other's way.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}


class WorkerLost(WenjuError):
    """A process of ours was ended from outside."""

    code = "worker_lost"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Files an index is built from, and where it goes."""

    sources: tuple[Path, ...]
    index_dir: Path

    @property
    def size(self) -> int:
        """Bytes to read."""
        files = (file for source in self.sources for file in (source.rglob("*") if source.is_dir() else [source]))
        return sum(file.stat().st_size for file in files if file.is_file())


@dataclass(frozen=True, slots=True)
class Asked:
    """A set as it is asked: by which system, over which index, and under which name its answers are kept."""

    set_path: Path
    index_dir: Path
    system: str
    key: str
    settings: Settings

    def opened(self) -> CachedSystem:
        """The system, opened when the first question needs it."""
        answers = AnswerCache(answers_folder(self.settings))
        return CachedSystem(lambda: open_system(self.system, self.index_dir, self.settings), answers, self.key)


def answers_folder(settings: Settings) -> Path:
    """Where answers and the indexes of sets are kept."""
    return settings.cache / "eval"


def build_index(corpus: Corpus, settings: Settings) -> None:
    """Build the index of a corpus.

    Raises:
        WenjuError: as `index.build.build`.
    """
    embedding = settings.embedding
    embedder = load_embedder(
        embedding.model,
        cache_dir=settings.cache,
        query_prompt=embedding.query_prompt,
        passage_prompt=embedding.passage_prompt,
        create=True,
    )
    build(corpus.sources, index_dir=corpus.index_dir, embedder=embedder)
    drop_old_indexes(corpus.index_dir)


def build_all(corpora: Sequence[Corpus], settings: Settings, *, workers: int, done: Callable[[], None]) -> None:
    """Build several indexes, the largest first; ``done`` is called after each.

    Raises:
        WenjuError: of the first that failed.
    """
    ordered = sorted(corpora, key=lambda corpus: (-corpus.size, corpus.index_dir))
    if workers == 1 or len(ordered) < 2:
        for corpus in ordered:
            build_index(corpus, settings)
            done()
        return
    with _pool(workers) as pool:
        for _ in _finished([pool.submit(build_index, corpus, settings) for corpus in ordered]):
            done()


def ask_all(sets: Sequence[tuple[Asked, int]], *, workers: int, done: Callable[[int], None]) -> None:
    """Ask the first so many questions of each set and keep the answers; ``done`` is called with how many were asked.

    Raises:
        WenjuError: a system could not be opened. What goes wrong with one question is left for its row.
    """
    shards = [(asked, start, min(start + SHARD, count)) for asked, count in sets for start in range(0, count, SHARD)]
    with _pool(workers) as pool:
        for count in _finished([pool.submit(_ask, *shard) for shard in shards]):
            done(count)


def drop_old_indexes(index_dir: Path) -> None:
    """Drop the indexes of this corpus and model that older code built, all but the last few; another run may still use these."""
    family = index_dir.name.rsplit("-", maxsplit=1)[0]
    built = sorted(index_dir.parent.glob(f"{family}-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in [each for each in built if each != index_dir][_KEPT_INDEXES:]:
        shutil.rmtree(folder, ignore_errors=True)


def _ask(asked: Asked, start: int, stop: int) -> int:
    system = _opened(asked)
    for question in _questions(asked.set_path).questions[start:stop]:
        row_of(question, system)
        arm_scores(question, system)
    return stop - start


@lru_cache(maxsize=1)
def _opened(asked: Asked) -> CachedSystem:
    """The system of the set in hand: a process goes from set to set, and holds one index at a time."""
    return asked.opened()


@lru_cache(maxsize=1)
def _questions(set_path: Path) -> QuestionSet:
    return load_set(set_path)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)  # read by libraries as the processes start
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_stopping_to_the_parent)
    try:
        yield pool
    finally:
        # After Ctrl-C what is in hand is finished, since its answers are kept; what waits is not begun.
        pool.shutdown(cancel_futures=True)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _leave_stopping_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _finished(futures: Sequence[Future[_T]]) -> Iterator[_T]:
    try:
        for future in as_completed(futures):
            yield future.result()
    except BrokenProcessPool as error:
        raise WorkerLost("a process that asked questions was ended from outside, perhaps for want of memory; try --jobs 1") from error

"""The collection's upkeep for the command line: build, remove, list, verify. Returns facts and text; `ui.cli` prints."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from index.errors import InputError
from rag.config import Settings
from ui.output import one_line

if TYPE_CHECKING:
    from index.build import Progress
    from index.embed import Embedder
    from index.report import BuildReport, NotIndexed
    from index.store_contract import ArticleInfo, PrintInfo


Shown = Callable[["Progress"], None]


class ProgressLine:
    """One line on a terminal that is rewritten as a build or a run goes on; silent where there is no terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._width = 0
        self._on = stream.isatty()

    def show(self, progress: "Progress") -> None:
        """Rewrite the line with how far a build has come."""
        share = f"{progress.done}/{progress.total}" if progress.total else f"{progress.done}"
        self.say(f"{progress.stage} {share} {progress.item}")

    def say(self, text: str) -> None:
        """Rewrite the line with this text."""
        if self._on:
            text = one_line(text)[:60]  # Chinese is two columns wide
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
            self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._on:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()


def build_index(sources: Sequence[str], settings: Settings, *, allow_shrink: bool, progress: "Shown") -> "BuildReport":
    """Build or update the index of the settings.

    Raises:
        WenjuError: the sources, the model or the index cannot be used.
    """
    from index.build import build
    from index.readers import UrlRules

    urls = UrlRules() if settings.ingest.allow_urls else None
    return build(sources, index_dir=settings.index, embedder=_embedder(settings), allow_shrink=allow_shrink, urls=urls, progress=progress)


def remove_articles(ids: Sequence[str], source: str | None, settings: Settings) -> int:
    """Remove articles by id, or all of one file; how many were removed.

    Raises:
        InputError: neither or both were named.
        WenjuError: the index cannot be changed.
    """
    if bool(ids) == bool(source):
        raise InputError("name either the ids of articles or --source FILE; `wenju list` shows both")
    from index.build import remove

    return remove(settings.index, ids=ids, source=source, embedder=lambda: _embedder(settings))


def _embedder(settings: Settings) -> "Embedder":
    from index.embed import load_embedder

    chosen = settings.embedding
    prompts = {"query_prompt": chosen.query_prompt, "passage_prompt": chosen.passage_prompt}
    return load_embedder(chosen.model, cache_dir=settings.cache, create=True, **prompts)


def not_indexed(settings: Settings) -> "dict[str, NotIndexed]":
    """What the last build of each source left out or doubted, by the source's absolute path.

    Raises:
        IndexingError: there is no usable index.
    """
    from index.report import recall
    from index.store import open_store

    with open_store(settings.index):
        return recall(settings.index)


def articles_json(settings: Settings) -> list[dict[str, Any]]:
    """The articles of the index without their bodies, in the store's order.

    Raises:
        IndexingError: there is no usable index.
    """
    from index.store import open_store

    with open_store(settings.index) as store:
        return [{**_dated(each), "copies": [_dated(copy) for copy in each.copies]} for each in store.articles()]


def _dated(info: "ArticleInfo | PrintInfo") -> dict[str, Any]:
    return {**asdict(info), "published": info.published.isoformat() if info.published else None}


def articles_text(articles: Sequence[dict[str, Any]]) -> str:
    """One line an article: id, date, headline, file; below it, indented, the other prints of the same text."""
    return "\n".join(
        line for each in articles for line in (_article_line(each), *(f"    = {_article_line(copy)}" for copy in each["copies"]))
    )


def _article_line(each: dict[str, Any]) -> str:
    return one_line(f"{each['id']}  {each['published'] or '    –     '}  {each['title']}  ({each['source_file']})")


def verify_index(settings: Settings) -> dict[str, Any]:
    """Check the published generation; ``problems`` is empty when all is well.

    Raises:
        IndexingError: it cannot even be opened.
    """
    from index.store import open_store

    with open_store(settings.index) as store:
        report = store.verify()
        return {"index": str(settings.index), "ok": report.ok, **asdict(report), "degraded": store.degraded}


def index_stats(settings: Settings) -> dict[str, Any]:
    """Counts, versions and bytes of the published generation.

    Raises:
        IndexingError: there is no usable index.
    """
    from index.store import open_store

    with open_store(settings.index) as store:
        return {"folder": str(settings.index), **store.stats()}


def restore_index(settings: Settings, file: Path) -> dict[str, Any]:
    """Unpack a backup where the settings look for the index.

    Raises:
        InputError: the file is no backup, or the folder of the index is not empty.
        IndexDamaged: what was unpacked does not match its hashes.
    """
    from index.backup import restore_backup

    return {"restored": str(settings.index), "generation": restore_backup(file, settings.index)}


def back_up(settings: Settings, file: Path) -> dict[str, Any]:
    """Copy the served index, the writer's catalog with it, into one .tar file.

    Raises:
        InputError: the file exists already, or cannot be written.
        IndexingError: there is no usable index.
    """
    from index.backup import backup

    generation = backup(settings.index, file)
    return {"backup": str(file), "generation": generation, "bytes": file.stat().st_size}

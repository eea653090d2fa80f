"""The hub of the article path: calls each stage in order, no stage calls another.

read → cut → drop reprints → figures → chunks → vectors (reused by text) → publish. Nothing is visible before the last step, and a
build that is killed loses no vector it has made.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from index.embed import Embedder
from index.errors import InputError, NoSources
from index.readers import Url, UrlRules, is_url, root_of
from index.report import BuildReport, remember
from index.restore import outdated_roots
from index.schema import DEFAULT_COLLECTION, Filter
from index.session import Progress, Session, embed_waiting
from index.snapshot import EmbedderIdentity, full_disk_named, identity_of, read_manifest, require_same_model
from index.store import open_store
from index.storing import Storing
from index.writer import LocalWriter

__all__ = ["BuildReport", "Progress", "build", "remove"]

logger = logging.getLogger(__name__)


def build(  # noqa: PLR0913 — one argument a setting of the command
    sources: Sequence[Path | str],
    *,
    index_dir: Path,
    embedder: Embedder,
    collection: str = DEFAULT_COLLECTION,
    allow_shrink: bool = False,
    urls: UrlRules | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> BuildReport:
    """Add files, folders and collections to an index, or update them, and publish one generation.

    Args:
        sources: files, folders, and texts that are addresses (``https://…``); a file gone from a folder that is built again is removed.
        index_dir: the index, made when absent.
        embedder: makes the vectors; another model than before embeds every article again.
        collection: name the articles are filed under.
        allow_shrink: let more than half of a source's pages disappear.
        urls: which addresses may be fetched; none when None.
        progress: called at each step; an exception it raises stops the build, and the old index is served on.

    Raises:
        NoSources: no source, one that does not exist, or nothing readable in a first build.
        InputError: too many pages gone, or an address while none may be fetched.
        IndexLocked: another process writes.
        StorageFull: no room for the new generation.
    """
    started = time.monotonic()
    if not sources:
        raise NoSources("no source was named; give files or folders to build from")
    roots = [_root(source, urls) for source in sources]
    _require_all_of_an_older_index(index_dir, roots)
    with full_disk_named(index_dir), LocalWriter(index_dir, identity_of(embedder)) as writer:
        session = Session(writer, collection, progress or (lambda _: None))
        session.take_in(roots, allow_shrink=allow_shrink)
        session.store()
        session.remove_gone()
        if not writer.has_published and not writer.indexed():
            raise NoSources(session.nothing_readable(roots))
        session.embed(embedder)
        published = session.publish()
        remember(index_dir, session.not_indexed())
    counts = read_manifest(index_dir, published).counts
    left_out = session.left_out()
    report = BuildReport(
        files=session.files(),
        pages=session.page_count(),
        accepted=session.counts["accepted"],
        unchanged=session.counts["unchanged"],
        changed=session.counts["changed"],
        removed=session.counts["removed"],
        rejected=tuple(each for each in left_out if not each.reason.is_skip),
        skipped=tuple(each for each in left_out if each.reason.is_skip),
        warnings=session.all_warnings(),
        articles=counts["articles"],
        chunks=counts["chunks"],
        figures=counts["figures"],
        generation=published,
        seconds=time.monotonic() - started,
    )
    logger.info("built %s: %s, rejected %s, generation %d", index_dir, dict(session.counts), report.rejected_by_reason, published)
    return report


def _root(source: Path | str, urls: UrlRules | None) -> Path | Url:
    if not is_url(source):
        return Path(source)
    if urls is None:
        raise InputError(
            f'{source} is an address, and none is fetched unless you say so: build with "--allow-url", or set ingest.allow_urls'
        )
    return Url(str(source), urls)


def _require_all_of_an_older_index(index_dir: Path, roots: Sequence[Path | Url]) -> None:
    """An index of an older layout is read and cut anew: what is not named again would be lost without a word."""
    left = sorted(root for root in outdated_roots(index_dir) - set(map(root_of, roots)) if Path(root).exists())
    if left:
        raise InputError(
            f"the index at {index_dir} was made by an older version and has to be built from all of its sources at once; "
            f"name these too: {', '.join(left)}; or build elsewhere with --index DIR"
        )


def remove(index_dir: Path, *, ids: Iterable[str] = (), source: str | None = None, embedder: Callable[[], Embedder] | None = None) -> int:
    """Remove articles by id or ``doc_id``, or all of one source file; how many were removed.

    An article that is removed by its id is gone with all its copies; one whose file is removed is indexed anew from the next copy of it.

    Args:
        index_dir: the index.
        ids: of articles, or of copies, which then are forgotten as sources.
        source: a source file.
        embedder: makes the model of the index, where a copy has a headline of its own and needs vectors.

    Raises:
        InputError: an id or source the index does not hold, or vectors are needed and there is no ``embedder``; nothing is removed then.
        IndexMissing: there is no index.
        IndexMismatch: ``embedder`` is another model than the index was built with.
    """
    with open_store(index_dir) as store:
        identity = store.manifest.embedder
    with full_disk_named(index_dir), LocalWriter(index_dir, identity) as writer:
        found: set[str] = set()
        for wanted in ids:
            matches = writer.matching(Filter(article_ids=(wanted,))) or writer.matching(Filter(doc_ids=(wanted,)))
            if not matches:
                raise InputError(f'the index at {index_dir} holds no article {wanted!r}; "wenju list" shows the ids')
            found.update(matches)
        leaving: list[str] = []
        if source is not None:
            leaving = writer.matching(Filter(source_file=source))
            if not leaving:
                raise InputError(f'the index at {index_dir} holds nothing from {source!r}; "wenju list" shows the source files')
        removed = writer.drop(sorted(found | set(leaving)))
        next_prints = [each for each in writer.prints_like((), other_than=set(leaving)) if each.article.id not in found]
        Storing(writer, lambda *_: None).store(next_prints)
        _embed_waiting(writer, identity, embedder)
        writer.publish()
    return removed


def _embed_waiting(writer: LocalWriter, identity: EmbedderIdentity, load: Callable[[], Embedder] | None) -> None:
    if not writer.wait_count():
        return
    if load is None:
        raise InputError("copies of what is removed take its place and need vectors; name the embedding model, or remove them by their ids")
    embedder = load()
    require_same_model(identity, embedder)
    embed_waiting(writer, embedder, lambda _: None)

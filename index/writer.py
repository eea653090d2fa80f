"""The write side of the embedded store: changes are gathered in the catalog and published as one generation."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import copies, restore
from index.catalog import Catalog, IndexedArticle, PageRow
from index.chunk import CHUNKER_VERSION
from index.drafts import STORED, Draft
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, InputError
from index.generation import content_digest, write_generation
from index.locks import retire_generations, writer_lock
from index.schema import Article, Filter
from index.snapshot import (
    EmbedderIdentity,
    Manifest,
    check_files,
    generation_folder,
    generations,
    read_manifest,
    read_pointer,
    require_room,
    staged_generation,
    sync,
    write_pointer,
)
from index.story_rows import STORIES_VERSION
from index.tokens import TOKENS_VERSION

logger = logging.getLogger(__name__)
_RESERVE_BYTES = 32 << 20


def _silent(_step: str) -> None:
    """No one listens."""


class LocalWriter:
    """Holds the writer lock while it is entered (``with LocalWriter(...) as writer``)."""

    def __init__(self, root: Path, embedder: EmbedderIdentity, *, reserve_bytes: int = _RESERVE_BYTES) -> None:
        self._root = root
        self._embedder = embedder
        self._reserve = reserve_bytes
        self._versions = {"chunker": CHUNKER_VERSION, "tokens": TOKENS_VERSION, "stories": STORIES_VERSION}
        self._pages: dict[str, list[PageRow]] = {}
        self._damaged: int | None = None
        self._held = ExitStack()

    def __enter__(self) -> Self:
        """Take the lock and bring catalog and generations into one state.

        Raises:
            IndexLocked: another process writes.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            stack.enter_context(writer_lock(self._root))
            self._catalog = restore.open_catalog(self._root, fingerprint=self._embedder.fingerprint, tokens_version=TOKENS_VERSION)
            stack.callback(self._catalog.close)
            self._catalog.begin_session()
            with self._catalog.transaction():
                self._catalog.texts.wait_for_published()
            self._held = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Close the catalog and give the lock back."""
        self._held.close()

    @property
    def root(self) -> Path:
        """The folder of the index."""
        return self._root

    @property
    def catalog(self) -> Catalog:
        """The writer's database."""
        return self._catalog

    def upsert(self, record: IndexedArticle) -> bool:
        """Store an article in place of its earlier version, if any; False when nothing differs.

        Raises:
            InputError: a chunk or figure points outside the body, or a chunk's text is not what stands there.
        """
        body = record.article.body
        for chunk in record.chunks:
            if body[chunk.start : chunk.end] != chunk.text or not chunk.text:
                raise InputError(
                    f"chunk {chunk.id} of article {record.article.id} is not the text at {chunk.start}:{chunk.end} of its body"
                )
        for figure in record.figures:
            if not 0 <= figure.start < figure.end <= len(body):
                raise InputError(f"a figure of article {record.article.id} stands at {figure.start}:{figure.end}, outside its body")
        if self._catalog.digest_of(record.article.id) == record.digest():
            return False
        self._catalog.put(record)
        return True

    def replace_article(self, record: IndexedArticle) -> bool:
        """Like `upsert`, for an article that must exist.

        Raises:
            InputError: there is no such article.
        """
        if self._catalog.digest_of(record.article.id) is None:
            raise InputError(f"there is no article {record.article.id} to replace; add it with upsert")
        return self.upsert(record)

    def delete(self, wanted: Filter) -> int:
        """Remove the published articles a filter allows; how many.

        Raises:
            InputError: the filter is empty: a slip must not remove everything.
        """
        if wanted.is_empty:
            raise InputError("an empty filter would remove every article; name ids or a source file")
        return self.drop(self._catalog.matching(wanted))

    def drop(self, article_ids: Sequence[str]) -> int:
        """Remove articles by id; how many there were."""
        known = [article_id for article_id in article_ids if self._catalog.digest_of(article_id) is not None]
        self._catalog.drop(known)
        return len(known)

    def matching(self, wanted: Filter) -> list[str]:
        """Ids of the published articles a filter allows."""
        return self._catalog.matching(wanted)

    def holds(self, article_id: str) -> bool:
        """Whether an article will be in the index after publication."""
        return self._catalog.digest_of(article_id) is not None

    def indexed(self) -> dict[str, str]:
        """Article id → hash, as it will be after publication."""
        return self._catalog.digests()

    def is_copy(self, article_id: str) -> bool:
        """Whether a published article is a copy of another."""
        return bool(self.copies_in([article_id]))

    def copies_in(self, ids: Collection[str]) -> dict[str, tuple[Article, Article]]:
        """Of published ids, those of copies: the copy and the article that is indexed in its stead."""
        return copies.copies_in(self._catalog.connection, ids)

    def prints_like(self, drafts: Iterable[Draft], *, other_than: Collection[str]) -> list[Draft]:
        """Published prints, as articles or as copies, of the bodies of drafts, and of those that these ids had until now."""
        keys = {copies.body_key(draft.article.body) for draft in drafts} | copies.keys_of(self._catalog.connection, other_than)
        found = copies.prints_of(self._catalog.connection, keys, other_than=other_than)
        return [Draft(STORED, each.page_ordinal, each.ordinal, each.article) for each in found]

    def waiting(self, limit: int) -> list[str]:
        """Texts that need a vector before `publish`."""
        return self._catalog.texts.waiting(limit)

    def wait_count(self) -> int:
        """How many texts still need a vector."""
        return self._catalog.texts.wait_count()

    def keep_vectors(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store vectors for texts, durably; a build that is killed later finds them again.

        Raises:
            InputError: the shape is not (n, dim), or a vector is not finite or not of unit length.
        """
        if vectors.shape != (len(texts), self._embedder.dim):
            raise InputError(f"the vectors have shape {vectors.shape}, expected {(len(texts), self._embedder.dim)}")
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.isfinite(lengths).all() or (np.abs(lengths - 1) > 1e-3).any():
            raise InputError(f"{self._embedder.name} gave vectors that are not of unit length; the store needs unit vectors")
        with self._catalog.transaction():
            self._catalog.texts.keep_vectors(texts, vectors)

    def pages(self, root: str) -> list[PageRow]:
        """The pages read from one source given on the command line."""
        return self._catalog.pages(root)

    def set_pages(self, root: str, pages: list[PageRow]) -> None:
        """What the pages of a source are from the next publication on."""
        self._pages[root] = pages

    def held_elsewhere(self, roots: Collection[str]) -> dict[str, str]:
        """Article id → body hash, for published articles of other sources that still exist.

        A source whose folder is gone was moved: its articles are those of the folder in its new place.
        """
        return self._catalog.versions({a for row in self._other_pages(roots) if Path(row.root).exists() for a in row.articles})

    def drop_unclaimed(self) -> int:
        """Remove the articles that pages set with `set_pages` held before and no page holds now; how many."""
        held = {article for root in self._pages for row in self._catalog.pages(root) for article in row.articles}
        kept = {article for pages in self._pages.values() for row in pages for article in row.articles}
        kept |= {article for row in self._other_pages(self._pages) for article in row.articles}
        return self.drop(sorted(held - kept))

    def _other_pages(self, roots: Collection[str]) -> list[PageRow]:
        return [row for row in self._catalog.pages() if row.root not in roots]

    @property
    def has_published(self) -> bool:
        """Whether there is an index to add to."""
        return bool(generations(self._root))

    def publish(self, step: Callable[[str], None] = _silent) -> int:
        """Make all changes visible at once.

        Args:
            step: called with the name of each step before it is taken.

        Returns:
            the generation that is current now: the old one when it already holds exactly this.

        Raises:
            StorageFull: the disk has no room; nothing was changed.
            IndexDamaged: texts still wait for their vectors.
        """
        step("room")
        current = self._current()
        if current and current.content != content_digest(self._catalog, self._embedder, self._versions):
            current = None
        if current is None:
            require_room(self._root, self._estimate(), reserve=self._reserve)
        with self._catalog.transaction(durable=True):
            for root, pages in self._pages.items():
                self._catalog.replace_pages(root, pages)
            made = current or self._write(step)
            step("commit")
        self._pages.clear()
        self._catalog.begin_session()
        if made is current:
            return made.generation
        if self._damaged is not None:
            restore.quarantine_generation(self._root, self._damaged)
            self._damaged = None
        retired = retire_generations(self._root, made.generation)
        logger.info("published generation %d (%s); retired %s", made.generation, made.counts, retired)
        return made.generation

    def _write(self, step: Callable[[str], None]) -> Manifest:
        self._catalog.apply_pending()
        number = max([int(self._catalog.meta("generation") or 0), *generations(self._root)]) + 1
        with staged_generation(self._root, number) as folder:
            manifest = write_generation(folder, self._catalog, number=number, embedder=self._embedder, versions=self._versions, step=step)
            step("rename")
            folder.rename(generation_folder(self._root, number))
        sync(self._root / "gen")
        self._catalog.set_meta("generation", str(number))
        # CURRENT is changed before the catalog commits: killed in between, the next writer sets the catalog to CURRENT. The other
        # way round, a build that was never acknowledged would come to light with the next one.
        step("current")
        write_pointer(self._root, number, manifest.to_bytes())
        return manifest

    def _current(self) -> Manifest | None:
        """Manifest of the published generation, if it is whole; a damaged one is replaced by the next publication."""
        try:
            pointer = read_pointer(self._root)
        except (IndexMissing, IndexDamaged) as error:
            logger.info("no published generation: %s", error)
            return None
        try:
            manifest = read_manifest(self._root, pointer.generation, expected=pointer.manifest)
            check_files(self._root, manifest)
        except (IndexDamaged, IndexMismatch) as error:
            logger.warning("the published generation is replaced: %s", error)
            self._damaged = pointer.generation
            return None
        return manifest

    def _estimate(self) -> int:
        """Bytes the next generation will take, rather too many than too few: text twice, postings, vectors."""
        total = (
            "SELECT (SELECT coalesce(sum(length(record)), 0) FROM pending), (SELECT coalesce(sum(length(body)), 0) FROM article), "
            "(SELECT count(*) FROM chunk) + (SELECT coalesce(sum(json_array_length(record, '$[1]')), 0) FROM pending)"
        )
        pending, bodies, chunks = self._catalog.connection.execute(total).fetchone()
        # UTF-8 takes three bytes a Chinese character, and a text is stored twice: in its article and in its chunks.
        return int(1.1 * (6 * (pending + bodies) + chunks * (self._embedder.dim * 4 + 1600))) + (1 << 20)

"""One build on its way, stage by stage; `index.build` is the hub that calls the stages."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar

from index.catalog import IndexedArticle, PageRow
from index.chunk import chunk_article
from index.dedup import drop_reprints
from index.drafts import Draft, distinct, drafts_of
from index.embed import Embedder
from index.errors import IndexingError
from index.figures import extract_figures
from index.intake import Intake, read_root, require_no_shrink
from index.schema import Page, PageCut, Rejected, RejectReason, Warned
from index.segment import cut_page
from index.writer import LocalWriter

logger = logging.getLogger(__name__)
_BATCH = 128
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a build is.

    Attributes:
        stage: ``read``, ``cut``, ``store``, ``embed``, ``publish``.
        done: how many of ``total``.
        total: None while it is not known.
        item: the page, article or file at hand.
    """

    stage: str
    done: int
    total: int | None = None
    item: str = ""


class Session:
    """One build on its way: what was read, what was stored, what was rejected."""

    def __init__(self, writer: LocalWriter, collection: str, progress: Callable[[Progress], None]) -> None:
        self.rejected: list[Rejected] = []
        self.warnings: list[Warned] = []
        self.counts: Counter[str] = Counter()
        self._writer = writer
        self._collection = collection
        self._progress = progress
        self._intakes: list[Intake] = []
        # Articles whose new version failed: the earlier one stays.
        self._kept: list[Draft] = []

    def take_in(self, sources: Sequence[Path], *, allow_shrink: bool) -> None:
        """Read every source and cut what is new in it."""
        indexed = self._writer.indexed()
        for path in sources:
            self._say("read", len(self._intakes), len(sources), str(path))
            intake = read_root(path, self._writer.pages(str(path.resolve())), indexed, self._cut, self._collection)
            require_no_shrink(intake, allow_shrink=allow_shrink)
            self._intakes.append(intake)
            self.rejected.extend(intake.rejected)
            self.warnings.extend(intake.warnings)
            self.counts["unchanged"] += sum(len(page.carried) for page in intake.pages)

    def _cut(self, page: Page) -> PageCut | Rejected:
        self.counts["cut"] += 1
        self._say("cut", self.counts["cut"], None, page.source)
        return _attempt(page.source, lambda: cut_page(page, collection=self._collection))

    def store(self) -> None:
        """Store what differs from the index; reprints, repeated ids and articles that fail are rejected."""
        drafts = drafts_of(self._intakes)
        named, repeated = distinct(drafts, self._writer.held_elsewhere({intake.root for intake in self._intakes}))
        articles = [draft.article for draft in named]
        leaving = {article for intake in self._intakes for article in intake.replaced}
        others = self._writer.same_bodies(articles, other_than=leaving | {article.id for article in articles})
        kept, reprints = drop_reprints([*others, *articles])
        self.rejected += [*repeated, *reprints]
        keep = {article.id for article in kept}
        stored = []
        for done, draft in enumerate(named, 1):
            self._say("store", done, len(named), draft.article.title)
            if draft.article.id in keep and self._store_one(draft):
                stored.append(draft)
        self._replace_pages(drafts, stored)

    def _store_one(self, draft: Draft) -> bool:
        outcome = _attempt(draft.article.source_file, lambda: self._put(draft))
        if isinstance(outcome, Rejected):
            self.rejected.append(outcome)
            if self._writer.holds(draft.article.id):
                self._kept.append(draft)
            return False
        self.counts[outcome] += 1
        return True

    def _put(self, draft: Draft) -> str:
        article = draft.article
        figures = tuple(extract_figures(article))
        record = IndexedArticle(article, tuple(chunk_article(article)), figures, page_ordinal=draft.page_ordinal, ordinal=draft.ordinal)
        known = self._writer.holds(article.id)
        if not self._writer.upsert(record):
            return "unchanged"
        return "changed" if known else "accepted"

    def _replace_pages(self, drafts: Sequence[Draft], stored: Sequence[Draft]) -> None:
        """Remember the pages of each source; one that something was rejected of has no digest, so it is looked at again."""
        cut, whole = Counter(draft.page for draft in drafts), Counter(draft.page for draft in stored)
        ids: dict[tuple[str, str, str], list[str]] = {}
        for draft in (*stored, *self._kept):
            ids.setdefault(draft.page, []).append(draft.article.id)
        for intake in self._intakes:
            pages = list(intake.stays)
            for page in intake.pages:
                at = (intake.root, page.source, page.key)
                digest = page.digest if cut[at] == whole[at] else ""
                pages.append(PageRow(*at, digest, page.carried or tuple(ids.get(at, ()))))
            self._writer.set_pages(intake.root, pages)

    def remove_gone(self) -> None:
        """Remove the articles that no page holds any more."""
        self.counts["removed"] += self._writer.drop_unclaimed()

    def embed(self, embedder: Embedder) -> None:
        """Make the vectors that are missing, and keep each batch at once."""
        total = self._writer.wait_count()
        done = 0
        while texts := self._writer.waiting(_BATCH):
            self._say("embed", done, total, "")
            self._writer.keep_vectors(texts, embedder.embed_passages(texts))
            done += len(texts)

    def publish(self) -> int:
        """Publish; the generation that is current afterwards."""
        steps = count(1)
        return self._writer.publish(lambda name: self._say("publish", next(steps), None, name))

    def nothing_readable(self, sources: Sequence[Path]) -> str:
        """Why a first build has nothing to publish."""
        named = ", ".join(map(str, sources))
        first = f" ({len(self.rejected)} rejected; first: {self.rejected[0].source}: {self.rejected[0].detail})" if self.rejected else ""
        return f"no article was found in {named}{first}; give .txt, .md or .jsonl files, or folders that hold them"

    def _say(self, stage: str, done: int, total: int | None, item: str) -> None:
        self._progress(Progress(stage, done, total, item))


def _attempt(source: str, action: Callable[[], T]) -> T | Rejected:
    """What the action gives, or why it failed: one bad page or article never stops the rest."""
    try:
        return action()
    except (IndexingError, OSError, sqlite3.Error):
        raise
    except Exception as error:
        logger.exception("cannot index %s", source)
        detail = f"indexing failed ({type(error).__name__}: {error}); the log says where; the other articles are indexed"
        return Rejected(source, RejectReason.FAILED, detail)

"""One build on its way, stage by stage; `index.build` is the hub that calls the stages."""

import logging
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from index.intake import Intake, PageIn, read_root, require_no_shrink
from index.readers import Url, known_suffixes, root_of
from index.report import FileCounts, FileState, NotIndexed, count_files, recall
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
        # What was done with the articles of each page.
        self._outcomes: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._known = recall(writer.root)
        # Articles whose new version failed: the earlier one stays.
        self._kept: list[Draft] = []

    def take_in(self, sources: Sequence[Path | Url], *, allow_shrink: bool) -> None:
        """Read every source and cut what is new in it."""
        indexed = self._writer.indexed()
        for path in sources:
            self._say("read", len(self._intakes), len(sources), str(path))
            intake = read_root(path, self._writer.pages(root_of(path)), indexed, self._cut, self._collection)
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
        self._outcomes[draft.page].add(outcome)
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

    # What the report tells.

    def page_count(self) -> int:
        """Pages and records read, unchanged ones included."""
        return sum(len(intake.pages) for intake in self._intakes)

    def left_out(self) -> list[Rejected]:
        """Everything that was not indexed, each with the file it stands in."""
        files = {page.source: page.file for intake in self._intakes for page in intake.pages}
        return [replace(each, file=each.file or files.get(each.source, each.source)) for each in self.rejected]

    def all_warnings(self) -> tuple[Warned, ...]:
        """What was found now, and what an earlier build found in pages that stand as they stood."""
        kept = {(intake.root, page.source) for intake in self._intakes for page in intake.pages if page.carried}
        earlier = [each for intake in self._intakes for each in self._earlier(intake.root).warnings if (intake.root, each.source) in kept]
        return (*earlier, *self.warnings)

    def files(self) -> FileCounts:
        """The files that were seen, by what became of them."""
        late = {each.source: each.reason.is_skip for each in self.rejected}
        states: list[tuple[str, FileState]] = []
        for intake in self._intakes:
            read = [(page.file, self._state(intake, page, late)) for page in intake.pages]
            unread = [(each.file or each.source, _left_out_state(each.reason.is_skip)) for each in intake.rejected]
            # Two sources may hold files of the same name.
            states += [(f"{intake.root}\n{file}", state) for file, state in (*read, *unread)]
        return count_files(states)

    def _state(self, intake: Intake, page: PageIn, late: Mapping[str, bool]) -> FileState:
        outcomes = self._outcomes[intake.root, page.source, page.key]
        if outcomes & {"accepted", "changed"}:
            return FileState.KEPT
        return FileState.UNCHANGED if outcomes or page.carried else _left_out_state(late.get(page.source, True))

    def not_indexed(self) -> dict[str, NotIndexed]:
        """What was left out of each source and what was doubtful, for the index to remember."""
        left_out, warnings = self.left_out(), self.all_warnings()
        found: dict[str, NotIndexed] = {}
        for intake in self._intakes:
            sources = {page.source for page in intake.pages}
            own = sources | {each.source for each in intake.rejected}
            found[intake.root] = NotIndexed(
                tuple(each for each in left_out if each.source in own), tuple(each for each in warnings if each.source in sources)
            )
        return found

    def _earlier(self, root: str) -> NotIndexed:
        return self._known.get(root, NotIndexed())

    def nothing_readable(self, sources: Sequence[Path | Url]) -> str:
        """Why a first build has nothing to publish."""
        named = ", ".join(map(str, sources))
        first = f" ({len(self.rejected)} rejected; first: {self.rejected[0].source}: {self.rejected[0].detail})" if self.rejected else ""
        known = ", ".join(known_suffixes())
        return f"no article was found in {named}{first}; give {known} files, or folders that hold them"

    def _say(self, stage: str, done: int, total: int | None, item: str) -> None:
        self._progress(Progress(stage, done, total, item))


def _left_out_state(is_skip: bool) -> FileState:
    return FileState.SKIPPED if is_skip else FileState.REJECTED


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

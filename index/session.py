"""One build on its way, stage by stage; `index.build` is the hub that calls the stages."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from index.catalog import PageRow
from index.days import name_day
from index.dedup import copy_named, recut
from index.drafts import Draft, distinct, drafts_of
from index.embed import Embedder
from index.findings import Rejected, Warned
from index.intake import Intake, PageIn, page_digest, read_root, require_no_shrink
from index.readers import Url, known_suffixes, root_of
from index.report import FileCounts, FileState, NotIndexed, count_files, recall
from index.schema import Article, Page, PageCut
from index.segment import cut_page
from index.storing import STANDS, Storing, attempt
from index.writer import LocalWriter

_BATCH = 128


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
        # Cuts of pages by their text: a file with the same bytes is not cut again.
        self._cuts: dict[tuple[object, ...], PageCut] = {}

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

    def _cut(self, page: Page) -> PageCut | Rejected:
        self.counts["cut"] += 1
        self._say("cut", self.counts["cut"], None, page.source)
        if page.finished or page.record:
            return self._cut_anew(page)
        # The same text in a file named after another day is dated otherwise.
        text = (page_digest(page, self._collection), page.warnings, name_day(page.source))
        again = recut(self._cuts[text], page.source) if text in self._cuts else None
        made = again or self._cut_anew(page)
        if isinstance(made, PageCut):
            self._cuts.setdefault(text, made)
        return made

    def _cut_anew(self, page: Page) -> PageCut | Rejected:
        return attempt(page.source, lambda: cut_page(page, collection=self._collection))

    def store(self) -> None:
        """Store what differs from the index, and what has a body that is there as a copy; repeated ids and what fails are rejected."""
        drafts = drafts_of(self._intakes)
        elsewhere = self._writer.held_elsewhere({intake.root for intake in self._intakes})
        named, repeated = distinct(drafts, elsewhere)
        here = {draft.article.id for draft in named}
        leaving = {article for intake in self._intakes for article in intake.replaced} - here - elsewhere.keys()
        prints = [*self._writer.prints_like(named, other_than=leaving | here), *named]
        storing = Storing(self._writer, lambda done, total, item: self._say("store", done, total, item))
        copies = storing.store(prints)
        self.rejected += [*repeated, *storing.rejected]
        failed = {article for article, outcome in storing.outcomes.items() if not outcome}
        stored = [draft for draft in named if draft.article.id not in failed]
        # Articles whose new version failed: the earlier one stays.
        kept = [draft for draft in named if draft.article.id in failed and self._writer.holds(draft.article.id)]
        self._replace_pages(drafts, stored, kept)
        articles = {each.article.id: each.article for each in prints}
        self._count(named, storing.outcomes, {copy: (articles[copy], articles[of]) for copy, of in copies.items()})

    def _count(self, cut: Sequence[Draft], outcomes: Mapping[str, str], copies: Mapping[str, tuple[Article, Article]]) -> None:
        """Count what became of the articles of these sources; a copy is named as skipped, with what it is a copy of."""
        pages = [((intake.root, page.source, page.key), page.carried) for intake in self._intakes for page in intake.pages]
        carried = [(at, article) for at, articles in pages for article in articles]
        settled = {**self._writer.copies_in([article for _, article in carried if article not in outcomes]), **copies}
        counted: set[str] = set()
        for at, article in (*carried, *((draft.page, draft.article.id) for draft in cut)):
            outcome = outcomes.get(article, STANDS)
            outcome = "unchanged" if outcome == STANDS else outcome
            if article in settled:
                self.rejected.append(copy_named(*settled[article]))
            elif outcome:
                self._outcomes[at].add(outcome)
                self.counts[outcome] += article not in counted
            counted.add(article)
        # A copy of a source that is not built now, whose first print is gone.
        self.counts["accepted"] += sum(outcome == "accepted" for article, outcome in outcomes.items() if article not in counted)

    def _replace_pages(self, drafts: Sequence[Draft], stored: Sequence[Draft], kept: Sequence[Draft]) -> None:
        """Remember the pages of each source; one that something was rejected of has no digest, so it is looked at again."""
        cut, whole = Counter(draft.page for draft in drafts), Counter(draft.page for draft in stored)
        ids: dict[tuple[str, str, str], list[str]] = {}
        for draft in (*stored, *kept):
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
        embed_waiting(self._writer, embedder, lambda done: self._say("embed", done, total, ""))

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
        return FileState.UNCHANGED if outcomes else _left_out_state(late.get(page.source, True))

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


def embed_waiting(writer: LocalWriter, embedder: Embedder, say: Callable[[int], None]) -> None:
    """Make the vectors that are missing, batch by batch; ``say`` is told how many there are before each."""
    done = 0
    while texts := writer.waiting(_BATCH):
        say(done)
        writer.keep_vectors(texts, embedder.embed_passages(texts))
        done += len(texts)

"""What a build takes in from one source: pages that stand as they stood, pages to cut, and what is gone."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from index.catalog import PageRow
from index.errors import InputError
from index.findings import Rejected, RejectReason, Warned
from index.readers import Url, read_sources, root_of
from index.schema import Article, Page, PageCut


@dataclass(frozen=True, slots=True)
class PageIn:
    """One page or record of a source.

    Attributes:
        file: the file that holds it.
        key: source and place in it, the same on every reading.
        digest: hash of the page and of the code that cuts it.
        ordinal: place among the pages of one file.
        carried: ids of its articles, when it stands as it stood.
        articles: its articles, when it was cut now.
    """

    source: str
    file: str
    key: str
    digest: str
    ordinal: int
    carried: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """All of one source.

    Attributes:
        root: the source as an absolute path; what is gone is told apart by it.
        pages: in reading order.
        stays: earlier pages whose file cannot be read this time; their articles stay.
        gone: earlier pages that are no longer there.
        replaced: ids that its earlier pages gave, but for those that stand or stay.
        known: how many pages it had.
        rejected: what could not be read or cut.
        warnings: what had to be guessed.
    """

    root: str
    pages: tuple[PageIn, ...]
    stays: tuple[PageRow, ...]
    gone: tuple[PageRow, ...]
    replaced: tuple[str, ...]
    known: int
    rejected: tuple[Rejected, ...]
    warnings: tuple[Warned, ...]


def read_root(
    path: Path | Url, earlier: Iterable[PageRow], indexed: Mapping[str, str], cut: Callable[[Page], PageCut | Rejected], collection: str
) -> Intake:
    """Read one source; a page that did not change and whose articles are indexed is not cut again.

    Args:
        path: a file, a folder or an address.
        earlier: what it held at the last build.
        indexed: ids of the articles in the index.
        cut: page → its articles.
        collection: name the articles are filed under.

    Raises:
        InputError: there is no such file or folder.
    """
    root = root_of(path)
    before = {(row.source, row.key): row for row in earlier}
    seen: Counter[str] = Counter()
    pages: list[PageIn] = []
    rejected: list[Rejected] = []
    warnings: list[Warned] = []
    for page in read_sources([path]):
        if isinstance(page, Rejected):
            rejected.append(page)
            continue
        ordinal = seen[page.source]
        seen[page.source] += 1
        key = page.record.get("doc_id") or f"#{ordinal}"
        digest = page_digest(page, collection)
        row = before.get((page.source, key))
        if row and row.digest == digest and all(article in indexed for article in row.articles):
            pages.append(PageIn(page.source, page.file or page.source, key, digest, ordinal, carried=row.articles))
            continue
        made = cut(page)
        if isinstance(made, Rejected):
            rejected.append(replace(made, file=page.file))
            continue
        warnings.extend(replace(warning, source=page.source) for warning in made.warnings)
        pages.append(PageIn(page.source, page.file or page.source, key, digest, ordinal, articles=made.articles))
    present = {(page.source, page.key) for page in pages}
    unread = {found.source for found in rejected if found.reason is not RejectReason.EMPTY}
    missing = [row for at, row in before.items() if at not in present]
    # A file that cannot be read today keeps what it gave before; an emptied one does not.
    stays = tuple(row for row in missing if str(path) in unread or _stands_in(row.source, unread))
    kept = {(row.source, row.key) for row in stays}
    gone = tuple(row for row in missing if (row.source, row.key) not in kept)
    held = {article for page in pages for article in page.carried} | {article for row in stays for article in row.articles}
    replaced = tuple(article for row in before.values() for article in row.articles if article not in held)
    return Intake(root, tuple(pages), stays, gone, replaced, len(before), tuple(rejected), tuple(warnings))


def _stands_in(source: str, unread: set[str]) -> bool:
    """True for a source that cannot be read today, or that stands in a folder or archive that cannot."""
    return source in unread or any(source[: at.start()] in unread for at in re.finditer("[/#]", source))


def require_no_shrink(intake: Intake, *, allow_shrink: bool) -> None:
    """Refuse to lose more than half of a source by mistake, such as an empty folder in its place.

    Raises:
        InputError: with the pages it had and the pages that are gone.
    """
    gone = len(intake.gone)
    if gone * 2 > intake.known and not allow_shrink:
        raise InputError(
            f"{gone} of the {intake.known} pages that were indexed from {intake.root} are gone; more than half is taken for a mistake: "
            'put them back, or build with "--allow-shrink" to remove them from the index'
        )


def page_digest(page: Page, collection: str) -> str:
    """Hash of all that decides which articles a page gives, the code included."""
    layout = asdict(page.layout) if page.layout else None
    told = [warning.detail for warning in page.warnings]
    fields = [page.text, page.media_type, sorted(page.record.items()), page.finished, layout, told]
    seen = json.dumps([*fields, collection, _code_digest()])
    return hashlib.sha256(seen.encode()).hexdigest()


@cache
def _code_digest() -> str:
    """Hash of this package's own code: a version number that someone forgets to raise would keep stale cuts for ever."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in [*sorted(package.rglob("*.py")), *sorted(package.glob("models/pages/*.json"))]:
        name = path.relative_to(package).as_posix()
        if not name.startswith("train/"):  # makes models, cuts nothing
            digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()

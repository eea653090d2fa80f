"""A desk on which every bad input lies among good pages: what must hold for all of them is checked here, once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.build import build
from index.findings import Rejected, Warned, WarningKind
from index.report import BuildReport
from index.schema import Article
from index.store import open_store
from tests.fakes import HashEmbedding

GOOD = ("凉亭", "水窖", "路灯")


def good_page(number: int, thing: str) -> str:
    """A short page of one article about a thing."""
    return (
        f"柳林县新修{number}座{thing}\n\n本报讯（记者 何晓燕）柳林县今年一共新修了{number}座{thing}，比去年多出三成。"
        f"{thing}都建在村口，由各村轮流看护，夜里也亮着灯。村民说，出门比以前方便多了。\n"
    )


@dataclass(frozen=True)
class Desk:
    """What a build of a folder gave.

    Attributes:
        report: of the build.
        articles: by source file, bodies and all.
    """

    report: BuildReport
    articles: dict[str, list[Article]]

    def bodies(self, source: str) -> str:
        """All text that was kept of a file."""
        return "\n".join(article.body for article in self.articles.get(source, ()))

    def warned(self, source: str, kind: WarningKind) -> list[Warned]:
        """Warnings of a kind about a file."""
        return [each for each in self.report.warnings if each.source == source and each.kind is kind]

    def rejected(self, source: str) -> Rejected:
        """Why a file, or a part of it, was not indexed or was skipped; exactly one reason."""
        (found,) = [each for each in (*self.report.rejected, *self.report.skipped) if each.source == source]
        return found


@pytest.fixture
def lay(tmp_path) -> Callable[[Path], Desk]:
    """Builds a folder to which good pages are added, and checks what every bad input must leave whole."""

    def laid(folder: Path) -> Desk:
        for number, thing in enumerate(GOOD, 171):
            (folder / f"good-{number}.txt").write_text(good_page(number, thing), encoding="utf-8")
        index_dir = tmp_path / "index-made"
        report = build([folder], index_dir=index_dir, embedder=HashEmbedding())
        articles = _articles(index_dir)
        for number, thing in enumerate(GOOD, 171):
            (kept,) = articles[f"good-{number}.txt"]
            assert f"{number}座{thing}" in kept.body, "a good page beside the bad one was harmed"
        files = report.files
        assert files.seen == files.kept + files.unchanged + files.skipped + files.rejected
        assert all(each.detail and not each.detail.startswith("Traceback") for each in (*report.rejected, *report.skipped))
        assert "failed" not in {each.reason.value for each in report.rejected}, [each.detail for each in report.rejected]
        again = build([folder], index_dir=index_dir, embedder=HashEmbedding())
        assert (again.accepted, again.changed, again.removed) == (0, 0, 0), "a second run changed something"
        assert again.generation == report.generation
        return Desk(report, articles)

    return laid


@pytest.fixture
def folder(tmp_path) -> Path:
    """An empty folder of pages."""
    made = tmp_path / "pages"
    made.mkdir()
    return made


def _articles(index_dir: Path) -> dict[str, list[Article]]:
    found: dict[str, list[Article]] = {}
    with open_store(index_dir) as store:
        for listed in store.articles():
            article = store.article(listed.id)
            assert article is not None
            found.setdefault(listed.source_file, []).append(article)
    return found


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Every test here says which rows of the list of bad inputs it is about: ``@pytest.mark.row(33, 34)``."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents and not list(item.iter_markers("row")) and "row" not in item.name:
            raise pytest.UsageError(f"{item.nodeid} names no row of the list of bad inputs")

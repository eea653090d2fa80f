"""The same file a thousand times is one article with a thousand sources; one that differs in a character is another print of its story."""

from pathlib import Path

import pytest

from index.build import build
from index.findings import RejectReason
from index.store import open_store
from tests.fakes import HashEmbedding

STORY = (
    "河湾村通了班车\n\n本报讯（记者 何晓燕）河湾村昨天通了班车，第一趟车上坐了46名村民。班车一天跑六趟，从村口到镇上要走二十五分钟。"
    "村里的老人说，以前去镇上赶集要走一上午，背回来的东西也不敢多买。司机是本村人，车停在祠堂前面的空地上。\n"
)


def index_of(folder: Path) -> Path:
    return folder.parent / "index-made"


def sources(index_dir: Path, name: str) -> list[str]:
    """Every file in which the text of a file stands."""
    with open_store(index_dir) as store:
        (listed,) = [each for each in store.articles() if each.source_file == name]
        return [each.source_file for each in store.prints(listed.id)]


@pytest.mark.row(69)
def test_a_thousand_copies_are_one_article_with_a_thousand_sources(folder: Path, lay):
    names = [f"{number:04d}.txt" for number in range(1000)]
    for name in names:
        (folder / name).write_text(STORY, encoding="utf-8")
    desk = lay(folder)
    assert "46名村民" in desk.bodies("0000.txt")
    assert [name for name in names if name in desk.articles] == ["0000.txt"]
    assert sources(index_of(folder), "0000.txt") == names
    skipped = [each for each in desk.report.skipped if each.reason is RejectReason.DUPLICATE]
    assert [each.source for each in skipped] == names[1:]
    assert all("0000.txt" in each.detail for each in skipped)
    (folder / "0000.txt").unlink()
    build([folder], index_dir=index_of(folder), embedder=HashEmbedding())
    assert sources(index_of(folder), "0001.txt") == names[1:]


@pytest.mark.row(69)
def test_hard_links_are_one_article_and_both_names_are_sources(folder: Path, lay):
    (folder / "one.txt").write_text(STORY, encoding="utf-8")
    (folder / "two.txt").hardlink_to(folder / "one.txt")
    desk = lay(folder)
    assert "two.txt" not in desk.articles
    assert sources(index_of(folder), "one.txt") == ["one.txt", "two.txt"]


@pytest.mark.row(70)
@pytest.mark.parametrize(("old", "new"), [("老人", "大人"), ("46名", "48名"), ("。", "！")])
def test_one_changed_character_keeps_both_as_prints_of_one_story(folder: Path, lay, old: str, new: str):
    (folder / "one.txt").write_text(STORY, encoding="utf-8")
    (folder / "two.txt").write_text(STORY.replace(old, new, 1), encoding="utf-8")
    desk = lay(folder)
    assert new in desk.bodies("two.txt")
    assert old in desk.bodies("one.txt")
    assert sources(index_of(folder), "one.txt") == ["one.txt", "two.txt"]
    assert sources(index_of(folder), "good-171.txt") == ["good-171.txt"]

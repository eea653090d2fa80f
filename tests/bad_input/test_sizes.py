"""Pages that are huge in one way or another, at a scale for tests; `script/bench-growth` has them in full."""

import random

import pytest

from index import clean, segment
from index.findings import RejectReason, WarningKind

LINE = "松河镇新图书馆开门迎客馆长说这里藏书六万册"


def put(folder, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.row(28)
def test_a_page_above_the_limit_is_rejected_with_the_limit(folder, lay, monkeypatch):
    monkeypatch.setattr(segment, "LARGEST_PAGE", 5000)
    put(folder, "line.txt", LINE * 300)
    put(folder, "below.txt", (LINE + "，") * 200 + "。")
    desk = lay(folder)
    found = desk.rejected("line.txt")
    assert found.reason is RejectReason.TOO_LARGE
    assert "5,000" in found.detail
    assert desk.bodies("below.txt").startswith(LINE)
    assert clean.LARGEST_PAGE > 3.4 * 2**20, "10 MB of Chinese are a page"


@pytest.mark.row(29, 31)
def test_one_character_and_text_without_marks_are_kept_whole_and_cut_at_the_length_limit(folder, lay):
    put(folder, "same.txt", "哈" * 20_000)
    put(folder, "endless.txt", LINE * 1000)
    desk = lay(folder)
    assert desk.bodies("same.txt") == "哈" * 20_000
    assert desk.bodies("endless.txt") == LINE * 1000
    assert desk.report.chunks > 40_000 // 800


@pytest.mark.row(30)
def test_thousands_of_tiny_lines_are_kept(folder, lay):
    lines = [f"第{n}号灯已经修好。" for n in range(1000)]
    put(folder, "tiny.txt", "\n".join(lines))
    bodies = lay(folder).bodies("tiny.txt")
    assert all(line in bodies for line in lines)


@pytest.mark.row(30)
def test_a_page_of_more_lines_than_any_paper_has_is_one_article_and_told(folder, lay, monkeypatch):
    monkeypatch.setattr(segment, "_MOST_LINES", 100)
    lines = [f"第{n}号灯已经修好。" for n in range(200)]
    put(folder, "lines.txt", "\n".join(lines))
    desk = lay(folder)
    assert desk.bodies("lines.txt") == "\n".join(lines)
    assert "kept as one article" in desk.warned("lines.txt", WarningKind.CAPPED)[0].detail


@pytest.mark.row(30)
@pytest.mark.parametrize("unit", ["本报讯（记者 ", "本报讯（记者何晓燕）路灯修好了。 ", "甲乙丙\r"], ids=["begun", "leads", "returns"])
def test_a_line_of_a_thousand_leads_is_kept(folder, lay, unit):
    put(folder, "leads.txt", unit * 2500 + "最后一句话在这里。")
    assert "最后一句话在这里。" in lay(folder).bodies("leads.txt")


@pytest.mark.row(32)
def test_a_word_of_fifty_thousand_letters_is_kept_told_and_one_token_in_the_index(folder, lay):
    word = "".join(random.Random(5).choices("ABCDEFGHabcdefgh0123456789+/", k=50_000))
    put(folder, "blob.txt", f"附件里的编码\n\n本报讯（记者 何晓燕）附件是{word}，请收好。\n")
    desk = lay(folder)
    assert word in desk.bodies("blob.txt").replace("\n", "")
    (warned,) = desk.warned("blob.txt", WarningKind.CAPPED)
    assert "50000 characters" in warned.detail


@pytest.mark.row(33, 34)
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (random.Random(1).randbytes(6000), "encoding"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "ELF"),
        (b"PK\x03\x04" + random.Random(2).randbytes(900), "ZIP"),
        (b"SQLite format 3\x00" + bytes(900), "SQLite"),
    ],
    ids=["noise", "program", "archive", "database"],
)
def test_what_is_no_text_is_rejected_by_what_it_is(folder, lay, data, words):
    (folder / "noise.txt").write_bytes(data)
    found = lay(folder).rejected("noise.txt")
    assert found.reason is RejectReason.NOT_TEXT
    assert words in found.detail

"""Collections: JSON, JSON Lines, tables and feeds, broken in every way."""

import io
import json
import zipfile

import pytest

from index.findings import Rejected, RejectReason, WarningKind
from index.readers import read_sources
from index.schema import Page
from tests.documents import word, zipped

STORY = "柳林县今年新修了21公里路，比去年多出三成。"
GOOD = {"title": "修路", "text": STORY}
BROKEN = {
    "deep": ("[" * 50_000, "line 1, column 101"),
    "deep-object": ('{"a":' * 50_000, "line 1, column 501"),
    "twice": ('[\n {"title": "a", "text": "b", "text": "c"}]', "line 2, column 2"),
    "comma": ('[{"title": "a", "text": "b"},\n]', "line 2, column 1"),
    "comma-in-object": ('[{"title": "a", "text": "b",}]', "line 1, column 29"),
    "nan": ('[{"title": "a", "text": "b", "n": NaN}]', "line 1, column 35"),
    "infinity": ('[{"title": "a", "text": "b",\n"n": -Infinity}]', "line 2, column 6"),
    "cut": ('[{"title": "a", "te', "line 1, column 17"),
    "more": ('{"title": "a", "text": "b"} {}', "line 1, column 29"),
    "long-number": ('[{"title": "a", "text": "b", "n": %s}]' % ("9" * 10_000), "line 1"),
}


@pytest.mark.row(54)
def test_json_that_is_none_is_rejected_with_line_and_column(folder, lay):
    for name, (text, _) in BROKEN.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    desk = lay(folder)
    for name, (_, place) in BROKEN.items():
        found = desk.rejected(f"{name}.json")
        assert found.reason is RejectReason.BAD_RECORD
        assert place in found.detail, name


@pytest.mark.row(54)
def test_a_huge_array_is_rejected_by_its_size_unread(folder, lay):
    with (folder / "huge.json").open("wb") as huge:
        huge.truncate(2**30)
    found = lay(folder).rejected("huge.json")
    assert found.reason is RejectReason.TOO_LARGE
    assert "100 MB" in found.detail


@pytest.mark.row(54)
def test_sound_json_gives_finished_articles_whatever_their_fields_are_called(folder, lay):
    (folder / "a.json").write_text(
        json.dumps([GOOD, {"标题": "桥", "正文": "柳林县修了三座桥。", "发布时间": "2031-05-06"}, 7]), encoding="utf-8"
    )
    (folder / "b.json").write_text(json.dumps({"count": 1, "articles": [{"id": 9, "headline": "渠", "content": "柳林县修了四条渠。"}]}))
    desk = lay(folder)
    assert STORY in desk.bodies("a.json#element-1")
    (bridge,) = desk.articles["a.json#element-2"]
    assert (bridge.title, str(bridge.published)) == ("桥", "2031-05-06")
    (warned,) = desk.report.warnings
    assert warned.detail.startswith("element 3 ")
    assert "四条渠" in desk.bodies("b.json#9")


@pytest.mark.row(55)
def test_one_broken_line_of_a_hundred_thousand_is_named_and_the_others_are_kept(folder):
    lines = [json.dumps({"doc_id": str(n), "title": "", "text": f"第{n}条。"}, ensure_ascii=False) for n in range(100_000)]
    lines[70_000] = '{"doc_id": "70000", "text": '
    (folder / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = list(read_sources([folder]))
    assert len(found) == 99_999
    assert all(isinstance(page, Page) for page in found)
    (warned,) = [warned for page in found for warned in page.warnings]
    assert warned.kind is WarningKind.PART
    assert "line 70001 " in warned.detail


@pytest.mark.row(55)
def test_a_broken_line_is_a_warning_of_the_build(folder, lay):
    lines = [json.dumps({"doc_id": str(n), "title": f"第{n}", "text": f"柳林县修了{n}条渠。"}) for n in range(3)]
    (folder / "c.jsonl").write_text("\n".join([lines[0], "{", *lines[1:]]), encoding="utf-8")
    desk = lay(folder)
    assert [desk.bodies(f"c.jsonl#{n}") for n in range(3)] == [f"柳林县修了{n}条渠。" for n in range(3)]
    assert "line 2 " in desk.warned("c.jsonl#1", WarningKind.PART)[0].detail
    assert desk.report.rejected == ()


@pytest.mark.row(55)
def test_a_collection_without_one_article_is_rejected_once(folder, lay):
    (folder / "c.jsonl").write_text("{\n[]\n{}\n", encoding="utf-8")
    found = lay(folder).rejected("c.jsonl")
    assert found.reason is RejectReason.BAD_RECORD
    assert "line 1 " in found.detail


@pytest.mark.row(56)
def test_rows_that_do_not_fit_are_named_and_the_others_are_kept(folder, lay):
    rows = [
        "标题,正文,日期",
        "渠,柳林县修了两条渠。,2031-05-06",
        "短",
        "长,柳林县修了三条渠。,a,b,c",
        '引,"柳林县修了四条渠。,x',
        "=cmd(),=SUM(A1:A9),2031-05-07",
    ]
    rows += ['段,"柳林县修了\n五条渠。",2031-05-08']
    (folder / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    desk = lay(folder)
    assert "两条渠" in desk.bodies("t.csv#line-2")
    (formula,) = desk.articles["t.csv#line-6"]
    assert (formula.title, formula.body) == ("=cmd()", "=SUM(A1:A9)")
    assert "五条渠" in desk.bodies("t.csv#line-7")
    told = [warned.detail for warned in desk.report.warnings if warned.kind is WarningKind.PART]
    assert [detail.partition("line ")[2][0] for detail in told] == ["3", "3", "4", "5"]


@pytest.mark.row(56)
def test_ten_thousand_columns_are_read_by_their_names(folder, lay):
    names, cells = ["x"] * 10_000, ["1"] * 10_000
    names[7_000], cells[7_000] = "text", STORY
    (folder / "wide.tsv").write_text("\t".join(names) + "\n" + "\t".join(cells), encoding="utf-8")
    assert lay(folder).bodies("wide.tsv#line-2") == STORY


@pytest.mark.row(56)
def test_a_table_without_a_column_of_text_is_rejected_with_its_columns(folder, lay):
    (folder / "t.csv").write_text("甲,乙\n1,2\n", encoding="gb18030")
    assert "甲, 乙" in lay(folder).rejected("t.csv").detail


FEED = "<rss version='2.0'><channel><title>柳林网</title><item><title>修路</title><description>{}</description></item></channel></rss>"
UNSAFE = {
    "bomb": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + FEED.format("&b;"),
    "file": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + FEED.format("&a;"),
    "network": '<!DOCTYPE l [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>' + FEED.format("&a;"),
    "dtd": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">' + FEED.format("x"),
    "inclusion": FEED.format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'),
    "parameter": '<!DOCTYPE l [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]>' + FEED.format("x"),
}


@pytest.mark.row(57)
def test_xml_that_bombs_or_draws_from_elsewhere_is_rejected_and_nothing_is_fetched(folder, lay):
    for name, text in UNSAFE.items():
        (folder / f"{name}.xml").write_text(f'<?xml version="1.0"?>{text}', encoding="utf-8")
    desk = lay(folder)
    for name in UNSAFE:
        assert desk.rejected(f"{name}.xml").reason is RejectReason.UNSAFE, name


@pytest.mark.row(57)
def test_xml_inside_documents_is_held_to_the_same(folder, lay):
    bomb = UNSAFE["bomb"]
    with zipfile.ZipFile(io.BytesIO(word("修路", STORY))) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    (folder / "a.docx").write_bytes(zipped({**members, "word/document.xml": bomb}))
    (folder / "b.odt").write_bytes(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": bomb}))
    (folder / "c.epub").write_bytes(zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": bomb}))
    (folder / "d.pptx").write_bytes(zipped({"ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": bomb}))
    desk = lay(folder)
    for name in ("a.docx", "b.odt", "c.epub", "d.pptx"):
        assert desk.rejected(name).reason is RejectReason.UNSAFE, name


@pytest.mark.row(57)
def test_a_sound_feed_gives_its_entries_in_its_own_encoding(folder, lay):
    feed = '<?xml version="1.0" encoding="gb2312"?>' + FEED.format(f"&lt;p&gt;{STORY}&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;")
    (folder / "f.rss").write_bytes(feed.encode("gb18030"))
    (entry,) = lay(folder).articles["f.rss#entry-1"]
    assert (entry.title, entry.body, entry.outlet) == ("修路", STORY, "柳林网")


@pytest.mark.row(58)
def test_front_matter_that_tells_a_program_what_to_make_is_text(folder, lay):
    bomb = "\n".join(
        ["a: &a [x,x,x,x,x,x,x,x,x]", *(f"{c}: &{c} [*{b},*{b},*{b},*{b},*{b}]" for b, c in zip("abcdefg", "bcdefgh", strict=True))]
    )
    (folder / "a.md").write_text(f'---\ntitle: 修路\n{bomb}\nrun: !!python/object/apply:os.system ["x"]\n---\n{STORY}\n', encoding="utf-8")
    desk = lay(folder)
    (article,) = desk.articles["a.md"]
    assert (article.title, article.body) == ("修路", STORY)
    assert len(desk.warned("a.md", WarningKind.PART)) == 1


@pytest.mark.row(59)
def test_markup_in_markdown_is_inert_text(folder, lay):
    text = f"# 修路\n\n{STORY}\n\n<img src=x onerror=alert(1)>\n\n[原文](javascript:alert(1))和![图](http://127.0.0.1:9/a.png)都是文字。\n"
    (folder / "a.md").write_text(text, encoding="utf-8")
    assert STORY in lay(folder).bodies("a.md")


@pytest.mark.row(54, 56)
def test_rows_of_questions_are_passed_over_in_every_collection(folder):
    (folder / "a.json").write_text('[{"question": "多少?"}]', encoding="utf-8")
    (folder / "b.csv").write_text("qid,question\n1,多少?\n", encoding="utf-8")
    found = list(read_sources([folder]))
    assert all(isinstance(each, Rejected) and each.reason is RejectReason.UNSUPPORTED for each in found)

"""The coloured preview: the page beside its articles, piece by piece, with nothing of the page alive."""

import re
from html import unescape

from index.findings import Rejected, RejectReason
from index.readers import read_sources
from index.schema import Page
from index.segment import cut_page
from ui.coloured import preview_page
from ui.output import printable

PAGE = """河湾晚报 A03 本地

柳林县新修173座凉亭

本报讯（记者 何晓燕）柳林县今年一共新修了173座凉亭，都建在村口，由各村轮流看

护，夜里也亮着灯。村民说，出门比以前方便多了。

石坡镇添了291口水窖<script>alert(1)</script>

本报讯（记者 马立冬）石坡镇今年添了291口水窖，山上的人家不用再下山挑水。镇里的人说，明年还要再添一百口。
"""


def shown(text: str = PAGE) -> str:
    page = Page("p<b>.txt", text, "text/plain")
    return preview_page([(page, cut_page(page))], [Rejected("bad.txt", RejectReason.NOT_TEXT, "no <i>text</i>")])


def printed(html: str) -> str:
    return re.search(r'<div class="print">(.*?)</div>', html, re.DOTALL).group(1)


def text_of(html: str) -> str:
    return unescape(re.sub(r'<a class="number"[^>]*>[^<]*</a>|<[^>]+>', "", printed(html)))


def test_nothing_of_the_page_becomes_markup():
    html = shown()
    assert "<script" not in html
    assert "<i>" not in html
    assert "p<b>" not in html
    assert "http" not in html


def test_the_page_is_shown_whole_with_each_piece_in_its_articles_colour():
    left = printed(shown())
    assert text_of(shown()) == PAGE
    colours = re.findall(r'<span class="piece (\w+)" style="--soft:(hsl\([^)]*\))', left)
    assert len({colour for _, colour in colours}) == 2
    assert [role for role, _ in colours] == ["title", "byline", "body", "body", "title", "byline", "body"]


def test_furniture_stays_grey_and_is_listed():
    html = shown()
    assert printed(html).startswith("河湾晚报 A03 本地\n")
    assert "河湾晚报 A03 本地" in html[html.index('class="furniture"') :]


def test_every_number_leads_to_the_same_piece_on_the_other_side():
    html = shown()
    names, targets = set(re.findall(r'id="([ab][^"]+)"', html)), set(re.findall(r'href="#([^"]+)"', html))
    assert names == targets
    assert {"a1-1.1", "b1-1.1", "a1-2.1", "b1-2.1"} <= names


def test_the_text_is_shown_in_reading_order_with_the_column_end_mended():
    html = shown()
    first = re.sub(r"<[^>]+>", "", html[html.index('class="article"') :])
    assert "由各村轮流看" in first
    assert re.search(r"轮流看[\d.]*护，夜里", first)


def test_a_file_that_could_not_be_cut_stands_there_with_its_reason():
    assert "no &lt;i&gt;text&lt;/i&gt;" in shown()


def test_each_shipped_page_is_shown_whole(project_root):
    for page in read_sources([project_root / "seeds" / "pages"]):
        assert text_of(preview_page([(page, cut_page(page))])) == printable(page.text), page.source

"""Scanned pages and pictures, read by OCR in its child; without the extra, or a Chinese font to draw with, these are skipped by name."""

import io
import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from index.findings import Rejected, RejectReason, WarningKind
from index.readers.ocr import can_read_pictures
from index.readers.pdf import read_pdf
from index.readers.picture import read_picture
from index.schema import Page
from index.segment import cut_page
from tests import pdf_files

FONTS = [font for folder in ("/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts") for font in sorted(Path(folder).rglob("*CJK*"))]
pytestmark = [
    pytest.mark.skipif(not can_read_pictures(), reason="the extra ocr is not installed: pip install 'wenju[ocr]'"),
    pytest.mark.skipif(not FONTS, reason="no Chinese font to draw a page with: install fonts-noto-cjk"),
]
TITLE = "柳林县新修凉亭"


def drawn(lines: tuple[str, ...] = pdf_files.STORY, *, seed: int = 0) -> Image.Image:
    """A page as a cheap scanner gives it: a little grey, a little noise."""
    picture = Image.new("L", (900, 520), 246)
    pen = ImageDraw.Draw(picture)
    pen.text((60, 30), TITLE, 30, font=ImageFont.truetype(str(FONTS[0]), 52))
    for number, line in enumerate(lines):
        pen.text((60, 140 + 48 * number), line, 30, font=ImageFont.truetype(str(FONTS[0]), 26))
    rng = random.Random(seed)
    noise = Image.frombytes("L", picture.size, bytes(min(255, max(0, int(rng.gauss(128, 12)))) for _ in range(900 * 520)))
    return Image.blend(picture, noise, 0.15)


def png(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "png")
    return held.getvalue()


def errors(found: str, wanted: str) -> float:
    """Share of characters that differ, blanks aside."""
    bare = "".join(found.split())
    same = sum(block.size for block in SequenceMatcher(None, bare, wanted, autojunk=False).get_matching_blocks())
    return 1 - same / max(len(bare), len(wanted))


def test_a_picture_of_a_page_is_read_with_its_headline_told_and_nothing_fetched():
    """The child that reads it can open no connection: what it needs is in the package."""
    (page,) = read_picture(png(drawn()), "page.png")
    assert isinstance(page, Page)
    assert errors(page.text, TITLE + "".join(pdf_files.STORY)) <= 0.03
    assert page.layout is not None
    assert [page.text[a:b] for a, b in page.layout.headings] == [TITLE]
    assert float(page.record["ocr_confidence"]) > 0.9
    cut = cut_page(page)
    assert not isinstance(cut, Rejected)
    assert [article.title for article in cut.articles] == [TITLE]


def test_a_scanned_page_stands_in_its_place_among_pages_of_text():
    (page,) = read_pdf(pdf_files.scan([drawn().crop((0, 120, 900, 520))], text=("县里办了一所学校。",)), "mixed.pdf")
    assert isinstance(page, Page)
    assert page.text.startswith("县里办了一所学校。")
    assert errors(page.text.split("\n", 1)[1], "".join(pdf_files.STORY)) <= 0.05


def test_a_page_whose_text_layer_is_no_text_is_read_from_what_it_shows():
    (page,) = read_pdf(pdf_files.gibberish(0x5A00, drawn()), "broken.pdf")
    assert isinstance(page, Page)
    assert errors(page.text, TITLE + "".join(pdf_files.STORY)) <= 0.03


def test_lines_that_ocr_is_unsure_of_or_cannot_read_are_told():
    fair, poor = drawn().resize((190, 110)).resize((900, 520)), drawn().resize((140, 81)).resize((900, 520))
    (page,) = read_picture(png(fair), "fair.png")
    assert isinstance(page, Page)
    assert [warned.kind for warned in page.warnings] == [WarningKind.BROKEN]
    assert "unsure" in page.warnings[0].detail
    (page,) = read_picture(png(poor), "poor.png")
    assert isinstance(page, Page)
    assert WarningKind.PART in {warned.kind for warned in page.warnings}


def test_ocr_that_is_turned_off_reads_nothing():
    for found in (read_picture(png(drawn()), "page.png", ocr=False), read_pdf(pdf_files.scan([drawn()]), "scan.pdf", ocr=False)):
        (rejected,) = found
        assert isinstance(rejected, Rejected)
        assert rejected.reason is RejectReason.SCANNED
        assert "turned off" in rejected.detail


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (png(Image.new("L", (40, 40), 255))[:60], RejectReason.DAMAGED),
        (png(Image.new("1", (12_000, 12_000), 1)), RejectReason.TOO_LARGE),
        (png(Image.new("L", (300, 300), 255)), RejectReason.EMPTY),
    ],
    ids=["cut short", "144 million pixels", "blank"],
)
def test_a_picture_that_cannot_be_read_is_rejected_by_its_reason(data, reason):
    (rejected,) = read_picture(data, "page.png")
    assert isinstance(rejected, Rejected)
    assert rejected.reason is reason

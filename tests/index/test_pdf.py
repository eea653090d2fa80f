"""PDF files → pages: what becomes one page, what is told of it, and articles whole and unmixed from composed newspaper pages."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from index.findings import Rejected
from index.readers.pdf import read_pdf
from index.schema import Page
from index.segment import cut_page
from tests import pdf_files
from tests.paper import FONT, HANT_FONT, Sheet, compose

GRAM = 5


def pages_of(data: bytes) -> list[Page]:
    found = list(read_pdf(data, "paper.pdf"))
    assert all(isinstance(each, Page) for each in found), found
    return [each for each in found if isinstance(each, Page)]


def grams(text: str) -> set[str]:
    bare = "".join(text.split())
    return {bare[i : i + GRAM] for i in range(len(bare) - GRAM + 1)}


def bodies(sheet: Sheet) -> list[str]:
    (page,) = pages_of(sheet.pdf)
    cut = cut_page(page)
    assert not isinstance(cut, Rejected)
    return [article.body for article in cut.articles]


def test_articles_of_composed_newspaper_pages_are_found_whole_and_unmixed():
    """Of 20 pages of two, three and four columns; plain text order gives F1 0.43 and mixes 32 articles in 100."""
    found = made = true = mixed = 0
    for seed in range(20):
        sheet = compose(seed)
        truths = [grams(story.body) for story in sheet.stories]
        given = [grams(body) for body in bodies(sheet)]
        made, true = made + len(given), true + len(truths)
        for own in given:
            shares = sorted((len(own & other) for other in truths), reverse=True)
            found += any(len(own & other) >= 0.8 * len(own | other) for other in truths)
            best = max(truths, key=lambda other: len(own & other))
            mixed += any(len((own & other) - best) >= 0.1 * len(own) for other in truths if other is not best and shares[0])
    assert 2 * found / (made + true) >= 0.97
    assert mixed == 0


def test_headlines_running_heads_and_captions_are_told_from_the_print():
    sheet = compose(29)
    (page,) = pages_of(sheet.pdf)
    assert page.layout is not None
    told = {name: [page.text[a:b] for a, b in getattr(page.layout, name)] for name in ("headings", "furniture", "captions")}
    assert sorted(told["headings"]) == sorted(story.title for story in sheet.stories)
    assert [line.replace(" ", "") for line in told["furniture"]] == ["-4-"]
    assert set(told["captions"]) <= {story.caption for story in sheet.stories}
    assert len(page.layout.breaks) == len(sheet.stories)


def test_a_text_that_runs_over_several_pages_is_one_page_and_newspaper_pages_are_several():
    one = pages_of(pdf_files.written(pages=3))
    assert [page.source for page in one] == ["paper.pdf"]
    assert one[0].text.count(pdf_files.STORY[0]) == 3
    several = pages_of(pdf_files.written(titles=("柳林县修凉亭", "白石镇挖水窖", "青溪市装路灯")))
    assert [page.source for page in several] == ["paper.pdf#page-1", "paper.pdf#page-2", "paper.pdf#page-3"]
    assert {page.file for page in several} == {"paper.pdf"}


def test_a_sentence_cut_by_the_end_of_a_page_is_whole_again():
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(300, 200))
    for number, line in enumerate(("凉亭都建在村口，由各村轮", "流看护，夜里也亮着灯。"), 1):
        canvas.setFont(FONT, 12)
        canvas.drawString(40, 120, line)
        canvas.drawString(140, 20, f"第{number}页")
        canvas.showPage()
    canvas.save()
    (page,) = pages_of(held.getvalue())
    cut = cut_page(page)
    assert not isinstance(cut, Rejected)
    assert cut.articles[0].body == "凉亭都建在村口，由各村轮流看护，夜里也亮着灯。"
    assert cut.furniture == ("第1页", "第2页")


def test_vertical_print_is_read_from_top_to_bottom_and_from_right_to_left():
    text = "柳林縣今年一共新修了一百七十一座涼亭，比去年多出三成。涼亭都建在村口，由各村輪流看護，夜裡也亮著燈。"
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(300, 300))
    for i, character in enumerate(text):
        canvas.setFont(HANT_FONT, 12)
        canvas.drawString(240 - i // 14 * 22, 260 - i % 14 * 14, character)
    canvas.showPage()
    canvas.save()
    (page,) = pages_of(held.getvalue())
    assert "".join(page.text.split()) == text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_seen(turn):
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(400, 400))
    canvas.setPageRotation(turn)
    canvas.translate(200, 200)
    canvas.rotate(turn)
    canvas.translate(-200, -200)
    for number, line in enumerate(pdf_files.STORY):
        canvas.setFont(FONT, 11)
        canvas.drawString(40, 350 - 24 * number, line)
    canvas.showPage()
    canvas.save()
    (page,) = pages_of(held.getvalue())
    assert "".join(page.text.split()) == "".join(pdf_files.STORY)


def test_english_words_are_parted_and_a_hyphen_at_the_end_of_a_line_is_taken_out():
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(400, 400))
    for number, line in enumerate(("The county has built pavi-", "lions at every gate, and", "the lamps burn at night.")):
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(40, 350 - 14 * number, line)
    canvas.showPage()
    canvas.save()
    (page,) = pages_of(held.getvalue())
    assert page.text.strip() == "The county has built pavilions at every gate, and the lamps burn at night."


def test_words_set_wide_apart_in_a_justified_line_are_one_line():
    """Typesetting programs place each word and draw no spaces."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(400, 400))
    lines = ("The first office of the county offers", "files on pavilions and wells, which any", "villager may read on a free afternoon.")
    for number, line in enumerate(lines):
        at = 40.0
        for word in line.split():
            canvas.setFont("Times-Roman", 12)
            canvas.drawString(at, 350 - 14 * number, word)
            at += canvas.stringWidth(word) + 11
    canvas.showPage()
    canvas.save()
    (page,) = pages_of(held.getvalue())
    assert page.text.split() == " ".join(lines).split()

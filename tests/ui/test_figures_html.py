import re
from dataclasses import replace

import pytest

from rag.schema import Answer, AnswerFigure, AnswerSentence, Citation, Passage, Status, Verdict
from ui.figures_html import figure_text, several_figures_html

NASTY = "<img src=x onerror=alert(1)>"


def told(number: int, text: str, quote: str) -> AnswerSentence:
    return AnswerSentence(text, (Citation(number, 0, len(quote), quote, Verdict.SUPPORTED),))


def figure(number: int, value: float, quote: str) -> AnswerFigure:
    return AnswerFigure(value, "座", "便桥", "河湾镇", None, False, number, quote)


def passage(number: int, text: str, outlet: str, published: str) -> Passage:
    return Passage(number, f"a{number}", None, "便桥", "桥.txt", outlet, published, text, 0, len(text), 0.5)


@pytest.fixture
def compared() -> Answer:
    first, second = "河湾镇修好了62座便桥。", "石门乡修好了51座便桥。"
    sentences = (
        told(1, "Hewan: 62 — “便桥” (footbridge), 2022-04-05", first),
        told(2, "Shimen: 51 — “便桥” (footbridge)", second),
    )
    passages = (passage(1, first, "河湾报", "2022-04-05"), passage(2, second, "石门报", "2023-01-09"))
    figures = (figure(1, 62, first), figure(2, 51, second))
    return Answer("which?", "en", Status.ANSWERED, "Hewan: 62; Shimen: 51", "…", sentences, figures, passages)


def cells(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", page)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_a_comparison_is_a_table_of_name_figure_and_source(compared):
    page, left = several_figures_html(compared, 1, "en")
    assert cells(page) == [
        ["Hewan", "62", "“便桥” (footbridge)[1] 河湾报 · 2022-04-05"],
        ["Shimen", "51", "“便桥” (footbridge)[2] 石门报 · 2023-01-09"],
    ]
    assert page.count('<th scope="row">') == 2
    assert left == [], "the sentences are not said again below"


@pytest.mark.parametrize(
    ("short", "difference"),
    [("11 (Hewan: 62; Shimen: 51)", "11"), ("11座 (河湾镇：62座；石门乡：51座)", "11座"), ("11 (河湾鎮：62、石門郷：51)", "11")],
)
def test_a_difference_stands_above_the_two_it_is_made_of(compared, short, difference):
    both = AnswerSentence("The difference is 11.", tuple(c for s in compared.sentences for c in s.citations))
    page, left = several_figures_html(replace(compared, short=short, sentences=(*compared.sentences, both)), 1, "en")
    assert f'<p class="wj-short">{difference}</p>' in page
    assert len(cells(page)) == 2
    assert left == [both]


@pytest.mark.parametrize("short", ["62; 51", "", "Hewan: 62", "a: 1; b: 2; c: 3"])
def test_figures_without_a_name_each_are_told_in_sentences(compared, short):
    page, left = several_figures_html(replace(compared, short=short), 1, "en")
    assert (page, left) == ("", compared.sentences)


def test_figures_that_conflict_stand_side_by_side_each_with_sentence_paper_and_date(compared):
    intro = AnswerSentence("The articles differ:")
    answer = replace(compared, status=Status.CONFLICTING, short="62; 51", sentences=(intro, *compared.sentences))
    page, left = several_figures_html(answer, 1, "en")
    tiles = re.findall(r"<li>(.*?)</li>", page)
    assert ["62 座" in tiles[0], "51 座" in tiles[1], len(tiles)] == [True, True, 2]
    assert "河湾报 · 2022-04-05" in tiles[0]
    assert "<q" in tiles[0]
    assert "河湾镇修好了62座便桥。" in tiles[0]
    assert 'data-mark="wj-m1-2-0"' in tiles[1]
    assert left == [intro]


def test_one_figure_is_no_comparison(compared):
    assert several_figures_html(replace(compared, figures=compared.figures[:1]), 1, "en") == ("", compared.sentences)


def test_names_and_quotes_are_escaped(compared):
    nasty = replace(
        compared,
        short=f"{NASTY}: {NASTY}; b: {NASTY}",
        sentences=tuple(replace(each, text=NASTY) for each in compared.sentences),
        passages=tuple(replace(each, outlet=NASTY) for each in compared.passages),
    )
    for status in (Status.ANSWERED, Status.CONFLICTING):
        page, _ = several_figures_html(replace(nasty, status=status), 1, "en")
        assert page
        assert "<img" not in page


def test_a_figure_is_written_as_it_is_read(compared):
    assert figure_text(replace(compared.figures[0], value=4217.0), "en") == "4,217 座"
    assert figure_text(replace(compared.figures[0], value=0.5, unit="%", approximate=True), "en") == "about 0.5%"

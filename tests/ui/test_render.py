import re
from dataclasses import replace

import pytest

from rag.schema import AnswerFigure, AnswerSentence, Notice, Status
from ui import render
from ui.markup import mark_id

NASTY = "<img src=x onerror=alert(1)>\"'&\x1b\u202e"


def test_everything_said_in_an_answer_is_escaped(answered):
    nasty = replace(
        answered,
        short=NASTY,
        sentences=(AnswerSentence(NASTY, answered.sentences[0].citations),),
        notices=(Notice("n", NASTY),),
        passages=(replace(answered.passages[0], title=NASTY, outlet=NASTY, source_file=NASTY),),
    )
    pages = [
        render.answer_html(nasty, 1, "en"),
        render.sources_html(nasty, 1, "en"),
        render.question_html(NASTY),
        render.partial_html(NASTY),
        render.error_html(NASTY),
    ]
    for page in pages:
        assert "<img" not in page
        assert "\x1b" not in page
        assert "\u202e" not in page
    assert "<script" not in pages[1]


def test_each_number_names_the_mark_of_its_own_sentence(answered):
    names = re.findall(r'data-mark="([^"]+)"', render.answer_html(answered, 3, "en"))
    marks = re.findall(r'<mark data-marks="([^"]+)">([^<]*)</mark>', render.sources_html(answered, 3, "en"))
    assert [mark for mark, _ in marks] == [names[0], names[1]]
    assert [text for _, text in marks] == ["河湾镇去年修好了62座便桥。", "其中9座在夜里也亮灯。"]


def test_the_source_shows_headline_paper_and_date_and_its_whole_passage(answered):
    page = render.sources_html(answered, 1, "en")
    assert "便桥修到田头" in page
    assert "河湾报 · 2022-04-05" in page
    plain = re.sub(r"<[^>]+>", "", page)
    assert "桥都由村里看护。" in plain
    assert page.count("<details") == 1, "the passage that nothing cites is not shown"


def test_overlapping_quotes_share_one_mark_that_carries_both_names(answered):
    whole = answered.passages[0]
    first = answered.sentences[0].citations[0]
    longer = replace(first, start=first.start + 2, end=first.end + 3)
    page = render.marked_html(whole, [first, longer], 1)
    assert page.count("<mark") == 1
    assert f'data-marks="{mark_id(1, 1, first.start)} {mark_id(1, 1, longer.start)}"' in page


def test_offsets_of_the_article_are_moved_into_a_passage_that_begins_later(answered):
    later = replace(answered.passages[0], start=100, end=100 + len(answered.passages[0].text))
    moved = replace(answered.sentences[0].citations[0], start=100, end=112)
    assert re.findall(r"<mark[^>]*>([^<]*)<", render.marked_html(later, [moved], 1)) == [later.text[:12]]


def test_a_quote_outside_its_passage_marks_nothing(answered):
    far = replace(answered.sentences[0].citations[0], start=5000, end=5010)
    assert "<mark" not in render.marked_html(answered.passages[0], [far], 1)


def test_an_answer_that_was_not_found_has_no_numbers_and_no_sources(not_found):
    page = render.answer_html(not_found, 1, "zh-Hans")
    assert "wj-cite" not in page
    assert "wj-short" not in page
    assert not_found.text in page
    assert "<details" not in render.sources_html(not_found, 1, "zh-Hans")


def test_figures_that_conflict_stand_side_by_side_with_their_sources(answered):
    other = AnswerFigure(0.5, "%", "坏桥", None, "2021", True, 2, "没有引用")
    page = render.answer_html(replace(answered, status=Status.CONFLICTING, figures=(*answered.figures, other)), 1, "en")
    assert page.count("<li>") == 2
    assert "62 座" in page
    assert "about 0.5%" in page
    assert "2022-04-05" in page


def test_a_sentence_without_a_source_is_shown_as_such(answered):
    page = render.answer_html(replace(answered, sentences=(AnswerSentence("So it seems."),)), 1, "en")
    assert '<span class="wj-unsupported">So it seems.</span>' in page


def test_only_the_last_answers_sources_are_shown_until_a_number_is_clicked(answered):
    sections = [render.sources_html(answered, turn, "en") for turn in (1, 2)]
    page = render.panel_html(sections, "en")
    assert re.findall(r'<section class="wj-turn"( hidden)? id="wj-s(\d)">', page) == [(" hidden", "1"), ("", "2")]


@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_an_empty_conversation_says_what_the_panel_is_for(locale):
    assert "wj-empty" in render.panel_html((), locale)

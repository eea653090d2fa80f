from dataclasses import replace

import pytest

from eval.answer_measures import answer_tokens, date_stated, exact_match, number_scores, token_f1, unfooled
from eval.schema import Question
from rag.schema import Answer, AnswerFigure, Status

ASKED = Question(qid="q", text="?", lang="zh-Hans", kind="number", answerable=True)


def answer(short, *figures):
    found = tuple(AnswerFigure(value, unit, "", None, None, False, 1, "") for value, unit in figures)
    return Answer(question="?", language="zh-Hans", status=Status.ANSWERED, short=short, text=short, figures=found)


def test_a_chinese_character_is_a_token_and_a_latin_word_or_a_number_is_one_whole():
    assert answer_tokens("杭州Web-based平台,共4,170.25万人(97.5％)") == (
        "杭", "州", "web-based", "平", "台", "共", "4170.25", "万", "人", "97.5%",
    )  # fmt: skip
    assert answer_tokens("The port opened in May") == ("port", "opened", "in", "may")
    assert answer_tokens("東京タワー 서울") == ("东", "京", "タ", "ワ", "ー", "서", "울")


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("臺灣體育館", "台湾体育馆"),
        ("「海风号」。", "海风号"),
        ("ＡＢＣ公司", "abc公司"),
        ("1,320", "１３２０"),
        ("the Blue Harbour", "Blue Harbour"),
        ("第 3 名", "第3名"),
    ],
)
def test_script_width_case_punctuation_and_separators_make_no_difference(said, reference):
    assert exact_match(said, [reference]) == 1.0
    assert token_f1(said, [reference]) == 1.0


def test_another_number_is_no_match_and_no_part_of_one():
    assert exact_match("132", ["1320"]) == 0.0
    assert token_f1("132", ["1320"]) == 0.0


def test_f1_by_hand():
    # 东湖公园 over 东湖: 2 of 4 characters, all of the reference's 2; 2·½·1 / 1½ = 2/3.
    assert token_f1("东湖公园", ["东湖"]) == pytest.approx(2 / 3)
    # two words of three in common with two of two
    assert token_f1("blue harbour bridge", ["harbour bridge"]) == pytest.approx(0.8)
    # a token that comes twice counts as often as both have it
    assert token_f1("宝宝", ["宝"]) == pytest.approx(2 / 3)


def test_the_best_reference_counts_and_an_empty_answer_is_zero():
    assert token_f1("西山", ["东湖", "西山"]) == 1.0
    assert exact_match("西山", ["东湖", "西山"]) == 1.0
    assert (exact_match("", ["。"]), token_f1("", ["东湖"]), token_f1("东湖", [])) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        (answer("3.2万元", (32000.0, "元")), 1.0, 1.0),
        (answer("32,000 yuan", (32000.0, "元")), 1.0, 1.0),
        (answer("32,000", (32000.0, "元")), 1.0, 1.0),
        (answer("32,000 美元", (32000.0, "美元")), 1.0, 0.0),
        (answer("3.2元", (3.2, "元")), 0.0, 0.0),
        (answer(""), 0.0, 0.0),
        (answer("3.2万元"), 1.0, 1.0),  # a system that gives no figures
        (answer("3.2万元或5万元"), 0.0, 0.0),  # nor says which of two it means
        (answer("5万元", (50000.0, "元"), (32000.0, "元")), 0.0, 0.0),  # the first figure is the answer
    ],
)
def test_a_number_is_exact_in_value_and_unit(said, value, unit):
    asked = replace(ASKED, number=32000.0, unit="元")
    assert number_scores(asked, said) == {"figure": value, "unit": unit}


def test_a_reference_answer_gives_the_number_where_the_set_has_none():
    asked = replace(ASKED, references=("2.5亿元", "250 million yuan"))
    assert number_scores(asked, answer("2.5亿元")) == {"figure": 1.0, "unit": 1.0}
    assert number_scores(asked, answer("250,000,000", (250e6, "元"))) == {"figure": 1.0, "unit": 1.0}
    assert number_scores(asked, answer("25亿元")) == {"figure": 0.0, "unit": 0.0}


def test_a_reference_said_as_it_is_written_is_right_whatever_its_numbers_are_read_as():
    asked = replace(ASKED, references=("康熙二十年", "1681年"))
    assert number_scores(asked, answer("康熙二十年"))["figure"] == 1.0
    assert number_scores(asked, answer("1681年"))["figure"] == 1.0
    assert number_scores(asked, answer("1682年"))["figure"] == 0.0


def test_a_lone_chinese_numeral_is_a_number():
    asked = replace(ASKED, references=("十六",))
    assert number_scores(asked, answer("16")) == {"figure": 1.0}
    assert number_scores(replace(ASKED, references=("16",)), answer("十六个")) == {"figure": 1.0}
    assert number_scores(asked, answer("十五")) == {"figure": 0.0}


def test_every_number_of_a_reference_must_be_stated():
    asked = replace(ASKED, references=("12人和30人",))
    assert number_scores(asked, answer("12人、30人"))["figure"] == 1.0
    assert number_scores(asked, answer("12人"))["figure"] == 0.0


def test_numbers_are_not_asked_where_the_reference_has_none_or_the_kind_is_another():
    assert number_scores(replace(ASKED, references=("许多",)), answer("3")) == {}
    assert number_scores(replace(ASKED, kind="span", references=("3个",)), answer("3")) == {}
    assert number_scores(replace(ASKED, references=("17",)), answer("17个")) == {"figure": 1.0}


@pytest.mark.parametrize(
    ("short", "stated"), [("2021年5月12日", True), ("May 12, 2021", True), ("2021-05-12", True), ("2021年5月", False), ("", False)]
)
def test_a_date_is_stated_however_it_is_written(short, stated):
    assert date_stated(replace(ASKED, kind="date", references=("2021年5月12日",)), short) is stated


def test_an_answer_that_repeats_an_altered_document_is_fooled():
    asked = replace(ASKED, fake_answers=("170", "一百七十"))
    assert unfooled(asked, "170个") == 0.0
    assert unfooled(asked, "1700个") == 1.0
    assert unfooled(asked, "") == 1.0

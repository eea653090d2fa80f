"""Which figure answers, which others agree with it, and which disagree."""

import math

import pytest

from rag.figure_kinds import unit_fit
from rag.figures import margin_of
from tests.gazette import Desk, desk_over, record


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return desk_over(
        tmp_path_factory.mktemp("figures"),
        record("lab", "工作室的成果", "罗城农机工作室三年里拿到发明专利7项、实用新型专利26项，发表论文41篇。", published="2023-05-02"),
        record("pay", "补贴涨了", "从下月起，平川县一线环卫工的高温补贴标准由3000元提高到5000元。", published="2023-07-01"),
        record("prize", "技能比赛设奖", "临溪市技能比赛为获奖选手发放奖金，最高奖金8000元，最低奖金600元。", published="2023-08-08"),
        record("class", "夏令托管班", "怀山市去年开设托管班74个，服务职工子女2650人次，投入资金90万元。", published="2022-09-01"),
        record("early", "怀山往年的托管班", "2020年怀山市开设托管班33个。", published="2021-01-04"),
        record("hours", "食堂开门", "双港食堂每天早上6点开门，晚上8点关门，2021年3月建成，入会率达到92%。", published="2022-03-03"),
        record("care", "护理补贴", "怀山市为失能老人发放护理补贴，每人300至500元。", published="2022-09-01"),
        record("join", "比赛多了", "岭东区工会全年举办羽毛球比赛30场，2100名职工参加。", published="2022-03-03"),
    )


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("罗城农机工作室拿到多少项发明专利?", 7),
        ("罗城农机工作室有多少项实用新型专利?", 26),
        ("罗城农机工作室发表了多少篇论文?", 41),
        ("怀山市去年开设了多少个托管班?", 74),
        ("怀山市的托管班服务了多少人次?", 2650),
        ("怀山市的托管班投入了多少资金?", 900_000),
        ("岭东区的羽毛球比赛有多少名职工参加?", 2100),
        ("岭东区举办了多少场羽毛球比赛?", 30),
        ("双港食堂晚上几点关门?", 20),
        ("双港食堂的入会率是多少?", 92),
        ("双港食堂是哪一年建成的?", 2021),
    ],
)
def test_of_several_figures_in_a_sentence_the_one_asked_for_comes_first(desk, question, value):
    assert desk.read(question).value == value


def test_the_new_value_answers(desk):
    assert desk.read("平川县环卫工的高温补贴标准是多少元?").value == 5000
    assert desk.read("平川县环卫工的高温补贴提高到多少元?").value == 5000


def test_a_question_about_before_is_answered_by_the_old_value(desk):
    assert desk.read("平川县环卫工的高温补贴原来是多少元?").value == 3000


@pytest.mark.parametrize(("question", "value"), [("获奖选手最高奖金多少元?", 8000), ("获奖选手最低奖金多少元?", 600)])
def test_the_most_and_the_least_are_told_apart(desk, question, value):
    assert desk.read(question).value == value


def test_a_question_for_yuan_is_never_answered_by_anything_else(desk):
    assert {m.figure.unit for m in desk.read("罗城农机工作室花了多少元?").figures} == {"元"}


def test_the_year_asked_for_decides_between_articles(desk):
    assert desk.read("2020年怀山市开设了多少个托管班?").value == 33
    assert desk.read("2021年怀山市开设了多少个托管班?").value == 74


def test_the_same_question_in_english_finds_the_same_figure(desk):
    assert desk.read("how many invention patents does the Luocheng studio have").value == 7


def test_units_of_one_family_stand_in_for_each_other():
    assert unit_fit(frozenset({"名"}), "名") > unit_fit(frozenset({"名"}), "人") > unit_fit(frozenset({"名"}), "元") == 0


def test_a_range_is_shown_whole(desk):
    assert desk.read("怀山市的护理补贴每人多少元?").best.printed == "300至500元"


def test_one_end_of_a_range_is_shown_where_it_is_asked_for(desk):
    assert desk.read("怀山市的护理补贴最高多少元?").best.printed == "500元"


def test_a_change_is_no_range(desk):
    assert desk.read("平川县环卫工的高温补贴是多少元?").best.upto is None


def test_the_margin_is_above_figures_of_another_value(desk):
    reading = desk.read("罗城农机工作室拿到多少项发明专利?")
    assert margin_of(reading.best, reading.figures) > 0
    assert margin_of(reading.best, [m for m in reading.figures if m.figure.value == reading.value]) == math.inf

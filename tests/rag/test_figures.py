"""Which figure answers, which others agree with it, and which disagree."""

import pytest

from rag.conflicts import agreeing, conflicting
from rag.figure_kinds import unit_fit
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


@pytest.fixture(scope="class")
def rivals(tmp_path_factory) -> Desk:
    return desk_over(
        tmp_path_factory.mktemp("rivals"),
        record("one", "松原建起读书角", "松原市工会建成职工读书角48个，方便了工人。", outlet="松原日报"),
        record("two", "读书角遍布松原", "松原市工会建成职工读书角48个，还在添新书。", outlet="江边报"),
        record("three", "松原的读书角", "松原市工会建成职工读书角53个，工人爱去。", outlet="北方晚报"),
        record("other", "白城也有读书角", "白城市工会建成职工读书角19个，工人爱去。", outlet="白城报"),
    )


def test_the_same_figure_elsewhere_agrees(rivals):
    reading = rivals.read("松原市工会建成多少个职工读书角?")
    best = next(m for m in reading.figures if m.figure.value == 48)
    assert [m.figure.value for m in agreeing(best, reading.figures)] == [48]


def test_another_figure_for_the_same_thing_conflicts_once(rivals):
    reading = rivals.read("松原市工会建成多少个职工读书角?")
    best = next(m for m in reading.figures if m.figure.value == 48)
    assert [m.figure.value for m in conflicting(best, reading.figures)] == [53]


def test_another_place_is_no_rival(rivals):
    reading = rivals.read("松原市工会建成多少个职工读书角?")
    assert 19 not in [m.figure.value for m in conflicting(reading.figures[0], reading.figures)]


def test_a_place_with_one_figure_has_no_conflict(rivals):
    reading = rivals.read("白城市工会建成多少个职工读书角?")
    assert reading.value == 19
    assert conflicting(reading.figures[0], reading.figures) == []

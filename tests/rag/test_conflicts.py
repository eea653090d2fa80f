"""Figures of several articles: the same said twice, the same thing said otherwise, and other things."""

import pytest

from rag.conflicts import Scope, agreeing, conflicting, newest, same_amount, scopes
from rag.figures import FigureMatch
from tests.gazette import Desk, Reading, desk_over, engine_over, index_of, record

CORNERS = (
    record("one", "松原建起读书角", "松原市工会建成职工读书角48个，方便了工人。", outlet="松原日报", published="2024-01-03"),
    record("two", "读书角遍布松原", "松原市工会建成职工读书角48个，还在添新书。", outlet="江边报", published="2024-01-05"),
    record("three", "松原的读书角", "松原市工会建成职工读书角53个，工人爱去。", outlet="北方晚报", published="2024-02-09"),
    record("other", "白城也有读书角", "白城市工会建成职工读书角19个，工人爱去。", outlet="白城报", published="2024-02-09"),
)
ASKED = "松原市工会建成多少个职工读书角?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return desk_over(
        tmp_path_factory.mktemp("conflicts"),
        *CORNERS,
        record("round", "澜江的消费券", "澜江市发放消费券5.2亿元，商场里人多了。", published="2024-03-01"),
        record("exact", "消费券账单", "澜江市发放消费券5.17亿元，商场里人多了。", published="2024-03-02"),
        record("more", "临海的护林员", "临海县聘用护林员300多名，守着山林。", published="2024-03-01"),
        record("count", "护林员名册", "临海县聘用护林员312名，守着山林。", published="2024-03-02"),
        record("both", "平安里的失业率", "平安里本地户籍的失业率为5.3%，外来户籍的失业率为5.2%。", published="2024-03-01"),
        record("half", "外来人口的失业率", "平安里外来户籍的失业率为5.2%。", published="2024-03-02"),
        record("then", "青湾的渔船", "2021年青湾镇有渔船210艘。", published="2022-01-05"),
        record("now", "渔船又少了", "2023年青湾镇有渔船160艘。", published="2024-01-05"),
    )


def rivals(reading: Reading) -> list[FigureMatch]:
    assert reading.best is not None
    return conflicting(reading.question, reading.best, reading.figures)


def test_the_same_figure_elsewhere_agrees(desk):
    reading = desk.read(ASKED)
    best = next(m for m in reading.figures if m.figure.value == 48)
    assert [m.figure.value for m in agreeing(reading.question, best, reading.figures)] == [48]


def test_another_figure_for_the_same_thing_conflicts_once(desk):
    reading = desk.read(ASKED)
    best = next(m for m in reading.figures if m.figure.value == 48)
    assert [m.figure.value for m in conflicting(reading.question, best, reading.figures)] == [53]


def test_another_place_is_no_rival(desk):
    assert 19 not in [m.figure.value for m in rivals(desk.read(ASKED))]


def test_a_place_with_one_figure_has_no_conflict(desk):
    reading = desk.read("白城市工会建成多少个职工读书角?")
    assert reading.value == 19
    assert rivals(reading) == []


@pytest.mark.parametrize("question", ["澜江市发放了多少消费券?", "临海县聘用了多少名护林员?"])
def test_a_rounded_figure_does_not_contradict_the_exact_one(desk, question):
    reading = desk.read(question)
    assert len({m.figure.value for m in reading.figures[:2]}) == 2
    assert same_amount(*reading.figures[:2])
    assert rivals(reading) == []


def test_figures_that_one_article_tells_apart_do_not_conflict(desk):
    reading = desk.read("平安里本地户籍的失业率是多少?")
    assert reading.value == 5.3
    assert rivals(reading) == []


def test_another_year_is_no_rival_of_the_one_asked_for(desk):
    assert [m.figure.value for m in rivals(desk.read("青湾镇有多少艘渔船?"))]
    asked = desk.read("2023年青湾镇有多少艘渔船?")
    assert asked.value == 160
    assert rivals(asked) == []


def test_an_older_figure_is_no_rival_of_the_latest(desk):
    latest = desk.read("青湾镇最新有多少艘渔船?")
    assert latest.value == 160
    assert rivals(latest) == []


def test_what_sets_two_figures_apart_is_told(desk):
    corners, boats = desk.read(ASKED), desk.read("青湾镇有多少艘渔船?")
    assert scopes([m for m in corners.figures if m.figure.value in {48, 53}]) == ()
    assert scopes(boats.figures[:2]) == (Scope.DAY,)


def test_the_newer_of_two_articles_is_known(desk):
    figures = [m for m in desk.read(ASKED).figures if m.figure.value in {48, 53}]
    latest = newest(figures)
    assert latest is not None
    assert latest.figure.value == 53
    assert newest(figures[:1]) is None


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return engine_over(index_of(tmp_path_factory.mktemp("engine"), CORNERS))


def test_a_contradiction_is_told_as_one_with_paper_and_day(engine):
    answer = engine.ask(ASKED)
    assert answer.status == "conflicting"
    assert {figure.value for figure in answer.figures} == {48, 53}
    assert "互相矛盾" in answer.sentences[0].text
    newer = next(s.text for s in answer.sentences if "53个" in s.text)
    assert "北方晚报" in newer
    assert "2024-02-09" in newer
    assert "较新" in newer
    assert sum("较新" in sentence.text for sentence in answer.sentences) == 1
    assert all(
        article.body[c.start : c.end] == c.quote for s in answer.sentences for c in s.citations if (article := _cited(engine, answer, c))
    )


def _cited(engine, answer, citation):
    return engine.article(next(p.article_id for p in answer.passages if p.number == citation.passage))


def test_figures_of_other_things_are_told_as_such(tmp_path):
    records = [
        record("then", "青湾的渔船", "2021年青湾镇有渔船210艘。", published="2022-01-05"),
        record("now", "渔船又少了", "2023年青湾镇有渔船160艘。", published="2024-01-05"),
    ]
    answer = engine_over(index_of(tmp_path, records)).ask("How many fishing boats (渔船) does Qingwan (青湾镇) have?")
    assert answer.status == "conflicting"
    assert "differ in date" in answer.sentences[0].text


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("海门大桥什么时候通车?", "2031年8月16日"),
        ("海门大桥哪一年动工?", "2028年"),
        ("When was the Haimen bridge (海门大桥) opened to traffic (通车)?", "16 August 2031"),
    ],
)
def test_a_date_is_told_as_fully_as_it_is_asked_for(tmp_path, question, short):
    text = "海门大桥8月16日通车。大桥2028年5月3日动工，花了三年。"
    answer = engine_over(index_of(tmp_path, [record("bridge", "海门大桥通车", text, published="2031-08-17")])).ask(question)
    assert answer.short.startswith(short)

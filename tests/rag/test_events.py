"""How questions over several events are read, and how dates are set side by side."""

from datetime import date

import pytest

from rag.dating import Dated, Days, date_itself, happened_before, same_period
from rag.event_patterns import Period
from rag.events import Relation, events_of, splits_of


def read(text: str, base: str = "zh"):
    asked = events_of(text, base)
    return asked and (asked.relation, asked.period, asked.splits[0])


@pytest.mark.parametrize(
    ("text", "relation", "period"),
    [
        ("大桥通车和书市开幕是同一个月发生的吗?", Relation.SAME, Period.MONTH),
        ("大橋通車與書市開幕是否發生在同一年?", Relation.SAME, Period.YEAR),
        ("大桥通车和书市开幕,这两个事件是在同一天吗?", Relation.SAME, Period.DAY),
        ("大桥通车和书市开幕哪个事件更早发生?", Relation.FIRST, Period.DAY),
        ("大桥通车与书市开幕,哪个发生在后?", Relation.LAST, Period.DAY),
        ("以下事件哪个最早发生:大桥通车、书市开幕?", Relation.FIRST, Period.DAY),
        ("请将以下事件的时间顺序是什么:大桥通车、书市开幕", Relation.ORDER, Period.DAY),
        ("大桥通车在书市开幕之前吗?", Relation.BEFORE, Period.DAY),
        ("大桥通车晚于书市开幕吗?", Relation.AFTER, Period.DAY),
    ],
)
def test_what_is_asked_of_two_events_is_told_from_the_words_around_them(text, relation, period):
    found = read(text)
    assert found[:2] == (relation, period)
    assert [len(part) for part in found[2]] == [4, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Did the fair and the race happen in the same year?", (Relation.SAME, Period.YEAR, ("the fair", "the race"))),
        ("Which came first, the fair or the race?", (Relation.FIRST, Period.DAY, ("the fair", "the race"))),
        ("Did the fair close before the race began?", (Relation.BEFORE, Period.DAY, ("the fair close", "the race began"))),
        ("What is the chronological order of these: fair, race, and match?", (Relation.ORDER, Period.DAY, ("fair", "race", "match"))),
    ],
)
def test_english_wordings_are_read_alike(text, expected):
    assert read(text, "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "大桥和隧道哪个更长?",
        "大桥什么时候通车?",
        "他们是同一个人吗?",
        "大桥是同一年修好的吗?",
        "哪个城市最先建成驿站?",
        "医院和学校哪个离车站最近?",
    ],
)
def test_other_questions_are_left_alone(text):
    assert events_of(text, "zh") is None


def test_a_word_that_only_contains_an_and_joins_nothing():
    assert splits_of("和平大桥通车和参与人数公布") == (("和平大桥通车", "参与人数公布"),)


def test_what_stands_in_quotation_marks_is_never_cut():
    assert splits_of("《山和水》上映和“花与鸟”开展") == (("《山和水》上映", "“花与鸟”开展"),)


def test_two_ways_to_cut_are_both_kept_the_even_one_first():
    assert splits_of("甲队与乙队的比赛和大桥通车的仪式") == (("甲队与乙队的比赛", "大桥通车的仪式"), ("甲队", "乙队的比赛和大桥通车的仪式"))


def test_a_date_before_a_comma_holds_for_every_event_that_has_none():
    assert read("2020年3月,大桥通车和书市开幕是在同一天吗?")[2] == ("2020年3月大桥通车", "2020年3月书市开幕")


def test_the_verb_of_the_question_is_kept_with_the_events():
    assert events_of("新条例和新标准哪个实施得更早?", "zh").verb == "实施"


def on(iso: str) -> Dated:
    days = Days.of_iso(iso)
    return Dated(None, days, *[*map(int, iso.split("-")), 0, 0][1:3])


@pytest.mark.parametrize(
    ("one", "other", "period", "expected"),
    [
        ("2024-03-02", "2024-03-28", Period.MONTH, True),
        ("2024-03-31", "2024-04-01", Period.MONTH, False),
        ("2024-03-31", "2024-04-01", Period.WEEK, False),
        ("2024-04-01", "2024-04-07", Period.WEEK, True),
        ("2024-03-31", "2024-01-01", Period.QUARTER, True),
        ("2023-12-31", "2024-01-01", Period.YEAR, False),
        ("2024", "2024-05", Period.YEAR, True),
        ("2024", "2024-05", Period.MONTH, None),
        ("2023", "2024-05", Period.MONTH, False),
    ],
)
def test_a_shared_period_is_told_only_from_dates_that_are_exact_enough(one, other, period, expected):
    assert same_period(on(one), on(other), period) is expected
    assert same_period(on(other), on(one), period) is expected


def test_dates_without_a_year_tell_only_that_months_differ():
    march, may = Dated(None, None, 3, 2), Dated(None, None, 5, 2)
    assert same_period(march, may, Period.MONTH) is False
    assert same_period(march, march, Period.MONTH) is None
    assert same_period(march, may, Period.YEAR) is None


def test_overlapping_dates_have_no_order():
    assert happened_before(on("2023-05"), on("2023-06-01")) is True
    assert happened_before(on("2023-06"), on("2023-06-01")) is None
    assert happened_before(on("2024-01"), on("2023-06-01")) is False


def test_a_day_that_no_calendar_has_is_no_date():
    assert Days.of_iso("2023-02-30") is None
    assert Days.of_iso("2024-02").last == date(2024, 2, 29)


def test_a_bare_date_is_told_from_an_event():
    assert date_itself("2024年").days == Days.of_iso("2024")
    assert date_itself("2024年大桥通车") is None

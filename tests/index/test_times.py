from datetime import date

import pytest

from index.dates import moments_in, stated_for
from index.times import resolved_times

DAY = date(2031, 5, 6)  # a Tuesday


@pytest.mark.parametrize(
    ("words", "first", "last", "as_of"),
    [
        ("今年", "2031-01-01", "2031-12-31", "2031"),
        ("去年", "2030-01-01", "2030-12-31", "2030"),
        ("前年", "2029-01-01", "2029-12-31", "2029"),
        ("明年", "2032-01-01", "2032-12-31", "2032"),
        ("本月", "2031-05-01", "2031-05-31", "2031-05"),
        ("上个月", "2031-04-01", "2031-04-30", "2031-04"),
        ("上月12日", "2031-04-12", "2031-04-12", "2031-04-12"),
        ("下月", "2031-06-01", "2031-06-30", "2031-06"),
        ("今日", "2031-05-06", "2031-05-06", "2031-05-06"),
        ("昨天", "2031-05-05", "2031-05-05", "2031-05-05"),
        ("前天", "2031-05-04", "2031-05-04", "2031-05-04"),
        ("本周", "2031-05-05", "2031-05-11", None),
        ("上周五", "2031-05-02", "2031-05-02", "2031-05-02"),
        ("今年上半年", "2031-01-01", "2031-06-30", "2031"),
        ("去年下半年", "2030-07-01", "2030-12-31", "2030"),
        ("今年前三季度", "2031-01-01", "2031-09-30", "2031"),
        ("今年一季度", "2031-01-01", "2031-03-31", "2031"),
        ("今年1至4月", "2031-01-01", "2031-04-30", "2031"),
        ("去年12月", "2030-12-01", "2030-12-31", "2030-12"),
        ("今年3月12日", "2031-03-12", "2031-03-12", "2031-03-12"),
        ("近三年", "2028-05-06", "2031-05-06", None),
        ("过去两周", "2031-04-22", "2031-05-06", None),
        ("last month", "2031-04-01", "2031-04-30", "2031-04"),
        ("the first half of this year", "2031-01-01", "2031-06-30", "2031"),
        ("the past three years", "2028-05-06", "2031-05-06", None),
    ],
)
def test_words_of_time_count_from_the_day_of_publication(words, first, last, as_of):
    text = f"全市{words}建成站点" if not words.isascii() else f"stations built {words}."
    (found,) = resolved_times(text, DAY)
    assert text[found.start : found.end] == words
    assert (str(found.first), str(found.last), found.as_of, found.approximate) == (first, last, as_of, False)


def test_recently_is_an_interval_without_bounds_of_its_own():
    (found,) = resolved_times("近日,全市建成站点", DAY)
    assert (found.first, found.last, found.approximate, found.as_of) == (date(2031, 4, 22), DAY, True, None)


def test_until_now_has_no_first_day():
    (found,) = resolved_times("截至目前,全市建成站点", DAY)
    assert (found.first, found.last, found.as_of) == (None, DAY, None)


def test_the_same_period_is_that_of_the_words_before():
    _, same = resolved_times("今年上半年建成站点,较去年同期多", DAY)
    assert (same.first, same.last) == (date(2030, 1, 1), date(2030, 6, 30))


def test_the_same_day_is_the_one_named_before():
    _, same = resolved_times("昨日开幕,当日成交", DAY)
    assert same.first == same.last == date(2031, 5, 5)
    assert resolved_times("当日成交", DAY) == ()


@pytest.mark.parametrize("text", ["上年纪的人", "连续多年前年后", "最近的距离", "上周边国家", "近五年级学生", "今年2月30日", "近千年古树"])
def test_what_only_looks_like_words_of_time_is_none(text):
    assert [m for m in resolved_times(text, DAY) if not m.approximate and (m.last - (m.first or m.last)).days < 40_000] == []


def test_nothing_is_resolved_without_a_day_of_publication():
    assert resolved_times("今年、去年、昨日、近日", None) == ()


@pytest.mark.parametrize(
    ("text", "as_of"),
    [("上个月建成站点35个", "2031-04"), ("昨日售票35张", "2031-05-05"), ("近日建成站点35个", None), ("今年上半年建成站点35个", "2031")],
)
def test_a_figure_is_stated_for_the_day_or_month_meant(text, as_of):
    assert stated_for(text, text.index("35"), moments_in(text, DAY), DAY) == as_of

"""Dates and times of day, and the year a figure is stated for."""

from datetime import date

import pytest

from index.dates import moments_in, stated_for
from index.numerals import number_text


@pytest.mark.parametrize(
    ("text", "value", "iso"),
    [
        ("2018年", 2018, "2018"),
        ("2018年9月", 2018, "2018-09"),
        ("2018年9月3日", 2018, "2018-09-03"),
        ("二〇二六年", 2026, "2026"),
        ("2018-09-03", 2018, "2018-09-03"),
        ("12月16日", 1216, None),
        ("8月", 800, None),
        ("in 2022,", 2022, "2022"),
        ("16 December 2023", 2023, "2023-12-16"),
        ("December 16", 1216, None),
    ],
)
def test_date_is_its_year_or_month_and_day(text: str, value: float, iso: str | None) -> None:
    (moment,) = moments_in(number_text(text))
    assert (moment.value, moment.iso) == (value, iso)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("23时35分", 23.5833),
        ("下午3点半", 15.5),
        ("晚上8点", 20),
        ("凌晨一点钟", 1),
        ("8:30", 8.5),
        ("到16点,", 16),
        ("3:30 p.m.", 15.5),
        ("上午九点一刻", 9.25),
    ],
)
def test_time_of_day_is_an_hour(text: str, hour: float) -> None:
    (moment,) = moments_in(number_text(text))
    assert (moment.is_time, moment.value) == (True, hour)


@pytest.mark.parametrize("text", ["3点建议", "百分之十二点五", "24小时", "90年代", "2000年级", "3月饼", "第2日报", "比分3:2"])
def test_numbers_that_look_like_dates_or_times_are_none(text: str) -> None:
    assert moments_in(number_text(text)) == []


def test_day_without_month_belongs_to_the_range_before_it() -> None:
    first, second = moments_in("10月13日至15日")
    assert (first.value, second.value) == (1013, 1015)


def test_date_without_year_takes_the_year_of_publication() -> None:
    assert moments_in("3月5日", date(2024, 4, 1))[0].iso == "2024-03-05"
    assert moments_in("12月16日", date(2024, 1, 18))[0].iso == "2023-12-16"


def test_figure_is_stated_for_the_nearest_year_before_it() -> None:
    text = "2021年建成80个,2022年建成120个"
    moments = moments_in(text)
    assert stated_for(text, text.index("80"), moments, None) == "2021"
    assert stated_for(text, text.index("120"), moments, None) == "2022"


def test_last_year_is_resolved_only_when_publication_is_known() -> None:
    assert stated_for("去年建成80个", 4, [], date(2024, 4, 1)) == "2023"
    assert stated_for("去年建成80个", 4, [], None) is None

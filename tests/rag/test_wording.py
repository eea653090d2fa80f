"""Figures, dates and times in the asker's words."""

import json
from datetime import date
from pathlib import Path

import pytest

from index.numerals import number_text as numbers_folded
from index.quantities import quantities_in
from index.schema import Figure, FigureKind
from rag.date_words import date_text, iso_text, time_text
from rag.unit_words import currency_before, unit_text
from rag.wording import Printed, number_text, short_figure

GOLDEN = Path(__file__).parent.parent / "golden" / "wording" / "figures.jsonl"
ROWS = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
PUBLISHED = date(2024, 5, 6)


def figure_in(text: str) -> tuple[Figure, Printed]:
    """The first figure of a sentence, as an index would hold it."""
    quantity = quantities_in(numbers_folded(text), "", PUBLISHED)[0][0]
    found = Printed.of(text, quantity.start, quantity.end)
    figure = Figure(
        quantity.value, quantity.unit, "", None, quantity.iso, quantity.approximate, "a", quantity.start, quantity.end, quantity.kind
    )
    return figure, found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_a_printed_figure_in_each_language(row, language):
    figure, found = figure_in(row["text"])
    assert (found.text, short_figure(language, figure, found.text, around=found)) == (row["printed"], row[language])


def test_the_golden_rows_are_many():
    assert len(ROWS) >= 100


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("开业于2031年5月9日", "fr", "9 mai 2031 (2031年5月9日)"),
        ("开业于2031年5月9日", "es", "9 de mayo de 2031 (2031年5月9日)"),
        ("开业于2031年5月9日", "ko", "2031년 5월 9일 (2031年5月9日)"),
        ("开业于2031年5月9日", "ja", "2031年5月9日"),
        ("晚上8点半散场", "fr", "20:30 (晚上8点半)"),
        ("近800万元", "fr", "près de 8,000,000 yuans (800万元)"),
        ("奖金5000元以上", "ko", "최소 5,000 위안"),
        ("奖金5000余元", "ko", "5,000 위안 남짓"),
        ("来了60余人", "ja", "60余り"),
        ("新台币412万元", "ja", "4,120,000台湾ドル (412万元)"),
    ],
)
def test_other_languages_keep_what_is_printed_beside_it(text, language, said):
    figure, found = figure_in(text)
    assert short_figure(language, figure, found.text, around=found) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("超过600人", "over 600 people"),
        ("不超过600人", "at most 600 people"),
        ("至少600人", "at least 600 people"),
        ("600人以上", "at least 600 people"),
        ("600人左右", "about 600 people"),
        ("附近600人", "600 people"),
        ("将近600人", "nearly 600 people"),
        ("不足600人", "under 600 people"),
        ("600多人", "over 600 people"),
    ],
)
def test_the_hedge_is_the_article_s_own(text, said):
    figure, found = figure_in(text)
    assert short_figure("en", figure, found.text, around=found) == said


def test_what_the_asker_calls_the_thing_follows_a_bare_number():
    figure, found = figure_in("建成站点6204个")
    assert short_figure("en", figure, found.text, around=found, counted="stations") == "6,204 stations"
    money, printed = figure_in("投入5200万元")
    assert short_figure("en", money, printed.text, around=printed, counted="funds") == "52 million yuan (5200万元)"


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [(2_072_100, "en", "2.0721 million"), (2_072_123, "en", "2,072,123"), (999_999, "en", "999,999"), (57e9, "zh-Hant", "570億")],
)
def test_a_large_unit_rounds_nothing(value, language, text):
    assert number_text(value, language) == text


def test_a_year_that_is_not_printed_is_not_added():
    assert date_text("en", "12月16日") == "16 December"
    assert date_text("en", "15日") == "15日"
    assert date_text("zh", "7 March 2023") == "2023年3月7日"
    assert (iso_text("en", "2022-12"), iso_text("xx", "2022-12")) == ("December 2022", "2022-12")


def test_midnight_and_noon_are_told_apart():
    assert [time_text("en", "凌晨0点20分", 0.3333), time_text("en", "中午12点", 12.0)] == ["12:20 a.m.", "12:00 p.m."]


def test_a_currency_named_before_the_number_is_its_unit():
    assert [currency_before("新台币约", "元"), currency_before("共", "元"), currency_before("新台币", "人")] == ["新台币", "元", "人"]
    assert [unit_text("en", "个月", 1), unit_text("en", "个月", 2), unit_text("en", "项", 2)] == ["month", "months", ""]


def test_an_exact_figure_is_not_hedged_by_its_neighbours():
    exact = Figure(600, "人", "", None, None, approximate=False, article_id="a", start=0, end=4, kind=FigureKind.COUNT)
    assert short_figure("en", exact, "600人", around=Printed("600人", before="约", after="以上")) == "600 people"

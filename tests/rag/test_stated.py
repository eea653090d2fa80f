from datetime import date

import pytest

from rag.hedge import Hedge, bears_hedge, bears_size
from rag.quarters import periods_in, weekdays_in, weekdays_of
from rag.stated import stated_in, unborne

DAY = date(2031, 6, 12)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("栽了1.2万棵", "12000 trees"),
        ("占97%", "百分之九十七"),
        ("30 percent of the shops", "其中三成店铺关门"),
        ("32.8 million yuan", "3281.49万元"),
        ("over 32 million yuan", "3281.49万元"),
        ("1,800 kilograms", "1.8吨"),
        ("12 km", "12公里"),
        ("at least 300 people", "300人"),
        ("about 300 people", "300余人"),
        ("a rise of 3.5 percentage points", "上升3.5个百分点"),
        ("at 10:30 p.m.", "22时30分"),
        ("came third", "获得季军"),
        ("on 4 March", "3月4日"),
        ("in 2030", "去年建成"),
        ("in 2031", "建成三座桥"),
        ("on 11 June 2031", "昨天开园"),
        ("Reported on 12 June 2031", "开园"),
        ("四周游客", "远处"),
        ("一个村子", "村子"),
    ],
)
def test_the_same_figure_or_day_in_another_notation_is_borne_out(claim, source):
    assert unborne(claim, source, DAY) == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("栽了12棵", "1.2万棵"),
        ("占97%", "共97人"),
        ("共97人", "占97%"),
        ("3.5 percent", "上升3.5个百分点"),
        ("4.5‰", "4.5%"),
        ("1,330 people", "1333人"),
        ("300户", "300人"),
        ("300人", "300人次"),
        ("5 million dollars", "500万元"),
        ("12 miles", "12公里"),
        ("over 300 people", "300人"),
        ("over 1,000 people", "1260人"),
        ("exactly 300 people", "300余人"),
        ("nearly 300 people", "300余人"),
        ("下降5%", "增长5%"),
        ("有12支队伍", "比上届多12支"),
        ("came third", "获得亚军"),
        ("in October", "9月"),
        ("in July", "今天公布，6月份下降0.2%"),
        ("in 2031", "去年建成"),
        ("on 12 June 2031", "昨天开园"),
    ],
)
def test_another_figure_unit_hedge_direction_or_day_is_not(claim, source):
    assert unborne(claim, source, DAY) != ()


def test_a_text_without_figures_states_none():
    stated = stated_in("居民纷纷戴上口罩。")
    assert (stated.figures, stated.days, stated.ranks) == ((), (), frozenset())


def test_a_claim_may_commit_itself_to_less_than_its_source_never_to_more():
    assert all(bears_hedge(Hedge.ABOUT, other) and bears_hedge(Hedge.BARE, other) for other in Hedge)
    assert [other for other in Hedge if bears_hedge(Hedge.EXACT, other)] == [Hedge.BARE, Hedge.EXACT]
    assert not bears_hedge(Hedge.OVER, Hedge.UNDER)
    assert not bears_hedge(Hedge.UNDER, Hedge.OVER)


def test_a_number_is_rounded_the_way_its_hedge_says():
    assert bears_size(33_000_000, Hedge.UNDER, 32_814_900)
    assert not bears_size(33_000_000, Hedge.OVER, 32_814_900)
    assert not bears_size(9, Hedge.BARE, 9.2)


def test_parts_of_the_year_are_one_in_both_languages():
    assert periods_in("今年上半年") == periods_in("in the first half of 2031") == {("half", 1, 1)}
    assert periods_in("前三季度") == periods_in("the first three quarters") == {("quarter", 1, 3)}
    assert periods_in("三季度") == periods_in("the third quarter") == {("quarter", 3, 3)}


def test_a_weekday_is_named_or_follows_from_a_full_day():
    assert weekdays_in("比赛周六落幕") == weekdays_in("it ended on saturday") == {5}
    assert weekdays_of("6月12日开园", DAY) == {3}
    assert weekdays_of("2月30日开园", DAY) == frozenset()

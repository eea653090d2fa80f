from datetime import date

import pytest

from index import metadata
from index.text import fold


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("本报讯(记者 丁一 通讯员 牛二)昨天下雨。", "昨天下雨。"),
        ("新华社兰州3月4日电(记者周小舟)昨天下雨。", "昨天下雨。"),
        ("兰州3月4日讯 昨天下雨。", "昨天下雨。"),
        ("河湾新闻网讯（记者 何小满）昨天下雨。", "昨天下雨。"),
        ("★报讯 昨天下雨。", "昨天下雨。"),
        ("昨天下雨，本报讯息灵通。", "昨天下雨,本报讯息灵通。"),
        ("供电公司昨天停电检修。", "供电公司昨天停电检修。"),
    ],
)
def test_dateline_ends_where_the_story_begins(line, rest):
    folded = fold(line)
    assert folded[metadata.lead_end(folded) :] == rest


@pytest.mark.parametrize(
    "line",
    ["本报记者 丁一 牛二", "□记者 丁一 通讯员 牛二", "(丁一 文/图)", "(河工宣)", "(河工宣 本报记者 丁一)", "河湾晚报融媒体中心 记者 丁一"],
)
def test_bylines_are_known(line):
    assert metadata.is_byline(fold(line))


@pytest.mark.parametrize("line", ["记者在现场看到,灯亮了。", "(大)", "一条大河", "(2031年)", "他对记者说"])
def test_text_is_no_byline(line):
    assert not metadata.is_byline(fold(line))


def test_names_after_the_last_sentence_are_cut_off():
    text = "大家都说好。 (丁一 牛二)"
    assert text[: metadata.trailing_byline(text)] == "大家都说好。"
    bare = "他买了苹果(红色)"
    assert metadata.trailing_byline(bare) == len(bare)


def test_date_line_of_a_web_page():
    line = metadata.date_line(fold("2031-05-06 07:08 来源：河湾晚报"))
    assert line is not None
    assert (line.day, line.outlet) == (date(2031, 5, 6), "河湾晚报")
    assert metadata.date_line("2031年05月06日 星期二") is None
    impossible = metadata.date_line("2031-02-30 07:08 河湾晚报")
    assert impossible is not None
    assert impossible.day is None


def test_impossible_days_are_no_days():
    assert metadata.stated_day("2031-02-30") is None
    assert metadata.stated_day("2031年5月6日") == date(2031, 5, 6)


def test_photo_credit_before_a_headline_is_seen():
    assert metadata.leading_credit("丁一 牛小二/摄 龙舟赛收官") == len("丁一 牛小二/摄 ")
    assert metadata.leading_credit("龙舟赛收官") == 0

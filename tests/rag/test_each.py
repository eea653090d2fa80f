"""The same asked of several things is asked of each."""

import pytest

from rag.each import each_of


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("书市和灯会分别是什么时候?", "zh", ["书市是什么时候?", "灯会是什么时候?"]),
        ("书市与灯会的地点分别在哪里?", "zh", ["书市的地点在哪里?", "灯会的地点在哪里?"]),
        ("东村、西村和南村的果农分别种了什么?", "zh", ["东村的果农种了什么?", "西村的果农种了什么?", "南村的果农种了什么?"]),
        ("2031年3月,书市和灯会各自来了谁?", "zh", ["2031年3月,书市来了谁?", "2031年3月,灯会来了谁?"]),
        ("When were the fair and the race held, respectively?", "en", ["when were the fair held?", "when were the race held?"]),
    ],
)
def test_each_thing_gets_the_whole_question(text, base, expected):
    assert [asked.text.lower() for asked in each_of(text, base)[0]] == expected


@pytest.mark.parametrize(
    "text", ["南方和北方各州通过了哪个法案?", "书市什么时候开?", "四人分别为甲、乙、丙和谁?", "三组由谁分别负责?", "书市和灯会在哪里?"]
)
def test_other_questions_are_left_whole(text):
    assert each_of(text, "zh") == ()

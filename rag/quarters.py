"""Parts of a year and days of the week, across notations: 上半年 and "first half of the year", 周六 and Saturday."""

import re
from collections.abc import Iterator
from datetime import date

from index.chinese_numbers import chinese_value
from rag.stated import stated_in

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "two": 2, "three": 3}
_PERIOD = re.compile(
    r"(?P<half>[上下])半年|前(?P<first>[一二两三])个?季度|第?(?P<quarter>[一二三四])季度"
    r"|\b(?P<enhalf>first|second)[ -]half(?! an? )(?: of)?|\bh(?P<h>[12])\b"
    r"|\bfirst (?P<quarters>two|three) quarters|\b(?P<enquarter>first|second|third|fourth)[ -]quarter\b|\bq(?P<q>[1-4])\b"
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = re.compile(rf"(?:周|星期|礼拜)(?P<han>[一二三四五六日天])(?![年岁])|\b(?P<day>{'|'.join(_DAYS)})s?\b")


def periods_in(folded: str) -> frozenset[tuple[str, int, int]]:
    """Halves and quarters of a folded text, as kind, first and last: 前三季度 is ``("quarter", 1, 3)``."""
    return frozenset(_periods(folded))


def _periods(folded: str) -> Iterator[tuple[str, int, int]]:
    for match in _PERIOD.finditer(folded):
        if match["half"] or match["enhalf"] or match["h"]:
            half = 1 if match["half"] == "上" or match["enhalf"] == "first" or match["h"] == "1" else 2
            yield "half", half, half
        elif match["first"] or match["quarters"]:
            yield "quarter", 1, _number(match["first"] or match["quarters"])
        else:
            quarter = _number(match["quarter"] or match["enquarter"] or match["q"])
            yield "quarter", quarter, quarter


def _number(word: str) -> int:
    return _ORDINALS.get(word) or int(word if word.isdecimal() else chinese_value(word.replace("两", "二")) or 0)


def weekdays_in(folded: str) -> frozenset[int]:
    """Days of the week that a folded text names, Monday 0."""
    return frozenset(
        "一二三四五六日".index(m["han"].replace("天", "日")) if m["han"] else _DAYS.index(m["day"]) for m in _WEEKDAY.finditer(folded)
    )


def weekdays_of(source: str, published: date | None) -> frozenset[int]:
    """Days of the week of a source: those it names, and those of the full days it states."""
    stated = stated_in(source, published)
    full = (_weekday(d.year, d.month, d.day) for d in stated.days if d.year and d.month and d.day)
    return weekdays_in(stated.text) | {day for day in full if day is not None}


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).weekday()
    except ValueError:  # 2月30日 is misprinted now and then
        return None

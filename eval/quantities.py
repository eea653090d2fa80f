"""What a reference or an answer states as number and unit, in a form in which two of them can be compared.

Values are in base units (万, 亿, million multiplied out; a percentage as printed), read by `index.numerals`; units are folded to one
name each, so that yuan and 元, 名 and 人, km and 公里 are the same, while 人次 and 人, 美元 and 元, % and 个百分点 stay apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.chinese_numbers import chinese_value
from index.numerals import number_spans, number_text
from index.units import KIND_OF_UNIT, unit_at

_SAME = (
    ("%", "percent", "per cent", "pct", "百分之"),
    ("个百分点", "百分点", "percentage points", "percentage point"),
    ("元", "块钱", "人民币", "元人民币", "yuan", "rmb", "cny"),
    ("美元", "us dollars", "us dollar", "dollars", "dollar", "usd"),
    ("欧元", "euros", "euro", "eur"),
    ("人", "名", "位", "people", "persons", "person"),
    ("人次", "person-times", "person times", "participations", "visits"),
    ("户", "households", "household", "families"),
    ("年", "周年", "years", "year"),
    ("个月", "months", "month"),
    ("周", "个星期", "星期", "weeks", "week"),
    ("天", "days", "day"),
    ("小时", "个小时", "hours", "hour"),
    ("分钟", "minutes", "minute"),
    ("秒", "秒钟", "seconds", "second"),
    ("公里", "千米", "kilometers", "kilometres", "kilometer", "kilometre", "km"),
    ("米", "meters", "metres", "meter", "metre", "m"),
    ("平方米", "平米", "㎡", "square meters", "square metres", "m2"),
    ("平方公里", "平方千米", "square kilometers", "square kilometres"),
    ("立方米", "立方", "cubic meters", "cubic metres", "m3"),
    ("吨", "公吨", "tons", "tonnes", "ton", "tonne", "t"),
    ("公斤", "千克", "kilograms", "kilogram", "kg"),
    ("岁", "周岁", "years old"),
    ("倍", "times"),
)
_NAME = {word: group[0] for group in _SAME for word in group}
# Words for one thing each of whatever kind: 5个 and 5家 of the same thing are the same figure.
_SORTAL = frozenset("个 家 项 座 所 处 台 辆 条 张 本 只 把 件 份 间 栋 支 艘 架 幢 部 枚 块 篇".split())
_LATIN = sorted((re.escape(w) for w in _NAME if w.isascii() and w != "%"), key=len, reverse=True)
_WORDS = re.compile(rf"\s*({'|'.join(_LATIN)})(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit; the unit is folded, empty when none is stated."""

    value: float
    unit: str = ""


@lru_cache(maxsize=4096)
def quantities_of(text: str) -> tuple[Quantity, ...]:
    """The numbers a text states, in order, each with the unit that stands at it."""
    folded = number_text(text)
    if (bare := chinese_value(folded.strip(" 。."))) is not None:
        return (Quantity(float(bare)),)  # 十六 in a sentence may be part of a word; as a whole answer it is a number
    found = []
    for span in number_spans(text):
        unit = unit_at(folded, span.end)
        words = _WORDS.match(folded, span.end)
        name = "%" if span.percent else unit.name if unit else words.group(1) if words else ""
        found.append(Quantity(span.value, folded_unit(name)))
    return tuple(found)


def folded_unit(name: str) -> str:
    """One name for a unit written in several ways; an unknown one stays as it is."""
    return _NAME.get(name.strip().lower(), name.strip().lower())


def is_known_unit(name: str) -> bool:
    """True when a unit can be compared across languages; "tea rooms" cannot."""
    return folded_unit(name) in KIND_OF_UNIT or name.strip().lower() in _NAME


def same_value(found: float, expected: float) -> bool:
    """Equal in base units, with a relative tolerance of 1e-6 for decimals."""
    return abs(found - expected) <= 1e-6 * max(1.0, abs(expected))


def same_unit(found: str, expected: str) -> bool:
    """Equal units; measure words that only count (个, 家, 项 …) are equal among themselves."""
    left, right = folded_unit(found), folded_unit(expected)
    # 个 counts persons too: 5个 and 5名 of the same persons.
    counts = _SORTAL | {"人"} if "个" in (left, right) else _SORTAL
    return left == right or {left, right} <= counts


def states_all(stated: Sequence[Quantity], expected: Sequence[Quantity], *, with_units: bool = False) -> bool:
    """True when each expected quantity is among the stated ones, by value, and by unit where the expected one has a unit that is known."""
    return all(
        any(same_value(s.value, e.value) and (not with_units or not is_known_unit(e.unit) or same_unit(s.unit, e.unit)) for s in stated)
        for e in expected
    )

"""How numbers are written: the patterns of Arabic and Chinese notation and the words that make a number approximate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.chinese_numbers import chinese_value
from index.text import fold
from index.units import unit_at

MAGNITUDE = {
    "": 1, "百": 100, "千": 1000, "万": 10_000, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9, "百亿": 10**10,
    "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
# 500千克, 10千米, 3百货: the magnitude belongs to the unit or word that follows.
_SCALE = r"(?:百万|千万|十万|百亿|千亿|十亿|万亿|万(?!科)|亿|千(?![克米瓦伏卡帕字焦兆余]|瓦)|千(?=余)|百(?![货姓科]))"
_MORE = r"(?:[余多]|[来几](?=[百千万亿个名位人天年岁元家场件项户次所]))"
ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
# Longer runs of digits are serial numbers, and as floats would lose their last digits.
LONGEST_DIGITS = 18
HAN_DIGITS = "〇零一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
NUMBER = re.compile(
    rf"(?P<rate>百分之\s?)?(?:(?P<arabic>{ARABIC})|(?P<han>[{HAN_DIGITS}]+(?:点[〇零一二三四五六七八九]+)?))"
    rf"(?P<more1>\s?{_MORE})?(?:\s?(?P<scale>{_SCALE}))?(?P<more2>{_MORE})?(?P<plus>\+(?![\dx×a-z]))?(?P<percent>\s?%|\s?per\s?cent\b)?"
)
_NEXT_PART = re.compile(rf"(\d+(?:\.\d+)?)({_SCALE})")
_FRACTION = re.compile(rf"(?<![\d{HAN_DIGITS}])([{HAN_DIGITS}]{{1,8}}|\d{{1,8}})分之([{HAN_DIGITS}]{{1,8}}|\d{{1,8}})")
_TENTHS = re.compile(
    r"(?<![一二三四五六七八九两十百千万\d])([一二两三四五六七八九])成(?!不变|[立员功果就品长效绩本人都语因熟年分交群家婚套组龙像型份了])"
)
_HALF = re.compile(r"半(?=年|个月|小时|个小时|天(?!然)|个多月)")
# 近 before a span of years means "in the last": 近三年 states three years, 近百 a hundred or so.
ABOUT_BEFORE = re.compile(
    r"(?:(?<![附最亲靠临邻远贴])近|将近|接近|(?<![节合签预特契条公相履违])约|大概|约为|约有|逾|(?<![赶])超|超过|超出|突破|(?<![打侦突击攻告爆识])破|不足|不到|"
    r"不低于|不少于|至少|最多|最少|至多|低于|高于|多于|少于|上看|差不多|(?<![网线以马街路墙身])上(?=[百千万亿])|数以)\s?$"
)
_RECENT = re.compile(r"近\s?$")
_ABOUT_AFTER = re.compile(r"\s?(?:余|多(?![种样方元数边])|以上|以下|左右|上下|开外|以内|之多|有余|不等)")
_LIST_COMMA = re.compile(r"(?<=[0-9])，(?=[0-9])")
_NOT_A_DIGIT = re.compile(r"[①-⓿²³¹⁰-⁹₀-₉❶-➓]")


def number_text(text: str) -> str:
    """A text folded for reading its numbers, of the same length.

    Like `index.text.fold`, but a full-width comma between digits stays a separator (100，200，300元 are three numbers)
    and a digit in a circle or raised digit (①, m²) is none.
    """
    folded = _NOT_A_DIGIT.sub(" ", text) if _NOT_A_DIGIT.search(text) else text
    return fold(_LIST_COMMA.sub("、", folded))


def add_parts(text: str, value: float, end: int) -> tuple[float, int]:
    """1亿2000万: parts that follow at once, each smaller than the one before."""
    while part := _NEXT_PART.match(text, end):
        value, end = round(value + float(part.group(1)) * MAGNITUDE[part.group(2)], 4), part.end()
    return value, end


def _digits_value(digits: str) -> float | None:
    return float(digits) if digits.isdecimal() else chinese_value(digits)


@dataclass(frozen=True, slots=True)
class OddForm:
    """A number in a form of its own: 三分之一, 七成, 半年."""

    value: float
    start: int
    end: int
    percent: bool


def odd_forms(text: str) -> Iterator[OddForm]:
    """Fractions, tenths (七成 is 70 %) and halves of a folded text."""
    for match in _FRACTION.finditer(text):
        below, above = _digits_value(match.group(1)), _digits_value(match.group(2))
        if below and above and match.group(1) not in ("百", "千", "万"):
            yield OddForm(round(above / below, 6), match.start(), match.end(), percent=False)
    for match in _TENTHS.finditer(text):
        value = 10 * (chinese_value(match.group(1)) or 0)
        end = match.end()
        if text.startswith("五", end):
            value, end = value + 5, end + 1
        yield OddForm(value, match.start(), end, percent=True)
    for match in _HALF.finditer(text):
        if text[max(0, match.start() - 1) : match.start()] not in ("上", "下", "前", "后", "大", "年", "多", "月"):
            yield OddForm(0.5, match.start(), match.end(), percent=False)


def is_about(text: str, start: int, end: int) -> bool:
    """True when a word before or after the number (or its unit) makes it approximate."""
    before = text[max(0, start - 5) : start]
    unit = unit_at(text, end)
    if unit and unit.name in ("年", "年间") and _RECENT.search(before):
        return False
    if ABOUT_BEFORE.search(before):
        return True
    return bool(_ABOUT_AFTER.match(text, end) or (unit and _ABOUT_AFTER.match(text, unit.end)))

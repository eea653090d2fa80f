"""Values of Chinese numerals, and whether a numeral is a number or a part of a word."""

import re
from functools import lru_cache

from index.tokens import segmenter

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2} | {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_FORMAL = str.maketrans("拾佰仟", "十百千")
_SECTION = re.compile(
    r"(?:([一二三四五六七八九两])千)?零?(?:([一二三四五六七八九两])百)?零?(?:([一二三四五六七八九]?)十|(廿)|(卅))?零?([一二三四五六七八九两])?"
)
# No number is longer; a run of a thousand 万 would recurse as deep.
_LONGEST = 24
# Characters of context that decide how jieba cuts around a numeral.
_MAX_CONTEXT = 40
_HAN = re.compile(r"[\u3400-\u9fff]+")
# What may stand before and after the numeral inside one dictionary word: 近百名, 十余名, 第三届.
_AFFIX_BEFORE = re.compile(r"[近约上超第逾]*")
_AFFIX_AFTER = re.compile(r"[余多几来]?")
# Dictionary words that look like numeral + measure word and count nothing.
_SET_PHRASES = frozenset(
    re.split(
        r"\s+",
        """十分 一点 万分 百分 一下 一道 一面 一边 一头 一口 一手 一路 一线 二手 三手 千万 万一 一对一 一次性 五一 六一 七一 八一 十一
        百年 千年 万年 千里 万里 万人 两级 一级 一流 一代 一时 一度 一番 一期 一批 三角 三角洲 四处 四面 八方 四方 百家 万户 千家 百态
        一起 一样 一同 一团 一带 一贯 一直 一站 一环 一方 一步 一行 一处 一点点""",
    )
)
# 十大代表 is of a congress, 十大产业 counts.
_CONGRESS = re.compile(r"(?:十[一二三四五六七八九]|二十[一二三四五]?)大(?![家型量批项类行])|十大(?=[以代报精召后会]|$)")


def chinese_value(run: str) -> float | None:
    """Value of a run of Chinese numerals, or None when it is no well-formed number (十四五, 三四).

    三千二百亿 → 320000000000; 二〇二六 → 2026 (three digits or more are read one by one); 两千五 → 2500; 十二点五 → 12.5; 百 → 100.
    """
    if len(run) > _LONGEST:
        return None
    whole, point, fraction = run.translate(_FORMAL).translate(str.maketrans("壹贰叁肆伍陆柒捌玖", "一二三四五六七八九")).partition("点")
    if all(c in _DIGITS for c in whole) and whole:
        if len(whole) == 2 and "〇" not in whole:
            return None
        value: float | None = float("".join(str(_DIGITS[c]) for c in whole))
    else:
        value = _grouped(whole)
    if value is None or not point:
        return value
    if not all(c in _DIGITS for c in fraction):  # 四点五代
        return None
    return float(f"{value:.0f}.{''.join(str(_DIGITS[c]) for c in fraction)}")


def _grouped(run: str) -> float | None:
    for size, unit in (("亿", 10**8), ("万", 10**4)):
        if size in run:
            high, _, low = run.rpartition(size)
            above = _grouped(high) if high else 1.0
            below = _low(low, unit)
            return None if above is None or below is None else above * unit + below
    return _section(run)


def _low(run: str, unit: int) -> float | None:
    """三万五 is 35000: a last digit alone counts the next smaller place."""
    if not run:
        return 0.0
    if len(run) == 1 and run in _DIGITS:
        return _DIGITS[run] * unit / 10
    return _grouped(run)


def _section(run: str) -> float | None:
    if run in ("百", "千"):
        return 100.0 if run == "百" else 1000.0
    match = _SECTION.fullmatch(run)
    if match is None or not run:
        return None
    thousands, hundreds, tens, twenty, thirty, ones = match.groups()
    value = _DIGITS[thousands] * 1000 if thousands else 0
    value += _DIGITS[hundreds] * 100 if hundreds else 0
    value += (_DIGITS[tens] if tens else 1) * 10 if tens is not None else 0
    value += 20 if twenty else 30 if thirty else 0
    if ones and run[-2:-1] in ("百", "千"):
        return float(value + _DIGITS[ones] * (10 if run[-2] == "百" else 100))
    return float(value + (_DIGITS[ones] if ones else 0))


def bare_magnitude(run: str) -> bool:
    """True for 百, 千, 万, 亿, 百万, 千万: a size without a digit before it."""
    return run[0] in "百千万亿"


def inside_word(text: str, start: int, end: int, after: int) -> bool:
    """True when the numeral ``text[start:end]`` belongs to a longer dictionary word than itself with its unit (up to ``after``).

    统一, 一些, 第一线, 一家人, 十分 are words; 近百名, 三个, 二十家 are numbers although jieba has them as words.
    """
    phrase = text[start:after]
    if phrase in _SET_PHRASES or text[start:end] in _SET_PHRASES or _CONGRESS.match(text, start):
        return True
    left, right = _han_run(text, start, end)
    for first, last in word_bounds(text[left:right]):
        at, stop = left + first, left + last
        if at < end and stop > start and (at < start or stop > after):
            before_ok = at >= start or _AFFIX_BEFORE.fullmatch(text[at:start])
            after_ok = stop <= after or (stop == after + 1 and _AFFIX_AFTER.fullmatch(text[after:stop]))
            if not (before_ok and after_ok):
                return True
    return False


def _han_run(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = start, end
    while left and start - left < _MAX_CONTEXT and _HAN.match(text[left - 1]):
        left -= 1
    while right < len(text) and right - end < _MAX_CONTEXT and _HAN.match(text[right]):
        right += 1
    return left, right


@lru_cache(maxsize=512)
def word_bounds(run: str) -> tuple[tuple[int, int], ...]:
    """Bounds of the words jieba finds in a run of Chinese characters; the last few runs are remembered."""
    bounds, at = [], 0
    for word in segmenter().cut(run, HMM=False):
        bounds.append((at, at + len(word)))
        at += len(word)
    return tuple(bounds)

"""Quantities of one sentence: number, unit, kind and the thing counted, with offsets in the sentence."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.counted import NOTHING, earlier_phrase, governs, is_change, is_range, may_count, phrase_before
from index.counted_after import phrase_after
from index.counted_english import english_phrase, english_unit
from index.counted_heads import CLASS_WORD, EVENT_UNITS, PERSON_UNITS, is_verb_like
from index.counted_words import words_of
from index.dates import Moment, moments_in
from index.distributed import with_shared_heads, with_shares
from index.number_forms import MAGNITUDE
from index.numerals import NumberSpan, number_spans
from index.quantity import Quantity
from index.schema import FigureKind
from index.text import is_mostly_han
from index.units import Unit, unit_at

_RANGE = re.compile(r"\s?(?:[-—~～至到]+)\s?$")
_SIZE = re.compile(r"[\d.]+(万亿|百万|千万|万|亿)")
_MONEY_SIGN = {"¥": "元", "rmb": "元", "$": "美元", "us$": "美元", "€": "欧元", "£": "英镑", "hk$": "港元", "usd": "美元", "cny": "元"}
_SIGN_BEFORE = re.compile(r"(us\$|hk\$|rmb|usd|cny|[¥$€£])\s?$")
_PRINTED_AS = {"个多月": "个月", "个多小时": "个小时", "个多星期": "个星期", "年间": "年", "百分点": "个百分点"}
_COUNTED = (FigureKind.COUNT, FigureKind.MONEY, FigureKind.PERCENT)
# 82路, 5号楼: a name, unless 第 stands before it.
_ROUTES = frozenset(("路", "号", "线"))
_CODE = frozenset('abcdefghijklmnopqrstuvwxyz0123456789/:._-=?&"{}')
_NOT_COUNTED = (FigureKind.DATE, FigureKind.TIME)


def quantities_in(text: str, before: str = "", published: date | None = None) -> tuple[list[Quantity], list[Moment]]:
    """Quantities and dates of a folded sentence, in order.

    Args:
        text: the sentence, in the form of `index.numerals.number_text`.
        before: the sentences before it in its paragraph, for a noun that stands there.
        published: day of publication, for dates without a year.
    """
    moments = moments_in(text, published)
    numbers = [q for s in number_spans(text, folded=True) if not _in_moment(s, moments) and (q := _quantity(text, s))]
    dates = [
        Quantity(m.start, m.end, m.value, m.unit, FigureKind.TIME if m.is_time else FigureKind.DATE, False, "", m.iso) for m in moments
    ]
    items = _with_range_units(text, _with_decimals(text, sorted((*numbers, *dates), key=lambda q: q.start)))
    if not is_mostly_han(text):
        return _with_english_phrases(text, items), moments
    counted = _with_phrases(text, items, before)
    return with_shares(text, with_shared_heads(text, counted)), moments


def _in_moment(span: NumberSpan, moments: Sequence[Moment]) -> bool:
    return any(span.start < m.end and m.start < span.end for m in moments)


def _quantity(text: str, span: NumberSpan) -> Quantity | None:
    """The number with its unit; None where 一 is an article (一个, 一名) or a Chinese numeral has no unit."""
    if _in_code(text, span):
        return None
    if span.label:
        return Quantity(span.start, span.end, span.value, "", FigureKind.LABEL, False)
    if span.percent:
        return Quantity(span.start, span.end, span.value, "%", FigureKind.PERCENT, span.approximate)
    unit = unit_at(text, span.end, arabic=not span.worded)
    if unit is None:
        return _without_chinese_unit(text, span)
    each = unit.name in EVENT_UNITS and bool(_EACH.search(text, max(0, span.start - 10), span.start))
    return _with_unit(span, unit, each=each)


# 每月开展一次演练 states how often.
_EACH = re.compile(r"每[^,，。;；、]{1,8}$")


def _with_unit(span: NumberSpan, unit: Unit, *, each: bool) -> Quantity | None:
    """The number with a Chinese unit; 一个 and 二十大 are no quantities, 82路 is a name, 十九届 an ordinal."""
    if (
        span.worded
        and span.value == 1
        and not (span.ordinal or each)
        and not (unit.kind is FigureKind.MONEY or unit.name in ("小时", "个小时", "个月"))
    ):
        return None
    if unit.name == "大" and (span.value > 12 or not span.worded):
        return None
    kind = unit.kind
    if span.ordinal or (unit.name == "届" and span.value > 2):
        kind = FigureKind.ORDINAL
    elif unit.name in _ROUTES:
        kind = FigureKind.LABEL
    return Quantity(span.start, unit.end, span.value, _PRINTED_AS.get(unit.name, unit.name), kind, span.approximate)


def _in_code(text: str, span: NumberSpan) -> bool:
    """True inside an address or a piece of code: https://a.cn/826/8268.html, "width":360."""
    left, right = span.start, span.end
    while left and span.start - left < 40 and text[left - 1] in _CODE:
        left -= 1
    while right < len(text) and right - span.end < 40 and text[right] in _CODE:
        right += 1
    run = text[left:right]
    return len(run) > 12 and bool(re.search(r"[a-z]", run) and re.search(r"[/_={}\"]|[a-z]\d[a-z]", run))


def _without_chinese_unit(text: str, span: NumberSpan) -> Quantity | None:
    sign = _SIGN_BEFORE.search(text[max(0, span.start - 4) : span.start])
    if sign:
        start = max(0, span.start - 4) + sign.start()
        return Quantity(start, span.end, span.value, _MONEY_SIGN[sign.group(1)], FigureKind.MONEY, span.approximate)
    name, end, kind = english_unit(text, span.end)
    if span.ordinal:
        return Quantity(span.start, span.end, span.value, "", FigureKind.ORDINAL, False)
    if not name and span.worded and text[span.start] >= "\u3400" and span.scale == 1 and span.value < 10_000 and span.value >= 1:
        return None
    return Quantity(span.start, end, span.value, name, kind, span.approximate)


def _with_decimals(text: str, items: list[Quantity]) -> list[Quantity]:
    """2米26 is 2.26 metres, 21秒79 is 21.79 seconds."""
    done: list[Quantity] = []
    for item in items:
        whole = done[-1] if done else None
        digits = text[item.start : item.end]
        if whole and whole.unit in ("米", "秒") and whole.end == item.start and not item.unit and re.fullmatch(r"\d{1,2}", digits):
            done[-1] = replace(whole, end=item.end, value=round(whole.value + int(digits) / 10 ** len(digits), 4))
        else:
            done.append(item)
    return done


def _with_range_units(text: str, items: list[Quantity]) -> list[Quantity]:
    """3至5万元: the first number of a range takes the unit, and the 万, of the second."""
    done = list(items)
    for index in range(len(items) - 2, -1, -1):
        first, second = done[index], done[index + 1]
        joined = _RANGE.fullmatch(text[first.end : second.start])
        if (
            first.unit
            or not joined
            or not second.unit
            or second.kind in (FigureKind.DATE, FigureKind.TIME)
            or first.kind is FigureKind.LABEL
        ):
            continue
        size = _SIZE.match(text, second.start)
        scale = MAGNITUDE[size.group(1)] if size and text[first.start : first.end].isdecimal() else 1
        value = first.value * scale if first.value < second.value / scale else first.value
        done[index] = replace(first, unit=second.unit, kind=second.kind, value=value, approximate=second.approximate)
    return done


def _with_phrases(text: str, items: list[Quantity], before: str) -> list[Quantity]:
    done: list[Quantity] = []
    for index, item in enumerate(items):
        begin = _end_of(text, items[index - 1]) if index else 0
        stop = items[index + 1].start if index + 1 < len(items) else len(text)
        if item.kind in _NOT_COUNTED:
            done.append(item)
            continue
        adjoins = _adjoins(items, index)
        phrase = "" if adjoins else _own_phrase(text, item, begin, stop)
        if done and done[-1].kind is item.kind and (joined := text[begin : item.start]):
            if is_range(joined):
                phrase = phrase_after(text, item.end, stop, item.unit) or done[-1].of or phrase
                done[-1] = replace(done[-1], of=phrase)
            elif is_change(joined):
                phrase = done[-1].of or phrase
        if not phrase and item.kind in _COUNTED and not adjoins:
            phrase = _fallback(text, item, done, before)
        done.append(replace(item, of=phrase.strip(NOTHING)))
    for index in range(len(done) - 2, -1, -1):
        if not done[index].of and done[index].kind in _COUNTED and _adjoins(done, index):
            done[index] = replace(done[index], of=done[index + 1].of)
    return done


def _end_of(text: str, item: Quantity) -> int:
    """Where a number ends, with the letters of its name: 5[g]."""
    end = item.end
    while item.kind is FigureKind.LABEL and end < len(text) and text[end] in _CODE and text[end].isalpha():
        end += 1
    return end


def _adjoins(items: Sequence[Quantity], index: int) -> bool:
    """四类百场竞赛: two numbers in a row count one thing."""
    return index + 1 < len(items) and items[index].end == items[index + 1].start and items[index + 1].kind is FigureKind.COUNT


def _with_english_phrases(text: str, items: list[Quantity]) -> list[Quantity]:
    done: list[Quantity] = []
    for item in items:
        phrase = "" if item.kind in _NOT_COUNTED else english_phrase(text, item.start, item.end)
        if not phrase and done and item.kind in (FigureKind.MONEY, FigureKind.PERCENT):
            phrase = done[-1].of
        done.append(replace(item, of=phrase))
    return done


def _own_phrase(text: str, item: Quantity, begin: int, stop: int) -> str:
    after = "" if is_change(text[item.end : stop]) else phrase_after(text, item.end, stop, item.unit)
    if item.kind in (FigureKind.LABEL, FigureKind.ORDINAL):
        return after
    preceding = phrase_before(text, begin, item.start, unit=item.unit, money=item.kind is FigureKind.MONEY)
    if CLASS_WORD.fullmatch(preceding) or (item.unit == "人次" and not may_count(item.unit, preceding)):
        preceding = ""
    if item.kind in (FigureKind.PERCENT, FigureKind.DURATION):
        first = after if re.match(r"(?:以上|左右|多)?的", text[item.end :]) else preceding
        return first or (after if item.kind is FigureKind.PERCENT else "")
    if not after:
        # 王刚等4人 counts those who are named.
        named = item.unit in PERSON_UNITS and text.endswith("等", begin, item.start)
        return NOTHING if named or (not preceding and _acts_only(text, item, stop)) else preceding
    runs_on = stop < len(text) and text[item.end : stop].rstrip(" 约近超逾共").endswith(after)
    return preceding if preceding and runs_on and not governs(text, begin, item.start) else after


def _acts_only(text: str, item: Quantity, stop: int) -> bool:
    """20万人次[参加]: those who act are not what an earlier number counts."""
    match = re.match(r"[\u3400-\u9fff]+", text[item.end : stop]) if item.unit == "人次" else None
    return match is not None and is_verb_like(words_of(match.group())[0].text)


def _fallback(text: str, item: Quantity, done: Sequence[Quantity], before: str) -> str:
    """The noun of the clause or number before, whichever is nearer, else of the sentence before."""
    at, phrase = earlier_phrase(text, item.start)
    for other in reversed(done):
        if other.of and other.end > at and other.kind in _COUNTED and may_count(item.unit, other.of):
            return other.of
    phrase = phrase or earlier_phrase(before, len(before))[1]
    return phrase if may_count(item.unit, phrase) else ""

"""Numbers a text states, in Arabic, full-width, Chinese and English notation, with 万 and 亿 multiplied out.

`number_spans` is strict: it leaves out numerals that belong to words (统一, 十分, 第一线) and marks those that are names (1333平台).
`index.readings` builds on it for the lenient question "does this number stand in that source".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.chinese_numbers import bare_magnitude, chinese_value, inside_word
from index.english_numbers import about_in_english, english_spans
from index.number_forms import (
    ABOUT_BEFORE,
    ARABIC,
    HAN_DIGITS,
    LONGEST_DIGITS,
    MAGNITUDE,
    NUMBER,
    add_parts,
    is_about,
    number_text,
    odd_forms,
)
from index.readings import missing_numbers, numbers_in
from index.units import unit_at

__all__ = ["NumberSpan", "missing_numbers", "number_spans", "number_text", "numbers_in"]

_CALENDAR = frozenset("年月日时点")
_CURRENCY = re.compile(r"(?:rmb|usd|cny|hkd|eur|us|hk|no|no\.)\s?$")
# 推出iphone 15的: a Latin word of a Chinese sentence with its number.
_PRODUCT = re.compile(r"[\u3400-\u9fff“《(][a-z]{2,}(?: [a-z]+)* $")
_LETTER = re.compile(r"[a-z]")
_QUOTED = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’]{1,14})[”\"」』’]")
# Without a unit, a digit string is a quantity at the end of a clause or after these; elsewhere it names something (12345热线).
_CLAUSE_END = re.compile(r"\s*(?:$|[,，。;；、)）!！?？\n:：]|[和与及至到~～—-]|以[上下]|左右|的|提|增|升|降|比)")
_NAME_BEFORE = re.compile(r"(?:代码|电话|编号|号码|热线|邮编|qq|文号|邮政编码|微信|传真|拨打|版权|备案|第|〔|\[|gb|iso)[\s:：号]*$")


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """One number: ``source[start:end] == text``.

    Attributes:
        value: in base units (4.8万 → 48000); a percentage as printed (百分之十二点五 → 12.5).
        start: offset in code points; includes 上 and 近 only where the number is a bare 百, 千, 万 or 亿.
        approximate: 余, 多, 近, 约, 以上, more than and their kind stand at it.
        percent: it is a percentage; ``end`` then lies after the sign.
        label: it names something (“1333”, 5G, 148医院) and counts nothing.
        ordinal: 第四 or 21st.
        scale: what 万, 亿, million multiplied the printed digits by.
        worded: written in Chinese numerals or English words.
    """

    value: float
    start: int
    end: int
    approximate: bool
    text: str
    percent: bool = False
    label: bool = False
    ordinal: bool = False
    scale: float = 1.0
    worded: bool = False


def number_spans(text: str, *, folded: bool = False) -> list[NumberSpan]:
    """Numbers of a text in order, without overlaps.

    Args:
        text: any text; Chinese and English may mix.
        folded: True when the text is `number_text` already, which saves the work.
    """
    source = text if folded else number_text(text)
    labels = [(m.start(1), m.end(1)) for m in _QUOTED.finditer(source) if _is_label(m.group(1))]
    spans = sorted((*_other_spans(source), *_plain_spans(source, labels)), key=lambda s: (s.start, -s.end))
    kept: list[NumberSpan] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(replace(span, text=text[span.start : span.end]))
    return kept


def _is_label(quoted: str) -> bool:
    """True for “1333”, “10+1”, “五小”: short, a number in it, and no Arabic number with a unit (“9.9元”)."""
    if not re.search(rf"[\d{HAN_DIGITS}]", quoted):
        return False
    if re.fullmatch(r"[\d+×x./*-]+[a-z]?|[\da-z+]+", quoted):
        return True
    match = re.search(ARABIC, quoted)
    if match is None:
        return len(quoted) <= 10
    return match.end() < len(quoted) and unit_at(quoted, match.end()) is None


def _plain_spans(text: str, labels: list[tuple[int, int]]) -> Iterator[NumberSpan]:
    at = 0
    while match := NUMBER.search(text, at):
        at = max(match.end(), match.start() + 1)
        span = _arabic_span(text, match, labels) if match.group("arabic") else _han_span(text, match, labels)
        if span is not None:
            at = span.end
            yield span


def _arabic_span(text: str, match: re.Match[str], labels: list[tuple[int, int]]) -> NumberSpan | None:
    printed = match.group("arabic").replace(",", "")
    if len(printed) > LONGEST_DIGITS:
        return None
    scale = MAGNITUDE[match.group("scale") or ""]
    value, end = round(float(printed) * scale, 4), match.end()
    if scale > 1 and not match.group("more2"):
        value, end = add_parts(text, value, end)
    named = _is_name(text, match, end) or any(a <= match.start() < b for a, b in labels)
    percent = bool(match.group("rate") or match.group("percent"))
    vague = any(match.group(g) for g in ("more1", "more2", "plus")) or is_about(text, match.start(), end)
    vague = vague or about_in_english(text, match.start(), end)
    ordinal = text.endswith("第", 0, match.start())
    return NumberSpan(value, match.start(), end, vague, "", percent, named and not percent, ordinal, float(scale))


def _is_name(text: str, match: re.Match[str], end: int) -> bool:
    start = match.start()
    before, ordinal = text[max(0, start - 8) : start], text.endswith("第", 0, start)
    if re.search(r"[a-z]$|[a-z]-$|[\d)）]\+$|[a-z]\.$", before):
        return not _CURRENCY.search(before)
    if match.group("percent") or match.group("rate"):
        return False
    if _PRODUCT.search(text, max(0, start - 24), start) and unit_at(text, end) is None:
        return True
    telephone = re.search(r"\d-$", before) and len(match.group("arabic")) > 5
    if telephone or re.match(r"\+[\dx]|×", text[end : end + 2]) or (_NAME_BEFORE.search(before) and not ordinal):
        return True
    return not ordinal and unit_at(text, end) is None and _names_without_unit(text, match, end)


def _names_without_unit(text: str, match: re.Match[str], end: int) -> bool:
    """True for 5G, 1333平台 and a number in a title (《…3》); a number with a magnitude, comma or decimals counts something."""
    if _LETTER.match(text, end):
        return True
    if match.group("scale") or match.group("more1") or re.search(r"[.,]", match.group("arabic")):
        return False
    nearby = max(0, match.start() - 40)
    in_title = text.rfind("《", nearby, match.start()) > text.rfind("》", nearby, match.start())
    return in_title or not _quantity_without_unit(text, end)


def _quantity_without_unit(text: str, end: int) -> bool:
    return bool(_CLAUSE_END.match(text, end) or re.match(r"\s+[a-z]|\s*[年月日时点:：°]|\s?[余多]", text[end : end + 3]))


def _han_span(text: str, match: re.Match[str], labels: list[tuple[int, int]]) -> NumberSpan | None:
    run, start, end = match.group("han"), match.start(), match.end()
    scale = MAGNITUDE[match.group("scale") or ""]
    value = chinese_value(run)
    if value is None or run == "零":  # 零头, 零距离
        return None
    percent = bool(match.group("rate") or match.group("percent"))
    named = any(a <= start < b for a, b in labels)
    ordinal = text.endswith("第", 0, start)
    bare = bare_magnitude(run) and not percent
    if not percent and not _stands_alone(text, match, bare=bare, ordinal=ordinal):
        if not (positional := len(run) > 2 and value < 10 ** len(run) and not re.search("[十百千万亿]", run)):
            return None
        named = named or (positional and not re.match("[年]", text[end:]))
    vague = any(match.group(g) for g in ("more1", "more2", "plus")) or is_about(text, start, end)
    if bare and start and text[start - 1] in "近上约超逾" and ABOUT_BEFORE.search(text[max(0, start - 4) : start] + run[0]):
        start -= 1
    if bare and start and text[start - 1] in "上近":
        start, vague = start - 1, True
    return NumberSpan(round(value * scale, 4), start, end, vague, "", percent, named, ordinal, float(scale), worded=True)


def _stands_alone(text: str, match: re.Match[str], *, bare: bool, ordinal: bool) -> bool:
    """True when a Chinese numeral is a number here, and not a part of a word or a set phrase."""
    start, end = match.start(), match.end()
    if text[max(0, start - 1) : start] in ("数", "几", "好", "成", "若") and not match.group("rate"):
        return False
    unit = unit_at(text, end, arabic=False)
    after = unit.end if unit else end + (text[end : end + 1] in _CALENDAR)
    if inside_word(text, start, end, after):
        return False
    if ordinal or unit or re.match(r"[年月日时点]", text[end : end + 1]):
        return True
    has_size = re.search("[百千万亿]", match.group("han")) or match.group("scale")
    return bool(has_size and not bare and len(match.group()) > 2 and match.group("han")[0] not in "万百千亿")


def _other_spans(text: str) -> Iterator[NumberSpan]:
    for odd in odd_forms(text):
        yield NumberSpan(odd.value, odd.start, odd.end, is_about(text, odd.start, odd.end), "", percent=odd.percent, worded=True)
    for found in english_spans(text):
        marks = {"percent": found.percent, "ordinal": found.ordinal, "worded": found.worded}
        yield NumberSpan(found.value, found.start, found.end, found.approximate, "", scale=found.scale, **marks)

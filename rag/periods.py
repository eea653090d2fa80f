"""The time a question is about, as intervals of days: 2021年6月8日, Q3 2022, and, counted from the day of asking, 去年7月, two years ago.

What the index reads of an article's own words of time (`index.times`, `index.dates`) is used here too: 五年前上半年 is 今年上半年 read in
another year, and English words are said in Chinese first, so that there is one rule for what a half or a quarter is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.chinese_numbers import chinese_value
from index.dates import moments_in
from index.times import resolved_times
from rag.english_times import said_in_chinese
from rag.festivals import FESTIVALS
from rag.year_parts import months, narrowed, part_of

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_RELATIVE_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "昨年": -1, "上一年": -1, "今年": 0, "本年": 0, "明年": 1}
_YEAR = re.compile(
    rf"(?<!\d)(?P<stated>(?:19|20)\d\d)\s?年(?![级期轻货来间代]|历史|之久|[之以]前|前(?![一二两三1-3]个?季度))|(?P<relative>{'|'.join(_RELATIVE_YEARS)})"
    rf"|(?<![\d多十百])(?P<ago>{_N})年(?P<half>半)?(?:以|之)?前(?!后)"
)
_AGO = re.compile(rf"(?<![\d多十百第])(?P<count>{_N}|半)个?(?P<unit>月|周|星期|礼拜|天|日)(?:以|之)?前(?![十百一二三四五六七八九\d])")
_QUARTER = re.compile(r"(?P<which>[上本这])个?季度")
# Without a year it is this year's, or last year's where this year's is yet to come.
_BARE = re.compile(
    rf"(?<![年度\d一二三四五六七八九])(?P<part>[上下]半年|第?[一二三四]季度|年[初底末](?!之?前)|前[一二两三]个?季度"
    rf"|(?:{FESTIVALS})节?(?:黄金周|假期|小?长假|期间|当天|前后)+)"
)
_RANGE = re.compile(r"\s?(?:至|到|[-—~～–]{1,2}|to|through|until|and)\s?")
# Where no other form is read: Korean, French, Spanish, and 2022? alone.
_BARE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONE_YEAR = re.compile(r"\W*(?:19|20)\d\d\W*$")
# A year said where a half of it is asked, a month where a day, a year where a day; by the share of the days.
_WIDER = ((0.4, 0.8), (0.02, 0.6), (0.0, 0.35))
_AFTER = re.compile(r"份?以来|[之以]后|至今|到(?:现在|目前)")
_UNTIL = re.compile(r"份?[之以]前|前(?=[,,建完交]|$)")
_AFTER_EN, _UNTIL_EN = re.compile(r"\b(?:since|after) (?:the )?$"), re.compile(r"\b(?:before|prior to|until) (?:the )?$")


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a question names.

    Attributes:
        first: the first day.
        last: the last day, ``first`` for a single day.
        text: the words of the question, folded.
        is_relative: counted from the day of asking: the words themselves name no time.
        is_guess: a part of a year without the year (春节期间): the last one is likeliest meant, and another may be.
    """

    first: date
    last: date
    text: str
    is_relative: bool = False
    is_guess: bool = False

    def __contains__(self, day: date) -> bool:
        """True for a day inside."""
        return self.first <= day <= self.last

    def about(self) -> "Period":
        """With a month more at each end where it is counted back: 六个月前 is seldom meant to the month."""
        slack = timedelta(days=31)
        if not self.is_relative or self.first == date.min or self.last == date.max:
            return self
        return replace(self, first=self.first - slack, last=self.last + slack)

    def overlap(self, first: date, last: date) -> float:
        """How surely an interval is the time meant: 1 inside the period, less the wider it is, 0 for another time."""
        if first > self.last or last < self.first:
            return 0.0
        if first >= self.first and last <= self.last:
            return 1.0
        share = ((self.last - self.first).days + 1) / ((last - first).days + 1)
        return next(worth for least, worth in _WIDER if share >= least)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    period: Period


def periods_in(folded: str, base: str, as_of: date | None = None) -> tuple[Period, ...]:
    """The periods a question names, in order, without repeats.

    Args:
        folded: the question, folded and in lower case.
        base: its language without the script; English words of time are read in English alone.
        as_of: the day of asking; without it, words that count from it name no period.
    """
    kept: list[_Found] = []
    for each in sorted(_all(folded, base, as_of), key=lambda found: (found.start, -found.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(dict.fromkeys(each.period for each in _joined(folded, kept, as_of)))


# 几个月前, many years ago: no days, but a time all the same.
_VAGUE = re.compile(
    r"(?:几|数|多)(?:个?月|年|周|个?星期|天|日)(?:以|之)?前|\b(?:a few|several|some|many) (?:years|months|weeks|days) ago\b"
)


def without_times(text: str, folded: str, times: Sequence[str]) -> str:
    """A text with blanks in place of words of time, and of vague ones (几个月前).

    Args:
        text: as typed, or folded.
        folded: the same, folded: both have the same length.
        times: the words, folded.
    """
    spans = [match.span() for match in _VAGUE.finditer(folded)]
    for words in times:
        start = folded.find(words)
        spans += [(start, start + len(words))] if start >= 0 else []
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _all(folded: str, base: str, as_of: date | None) -> Iterator[_Found]:
    yield from _years(folded, as_of)
    yield from _days(folded)
    if as_of is not None:
        yield from _counted_back(folded, as_of)
    if base not in {"zh", "ja", "en"} or _LONE_YEAR.match(folded):
        for match in _BARE_YEAR.finditer(folded):
            year = int(match.group())
            yield _Found(*match.span(), Period(date(year, 1, 1), date(year, 12, 31), match.group()))
    if base != "en":
        return
    for start, end, chinese in said_in_chinese(folded, as_of):
        said = folded[start:end]
        for period in periods_in(chinese, "zh", as_of):
            relative = re.search(r"\d{4}", said) is None
            yield _Found(start, end, Period(period.first, period.last, said, relative, period.is_guess))


def _years(text: str, as_of: date | None) -> Iterator[_Found]:
    """A year and the part of it that is meant: 2019年, 去年7月, 五年前上半年, 2024年春节期间."""
    for match in _YEAR.finditer(text):
        year = _year_of(match, as_of)
        if year is None:
            continue
        days, end = part_of(year, text, match.end())
        if end == match.end() and as_of and match["ago"]:
            days = _around(as_of.year * 12 + as_of.month - 1 - 12 * (as_of.year - year) - 6, 3) if match["half"] else days
            wide = as_of.year - year >= 10
            days = (date(year - 1, 1, 1), date(year + 1, 12, 31)) if wide else days
        yield _Found(match.start(), end, Period(*days, text[match.start() : end], match["stated"] is None))


def _year_of(match: "re.Match[str]", as_of: date | None) -> int | None:
    if match["stated"]:
        return int(match["stated"])
    if as_of is None:
        return None
    back = -_RELATIVE_YEARS[match["relative"]] if match["relative"] else _number(match["ago"])
    return as_of.year - back if as_of.year - back > 0 else None


def _days(text: str) -> Iterator[_Found]:
    """Dates printed with their year: 2021-06-08, march 2023, and a bare 2019 of 2019-2021年."""
    for moment in moments_in(text):
        if moment.iso and not moment.is_time and (days := days_of(moment.iso)):
            (first, last), end = narrowed(*days, text, moment.end)
            yield _Found(moment.start, end, Period(first, last, text[moment.start : end]))


def days_of(iso: str) -> tuple[date, date] | None:
    """First and last day of ``2018``, ``2018-09`` or ``2018-09-03``; None for one that no calendar has."""
    year, month, day = (*map(int, iso.split("-")), 0, 0)[:3]
    try:
        return (date(year, month, day), date(year, month, day)) if day else months(year * 12 + (month or 1) - 1, 1 if month else 12)
    except ValueError:  # 2月30日
        return None


def _counted_back(text: str, as_of: date) -> Iterator[_Found]:
    """昨天, 上周, 最近三年; 两周前, 上个季度; and a part of the year without a year."""
    for mention in resolved_times(text, as_of):
        if mention.first and not mention.approximate:
            days, end = narrowed(mention.first, mention.last, text, mention.end)
            yield _Found(mention.start, end, Period(*days, text[mention.start : end], is_relative=True))
    for match in _AGO.finditer(text):
        yield _Found(*match.span(), Period(*_ago(match, as_of), match.group(), is_relative=True))
    for match in _QUARTER.finditer(text):
        month = as_of.year * 12 + 3 * ((as_of.month - 1) // 3) - 3 * (match["which"] == "上")
        yield _Found(*match.span(), Period(*months(month, 3), match.group(), is_relative=True))
    for match in _BARE.finditer(text):
        this, last = (part_of(year, match["part"], 0)[0] for year in (as_of.year, as_of.year - 1))
        days = this if this[0] <= as_of else last
        yield _Found(*match.span(), Period(*days, match.group(), is_relative=True, is_guess=True))


def _ago(match: "re.Match[str]", as_of: date) -> tuple[date, date]:
    unit = match["unit"]
    if unit == "月":
        if match["count"] == "半":
            day = as_of - timedelta(days=15)
            return day - timedelta(days=5), day + timedelta(days=5)
        return months(as_of.year * 12 + as_of.month - 1 - _number(match["count"]), 1)
    days = (1 if unit in {"天", "日"} else 7) * (1 if match["count"] == "半" else _number(match["count"]))
    day = as_of - timedelta(days=days)
    if unit in {"天", "日"}:
        return day, day
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _joined(text: str, found: list[_Found], as_of: date | None) -> Iterator[_Found]:
    """Two that bound a range as one (2019年至2021年, between May and July 2023), and 今年2月以来 up to the day of asking."""
    position = 0
    while position < len(found):
        each = found[position]
        after = found[position + 1] if position + 1 < len(found) else None
        position += 1
        if after and _bound_a_range(text, each, after):
            period = Period(each.period.first, after.period.last, text[each.start : after.end], each.period.is_relative)
            each, position = _Found(each.start, after.end, period), position + 1
        yield _open_ended(text, each, as_of)


def _open_ended(text: str, each: _Found, as_of: date | None) -> _Found:
    """今年2月以来 up to the day of asking, 2020年之前 and "before 2020" up to that year, 2020年以后 from it on."""
    period, end = each.period, each.end
    before, after = _UNTIL.match(text, end), _AFTER.match(text, end)
    if before or _UNTIL_EN.search(text[: each.start]):
        end = before.end() if before else end
        return _Found(each.start, end, replace(period, first=date.min, last=period.first - timedelta(days=1), text=text[each.start : end]))
    if (after or _AFTER_EN.search(text[: each.start])) and (as_of is None or period.first <= as_of):
        end = after.end() if after else end
        return _Found(each.start, end, replace(period, last=max(period.last, as_of or date.max), text=text[each.start : end]))
    return each


def _bound_a_range(text: str, one: _Found, other: _Found) -> bool:
    if not _RANGE.fullmatch(text, one.end, other.start) or other.period.last <= one.period.first:
        return False
    return text[one.end : other.start].strip() != "and" or text[: one.start].rstrip().endswith("between")


def _around(count: int, reach: int) -> tuple[date, date]:
    return months(count - reach, 2 * reach + 1)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else int(chinese_value(text.replace("两", "二")) or 0)

"""Days of the calendar as news prints them, in folded text: 2031年5月6日, 2031-05-06, 二〇三一年五月六日, 中华民国120年5月6日, may 6, 2031.

Only complete days count, and only days that can be: no 30th of February, no year 99999.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from index.chinese_numbers import chinese_value

_DIGIT = "〇零○一二三四五六七八九"
_HAN = r"[一二三四五六七八九十廿]{1,3}"
_MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_SIGNS = (
    r"(?<![\d.])(?:(?P<year>\d{1,6})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]?"
    r"|(?P<y>\d{4,6})(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2}))(?!\d)"
)
_CHINESE = rf"(?P<hanyear>[{_DIGIT}]{{4}})\s?年\s?(?P<hanmonth>{_HAN})\s?月\s?(?P<handay>{_HAN})\s?[日号]"
_REPUBLIC = (
    rf"(?P<full>中华)?民国\s?(?P<roc>\d{{1,3}}|[{_DIGIT}十百]{{1,5}})\s?年"
    rf"\s?(?P<rocmonth>\d{{1,2}}|{_HAN})\s?月\s?(?P<rocday>\d{{1,2}}|{_HAN})\s?日"
)
_ENGLISH = (
    rf"\b(?:(?P<name>{_MONTH})\.? (?P<nth>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<ayear>\d{{4}})"
    rf"|(?P<nth2>\d{{1,2}})(?:st|nd|rd|th)? (?P<name2>{_MONTH})\.?,? (?P<ayear2>\d{{4}}))\b"
)
# The signs a day begins with go first: else each of the four forms is tried at every sign of a text.
_DAY = re.compile(rf"(?=[\d{_DIGIT}中民jfmasond])(?:{'|'.join((_SIGNS, _CHINESE, _REPUBLIC, _ENGLISH))})")
_WEEKDAY = re.compile(r"[\s(]{0,3}(?:星期|周|礼拜)([一二三四五六日天])")
# 20310506.txt, t20310506_12.html, 20310506A03.txt; not the digits inside a hash (f20310506b7c).
_COMPACT = re.compile(r"(?<![0-9a-z])[a-z]?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)(?=(?:[a-d]\d{1,2})?(?![0-9a-z]))")
# rmrb/2031-05/06/node.htm, 2031/0506/c1001.html: digital newspapers put the day into the folders of an address.
_FOLDERS = re.compile(
    r"(?<![0-9a-z])((?:19|20)\d\d)(?:[-/_.](0[1-9]|1[0-2])[-/_.]?|/(?=\d{4})(0[1-9]|1[0-2]))(0[1-9]|[12]\d|3[01])(?![0-9a-z])"
)
_FIRST_YEAR = 1815
# The clock of a machine may be wrong by years; a paper of the next decade is a slip of the pen.
_AHEAD = timedelta(days=3660)
_REPUBLIC_BEGINS = 1911


@dataclass(frozen=True, slots=True)
class Printed:
    """A complete day printed at an offset; ``day`` is None when there can be no such day."""

    start: int
    end: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Day(Printed):
    """A complete day printed at an offset."""

    day: date


def printed_days(folded: str) -> Iterator[Printed]:
    """Complete days of a folded text, possible or not, in order."""
    for match in _DAY.finditer(folded):
        yield Printed(match.start(), match.end(), _day_at(folded, match))


def days_in(folded: str) -> Iterator[Day]:
    """Complete, possible days of a folded text, in order.

    A year of the Republic is read only where it is marked in full (中华民国120年) or the day of the week agrees
    (民国120年5月6日 星期二): where calendars are mixed, a bare 民国 is too easily another day.
    """
    for each in printed_days(folded):
        if each.day:
            yield Day(each.start, each.end, each.day)


def first_day(folded: str) -> Day | None:
    """The first complete, possible day of a folded text."""
    return next(days_in(folded), None)


def possible_day(year: int | str, month: int | str, day: int | str) -> date | None:
    """A day of the calendar on which a paper can have come out; None for 30 February, year 0, and days ten years ahead of the clock."""
    try:
        found = date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None
    return found if found.year >= _FIRST_YEAR and found <= datetime.now(UTC).date() + _AHEAD else None


def name_day(source: str) -> Day | None:
    """The one day in the name of a file or in an address: ``2031-05-06-A03.txt``, ``rmrb/2031-05/06/node.htm``."""
    found: list[Day] = []
    for pattern in (_COMPACT, _FOLDERS):
        matches = pattern.finditer(source.lower())
        found += [Day(m.start(), m.end(), day) for m in matches if (day := possible_day(*filter(None, m.groups())))]
    found += days_in(source.lower())
    return found[0] if len({each.day for each in found}) == 1 else None


def _day_at(folded: str, match: re.Match[str]) -> date | None:
    if match["year"]:
        return possible_day(match["year"], match["month"], match["day"])
    if match["y"]:
        return possible_day(match["y"], match["m"], match["d"])
    if match["hanyear"]:
        year = "".join(str("〇一二三四五六七八九".index(c)) for c in re.sub("[零○]", "〇", match["hanyear"]))
        return possible_day(year, whole_number(match["hanmonth"]), whole_number(match["handay"]))
    if match["roc"]:
        return _republic_day(folded, match)
    name, day, year = (match["name"], match["nth"], match["ayear"]) if match["name"] else (match["name2"], match["nth2"], match["ayear2"])
    return possible_day(year, _MONTHS[name[:3]], day)


def _republic_day(folded: str, match: re.Match[str]) -> date | None:
    found = possible_day(_REPUBLIC_BEGINS + whole_number(match["roc"]), whole_number(match["rocmonth"]), whole_number(match["rocday"]))
    weekday = _WEEKDAY.match(folded, match.end())
    agrees = bool(found and weekday and "一二三四五六日".index(weekday[1].replace("天", "日")) == found.weekday())
    return found if match["full"] or agrees else None


def whole_number(text: str) -> int:
    """Value of decimal or Chinese digits; 0 when they are no number."""
    value = float(text) if text.isdecimal() else chinese_value(text)
    return int(value) if value is not None else 0

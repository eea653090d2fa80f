"""Parts of a year: what 上半年, 第三季度, 6月底, 夏天 and 春节期间 are in a year that is known."""

import re
from calendar import monthrange
from datetime import date

from index.times import resolved_times
from rag.festivals import FESTIVALS, festival

_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
# After the year; 前年的6月, 去年度上半年, 五年前的那个夏天.
_PART = re.compile(
    rf"第(?P<quarter>[一二三四])季(?!度)|年?(?P<early>初)(?![中步次级一二三高心])|年?(?P<late>[底末])(?![层部端])|年(?P<middle>中)|(?P<season>[春夏秋冬])[天季]"
    rf"|(?P<festival>{FESTIVALS})节?(?:黄金周|假期|小?长假|期间|前夕|当天|前后)*"
)
_OF = re.compile(r"度?的?(?:那个)?")
_EARLY, _MIDDLE, _LATE = (1, 3), (5, 8), (10, 12)
# 6月底, 10月上旬.
_DAYS_OF_MONTH = re.compile(r"份?(?P<part>初|上旬|中旬|下旬|底|末)")
_MONTH_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}


def part_of(year: int, text: str, at: int) -> tuple[tuple[date, date], int]:
    """The days of a year that the words after it mean, and where those words end; the whole year where there are none."""
    of = _OF.match(text, at)
    begin = of.end() if of else at
    after = resolved_times(f"今年{text[begin : begin + 16]}", date(year, 12, 31))
    if after and after[0].start == 0 and after[0].end > 2 and after[0].first:
        return narrowed(after[0].first, after[0].last, text, begin + after[0].end - 2)
    if (part := _PART.match(text, begin)) and (days := _days_of_part(year, part)):
        return days, part.end()
    return (date(year, 1, 1), date(year, 12, 31)), at


def narrowed(first: date, last: date, text: str, end: int) -> tuple[tuple[date, date], int]:
    """A month, or the part of it that is named after it: 6月底."""
    part = _DAYS_OF_MONTH.match(text, end)
    if not part or first.day != 1 or first.month != last.month:
        return (first, last), end
    low, high = _MONTH_PARTS[part["part"]]
    return (first.replace(day=low), last.replace(day=min(high, last.day))), part.end()


def _days_of_part(year: int, part: "re.Match[str]") -> tuple[date, date] | None:
    if part["festival"]:
        return festival(part["festival"], year)
    if part["season"]:
        return months(year * 12 + _SEASONS[part["season"]] - 1, 3)
    if part["quarter"]:
        return months(year * 12 + 3 * "一二三四".index(part["quarter"]), 3)
    first, last = _EARLY if part["early"] else _MIDDLE if part["middle"] else _LATE
    return months(year * 12 + first - 1, last - first + 1)


def months(count: int, length: int) -> tuple[date, date]:
    """First and last day of some months; ``count`` is year · 12 + month - 1 of the first."""
    last = count + length - 1
    year, month = divmod(last, 12)
    return date(count // 12, count % 12 + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])

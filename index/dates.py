"""Dates and clock times of a folded text, and the day or year that a figure is stated for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from index.chinese_numbers import chinese_value
from index.times import resolved_times

_HAN = "〇零一二三四五六七八九十廿卅"
_N = rf"(?:\d{{1,2}}|[{_HAN}]{{1,3}})"
_YEAR = r"(?:(?<!\d)(?:1\d|20)\d\d|[一二]九?[〇零一二三四五六七八九]{2,3})"
_DATE = re.compile(
    rf"(?P<year>{_YEAR})\s?年(?![级期轻货前来]|历史|之久)(?:度|\s?(?P<month>{_N})\s?月(?:份|\s?(?P<day>{_N})(?:\s?[日号]|(?=\s?[至到~～—-]+\s?\d{{1,2}}\s?[日号])))?)?|"
    rf"(?P<iso>(?:19|20)\d\d)[-/.](?P<isomonth>\d{{1,2}})[-/.](?P<isoday>\d{{1,2}})(?!\d)|"
    rf"(?P<year2>{_YEAR})(?=\s?(?:[-—~～至到和、]|—+)\s?{_YEAR}\s?年)|"
    rf"(?<!\d)(?P<month2>{_N})\s?月(?:份|\s?(?P<day2>{_N})(?:\s?[日号]|(?=\s?[至到~～—-]+\s?\d{{1,2}}\s?[日号])))?(?!子|饼|球|亮|光|嫂)|"
    rf"(?<![\d.])(?P<month3>\d{{1,2}})(?=\s?(?:[-—~～至到]|—+)\s?\d{{1,2}}\s?月(?!\s?\d))|"
    rf"(?<![\d.第])(?P<day3>{_N})\s?日(?![元常报用均本程夜语光产])"
)
_DECADE = re.compile(r"年代|年级")
_TIME = re.compile(
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|午后|下午|傍晚|晚上|晚间|当晚|夜间|深夜|晚|午夜)?\s?(?<![\d.])"
    rf"(?<!分之)(?P<hour>\d{{1,2}}|[{_HAN}两]{{1,3}})(?:\s?(?P<sign>点钟?|时)(?!间)(?:(?P<half>半)|(?P<quarter>[一三])刻|\s?(?P<minute>\d{{1,2}}(?=\s?分|[^\d])|[{_HAN}]{{1,3}}(?=分))(?:\s?分(?:\s?\d{{1,2}}\s?秒)?)?(?!\d))?整?|"
    r":(?P<colon>[0-5]\d)(?:分)?(?!\d))\s?(?P<english>[ap]\.?m\.?)?"
)
_AFTER_CLOCK = re.compile(r"$|[,，。;；、)）—~～-]|[到至前后起左许开准集出收返赶抵]|以[前后]")
_BEFORE_CLOCK = re.compile(r"(?:[日天号到至于从前后早晚—~～-]|\d[点时])\s?$")
_LATE = frozenset(("下午", "午后", "傍晚", "晚上", "晚间", "当晚", "夜间", "深夜", "晚"))
_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(re.split(" ", _MONTHS), 1)}
_MONTH = rf"(?P<name>(?:{_MONTHS.replace(' ', '|')})|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_ORDINAL_DAY = r"\d{1,2})(?:st|nd|rd|th)?"
# A bare 2023 is a year unless a noun in the plural follows: 2023 jobs.
_NO_NOUN = r"(?![,.]?\d| ?%| (?!and|to|or|in|at|by|for|with|as|when|was|were|the|a|had|has|have|that|after)[a-z]+s\b)"
_ENGLISH_DATE = re.compile(
    rf"\b(?:(?P<day>{_ORDINAL_DAY}(?: of)? )?{_MONTH}(?: (?P<day2>{_ORDINAL_DAY}(?!\d))?(?:,? (?P<year>(?:19|20)\d\d))?\b|"
    rf"(?<![\d,.$])\b(?P<year2>(?:19|20)\d\d)\b{_NO_NOUN}"
)
_ENGLISH_TIME = re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))? ?(?P<part>[ap])\.?m\b\.?")
_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_ENGLISH_HOUR = re.compile(
    rf"\b(?:at|by|until|till|before|after|about|around) (?P<hour>(?P<word>{'|'.join(_HOURS)})|(?P<digits>\d{{1,2}}))(?: o'clock)? "
    r"(?:in the (?P<half>morning|afternoon|evening)|at night)\b"
)
# Most sentences with a number hold no date and no hour, and these two say so at a tenth of what the patterns above cost.
_MAY_BE_DATE = re.compile(r"[年月日]|(?:19|20)\d\d[-/.]")
_MAY_BE_TIME = re.compile(r"[点时:]|[ap]\.?m|o'clock|in the|at night")
_SHIFT = {"今年": 0, "去年": -1, "前年": -2}
# A bare 上半年 is of the year of publication where nothing else says so.
_BARE_HALF = re.compile(r"(?<!年)(?<!年度)上半年")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a clock time in a text.

    Attributes:
        value: a date's year when one is printed, else month·100 + day (12月16日 → 1216, 8月 → 800, 15日 → 15); a time's hour (15.5).
        iso: ``2018``, ``2018-09``, ``2018-09-03`` when the year is known; for a time None.
        unit: ``年``, ``月``, ``日``, ``时`` or ``点``.
    """

    start: int
    end: int
    value: float
    iso: str | None
    unit: str

    @property
    def is_time(self) -> bool:
        """True for a time of day."""
        return self.unit in ("时", "点")


def moments_in(text: str, published: date | None = None) -> list[Moment]:
    """Dates and times of a folded text, in order; a date without a year takes the year of publication or of the date before it."""
    found: list[Moment] = []
    year = published.year if published else None
    month: int | None = None
    for match in _DATE.finditer(text) if _MAY_BE_DATE.search(text) else ():
        moment = _chinese_date(text, match, published=published, year=year, month=month)
        if moment is None:
            continue
        found.append(moment)
        if moment.iso and len(moment.iso) >= 7:
            month = int(moment.iso[5:7])
        elif moment.value >= 100 and moment.unit != "年":
            month = int(moment.value // 100)
        year = int(moment.iso[:4]) if moment.iso else year
    found += _english_dates(text, published)
    taken = {i for moment in found for i in range(moment.start, moment.end)}
    found += [moment for moment in _times(text) if moment.start not in taken]
    return _in_their_half(text, _without_overlaps(found))


def _number(digits: str | None) -> int | None:
    if not digits:
        return None
    value = float(digits) if digits.isdecimal() else chinese_value(digits)
    return int(value) if value is not None else None


def _chinese_date(text: str, match: re.Match[str], *, published: date | None, year: int | None, month: int | None) -> Moment | None:
    printed = _number(match.group("year") or match.group("iso") or match.group("year2"))
    if (match.group("year") or match.group("year2")) and (
        printed is None or not 1000 <= printed <= 2100 or _DECADE.match(text, match.end() - 1)
    ):
        return None
    m = _number(match.group("month") or match.group("isomonth") or match.group("month2") or match.group("month3"))
    d = _number(match.group("day") or match.group("isoday") or match.group("day2") or match.group("day3"))
    if (m is not None and not 1 <= m <= 12) or (d is not None and not 1 <= d <= 31):
        return None
    if match.group("day3"):
        if not match.group("day3").isdecimal() and d is not None and d < 10:
            return None
        m = month if re.search(r"[至到和、—~～-]\s?$", text[max(0, match.start() - 2) : match.start()]) else None
    known = printed or _relative_year(text, match.start(), published) or _year_of(m or month, d, published=published, year=year)
    value = float(printed) if printed else float((m or 0) * 100 + (d or 0))
    iso = _iso(known, m or (month if d else None) or (published.month if published and d else None), d)
    return Moment(match.start(), match.end(), value, iso, "年" if printed else "月" if d is None else "日")


def _relative_year(text: str, at: int, published: date | None) -> int | None:
    """The year that 去年 right before a month names."""
    shift = _SHIFT.get(text[max(0, at - 2) : at])
    return None if shift is None or published is None else published.year + shift


def _year_of(month: int | None, day: int | None, *, published: date | None, year: int | None) -> int | None:
    """A month and day after the day of publication lie in the year before it: 12月16日 in a paper of January."""
    if published and year == published.year and month and (month, day or 1) > (published.month, published.day + 31 * (day is None)):
        return published.year - 1 if month - published.month > 3 else year
    return year


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None:
        return None
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def _english_dates(text: str, published: date | None) -> Iterator[Moment]:
    for match in _ENGLISH_DATE.finditer(text) if re.search("[a-z]{2}", text) else ():
        year = _number(match.group("year") or match.group("year2"))
        month = _MONTH_NUMBERS.get((match.group("name") or "")[:3])
        day = _number(match.group("day") or match.group("day2"))
        if month == 5 and not year and not day:
            continue
        value = float(year) if year else float((month or 0) * 100 + (day or 0))
        known = year or (published.year if published else None)
        yield Moment(match.start(), match.end(), value, _iso(known, month, day), "年" if year else "日" if day else "月")


def _times(text: str) -> Iterator[Moment]:
    if not _MAY_BE_TIME.search(text):
        return
    for match in _TIME.finditer(text):
        hour = _number(match.group("hour"))
        if hour is None or hour > 24 or not _is_clock(text, match):
            continue
        minute = 30 if match.group("half") else 15 * (_number(match.group("quarter")) or 0)
        minute += _number(match.group("minute") or match.group("colon")) or 0
        late = match.group("part") in _LATE or (match.group("english") or "").startswith("p")
        if minute > 59:
            continue
        yield Moment(
            match.start(), match.end(), round(hour + 12 * (late and hour < 12) + minute / 60, 4), None, (match.group("sign") or "时")[0]
        )
    for match in _ENGLISH_HOUR.finditer(text):
        hour = _HOURS.index(match.group("word")) + 1 if match.group("word") else int(match.group("digits"))
        if 1 <= hour <= _NOON:
            yield Moment(match.start("hour"), match.end("hour"), hour % 12 + 12 * (match.group("half") != "morning"), None, "时")
    for match in _ENGLISH_TIME.finditer(text):
        hour = int(match.group("hour")) % 12 + (12 if match.group("part") == "p" else 0)
        yield Moment(match.start(), match.end(), round(hour + int(match.group("minute") or 0) / 60, 4), None, "时")


def _is_clock(text: str, match: re.Match[str]) -> bool:
    """11点半 and 下午6点 are times; 3点建议 counts, 24小时 is a duration, 3:2 a score."""
    if match.group("part") or match.group("half") or match.group("minute") or match.group("colon") or match.group("sign") == "点钟":
        return True
    if match.group("sign") == "时":
        return match.group("hour").isdecimal() and not re.match("[长间代期]", text[match.end() :])
    return bool(_AFTER_CLOCK.match(text, match.end()) and (_BEFORE_CLOCK.search(text[max(0, match.start() - 3) : match.start()])))


def _without_overlaps(found: list[Moment]) -> list[Moment]:
    kept: list[Moment] = []
    for moment in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or moment.start >= kept[-1].end:
            kept.append(moment)
    return kept


_TO = re.compile(r"\s?[\u3400-\u9fff]?(?:[到至]|[-—~～]+)\s?")
_NOON = 12


def _in_their_half(text: str, moments: list[Moment]) -> list[Moment]:
    """晚间6时半到9时半: the end of a span of hours lies in the half of the day its beginning does."""
    done = moments[:1]
    for moment in moments[1:]:
        first = done[-1]
        joined = first.is_time and moment.is_time and _TO.fullmatch(text[first.end : moment.start])
        later = joined and moment.value < first.value and first.value >= _NOON and moment.value + _NOON <= 2 * _NOON
        done.append(replace(moment, value=moment.value + _NOON) if later else moment)
    return done


def stated_for(text: str, at: int, moments: list[Moment], published: date | None) -> str | None:
    """ISO date or year that the figure at an offset is stated for.

    That is the nearest date before it in its sentence; 今年, 上个月 and 昨日 count when the day of publication is known.
    """
    candidates = [(m.start, m.iso) for m in moments if m.start < at and m.iso and not m.is_time]
    candidates += [(m.start, m.as_of) for m in resolved_times(text, published) if m.end <= at and m.as_of]
    if published:
        candidates += [(m.start(), str(published.year)) for m in _BARE_HALF.finditer(text[:at])]
    return max(candidates)[1] if candidates else None

"""The day an article was published, how it is known, and the words it was read from.

A day on the article itself goes before the day of its page, and that before the day in the file's name; what fits none is unknown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index import metadata
from index.days import days_in, first_day, name_day, possible_day, whole_number
from index.schema import DateBasis, Page
from index.text import fold

_LONGEST_MASTHEAD = 40
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# 新华社兰州3月4日电; 兰州三月四日讯.
_DATELINE = re.compile(rf"(?<![\d月])(?P<month>{_N})\s?月\s?(?P<day>{_N})\s?日\s?[电讯]")
# BEIJING, May 6 (Xinhua) --
_ENGLISH_DATELINE = re.compile(
    r"[a-z][a-z .'-]{2,30},? (?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?P<nth>\d{1,2}) ?(?:\(|--|—)"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TODAY = re.compile(r"(?:今天|今日|\btoday)[\s,(]{0,2}$")
_AFTER_PAPER_DAY = re.compile(r"[目曰]?(?:[\s,|]|星期|周[一二三四五六日]|农历|第|$)")
# Printed on newspaper pages and on no other: the masthead with its page, the serial number, who made the page up.
_PAPER = re.compile(r"第?[a-d]?\d{1,2}版|(?:出版物|刊)号|邮发代号|(?:版式|组版|校对|本版)|^[a-d]\d{2}\b")
# Printed on web pages and in apps: the day beside these may be that of the visit.
_WEB = re.compile(
    r"首页\s*[>»›]|当前位置|字[号体]\s*:|大\s中\s小|分享到|请输入关键词|登录\s*注册|蓝字|阅读原文|扫一扫|网友评论|上一篇|下一篇"
)
# Reports stand in the paper some days after their dateline; one of half a year before is of another year.
_BEFORE_PAPER, _AFTER_PAPER = timedelta(days=180), timedelta(days=1)
_OPENING = 200


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of publication with its reason.

    Attributes:
        words: what it was read from, in the source's own glyphs; without a day, what says something of it but not enough.
    """

    day: date | None = None
    by: DateBasis = DateBasis.NONE
    words: str = ""


@dataclass(frozen=True, slots=True)
class PageDays:
    """What dates all articles of a page.

    Attributes:
        stated: the day that the page's own record states.
        paper: the day of the newspaper page.
        name: the day in the file's name.
    """

    stated: Dated = Dated()
    paper: Dated = Dated()
    name: Dated = Dated()


def page_days(page: Page, heads: Sequence[str] = (), others: Sequence[str] = (), *, alone: bool) -> PageDays:
    """The days of a page.

    Args:
        page: the page.
        heads: its first lines that are no running text.
        others: its lines that belong to no article.
        alone: whether the page holds one article only.

    A day at the head of a page that shows no other sign of a newspaper dates several articles, but not a single one: web pages print the
    day of the visit there.
    """
    in_record = _stated(page.record.get("published") or page.record.get("date") or "")
    # A file of records is named for the day it was made, not for that of each.
    return PageDays(in_record, _paper_day(heads, others, alone=alone), Dated() if page.finished else _name_day(page.source))


def _stated(field: str) -> Dated:
    """The day that a field of a record states; one that cannot be is unknown and stays so, its words kept."""
    if not field.strip():
        return Dated()
    day = metadata.stated_day(field)
    return Dated(day, DateBasis.STATED if day else DateBasis.NONE, field.strip())


def dating(metas: Sequence[str], byline: str, body: str, page: PageDays, folded: str | None = None) -> Dated:
    """The day of an article.

    Args:
        metas: its own date lines.
        byline: its dateline and reporters.
        body: its text.
        page: the days of its page.
        folded: the text folded, where the caller has it.
    """
    for meta in metas:
        if line := metadata.date_line(fold(meta)):
            return Dated(line.day, DateBasis.STATED if line.day else DateBasis.NONE, meta.strip())
    if page.stated.words:
        return page.stated
    folded = fold(body) if folded is None else folded
    if found := _dateline(f"{byline}\n{body[:_OPENING]}", f"{fold(byline)}\n{folded[:_OPENING]}", page):
        return found
    if found := _today(body, folded):
        return found
    return next((each for each in (page.paper, page.name) if each.day), Dated())


def _paper_day(heads: Sequence[str], others: Sequence[str], *, alone: bool) -> Dated:
    found: dict[date, str] = {}
    for line in heads:
        folded = fold(line)
        day = first_day(folded)
        if day and len(line) <= _LONGEST_MASTHEAD and _AFTER_PAPER_DAY.match(folded, day.end):
            found.setdefault(day.day, line.strip())
    if len(found) != 1:
        return Dated()
    lines = [line.strip() for line in (*heads, *others)]
    is_paper = any(_PAPER.search(fold(line)) or metadata.masthead(line) for line in lines if len(line) <= _LONGEST_MASTHEAD)
    is_web = any(_WEB.search(fold(line)) for line in lines)
    if not is_paper and (alone or is_web):
        return Dated()
    day_, words = next(iter(found.items()))
    return Dated(day_, DateBasis.PAPER, words)


def _name_day(source: str) -> Dated:
    found = name_day(source)
    return Dated(found.day, DateBasis.FILE_NAME, source[found.start : found.end]) if found else Dated()


def _dateline(opening: str, folded: str, page: PageDays) -> Dated | None:
    """The day of the dateline: with its own year, else the year in which it fits the paper or the file's name.

    None when there is no dateline; a dateline that contradicts the paper, or that nothing gives a year, leaves the day unknown. The text
    gives none: of 553 datelines of CRUD news, the newest complete day of the text told the right year 31 times and a wrong one 15 times
    (anniversaries, plans), the newest year 110 and 133 times.
    """
    match = _DATELINE.search(folded)
    english = None if match else _ENGLISH_DATELINE.search(folded)
    if english:
        month, day, start, end = _MONTHS.index(english["name"]) + 1, int(english["nth"]), english.start(), english.end()
    elif match:
        month, day, start, end = whole_number(match["month"]), whole_number(match["day"]), _line_start(folded, match.start()), match.end()
    else:
        return None
    words = opening[start:end].strip()
    if whole := first_day(folded[start:end]):
        return Dated(whole.day, DateBasis.STATED, words)
    for known in (page.paper, page.name):
        if known.day:
            fits = _in_year(month, day, known.day, before=_BEFORE_PAPER, after=_AFTER_PAPER)
            return Dated(fits, DateBasis.DATELINE if fits else DateBasis.NONE, f"{words} · {known.words}")
    return Dated(words=words)


def _in_year(month: int, day: int, known: date, *, before: timedelta, after: timedelta) -> date | None:
    """The day of that month nearest a known day, within reach of it."""
    days = (possible_day(year, month, day) for year in (known.year - 1, known.year, known.year + 1))
    return next((each for each in days if each and known - before <= each <= known + after), None)


def _today(body: str, folded: str) -> Dated | None:
    if not any(word in folded for word in ("今天", "今日", "today")):
        return None
    for each in days_in(folded):
        if match := _TODAY.search(folded[max(0, each.start - 12) : each.start]):
            return Dated(each.day, DateBasis.BODY, body[each.start - len(match.group()) : each.end])
    return None


def _line_start(folded: str, at: int) -> int:
    """Where the dateline's own words begin: at most 30 signs back, at a bracket or the start of the line."""
    start = max(0, at - 30)
    return start + max(folded.rfind(sign, start, at) - start + 1 for sign in "\n(。,:")

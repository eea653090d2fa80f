"""The lines of a web page → one article with its title, day and outlet, or a page of several for the cutter."""

import re
from collections.abc import Sequence

from index.findings import Warned
from index.metadata import stated_day
from index.readers.base import can_head, sound
from index.readers.boilerplate import LINKED, bare, is_prose, is_site, main_lines, without_menus
from index.readers.page_scan import Line, Scan
from index.schema import Layout, Page

_LONGEST_TITLE = 120
_SHORT_DAY = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_SOURCE = re.compile(r"(?:来源|來源|稿源|出处)\s?[:：]?\s*([^\s|｜:：]{2,20})")
_LONGEST_DATE_LINE = 80
# How an article opens, once: 本报讯(记者 …), 兰州3月4日电. "记者从…获悉" may open any paragraph.
_OPENING = re.compile(r"本[报報刊台网網][讯訊]|[(（]本?[报報]?[记記]者|\d{1,2}月\d{1,2}日[电電讯訊]")
_DAYS = (
    "article:published_time og:published_time datepublished publishdate pubdate publish_date publishtime article:published og:release_date "
    "dc.date.issued dc.date dcterms.created dcterms.date date time weibo:article:create_at"
).split()
_OUTLETS = ("mediaid", "og:site_name", "application-name", "dc.publisher", "copyright")
_AUTHORS = ("author", "article:author", "byl", "dc.creator")


def page_of(scan: Scan, source: str, warnings: tuple[Warned, ...]) -> Page:
    """What a page of lines is: one article, with a record, or a page for the cutter."""
    main = main_lines(scan)
    if main and not _holds_several(scan, main):
        return _article(scan, main, source, warnings)
    return _page(without_menus(scan.lines) if main else scan.lines, source, warnings)


def _page(lines: Sequence[Line], source: str, warnings: tuple[Warned, ...]) -> Page:
    """A page for the cutter, which is told what its makers marked as headings, and which of them open an article for sure."""
    parts: list[str] = []
    headings: list[tuple[int, int]] = []
    breaks: list[int] = []
    length = story = 0
    for at, line in enumerate(lines):
        shown = sound(line.text)
        if line.level and can_head(shown):
            headings.append((length, length + len(shown)))
            if length and (line.story != story or _opens(lines, at)):
                breaks.append(length)
            story = line.story
        parts.append(shown)
        length += len(shown) + 2
    return Page(source, "\n\n".join(parts), "text/html", warnings=warnings, layout=Layout(tuple(headings), tuple(breaks)))


def _holds_several(scan: Scan, main: Sequence[Line]) -> bool:
    """True for several articles: each in an ``<article>`` with a heading, opened by a dateline, or below a heading that leads on."""
    stories = {line.story for line in main if line.story and is_prose(line)}
    headed = {line.story for line in scan.lines if line.level}
    if len(stories) > 1 and stories <= headed:
        return True
    opened = sum(is_prose(line) and bool(_OPENING.search(line.text[:40])) for line in main)
    return opened > 1 or sum(_opens(scan.lines, at) and scan.lines[at].linked >= LINKED for at in range(len(scan.lines))) > 1


def _opens(lines: Sequence[Line], at: int) -> bool:
    """True for a heading that leads to the article, or below which one opens with its dateline."""
    if not lines[at].level or (at and lines[at - 1].level):
        return False
    below = next((line for line in lines[at + 1 : at + 4] if is_prose(line)), None)
    return below is not None and (lines[at].linked >= LINKED or bool(_OPENING.search(below.text[:40])))


def _article(scan: Scan, main: Sequence[Line], source: str, warnings: tuple[Warned, ...]) -> Page:
    title = _title(scan)
    published, outlet = _told_day(scan), next((scan.told[name] for name in _OUTLETS if scan.told.get(name)), "")
    said = _date_line(scan, main, published)
    if said is not None:
        day, source_named = _SHORT_DAY.search(said.text), _SOURCE.search(said.text)
        told = stated_day(day[0]) if day else None
        published = published or (told.isoformat() if told else "")
        outlet = source_named[1] if source_named else outlet
    body = [line.text for line in main if line is not said and bare(line.text) != bare(title) and not is_site(line.text)]
    author = next((scan.told[name] for name in _AUTHORS if scan.told.get(name)), "")
    record = {"title": title, "published": published, "outlet": outlet, "byline": "" if author.startswith("http") else author}
    text = f"# {title}\n\n" + "\n\n".join(body)
    return Page(source, sound(text), "text/html", {name: sound(value) for name, value in record.items() if value}, warnings=warnings)


def _date_line(scan: Scan, main: Sequence[Line], published: str) -> Line | None:
    """The short line above the text that dates the page, ``2031年5月6日 08:00 来源:河湾日报``; none that says another day than the page."""
    first = next(line for line in main if is_prose(line))
    for line in scan.lines:
        if line is first:
            return None
        match = _SHORT_DAY.search(line.text) if len(line.text) < _LONGEST_DATE_LINE and not line.level else None
        day = stated_day(match[0]) if match else None
        if day and published in {"", day.isoformat()}:
            return line
    return None


def _told_day(scan: Scan) -> str:
    for name in _DAYS:
        if day := stated_day(scan.told.get(name, "")):
            return day.isoformat()
    return ""


def _title(scan: Scan) -> str:
    """The heading that the window's title repeats, else the highest heading, else the window's title without the site's name."""
    window = bare(scan.title + scan.told.get("og:title", ""))
    headings = [line for line in scan.lines if line.level]
    own = [line.text for line in scan.lines if line.linked < LINKED and len(line.text) <= _LONGEST_TITLE]
    if repeated := [text for text in own if len(bare(text)) >= 4 and bare(text) in window]:
        return max(repeated, key=len)
    if headings:
        return min(headings, key=lambda line: line.level).text
    return re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+", scan.told.get("og:title") or scan.title)[0]

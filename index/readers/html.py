"""Web pages: what a person sees of them, without the furniture of the site.

trafilatura finds the boilerplate; it only chooses among the lines that `page_scan` saw, so that nothing hidden comes in and nothing is
drawn from elsewhere. Where it finds little, the page is kept whole and the cutter of articles decides.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from configparser import ConfigParser

from index.decode import Decoded, decode_bytes
from index.metadata import date_line, stated_day
from index.readers.base import Read, sound
from index.readers.page_scan import DEEPEST, Line, Scan, TooDeep, scan_page
from index.schema import Page, Rejected, RejectReason, Warned, WarningKind
from index.text import fold

logger = logging.getLogger(__name__)
_DECLARED = re.compile(rb"""(?i)<(?:meta\b[^<>]{0,200}?charset|\?xml\b[^<>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
_FAMILIES = {"gb": "gb2312 gbk gb18030 cp936 xgbk", "big5": "big5 big5hkscs cp950 xxbig5", "utf8": "utf8 utf8sig"}
_HEAD = 4_096
# Above these trafilatura takes more than ten seconds; such a page is kept whole.
_LONGEST_SLIM, _MOST_TAGS = 1_500_000, 20_000
_LINKED = 0.6
_LONGEST_TITLE = 120
# Of a page's running text, trafilatura keeps nearly all or misses the article; below half it has missed it.
_ENOUGH = 0.5
_SENTENCE = re.compile(r"[。！？；!?;，,]|\.\s")
# How an article opens, once: 本报讯(记者 …), 兰州3月4日电. "记者从…获悉" may open any paragraph.
_OPENING = re.compile(r"本[报報刊台网網][讯訊]|[(（]本?[报報]?[记記]者|\d{1,2}月\d{1,2}日[电電讯訊]")
_DAYS = (
    "article:published_time og:published_time datepublished publishdate pubdate publish_date publishtime article:published og:release_date "
    "dc.date.issued dc.date dcterms.created dcterms.date date time weibo:article:create_at"
).split()
_OUTLETS = ("mediaid", "og:site_name", "application-name", "dc.publisher", "copyright")
_AUTHORS = ("author", "article:author", "byl", "dc.creator")


def read_html(data: bytes, source: str, declared: str = "") -> Iterator[Read]:
    """A web page or a saved one.

    Args:
        data: its bytes.
        source: its name.
        declared: the encoding that an envelope names; the bytes win over it, and over the page's own ``<meta charset>``.
    """
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    yield read_markup(decoded.text, source, (*decoded.warnings, *_contradicted(decoded, declared or declared_encoding(data))))


def declared_encoding(data: bytes) -> str:
    """The encoding that a page names in its first lines, or an empty string."""
    match = _DECLARED.search(data[:_HEAD])
    return match[1].decode("ascii") if match else ""


def _contradicted(decoded: Decoded, declared: str) -> tuple[Warned, ...]:
    if not declared or _family(declared) in {_family(decoded.encoding), ""} or decoded.text.isascii():
        return ()
    found = f"the page says it is in {declared}, its bytes are {decoded.encoding}; it was read as {decoded.encoding}"
    return (Warned(WarningKind.ENCODING, found),)


def _family(encoding: str) -> str:
    name = re.sub(r"[^a-z0-9]", "", encoding.lower())
    for family, members in _FAMILIES.items():
        if name in members.split():
            return family
    return "utf16" if name.startswith("utf16") else name


def read_markup(markup: str, source: str, warnings: tuple[Warned, ...] = ()) -> Read:
    """A page of decoded markup: one article with its title, day and outlet, or a page of several for the cutter."""
    try:
        scan = scan_page(markup)
    except TooDeep:
        detail = f"its elements are nested deeper than {DEEPEST}; save the page as text"
        return Rejected(source, RejectReason.UNSAFE, detail)
    if scan.hidden:
        note = f"{scan.hidden} characters that a reader of the page does not see (hidden by style, comments, templates) were left out"
        warnings = (*warnings, Warned(WarningKind.HIDDEN, note))
    if not scan.lines:
        return Rejected(source, RejectReason.EMPTY, "the page shows no text; nothing to index")
    main = _main_lines(scan)
    if main and not _holds_several(main):
        return _article(scan, main, source, warnings)
    text = "\n\n".join(line.text for line in (_without_menus(scan.lines) if main else scan.lines))
    return Page(source, sound(text), "text/html", warnings=warnings)


def _article(scan: Scan, main: Sequence[Line], source: str, warnings: tuple[Warned, ...]) -> Page:
    title = _title(scan)
    published, outlet = _told_day(scan), next((scan.told[name] for name in _OUTLETS if scan.told.get(name)), "")
    said = _date_line(scan, main, published)
    if said is not None:
        told = date_line(fold(said.text))
        published, outlet = published or (told.day.isoformat() if told else ""), (told.outlet if told else "") or outlet
    body = [line.text for line in main if line is not said and _bare(line.text) != _bare(title)]
    author = next((scan.told[name] for name in _AUTHORS if scan.told.get(name)), "")
    record = {"title": title, "published": published, "outlet": outlet, "byline": "" if author.startswith("http") else author}
    text = f"# {title}\n\n" + "\n\n".join(body)
    return Page(source, sound(text), "text/html", {name: sound(value) for name, value in record.items() if value}, warnings=warnings)


def _date_line(scan: Scan, main: Sequence[Line], published: str) -> Line | None:
    """The line below the headline that dates the page, ``2031-05-06 08:00 来源:河湾日报``; none that says another day than the page."""
    end = next((at for at, line in enumerate(scan.lines) if line is main[-1]), 0)
    for line in scan.lines[: end + 1]:
        if len(line.text) < 80 and (told := date_line(fold(line.text))) and published in {"", told.day.isoformat()}:
            return line
    return None


def _told_day(scan: Scan) -> str:
    for name in _DAYS:
        if day := stated_day(scan.told.get(name, "")):
            return day.isoformat()
    return ""


def _title(scan: Scan) -> str:
    """The heading that the window's title repeats, else the highest heading, else the window's title without the site's name."""
    window = _bare(scan.title + scan.told.get("og:title", ""))
    headings = [line for line in scan.lines if line.level]
    own = [line.text for line in scan.lines if line.linked < _LINKED and len(line.text) <= _LONGEST_TITLE]
    if repeated := [text for text in own if len(_bare(text)) >= 4 and _bare(text) in window]:
        return max(repeated, key=len)
    if headings:
        return min(headings, key=lambda line: line.level).text
    return re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+", scan.told.get("og:title") or scan.title)[0]


def _main_lines(scan: Scan) -> list[Line]:
    """The lines of the page's own text, or nothing when they cannot be told from the rest."""
    text = _main_text(scan)
    if not text:
        return []
    exact = {_bare(line) for line in text.split("\n")}
    grams = _grams("\n".join(exact))
    at = [number for number, line in enumerate(scan.lines) if line.linked < _LINKED and _is_found(line, exact, grams)]
    found = sum(len(scan.lines[number].text) for number in at if _is_prose(scan.lines[number]))
    prose = sum(len(line.text) for line in scan.lines if _is_prose(line))
    if not found or found < _ENOUGH * prose:
        return []
    chosen = set(at)
    inside = range(at[0], at[-1] + 1)
    # Headings between its paragraphs belong to it, though the finder passes over short ones.
    return [line for number in inside if (line := scan.lines[number]) and (number in chosen or (line.level and line.linked < _LINKED))]


def _main_text(scan: Scan) -> str:
    if len(scan.slim) > _LONGEST_SLIM or scan.slim.count("<") > _MOST_TAGS:
        return ""
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(scan.slim, include_comments=False, include_tables=True, with_metadata=False, config=_settings())
    except (LxmlError, ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, MemoryError) as error:
        # A fault of the finder costs its choice of lines, never the page.
        logger.info("no boilerplate found: %s: %s", type(error).__name__, error)
        return ""
    return getattr(found, "text", None) or ""


def _settings() -> ConfigParser:
    """Its own settings, for Chinese: 250 letters of English say what 60 characters say."""
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    return config


def _is_found(line: Line, exact: set[str], grams: set[str]) -> bool:
    bare = _bare(line.text)
    if bare in exact or len(bare) < 8:
        return bare in exact
    own = [bare[at : at + 8] for at in range(0, len(bare) - 7, 4)]
    return sum(gram in grams for gram in own) >= 0.6 * len(own)


def _grams(text: str) -> set[str]:
    return {text[at : at + 8] for at in range(len(text) - 7)}


def _bare(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def _is_prose(line: Line) -> bool:
    return not line.level and line.linked < _LINKED and len(line.text) >= 20 and bool(_SENTENCE.search(line.text))


def _holds_several(main: Sequence[Line]) -> bool:
    """True for a page of several articles: each in an ``<article>`` with a heading, or each opening with its own dateline."""
    stories = {line.story for line in main if line.story and _is_prose(line)}
    headed = {line.story for line in main if line.level}
    if len(stories) > 1 and stories <= headed:
        return True
    return sum(_is_prose(line) and bool(_OPENING.search(line.text[:40])) for line in main) > 1


def _without_menus(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.level or line.linked < _LINKED]

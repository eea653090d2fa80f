"""Which lines of a web page are its own text, and which belong to the site around it."""

import logging
import re
from collections.abc import Sequence
from configparser import ConfigParser
from functools import cache

from index.furniture import is_furniture
from index.readers.page_scan import Line, Scan
from index.text import fold

logger = logging.getLogger(__name__)
# Above these trafilatura takes more than ten seconds; such a page is kept whole.
_LONGEST_SLIM, _MOST_TAGS = 1_500_000, 20_000
LINKED = 0.6
# Of a page's running text, trafilatura keeps nearly all or misses the article; below half it has missed it.
_ENOUGH = 0.5
_SENTENCE = re.compile(r"[。！？；!?;，,]|\.\s")
# Buttons below an article: 【打印】【关闭】【返回顶部】.
_BUTTONS = re.compile(r"[\s【\[]*(?:打印|关闭|返回|分享|收藏|纠错|举报|列印|關閉)[^。]{0,30}")


def main_lines(scan: Scan) -> list[Line]:
    """The lines of the page's own text, or nothing when they cannot be told from the rest."""
    text = _main_text(scan)
    if not text:
        return []
    exact = {bare(line) for line in text.split("\n")}
    grams = _grams("\n".join(exact))
    at = [number for number, line in enumerate(scan.lines) if line.linked < LINKED and _is_found(line, exact, grams)]
    found = sum(len(scan.lines[number].text) for number in at if is_prose(scan.lines[number]))
    prose = sum(len(line.text) for line in scan.lines if is_prose(line))
    if not found or found < _ENOUGH * prose:
        return []
    chosen = set(at)
    start = at[0]
    while start and scan.lines[start - 1].level and scan.lines[start - 1].linked < LINKED:
        start -= 1
    inside = range(start, at[-1] + 1)
    # Headings between its paragraphs belong to it, though the finder passes over short ones.
    return [line for number in inside if (line := scan.lines[number]) and (number in chosen or (line.level and line.linked < LINKED))]


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


@cache
def _settings() -> ConfigParser:
    """Its own settings, for Chinese: 250 letters of English say what 60 characters say."""
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    return config


def _is_found(line: Line, exact: set[str], grams: set[str]) -> bool:
    text = bare(line.text)
    if text in exact or len(text) < 8:
        return text in exact
    own = [text[at : at + 8] for at in range(0, len(text) - 7, 4)]
    return sum(gram in grams for gram in own) >= 0.6 * len(own)


def _grams(text: str) -> set[str]:
    return {text[at : at + 8] for at in range(len(text) - 7)}


def bare(text: str) -> str:
    """A line without blanks and the bars between cells, to compare it by."""
    return re.sub(r"[\s|]+", "", text)


def is_prose(line: Line) -> bool:
    """True for running text: no heading, no link, long enough, with a sign that ends or parts a sentence."""
    return not line.level and line.linked < LINKED and len(line.text) >= 20 and bool(_SENTENCE.search(line.text))


def is_site(text: str) -> bool:
    """True for a line that belongs to the site, though it stands in the text: buttons, credits of editors."""
    return len(text) <= 60 and (bool(_BUTTONS.fullmatch(text)) or is_furniture(fold(text).strip("()【】[] ")))


def without_menus(lines: Sequence[Line]) -> list[Line]:
    """Headings, and lines that are no links."""
    return [line for line in lines if line.level or line.linked < LINKED]

"""One pass over a web page: the lines that a person sees, in the order of the page, and a slim copy for the finder of boilerplate.

The tree builders of HTML drop text below some depth (lxml below 256, without a word) or take time with the square of it; the events of the
same parser do neither. Depth is limited all the same, because a wrong end tag is looked for through all open ones.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import cast

from index.readers.seen import Look, look_of
from index.readers.styles import Element, StyleSheet, declarations

DEEPEST = 2_000
# Deeper than this a wrapper is left out of the slim copy, its text is kept.
_DEEPEST_COPY = 120
_STEP = 2**16
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb ruby s samp small span strike strong sub "
    "sup time tt u var wbr".split()
)
# No text for a reader: programs, pictures, form fields, what is read aloud beside a character.
_NO_TEXT = frozenset("script style iframe object embed applet audio video canvas svg select textarea datalist rt rp map".split())
# Text that a browser of today does not show.
_UNSHOWN = frozenset({"template", "noscript"})
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_COPIED = frozenset("class id rel itemprop itemtype itemscope property name content datetime pubdate role lang charset type".split())
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HAN_BREAK = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef])[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u3000-\u9fff\uff00-\uffef])")
_LONGEST_CELL = 60
_COMMENT_MARKUP = re.compile(r"<[^<>]*>?|[\W\d_A-Za-z]+")


@dataclass(slots=True)
class Line:
    """One line that a person sees.

    Attributes:
        text: without line ends.
        level: 1 to 6 for a heading, 0 for other text.
        linked: share of its characters that lead elsewhere.
        story: number of the ``<article>`` element it stands in, 0 for none.
    """

    text: str
    level: int = 0
    linked: float = 0.0
    story: int = 0


@dataclass
class Scan:
    """What one pass over a page found.

    Attributes:
        lines: what a person sees, from top to bottom.
        title: of the browser's window.
        hidden: characters of text that a person does not see.
        slim: the page without what is not seen, for a parser of its own.
        told: what its ``<meta>`` and ``<time>`` elements say, the first of each name, which is in lower case.
    """

    lines: list[Line] = field(default_factory=list)
    title: str = ""
    hidden: int = 0
    slim: str = ""
    told: dict[str, str] = field(default_factory=dict)


class TooDeep(ValueError):
    """Elements are nested deeper than any page a person made."""


def scan_page(markup: str) -> Scan:
    """Read a page.

    Raises:
        TooDeep: elements are nested deeper than 2,000; whoever calls says so, and keeps nothing.
    """
    from lxml import etree

    scanner = _Scanner(StyleSheet.of(_sheets(markup)), plain=not re.search(r"(?i)<link\b[^<>]{0,300}stylesheet", markup))
    parser = etree.HTMLParser(target=scanner, huge_tree=True)
    # NUL ends the text for some parsers.
    markup = markup.replace("\x00", "\ufffd")
    for at in range(0, len(markup), _STEP):
        parser.feed(markup[at : at + _STEP])
    scan = parser.close() if markup else scanner.close()
    return cast(Scan, scan)


def _sheets(markup: str) -> list[str]:
    found: list[str] = []
    lowered = markup.lower() if markup.isascii() else re.sub("[A-Z]", lambda match: match[0].lower(), markup)
    at = 0
    while (start := lowered.find("<style", at)) >= 0:
        begin = lowered.find(">", start) + 1
        end = lowered.find("</style", begin)
        if begin <= 0 or end < 0:
            break
        found.append(markup[begin:end])
        at = end
    return found


@dataclass(slots=True)
class _Open:
    element: Element
    look: Look
    silent: bool
    unshown: bool
    copied: bool
    row: int = -1
    cells: int = 0
    story: int = 0


class _Scanner:
    """Target of the parser's events; lxml calls ``start``, ``end``, ``data``, ``comment`` and ``close``."""

    def __init__(self, sheet: StyleSheet, *, plain: bool) -> None:
        self._sheet = sheet
        root = Element("", "", frozenset())
        self._open = [_Open(root, Look(plain=plain), silent=False, unshown=False, copied=False)]
        self._elements: list[Element] = []
        self._scan = Scan()
        self._slim: list[str] = []
        self._text: list[str] = []
        self._linked = self._anchors = self._level = self._pre = self._stories = 0
        self._kept_raw = False

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        outer = self._open[-1]
        if len(self._open) > DEEPEST:
            raise TooDeep
        attributes = {name: str(value) for name, value in attrib.items()}
        element = Element(tag, attributes.get("id", ""), frozenset(attributes.get("class", "").split()))
        silent = outer.silent or tag in _NO_TEXT or tag == "head"
        look = outer.look if silent else look_of(outer.look, tag, attributes, self._declared(element, attributes))
        opened = _Open(element, look, silent, outer.unshown or tag in _UNSHOWN, copied=False, story=outer.story)
        if tag not in _INLINE:
            self._end_line()
        self._enter(tag, opened, attributes)
        self._copy(opened, attributes)
        self._open.append(opened)
        self._elements.append(element)

    def _declared(self, element: Element, attributes: Mapping[str, str]) -> dict[str, str]:
        declared = self._sheet.declared(element, self._elements)
        if style := attributes.get("style"):
            for name, value in declarations(style).items():
                if "!important" in value or "!important" not in declared.get(name, ""):
                    declared[name] = value
        return declared

    def _enter(self, tag: str, opened: _Open, attributes: Mapping[str, str]) -> None:
        if tag == "a" and "href" in attributes:
            self._anchors += 1
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._level = int(tag[1])
        elif tag == "pre":
            self._pre += 1
        elif tag == "tr":
            opened.row = len(self._scan.lines)
        elif tag in {"td", "th"}:
            row = next((each for each in reversed(self._open[-6:]) if each.element.tag == "tr"), None)
            if row is not None:
                row.cells += 1
        elif tag == "article":
            self._stories += 1
            opened.story = self._stories
        elif tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            self._scan.told.setdefault(name.lower(), attributes.get("content", "")[:1_000])
        elif tag == "time":
            self._scan.told.setdefault("time", attributes.get("datetime", "")[:100])

    def _copy(self, opened: _Open, attributes: Mapping[str, str]) -> None:
        tag = opened.element.tag
        in_head = tag in {"head", "title", "meta", "link"} or (tag == "script" and "ld+json" in attributes.get("type", ""))
        if not in_head and (opened.silent or opened.unshown or opened.look.gone or len(self._open) > _DEEPEST_COPY):
            return
        kept = {name: value for name, value in attributes.items() if name in _COPIED and len(value) < 2_000}
        if tag in {"a", "link"} and len(attributes.get("href", "")) < 2_000:
            kept["href"] = attributes.get("href", "")
        self._slim.append(f"<{tag}{''.join(f' {name}={chr(34)}{escape(value)}{chr(34)}' for name, value in kept.items())}>")
        opened.copied = True

    def end(self, _tag: str) -> None:
        if len(self._open) == 1:
            return
        closed = self._open.pop()
        self._elements.pop()
        if closed.element.tag not in _INLINE:
            self._end_line()
        if closed.copied and closed.element.tag not in _EMPTY:
            self._slim.append(f"</{closed.element.tag}>")
        self._leave(closed)

    def _leave(self, closed: _Open) -> None:
        match closed.element.tag:
            case "a":
                self._anchors = max(self._anchors - 1, 0)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._level = 0
            case "pre":
                self._pre -= 1
            case "tr":
                self._join_cells(closed)

    def _join_cells(self, row: _Open) -> None:
        """The cells of a row of a table of figures are one line; those of a table that lays out the page stay apart."""
        if not 1 < len(self._scan.lines) - row.row <= row.cells:
            return
        cells = self._scan.lines[row.row :]
        if all(len(cell.text) <= _LONGEST_CELL and not cell.level for cell in cells):
            linked = sum(cell.linked * len(cell.text) for cell in cells) / sum(len(cell.text) for cell in cells)
            self._scan.lines[row.row :] = [Line(" | ".join(cell.text for cell in cells), 0, linked, row.story)]

    def data(self, data: str) -> None:
        inner = self._open[-1]
        tag = inner.element.tag
        if tag == "title" and inner.silent:
            self._scan.title += data
            self._slim.append(escape(data))
        elif tag == "script" and inner.copied:
            self._slim.append(data.replace("</", "<\\/"))
        elif inner.silent:
            return
        elif inner.unshown or not inner.look.is_seen:
            self._scan.hidden += len(data.strip())
        else:
            self._see(data)

    def _see(self, data: str) -> None:
        self._slim.append(escape(data))
        if self._pre:
            first, *others = data.split("\n")
            self._text.append(first)
            for line in others:
                self._end_line()
                self._text.append(line)
            return
        self._text.append(data)
        if self._anchors:
            self._linked += len(data.strip())

    def comment(self, text: str) -> None:
        words = _COMMENT_MARKUP.sub("", text)
        # Notes of the page's makers are shorter than a sentence: <!-- 正文开始 -->.
        if len(words) > 12:
            self._scan.hidden += len(words)

    def _end_line(self) -> None:
        text = _SPACE.sub(" ", _HAN_BREAK.sub("", "".join(self._text))).strip()
        if text:
            self._scan.lines.append(Line(text, self._level, min(self._linked / len(text), 1.0), self._open[-1].story))
        self._text.clear()
        self._linked = 0

    def close(self) -> Scan:
        self._end_line()
        self._scan.title = _SPACE.sub(" ", self._scan.title).strip()
        self._scan.slim = "".join(self._slim)
        return self._scan

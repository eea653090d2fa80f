"""Web pages: what a person sees of them, without the furniture of the site.

trafilatura finds the boilerplate; it only chooses among the lines that `page_scan` saw, so that nothing hidden comes in and nothing is
drawn from elsewhere. Where it finds little, the page is kept whole and the cutter of articles decides.
"""

import re
from collections.abc import Iterator

from index.decode import Decoded, decode_bytes
from index.readers.base import Read
from index.readers.page_scan import DEEPEST, TooDeep, scan_page
from index.readers.web_article import page_of
from index.schema import Rejected, RejectReason, Warned, WarningKind

_DECLARED = re.compile(rb"""(?i)<(?:meta\b[^<>]{0,200}?charset|\?xml\b[^<>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
_FAMILIES = {"gb": "gb2312 gbk gb18030 cp936 xgbk", "big5": "big5 big5hkscs cp950 xxbig5", "utf8": "utf8 utf8sig"}
_HEAD = 4_096


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
    return page_of(scan, source, warnings)

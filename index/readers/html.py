"""Web pages: what a person sees of them, without the furniture of the site.

trafilatura finds the boilerplate; it only chooses among the lines that `page_scan` saw, so that nothing hidden comes in and nothing is
drawn from elsewhere. Where it finds little, the page is kept whole and the cutter of articles decides.
"""

import re
from collections.abc import Iterator

from index.decode import decode_bytes
from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.readers.base import Read
from index.readers.page_scan import DEEPEST, TooDeep, scan_page
from index.readers.web_article import page_of

_DECLARED = re.compile(rb"""(?i)<(?:meta\b[^<>]{0,200}?charset|\?xml\b[^<>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
_HEAD = 4_096


def read_html(data: bytes, source: str, declared: str = "") -> Iterator[Read]:
    """A web page or a saved one.

    Args:
        data: its bytes.
        source: its name.
        declared: the encoding that an envelope names; the bytes win over it, and over the page's own ``<meta charset>``.
    """
    decoded = decode_bytes(data, source=source, declared=declared or declared_encoding(data))
    if isinstance(decoded, Rejected):
        yield decoded
        return
    yield read_markup(decoded.text, source, decoded.warnings)


def declared_encoding(data: bytes) -> str:
    """The encoding that a page names in its first lines, or an empty string."""
    match = _DECLARED.search(data[:_HEAD])
    return match[1].decode("ascii") if match else ""


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

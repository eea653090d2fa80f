"""RSS and Atom feeds: each entry is a finished article with its day, its link and the feed's name as outlet."""

import io
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from index.decode import decode_bytes
from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.readers.base import Read, sound
from index.readers.fields import Parts
from index.readers.page_scan import TooDeep, scan_page
from index.readers.records import told
from index.schema import Page

LARGEST_FEED = 20 * 2**20
_HEAD = 20_000
# A feed needs no document type; entity bombs, files drawn from elsewhere and inclusions begin with one of these.
_UNSAFE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)|\bhttp://www\.w3\.org/2001/XInclude\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b")
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")
_UNSAFE_DETAIL = "the XML declares a document type, entities or inclusions, the ways of bombs and foreign files; nothing was fetched"


def is_feed(head: str) -> bool:
    """True for the beginning of an RSS or Atom feed."""
    return bool(_FEED.search(head[:_HEAD]))


def read_feed(data: bytes, source: str) -> Iterator[Read]:
    """The entries of a feed; other XML is rejected."""
    if len(data) > LARGEST_FEED:
        yield Rejected(source, RejectReason.TOO_LARGE, f"a feed of {len(data) >> 20} MB; the limit is {LARGEST_FEED >> 20} MB: split it")
        return
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    text = decoded.text
    if _UNSAFE.search(text):
        yield Rejected(source, RejectReason.UNSAFE, _UNSAFE_DETAIL)
        return
    if not text.strip():
        yield Rejected(source, RejectReason.EMPTY, "the file holds no text; nothing to index")
        return
    if not is_feed(text):
        yield Rejected(source, RejectReason.UNSUPPORTED, "XML that is no RSS or Atom feed; save what it holds as text, HTML or JSON")
        return
    yield from _entries(text, source, decoded.warnings)


def _entries(text: str, source: str, warnings: tuple[Warned, ...]) -> Iterator[Read]:
    import feedparser

    # The text is decoded already; a declaration of another encoding would be believed.
    plain = f'<?xml version="1.0" encoding="utf-8"?>{_DECLARATION.sub("", sound(text))}'.encode()
    feed = feedparser.parse(io.BytesIO(plain), sanitize_html=False, resolve_relative_uris=False)
    parts = Parts()
    if feed.bozo and not feed.entries:
        error = feed.get("bozo_exception", "no entries")
        yield Rejected(source, RejectReason.DAMAGED, f"the feed is broken ({error}); fetch or export it again")
        return
    if feed.bozo:
        parts.add(f"the feed is not well-formed ({feed.bozo_exception})")
    name = str(feed.feed.get("title", ""))
    yield from told(_pages(feed.entries, name, source, parts), parts, source, warnings)


def _pages(entries: list[Any], outlet: str, source: str, parts: Parts) -> Iterator[Page]:
    for number, entry in enumerate(entries, 1):
        title = _words(str(entry.get("title", "")))[0]
        bodies = [str(content.get("value", "")) for content in entry.get("content", ())] or [str(entry.get("summary", ""))]
        text, hidden = _words("\n".join(bodies))
        if not text:
            text = title
        if not text:
            parts.add(f"entry {number} holds no text")
            continue
        link = str(entry.get("link", ""))
        stamp = entry.get("published_parsed") or entry.get("updated_parsed")
        record = {
            "doc_id": str(entry.get("id", "")) or link,
            "title": title,
            "published": f"{stamp.tm_year:04}-{stamp.tm_mon:02}-{stamp.tm_mday:02}" if stamp else "",
            "outlet": str(entry.get("source", {}).get("title", "")) or outlet,
            "url": link if link.startswith(("http://", "https://")) else "",
            "byline": str(entry.get("author", "")),
        }
        record = {key: sound(value) for key, value in record.items() if value}
        note = f"{hidden} characters that a reader does not see were left out"
        warnings = (Warned(WarningKind.HIDDEN, note),) if hidden else ()
        where = f"{source}#{record.get('doc_id') or f'entry-{number}'}"
        yield Page(where, sound(text), "application/rss+xml", record, finished=True, warnings=warnings, file=source)


def _words(markup: str) -> tuple[str, int]:
    """What a person sees of an entry, and how many characters they do not see."""
    if "<" not in markup and "&" not in markup:
        return markup.strip(), 0
    try:
        scan = scan_page(markup if "<" in markup else escape(markup, quote=False).replace("&amp;", "&"))
    except TooDeep:
        return "", 0
    return "\n".join(line.text for line in scan.lines), scan.hidden

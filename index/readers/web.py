"""Addresses on the web as sources: fetched only when the build was told that it may."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.findings import Rejected, RejectReason
from index.readers.base import Read
from index.readers.dispatch import read_data
from index.readers.fetch import Forbidden, NotFetched, UrlRules, fetch
from index.readers.html import read_html

_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE)
# What a server says a page is → the suffix its file would have.
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rss",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


@dataclass(frozen=True)
class Url:
    """An address that may be fetched, under its rules; `index.build` makes one only when it was allowed."""

    address: str
    rules: UrlRules

    def __str__(self) -> str:
        return self.address


def is_url(source: object) -> bool:
    """True for ``https://…`` and any other scheme, which is refused later, by name."""
    return isinstance(source, str) and bool(_URL.fullmatch(source))


def read_url(url: Url) -> Iterator[Read]:
    """The pages of an address: one article, a page of several, or the entries of a feed."""
    source = url.address
    try:
        fetched = fetch(source, url.rules)
    except Forbidden as error:
        yield Rejected(source, RejectReason.REFUSED, str(error))
        return
    except NotFetched as error:
        yield Rejected(source, RejectReason.UNREADABLE, f"{error}; try again later, or save the page and give the file")
        return
    suffix = _TYPES.get(fetched.type)
    if suffix is None:
        detail = f"the server sends {fetched.type or 'no media type'}, which is not read from the web; save the file and give it"
        yield Rejected(source, RejectReason.UNSUPPORTED, detail)
        return
    reads = read_html(fetched.data, source, fetched.charset) if suffix == ".html" else read_data(fetched.data, source, suffix=suffix)
    for read in reads:
        yield replace(read, file=source) if read.source != source else read

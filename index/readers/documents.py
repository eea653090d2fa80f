"""Word, OpenDocument, slides, rich text and EPUB: parsed in a fenced child process, made into pages here."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.readers.base import Read, Reader, can_head, sound
from index.readers.child import run_child
from index.readers.html import read_html
from index.schema import Layout, Page


def _read_flow(data: bytes, source: str, *, parser: str, media_type: str) -> Iterator[Read]:
    parsed = run_child(f"index.parsers.{parser}", data, source=source)
    if parsed.stopped is not None:
        yield parsed.stopped
        return
    lines = [row for row in parsed.rows if "text" in row]
    hidden = sum(int(row.get("hidden", 0)) for row in parsed.rows)
    if not lines:
        yield Rejected(source, RejectReason.EMPTY, "the document holds no text; nothing to index")
        return
    note = f"{hidden} characters of hidden text were left out"
    warnings = (Warned(WarningKind.HIDDEN, note),) if hidden else ()
    yield _page(lines, source, media_type, warnings)


def _page(lines: Sequence[Mapping[str, Any]], source: str, media_type: str, warnings: tuple[Warned, ...]) -> Page:
    """One article when the document opens with its only heading of the highest level; else a page for the cutter."""
    highest = min((row["level"] for row in lines if row["level"]), default=0)
    heads = [at for at, row in enumerate(lines) if row["level"] and row["level"] == highest]
    if heads == [0] and len(lines) > 1:
        title = lines[0]["text"]
        text = f"# {title}\n\n" + "\n\n".join(row["text"] for row in lines[1:])
        return Page(source, sound(text), media_type, {"title": sound(title)}, warnings=warnings)
    headings: list[tuple[int, int]] = []
    length = 0
    for row in lines:
        end = length + len(sound(row["text"]))
        headings += [(length, end)] if row["level"] and can_head(row["text"]) else []
        length = end + 2
    text = "\n\n".join(sound(row["text"]) for row in lines)
    return Page(source, text, media_type, warnings=warnings, layout=Layout(tuple(headings)))


_DOCUMENT = "application/vnd.openxmlformats-officedocument"
read_word: Reader = partial(_read_flow, parser="word:parse_word", media_type=f"{_DOCUMENT}.wordprocessingml.document")
read_slides: Reader = partial(_read_flow, parser="office:parse_slides", media_type=f"{_DOCUMENT}.presentationml.presentation")
read_opendocument: Reader = partial(_read_flow, parser="office:parse_opendocument", media_type="application/vnd.oasis.opendocument.text")
read_rtf: Reader = partial(_read_flow, parser="rtf:parse_rtf", media_type="application/rtf")


def read_epub(data: bytes, source: str) -> Iterator[Read]:
    """A book: each chapter is a page of its own, dated and named by the book where it does not do so itself."""
    parsed = run_child("index.parsers.epub:parse_epub", data, source=source)
    if parsed.stopped is not None:
        yield parsed.stopped
        return
    about: Mapping[str, str] = next((row["about"] for row in parsed.rows if "about" in row), {})
    found = False
    for row in parsed.rows:
        if "page" not in row:
            continue
        page = base64.b64decode(row["page"])
        for read in read_html(page, f"{source}/{row['name']}"):
            if isinstance(read, Rejected) and read.reason is RejectReason.EMPTY:
                continue  # covers and pictures
            found = True
            yield _of_book(read, about) if isinstance(read, Page) else read
    if not found:
        yield Rejected(source, RejectReason.EMPTY, "the book holds no text; nothing to index")


def _of_book(page: Page, about: Mapping[str, str]) -> Page:
    if not page.record:
        return page
    told = {"outlet": sound(about.get("title", "")), "published": about.get("date", ""), "byline": sound(about.get("creator", ""))}
    return replace(page, record={**{name: value for name, value in told.items() if value}, **page.record})

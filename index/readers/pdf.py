"""PDF → pages: the text layer in reading order, pages without one by OCR where that is installed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.parsers.flow import SENTENCE_END
from index.readers.base import Read
from index.readers.child import run_child
from index.readers.ocr import MOST_SCANNED, Scanned, can_read_pictures, scan_pdf
from index.schema import Layout, Page

_INSTALL = "install it with: pip install 'wenju[ocr]'"
_SCANNED = f"pictures of pages, scanned, no text; OCR off: {_INSTALL}"
_OFF = "pictures of pages, scanned, no text; OCR is turned off"


def read_pdf(data: bytes, source: str, *, ocr: bool = True) -> Iterator[Read]:
    """The text of a PDF, parsed in a child process.

    A page with headlines of its own is a `Page`, named ``file.pdf#page-3``; a page that only goes on with the text before it is part of
    that `Page`. A file that is one text is one `Page`, named like the file.

    Args:
        data: the file.
        source: its name.
        ocr: False to leave pages without a text layer unread even where the extra ``ocr`` is installed.
    """
    parsed = run_child("index.parsers.pdf:parse", data, source=source)
    if parsed.stopped is not None:
        yield parsed.stopped
        return
    rows = list(parsed.rows)
    pictures = [row["number"] for row in rows if row["picture"]]
    if pictures and ocr and can_read_pictures():
        rows = _with_scanned(rows, scan_pdf(data, source, pictures[:MOST_SCANNED]), pictures[MOST_SCANNED:])
    elif rows and all(row["picture"] and not row["broken"] for row in rows):
        yield Rejected(source, RejectReason.SCANNED, _OFF if can_read_pictures() else _SCANNED)
        return
    else:
        rows = [_unread(row, "OCR is off") if row["picture"] and not row["broken"] else row for row in rows]
    yield from make_pages(rows, source)


def make_pages(rows: Sequence[Mapping[str, Any]], source: str, media_type: str = "application/pdf") -> Iterator[Read]:
    """Rows of `index.parsers.sheets.rows_of` as pages; a rejection when none holds text."""
    sheets = [sheet for sheet in _sheets(rows) if any(_has_text(row) for row in sheet)]
    # What is to be said of a page without text is said with the first that has some.
    silent = [row for row in rows if not _has_text(row)]
    if not sheets:
        why = next((warning.detail for row in silent for warning in _warnings(row)), "")
        reason = RejectReason.DAMAGED if why else RejectReason.EMPTY
        yield Rejected(source, reason, why or "its pages hold no text; nothing to index")
        return
    for number, sheet in enumerate(sheets):
        page = _page(sheet, source if len(sheets) == 1 else f"{source}#page-{sheet[0]['number']}", media_type)
        apart = [row for row in silent if not any(row is each for each in sheet)] if number == 0 else []
        told = tuple(warning for row in apart for warning in _warnings(row))
        yield replace(page, file="" if page.source == source else source, warnings=told + page.warnings)


def _has_text(row: Mapping[str, Any]) -> bool:
    """False for a page of nothing but signs and characters without a meaning."""
    return any(map(str.isalnum, row["text"]))


def _sheets(rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Pages that belong together: one that opens no article of its own goes on with the one before it, if that holds one article."""
    sheet: list[Mapping[str, Any]] = []
    opened = 0
    for row in rows:
        if sheet and (opened > 1 or row["breaks"]):
            yield sheet
            sheet, opened = [], 0
        sheet.append(row)
        opened += len(row["breaks"])
    if sheet:
        yield sheet


def _page(sheet: Sequence[Mapping[str, Any]], source: str, media_type: str) -> Page:
    """Rows as one page: a sentence cut by the end of a page is whole again, running heads stand below everything."""
    text = ""
    ranges: dict[str, list[tuple[int, int]]] = {"headings": [], "captions": []}
    breaks: list[int] = []
    for row in sheet:
        text = _joint(text, row)
        offset = len(text)
        text += row["text"]
        for name, found in ranges.items():
            found += [(start + offset, end + offset) for start, end in row[name]]
        breaks += [at + offset for at in row["breaks"]]
    furniture: list[tuple[int, int]] = []
    text += "\n"
    for head in (head for row in sheet for head in row["heads"]):
        furniture.append((len(text), len(text) + len(head)))
        text += head + "\n"
    layout = Layout(tuple(ranges["headings"]), tuple(breaks), tuple(ranges["captions"]), tuple(furniture))
    sure = [row["sure"] for row in sheet if "sure" in row]
    record = {"ocr_confidence": f"{min(sure):.3f}"} if sure else {}
    return Page(source, text, media_type, record, warnings=tuple(w for row in sheet for w in _warnings(row)), layout=layout)


def _joint(text: str, row: Mapping[str, Any]) -> str:
    """The text so far as the next page goes on from it: without the line's end when a sentence is open there."""
    before = text.rstrip()
    opens = any(start == 0 for start, _ in (*row["headings"], *row["captions"]))
    if not before or opens or not row["text"] or SENTENCE_END.search(before[-20:]):
        return text
    latin = before[-1].isascii() and row["text"][0].isascii()
    return before + (" " if latin else "")


def _warnings(row: Mapping[str, Any]) -> list[Warned]:
    return [Warned(WarningKind(kind), detail) for kind, detail in row["warnings"]]


def _unread(row: Mapping[str, Any], why: str) -> dict[str, Any]:
    warning = ["part", f"page {row['number']} is a picture without text and was not read: {why}"]
    return {**row, "warnings": [*row["warnings"], warning]}


def _with_scanned(rows: Sequence[Mapping[str, Any]], scanned: Scanned, left: Sequence[int]) -> list[dict[str, Any]]:
    """Rows with what OCR read in place of what the text layer did not give."""
    read = {row["number"]: row for row in scanned.rows}
    result: list[dict[str, Any]] = []
    for row in rows:
        number = row["number"]
        if number in read and read[number]["text"].strip():
            result.append(read[number])
        elif number in scanned.stopped:
            result.append(_unread(row, scanned.stopped[number].detail))
        elif number in left:
            result.append(_unread(row, f"of a scanned file {MOST_SCANNED} pages are read: split it"))
        else:
            result.append(dict(row))
    return result

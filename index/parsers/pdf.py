"""A PDF's text layer, by PDFium: characters with their places → pages of text in reading order.

PDFium gives characters and boxes; columns, paragraphs and headlines are ours (`index.parsers.layout`). Vertical print is laid out on the
page turned a quarter, so that its columns are lines from top to bottom.
"""

from collections.abc import Iterator
from typing import Any

from index.parsers.glyphs import page_runs
from index.parsers.legible import unreadable
from index.parsers.pdfium import Document
from index.parsers.refusal import Refusal
from index.parsers.run import Run
from index.parsers.sheets import rows_of

MOST_PAGES = 2000
_CUT_SHORT = "the file is cut short: its end, %%EOF, is missing; copy or download it again"
# Fewer characters than this on a page that shows a picture are a stamp or a page number, not its text.
_FEW_CHARACTERS = 20


def parse(data: bytes) -> Iterator[dict[str, Any]]:
    """One row a page: ``number`` from 1, ``text``, the ranges and offsets of a `Layout`, ``warnings`` as pairs of kind and detail.

    A page that OCR may read better, for it shows pictures and no text or has text that is none, has ``picture`` true.

    Raises:
        Refusal: cut short, encrypted, damaged, or of more than 2,000 pages.
    """
    if _is_cut_short(data):
        raise Refusal("damaged", _CUT_SHORT)
    with Document(data) as document:
        if document.page_count > MOST_PAGES:
            raise Refusal("too_large", f"{document.page_count:,} pages; the limit is {MOST_PAGES:,}: split the file")
        pages: list[list[Run]] = []
        notes: list[dict[str, Any]] = []
        for number in range(document.page_count):
            runs, note = _read(document, number)
            pages.append(runs)
            notes.append({"number": number + 1, **note})
    yield from rows_of(pages, notes)


def _read(document: Document, number: int) -> tuple[list[Run], dict[str, Any]]:
    with document.page(number) as page:
        if page is None:
            return [], {
                "warnings": [["part", f"page {number + 1} is broken and could not be read; the other pages are kept"]],
                "picture": False,
            }
        runs, unmapped = page_runs(page)
        warnings = []
        if why := unreadable("".join(run.text for run in runs), unmapped):
            warnings.append(["broken", f"page {number + 1} has an unreadable text layer: {why}; it is kept as it is"])
        shown = sum(len(run.text) for run in runs)
        picture = bool(warnings) or (shown < _FEW_CHARACTERS and page.shows_picture())
    return runs, {"warnings": warnings, "picture": picture, "broken": bool(warnings)}


def _is_cut_short(data: bytes) -> bool:
    """True when the end that the file announces is not there. PDFium would mend the file silently and lose pages."""
    at = data.rfind(b"startxref")
    if at >= 0:
        return b"%%EOF" not in data[at:]
    return b"%%EOF" not in data

"""Pictures of pages → pages, by OCR; without the extra they are rejected with the way to install it."""

from collections.abc import Iterator

from index.findings import Rejected, RejectReason
from index.readers.base import Read
from index.readers.ocr import can_read_pictures, scan_picture
from index.readers.pdf import make_pages

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp")
_OFF = "a picture; reading it takes OCR, which is {state}"


def read_picture(data: bytes, source: str, *, ocr: bool = True) -> Iterator[Read]:
    """The text of a picture of a page.

    Args:
        data: the file.
        source: its name.
        ocr: False to reject it even where the extra ``ocr`` is installed.
    """
    if not ocr or not can_read_pictures():
        state = "turned off" if can_read_pictures() else "not installed: pip install 'wenju[ocr]'"
        yield Rejected(source, RejectReason.SCANNED, _OFF.format(state=state))
        return
    scanned = scan_picture(data, source)
    if scanned.stopped and not scanned.rows:
        yield next(iter(scanned.stopped.values()))
        return
    rows = scanned.rows
    for number, why in scanned.stopped.items():
        warning = ["part", f"picture {number} of the file could not be read: {why.detail}"]
        rows = [{**rows[0], "warnings": [*rows[0]["warnings"], warning]}, *rows[1:]]
    yield from make_pages(rows, source, "image")

"""PDFium through its C interface: only what is needed, every handle closed."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import pypdfium2.raw as pdfium

from index.parsers.refusal import Refusal

_LOCKED = "it opens with a password only; save it without one"
_DAMAGED = "its structure is broken: no page can be found; open it in a viewer and save it anew"
_PICTURES = frozenset({pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM})
_SHAPES = frozenset({pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING})
_MOST_OBJECTS, _OUTLINES = 50_000, 100


class Page:
    """One open page.

    Attributes:
        width: points, as shown.
        height: points, as shown.
        turned: quarters clockwise by which it is shown, 0 to 3.
    """

    def __init__(self, handle: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE) -> None:
        self.handle = handle
        self.text = text
        self.width: float = pdfium.FPDF_GetPageWidthF(handle)
        self.height: float = pdfium.FPDF_GetPageHeightF(handle)
        self.turned: int = pdfium.FPDFPage_GetRotation(handle)

    def shows_picture(self) -> bool:
        """True for a scan, pictures that cover a tenth of the page, and for letters drawn as outlines, a hundred shapes and more."""
        count = min(pdfium.FPDFPage_CountObjects(self.handle), _MOST_OBJECTS)
        objects = [pdfium.FPDFPage_GetObject(self.handle, i) for i in range(count)]
        kinds = [pdfium.FPDFPageObj_GetType(each) for each in objects]
        shapes = sum(kind in _SHAPES for kind in kinds)
        covered = sum(_area(each) for each, kind in zip(objects, kinds, strict=True) if kind in _PICTURES)
        return shapes >= _OUTLINES or covered >= 0.1 * self.width * self.height


class Document:
    """A PDF in memory; used as a context.

    Raises:
        Refusal: it needs a password or cannot be opened.
    """

    def __init__(self, data: bytes) -> None:
        pdfium.FPDF_InitLibrary()
        self._data = data  # PDFium reads from it as long as the document is open
        self._handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._handle:
            locked = pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
            raise Refusal("encrypted", _LOCKED) if locked else Refusal("damaged", _DAMAGED)
        self.page_count: int = pdfium.FPDF_GetPageCount(self._handle)
        if self.page_count < 1:
            raise Refusal("damaged", _DAMAGED)

    def __enter__(self) -> "Document":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pdfium.FPDF_CloseDocument(self._handle)

    @contextmanager
    def page(self, number: int) -> Iterator[Page | None]:
        """The page of this number, from 0; None when it is broken."""
        handle = pdfium.FPDF_LoadPage(self._handle, number)
        if not handle:
            yield None
            return
        text = pdfium.FPDFText_LoadPage(handle)
        try:
            yield Page(handle, text) if text else None
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(handle)


def font_name(text: pdfium.FPDF_TEXTPAGE, index: int) -> str:
    """Name of the font of a character, as the file calls it."""
    held = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text, index, held, len(held), flags)
    return held.raw[: max(length - 1, 0)].decode("utf-8", "replace")


def _area(shown: pdfium.FPDF_PAGEOBJECT) -> float:
    """Square points that a picture covers."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(shown, left, bottom, right, top):
        return 0.0
    return float((right.value - left.value) * (top.value - bottom.value))

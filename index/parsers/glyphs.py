"""Characters of a PDF page with their places → runs, in the order in which the file draws them."""

import re
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium

from index.parsers.pdfium import Page, font_name
from index.parsers.run import Box, Run, around

_MOST_CHARACTERS = 200_000
# Names of heavy faces: Bold, Black, Heavy, SimHei, 黑体 as FZHTJW or HeiTi, 大标宋 as FZDBSJW.
_HEAVY = re.compile(r"bold|black|heavy|hei|FZHT|FZDHT|FZXBS|FZDBS|黑|粗", re.IGNORECASE)
_HEAVY_WEIGHT = 600
_SPACES = frozenset(" \t\u00a0\u3000\u2002\u2003")
_BREAKS = frozenset("\r\n\x00\ufeff\u200b")
# Smaller print than this cannot be read by anybody.
_SMALLEST = 1.5


@dataclass(slots=True)
class _Glyph:
    text: str
    box: Box
    size: float
    index: int
    spaced: bool = False


def page_runs(page: Page) -> tuple[list[Run], int]:
    """Runs of a page, and how many characters the file's own table of characters does not tell (their text is a guess).

    A page of more than 200,000 characters is read up to there.
    """
    count = min(pdfium.FPDFText_CountChars(page.text), _MOST_CHARACTERS)
    glyphs: list[_Glyph] = []
    runs: list[list[_Glyph]] = []
    unmapped = 0
    spaced = False
    for index in range(count):
        glyph = _glyph(page, index)
        if glyph is None:
            spaced = spaced or pdfium.FPDFText_IsGenerated(page.text, index) == 0
            continue
        glyph.spaced, spaced = spaced, False
        unmapped += pdfium.FPDFText_HasUnicodeMapError(page.text, index) == 1
        if glyphs and _direction(glyphs, glyph) is None:
            runs.append(glyphs)
            glyphs = []
        glyphs.append(glyph)
    if glyphs:
        runs.append(glyphs)
    upright = _is_upright(runs)
    return [_run(page, each, alone_vertical=upright) for each in runs], unmapped


def _glyph(page: Page, index: int) -> _Glyph | None:
    """A character that is shown, its box as the page is seen; spaces are told from gaps, not from characters."""
    code = pdfium.FPDFText_GetUnicode(page.text, index)
    if code in {2, 0xFFFE}:  # PDFium's mark of a hyphen at the end of a line
        code = 0x2D
    text = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
    if text in _SPACES or text in _BREAKS:
        return None
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(page.text, index, rect):
        return None
    box = _seen(page, rect)
    size = _size(page, index)
    inside = box.x1 > 0 and box.x0 < page.width and box.bottom > 0 and box.top < page.height
    return _Glyph(text, box, size, index) if inside and size >= _SMALLEST else None


def _size(page: Page, index: int) -> float:
    """Size as shown: the font's own, times how much the text is stretched."""
    size: float = pdfium.FPDFText_GetFontSize(page.text, index)
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(page.text, index, matrix):
        size *= (matrix.c**2 + matrix.d**2) ** 0.5
    return size


def _seen(page: Page, rect: pdfium.FS_RECTF) -> Box:
    """PDF coordinates point up and know nothing of the turn; here they point down on the page as it is seen."""
    left, right, top, bottom = rect.left, rect.right, rect.top, rect.bottom
    match page.turned:
        case 1:
            return Box(bottom, left, top, right)
        case 2:
            return Box(page.width - right, bottom, page.width - left, top)
        case 3:
            return Box(page.width - top, page.height - right, page.width - bottom, page.height - left)
    return Box(left, page.height - top, right, page.height - bottom)


def _direction(glyphs: list[_Glyph], glyph: _Glyph) -> str | None:
    """How a character goes on from a run: ``across``, ``down``, or None when it does not."""
    last = glyphs[-1]
    size = min(last.size, glyph.size)
    if max(last.size, glyph.size) > 1.3 * size:
        return None
    direction = None
    # The letters of a ligature stand in one box; a space that is drawn, as in a justified English line, may be a whole character wide.
    reach = 1.2 if glyph.spaced and last.text.isascii() and glyph.text.isascii() else 0.75
    if (
        last.box.shared_height(glyph.box) > 0.5 * size
        and glyph.box.x0 >= last.box.x0 - 0.1 * size
        and glyph.box.x0 - last.box.x1 < reach * size
    ):
        direction = "across"
    elif last.box.shared_width(glyph.box) > 0.7 * size and -0.6 * size < glyph.box.top - last.box.bottom < 0.8 * size:
        direction = "down"
    if len(glyphs) > 1 and direction != _direction(glyphs[-2:-1], last):
        return None
    return direction


def _is_vertical(glyphs: list[_Glyph]) -> bool:
    return len(glyphs) > 1 and _direction(glyphs[:1], glyphs[1]) == "down"


def _is_upright(runs: list[list[_Glyph]]) -> bool:
    """True for a page of vertical print: a character that stands alone belongs to it."""
    vertical = sum(len(run) for run in runs if len(run) > 3 and _is_vertical(run))
    return vertical > sum(len(run) for run in runs) / 2


def _run(page: Page, glyphs: list[_Glyph], *, alone_vertical: bool) -> Run:
    vertical = _is_vertical(glyphs) if len(glyphs) > 1 else alone_vertical
    box = around(glyph.box for glyph in glyphs)
    if vertical:
        box = Box(box.top, page.width - box.x1, box.bottom, page.width - box.x0)
    parts = [glyphs[0].text]
    for last, glyph in pairwise(glyphs):
        gap = glyph.box.x0 - last.box.x1
        narrow = glyph.spaced or (last.text.isascii() and glyph.text.isascii())
        parts.append(" " if not vertical and gap > (0.15 if narrow else 0.6) * glyph.size else "")
        parts.append(glyph.text)
    sizes = sorted(glyph.size for glyph in glyphs)
    heavy = pdfium.FPDFText_GetFontWeight(page.text, glyphs[0].index) >= _HEAVY_WEIGHT
    bold = heavy or bool(_HEAVY.search(font_name(page.text, glyphs[0].index)))
    return Run("".join(parts), box, sizes[len(sizes) // 2], bold, vertical=vertical)

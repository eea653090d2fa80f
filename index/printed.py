"""What the print of a page says of its pieces: this line is a headline, here begins an article, this is a running head."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from index.pieces import Piece, PieceKind
from index.schema import Layout


def printed_kinds(pieces: Sequence[Piece], layout: Layout | None) -> list[Piece]:
    """Pieces with what the print says of them: headings marked, running heads as furniture; unchanged without a layout."""
    if layout is None:
        return list(pieces)
    kinds: list[Piece] = []
    for piece in pieces:
        at = piece.text.origin[0] if piece.text else -1
        if _inside(layout.furniture, at):
            kinds.append(replace(piece, kind=PieceKind.FURNITURE))
        elif _inside(layout.captions, at) and piece.kind in {PieceKind.HEADING, PieceKind.TEXT} and not piece.has_lead:
            kinds.append(replace(piece, kind=PieceKind.CAPTION))
        elif _inside(layout.headings, at) and piece.kind in {PieceKind.HEADING, PieceKind.TEXT} and not piece.has_lead:
            kinds.append(replace(piece, kind=PieceKind.HEADING, marked=True))
        else:
            kinds.append(piece)
    return kinds


def printed_parts(pieces: Sequence[Piece], layout: Layout | None) -> list[list[Piece]]:
    """Pieces in parts that share no article, each opened by a headline over its own columns; one part without a layout.

    What stands above the first headline is a part of its own; a part without running text joins the one after it.
    """
    breaks = layout.breaks if layout is not None else ()
    parts: list[list[Piece]] = [[]]
    last = 0
    for piece in pieces:
        number = bisect_right(breaks, piece.text.origin[0]) if piece.text else last
        if number != last and any(p.kind is PieceKind.TEXT for p in parts[-1]):
            parts.append([])
        last = number
        parts[-1].append(piece)
    return parts


def _inside(ranges: Sequence[tuple[int, int]], at: int) -> bool:
    """True for an offset in one of the ranges, which rise."""
    i = bisect_right(ranges, at, key=lambda r: r[0]) - 1
    return i >= 0 and at < ranges[i][1]

"""The pieces of a page: each line with what it is, told from the line itself and its neighbours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from index import furniture, metadata
from index.mapped import MappedText
from index.text import fold

_SENTENCE_END = re.compile(r"[。!?…;][”’\")）』」\]]*\s*$")
_INNER_STOP = re.compile(r"[。!?;]|[,、].{0,400}[,、]")
_MARKS = re.compile(r"\*\*|^\s*#|^\s*\||\|\s*$")
_ABSTRACT = re.compile(r"(?:【)?(?:内容)?(?:摘\s?要|核\s?心\s?提\s?示|导\s?读|阅\s?读\s?提\s?示|提\s?要|编者按)(?:】)?\s*[::]?\s*")
_CAPTION_END = re.compile(r"(?:摄影?|供图|制图|/图|图片?来源.{0,12})\s*\)?\s*$")
_CAPTION_START = re.compile(r"(?:图为|图[一二三四1-9]?:|资料图|上图|下图|左图|右图|[▲△▼]图)")
_CLAUSE = re.compile(r"[,。;]")
# A line with more leads and credits than this is no line of a page: its rest is one piece, or each would copy all that follows.
_MOST_PARTS, _MARGIN = 50, 200
_LONGEST_HEADING = 48
_ECHO_REACH = 30


class PieceKind(StrEnum):
    """What a line is on its page."""

    HEADING = "heading"
    TEXT = "text"
    BYLINE = "byline"
    CAPTION = "caption"
    ABSTRACT = "abstract"
    META = "meta"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a page, or a part of one.

    Attributes:
        text: the line without dateline and signature.
        folded: `fold` of the text, of the same length.
        lead: the dateline at its start (``本报讯(记者 …)``); empty when there is none.
        sign: the names in brackets at its end; empty when there are none.
        marked: True when the page marks it as a heading (``#``, ``**``).
        blanks: blank lines above it.
    """

    kind: PieceKind
    text: MappedText
    folded: str
    lead: MappedText
    sign: MappedText
    marked: bool = False
    blanks: int = 0

    @property
    def is_open(self) -> bool:
        """True when the text stops inside a sentence."""
        return not self.sign and not _ends_sentence(self.folded)

    @property
    def has_lead(self) -> bool:
        """True when a dateline opens the text: an article begins here."""
        return bool(self.lead)


_NOTHING = MappedText("", ())


@lru_cache(maxsize=4096)
def _ends_sentence(folded: str) -> bool:
    return bool(_SENTENCE_END.search(folded))


def split_pieces(cleaned: MappedText, page_text: str) -> list[Piece]:
    """Lines of a cleaned page as pieces, in page order, blank lines left out."""
    folded = fold(cleaned.text)
    pieces: list[Piece] = []
    at = blanks = 0
    for line in cleaned.lines():
        raw = folded[at : at + len(line)]
        at += len(line) + 1
        if raw.strip():
            first, *rest = _line_pieces(line, raw, page_text)
            pieces += [replace(first, blanks=blanks), *rest]
            blanks = 0
        else:
            blanks += 1
    return _settle(pieces)


def _line_pieces(line: MappedText, folded: str, page_text: str) -> list[Piece]:
    pieces: list[Piece] = []
    start = len(folded) - len(folded.lstrip())
    line, folded = line.cut(start, len(folded)), folded[start:]
    marked = bool(_MARKS.search(_printed(page_text, line.origin[0], line.origin[-1])))
    while len(pieces) < _MOST_PARTS and (found := _front(folded)):
        kind, end = found
        piece = _piece(kind, line.cut(0, end), folded[:end])
        pieces.append(replace(piece, marked=True) if kind is PieceKind.HEADING else piece)
        end += len(folded[end:]) - len(folded[end:].lstrip())
        line, folded = line.cut(end, len(line)), folded[end:]
    return [*pieces, _whole_line(line, folded, marked)] if folded else pieces


def _front(folded: str) -> tuple[PieceKind, int] | None:
    """What stands before the text proper on its line, and where it ends: dirt of a web page, a headline, a credit."""
    if dirt := furniture.leading_dirt(folded):
        return PieceKind.FURNITURE, dirt
    if inner := metadata.inner_lead(folded):
        return PieceKind.HEADING, inner
    if (credit := metadata.leading_credit(folded)) and len(folded) - credit > 6:
        return PieceKind.BYLINE, credit
    return None


def _printed(page_text: str, first: int, last: int) -> str:
    """The line of the page on which the characters ``first`` to ``last`` stand; of what is not theirs, no more than a margin."""
    before, after = page_text[max(0, first - _MARGIN) : first], page_text[last : last + _MARGIN]
    return re.split(r"[\n\r]", before)[-1] + page_text[first:last] + re.split(r"[\n\r]", after, maxsplit=1)[0]


def _piece(kind: PieceKind, text: MappedText, folded: str) -> Piece:
    return Piece(kind, text, folded, _NOTHING, _NOTHING)


def _whole_line(line: MappedText, folded: str, marked: bool) -> Piece:
    kind = _plain_kind(folded.strip())
    if kind is not None:
        return replace(_piece(kind, line.strip(), fold(line.strip().text)), marked=marked)
    begin, end = metadata.lead_end(folded), metadata.trailing_byline(folded)
    if begin >= end:
        begin = 0
    body = line.cut(begin, end)
    text = body.strip()
    shown = folded[begin:end].strip()
    kind = PieceKind.TEXT if begin or end < len(folded) or _is_running(shown) else PieceKind.HEADING
    return Piece(kind, text, shown, line.cut(0, begin), line.cut(end, len(line)), marked)


def _plain_kind(folded: str) -> PieceKind | None:
    """Kind of a line that its own words settle, else None."""
    if metadata.date_line(folded):
        return PieceKind.META
    if metadata.is_photo_credit(folded) or metadata.is_byline(folded):
        return PieceKind.BYLINE
    if furniture.is_furniture(folded) or furniture.is_link(folded):
        return PieceKind.FURNITURE
    if _ABSTRACT.match(folded):
        return PieceKind.ABSTRACT
    if (
        len(folded) <= 60
        and metadata.trailing_byline(folded) == len(folded)
        and (_CAPTION_START.match(folded) or _CAPTION_END.search(folded))
    ):
        return PieceKind.CAPTION
    return None


def _is_running(folded: str) -> bool:
    """True for running text: it ends or stops inside like a sentence, or is longer than any headline."""
    if len(folded) > (_LONGEST_HEADING if _CLAUSE.search(folded) else 70) or folded.endswith((",", "、", "。", ";")):
        return True
    return "。" in folded or ("," in folded and folded.endswith("……")) or (bool(_INNER_STOP.search(folded)) and len(folded) > 40)


def _settle(pieces: Sequence[Piece]) -> list[Piece]:
    """Kinds that need the neighbours: links under "related", a summary under its label, short columns, echoes."""
    settled = list(pieces)
    related = False
    for i, piece in enumerate(settled):
        if piece.kind is PieceKind.FURNITURE:
            related = related or furniture.opens_related(piece.folded)
        elif related and piece.kind is PieceKind.HEADING and not _opens_article(settled, i):
            settled[i] = replace(piece, kind=PieceKind.FURNITURE)
        else:
            related = False
        if piece.kind is PieceKind.ABSTRACT and _ABSTRACT.fullmatch(piece.folded) and i + 1 < len(settled):
            follower = settled[i + 1]
            if follower.kind is PieceKind.TEXT and not follower.has_lead and not follower.sign and not follower.is_open:
                settled[i + 1] = replace(follower, kind=PieceKind.ABSTRACT)
    return _echoes(_repeats(settled))


def _repeats(pieces: Sequence[Piece]) -> list[Piece]:
    """An opening that is printed twice is kept once: the first copy, without its dateline, becomes a summary."""
    result = list(pieces)
    for i, piece in enumerate(pieces):
        if piece.kind is not PieceKind.TEXT or piece.lead or piece.sign or piece.is_open or len(piece.folded) < 30:
            continue
        ahead = [p for p in pieces[i + 1 : i + 6] if p.kind is PieceKind.TEXT]
        if any(_same_opening(piece.folded, p.folded) for p in ahead):
            result[i] = replace(piece, kind=PieceKind.ABSTRACT)
    return result


def _same_opening(one: str, other: str) -> bool:
    """True when most of the first text stands at the start of the second; a lost or misread character does not matter."""
    size = min(len(one), len(other))
    if size < 0.8 * len(one):
        return False
    grams = {one[k : k + 4] for k in range(size - 3)}
    return len(grams & {other[k : k + 4] for k in range(size - 3)}) >= 0.6 * len(grams)


def _echoes(pieces: Sequence[Piece]) -> list[Piece]:
    """A short line whose words stand in a longer text above is a caption or a pulled quotation, not text of its own."""
    result = list(pieces)
    texts = [(i, p.folded) for i, p in enumerate(pieces) if p.kind is PieceKind.TEXT and len(p.folded) > 40]
    for i, piece in enumerate(pieces):
        bare = _SENTENCE_END.sub("", piece.folded).strip()
        if (
            not 8 <= len(bare) <= 40
            or piece.has_lead
            or piece.sign
            or piece.marked
            or piece.kind not in {PieceKind.TEXT, PieceKind.HEADING}
        ):
            continue
        places = [at for at, text in texts if at != i and abs(at - i) <= _ECHO_REACH and bare in text]
        ended = bool(_SENTENCE_END.search(piece.folded))
        if places and (ended or all(at < i for at in places)):
            result[i] = replace(piece, kind=PieceKind.CAPTION)
    return result


def _opens_article(pieces: Sequence[Piece], i: int) -> bool:
    """True when a dateline, byline or date follows the heading at ``i``."""
    follower = next((p for p in pieces[i + 1 : i + 4] if p.kind is not PieceKind.HEADING), None)
    return follower is not None and (follower.has_lead or follower.kind in {PieceKind.BYLINE, PieceKind.META, PieceKind.ABSTRACT})

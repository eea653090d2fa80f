"""Which short lines are headlines, which are sub-heads, captions, or columns of running text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from index.cohesion import PageWords, Vector, covered, similarity, total_vector
from index.junction import PageGrams, seam_score
from index.pieces import Piece, PieceKind

_LEAD_FORMULA = re.compile(
    r".{0,12}?(?:\d{1,2}月\d{1,2}日|\d{1,2}日[,上下晚]|近日|日前|今年以来|连日来|近期|近年来|当地时间|今天|今日|昨日|昨天)|"
    r"(?:据|记者|由).{2,16}?(?:报道|获悉|了解到|消息|主办|发布)"
)
_LABEL = re.compile(r"[^,。!?:;“”\s]{2,8}")
_BESIDE = frozenset({PieceKind.BYLINE, PieceKind.META, PieceKind.ABSTRACT, PieceKind.CAPTION})


class HeadingRole(StrEnum):
    """What a short line is to the text around it."""

    TITLE = "title"
    SUBHEAD = "subhead"


def mend_columns(pieces: Sequence[Piece], grams: PageGrams) -> list[Piece]:
    """Short lines that are parts of sentences, cut by narrow columns, become text."""
    mended = list(pieces)
    for run in _column_runs(mended):
        for i in run:
            mended[i] = replace(mended[i], kind=PieceKind.TEXT)
    shown = [i for i, p in enumerate(mended) if p.kind is not PieceKind.FURNITURE]
    for at, i in enumerate(shown):
        piece = mended[i]
        if piece.kind is not PieceKind.HEADING or piece.marked:
            continue
        before = mended[shown[at - 1]] if at else None
        after = mended[shown[at + 1]] if at + 1 < len(shown) else None
        if _goes_on(before, piece, grams) or _goes_on(piece, after, grams):
            mended[i] = replace(piece, kind=PieceKind.TEXT)
    return mended


def _goes_on(before: Piece | None, after: Piece | None, grams: PageGrams) -> bool:
    """True when both are running text or short lines and the second goes on in a word or phrase of the first."""
    wanted = {PieceKind.TEXT, PieceKind.HEADING}
    if before is None or after is None or before.kind not in wanted or after.kind not in wanted:
        return False
    if not before.is_open or after.has_lead or before.kind is after.kind is PieceKind.HEADING:
        return False
    return seam_score(before.folded, after.folded, grams) >= 2.5


def _column_runs(pieces: Sequence[Piece]) -> list[list[int]]:
    """Runs of three or more short lines of like length, after a line that stops inside a sentence."""
    runs: list[list[int]] = []
    run: list[int] = []
    for i, piece in enumerate(pieces):
        if piece.kind is PieceKind.FURNITURE:
            continue
        if piece.kind is PieceKind.HEADING and not piece.marked and len(piece.folded) <= 26 and " " not in piece.folded.strip():
            run.append(i)
            continue
        if len(run) >= 3:
            runs.append(run)
        run = []
    if len(run) >= 3:
        runs.append(run)
    return [r for r in runs if _is_column(pieces, r)]


def _is_column(pieces: Sequence[Piece], run: Sequence[int]) -> bool:
    lengths = sorted(len(pieces[i].folded) for i in run)
    middle = lengths[len(lengths) // 2]
    before = next((p for p in reversed(pieces[: run[0]]) if p.kind is not PieceKind.FURNITURE), None)
    alike = sum(abs(n - middle) <= 4 for n in lengths) >= 0.7 * len(lengths)
    return alike and ((before is not None and before.kind is PieceKind.TEXT and before.is_open) or len(run) >= 5)


def heading_roles(pieces: Sequence[Piece], words: PageWords) -> dict[int, HeadingRole]:
    """Role of each heading, by its place: the lines of one group share a role."""
    shown = [i for i, p in enumerate(pieces) if p.kind is not PieceKind.FURNITURE]
    vectors = {i: words.vector(pieces[i].folded) for i in shown}
    roles: dict[int, HeadingRole] = {}
    at = 0
    while at < len(shown):
        end = at
        while end < len(shown) and pieces[shown[end]].kind is PieceKind.HEADING:
            end += 1
        if end > at:
            score = _title_score(pieces, shown, (at, end), vectors)
            for i in shown[at:end]:
                roles[i] = HeadingRole.TITLE if score >= 2.0 else HeadingRole.SUBHEAD
        at = max(end, at + 1)
    return roles


def _title_score(pieces: Sequence[Piece], shown: Sequence[int], group: tuple[int, int], vectors: dict[int, Vector]) -> float:
    """Evidence that a group of headings opens an article; 2 and more is a headline."""
    start, end = group
    heads = [pieces[i] for i in shown[start:end]]
    before = [i for i in shown[max(0, start - 6) : start]]
    after = [i for i in shown[end : end + 6]]
    score = _form_score(heads) + _before_score(pieces, before) + _after_score(pieces, after)
    texts_before = [i for i in before if pieces[i].kind is PieceKind.TEXT][-3:]
    texts_after = [i for i in after if pieces[i].kind is PieceKind.TEXT][:2]
    if texts_before and texts_after:
        past, coming = total_vector(vectors[i] for i in texts_before), total_vector(vectors[i] for i in texts_after)
        score += 1.2 - 8.0 * similarity(past, coming)
        own = total_vector(vectors[i] for i in shown[start:end])
        score += 1.5 * (covered(own, coming) - covered(own, past))
    return score


def _form_score(heads: Sequence[Piece]) -> float:
    longest = max(heads, key=lambda p: len(p.folded)).folded
    score = 2.5 if any(p.marked for p in heads) else 0.0
    score += 0.5 if 12 <= len(longest) <= 40 else (-0.8 if len(longest) < 9 else 0.0)
    score += 0.7 if len(heads) > 1 else 0.0
    return score + (0.4 if re.search(r"[ !?:]", longest.strip()) else 0.0)


def _before_score(pieces: Sequence[Piece], before: Sequence[int]) -> float:
    texts = [i for i in before if pieces[i].kind is PieceKind.TEXT]
    if not texts:
        return 1.5
    last = pieces[texts[-1]]
    signed = bool(last.sign) or any(pieces[i].kind is PieceKind.BYLINE for i in before if i > texts[-1])
    return 2.0 if signed else (1.2 if last.is_open else 0.0)


def _after_score(pieces: Sequence[Piece], after: Sequence[int]) -> float:
    if not after:
        return 0.0
    first = pieces[after[0]]
    if first.has_lead or first.kind in {PieceKind.BYLINE, PieceKind.META, PieceKind.ABSTRACT}:
        return 3.5 if first.kind is not PieceKind.BYLINE else 2.0
    text = next((pieces[i] for i in after if pieces[i].kind not in _BESIDE), None)
    if text is not None and text.has_lead:
        return 3.0
    return 1.0 if text is not None and _LEAD_FORMULA.match(text.folded) else 0.0

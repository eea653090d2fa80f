"""Short lines that are columns of running text, not headings."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.junction import PageGrams, begins_story, ends_inside, seam_score, starts_inside
from index.pieces import Piece, PieceKind

# ——副题 below, 引题—— above; the scanner reads the dash as 一 as well.
DASHED = re.compile(r"^[—\-–一]{1,2}(?=.{6})(?!个|名|条|次|起|年|场|位|家|批|项)|[—–]{1,2}$")
COLUMN_WIDTH = 26
_TELLING = re.compile(r"(?:表示|介绍|认为|指出|强调|透露|说|称|据悉|据了解)[,:][\"“]?")


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
        if _fragment_score(before, piece, after, grams) >= 3.0:
            mended[i] = replace(piece, kind=PieceKind.TEXT)
    return mended


def _fragment_score(before: Piece | None, piece: Piece, after: Piece | None, grams: PageGrams) -> float:
    """Evidence that a short line is a part of a sentence; 3 and more is enough."""
    line = piece.folded
    score = 1.0 * len(re.findall("[,、]", line)) - (3.0 if DASHED.search(line.strip()) else 0.0) - 0.4 * len(re.findall(r"\S \S", line))
    score += 1.0 if line.count(",") > 1 else 0.0
    score += 1.8 if _TELLING.search(line) else 0.0
    score += 1.0 if starts_inside(line) < 0 and "," in line[:8] else 0.0
    score += 2.0 if ends_inside(line) or starts_inside(line) > 0 else 0.0
    score += 1.5 if line.count("“") != line.count("”") or line.count('"') % 2 or line.count("(") != line.count(")") else 0.0
    if before is not None and before.kind is PieceKind.TEXT and before.is_open:
        score += max(seam_score(before.folded, line, grams), -1.0) + (1.5 if before.folded.endswith((",", "、")) else 0.0)
    if after is not None and after.kind is PieceKind.TEXT:
        score += (
            -2.0
            if after.has_lead or begins_story(after.folded) or line in after.folded
            else max(seam_score(line, after.folded, grams), -1.5)
        )
    elif after is not None and after.kind is not PieceKind.HEADING:
        score -= 2.0
    return score


def _column_runs(pieces: Sequence[Piece]) -> list[list[int]]:
    """Runs of three or more short lines of like length, without the headline above them."""
    runs: list[list[int]] = []
    run: list[int] = []
    for i, piece in enumerate(pieces):
        if piece.kind is PieceKind.FURNITURE:
            continue
        if _may_be_column(piece):
            run.append(i)
            continue
        runs.append(run)
        run = []
    runs.append(run)
    runs = [run[1:] if _heads_column(pieces, run) else run for run in runs if len(run) >= 3]
    return [run for run in runs if len(run) >= 3 and _is_column(pieces, run)]


def _may_be_column(piece: Piece) -> bool:
    if piece.kind not in {PieceKind.HEADING, PieceKind.TEXT} or piece.marked or piece.has_lead or piece.sign:
        return False
    return len(piece.folded) <= COLUMN_WIDTH and not re.search(r"\S \S+ \S", piece.folded)


def _heads_column(pieces: Sequence[Piece], run: Sequence[int]) -> bool:
    """True when the first line of a run is the headline above the column: nothing before it is open, or it ends like one."""
    if pieces[run[0]].kind is PieceKind.TEXT:
        return False
    first = pieces[run[0]].folded.strip()
    before = next((p for p in reversed(pieces[: run[0]]) if p.kind is not PieceKind.FURNITURE), None)
    return first.endswith(("!", "?")) or before is None or before.kind is not PieceKind.TEXT or not before.is_open


def _is_column(pieces: Sequence[Piece], run: Sequence[int]) -> bool:
    lengths = sorted(len(pieces[i].folded) for i in run)
    middle = lengths[len(lengths) // 2]
    before = next((p for p in reversed(pieces[: run[0]]) if p.kind is not PieceKind.FURNITURE), None)
    alike = sum(abs(n - middle) <= 4 for n in lengths) >= 0.7 * len(lengths)
    return alike and ((before is not None and before.kind is PieceKind.TEXT and before.is_open) or len(run) >= 5)

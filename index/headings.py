"""Which short lines are headlines, which are sub-heads, captions, or columns of running text."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from index.cohesion import Vector, covered, similarity, total_vector
from index.junction import PageGrams, ends_inside, seam_score, starts_inside
from index.pieces import Piece, PieceKind

_LEAD_FORMULA = re.compile(
    r"(?:当地时间)?(?:(?:20\d\d年)?\d{1,2}月\d{1,2}日|\d{1,2}日[,上下晚凌零]|近日|日前|今年以来|连日来|近期|近年来|当地时间|今天|今日|昨日|昨天)|"
    r".{2,30}?(?:近日|日前|\d{1,2}日)(?=在|举行|发布|表示|对|宣布|召开|启动|开幕|闭幕)|(?:据|记者|从).{2,20}?(?:报道|获悉|了解到|消息)"
)
_LABEL = re.compile(r"[^,。!?:;“”\s]{3,12}(?:会|局|厅|院|所|委|部|社|校|公司|集团|政府|中心|街道|医院|大学)")
# ——副题 below, 引题—— above; the scanner reads the dash as 一 as well.
_DASHED = re.compile(r"^[—\-–一]{1,2}(?=.{6})(?!个|名|条|次|起|年|场|位|家|批|项)|[—–]{1,2}$")
# An article of more headings than this is not looked for: it bounds the work on very long pages.
_LONGEST_ARTICLE = 40
_CALLING = re.compile(r"[!?:]|为何|为什么|如何|怎么|吗$|来了|什么")
_TELLING = re.compile(r"(?:表示|介绍|认为|指出|强调|透露|说|称|据悉|据了解)[,:][\"“]?")
_PARALLEL = 1.0
_VIEW = 10
_BASE = -7.0
_COLUMN_WIDTH = 26
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
        if _fragment_score(before, piece, after, grams) >= 3.0:
            mended[i] = replace(piece, kind=PieceKind.TEXT)
    return mended


def _fragment_score(before: Piece | None, piece: Piece, after: Piece | None, grams: PageGrams) -> float:
    """Evidence that a short line is a part of a sentence; 2.5 and more is enough."""
    line = piece.folded
    score = 1.0 * len(re.findall("[,、]", line)) - (3.0 if _DASHED.search(line.strip()) else 0.0) - 0.4 * len(re.findall(r"\S \S", line))
    score += 1.0 if line.count(",") > 1 else 0.0
    score += 1.8 if _TELLING.search(line) else 0.0
    score += 1.0 if starts_inside(line) < 0 and "," in line[:8] else 0.0
    score += 2.0 if ends_inside(line) or starts_inside(line) > 0 else 0.0
    score += 1.5 if line.count("“") != line.count("”") or line.count('"') % 2 or line.count("(") != line.count(")") else 0.0
    if before is not None and before.kind is PieceKind.TEXT and before.is_open and not before.sign:
        score += max(seam_score(before.folded, line, grams), -1.0) + (1.5 if before.folded.endswith((",", "、")) else 0.0)
    if after is not None and after.kind is PieceKind.TEXT:
        score += -2.0 if after.has_lead or line in after.folded else max(seam_score(line, after.folded, grams), -1.5)
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
    return len(piece.folded) <= _COLUMN_WIDTH and not re.search(r"\S \S+ \S", piece.folded)


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


def heading_roles(pieces: Sequence[Piece], vectors: Mapping[int, Vector]) -> dict[int, HeadingRole]:
    """Role of each heading: the lines of one group share a role.

    Chosen together for the whole page, so that articles have one byline each where the headings leave a choice.
    """
    shown = [i for i, p in enumerate(pieces) if p.kind is not PieceKind.FURNITURE]
    groups = _groups(pieces, shown)
    scores = [_title_score(pieces, shown, group, vectors) for group in groups]
    lines = [pieces[shown[start]].folded for start, _ in groups]
    scores = (
        [score - (_PARALLEL if line in parallel else 0.0) for score, line in zip(scores, lines, strict=True)]
        if (parallel := _parallel(lines))
        else scores
    )
    titles = _best_titles(scores, _bylines_between(pieces, shown, groups))
    return {i: HeadingRole.TITLE if n in titles else HeadingRole.SUBHEAD for n, (start, end) in enumerate(groups) for i in shown[start:end]}


def begins_story(folded: str) -> bool:
    """True for a text that begins the way news begins: with a day, 近日, 记者获悉 and the like."""
    return bool(_LEAD_FORMULA.match(folded))


def _parallel(lines: Sequence[str]) -> frozenset[str]:
    """Headings built alike, as the sub-heads of one article often are.

    Two whose short first parts are as long and are followed by the same signs, or three with the same signs.
    """
    parts = {line: re.split(r"([,、 :]+)", line.strip()) for line in lines}
    short = {line: cut for line, cut in parts.items() if len(cut) > 2 and len(cut[0]) <= 8}
    frames = {line: (len(cut[0]), "".join(cut[1::2])) for line, cut in short.items()}
    exact, signs = Counter(frames.values()), Counter(sign for _, sign in frames.values())
    return frozenset(line for line, frame in frames.items() if (frame[0] <= 6 and exact[frame] > 1) or signs[frame[1]] > 2)


def _groups(pieces: Sequence[Piece], shown: Sequence[int]) -> list[tuple[int, int]]:
    """Ranges of ``shown`` that are unbroken runs of headings."""
    groups: list[tuple[int, int]] = []
    at = 0
    while at < len(shown):
        end = at
        while end < len(shown) and pieces[shown[end]].kind is PieceKind.HEADING:
            end += 1
        if end > at:
            groups.append((at, end))
        at = max(end, at + 1)
    return groups


def _bylines_between(pieces: Sequence[Piece], shown: Sequence[int], groups: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each group the datelines and the signatures that stand between it and the next group."""
    counts: list[tuple[int, int]] = []
    for n, (_, end) in enumerate(groups):
        stop = groups[n + 1][0] if n + 1 < len(groups) else len(shown)
        leads = signs = 0
        seen_text = False
        for i in shown[end:stop]:
            piece = pieces[i]
            leads += piece.has_lead or (piece.kind is PieceKind.BYLINE and not seen_text)
            signs += bool(piece.sign) or (piece.kind is PieceKind.BYLINE and seen_text)
            seen_text = seen_text or piece.kind is PieceKind.TEXT
        counts.append((leads, signs))
    return counts


def _best_titles(scores: Sequence[float], bylines: Sequence[tuple[int, int]]) -> set[int]:
    """The set of headlines with the highest sum of their scores and of the bylines' fit, by dynamic programming."""
    count = len(scores)
    best = [0.0] * (count + 1)
    choice: list[int] = [count] * (count + 1)
    for n in range(count - 1, -1, -1):
        leads = signs = 0
        best[n] = -math.inf
        for stop in range(n + 1, min(count, n + _LONGEST_ARTICLE) + 1):
            leads, signs = leads + bylines[stop - 1][0], signs + bylines[stop - 1][1]
            value = scores[n] + _byline_fit(max(leads, signs)) + best[stop]
            if value > best[n]:
                best[n], choice[n] = value, stop
    first, value = 0, best[0] if count else 0.0
    for n in range(1, count + 1):
        if best[n] > value:
            first, value = n, best[n]
    titles: set[int] = set()
    while first < count:
        titles.add(first)
        first = choice[first]
    return titles


def _byline_fit(bylines: int) -> float:
    return -0.1 if bylines == 0 else 0.5 if bylines == 1 else -1.2 * (bylines - 1)


def _title_score(pieces: Sequence[Piece], shown: Sequence[int], group: tuple[int, int], vectors: Mapping[int, Vector]) -> float:
    """Log-odds that a group of headings opens an article.

    Weights: a logistic regression over 287 groups of headings on composed and real pages, rounded (94 % right in cross-validation).
    """
    start, end = group
    heads = [pieces[i] for i in shown[start:end]]
    before = [i for i in shown[max(0, start - _VIEW) : start] if pieces[i].kind is PieceKind.TEXT]
    after = [i for i in shown[end : end + _VIEW] if pieces[i].kind is PieceKind.TEXT]
    own = total_vector(vectors[i] for i in shown[start:end])
    known = covered(own, total_vector(vectors[i] for i in before[-3:]))
    score = (
        _BASE + _form_score(heads) + _before_score(pieces, shown[max(0, start - 6) : start]) + _after_score(pieces, shown[end : end + 6])
    )
    score += 2.3 * covered(own, total_vector(vectors[i] for i in after[:2])) - 0.4 * known + (0.7 if known < 0.03 else 0.0)
    bare = heads[0].folded.replace(" ", "")
    score -= 1.3 if len(heads) == 1 and any(bare in pieces[i].folded.replace(" ", "") for i in after[:3]) else 0.0
    if before and pieces[before[-1]].is_open and after and begins_story(pieces[after[0]].folded):
        score += 2.0
    past, coming = total_vector(vectors[i] for i in before[-4:]), total_vector(vectors[i] for i in after[:4])
    return score + 0.9 * (-math.log(similarity(past, coming) + 0.01) if past and coming else 3.5)


def _form_score(heads: Sequence[Piece]) -> float:
    longest = max(heads, key=lambda p: len(p.folded)).folded.strip()
    score = 1.3 if any(p.marked for p in heads) else 0.0
    score += len(longest) / 20 + (1.1 if 12 <= len(longest) <= 40 else -0.8 if len(longest) < 9 else 0.0)
    score += 0.5 * min(heads[0].blanks, 4) - (0.4 if " " in longest else 0.0)
    return score + (1.3 if _CALLING.search(longest) else 0.0) + (0.4 if longest.endswith(("!", "?")) else 0.0)


def _before_score(pieces: Sequence[Piece], before: Sequence[int]) -> float:
    texts = [i for i in before if pieces[i].kind is PieceKind.TEXT]
    if not texts:
        return 0.7
    last = pieces[texts[-1]]
    signed = bool(last.sign) or any(pieces[i].kind is PieceKind.BYLINE for i in before if i > texts[-1])
    return 1.7 if signed else (0.4 if last.is_open else 0.0)


def _after_score(pieces: Sequence[Piece], after: Sequence[int]) -> float:
    if not after:
        return 0.0
    kind = pieces[after[0]].kind
    score = 1.2 if kind in {PieceKind.META, PieceKind.ABSTRACT} else 0.7 if kind is PieceKind.BYLINE else 0.0
    text = next((pieces[i] for i in after if pieces[i].kind not in _BESIDE), None)
    if text is None or text.kind is not PieceKind.TEXT:
        return score
    column = [pieces[i] for i in after if pieces[i].kind is PieceKind.TEXT][:4]
    if len(column) == 4 and all(len(p.folded) <= _COLUMN_WIDTH for p in column):
        score += 1.0
    return score + (1.9 if text.has_lead else 1.2 if _LEAD_FORMULA.match(text.folded) else 0.0)


def headline(pieces: Sequence[Piece], group: Sequence[int]) -> list[int]:
    """The lines of a group of headings that are the headline itself, without kicker and subtitle.

    Above it stand a kicker (often ending in a dash) or the name of an organisation, which is part of it; below it a subtitle after a dash.
    """
    if not group:
        return []
    plain = [i for i in group if not _DASHED.search(pieces[i].folded.strip())] or list(group)
    main = next((i for i in plain if pieces[i].marked), plain[-1])
    if len(pieces[main].folded) < 8 and len(plain) > 1:
        main = max(plain, key=lambda i: len(pieces[i].folded))
    at = plain.index(main)
    above = plain[at - 1] if at else None
    return [above, main] if above is not None and _LABEL.fullmatch(pieces[above].folded.strip()) else [main]

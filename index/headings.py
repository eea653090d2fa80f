"""Which headings of a page are headlines and which are sub-heads."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from index.bodies import bodies_in
from index.cohesion import TextVectors
from index.columns import DASHED
from index.pieces import Piece, PieceKind
from index.title_odds import title_score, view_of

_LABEL = re.compile(r"[^,。!?:;“”\s]{3,12}(?:会|局|厅|院|所|委|部|社|校|公司|集团|政府|中心|街道|医院|大学)")
_LEVEL = re.compile("[省市县区州镇乡]")
# An article of more headings than this is not looked for: it bounds the work on very long pages.
_LONGEST_ARTICLE = 40


class HeadingRole(StrEnum):
    """What a short line is to the text around it."""

    TITLE = "title"
    SUBHEAD = "subhead"


def heading_roles(pieces: Sequence[Piece], vectors: TextVectors) -> dict[int, HeadingRole]:
    """Role of each heading: the lines of one group share a role.

    Chosen together for the whole page, so that articles have one byline each where the headings leave a choice.
    """
    shown = [i for i, p in enumerate(pieces) if p.kind is not PieceKind.FURNITURE]
    groups = groups_of(pieces, shown)
    lines = [pieces[shown[start]].folded for start, _ in groups]
    parallel = alike_lines(lines)
    views = [view_of(pieces, shown, group, vectors) for group in groups]
    scores = [title_score(view, alike=line in parallel) for view, line in zip(views, lines, strict=True)]
    titles = _best_titles(scores, _bylines_between(pieces, shown, groups))
    return {i: HeadingRole.TITLE if n in titles else HeadingRole.SUBHEAD for n, (start, end) in enumerate(groups) for i in shown[start:end]}


def alike_lines(lines: Sequence[str]) -> frozenset[str]:
    """Headings built alike, as the sub-heads of one article often are.

    Two whose short first parts are as long and are followed by the same signs, or three with the same signs.
    """
    parts = {line: re.split(r"([,、 :]+)", line.strip()) for line in lines}
    short = {line: cut for line, cut in parts.items() if len(cut) > 2 and len(cut[0]) <= 8}
    frames = {line: (len(cut[0]), "".join(cut[1::2])) for line, cut in short.items()}
    exact, signs = Counter(frames.values()), Counter(sign for _, sign in frames.values())
    return frozenset(line for line, frame in frames.items() if (frame[0] <= 6 and exact[frame] > 1) or signs[frame[1]] > 2)


def groups_of(pieces: Sequence[Piece], shown: Sequence[int]) -> list[tuple[int, int]]:
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


def headline(pieces: Sequence[Piece], group: Sequence[int]) -> list[int]:
    """The lines of a group of headings that are the headline itself, without kicker and subtitle.

    Above it stand a kicker (often ending in a dash) or the name of an organisation, which is part of it; below it a subtitle after a dash.
    """
    if not group:
        return []
    plain = [i for i in group if not DASHED.search(pieces[i].folded.strip())] or list(group)
    main = next((i for i in plain if pieces[i].marked), plain[-1])
    if len(pieces[main].folded) < 8 and len(plain) > 1:
        main = max(plain, key=lambda i: len(pieces[i].folded))
    at = plain.index(main)
    above = plain[at - 1] if at else None
    return [above, main] if above is not None and _names_a_body(pieces[above].folded.strip()) else [main]


def _names_a_body(line: str) -> bool:
    """True for the name of an organisation and nothing else: 池州市总工会, 市教育局; not 喜迎大会看工会."""
    if not _LABEL.fullmatch(line):
        return False
    named = bodies_in(line)
    return bool(_LEVEL.match(line)) or (bool(named) and named[0].start == 0 and named[-1].end == len(line))

"""Which headline belongs to which strand of text: by place and by the words they share."""

from bisect import bisect_left
from collections.abc import Sequence

from index.board import Board
from index.cohesion import Vector, covered, total_vector

# A headline is looked for among this many strands on either side of its place.
_REACH = 30
# Sharing all its words with a strand counts 6; standing right above its first text 3.5, above another of its texts 2.5.
_WORDS, _ABOVE_FIRST, _ABOVE, _LEAST = 6.0, 3.5, 2.5, 2.5


def give_titles(board: Board, strands: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """Headline pieces of each strand that has a headline: strand number → pieces, best pairs first, one group a strand.

    Args:
        board: the page.
        strands: indexes of texts in reading order, sorted by their first place on the page.
    """
    vectors = [total_vector(board.vectors[i] for i in strand) for strand in strands]
    starts = [min(strand) for strand in strands]
    owner = {text: n for n, strand in enumerate(strands) for text in strand}
    offers: list[tuple[float, int, int]] = []
    for g, group in enumerate(board.groups):
        place = bisect_left(starts, group[0])
        near = set(range(max(0, place - _REACH), min(len(strands), place + _REACH)))
        below = _below(board, g)
        home = owner[below] if below is not None else None
        own = total_vector(board.vectors[i] for i in group)
        for n in sorted(near if home is None else near | {home}):
            score = _WORDS * covered(own, vectors[n])
            score -= 0.0 if len(strands[n]) > 1 or board.pieces[strands[n][0]].has_lead else 0.5
            if n == home:
                score += _ABOVE_FIRST if strands[n][0] == below else _ABOVE
            if score >= _LEAST:
                offers.append((score, g, n))
    titles: dict[int, list[int]] = {}
    taken: set[int] = set()
    for _, g, n in sorted(offers, reverse=True):
        if g not in taken and n not in titles:
            taken.add(g)
            titles[n] = list(board.groups[g])
    return _move_strays(board, titles, vectors)


def _below(board: Board, g: int) -> int | None:
    """The text below a headline; None when another headline stands between."""
    below = board.next_text.get(board.groups[g][-1])
    if below is not None and g + 1 < len(board.groups) and board.groups[g + 1][0] < below:
        return None
    return below


def _move_strays(board: Board, titles: dict[int, list[int]], vectors: Sequence[Vector]) -> dict[int, list[int]]:
    """A line in a group of headings that tells plainly of a strand without headline, more than of its own, is that strand's headline."""
    moved = {n: list(lines) for n, lines in titles.items()}
    for n, lines in titles.items():
        for i in lines:
            if len(moved[n]) < 2 or len(board.pieces[i].folded) < 8:
                continue
            own = covered(board.vectors[i], vectors[n])
            free = [m for m in range(max(0, n - _REACH), min(len(vectors), n + _REACH)) if m not in moved]
            best, m = max(((covered(board.vectors[i], vectors[m]), -m) for m in free), default=(0.0, 0))
            if best >= 0.5 and best > own + 0.25:
                moved[n].remove(i)
                moved[-m] = [i]
    return moved

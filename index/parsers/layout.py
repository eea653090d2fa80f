"""Lines of a page → blocks, headlines over their columns, and the order in which a person reads them.

A newspaper is laid out in rectangles: a headline stands above the columns of its article. So blocks are not ordered by cutting the page
from outside (which mixes two articles as soon as a headline spans some of the columns only), but by asking each block of text which
headline stands over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.parsers.blocks import Block, find_blocks
from index.parsers.run import Box, Run, around

_MOST_LINES, _MOST_HEADLINES, _DEEPEST = 4000, 200, 40


@dataclass(slots=True)
class Group:
    """A headline and the blocks that stand under it, in reading order; without a headline when none stands over them."""

    headline: Block | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Around headline and blocks."""
        return around([*([self.headline.box] if self.headline else []), *(block.box for block in self.blocks)])


def find_groups(lines: Sequence[Run], body: float) -> list[Group]:
    """Lines, top to bottom, as groups in reading order.

    Args:
        lines: of one page (`index.parsers.lines.join_lines`). More than 4,000 of them are left in the order they came in, and of more
            than 200 headlines none is asked what stands under it: such a page is no newspaper.
        body: size of the page's running text.
    """
    if not lines:
        return []
    if len(lines) > _MOST_LINES:
        return [Group(None, [Block(list(lines))])]
    headings, texts = find_blocks(lines, body)
    strong = [block for block in headings if block.strong]
    if len(strong) > _MOST_HEADLINES:
        return [Group(None, reading_order([*headings, *texts]))]
    spans = [_span(block, [*headings, *texts]) for block in strong]
    groups = [Group(block) for block in strong]
    loose: list[Block] = []
    for block in sorted([*texts, *(h for h in headings if not h.strong)], key=lambda b: b.box.top):
        owner = _owner(block, strong, spans, texts)
        (groups[owner].blocks if owner is not None else loose).append(block)
    if loose:
        groups.append(Group(None, loose))
    for group in groups:
        group.blocks = reading_order(group.blocks)
    return [groups[i] for i in _order([group.box for group in groups])]


def reading_order(blocks: Sequence[Block]) -> list[Block]:
    """Blocks of one article: columns left to right, each from top to bottom; a block across columns parts what is above it from below."""
    return [blocks[i] for i in _order([block.box for block in blocks])]


def _span(headline: Block, blocks: Sequence[Block]) -> Box:
    """What a headline stands over: its own width, and the free space beside it up to the next print at its height."""
    own = headline.box
    left, right = float("-inf"), float("inf")
    for block in blocks:
        box = block.box
        if block is headline or own.shared_height(box) <= 0.25 * min(own.height, box.height):
            continue
        if box.x0 >= own.x1 - 1:
            right = min(right, box.x0)
        elif box.x1 <= own.x0 + 1:
            left = max(left, box.x1)
    return Box(left, own.top, right, own.bottom)


def _owner(block: Block, headlines: Sequence[Block], spans: Sequence[Box], texts: Sequence[Block]) -> int | None:
    """The lowest headline that stands above a block and over it; of several at one height the one whose place fits the block best."""
    box = block.box
    above = [
        i
        for i, span in enumerate(spans)
        if span.bottom <= box.top + 0.6 * block.lines[0].size and span.shared_width(box) >= 0.6 * box.width
    ]
    if not above:
        return None
    lowest = max(above, key=lambda i: spans[i].bottom)
    beside = [i for i in above if spans[i].shared_height(spans[lowest]) > 0]
    if len(beside) == 1:
        return lowest
    places = [headlines[i].box for i in beside]
    return max(beside, key=lambda i: (_fit(headlines[i], places, box, texts), spans[i].bottom))


def _fit(block: Block, places: Sequence[Box], box: Box, texts: Sequence[Block]) -> int:
    """How a headline's own place fits a box below: 3 it stands over it, 2 or 1 it is set flush left or centred over it and more, else 0."""
    headline, near = block.box, block.size
    if headline.shared_width(box) > 0:
        return 3
    rivals = [place for place in places if place is not headline]
    below = [
        other.box
        for other in texts
        if -2 <= other.box.top - headline.bottom <= 12 * near and not any(rival.shared_width(other.box) > 0 for rival in rivals)
    ]
    if box.x0 > headline.x1 and any(abs(other.x0 - headline.x0) <= 0.5 * near for other in below):
        return 2
    beyond = box.x1 - headline.x1 if box.x0 > headline.x1 else headline.x0 - box.x0
    edges = (headline.x0 - other.x0 if box.x0 > headline.x1 else other.x1 - headline.x1 for other in below)
    return int(any(abs(edge - beyond) <= near for edge in edges))


def _order(boxes: Sequence[Box]) -> list[int]:
    """Indexes of boxes in reading order, by cutting at free columns first, then at free rows."""
    result: list[int] = []
    waiting = [(list(range(len(boxes))), 0)]
    while waiting:
        part, depth = waiting.pop()
        if len(part) > 1 and depth < _DEEPEST:
            cut = _cut(boxes, part, across=False)
            cut = cut if len(cut) > 1 else _cut(boxes, part, across=True)
            if len(cut) > 1:
                waiting += [(each, depth + 1) for each in reversed(cut)]
                continue
        result += sorted(part, key=lambda i: (boxes[i].top, boxes[i].x0))
    return result


def _cut(boxes: Sequence[Box], part: Sequence[int], *, across: bool) -> list[list[int]]:
    """A part cut wherever no box stands: into columns, or, ``across``, into rows."""
    edges = [(boxes[i].top, boxes[i].bottom, i) if across else (boxes[i].x0, boxes[i].x1, i) for i in part]
    cut: list[list[int]] = []
    reach = float("-inf")
    for start, end, i in sorted(edges):
        if start >= reach - 1.0:
            cut.append([])
        cut[-1].append(i)
        reach = max(reach, end)
    return cut

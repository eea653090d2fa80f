"""Lines → blocks: lines of one column that follow each other in like print, headings apart from text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.parsers.run import Box, Run, around

# Print of this size and more over that of the text is a headline: 三号 over 小五 is 1.8, a sub-head 1.1 to 1.2.
_HEADLINE = 1.25
_LONGEST_HEADING = 40
# A block is looked for among the latest above a line, in strips five characters wide: the work grows with the lines, not their square.
_CELL, _MOST_CELLS, _LATEST = 5, 100, 12


@dataclass(eq=False)
class Block:
    """Lines of one column that follow each other; they are all there before its box is asked for.

    Attributes:
        heading: True for print that is larger or heavier than text.
        strong: True for a headline; False for a sub-head, which stays inside an article.
    """

    lines: list[Run]
    heading: bool = False
    strong: bool = False

    @cached_property
    def box(self) -> Box:
        """Around all lines."""
        return around(line.box for line in self.lines)

    @property
    def size(self) -> float:
        """Of the largest line."""
        return max(line.size for line in self.lines)

    @property
    def text(self) -> str:
        """Its lines, one after another, for tests of what it says."""
        return "".join(line.text for line in self.lines)


def find_blocks(lines: Sequence[Run], body: float) -> tuple[list[Block], list[Block]]:
    """Headings, and blocks of text, of the lines of a page.

    Args:
        lines: top to bottom, each of one column.
        body: size of the page's running text.
    """
    heading_lines = [line for line in lines if _is_heading(line, body)]
    texts = _stack([line for line in lines if not _is_heading(line, body)], body, headings=False)
    headings: list[Block] = []
    for block in _stack(heading_lines, body, headings=True):
        large = block.size >= _HEADLINE * body
        if not large and (len(block.lines) > 3 or len(block.text) > 2 * _LONGEST_HEADING):
            texts.append(block)  # a whole paragraph in heavy print
        else:
            block.heading, block.strong = True, large
            headings.append(block)
    return headings, texts


def _is_heading(line: Run, body: float) -> bool:
    return line.size >= _HEADLINE * body or (line.bold and len(line.text) <= _LONGEST_HEADING)


def _stack(lines: Sequence[Run], body: float, *, headings: bool) -> list[Block]:
    """Lines below each other, of like print, at the pitch of running text."""
    blocks: list[Block] = []
    cells: dict[int, list[Block]] = {}
    for line in lines:
        over = [*range(int(line.box.x0 // (_CELL * body)), int(line.box.x1 // (_CELL * body)) + 1)][:_MOST_CELLS]
        fits = [block for cell in over for block in cells.get(cell, [])[-_LATEST:] if _follows(block, line, headings=headings)]
        if fits:
            block = min(fits, key=lambda block: abs(block.lines[-1].box.x0 - line.box.x0))
            block.lines.append(line)
        else:
            block = Block([line])
            blocks.append(block)
        for cell in over:
            column = cells.setdefault(cell, [])
            if not column or column[-1] is not block:
                column.append(block)
    return blocks


def _follows(block: Block, line: Run, *, headings: bool) -> bool:
    last = block.lines[-1]
    small, large = sorted((last.size, line.size))
    gap = line.box.top - last.box.bottom
    shared = line.box.shared_width(last.box)
    if gap < -0.6 * small or shared <= 0.3 * min(line.box.width, last.box.width):
        return False
    if headings:  # kicker, headline and subtitle differ in size and stand close together
        return gap <= 0.9 * large and not (last.bold != line.bold and large < 1.1 * small)
    return gap <= 1.05 * small and large <= 1.12 * small and abs(line.box.x0 - last.box.x0) <= 4.5 * large

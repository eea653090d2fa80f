"""Runs of characters → lines of one column each."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.parsers.run import Box, Run, around

# A gap wider than this share of the print's size parts columns or words; justified Chinese lines stretch up to half a character.
_GAP = 0.75
# Between words of a justified English line stands up to a whole character.
_LATIN_GAP = 1.3
# Headlines are set wide: "山 西" stays one line up to here, unless columns of text part below the gap.
_WIDE_GAP = 2.2
_HEADLINE = 1.25
# A stop that hangs out of its column leaves less than half a character of the gutter.
_TIGHT = 0.25
_REACH = 15


def join_lines(runs: Sequence[Run], body: float) -> list[Run]:
    """Runs that stand side by side in one column as one run, top to bottom; a visible gap inside becomes a space.

    Args:
        runs: of one page, in any order.
        body: size of the page's running text.
    """
    runs = _once(runs)
    gutters = _Gutters([run.box for run in runs if run.size < _HEADLINE * body])
    lines: list[Run] = []
    for row in _rows(runs):
        line = row[0]
        for run in row[1:]:
            if _belong(line, run, body, gutters):
                line = _joined(line, run)
            else:
                lines.append(line)
                line = run
        lines.append(line)
    return sorted(lines, key=lambda run: (run.box.top, run.box.x0))


def _once(runs: Sequence[Run]) -> list[Run]:
    """Without print that is laid over itself, which makes it look heavier."""
    places = {(run.text, round(run.box.x0 / (0.3 * run.size)), round(run.box.top / (0.3 * run.size))): run for run in reversed(runs)}
    return list(reversed(places.values()))


def _rows(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs whose middles stand at the same height, left to right."""
    row: list[Run] = []
    level = 0.0
    for run in sorted(runs, key=lambda r: r.box.top + r.box.bottom):
        middle = (run.box.top + run.box.bottom) / 2
        if row and middle - level > 0.4 * min(run.size, row[-1].size):
            yield sorted(row, key=lambda r: r.box.x0)
            row = []
        level = middle if not row else level + (middle - level) / (len(row) + 1)
        row.append(run)
    if row:
        yield sorted(row, key=lambda r: r.box.x0)


def _belong(left: Run, right: Run, body: float, gutters: "_Gutters") -> bool:
    small, large = sorted((left.size, right.size))
    gap = right.box.x0 - left.box.x1
    if large > 1.6 * small or gap < -0.5 * small:
        return False
    if small < _HEADLINE * body:
        latin = left.text[-1:].isascii() and right.text[:1].isascii()
        return gap < (_LATIN_GAP if latin else _GAP) * small and not (
            gap > _TIGHT * small and gutters.parts(left.box, right.box, body, text=4 if latin else 2)
        )
    return gap < 0.3 * small or (gap < _WIDE_GAP * small and not gutters.parts(left.box, right.box, body))


def _joined(left: Run, right: Run) -> Run:
    gap = right.box.x0 - left.box.x1
    narrow = left.text[-1:].isascii() and right.text[:1].isascii()
    space = " " if gap > (0.15 if narrow else _GAP) * min(left.size, right.size) else ""
    heavier = max(left, right, key=lambda run: len(run.text))
    total = len(left.text) + len(right.text)
    sure = (left.sure * len(left.text) + right.sure * len(right.text)) / max(total, 1)
    return Run(left.text + space + right.text, around([left.box, right.box]), heavier.size, left.bold and right.bold, sure)


class _Gutters:
    """Where columns of text are parted: a gap that the lines around keep free as well is no gap inside a line."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = sorted(boxes, key=lambda box: box.top)
        self._tops = [box.top for box in self._boxes]

    def parts(self, left: Box, right: Box, body: float, *, text: int = 0) -> bool:
        """True when lines below end and begin at the gap, and none runs across it.

        Args:
            left: what stands before the gap.
            right: what stands after it.
            body: size of running text.
            text: for a gap in running text, how many lines above and below must begin where the right part does, or set in from
                there: two are enough in Chinese; words of English lines begin anywhere, so four.
        """
        ends = begins = 0
        top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
        first = bisect_left(self._tops, top - _REACH * body if text else bottom - 0.3 * body)
        for box in self._boxes[first : bisect_left(self._tops, bottom + _REACH * body)]:
            if box.top < bottom - 0.3 * body and box.bottom > top + 0.3 * body:
                continue  # the row itself
            if box.x0 < left.x1 - 1.5 * body and box.x1 > right.x0 + 1.5 * body:
                return False
            ends += left.x1 - 6 * body < box.x1 <= right.x0 + 0.3 * body
            shift = box.x0 - right.x0
            begins += min(abs(shift), abs(shift - 2 * body)) < 0.3 * body if text else left.x1 - 0.3 * body <= box.x0 < right.x0 + 3 * body
        return min(ends, begins) >= (text or 2)

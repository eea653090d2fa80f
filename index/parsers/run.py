"""What a page is made of before anybody knows what it says: runs of characters with their places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points (or pixels), ``top`` and ``bottom`` measured downwards from the head of the page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def shared_width(self, other: "Box") -> float:
        """How much of the two stands above or below each other; negative for the gap between them."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)

    def shared_height(self, other: "Box") -> float:
        """How much of the two stands side by side; negative for the gap between them."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line that follow each other without a gap.

    Attributes:
        size: of the print, in the unit of the box: the side of a Chinese character.
        bold: True for print that is heavier than text.
        sure: how sure the reading is, 0 to 1; 1 for a text layer.
        vertical: True for characters that stand below each other; the box is then that of the page turned a quarter to the left.
    """

    text: str
    box: Box
    size: float
    bold: bool = False
    sure: float = 1.0
    vertical: bool = False


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all; there is at least one."""
    held = list(boxes)
    return Box(min(b.x0 for b in held), min(b.top for b in held), max(b.x1 for b in held), max(b.bottom for b in held))


def body_size(runs: Sequence[Run]) -> float:
    """The size that most characters have, the middle of its half point; 0 without runs."""
    weights: dict[float, int] = {}
    for run in runs:
        size = round(run.size * 2) / 2
        weights[size] = weights.get(size, 0) + len(run.text)
    # OCR measures a line a pixel too high or too low: the neighbours of a size vote for it.
    return max(weights, key=lambda s: (sum(n for other, n in weights.items() if abs(other - s) <= 0.04 * s), weights[s], s), default=0.0)

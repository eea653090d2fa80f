"""One quantity of a sentence, before it is a figure of an article."""

from dataclasses import dataclass

from index.schema import FigureKind


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a sentence; offsets are the sentence's."""

    start: int
    end: int
    value: float
    unit: str
    kind: FigureKind
    approximate: bool
    of: str = ""
    iso: str | None = None

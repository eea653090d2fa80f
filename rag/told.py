"""An answer worked out from several parts: its words, and what each sentence of them stands on."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.text import Span
from rag.figures import FigureMatch
from rag.rerank import Evidence


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of an article that bears something out.

    Attributes:
        keep: the part of it that a quote must show.
        match: the figure it states, where the answer stands on that.
    """

    evidence: Evidence
    keep: Span | None = None
    match: FigureMatch | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the answer and what it stands on; an empty ``text`` is told in the source's own words."""

    text: str
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """The words of an answer; of one that was not found, what was found of it, which no citation follows.

    Attributes:
        counted: numbers that were counted over the whole collection, each thing of which was read: no article states them.
    """

    short: str
    lines: tuple[Line, ...]
    counted: tuple[float, ...] = ()

    @property
    def sources(self) -> tuple[Evidence, ...]:
        """The sentences it stands on, each once, in the order in which they are cited."""
        return tuple(dict.fromkeys(cited.evidence for cited in self._all_cited()))

    def _all_cited(self) -> Iterator[Cited]:
        for line in self.lines:
            yield from line.cited

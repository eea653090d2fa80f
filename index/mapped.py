"""Text that remembers where on the page each of its characters stood."""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from index.schema import OffsetRun


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` of a text become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text and, for each of its characters, the page offset it came from.

    Attributes:
        text: the text as changed so far.
        origin: one page offset (code points, from 0) per character of ``text``; need not rise, since pieces may be moved. Whatever is
            given, an array of four-byte integers is kept: a tuple of a page of 3 million characters took 120 MB, and each step made one.
    """

    text: str
    origin: Sequence[int]

    def __post_init__(self) -> None:
        if not isinstance(self.origin, array):
            object.__setattr__(self, "origin", array("i", self.origin))

    @classmethod
    def of(cls, text: str) -> "MappedText":
        """An unchanged page: character ``i`` stands at offset ``i``."""
        return cls(text, array("i", range(len(text))))

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def edit(self, edits: Iterable[Edit]) -> "MappedText":
        """Apply edits that stand in order and do not overlap; the new characters are spread evenly over those they replace."""
        parts: list[str] = []
        origin = array("i")
        at = 0
        for start, end, text in edits:
            parts += (self.text[at:start], text)
            origin.extend(self.origin[at:start])
            if text:
                size = end - start
                origin.extend(self._place(start + k * size // len(text)) for k in range(len(text)))
            at = end
        if not parts:
            return self
        parts.append(self.text[at:])
        origin.extend(self.origin[at:])
        return MappedText("".join(parts), origin)

    def sub(self, pattern: re.Pattern[str], replacement: str) -> "MappedText":
        """Replace every match by ``replacement``, taken literally."""
        return self.edit(Edit(match.start(), match.end(), replacement) for match in pattern.finditer(self.text))

    def cut(self, start: int, end: int) -> "MappedText":
        """The characters ``start`` to ``end``."""
        return MappedText(self.text[start:end], self.origin[start:end])

    def strip(self) -> "MappedText":
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def lines(self) -> "list[MappedText]":
        """The lines, without their line feeds; empty ones included."""
        result: list[MappedText] = []
        at = 0
        for line in self.text.split("\n"):
            result.append(self.cut(at, at + len(line)))
            at += len(line) + 1
        return result

    def runs(self) -> tuple[OffsetRun, ...]:
        """The map as runs of characters that stand in the same order on the page, in text order."""
        if not self.text:
            return ()
        breaks = (np.flatnonzero(np.diff(np.asarray(self.origin)) != 1) + 1).tolist()
        return tuple(OffsetRun(start, self.origin[start], end - start) for start, end in pairwise([0, *breaks, len(self.text)]))

    def _place(self, start: int) -> int:
        if start < len(self.origin):
            return self.origin[start]
        return self.origin[-1] + 1 if self.origin else 0


def join(parts: Sequence[MappedText], glue: str = "") -> MappedText:
    """Parts one after another; the glue between two maps to the last character of the part before it."""
    texts: list[str] = []
    origin = array("i")
    for i, part in enumerate(parts):
        if i and glue:
            texts.append(glue)
            origin.extend([origin[-1] if origin else 0] * len(glue))
        texts.append(part.text)
        origin.extend(part.origin)
    return MappedText("".join(texts), origin)

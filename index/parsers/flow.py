"""Groups of blocks → the text of a page, with what the print says of it: headlines, where articles begin, what is furniture."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from index.parsers.blocks import Block
from index.parsers.layout import Group
from index.parsers.run import Run

SENTENCE_END = re.compile(r"[。！？!?…；;.:：][”’\"'」』）)\]]*$")
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z0-9,.;:!?%)\]'\"”’]$"), re.compile(r"[A-Za-z0-9(\[$'\"“‘]")
_HYPHEN = re.compile(r"(?<=[A-Za-z])[-\u00ad\u2010]$")
_CAPTION = re.compile(r"\s*(?:[▲△▼◀▶]|[上下左右]?图[为:：])")
# Small print of a few lines beside the text is a caption; it never stands inside the sentence that runs on around it.
_SMALL, _FEW = 0.93, 4
_INDENT = 0.8
_MANY = 400


class Kind(StrEnum):
    """What the print says a paragraph is."""

    TEXT = "text"
    HEADING = "headings"
    CAPTION = "captions"


@dataclass(slots=True)
class Flow:
    """Text in reading order.

    Attributes:
        text: one paragraph a line, blank lines around headlines.
        ranges: where the paragraphs of a kind stand in it, in rising order.
        breaks: offsets at which the print says an article begins.
    """

    text: str = ""
    ranges: dict[Kind, list[tuple[int, int]]] = field(default_factory=lambda: {Kind.HEADING: [], Kind.CAPTION: []})
    breaks: list[int] = field(default_factory=list)

    def add(self, line: str, kind: Kind = Kind.TEXT) -> None:
        """One line more; a line of blanks only is left out."""
        line = line.strip()
        if not line:
            return
        start = len(self.text)
        self.text += line + "\n"
        if kind in self.ranges:
            self.ranges[kind].append((start, start + len(line)))

    def append(self, other: "Flow") -> None:
        """All of another flow, below a blank line."""
        self.text += "\n" if self.text and other.text else ""
        offset = len(self.text)
        self.text += other.text
        for kind, ranges in other.ranges.items():
            self.ranges[kind] += [(start + offset, end + offset) for start, end in ranges]
        self.breaks += [at + offset for at in other.breaks]


def make_flow(groups: Sequence[Group], body: float) -> Flow:
    """The text of a page.

    Args:
        groups: in reading order.
        body: size of the running text.
    """
    flow = Flow()
    for group in groups:
        part = Flow()
        if group.headline is not None:
            part.breaks += [0] if group.blocks else []
            for line in _heading_lines(group.headline):
                part.add(line, Kind.HEADING)
            part.text += "\n" if group.blocks else ""
        for kind, text in _paragraphs(group.blocks, body):
            part.add(text, kind)
        flow.append(part)
    return flow


def _heading_lines(block: Block) -> list[str]:
    """Lines of a heading, those of one size joined: without a space where the first fills its place, for then it was wrapped there."""
    lines: list[str] = []
    for before, line in zip([None, *block.lines], block.lines, strict=False):
        if before is None or not 0.92 <= before.size / line.size <= 1.08:
            lines.append(line.text.strip())
            continue
        full = before.box.x1 >= block.box.x1 - before.size and before.box.x0 <= block.box.x0 + before.size
        latin = _LATIN_END.search(before.text) and _LATIN_START.match(line.text)
        lines[-1] += ("" if full and not latin else " ") + line.text.strip()
    return lines


def join_texts(lines: Sequence[Run]) -> str:
    """Lines of one paragraph as one: words of Latin script are parted by a space, a word cut by a hyphen is whole again."""
    parts: list[str] = []
    for line in lines:
        text = line.text.strip()
        if parts and text:
            before = parts[-1]
            if _HYPHEN.search(before) and text[0].islower():
                parts[-1] = before[:-1]
            elif _LATIN_END.search(before) and _LATIN_START.match(text) and (" " in before or " " in text):
                parts.append(" ")
        if text:
            parts.append(text)
    return "".join(parts)


def _paragraphs(blocks: Sequence[Block], body: float) -> Iterator[tuple[Kind, str]]:
    """Kind and text of each paragraph; captions come last."""
    captions = _captions(blocks, body)
    texts = [block for block in blocks if block not in captions]
    indented = _is_indented(texts)
    paragraph: list[Run] = []
    right = 0.0
    for block in texts:
        if block.heading:
            yield Kind.TEXT, join_texts(paragraph)
            yield from ((Kind.HEADING, line) for line in _heading_lines(block))
            paragraph = []
            continue
        left, edge = _left(block, texts), block.box.x1
        for line in block.lines:
            if paragraph and _begins(paragraph[-1], right, line, left, indented=indented):
                yield Kind.TEXT, join_texts(paragraph)
                paragraph = []
            paragraph.append(line)
            right = edge
    yield Kind.TEXT, join_texts(paragraph)
    yield from ((Kind.CAPTION, join_texts(block.lines)) for block in captions)


def _begins(last: Run, right: float, line: Run, left: float, *, indented: bool) -> bool:
    """True when a line opens a paragraph: it is indented, or the line before stops short at the end of a sentence."""
    ended = bool(SENTENCE_END.search(last.text.strip()))
    if line.box.x0 - left > _INDENT * line.size:
        return True
    if right - last.box.x1 > 2.5 * last.size:
        return ended or not indented
    apart = line.box.top - last.box.bottom
    return ended and not indented and apart > 0.9 * line.size


def _is_indented(blocks: Sequence[Block]) -> bool:
    """True when the first lines of paragraphs are set in, as Chinese print does it."""
    return any(line.box.x0 - block.box.x0 > _INDENT * line.size for block in blocks if not block.heading for line in block.lines)


def _left(block: Block, blocks: Sequence[Block]) -> float:
    """The edge of a block's column: a block of one line, set in, does not show it."""
    if len(block.lines) > 2 or len(blocks) > _MANY:
        return block.box.x0
    reach = 3.5 * block.size
    column = (other.box.x0 for other in blocks if 0 <= block.box.x0 - other.box.x0 <= reach and other.box.shared_width(block.box) > 0)
    return min(column, default=block.box.x0)


def _captions(blocks: Sequence[Block], body: float) -> list[Block]:
    """Small print beside text; above all text it is the head of the page."""
    sized = [block.box.top for block in blocks if block.size > _SMALL * body]
    return [block for block in blocks if not block.heading and sized and _is_caption(block, body) and block.box.top >= min(sized)]


def _is_caption(block: Block, body: float) -> bool:
    if len(block.lines) > _FEW:
        return False
    return block.size <= _SMALL * body or bool(_CAPTION.match(block.lines[0].text))

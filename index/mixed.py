"""Files of several encodings, pasted together line by line, and files of one encoding with damaged lines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.encodings import BY_LINE, line_scores

_BATCH = 1 << 20
# A line is taken for another encoding than the file's when it is likelier by this much, and an encoding when all its lines are.
_LINE_LEAD, _LEAST_GAIN = 5.0, 20.0
# Six characters: fewer are damage as likely as another encoding.
_LEAST_BYTES, _ENOUGH = 12, 64
_NUMBERS = {2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True, slots=True)
class ReadByLine:
    """A text whose lines were read each in its own encoding.

    Attributes:
        encoding: the names, joined by ``+``.
        note: share of each, for a person.
        plausibility: mean log-likelihood of a character.
    """

    text: str
    encoding: str
    note: str
    plausibility: float


def read_by_line(data: bytes, main: str) -> ReadByLine | None:
    """Read a file line by line, or None when all its lines are in ``main``, the likeliest encoding of the whole.

    Args:
        data: bytes that are no valid UTF-8.
        main: one of `BY_LINE`.
    """
    lines = data.split(b"\n")
    if len(lines) == 1 or _is_whole(data, lines, main):
        return None
    chosen, total = _choices(lines, main)
    kinds = Counter(BY_LINE[which] for which in chosen.values())
    if len(kinds) < 2:
        return None
    read = [line.decode(BY_LINE[chosen[i]], "replace") if i in chosen else line.decode("ascii") for i, line in enumerate(lines)]
    text = "\n".join(read)
    shares = ", ".join(f"{count / kinds.total():.0%} of the lines ({count}) as {name}" for name, count in kinds.most_common())
    names = "+".join(name for name, _ in kinds.most_common())
    spoken = sum(len(read[i]) for i in chosen)
    return ReadByLine(text, names, f"{_NUMBERS.get(len(kinds), 'many')} encodings in one file: {shares}", total / max(spoken, 1))


def _is_whole(data: bytes, lines: Sequence[bytes], main: str) -> bool:
    """True when every byte is valid in the main encoding and no line is valid UTF-8 too: the usual file, told in milliseconds."""
    try:
        data.decode(main)
    except UnicodeDecodeError:
        return False
    return not any(_is_utf8(line) for line in lines)


def _is_utf8(line: bytes) -> bool:
    if line.isascii():
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _choices(lines: Sequence[bytes], main: str) -> tuple[dict[int, int], float]:
    """Line → its encoding as a place in `BY_LINE`, lines of ASCII left out; and the sum of the scores."""
    at = BY_LINE.index(main)
    chosen: dict[int, int] = {}
    gains, sizes = np.zeros(len(BY_LINE)), np.zeros(len(BY_LINE))
    best: dict[int, float] = {}
    for numbers in _batches(lines):
        scores = line_scores([lines[i] for i in numbers])
        scores[:, at] += _LINE_LEAD
        first = scores.argmax(axis=1)
        top = scores.max(axis=1)
        np.add.at(gains, first, top - scores[:, at])
        np.add.at(sizes, first, [sum(byte > 0x7F for byte in lines[i][:_ENOUGH]) for i in numbers])
        chosen |= dict(zip(numbers, first.tolist(), strict=True))
        best |= dict(zip(numbers, top.tolist(), strict=True))
    weak = {int(which) for which in np.flatnonzero((gains < _LEAST_GAIN) | (sizes < _LEAST_BYTES))} - {at}
    return {i: at if which in weak else which for i, which in chosen.items()}, sum(best.values())


def _batches(lines: Sequence[bytes]) -> Iterator[list[int]]:
    """Numbers of the lines that are not ASCII, some megabytes at a time."""
    batch: list[int] = []
    size = 0
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        batch.append(number)
        size += len(line) + 64
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

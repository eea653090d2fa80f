"""Scanned pages and pictures → rows of text, when the extra ``ocr`` is installed; children with limits of their own read them."""

import importlib.util
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.findings import Rejected
from index.parsers.run import Box, Run
from index.parsers.sheets import rows_of
from index.readers.child import Limits, run_child

# A child reads pages for a minute and may finish the page it is at: one of 2,100 characters took 12 s on one core beside other work,
# and 56 s on a machine with nine times as much to do as it can. A page of 3,400 pixels was read in 2 GiB of address space.
OCR_LIMITS = Limits(memory_mb=3072, seconds=240, threads=min(4, os.cpu_count() or 1))
_ONE_CHILD = 60.0
MOST_SCANNED = 200
# Measured on 45 lines of print made poorer step by step: lines of 0.95 and more have at most 4 wrong characters in 100, lines under 0.7
# have 38 to 61. The latter are left out, and both are told.
_UNSURE, _LOST = 0.95, 0.7


@dataclass
class Scanned:
    """What OCR read of a file.

    Attributes:
        rows: of the pages that were read, as `index.parsers.sheets.rows_of` makes them; ``sure`` is the mean over characters, 0 to 1.
        stopped: page number → why it could not be read.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    stopped: dict[int, Rejected] = field(default_factory=dict)


def can_read_pictures() -> bool:
    """True when the extra ``ocr`` is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def scan_pdf(data: bytes, source: str, pages: Sequence[int]) -> Scanned:
    """Read pages of a PDF, by numbers from 1: in children that each take a minute's worth of them."""
    left = list(pages)
    read: list[Mapping[str, Any]] = []
    stopped: dict[int, Rejected] = {}
    while left:
        arguments = {"pages": left, "threads": OCR_LIMITS.threads, "seconds": _ONE_CHILD}
        parsed = run_child("index.parsers.ocr:parse_pdf", data, source=source, arguments=arguments, limits=OCR_LIMITS)
        done = [row for row in parsed.rows if "runs" in row]
        read += done
        left = left[len(done) :]
        if parsed.stopped is not None and left:  # the page at which the child stopped is the one that stopped it
            stopped[left.pop(0)] = parsed.stopped
    return Scanned(list(_rows(read)), stopped)


def scan_picture(data: bytes, source: str) -> Scanned:
    """Read a picture, or each frame of one that has several."""
    arguments = {"threads": OCR_LIMITS.threads}
    parsed = run_child("index.parsers.ocr:parse_picture", data, source=source, arguments=arguments, limits=OCR_LIMITS)
    stopped = {len(parsed.rows) + 1: parsed.stopped} if parsed.stopped else {}
    return Scanned(list(_rows(parsed.rows)), stopped)


def _rows(read: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    found = [[_run(*each) for each in row["runs"]] for row in read]
    pages = [[run for run in runs if run.sure >= _LOST] for runs in found]
    return rows_of(pages, [_note(row["number"], runs) for row, runs in zip(read, found, strict=True)])


def _run(text: str, x0: float, top: float, x1: float, bottom: float, size: float, sure: float) -> Run:  # noqa: PLR0913, PLR0917 - a row of JSON
    return Run(text, Box(x0, top, x1, bottom), size, sure=sure)


def _note(number: int, found: Sequence[Run]) -> dict[str, Any]:
    """What a reader of the page should know: how sure the engine was, and of what it was not."""
    runs = [run for run in found if run.sure >= _LOST]
    length = sum(len(run.text) for run in runs)
    unsure = [run for run in runs if run.sure < _UNSURE]
    warnings = []
    if unsure:
        example = min(unsure, key=lambda run: run.sure).text[:20]
        warnings.append(["broken", f"page {number} was read by OCR; {len(unsure)} of {len(runs)} lines are unsure, such as {example!r}"])
    if lost := len(found) - len(runs):
        warnings.append(["part", f"page {number} was read by OCR; {lost} of {len(found)} lines are too poor to read and were left out"])
    sure = sum(run.sure * len(run.text) for run in runs) / length if length else 0.0
    return {"number": number, "warnings": warnings, "picture": not runs, "sure": round(sure, 3)}

"""Collections of finished articles, one JSON object a line, also packed with gzip."""

import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NoReturn

from index.decode import decode_bytes
from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.readers.base import Read, sound
from index.readers.fields import QUESTIONS, Parts, finished_page, is_question, record_of
from index.schema import Page

LARGEST_UNPACKED = 2**30
_WANTED = "wanted: an object with doc_id, title and text"


class Questions(ValueError):
    """The collection is a set of questions."""


def read_packed(data: bytes, source: str) -> Iterator[Read]:
    """A gzip-compressed `read_records` collection."""
    if not data.startswith(b"\x1f\x8b"):
        yield Rejected(source, RejectReason.NOT_TEXT, "the name ends in .gz but the file is not gzip-compressed; rename it")
        return
    try:
        unpacked = _unpack(data)
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(source, RejectReason.DAMAGED, f"the gzip data is damaged or cut short ({error}); make the file again")
        return
    if unpacked is None:
        yield Rejected(source, RejectReason.TOO_LARGE, f"unpacks to more than {LARGEST_UNPACKED >> 20} MB; split the file")
        return
    yield from read_records(unpacked, source)


def _unpack(data: bytes) -> bytes | None:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        unpacked = packed.read(LARGEST_UNPACKED + 1)
    return unpacked if len(unpacked) <= LARGEST_UNPACKED else None


def read_records(data: bytes, source: str) -> Iterator[Read]:
    """One finished article a line; a broken line is named in a warning and the others are read."""
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    lines = ((number, line) for number, line in enumerate(decoded.text.split("\n"), 1) if line.strip())
    parts = Parts()
    pages = (found for number, line in lines if (found := _record(line, source, number, parts)))
    yield from told(pages, parts, source, decoded.warnings)


def told(pages: Iterable[Page], parts: Parts, source: str, warnings: tuple[Warned, ...]) -> Iterator[Read]:
    """The pages of a collection, each with the warnings of what could not be read before it.

    Yields:
        The pages; one `Rejected` for the whole when nothing in it is an article, or it is a set of questions.
    """
    last: Page | None = None
    try:
        for page in pages:
            if last is not None:
                yield last
            last = replace(page, warnings=(*warnings, *parts.take(), *page.warnings))
            warnings = ()
    except Questions:
        yield Rejected(source, RejectReason.UNSUPPORTED, QUESTIONS)
        return
    if last is not None:
        yield replace(last, warnings=(*last.warnings, *parts.rest()))
    elif parts.found:
        yield Rejected(source, RejectReason.BAD_RECORD, f"none of its {parts.found} records is an article; the first: {parts.first}")
    else:
        yield Rejected(source, RejectReason.EMPTY, "the file holds no records; nothing to index")


def _record(line: str, source: str, number: int, parts: Parts) -> Page | None:
    try:
        fields = json.loads(line, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        parts.add(f"line {number} is not JSON ({error})")
        return None
    if not isinstance(fields, dict):
        parts.add(f"line {number} is a {type(fields).__name__}; {_WANTED}")
        return None
    if is_question(fields):
        raise Questions
    record = record_of(fields)
    if "text" not in record:
        parts.add(f"line {number} has no text; {_WANTED}")
        return None
    page = finished_page(record, source, f"line-{number}", "application/jsonl")
    if all(sound(value) == value for value in fields.values() if isinstance(value, str)):
        return page
    return replace(page, warnings=(Warned(WarningKind.REPLACED, f"line {number}: halves of characters became U+FFFD"),))


def no_number(token: str) -> NoReturn:
    """What Python reads and JSON does not know: NaN, Infinity."""
    raise ValueError(f"{token} is no number of JSON")

"""Collections of finished articles: one JSON object a line."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace

from index.decode import decode_bytes
from index.readers.base import Read, sound
from index.schema import Page, Rejected, RejectReason, Warned, WarningKind

LARGEST_UNPACKED = 2**30
_NO_OBJECT = "not an object with doc_id, title and text"
_QUESTIONS = "a set of questions, not of articles; use it with the eval command, it is never indexed"
_FIELDS = ("doc_id", "title", "published", "date", "outlet", "source", "url", "lang", "place", "byline")


def read_packed(data: bytes, source: str) -> Iterator[Read]:
    """A gzip-compressed `read_records` collection."""
    if not data.startswith(b"\x1f\x8b"):
        yield Rejected(source, RejectReason.NOT_TEXT, "the name ends in .gz but the file is not gzip-compressed; rename it")
        return
    try:
        unpacked = _unpack(data)
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(source, RejectReason.UNREADABLE, f"the gzip data is damaged or cut short ({error}); make the file again")
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
    """One finished article a line; a broken line is named and the others are read."""
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    if not decoded.text.strip():
        yield Rejected(source, RejectReason.EMPTY, "the file holds no records; nothing to index")
    warnings = decoded.warnings
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        page = _record(line, source, number)
        if isinstance(page, Rejected) and page.reason is RejectReason.UNSUPPORTED:
            yield page
            return
        yield page if isinstance(page, Rejected) else replace(page, warnings=(*warnings, *page.warnings))
        warnings = ()


def _record(line: str, source: str, number: int) -> Read:
    where = f"{source}#line-{number}"
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejected(where, RejectReason.BAD_RECORD, f"line {number} is not JSON ({error}); the other lines are read")
    if not isinstance(fields, dict):
        return Rejected(where, RejectReason.BAD_RECORD, f"line {number} is a {type(fields).__name__}, {_NO_OBJECT}")
    if "question" in fields and "text" not in fields:
        return Rejected(source, RejectReason.UNSUPPORTED, _QUESTIONS)
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return Rejected(where, RejectReason.BAD_RECORD, f"line {number} has no text; wanted: doc_id, title, text")
    record = {key: sound(str(fields[key])) for key in _FIELDS if isinstance(fields.get(key), str | int) and str(fields[key]).strip()}
    name = f"{source}#{record['doc_id']}" if "doc_id" in record else where
    whole = sound(text)
    halves = (Warned(WarningKind.REPLACED, f"line {number}: halves of characters became U+FFFD"),) if whole != text else ()
    return Page(name, whole, "application/jsonl", record, finished=True, warnings=halves)

"""A JSON file: an array of records, one record, or an object that holds the array.

One record is parsed at a time, and an error is told by line and column; ijson, which streams, tells neither, and the file is in
memory anyway.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from index.decode import decode_bytes
from index.findings import Rejected, RejectReason
from index.readers.base import Read
from index.readers.fields import QUESTIONS, Parts, finished_page, is_question, record_of
from index.readers.records import Questions, no_number, told
from index.schema import Page

_DEEPEST = 100
# A string that is never closed runs to the end: without that the search would begin anew at each quote in it.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]|\bNaN\b|-?\bInfinity\b', re.DOTALL)
_BLANK = re.compile(r"[ \t\r\n]*")


class _Bad(ValueError):
    """What is wrong with the file, and where."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.what, self.at = what, at


def read_json(data: bytes, source: str) -> Iterator[Read]:
    """Finished articles; a file that is no sound JSON is rejected whole, with line and column."""
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    text = decoded.text
    if not text.strip():
        yield Rejected(source, RejectReason.EMPTY, "the file holds no text; nothing to index")
        return
    parts = Parts()
    try:
        _check_tokens(text)
        pages = list(_pages(text, source, parts))
    except _Bad as bad:
        yield Rejected(source, RejectReason.BAD_RECORD, f"{bad.what} at {_place(text, bad.at)}; mend the file, nothing of it was read")
        return
    except Questions:
        yield Rejected(source, RejectReason.UNSUPPORTED, QUESTIONS)
        return
    yield from told(pages, parts, source, decoded.warnings)


def _place(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def _check_tokens(text: str) -> None:
    """Nesting that no collection has, and numbers that JSON does not know, found before anything is parsed."""
    depth = 0
    for token in _TOKEN.finditer(text):
        match token[0][0]:
            case "[" | "{":
                depth += 1
                if depth > _DEEPEST:
                    raise _Bad(f"brackets are nested deeper than {_DEEPEST}", token.start())
            case "]" | "}":
                depth -= 1
            case "N" | "I" | "-":
                raise _Bad(f"{token[0]} is no number of JSON", token.start())


def _pages(text: str, source: str, parts: Parts) -> Iterator[Page]:
    for number, fields in enumerate(_elements(text), 1):
        if not isinstance(fields, dict):
            parts.add(f"element {number} is a {type(fields).__name__}; wanted: an object with title and text")
            continue
        if is_question(fields):
            raise Questions
        record = record_of(fields)
        if "text" not in record:
            parts.add(f"element {number} has no text; wanted: an object with title and text")
            continue
        yield finished_page(record, source, f"element-{number}", "application/json")


def _elements(text: str) -> Iterator[Any]:
    at = _after_blank(text, 0)
    if text[at] != "[":
        whole, end = _parse(text, at)
        _no_more(text, end)
        yield from _held(whole)
        return
    at = _after_blank(text, at + 1)
    if text[at : at + 1] == "]":
        _no_more(text, at + 1)
        return
    while True:
        element, at = _parse(text, at)
        yield element
        at = _after_blank(text, at)
        mark = text[at : at + 1]
        if mark == "]":
            _no_more(text, at + 1)
            return
        if mark != ",":
            raise _Bad("a comma or the end of the array was expected", at)
        at = _after_blank(text, at + 1)


def _held(whole: Any) -> list[Any]:
    """The only list of objects that an object without a text of its own holds: ``{"articles": [...]}``."""
    if isinstance(whole, dict) and "text" not in record_of(whole):
        lists = [value for value in whole.values() if isinstance(value, list) and any(isinstance(each, dict) for each in value)]
        if len(lists) == 1:
            return list(lists[0])
    return [whole]


def _parse(text: str, at: int) -> tuple[Any, int]:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in made if names.count(name) > 1)
            raise _Bad(f"the key {twice!r} stands twice in one object, which begins", at)
        return made

    try:
        return json.JSONDecoder(object_pairs_hook=unique, parse_constant=no_number).raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _Bad(f"no JSON: {error.msg}", error.pos) from error
    except _Bad:
        raise
    except ValueError as error:  # a number of more digits than Python converts
        raise _Bad(f"no JSON that can be read: {error}", at) from error


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _no_more(text: str, at: int) -> None:
    end = _after_blank(text, at)
    if end < len(text):
        raise _Bad("something follows the end of the JSON", end)

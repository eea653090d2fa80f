"""Questions from a file, one JSON object a line; one JSON object a line out, in the same order."""

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from index.errors import InputError
from ui.request import AskRequest, read_request

Outcome = dict[str, Any]
Guard = Callable[[Callable[[], Outcome]], Outcome]


def batch_outcomes(lines: Iterator[bytes], answer: Callable[[AskRequest], Outcome], failure: Guard) -> Iterator[Outcome]:
    """One outcome a question, as soon as it is known.

    Args:
        lines: UTF-8 lines of JSON objects; blank lines are skipped.
        answer: the outcome of a good question.
        failure: runs the callable it is given and turns an error into ``{"error": {"code", "message"}}``, so that the rest goes on.

    Yields:
        The outcome with the line's ``qid`` in front; ``qid`` is null when the line has none.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        seen: Outcome = {"qid": None}

        def outcome(line: bytes = line, number: int = number, seen: Outcome = seen) -> Outcome:
            fields = _fields(line, number)
            seen["qid"] = fields.get("qid")
            return answer(read_request(fields))

        found = failure(outcome)
        yield {**seen, **found}


def batch_lines(path: Path) -> Iterator[bytes]:
    """The lines of a batch file, ``.gz`` read as what is packed in it; ``-`` is standard input.

    Raises:
        InputError: the file cannot be read.
    """
    if str(path) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield from file
    except (OSError, EOFError) as error:  # EOFError: a packed file that ends too early
        raise InputError(f"cannot read the questions {path}: {getattr(error, 'strerror', None) or error}") from error


def _fields(line: bytes, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # RecursionError: thousands of nested brackets
        raise InputError(f'line {number} is not JSON in UTF-8 ({error}); expected {{"qid": "…", "question": "…"}}') from error
    if not isinstance(fields, dict):
        raise InputError(f'line {number} is not an object; expected {{"qid": "…", "question": "…"}}')
    return fields

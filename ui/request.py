"""One question as another program sends it: ``{"question", "history"?, "filters"?, "as_of"?}``, on HTTP and in batch files alike."""

import calendar
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import InputError
from index.schema import Filter
from rag.schema import Turn

_ROLES = ("user", "assistant")
_TEXT_FILTERS = ("place", "outlet", "language", "source_file")
_KNOWN_FILTERS = ("doc_ids", "from", "to", *_TEXT_FILTERS)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")  # 2023, 2023-08, 2023-08-03


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question with what belongs to it. ``filters`` is None when nothing is filtered; ``as_of`` is the day it is asked on."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filter | None = None
    as_of: date | None = None

    def over(self, shared: "AskRequest") -> "AskRequest":
        """This request with what it leaves open taken from ``shared``: flags of a command hold for each line of its batch."""
        return AskRequest(self.question, self.history or shared.history, self.filters or shared.filters, self.as_of or shared.as_of)


def read_request(fields: Mapping[str, Any]) -> AskRequest:
    """Read the fields of a request; unknown fields are ignored. What the question says is checked by the engine.

    Raises:
        InputError: a field has the wrong form; the message names it.
    """
    question = fields.get("question")
    if not isinstance(question, str):
        raise InputError(f'"question" must be a text, found {_kind(question)}; send {{"question": "…"}}')
    as_of = fields.get("as_of")
    return AskRequest(
        question=question,
        history=read_history(fields.get("history")),
        filters=read_filters(fields.get("filters")),
        as_of=None if as_of is None else read_day(as_of, field="as_of"),
    )


def read_history(turns: object) -> tuple[Turn, ...]:
    """Earlier messages from ``[{"role": "user" | "assistant", "content"}]``.

    Raises:
        InputError: not a list of such objects.
    """
    if turns is None:
        return ()
    if not isinstance(turns, list):
        raise InputError(f'"history" must be a list of {{"role", "content"}}, found {_kind(turns)}')
    history = []
    for turn in turns:
        role, content = (turn.get("role"), turn.get("content")) if isinstance(turn, dict) else (None, None)
        if role not in _ROLES or not isinstance(content, str):
            raise InputError('each turn of "history" must be {"role": "user" or "assistant", "content": "…"}')
        history.append(Turn(role=role, content=content))
    return tuple(history)


def read_history_file(path: Path) -> tuple[Turn, ...]:
    """Earlier messages from a JSON file.

    Raises:
        InputError: the file cannot be read, is not JSON, or holds something else.
    """
    try:
        return read_history(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise InputError(f"cannot read the history {path}: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f'the history {path} is not JSON ({error}); expected [{{"role": "user", "content": "…"}}, …]') from error


def read_filters(fields: object) -> Filter | None:
    """Filters from ``{"doc_ids", "from", "to", "place", "outlet", "language", "source_file"}``; None when nothing is filtered.

    Raises:
        InputError: not an object, an unknown name (a misspelt filter would silently widen the search), or a wrong value.
    """
    if fields is None:
        return None
    if not isinstance(fields, dict):
        raise InputError(f'"filters" must be an object, found {_kind(fields)}')
    unknown = sorted(set(fields) - set(_KNOWN_FILTERS))
    if unknown:
        raise InputError(f"unknown filter {unknown[0]!r}; known: {', '.join(_KNOWN_FILTERS)}")
    for name in _TEXT_FILTERS:
        if not isinstance(fields.get(name), str | None):
            raise InputError(f'filter "{name}" must be a text, found {_kind(fields[name])}')
    doc_ids = fields.get("doc_ids") or []
    if not isinstance(doc_ids, list) or not all(isinstance(doc_id, str) for doc_id in doc_ids):
        raise InputError('filter "doc_ids" must be a list of texts')
    first, last = fields.get("from"), fields.get("to")
    wanted = Filter(
        doc_ids=tuple(doc_ids),
        published_from=None if first is None else read_day(first, field="from"),
        published_to=None if last is None else read_day(last, field="to", last=True),
        place=fields.get("place") or None,
        outlet=fields.get("outlet") or None,
        language=fields.get("language") or None,
        source_file=fields.get("source_file") or None,
    )
    return None if wanted.is_empty else wanted


def read_day(text: object, *, field: str, last: bool = False) -> date:
    """The day that ``2023-08-03``, ``2023-08`` or ``2023`` names: the first of its period, or the last.

    Raises:
        InputError: another form, or no such day; ``field`` names it in the message.
    """
    found = _DAY.fullmatch(text.strip()) if isinstance(text, str) else None
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            month_number = month or (12 if last else 1)
            last_day = calendar.monthrange(year or 0, month_number)[1]
            return date(year or 0, month_number, day or (last_day if last else 1))
        except ValueError:
            pass  # the 31st of a short month, month 13: told below with the form we expect
    raise InputError(f'"{field}" must be a day such as 2023-08-03 (or 2023-08, or 2023), found {text!r}')


def _kind(value: object) -> str:
    names = {"NoneType": "nothing", "dict": "an object", "list": "a list", "str": "a text", "bool": "true or false"}
    return names.get(type(value).__name__, "a number")

"""What an importer gives: questions and documents in our schema, as plain records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import InputError
from index.text import script_of

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ForeignSet:
    """A set read from another format: records of ``questions.jsonl`` and of ``corpus.jsonl``."""

    name: str
    questions: Sequence[Record]
    documents: Sequence[Record]


def document_record(doc_id: str, text: str, *, title: str = "", source: str = "") -> Record:
    """A line of ``corpus.jsonl``; the language is that of the text's script."""
    return {"doc_id": doc_id, "title": title, "text": text, "lang": script_of(text), "source": source}


def field_text(record: object, name: str, place: str, *, where: Path) -> str:
    """A text field of a foreign record.

    Args:
        record: what should be an object.
        name: the field.
        place: where the object stands, as ``line 3`` or ``data[0].paragraphs[2]``.
        where: the file.

    Raises:
        InputError: the record is no object, or the field is missing or empty or no text.
    """
    if not isinstance(record, dict):
        raise InputError(f"{where}: {place}: expected a JSON object, found {type(record).__name__}")
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f'{where}: {place}: "{name}" is {value!r}; expected text')
    return value


def field_list(record: object, name: str, place: str, *, where: Path) -> list[Any]:
    """A list field of a foreign record; see `field_text`.

    Raises:
        InputError: the record is no object, or the field is no list.
    """
    if not isinstance(record, dict):
        raise InputError(f"{where}: {place}: expected a JSON object, found {type(record).__name__}")
    value = record.get(name)
    if not isinstance(value, list):
        raise InputError(f'{where}: {place}: "{name}" is {type(value).__name__}; expected a list')
    return value

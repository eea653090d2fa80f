"""Lines of question sets: JSON Lines and JSON documents, plain or gzip, with errors that name file and line."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from index.errors import InputError


def open_bytes(path: Path) -> IO[bytes]:
    """A file's bytes, unpacked when its name ends in .gz."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that hold something, with their numbers from 1.

    Raises:
        InputError: the file cannot be read, or a line is not UTF-8.
    """
    number = 0
    try:
        with open_bytes(path) as lines:
            for number, line in enumerate(lines, start=1):
                text = line.decode("utf-8-sig")
                if text.strip():
                    yield number, text.rstrip("\r\n")
    except (OSError, EOFError) as error:
        raise InputError(f"cannot read {path} after line {number}: {error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}:{number}: not UTF-8 ({error}); save the file as UTF-8") from error


def json_records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSON Lines file with the numbers of their lines.

    Raises:
        InputError: as for `numbered_lines`, or a line is not a JSON object.
    """
    for number, line in numbered_lines(path):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}:{number}: not a JSON object in UTF-8 ({error})") from error
        if not isinstance(record, dict):
            raise InputError(f"{path}:{number}: expected a JSON object, found {type(record).__name__}")
        yield number, record


def json_document(path: Path) -> Any:
    """The one value of a JSON file.

    Raises:
        InputError: the file cannot be read, or is no JSON; the message names line and column.
    """
    try:
        with open_bytes(path) as file:
            return json.loads(file.read().decode("utf-8-sig"))
    except (OSError, EOFError) as error:
        raise InputError(f"cannot read {path}: {error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error}); save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: not JSON ({error.msg}, column {error.colno})") from error


def write_records(records: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write JSON Lines in UTF-8."""
    with path.open("w", encoding="utf8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)

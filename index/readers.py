"""Files and folders → pages, by suffix. A file that cannot be read is a `Rejected` value, never an exception.

README, LICENSE and other capital-letter Markdown files and question sets that lie in a folder are not news; a walk passes them over.
"""

import gzip
import json
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.decode import Decoded, decode_bytes
from index.errors import NoSources
from index.schema import Page, Rejected, RejectReason

LARGEST_FILE = 100 * 2**20
LARGEST_UNPACKED = 2**30
_OUTSIDE = "a link that leads out of the folder is not followed; copy the file here or name it directly"
_NO_OBJECT = "not an object with doc_id, title and text"
_QUESTIONS = "a set of questions, not of articles; use it with the eval command, it is never indexed"
_FIELDS = ("doc_id", "title", "published", "date", "outlet", "source", "url", "lang", "place", "byline")
# Documents about the collection, by the old custom of naming them in capitals: README.md, LICENSES.md, CHANGELOG.md, NOTES.md.
_PASSED_OVER = re.compile(r"(?i:readme(\..*)?|licen[cs]es?(\..*)?|questions\.jsonl(\.gz)?)|[A-Z][A-Z0-9_-]+\.md")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*")


def read_sources(paths: Sequence[Path]) -> Iterator[Page | Rejected]:
    """Pages of files and folders, in the order given; folders are walked in sorted order.

    Args:
        paths: files, or folders walked to any depth; in a folder hidden files, README.md and its like, and ``questions.jsonl``
            are passed over.

    Yields:
        A `Page` for each text, Markdown file or record; `Rejected` for what cannot be read, with the reason.

    Raises:
        NoSources: a path does not exist. Nothing is read before all paths are checked.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise NoSources(f"{path}: no such file or folder; name a text file, a .jsonl collection or a folder of them")
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path.is_dir():
            yield from _walk(path, seen)
        else:
            yield from _read_file(path, path.name, seen)


def known_suffixes() -> tuple[str, ...]:
    """The suffixes that can be read."""
    return tuple(_READERS)


def _walk(root: Path, seen: set[tuple[int, int]]) -> Iterator[Page | Rejected]:
    real_root = os.path.realpath(root)
    for folder, folders, files in os.walk(root, onerror=None, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        for name in list(folders):
            if (here / name).is_symlink():  # never followed; what it leads to inside is read at its own place
                if not _leads_into(here / name, real_root):
                    yield _reject(_name(here / name, root), RejectReason.UNREADABLE, _OUTSIDE)
            elif not os.access(here / name, os.R_OK | os.X_OK):
                yield _reject(_name(here / name, root), RejectReason.UNREADABLE, "the folder cannot be opened; grant read permission")
        for name in sorted(files):
            if name.startswith(".") or _PASSED_OVER.fullmatch(name):
                continue
            path = here / name
            source = _name(path, root)
            if path.is_symlink() and not _leads_into(path, real_root):
                yield _reject(source, RejectReason.UNREADABLE, _OUTSIDE)
                continue
            yield from _read_file(path, source, seen)


def _leads_into(link: Path, root: str) -> bool:
    """True for a link whose end lies under ``root``; one that leads round in a circle ends where it stands."""
    return Path(os.path.realpath(link)).is_relative_to(root)  # Path.resolve raises on a circle


def _name(path: Path, root: Path) -> str:
    return _printable(path.relative_to(root).as_posix())


def _printable(name: str) -> str:
    """A name that can be stored and shown: bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _reject(source: str, reason: RejectReason, detail: str) -> Rejected:
    return Rejected(source, reason, detail)


def _read_file(path: Path, source: str, seen: set[tuple[int, int]]) -> Iterator[Page | Rejected]:
    source = _printable(source)
    try:
        status = path.stat()
    except OSError as error:
        yield _reject(source, RejectReason.UNREADABLE, f"cannot be opened: {error.strerror}; mend or remove it")
        return
    if not stat.S_ISREG(status.st_mode):
        yield _reject(source, RejectReason.UNSUPPORTED, "not a regular file (a pipe, socket or device); nothing was read")
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    reader = next((read for suffix, read in _READERS.items() if path.name.lower().endswith(suffix)), None)
    if reader is None:
        kind = f"files of type {path.suffix}" if path.suffix else "files without a suffix"
        yield _reject(source, RejectReason.UNSUPPORTED, f"{kind} cannot be read; save it as text, or as one of: {', '.join(_READERS)}")
        return
    if status.st_size > LARGEST_FILE:
        yield _reject(source, RejectReason.TOO_LARGE, f"{status.st_size >> 20} MB; the limit is {LARGEST_FILE >> 20} MB: split the file")
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        yield _reject(source, RejectReason.UNREADABLE, f"cannot be read: {error.strerror}; grant read permission")
        return
    yield from reader(data, source)


def _read_text(data: bytes, source: str) -> Iterator[Page | Rejected]:
    decoded = decode_bytes(data, source=source)
    yield decoded if isinstance(decoded, Rejected) else Page(source, decoded.text, "text/plain", warnings=decoded.warnings)


def _read_markdown(data: bytes, source: str) -> Iterator[Page | Rejected]:
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    text, record = decoded.text, {}
    if match := _FRONT.match(text):
        # Blank out rather than cut, so that offsets still point into the file.
        text = re.sub(r"[^\n]", " ", match.group()) + text[match.end() :]
        record = _front_matter(match.group(1))
    yield Page(source, text, "text/markdown", record, warnings=decoded.warnings)


def _front_matter(block: str) -> dict[str, str]:
    """``key: value`` lines, as text; nested values, tags and aliases of YAML mean nothing here."""
    fields: dict[str, str] = {}
    for line in block.splitlines():
        if match := _FRONT_LINE.fullmatch(line):
            value = match.group(2)
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            fields[match.group(1).lower()] = value[1:-1] if quoted else value
    return fields


def _read_packed(data: bytes, source: str) -> Iterator[Page | Rejected]:
    if not data.startswith(b"\x1f\x8b"):
        yield _reject(source, RejectReason.NOT_TEXT, "the name ends in .gz but the file is not gzip-compressed; rename it")
        return
    try:
        unpacked = _unpack(data)
    except (OSError, EOFError, zlib.error) as error:
        yield _reject(source, RejectReason.UNREADABLE, f"the gzip data is damaged or cut short ({error}); make the file again")
        return
    if unpacked is None:
        yield _reject(source, RejectReason.TOO_LARGE, f"unpacks to more than {LARGEST_UNPACKED >> 20} MB; split the file")
        return
    yield from _read_records(unpacked, source)


def _unpack(data: bytes) -> bytes | None:
    import io

    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        unpacked = packed.read(LARGEST_UNPACKED + 1)
    return unpacked if len(unpacked) <= LARGEST_UNPACKED else None


def _read_records(data: bytes, source: str) -> Iterator[Page | Rejected]:
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    if not decoded.text.strip():
        yield _reject(source, RejectReason.EMPTY, "the file holds no records; nothing to index")
    warnings = decoded.warnings
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if not line.strip():
            continue
        page = _record(line, source, number)
        if isinstance(page, Rejected) and page.reason is RejectReason.UNSUPPORTED:
            yield page
            return
        yield page if isinstance(page, Rejected) else replace(page, warnings=warnings)
        warnings = ()


def _record(line: str, source: str, number: int) -> Page | Rejected:
    where = f"{source}#line-{number}"
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _reject(where, RejectReason.BAD_RECORD, f"line {number} is not JSON ({error}); the other lines are read")
    if not isinstance(fields, dict):
        return _reject(where, RejectReason.BAD_RECORD, f"line {number} is a {type(fields).__name__}, {_NO_OBJECT}")
    if "question" in fields and "text" not in fields:
        return _reject(source, RejectReason.UNSUPPORTED, _QUESTIONS)
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return _reject(where, RejectReason.BAD_RECORD, f"line {number} has no text; wanted: doc_id, title, text")
    record = {key: _sound(str(fields[key])) for key in _FIELDS if isinstance(fields.get(key), str | int) and str(fields[key]).strip()}
    name = f"{source}#{record['doc_id']}" if "doc_id" in record else where
    return Page(name, _sound(text), "application/jsonl", record, finished=True)


def _sound(text: str) -> str:
    """Text that every store can hold: lone surrogates become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_READERS: dict[str, Callable[[bytes, str], Iterator[Page | Rejected]]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".jsonl": _read_records,
    ".jsonl.gz": _read_packed,
}
__all__ = ["LARGEST_FILE", "Decoded", "known_suffixes", "read_sources"]

"""Paths → files that may be opened: folders, links, permissions, sizes."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import NoSources
from index.readers.base import Read, printable
from index.readers.table import known_suffixes, reader_for
from index.schema import Rejected, RejectReason

LARGEST_FILE = 100 * 2**20
_OUTSIDE = "a link that leads out of the folder is not followed; copy the file here or name it directly"
# Documents about the collection, by the old custom of naming them in capitals: README.md, LICENSES.md, CHANGELOG.md, NOTES.md.
_PASSED_OVER = re.compile(r"(?i:readme(\..*)?|licen[cs]es?(\..*)?|questions\.jsonl(\.gz)?)|[A-Z][A-Z0-9_-]+\.md")


def read_sources(paths: Sequence[Path]) -> Iterator[Read]:
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


def _walk(root: Path, seen: set[tuple[int, int]]) -> Iterator[Read]:
    real_root = os.path.realpath(root)
    for folder, folders, files in os.walk(root, onerror=None, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        for name in list(folders):
            if (here / name).is_symlink():  # never followed; what it leads to inside is read at its own place
                if not _leads_into(here / name, real_root):
                    yield Rejected(_name(here / name, root), RejectReason.UNREADABLE, _OUTSIDE)
            elif not os.access(here / name, os.R_OK | os.X_OK):
                yield Rejected(_name(here / name, root), RejectReason.UNREADABLE, "the folder cannot be opened; grant read permission")
        for name in sorted(files):
            if name.startswith(".") or _PASSED_OVER.fullmatch(name):
                continue
            path = here / name
            source = _name(path, root)
            if path.is_symlink() and not _leads_into(path, real_root):
                yield Rejected(source, RejectReason.UNREADABLE, _OUTSIDE)
                continue
            yield from _read_file(path, source, seen)


def _leads_into(link: Path, root: str) -> bool:
    """True for a link whose end lies under ``root``; one that leads round in a circle ends where it stands."""
    return Path(os.path.realpath(link)).is_relative_to(root)  # Path.resolve raises on a circle


def _name(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix())


def _read_file(path: Path, source: str, seen: set[tuple[int, int]]) -> Iterator[Read]:
    source = printable(source)
    try:
        status = path.stat()
    except OSError as error:
        yield Rejected(source, RejectReason.UNREADABLE, f"cannot be opened: {error.strerror}; mend or remove it")
        return
    if not stat.S_ISREG(status.st_mode):
        yield Rejected(source, RejectReason.UNSUPPORTED, "not a regular file (a pipe, socket or device); nothing was read")
        return
    # A second way to one file is the same print of it; a hard link is a file of its own, whose text is found to be a copy.
    if (status.st_dev, status.st_ino) in seen and (status.st_nlink == 1 or path.is_symlink()):
        return
    seen.add((status.st_dev, status.st_ino))
    reader = reader_for(path.name)
    if reader is None:
        kind = f"files of type {path.suffix}" if path.suffix else "files without a suffix"
        known = ", ".join(known_suffixes())
        yield Rejected(source, RejectReason.UNSUPPORTED, f"{kind} cannot be read; save it as text, or as one of: {known}")
        return
    if status.st_size > LARGEST_FILE:
        yield Rejected(source, RejectReason.TOO_LARGE, f"{status.st_size >> 20} MB; the limit is {LARGEST_FILE >> 20} MB: split the file")
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Rejected(source, RejectReason.UNREADABLE, f"cannot be read: {error.strerror}; grant read permission")
        return
    yield from reader(data, source)

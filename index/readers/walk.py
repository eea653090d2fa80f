"""Paths → files that may be opened: folders, links, permissions, sizes."""

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import NoSources
from index.findings import Rejected, RejectReason
from index.readers.base import Read, printable
from index.readers.dispatch import is_passed_over, read_data
from index.readers.web import Url, read_url

Seen = dict[tuple[int, int], tuple[str, str]]
"""Device and number of each file that was read → its name, and its real path."""
LARGEST_FILE = 100 * 2**20
_DEEPEST = 200
_OUTSIDE = "a link that leads out of the folder is not followed; copy the file here or name it directly"
_ROUND = "a link that leads round in a circle, or nowhere; remove it"
# What browsers save beside page.html in page_files: programs, styles, pictures, frames. Texts in such a folder are read.
_SAVED = re.compile(r"(.+?)(?:_files|\.files|_文件|_fichiers|-Dateien)")
_BELONGINGS = re.compile(
    r"(?i).*(?:\.(?:js|mjs|css|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|eot|otf|html?|php|json|download|map|mp4|下载))|[^.]*"
)


def read_sources(paths: Sequence[Path | Url]) -> Iterator[Read]:
    """Pages of files and folders, in the order given; folders are walked in sorted order.

    Args:
        paths: files, addresses that may be fetched, or folders, walked to a depth of 200; in a folder hidden files, README.md and its
            like, and ``questions.jsonl`` are passed over, and so is what a browser saved beside a web page.

    Yields:
        A `Page` for each text or record; `Rejected` for what cannot be read, with the reason.

    Raises:
        NoSources: a path does not exist. Nothing is read before all paths are checked.
    """
    for path in paths:
        if isinstance(path, Path) and not _exists(path):
            raise NoSources(f"{path}: no such file or folder; name a page, a collection such as .jsonl, or a folder of them")
    seen: Seen = {}
    for path in paths:
        if isinstance(path, Url):
            yield from read_url(path)
        elif path.is_dir():
            yield from _walk(path, seen)
        else:
            yield from _read_file(path, path.name, seen)


def root_of(source: Path | Url) -> str:
    """What a source is remembered by: its absolute path, or its address."""
    return str(source.resolve()) if isinstance(source, Path) else str(source)


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a NUL in it
        return False


def _walk(root: Path, seen: Seen) -> Iterator[Read]:
    real_root = os.path.realpath(root)
    failed: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=failed.append, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        for name in list(folders):
            if refused := _refused_folder(here / name, root, real_root):
                folders.remove(name)
                yield refused
        saved = _SAVED.fullmatch(here.name)
        is_saved = saved is not None and any((here.parent / f"{saved[1]}{suffix}").is_file() for suffix in (".html", ".htm"))
        for name in sorted(files):
            if is_passed_over(name) or (is_saved and _BELONGINGS.fullmatch(name)):
                continue
            path = here / name
            source = _name(path, root)
            if path.is_symlink() and (refused := _refused_link(path, source, real_root)):
                yield refused
                continue
            yield from _read_file(path, source, seen)
        yield from _not_opened(failed, root)
    yield from _not_opened(failed, root)


def _not_opened(failed: list[OSError], root: Path) -> Iterator[Rejected]:
    while failed:
        error = failed.pop()
        name = _name(Path(error.filename), root) if error.filename else root.name
        yield Rejected(name, RejectReason.UNREADABLE, f"the folder cannot be opened: {error.strerror}; {_advice(error)}")


def _refused_folder(path: Path, root: Path, real_root: str) -> Rejected | None:
    """Why a folder is not entered; None for one that is."""
    name = _name(path, root)
    if path.is_symlink():  # never followed; what it leads to inside is read at its own place
        detail = "a link to a folder of this folder, which is read at its own place" if _leads_into(path, real_root) else _OUTSIDE
        return Rejected(name, RejectReason.DUPLICATE if _leads_into(path, real_root) else RejectReason.OUTSIDE, detail)
    if name.count("/") >= _DEEPEST:
        return Rejected(name, RejectReason.TOO_LARGE, f"folders are nested deeper than {_DEEPEST}; bring what lies in it further up")
    if not os.access(path, os.R_OK | os.X_OK):
        return Rejected(name, RejectReason.UNREADABLE, "the folder cannot be opened; grant read permission")
    return None


def _refused_link(path: Path, source: str, real_root: str) -> Rejected | None:
    """Why a link to a file is not followed; None for one that is read, if its file was not read already."""
    if not path.exists():
        return Rejected(source, RejectReason.OUTSIDE, _ROUND)
    return None if _leads_into(path, real_root) else Rejected(source, RejectReason.OUTSIDE, _OUTSIDE)


def _leads_into(link: Path, root: str) -> bool:
    """True for a link whose end lies under ``root``; one that leads round in a circle ends where it stands."""
    return Path(os.path.realpath(link)).is_relative_to(root)  # Path.resolve raises on a circle


def _name(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix())


def _read_file(path: Path, source: str, seen: Seen) -> Iterator[Read]:
    source = printable(source)
    opened = _open(path, source, seen)
    if isinstance(opened, Rejected):
        yield opened
    elif opened is not None:
        for read in read_data(opened, source):
            yield replace(read, file=source) if read.source != source else read


def _open(path: Path, source: str, seen: Seen) -> bytes | Rejected | None:
    """The bytes of a regular file that keeps the limit; None for one that was named twice. Nothing here waits for a pipe or a device."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _no_file(source)
        real = os.path.realpath(path)
        first = seen.get((status.st_dev, status.st_ino))
        # A second way to one file is the same print of it; a hard link is a file of its own, whose text is found to be a copy.
        if first and (status.st_nlink == 1 or path.is_symlink()):
            return None if first[1] == real and not path.is_symlink() else _copy(source, first[0])
        read = _contents(path, source)
    except OSError as error:
        return Rejected(source, RejectReason.UNREADABLE, f"cannot be read: {error.strerror}; {_advice(error)}")
    if isinstance(read, bytes):
        seen[status.st_dev, status.st_ino] = (source, real)
    return read


def _contents(path: Path, source: str) -> bytes | Rejected:
    with open(path, "rb", opener=_at_once) as opened:
        before = os.fstat(opened.fileno())
        if not stat.S_ISREG(before.st_mode):  # replaced since it was looked at
            return _no_file(source)
        if before.st_size > LARGEST_FILE:
            return _too_large(before.st_size, source)
        # Files of /proc say that they are empty, and some of them wait for ever.
        data = opened.read(before.st_size + 1) if before.st_size else b""
        after = os.fstat(opened.fileno())
    if len(data) != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Rejected(source, RejectReason.UNREADABLE, "changed while it was read; build again when nothing writes to it")
    return data


def _copy(source: str, first: str) -> Rejected:
    return Rejected(source, RejectReason.DUPLICATE, f"the same file as {first}, under another name; it was read there")


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))


def _no_file(source: str) -> Rejected:
    return Rejected(source, RejectReason.NOT_A_FILE, "not a regular file (a pipe, socket or device); nothing was read")


def _too_large(size: int, source: str) -> Rejected:
    return Rejected(source, RejectReason.TOO_LARGE, f"{size >> 20:,} MB; the limit is {LARGEST_FILE >> 20} MB: split the file")


def _advice(error: OSError) -> str:
    known = {errno.EACCES: "grant read permission", errno.ENAMETOOLONG: "its path is too long, move it further up"}
    return known.get(error.errno or 0, "mend or remove it")

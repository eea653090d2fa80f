"""Generations on disk: layout, manifest, atomic publication, and the checks before anything is read.

``<index>/CURRENT`` names ``gen/<n>`` and the hash of its manifest; the manifest names every file with size and sha256. A
generation never changes after it is published, so a reader needs no lock against writers, only against being retired.
"""

import errno
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from index.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexOutdated, StorageFull

LAYOUT = 3
MANIFEST = "MANIFEST.json"
CURRENT = "CURRENT"
KEPT_GENERATIONS = 2
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """Which embedding model made the vectors."""

    name: str
    fingerprint: str
    dim: int


class EmbeddingModel(Protocol):
    """Anything that says which embedding model it is."""

    @property
    def name(self) -> str:
        """The name of the setting."""

    @property
    def fingerprint(self) -> str:
        """Hash of all that changes its vectors."""

    @property
    def dim(self) -> int:
        """Dimensions of a vector."""


def identity_of(model: EmbeddingModel) -> EmbedderIdentity:
    """What an index remembers of a model."""
    return EmbedderIdentity(model.name, model.fingerprint, model.dim)


def require_same_model(found: EmbedderIdentity, model: EmbeddingModel) -> None:
    """Refuse to add vectors of another model to those of an index.

    Raises:
        IndexMismatch: both are named.
    """
    if identity_of(model) != found:
        raise IndexMismatch(
            f"the index was built with {found.name} ({found.dim} dims, {found.fingerprint}) but settings name {model.name} "
            f'({model.dim} dims, {model.fingerprint}); set embedding.model = "{found.name}" or rebuild with "wenju build"'
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds.

    Attributes:
        layout: number of the layout on disk.
        generation: its number.
        content: hash of what is indexed and how; two generations with the same content answer alike.
        embedder: the model of the vectors.
        versions: chunker and search tokens.
        counts: articles, copies, stories, chunks, figures, terms.
        next_row: the first chunk row that was never used.
        files: name → [bytes, sha256].
    """

    layout: int
    generation: int
    content: str
    embedder: EmbedderIdentity
    versions: dict[str, str]
    counts: dict[str, int]
    next_row: int
    files: dict[str, tuple[int, str]]

    def to_bytes(self) -> bytes:
        """The manifest as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``CURRENT`` says."""

    generation: int
    manifest: str


def generation_folder(root: Path, number: int) -> Path:
    """Folder of a generation."""
    return root / "gen" / f"{number:08d}"


def generations(root: Path) -> list[int]:
    """Numbers of the complete generations on disk, newest first."""
    folder = root / "gen"
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return sorted((int(name) for name in names if name.isdigit()), reverse=True)


def read_pointer(root: Path) -> Pointer:
    """What ``CURRENT`` points to.

    Raises:
        IndexMissing: there is no index in the folder.
        IndexDamaged: ``CURRENT`` is missing beside generations, or cannot be read.
    """
    try:
        record = json.loads((root / CURRENT).read_bytes())
        return Pointer(int(record["gen"]), str(record["manifest"]))
    except FileNotFoundError:
        if not generations(root):
            raise IndexMissing(f'there is no index in {root}; make one with "wenju build SOURCE --index {root}"') from None
        raise IndexDamaged(f"{root / CURRENT} is missing") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{root / CURRENT} cannot be read ({error})") from error


def sha256_file(path: Path) -> str:
    """Hash of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read_manifest(root: Path, number: int, *, expected: str | None = None) -> Manifest:
    """The manifest of a generation.

    Args:
        root: the index.
        number: the generation.
        expected: the hash ``CURRENT`` gives; None when an older generation is tried.

    Raises:
        IndexDamaged: it is missing, changed or not a manifest.
        IndexMismatch: it was written by a newer layout.
        IndexOutdated: it was written by an older one.
    """
    path = generation_folder(root, number) / MANIFEST
    try:
        data = path.read_bytes()
        if expected is not None and hashlib.sha256(data).hexdigest() != expected:
            raise IndexDamaged(f"{path} is not the manifest that CURRENT names (its sha256 differs)")
        record: dict[str, Any] = json.loads(data)
        _check_layout(root, record["layout"])
        record["embedder"] = EmbedderIdentity(**record["embedder"])
        record["files"] = {name: (int(size), str(digest)) for name, (size, digest) in record["files"].items()}
        return Manifest(**record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error})") from error


def _check_layout(root: Path, found: int) -> None:
    if found != LAYOUT:
        newer = f'install a newer wenju or build elsewhere with "wenju build SOURCE --index DIR" (this version writes layout {LAYOUT})'
        older = f'build it again from all its sources with "wenju build SOURCE… --index {root}"'
        raise (IndexMismatch if found > LAYOUT else IndexOutdated)(
            f"the index at {root} has layout {found}, this version reads layout {LAYOUT}; {newer if found > LAYOUT else older}"
        )


def check_files(root: Path, manifest: Manifest) -> None:
    """Compare size and sha256 of every file with the manifest.

    Raises:
        IndexDamaged: naming the first file that is missing or differs.
    """
    folder = generation_folder(root, manifest.generation)
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        try:
            found = path.stat().st_size
            if found != size:
                raise IndexDamaged(f"{path} has {found} bytes, its manifest says {size}")
            if sha256_file(path) != digest:
                raise IndexDamaged(f"{path} was changed after it was written (its sha256 differs)")
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror})") from error


def sync(path: Path) -> None:
    """Force a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_pointer(root: Path, number: int, manifest: bytes) -> None:
    """Make a generation the current one: the one step after which the new index is acknowledged."""
    staged = root / f"{CURRENT}.tmp"
    staged.write_text(json.dumps({"gen": number, "manifest": hashlib.sha256(manifest).hexdigest()}))
    sync(staged)
    staged.replace(root / CURRENT)
    sync(root)


@contextmanager
def staged_generation(root: Path, number: int) -> Iterator[Path]:
    """A folder to write generation ``number`` in; removed when the writing fails."""
    folder = root / "gen" / f"{number:08d}.tmp"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def full_disk_named(root: Path) -> Iterator[None]:
    """Say that the disk is full where the operating system, SQLite or FAISS could not write; the old index is untouched then.

    Raises:
        StorageFull: with the bytes free.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError, RuntimeError) as error:
        if not _is_refused_write(error):
            raise
        free = shutil.disk_usage(root).free
        raise StorageFull(
            f"writing to {root} was refused ({error}); {free:,} bytes are free on its disk: make room, raise the quota, "
            "or choose another folder with --index; the old index is untouched"
        ) from error


def _is_refused_write(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
    # FAISS knows one exception only: "write error in <file>: … (No space left on device)".
    return "write error in" in str(error)


def require_room(root: Path, needed: int, *, reserve: int) -> None:
    """Refuse before writing what the disk cannot hold.

    Raises:
        StorageFull: with the bytes needed and free.
    """
    free = shutil.disk_usage(root).free
    if needed + reserve > free:
        raise StorageFull(
            f"the new index needs about {needed:,} bytes beside {reserve:,} kept free, and {free:,} are free at {root}; "
            "make room or choose another folder with --index; the old index is untouched"
        )

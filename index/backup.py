"""One file that holds an index: its served generation, a ``CURRENT`` that names it, and the writer's catalog."""

import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from index.errors import InputError
from index.restore import CATALOG
from index.snapshot import CURRENT, MANIFEST, Manifest, check_files, generation_folder, read_manifest, sha256_file, sync
from index.store import open_store

_MEMBERS = ("gen", CURRENT, CATALOG)


def backup(index_dir: Path, file: Path) -> int:
    """Write the served generation and the catalog to a tar file; the generation it holds.

    The generation is held while it is copied, and the catalog is read through SQLite's own backup, so a build may go on.

    Raises:
        IndexMissing: there is no index.
        IndexDamaged: no generation is whole.
        InputError: the file exists already, or cannot be written.
    """
    if file.exists():
        raise InputError(f"{file} exists already; name a new file")
    staged = file.with_name(file.name + ".tmp")
    try:
        with open_store(index_dir) as store, tarfile.open(staged, "w") as archive:
            _write(archive, index_dir, store.manifest)
            number = store.manifest.generation
        sync(staged)
        staged.replace(file)
    except OSError as error:
        raise InputError(f"the backup {file} cannot be written ({error.strerror or error}); name a file in a folder with room") from error
    finally:
        staged.unlink(missing_ok=True)
    return number


def _write(archive: tarfile.TarFile, index_dir: Path, manifest: Manifest) -> None:
    folder = generation_folder(index_dir, manifest.generation)
    pointer = json.dumps({"gen": manifest.generation, "manifest": sha256_file(folder / MANIFEST)}).encode()
    entry = tarfile.TarInfo(CURRENT)
    entry.size = len(pointer)
    archive.addfile(entry, io.BytesIO(pointer))
    for name in (*manifest.files, MANIFEST):
        archive.add(folder / name, f"gen/{folder.name}/{name}", recursive=False)
    if (index_dir / CATALOG).exists():
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / CATALOG
            with closing(sqlite3.connect(index_dir / CATALOG)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            archive.add(copy, CATALOG, recursive=False)


def restore_backup(file: Path, index_dir: Path) -> int:
    """Unpack a backup into a new index folder, checked; the generation it holds.

    Raises:
        InputError: the file is no backup, or the folder is not empty.
        IndexDamaged: what was unpacked does not match its hashes.
    """
    if index_dir.exists() and any(index_dir.iterdir()):
        raise InputError(f"{index_dir} is not empty; name a new folder")
    staged = index_dir.with_name(index_dir.name + ".restoring")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        with tarfile.open(file) as archive:
            members = archive.getmembers()
            if any(member.name.split("/")[0] not in _MEMBERS for member in members):
                raise InputError(f"{file} holds other things than an index; it is not a backup of wenju")
            archive.extractall(staged, members, filter="data")
        number = int(json.loads((staged / CURRENT).read_bytes())["gen"])
        check_files(staged, read_manifest(staged, number))
        if index_dir.exists():
            index_dir.rmdir()
        staged.rename(index_dir)
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise InputError(f"{file} cannot be read as a backup of wenju ({error})") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return number

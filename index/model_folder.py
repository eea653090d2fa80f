"""A made model on disk: a folder of files with a list of their sizes and hashes, there whole or not at all."""

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError

META_FILE = "meta.json"
# The tokenizer (2 MB) is hashed at every opening, 2 ms; the weights (57 MB) by size alone, since a question has 3 s in all.
_HASHED_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A made model: where it lies, and the fingerprint of its recipe."""

    path: Path
    fingerprint: str


def check_model(folder: ModelFolder, *, all_hashes: bool = False) -> None:
    """Assert that a model is whole: sizes, and hashes of the small files; of all files with `all_hashes` (0.1 s).

    Raises:
        ModelError: the model is missing or damaged; the message says what to run.
    """
    try:
        meta = json.loads((folder.path / META_FILE).read_bytes())
        recorded = {str(name): (int(facts["bytes"]), str(facts["sha256"])) for name, facts in meta["files"].items()}
        damaged = [name for name, facts in recorded.items() if not _is_whole(folder.path / name, *facts, all_hashes=all_hashes)]
    except FileNotFoundError as error:
        raise ModelError(f"the embedded model is not whole: {error.filename} is missing; install wenju again") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the embedded model in {folder.path} cannot be read ({error}); install wenju again") from error
    if damaged:
        raise ModelError(f"{', '.join(damaged)} in {folder.path} is not as it was made (size or hash); install wenju again")


def _is_whole(path: Path, size: int, digest: str, *, all_hashes: bool) -> bool:
    if path.stat().st_size != size:
        return False
    return (size > _HASHED_BYTES and not all_hashes) or hashlib.sha256(path.read_bytes()).hexdigest() == digest


def publish_model(path: Path, contents: Mapping[str, bytes], about: Mapping[str, object]) -> None:
    """Write the files of a model and a `META_FILE` with their hashes and what else is to be known; a damaged folder is replaced.

    Of several processes that publish the same model at once, one folder stays.

    Raises:
        OSError: the folder cannot be written.
    """
    facts = {name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in contents.items()}
    files = {**contents, META_FILE: json.dumps({**about, "files": facts}, indent=1).encode()}
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as temporary:
        new, old = Path(temporary) / "new", Path(temporary) / "old"
        new.mkdir()
        for name, content in files.items():
            with (new / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        if path.exists() and not _is_good(path):
            with suppress(FileNotFoundError):
                path.rename(old)
        try:
            new.rename(path)
        except OSError as error:
            # A whole folder stands there already: another process made the same model meanwhile.
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise


def _is_good(path: Path) -> bool:
    try:
        check_model(ModelFolder(path, ""), all_hashes=True)
    except ModelError:
        return False
    return True

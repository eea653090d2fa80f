"""Sets in the field's formats, told by what they hold, and written as a folder set that the rest of evaluation reads."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.beir import is_beir, read_beir
from eval.datasets import fingerprint_of
from eval.foreign import ForeignSet
from eval.records import numbered_lines, write_records
from eval.rgb import is_counterfactual, is_rgb_record, read_counterfactual, read_rgb
from eval.squad import read_squad
from index.errors import InputError

Reader = Callable[[Path], ForeignSet]
_FORMATS: dict[Reader, str] = {read_beir: "beir", read_counterfactual: "counterfactual", read_rgb: "rgb", read_squad: "squad"}


def reader_of(path: Path) -> Reader | None:
    """Who reads a set in another format: a BEIR folder, a SQuAD, CMRC or RGB file, a counterfactual file; None for a set of ours."""
    if is_beir(path):
        return read_beir
    if is_counterfactual(path):
        return read_counterfactual
    if path.is_file() and path.name.removesuffix(".gz").endswith((".json", ".jsonl")):
        if _is_rgb(path):
            return read_rgb
        return read_squad if path.name.removesuffix(".gz").endswith(".json") else None
    return None


def as_folder_set(path: Path, *, cache_dir: Path) -> Path:
    """The set itself when it is ours; else a folder set made from it.

    Args:
        path: a set in any of the formats.
        cache_dir: where folders made from other formats lie, one for each content: ``<fingerprint>-<format>/<name>``.

    Returns:
        A path that `eval.datasets.load_set` reads.

    Raises:
        InputError: the set is in another format and cannot be read; the message names file and place. Or the cache cannot be
            written.
    """
    reader = reader_of(path)
    if reader is None:
        return path
    # A counterfactual file draws on the corpora beside it.
    source = path.parent if reader is read_counterfactual else path
    home = cache_dir / f"{fingerprint_of([source])}-{_FORMATS[reader]}"
    made = sorted(p for p in home.iterdir() if p.is_dir()) if home.is_dir() else []
    return made[0] if made else _written(reader(path), home)


def write_folder_set(found: ForeignSet, folder: Path) -> None:
    """Write ``questions.jsonl`` and ``corpus.jsonl`` into a folder, which is made.

    Raises:
        InputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_records(found.questions, folder / "questions.jsonl")
        write_records(found.documents, folder / "corpus.jsonl")
    except OSError as error:
        raise InputError(f"cannot write the set to {folder}: {error.strerror}; name a folder that can be written") from error


def _written(found: ForeignSet, home: Path) -> Path:
    """Write a set in one step: a run that is killed leaves no half of it behind, and of two at once one wins."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=home.parent, prefix=".set-") as draft:
            write_folder_set(found, Path(draft) / "home" / found.name)
            if not home.exists():
                (Path(draft) / "home").rename(home)
    except OSError as error:
        raise InputError(f"cannot write the set to {home}: {error.strerror}; name a cache that can be written") from error
    return home / found.name


def _is_rgb(path: Path) -> bool:
    """True when the first line alone is one of RGB's records; a file that cannot be read is told by who reads it next."""
    try:
        _, first = next(numbered_lines(path), (0, ""))
        return is_rgb_record(json.loads(first))
    except (InputError, json.JSONDecodeError):
        return False

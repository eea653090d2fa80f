"""A backup holds all of an index, and is only unpacked when it is whole."""

import io
import tarfile
from pathlib import Path

import pytest

from index.backup import backup, restore_backup
from index.build import build
from index.errors import IndexDamaged, InputError
from index.store import open_store
from tests.contracts.store import EMBEDDER, query


@pytest.fixture
def index_dir(folder: Path, tmp_path: Path) -> Path:
    build([folder], index_dir=tmp_path / "index", embedder=EMBEDDER)
    return tmp_path / "index"


def test_a_restored_backup_answers_alike_and_can_be_built_on(index_dir: Path, tmp_path: Path) -> None:
    assert backup(index_dir, tmp_path / "b.tar") == 1
    assert restore_backup(tmp_path / "b.tar", tmp_path / "again") == 1
    with open_store(index_dir) as one, open_store(tmp_path / "again") as other:
        assert one.search(query("茶农采茶")) == other.search(query("茶农采茶"))
        assert other.verify().ok
    report = build([tmp_path / "news"], index_dir=tmp_path / "again", embedder=EMBEDDER)
    assert (report.unchanged, report.generation) == (3, 1)


def test_a_backup_overwrites_nothing(index_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        backup(index_dir, tmp_path / "b.tar")
    backup(index_dir, tmp_path / "c.tar")
    with pytest.raises(InputError, match="not empty"):
        restore_backup(tmp_path / "c.tar", index_dir)


def test_a_backup_that_cannot_be_written_says_so(index_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        backup(index_dir, tmp_path / "no such folder" / "b.tar")


def test_a_damaged_backup_is_refused_and_leaves_no_index(index_dir: Path, tmp_path: Path) -> None:
    backup(index_dir, tmp_path / "b.tar")
    data = bytearray((tmp_path / "b.tar").read_bytes())
    at = data.find("茶农".encode())
    data[at] ^= 1
    (tmp_path / "b.tar").write_bytes(data)
    with pytest.raises((IndexDamaged, InputError)):
        restore_backup(tmp_path / "b.tar", tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("name", ["../evil", "/evil", "gen/../../evil", "other"])
def test_a_tar_that_holds_other_things_is_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(InputError):
        restore_backup(tmp_path / "b.tar", tmp_path / "again")
    assert {path.name for path in tmp_path.iterdir()} == {"b.tar"}

"""A damaged generation is noticed, named, and the one before it is served."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexMismatch, IndexOutdated
from index.snapshot import CURRENT, LAYOUT, MANIFEST, generation_folder, generations, identity_of, read_pointer
from index.store import open_store
from index.writer import LocalWriter
from tests.contracts.store import BRIDGE, EMBEDDER, HARBOUR, TEA, fill, query


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """An index with two generations: the harbour, then the tea as well."""
    for made in (HARBOUR, TEA):
        with LocalWriter(tmp_path, identity_of(EMBEDDER)) as writer:
            fill(writer, made)
    return tmp_path


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


DAMAGES: list[Callable[[Path], None]] = [flip, truncate, empty, zero, Path.unlink]


def files_of(root: Path) -> list[str]:
    return sorted(path.name for path in generation_folder(root, 2).iterdir())


@pytest.mark.parametrize("damage", DAMAGES)
def test_any_damage_to_any_file_is_found_and_the_generation_before_is_served(two: Path, damage: Callable[[Path], None]) -> None:
    names = files_of(two)
    assert len(names) == 9
    for name in names:
        path = generation_folder(two, 2) / name
        whole = path.read_bytes()
        damage(path)
        with open_store(two) as store:
            assert store.health().generation == 1, name
            assert name in store.degraded
            assert "wenju build" in store.degraded
            assert [info.id for info in store.articles()] == [HARBOUR.id]
            assert not store.verify().ok
        path.write_bytes(whole)
    with open_store(two) as store:
        assert (store.health().generation, store.degraded) == (2, "")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_pointer_is_no_reason_to_serve_nothing(two: Path, damage: Callable[[Path], None]) -> None:
    damage(two / CURRENT)
    with open_store(two) as store:
        assert CURRENT in store.degraded
        assert store.search(query("青岚港"))[0].chunk.article_id == HARBOUR.id


def test_when_no_generation_is_whole_the_message_says_what_to_do(two: Path) -> None:
    for number in generations(two):
        flip(generation_folder(two, number) / "vectors.faiss")
    with pytest.raises(IndexDamaged, match=r"vectors.faiss .*wenju build.* restore a backup"):
        open_store(two)


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_next_publication_mends_a_damaged_index_and_keeps_the_damaged_files(two: Path, damage: Callable[[Path], None]) -> None:
    damage(generation_folder(two, 2) / "articles.sqlite")
    with LocalWriter(two, identity_of(EMBEDDER)) as writer:
        assert writer.publish() == 3
    with open_store(two) as store:
        assert store.verify().ok
        assert {info.id for info in store.articles()} == {HARBOUR.id, TEA.id}
    assert [path.name for path in (two / "quarantine").iterdir()] == ["00000002.0"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_lost_catalog_is_made_again_without_embedding_anything(two: Path, damage: Callable[[Path], None]) -> None:
    with LocalWriter(two, identity_of(EMBEDDER)):
        pass
    for name in ("catalog.sqlite-wal", "catalog.sqlite-shm"):
        (two / name).unlink(missing_ok=True)
    if damage is flip:
        (two / "catalog.sqlite").write_bytes(b"SQLite no more" + (two / "catalog.sqlite").read_bytes()[14:])
    else:
        damage(two / "catalog.sqlite")
    with LocalWriter(two, identity_of(EMBEDDER)) as writer:
        assert writer.waiting(10) == []
        assert writer.publish() == 2
        fill(writer, BRIDGE)
    with open_store(two) as store:
        assert store.verify().ok
        assert {info.id for info in store.articles()} == {HARBOUR.id, TEA.id, BRIDGE.id}


def write_layout(root: Path, layout: int) -> None:
    """As a version that writes this layout left the index."""
    for number in sorted(generations(root)):
        path = generation_folder(root, number) / MANIFEST
        path.write_text(json.dumps(json.loads(path.read_text()) | {"layout": layout}))
    (root / CURRENT).write_text(json.dumps({"gen": 2, "manifest": sha256(path.read_bytes()).hexdigest()}))
    with closing(sqlite3.connect(root / "catalog.sqlite")) as catalog:
        catalog.execute(f"PRAGMA user_version={0 if layout == 1 else layout}")


def test_an_index_of_a_newer_layout_is_refused_with_both_numbers(two: Path) -> None:
    write_layout(two, 9)
    before = sorted(two.rglob("*"))
    with pytest.raises(IndexMismatch, match=rf"layout 9, this version reads layout {LAYOUT}"):
        open_store(two)
    with pytest.raises(IndexMismatch, match=r"layout 9"), LocalWriter(two, identity_of(EMBEDDER)):
        pass
    assert set(before) <= set(two.rglob("*"))


def test_an_index_of_an_older_layout_is_refused_by_readers_and_built_anew_by_writers(two: Path) -> None:
    write_layout(two, 1)
    with pytest.raises(IndexOutdated, match=r"layout 1.*wenju build"):
        open_store(two)
    with LocalWriter(two, identity_of(EMBEDDER)) as writer:
        fill(writer, BRIDGE)
    with open_store(two) as store:
        assert store.verify().ok
        assert {info.id for info in store.articles()} == {BRIDGE.id}
        assert store.health().generation == 3


def test_no_file_of_an_index_is_a_pickle(two: Path) -> None:
    for path in generation_folder(two, read_pointer(two).generation).iterdir():
        assert path.suffix in {".npy", ".sqlite", ".faiss", ".json"}
        if path.suffix == ".npy":
            assert b"'descr': '|O'" not in path.read_bytes()[:200]

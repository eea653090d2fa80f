"""What a build tells of the files it saw, and what the index remembers of those it left out."""

import os
from pathlib import Path

import pytest

from index.build import build
from index.errors import IndexDamaged
from index.findings import WarningKind
from index.report import BuildReport, FileCounts, recall
from tests.fakes import HashEmbedding
from tests.newsroom import BRIEFS, write_brief


def built(source: Path, index_dir: Path) -> BuildReport:
    return build([source], index_dir=index_dir, embedder=HashEmbedding())


def test_every_file_that_was_seen_is_counted_once(folder: Path, index_dir: Path) -> None:
    (folder / "noise.txt").write_bytes(os.urandom(3000))
    (folder / "blank.txt").write_text(" \n")
    write_brief(folder, "tea-again", BRIEFS["tea"])
    assert built(folder, index_dir).files == FileCounts(seen=6, kept=3, unchanged=0, skipped=2, rejected=1)
    write_brief(folder, "bridge", BRIEFS["bridge"] + "桥头还要再修一座凉亭，明年春天动工。")
    assert built(folder, index_dir).files == FileCounts(seen=6, kept=1, unchanged=2, skipped=2, rejected=1)


def test_two_folders_with_files_of_the_same_names_are_counted_apart(folder: Path, index_dir: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_brief(other, "tea", "这一篇也叫这个名字，说的却是河边的新路灯，一共装了四十盏。")
    assert build([folder, other], index_dir=index_dir, embedder=HashEmbedding()).files.seen == 4


def test_what_was_left_out_is_remembered_for_each_source(folder: Path, index_dir: Path, tmp_path: Path) -> None:
    (folder / "noise.txt").write_bytes(os.urandom(3000))
    (folder / "doubt.txt").write_bytes("县里的桥修好了，一共三十座，村民都说走路方便。".encode() + b"\xff" + "桥头有灯。".encode())
    built(folder, index_dir)
    other = tmp_path / "other"
    other.mkdir()
    write_brief(other, "own", "这一篇只在这里登过，别处都没有。")
    (other / "blank.txt").write_text(" \n")
    built(other, index_dir)
    first = built(folder, index_dir)
    found = recall(index_dir)
    assert [each.source for each in found[str(folder)].left_out] == ["noise.txt"]
    assert [each.source for each in found[str(other)].left_out] == ["blank.txt"]
    assert WarningKind.REPLACED in {each.kind for each in found[str(folder)].warnings}, "kept while the page stands unchanged"
    assert first.warnings == found[str(folder)].warnings
    (folder / "noise.txt").unlink()
    built(folder, index_dir)
    assert not recall(index_dir)[str(folder)].left_out


def test_a_damaged_memory_of_what_was_left_out_says_what_to_do(folder: Path, index_dir: Path) -> None:
    (folder / "noise.txt").write_bytes(os.urandom(3000))
    built(folder, index_dir)
    (index_dir / "not-indexed.json").write_text('{"a": 3}')
    with pytest.raises(IndexDamaged, match="remove it"):
        recall(index_dir)

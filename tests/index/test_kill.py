"""A build killed at any step leaves an index that is the old or the new one, and nothing of it comes to light later."""

import multiprocessing
import os
import resource
from pathlib import Path
from typing import Any

import pytest

from index.build import Progress, build
from index.errors import StorageFull
from index.store import open_store
from tests.contracts.store import EMBEDDER
from tests.newsroom import BRIEFS, write_brief

STEPS = ["room", "articles.sqlite", "sparse_positions.npy", "vectors.faiss", "MANIFEST.json", "rename", "current", "commit"]


def killed_build(folder: str, index_dir: str, step: str) -> None:
    """Die without any clean-up before the step is taken."""

    def die(progress: Progress) -> None:
        if progress.item == step:
            os._exit(9)

    build([Path(folder)], index_dir=Path(index_dir), embedder=EMBEDDER, progress=die)


def texts(index_dir: Path) -> set[str]:
    with open_store(index_dir) as store:
        assert store.degraded == ""
        assert store.verify().ok
        return {chunk.text for chunk in store.scan()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a killed child needs fork")
@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_before_current_is_changed_is_as_never_begun_and_after_it_is_done(tmp_path: Path, step: str) -> None:
    folder, other, index_dir = tmp_path / "news", tmp_path / "other", tmp_path / "index"
    folder.mkdir()
    other.mkdir()
    for name in ("harbour", "tea"):
        write_brief(folder, name)
    write_brief(other, "shop", "码头边开了一家新书店。")
    build([folder], index_dir=index_dir, embedder=EMBEDDER)
    expected = texts(index_dir)
    write_brief(folder, "bridge")
    child = multiprocessing.get_context("fork").Process(target=killed_build, args=(str(folder), str(index_dir), step))
    child.start()
    child.join(60)
    assert child.exitcode == 9
    if step == "commit":
        expected |= {BRIEFS["bridge"]}
    assert texts(index_dir) == expected
    build([other], index_dir=index_dir, embedder=EMBEDDER)
    assert texts(index_dir) == expected | {"码头边开了一家新书店。"}
    build([folder], index_dir=index_dir, embedder=EMBEDDER)
    assert texts(index_dir) == expected | {BRIEFS["bridge"], "码头边开了一家新书店。"}
    assert not list((index_dir / "gen").glob("*.tmp"))


def full_disk_build(folder: str, index_dir: str, largest: int, told: Any) -> None:
    """Build where no file may grow past ``largest`` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    try:
        build([Path(folder)], index_dir=Path(index_dir), embedder=EMBEDDER)
    except StorageFull as error:
        told.put(str(error))
    else:
        told.put("built")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the limit is set in a forked child")
def test_a_write_that_is_refused_anywhere_leaves_the_old_index_and_says_what_to_do(tmp_path: Path) -> None:
    folder, index_dir = tmp_path / "news", tmp_path / "index"
    folder.mkdir()
    write_brief(folder, "tea")
    build([folder], index_dir=index_dir, embedder=EMBEDDER)
    old = texts(index_dir)
    for number in range(40):
        write_brief(folder, f"more{number}", "".join(f"第{number}号码头今天卸下了{line}箱货。" for line in range(60)))
    outcomes = []
    for kilobytes in (1, 20, 60, 150, 300, 600, 1000):
        forked = multiprocessing.get_context("fork")
        told = forked.SimpleQueue()
        child = forked.Process(target=full_disk_build, args=(str(folder), str(index_dir), kilobytes * 1024, told))
        child.start()
        child.join(60)
        assert child.exitcode == 0
        outcomes.append(told.get())
        if outcomes[-1] == "built":
            break
        assert "bytes are free" in outcomes[-1]
        assert texts(index_dir) == old
    assert len(outcomes) > 2
    build([folder], index_dir=index_dir, embedder=EMBEDDER)
    assert len(texts(index_dir)) > len(old)

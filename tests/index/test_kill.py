"""A build killed at any step leaves an index that is the old or the new one, and the next build completes it."""

import multiprocessing
import os
from pathlib import Path

import pytest

from index.build import Progress, build
from index.snapshot import generations
from index.store import open_store
from tests.contracts.store import EMBEDDER
from tests.index.test_build import TEXTS, write

STEPS = ["room", "articles.sqlite", "sparse_positions.npy", "vectors.faiss", "MANIFEST.json", "rename", "commit", "current"]


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
def test_a_build_killed_at_any_step_leaves_the_old_index_or_the_new(tmp_path: Path, step: str) -> None:
    folder, index_dir = tmp_path / "news", tmp_path / "index"
    folder.mkdir()
    for name in ("harbour", "tea"):
        write(folder, name)
    build([folder], index_dir=index_dir, embedder=EMBEDDER)
    old = texts(index_dir)
    write(folder, "bridge")
    child = multiprocessing.get_context("fork").Process(target=killed_build, args=(str(folder), str(index_dir), step))
    child.start()
    child.join(60)
    assert child.exitcode == 9
    assert texts(index_dir) in (old, old | {TEXTS["bridge"]})
    build([folder], index_dir=index_dir, embedder=EMBEDDER)
    assert texts(index_dir) == old | {TEXTS["bridge"]}
    assert not list((index_dir / "gen").glob("*.tmp"))
    assert generations(index_dir) == [2, 1]

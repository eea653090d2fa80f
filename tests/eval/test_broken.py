"""The gate has teeth: an engine that is broken on purpose, in every other respect the real one, falls below the floors that ship."""

import os
from dataclasses import replace
from pathlib import Path

import jieba
import pytest

import index.tokens
from eval.campaign import Plan, measure
from eval.collection import corpus_index, set_fingerprint
from eval.gate import gate_all, load_floors
from eval.runner import run_set
from eval.systems import engine_over
from eval.workers import build_index
from index.snapshot import read_manifest, read_pointer
from index.store import LocalStore
from rag.config import Settings


class DenseArmOff(LocalStore):
    """A store that never looks at vectors."""

    def gather(self, query):
        return super().gather(replace(query, dense=None))


class Whitespace(jieba.Tokenizer):
    """Words are what stands between spaces, and no dictionary knows better."""

    def __init__(self):
        super().__init__()
        self.FREQ, self.total, self.initialized = {}, 1, True

    def cut(self, sentence, cut_all=False, HMM=True, use_paddle=False):  # noqa: N803 - the names are jieba's
        yield from sentence.split()


@pytest.fixture(scope="module")
def settings(project_root):
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("WENJU_") and n != "WENJU_CACHE"]:
            patch.delenv(name)
        patch.chdir(project_root / "tests")
        yield Settings(cache=Path(os.environ.get("WENJU_CACHE") or project_root / ".wenju/cache"))


@pytest.fixture(scope="module")
def shipped(project_root):
    return project_root / "seeds/questions.jsonl"


def failures(shipped, settings, store):
    report = run_set(shipped, engine=engine_over(store, settings), fingerprint=set_fingerprint(shipped))
    return gate_all([report], load_floors()).failures


def opened(kind, root):
    return kind(root, read_manifest(root, read_pointer(root).generation), None)


@pytest.mark.model
def test_the_gate_fails_when_the_dense_arm_is_off(shipped, settings):
    measure([shipped], Plan(settings, workers=1, limit=1))  # builds the index when it is not there
    with opened(DenseArmOff, corpus_index(shipped, settings=settings).index_dir) as store:
        found = failures(shipped, settings, store)
    assert any("dense@10 0.000" in failure for failure in found), found


@pytest.mark.model
def test_the_gate_fails_when_words_are_cut_at_spaces_instead_of_by_jieba(shipped, settings, tmp_path, monkeypatch):
    blunt = Whitespace()
    monkeypatch.setattr(index.tokens, "segmenter", lambda: blunt)
    corpus = replace(corpus_index(shipped, settings=settings), index_dir=tmp_path / "index")
    build_index(corpus, settings)
    with opened(LocalStore, corpus.index_dir) as store:
        found = failures(shipped, settings, store)
    assert any("sparse@10" in failure for failure in found), found
    assert any("figure" in failure for failure in found), found

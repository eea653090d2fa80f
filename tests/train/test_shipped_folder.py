"""The model that ships, written as a sentence-transformers folder by the command."""

import sys

import numpy as np
import pytest

from index.embed import load_embedder
from ui.cli import main

pytestmark = pytest.mark.model
TEXTS = [
    "how many stations in Shanxi",
    "When was the railway bridge opened?",
    "到目前为止,全省户外劳动者服务站点已经建成5813个。",
    "鐵路橋於去年開通",
    "八百名学生参观了博物馆，门票 12.5 元。",
    "Zībó 和 OpenAI 的 2023 年",
    "犇羴鱻",
    "桥" * 400,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported") / "wenju-encoder"
    with pytest.MonkeyPatch.context() as patch:
        assert exported_to(folder, patch) == 0
    return folder


def exported_to(folder, patch):
    """The exit code of the command."""
    patch.setattr(sys, "argv", ["wenju", "model", "export", str(folder)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_its_vectors_are_those_of_the_embedded_encoder(folder):
    shipped = load_embedder("embedded", cache_dir=folder)
    exported = load_embedder(str(folder), cache_dir=folder)
    assert exported.dim == shipped.dim
    cosines = (exported.embed_passages(TEXTS) * shipped.embed_passages(TEXTS)).sum(1)
    assert cosines.min() > 0.99, dict(zip(TEXTS, cosines.round(4).tolist(), strict=True))
    assert np.array_equal(exported.embed_queries(TEXTS[:1]), exported.embed_passages(TEXTS[:1]))


def test_the_command_writes_over_nothing(folder, monkeypatch, capsys):
    assert exported_to(folder, monkeypatch) == 2
    assert "is there already; name a folder that is not, or delete it" in capsys.readouterr().err

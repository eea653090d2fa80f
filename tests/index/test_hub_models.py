"""Any sentence-transformers model: its own pooling and prompts, its family's where it is silent, and one that cannot be trusted refused."""

import logging
import pickle
import shutil

import numpy as np
import pytest

from index.embed import load_embedder
from index.errors import HubUnreachable, ModelError
from index.hub import locate
from index.model_families import family_of
from index.sentence_embedder import SentenceTransformerEmbedder as Model
from index.sentence_embedder import chosen_prompts
from tests.fakes import refusing_url
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
COMMIT = "0123456789abcdef0123456789abcdef01234567"
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


class Bomb:
    """A pickle of it makes a file as soon as it is read."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


@pytest.mark.parametrize("name", ["pytorch_model.bin", "weights.pt", "model.pkl", "last.ckpt"])
def test_pickled_weights_are_refused_and_never_read(tiny_models, tmp_path, name):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    (folder / "model.safetensors").unlink()
    (folder / name).write_bytes(pickle.dumps(Bomb(tmp_path / "exploded")))
    with pytest.raises(ModelError, match=rf"may run code: {name} in .*expected \.safetensors; save the model again"):
        Model(str(folder))
    assert not (tmp_path / "exploded").exists()


def test_pickled_weights_of_a_single_module_are_refused_too(tiny_models, tmp_path):
    folder = tiny_models.copy(tiny_models.bge_bare, tmp_path)
    add_modules(folder, "cls", normalise=False)
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]
    modules += [{"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]
    modules += [{"idx": 2, "name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"}]
    write_json(folder / "modules.json", modules)
    write_json(folder / "2_Dense/config.json", {"in_features": DIM, "out_features": DIM})
    (folder / "2_Dense/pytorch_model.bin").write_bytes(pickle.dumps(Bomb(tmp_path / "exploded")))
    with pytest.raises(ModelError, match=r"pytorch_model\.bin in .*2_Dense"):
        Model(str(folder))
    assert not (tmp_path / "exploded").exists()


def test_pickles_beside_safetensors_do_no_harm(tiny_models, tmp_path):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    (folder / "training_args.bin").write_bytes(pickle.dumps(Bomb(tmp_path / "exploded")))
    assert similar(vector(Model(str(folder))), vector(Model(str(tiny_models.bge))))
    assert not (tmp_path / "exploded").exists()


@pytest.mark.parametrize(
    ("file", "fields", "found"),
    [
        ("config.json", {"auto_map": {"AutoModel": "modeling_own.OwnModel"}}, "auto_map in config.json"),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["own.Tokenizer", None]}}, "auto_map in tokenizer_config.json"),
        ("router_config.json", {"types": {"query_0": "own.Module"}, "structure": {}}, r"modules of its own \(own.Module\)"),
    ],
)
def test_a_model_with_code_of_its_own_is_refused_and_its_code_never_run(tiny_models, tmp_path, file, fields, found):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    for name in ("modeling_own.py", "own.py"):
        (folder / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    if not (folder / file).exists():
        write_json(folder / file, {})
    change_json(folder / file, **fields)
    with pytest.raises(ModelError, match=rf"runs code that comes with it: .*{found}.*choose a model that needs no remote code"):
        Model(str(folder))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("kind", ["own.Pooling", "os.path", ""])
def test_modules_that_are_not_of_sentence_transformers_are_refused(tiny_models, tmp_path, kind):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    write_json(folder / "modules.json", [{"idx": 0, "name": "0", "path": "", "type": kind}])
    with pytest.raises(ModelError, match="modules of its own"):
        Model(str(folder))


def test_modules_outside_of_the_models_folder_are_refused(tiny_models, tmp_path):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    write_json(folder / "modules.json", [{"path": "../other", "type": "sentence_transformers.models.Transformer"}])
    with pytest.raises(ModelError, match=r"names \.\./other, outside"):
        Model(str(folder))


@pytest.mark.parametrize("file", ["modules.json", "config.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_file_is_an_error_that_says_what_to_do(tiny_models, tmp_path, file):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    (folder / file).write_bytes((folder / file).read_bytes()[:40])
    with pytest.raises(ModelError, match=r"fetch the model again|embedding\.model"):
        Model(str(folder))


def test_vectors_with_nan_in_them_are_refused_with_the_beginning_of_the_text(tiny_models, tmp_path):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    change_weights(folder, float("nan"), named="layer.1.output.LayerNorm.bias")
    with pytest.raises(ModelError, match=r"gives a vector with NaN or infinity for '桥梁通车了桥.*…; its files are damaged"):
        Model(str(folder)).embed_passages([TEXT * 20])


def test_a_vector_without_direction_is_refused(tiny_models, tmp_path):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    change_weights(folder, 0, named="layer.1.output.LayerNorm.weight")
    change_weights(folder, 0, named="layer.1.output.LayerNorm.bias")
    with pytest.raises(ModelError, match="a vector of zeros for '桥梁通车了'"):
        Model(str(folder)).embed_queries([TEXT])


def test_a_model_that_gives_another_dimension_than_it_says_is_refused(tiny_models, tmp_path):
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    add_modules(folder, "cls", dim=64)
    with pytest.raises(ModelError, match="says its vectors have 64 numbers and gives 32"):
        Model(str(folder)).embed_passages([TEXT])


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


def test_a_hub_that_cannot_be_reached_names_the_three_ways_out_in_two_languages(monkeypatch, tmp_path):
    from ui.output import error_text

    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    with pytest.raises(HubUnreachable) as raised:
        load_embedder("nobody/no-such-model", cache_dir=tmp_path)
    text = error_text(raised.value)
    assert "nobody/no-such-model is not on this machine and http://127.0.0.1" in text
    for way in (
        "HF_ENDPOINT to a mirror",
        "path of a local copy",
        'embedding.model = "embedded"',
        "镜像",
        "本机上模型文件夹的路径",
        "无需下载",
    ):
        assert way in text


@pytest.mark.parametrize("name", ["./no/such/folder", "/no/such/folder", "~/no-such-folder", "a/b/c"])
def test_a_path_that_is_not_there_is_not_looked_for_on_the_hub(name, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    with pytest.raises(ModelError, match=f"the embedding model {name} does not exist; set embedding.model to the folder") as raised:
        locate(name)
    assert not isinstance(raised.value, HubUnreachable)


def test_a_model_in_the_hubs_cache_is_used_without_the_hub_and_known_by_its_commit(tiny_models, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    cached = tmp_path / "models--BAAI--bge-small-zh-v1.5"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs/main").write_text(COMMIT)
    shutil.copytree(tiny_models.bge, cached / "snapshots" / COMMIT)
    source = locate("BAAI/bge-small-zh-v1.5", hub_cache=tmp_path)
    assert (source.commit, source.identity()) == (COMMIT, COMMIT)
    assert family_of(source.names).name == family_of(locate(str(source.folder)).names).name == "bge-zh"


def test_a_half_fetched_model_in_the_hubs_cache_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    cached = tmp_path / "models--BAAI--bge-small-zh-v1.5"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs/main").write_text(COMMIT)
    (cached / "snapshots" / COMMIT).mkdir(parents=True)
    (cached / "snapshots" / COMMIT / "config.json").write_text("{}")
    with pytest.raises(HubUnreachable):
        locate("BAAI/bge-small-zh-v1.5", hub_cache=tmp_path)


def test_two_models_made_alike_are_told_apart_by_their_weights(tmp_path):
    first, second = write_bare(tmp_path / "one/gte-base", seed=1), write_bare(tmp_path / "two/gte-base", seed=2)
    assert Model(str(first)).fingerprint != Model(str(second)).fingerprint

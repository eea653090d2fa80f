"""Models that cannot be trusted: refused before they are loaded, or by what they give."""

import logging
import pickle

import numpy as np
import pytest

from index.errors import ModelError
from index.sentence_embedder import SentenceTransformerEmbedder as Model
from tests.tiny_models import DIM, add_modules, change_json, change_weights, write_json

TEXT = "桥梁通车了"


def same_vectors(one, other):
    return np.allclose(one.embed_passages([TEXT]), other.embed_passages([TEXT]), atol=1e-5)


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
    assert same_vectors(Model(str(folder)), Model(str(tiny_models.bge)))
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


def test_a_model_most_of_whose_weights_are_missing_is_refused_and_not_made_up(tiny_models, tmp_path):
    from safetensors.numpy import load_file, save_file

    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    weights = load_file(folder / "model.safetensors")
    save_file({f"foreign.{name}": array for name, array in weights.items()}, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"holds 0 of the 37 weights .* the others would be random"):
        Model(str(folder))


def test_a_model_with_a_weight_missing_is_loaded_with_a_warning(tiny_models, tmp_path, caplog):
    from safetensors.numpy import load_file, save_file

    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    weights = load_file(folder / "model.safetensors")
    weights.pop("encoder.layer.1.output.dense.bias")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with caplog.at_level(logging.WARNING, "index"):
        Model(str(folder))
    assert "holds 36 of the 37 weights its config.json asks for (missing: encoder.layer.1.output.dense.bias, …)" in caplog.text

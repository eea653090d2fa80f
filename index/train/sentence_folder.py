"""The embedded encoder as a sentence-transformers folder: safetensors and settings, no code.

Its tokenizer holds whole Chinese words and does not find them in running text; `CUT_FILE` says so, and `index.sentence_embedder` obeys.
"""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from index.embedded import CARD_FILE, MODEL_FILE, TOKENIZER_FILE, embedded_model
from index.errors import InputError
from index.model_folder import check_model
from index.model_source import CUT_FILE, MODULES_FILE
from index.tokens import TOKENS_VERSION
from index.train.base import WORD_TABLE, shape_of
from index.train.card import folder_card, model_card
from index.train.made import read_made
from index.train.prepared import Weights, read_base_file
from index.train.shipped import read_shipped

_SPECIAL = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}
_MODULES = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}


def write_sentence_folder(weights: Weights, tokenizer: str, card: str, folder: Path) -> None:
    """Write the folder; it appears whole or not at all.

    Args:
        weights: of a trained file, or of the shipped one.
        tokenizer: the text of its tokenizer file.
        card: its README.
        folder: one that does not exist yet, or is empty.

    Raises:
        InputError: the folder holds something, or cannot be written.
    """
    from safetensors.numpy import save

    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise InputError(f"{folder} is there already; name a folder that is not, or delete it")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as temporary:
            new = Path(temporary) / "new"
            for path, content in _texts(weights, tokenizer, card).items():
                (new / path).parent.mkdir(parents=True, exist_ok=True)
                (new / path).write_text(content, encoding="utf-8")
            tensors = {name: np.ascontiguousarray(tensor, np.float32) for name, tensor in weights.items()}
            # Not by `save_file`, whose file only its owner may read.
            (new / "model.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))
            new.rename(folder)
    except OSError as error:
        raise InputError(f"{folder} cannot be written ({error}); name a folder that can be, with 250 MB of room") from error


def export_sentence_folder(folder: Path, trained: Path | None = None) -> int:
    """Write the embedded model, or that of a trained file, as a sentence-transformers folder; how many words and pieces it holds.

    Args:
        folder: as of `write_sentence_folder`.
        trained: what a training wrote, its tokenizer file beside it; None for the model that ships.

    Raises:
        InputError: the folder cannot be written, or the trained file cannot be read.
        ModelError: the shipped model is damaged, or the package ``onnx`` is missing.
    """
    if trained is None:
        shipped = embedded_model()
        check_model(shipped, all_hashes=True)
        weights = read_shipped(shipped.path / MODEL_FILE)
        tokenizer, card = ((shipped.path / name).read_text(encoding="utf-8") for name in (TOKENIZER_FILE, CARD_FILE))
    else:
        weights, tokenizer = _read_trained(trained)
        card = model_card(read_made(trained), (), {})
    write_sentence_folder(weights, tokenizer, folder_card(card), folder)
    return len(weights[WORD_TABLE])


def _read_trained(trained: Path) -> tuple[Weights, str]:
    try:
        weights = read_base_file(trained)
        tokenizer = (trained.parent / TOKENIZER_FILE).read_text(encoding="utf-8")
        held = len(json.loads(tokenizer)["model"]["vocab"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise InputError(
            f"{trained} cannot be read ({error}); name a file that script/train-encoder wrote, its {TOKENIZER_FILE} beside it"
        ) from error
    if held != len(weights[WORD_TABLE]):
        raise InputError(f"{trained} holds {len(weights[WORD_TABLE]):,} rows and the {TOKENIZER_FILE} beside it {held:,} words and pieces")
    return weights, tokenizer


def _texts(weights: Weights, tokenizer: str, card: str) -> dict[str, str]:
    dim, most = weights[WORD_TABLE].shape[1], shape_of(weights).max_tokens
    modules = [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(_MODULES.items())
    ]
    pooling = {"word_embedding_dimension": dim, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}
    cut = {
        "tokens": TOKENS_VERSION,
        "why": "cut a text into words with wenju's index.encoder_tokens and join them by spaces before it reaches the tokenizer",
    }
    files: dict[str, Any] = {
        "config.json": _config(weights),
        MODULES_FILE: modules,
        "1_Pooling/config.json": pooling,
        "sentence_bert_config.json": {"max_seq_length": most, "do_lower_case": False},
        "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": most, **_SPECIAL},
        "special_tokens_map.json": _SPECIAL,
        CUT_FILE: cut,
    }
    return {name: json.dumps(content, indent=1) for name, content in files.items()} | {"tokenizer.json": tokenizer, "README.md": card}


def _config(weights: Mapping[str, Any]) -> dict[str, Any]:
    shape = shape_of(weights)
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": len(weights[WORD_TABLE]),
        "hidden_size": shape.dim,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": len(weights["encoder.layer.0.intermediate.dense.bias"]),
        "hidden_act": "gelu",
        "max_position_embeddings": len(weights["embeddings.position_embeddings.weight"]),
        "type_vocab_size": len(weights["embeddings.token_type_embeddings.weight"]),
        "layer_norm_eps": shape.epsilon,
        "pad_token_id": 0,
        "torch_dtype": "float32",
    }

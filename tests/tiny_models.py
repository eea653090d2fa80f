"""Embedding models of a few thousand weights, in the shapes in which e5, bge and gte are published.

Untrained: nothing they find means anything, but what is done to a text on its way to a vector is as in the large ones.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIM = 32
MAX_TOKENS = 48
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,:!?'\"-_()/\n"
HAN = "为这个句子生成表示以用于检索相关文章山西有多少站点淄博桥梁通车了"
POOLING_KEYS = {"cls": "pooling_mode_cls_token", "mean": "pooling_mode_mean_tokens"}


def write_bare(folder: Path, *, seed: int = 0) -> Path:
    """A BERT of two layers as transformers saves it: config, safetensors weights, a word-piece tokenizer; no word about pooling."""
    import torch
    from transformers import BertModel

    config = two_layers(write_tokenizer(folder))
    torch.manual_seed(seed)
    BertModel(config, add_pooling_layer=False).eval().save_pretrained(folder)
    return folder


def write_cross_encoder(folder: Path, *, seed: int = 0, labels: int = 1) -> Path:
    """The same with a head that scores a pair of texts, as rerankers are published."""
    import torch
    from transformers import BertForSequenceClassification

    config = two_layers(write_tokenizer(folder, model_max_length=MAX_TOKENS), num_labels=labels, initializer_range=0.5)
    torch.manual_seed(seed)
    BertForSequenceClassification(config).eval().save_pretrained(folder)
    return folder


def two_layers(vocabulary_size: int, **more: float) -> Any:
    """The configuration of a BERT of two layers."""
    from transformers import BertConfig

    return BertConfig(
        vocab_size=vocabulary_size,
        hidden_size=DIM,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=MAX_TOKENS,
        **more,
    )


def write_tokenizer(folder: Path, **settings: object) -> int:
    """A word-piece tokenizer that knows single characters; how many pieces it knows."""
    from tokenizers import BertWordPieceTokenizer
    from transformers import PreTrainedTokenizerFast

    characters = dict.fromkeys(LETTERS + HAN)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *(f"##{c}" for c in characters)]
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    tokenizer = BertWordPieceTokenizer({piece: number for number, piece in enumerate(pieces)})
    PreTrainedTokenizerFast(tokenizer_object=tokenizer._tokenizer, **special, **settings).save_pretrained(folder)
    return len(pieces)


def add_modules(folder: Path, pooling: str, *, normalise: bool = True, prompts: dict[str, str] | None = None, dim: int = DIM) -> Path:
    """The files that sentence-transformers reads beside those of transformers, as the hub's older models have them."""
    kinds = {"": "Transformer", "1_Pooling": "Pooling"} | ({"2_Normalize": "Normalize"} if normalise else {})
    modules = [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(kinds.items())
    ]
    write_json(folder / "modules.json", modules)
    write_json(
        folder / "1_Pooling/config.json", {"word_embedding_dimension": dim} | {key: mode == pooling for mode, key in POOLING_KEYS.items()}
    )
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    if prompts is not None:
        write_json(folder / "config_sentence_transformers.json", {"prompts": prompts, "default_prompt_name": None})
    return folder


def write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def change_json(path: Path, **fields: object) -> None:
    write_json(path, json.loads(path.read_text(encoding="utf-8")) | fields)


def change_weights(folder: Path, value: float, *, named: str = "") -> None:
    """Every weight whose name ends so becomes this number."""
    from safetensors.numpy import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    changed = {name: np.full_like(array, value) if name.endswith(named) else array for name, array in weights.items()}
    save_file(changed, folder / "model.safetensors", metadata={"format": "pt"})


class TinyModels:
    """Made once a run; a test that changes one takes a copy."""

    def __init__(self, root: Path) -> None:
        self.e5 = add_modules(write_bare(root / "e5/my-e5", seed=5), "mean", prompts={"query": "query: ", "passage": "passage: "})
        self.bge = add_modules(write_bare(root / "bge/bge-small-zh-v1.5", seed=6), "cls")
        self.bge_bare = write_bare(root / "bare/bge-small-zh-v1.5", seed=6)
        self.gte_bare = write_bare(root / "bare/gte-base", seed=7)
        self.unknown_bare = write_bare(root / "bare/my-own", seed=7)

    @staticmethod
    def copy(model: Path, to: Path) -> Path:
        """A copy of a model under its own name."""
        return Path(shutil.copytree(model, to / model.name))


def expected_scores(folder: Path, question: str, passages: list[str]) -> list[float]:
    """What a cross-encoder says of each pair by transformers alone, one pair at a time."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForSequenceClassification.from_pretrained(folder)
    with torch.no_grad():
        pairs = (tokenizer(question, each, return_tensors="pt", truncation=True, max_length=MAX_TOKENS) for each in passages)
        return [float(model(**pair).logits) for pair in pairs]


def expected_vector(folder: Path, text: str, pooling: str) -> NDArray[np.float32]:
    """What the model gives by transformers alone: the pooled token vectors at unit length."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder)
    with torch.no_grad():
        states = model(**tokenizer(text, return_tensors="pt", truncation=True, max_length=MAX_TOKENS)).last_hidden_state[0]
    vector = (states[0] if pooling == "cls" else states.mean(0)).numpy()
    return vector / np.linalg.norm(vector)

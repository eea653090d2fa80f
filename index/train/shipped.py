"""The embedded model's file back to weights: what `index.encoder` wrote, at float32."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.onnxfile import read_weights
from index.train.base import WORD_TABLE
from index.train.prepared import Weights

_ATTENTION = ("attention.self.query", "attention.self.key", "attention.self.value")
_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")


def read_shipped(file: Path) -> Weights:
    """Weights under their Hugging Face names, off from the trained ones by half a step of their integers at most.

    Token types are summed into the positions, as the file holds them, and are zero here.

    Raises:
        ModelError: the file cannot be read.
    """
    held = read_weights(file)
    found: Weights = {
        WORD_TABLE: held["words"].astype(np.float32) * held["word_scales"],
        "embeddings.position_embeddings.weight": held["places"],
        "embeddings.token_type_embeddings.weight": np.zeros((2, held["places"].shape[1]), np.float32),
        "embeddings.LayerNorm.weight": held["start.weight"],
        "embeddings.LayerNorm.bias": held["start.bias"],
    }
    layer = 0
    while f"encoder.layer.{layer}.qkv.w" in held:
        found |= _layer(held, f"encoder.layer.{layer}.")
        layer += 1
    return found


def _layer(held: Mapping[str, NDArray[Any]], prefix: str) -> Weights:
    found: Weights = {}
    for name, parts in (
        ("qkv", _ATTENTION),
        ("out", ("attention.output.dense",)),
        ("wide", ("intermediate.dense",)),
        ("narrow", ("output.dense",)),
    ):
        matrices = np.split(_matrix(held, prefix + name), len(parts))
        biases = np.split(held[f"{prefix}{name}.b"], len(parts))
        for part, matrix, bias in zip(parts, matrices, biases, strict=True):
            found |= {f"{prefix}{part}.weight": matrix, f"{prefix}{part}.bias": bias}
    return found | {f"{prefix}{norm}.{part}": held[f"{prefix}{norm}.{part}"] for norm in _NORMS for part in ("weight", "bias")}


def _matrix(held: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """(out, in) float32 of a product's weight, which is stored (in, out) with a scale per output."""
    matrix: NDArray[np.float32] = held[f"{name}.w"].astype(np.float32) * held[f"{name}.s"]
    return np.ascontiguousarray(matrix.T)

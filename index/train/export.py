"""From trained weights to what ships: an int8 file for ONNX Runtime, the tokenizer file, the card, and a list of their hashes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.embedded import CARD_FILE, MODEL_FILE, TOKENIZER_FILE
from index.encoder import encoder_file
from index.model_folder import publish_model
from index.tokens import TOKENS_VERSION
from index.train.base import BASE_SHA256, WORD_TABLE, shape_of
from index.train.prepared import read_base_file


def export_embedded(trained: Path, tokenizer: Path, folder: Path, *, card: str, made: Mapping[str, Any]) -> None:
    """Write the folder of the embedded model.

    Args:
        trained: weights as `index.train.prepared.write_base` writes them, Chinese words after the base table's rows.
        tokenizer: the tokenizer file of the prepared folder.
        folder: where the model goes; a whole one that stands there is replaced.
        card: the model card, as Markdown.
        made: what the training was: recipe, steps, sets.

    Raises:
        ModelError: a package that writes the file is missing.
    """
    weights = read_base_file(trained)
    shape = shape_of(weights)
    contents = {
        MODEL_FILE: encoder_file(weights, weights[WORD_TABLE], shape=shape),
        TOKENIZER_FILE: tokenizer.read_bytes(),
        CARD_FILE: card.encode(),
    }
    for name in contents:
        (folder / name).unlink(missing_ok=True)
    about = {"name": "embedded", "dim": shape.dim, "max_tokens": shape.max_tokens, "tokens": TOKENS_VERSION, "base": BASE_SHA256}
    publish_model(folder, contents, about | {"made": dict(made)})

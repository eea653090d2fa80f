"""The encoder that ships with the package: all-MiniLM-L6-v2 taught Chinese, int8 for ONNX Runtime.

`index/models/embedded/README.md` is its card. It is made by `script/train-encoder`; nothing of it is made or fetched when wenju is
installed or used.
"""

import hashlib
import json
from pathlib import Path

from index.encoder import EncoderShape
from index.errors import ModelError
from index.model_folder import META_FILE, ModelFolder
from index.tokens import TOKENS_VERSION

EMBEDDED_FOLDER = Path(__file__).parent / "models" / "embedded"
MODEL_FILE, TOKENIZER_FILE, CARD_FILE = "model.onnx", "tokenizer.json", "README.md"
SHAPE = EncoderShape()


def embedded_model(folder: Path = EMBEDDED_FOLDER) -> ModelFolder:
    """The model in a folder, with the fingerprint of its weights, its vocabulary and the way texts are cut for it.

    Raises:
        ModelError: the folder does not say what it holds.
    """
    try:
        files = json.loads((folder / META_FILE).read_bytes())["files"]
        deciding = [files[name]["sha256"] for name in (MODEL_FILE, TOKENIZER_FILE)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the embedded model in {folder} cannot be read ({error}); install wenju again") from error
    fingerprint = hashlib.sha256("\0".join([*deciding, TOKENS_VERSION]).encode()).hexdigest()[:12]
    return ModelFolder(folder, fingerprint)

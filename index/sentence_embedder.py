"""Any sentence-transformers model as an embedder; torch is imported when one is made, never before."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

_BATCH = 32
_CHUNK = 1 << 20
_HUB_TIMEOUT_S = 10


class SentenceTransformerEmbedder:
    """A sentence-transformers model by name or path: safetensors only, no code from the model's folder.

    Attributes:
        name: as given.
        dim: length of a vector.
        fingerprint: of the name's revision or the folder's weights, and of the prompts.

    Raises:
        ModelError: the model cannot be found, fetched or loaded.
    """

    def __init__(self, name: str, *, query_prompt: str = "", passage_prompt: str = "") -> None:
        self.name = name
        self._query_prompt, self._passage_prompt = query_prompt, passage_prompt
        self._model = _load(name)
        self.dim = int(self._model.get_embedding_dimension())
        identity = "\0".join((_revision(name, self._model), str(self.dim), query_prompt, passage_prompt))
        self.fingerprint = hashlib.sha256(identity.encode()).hexdigest()[:12]

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) vectors of unit length, in the order of the texts; the model's own passage prompt unless one was set."""
        return self._encoded(self._model.encode_document, texts, self._passage_prompt)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed_passages`, with the prompt for questions."""
        return self._encoded(self._model.encode_query, texts, self._query_prompt)

    def _encoded(self, encode: Any, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dim), np.float32)
        # Sorts by length inside and restores the order.
        vectors = encode(list(texts), prompt=prompt or None, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)


def _load(name: str) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        local = Path(name).is_dir() or not _hub_answers()
        return SentenceTransformer(name, trust_remote_code=False, model_kwargs={"use_safetensors": True}, local_files_only=local)
    except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
        reason = " ".join(str(error).split())[:300]
        raise ModelError(
            f"the embedding model {name!r} cannot be loaded ({reason}); name a sentence-transformers model with safetensors weights or the"
            ' path of a local copy, set HF_ENDPOINT to a mirror where the hub is out of reach, or use embedding.model = "embedded"'
        ) from error


def _hub_answers() -> bool:
    """True when the hub can be reached: the library would try each of a model's files for half a minute before it says that it cannot."""
    try:
        httpx.head(os.environ.get("HF_ENDPOINT") or "https://huggingface.co", timeout=_HUB_TIMEOUT_S)
    except (httpx.TransportError, httpx.InvalidURL):
        return False
    return True


def _revision(name: str, model: Any) -> str:
    """The hub's commit, or a hash of the weights of a local folder."""
    folder = Path(name)
    if not folder.is_dir():
        return f"{name}@{getattr(model[0].auto_model.config, '_commit_hash', None)}"
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.safetensors")):
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                digest.update(block)
    return digest.hexdigest()

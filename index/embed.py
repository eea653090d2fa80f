"""Text → vectors: the embedded encoder on ONNX Runtime, or any sentence-transformers model.

A question costs no torch: `EmbeddedEncoder` imports ``onnxruntime`` and ``tokenizers`` only.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedded import MODEL_FILE, SHAPE, TOKENIZER_FILE, embedded_model
from index.encoder_tokens import EncoderTokens
from index.errors import ModelError
from index.lexicon import build_lexicon
from index.model_folder import ModelFolder, check_model

EMBEDDED = "embedded"
_BUILD_THREADS = 2


class Embedder(Protocol):
    """Turns texts into vectors of unit length: a dot product is a cosine.

    Attributes:
        name: as named in the settings.
        dim: length of a vector.
        fingerprint: the same for two embedders only when their vectors can be compared.
    """

    @property
    def name(self) -> str:
        """As named in the settings."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    @property
    def fingerprint(self) -> str:
        """The same for two embedders only when their vectors can be compared."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) vectors of unit length, in the order of the texts; (0, dim) for none."""

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed_passages`, for questions: some models tell the two apart by a prompt."""


def load_embedder(
    name: str, *, cache_dir: Path, query_prompt: str | None = None, passage_prompt: str | None = None, create: bool = False
) -> Embedder:
    """The embedding model of a name.

    Args:
        name: ``embedded``, or the name or path of a sentence-transformers model.
        cache_dir: where the bilingual dictionary lies.
        query_prompt: put before each question, an empty text for none; None leaves it to the model. For ``embedded`` it is not used.
        passage_prompt: put before each passage; likewise.
        create: make the dictionary where it is missing, as ``wenju build`` does.

    Raises:
        HubUnreachable: the model has to be fetched, and its hub does not answer.
        ModelError: the model is missing, damaged, not safe to load or cannot be loaded; the message says what to run or set.
        StorageFull: no room in `cache_dir`.
    """
    if create:
        build_lexicon(cache_dir)
    if name == EMBEDDED:
        return EmbeddedEncoder(embedded_model())
    from index.sentence_embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name, query_prompt=query_prompt, passage_prompt=passage_prompt)


class EmbeddedEncoder:
    """The embedded model: 384 dimensions, 256 tokens; what is longer is cut off at its end.

    Texts are encoded one by one, so a vector never depends on its neighbours. Safe to use from several threads.

    Raises:
        ModelError: the folder holds no whole model.
    """

    name = EMBEDDED
    dim = SHAPE.dim

    def __init__(self, folder: ModelFolder) -> None:
        check_model(folder)
        self.fingerprint = folder.fingerprint
        self._tokens, self._session = _load(folder.path)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384) vectors of unit length, in the order of the texts."""
        return self._encoded(texts)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed_passages`: this model has no prompts."""
        return self._encoded(texts)

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        ids = (self._ids(text) for text in texts)
        if len(texts) <= 1:
            return _stacked(map(self._run, ids), self.dim)
        # One thread for each text in flight; ONNX Runtime lets go of the interpreter lock while it runs.
        with ThreadPoolExecutor(min(_BUILD_THREADS, os.cpu_count() or 1)) as pool:
            return _stacked(pool.map(self._run, ids), self.dim)

    def _run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._session.run(None, {"input_ids": ids})[0]
        return vector

    def _ids(self, text: str) -> NDArray[np.int64]:
        return np.asarray([self._tokens.ids(text)], np.int64)


def _stacked(vectors: Iterable[NDArray[np.float32]], dim: int) -> NDArray[np.float32]:
    return np.concatenate([np.empty((0, dim), np.float32), *vectors])


def _load(path: Path) -> tuple[EncoderTokens, Any]:
    import onnxruntime
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf, RuntimeException
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(path / MODEL_FILE), options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidGraph, InvalidProtobuf, RuntimeException) as error:
        raise ModelError(f"the embedded model in {path} cannot be loaded ({error}); install wenju again") from error
    return EncoderTokens(Tokenizer.from_file(str(path / TOKENIZER_FILE)), max_tokens=SHAPE.max_tokens), session

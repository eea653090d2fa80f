"""Text → vectors: the embedded encoder on ONNX Runtime, or any sentence-transformers model.

A question costs no torch: `EmbeddedEncoder` imports ``onnxruntime`` and ``tokenizers`` only.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.graft import MODEL_FILE, SHAPE, TOKENIZER_FILE, make_model, model_folder
from index.lexicon import build_lexicon
from index.model_folder import ModelFolder, check_model
from index.text import han_count
from index.tokens import word_spans

EMBEDDED = "embedded"
_MAX_WORDS = SHAPE.max_tokens - 2
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
        cache_dir: where the embedded model and the bilingual dictionary lie.
        query_prompt: put before each question, an empty text for none; None leaves it to the model. For ``embedded`` it is not used.
        passage_prompt: put before each passage; likewise.
        create: make what is missing in `cache_dir`, as ``wenju build`` does: the dictionary, and the embedded model if it is named.

    Raises:
        HubUnreachable: the model has to be fetched, and its hub does not answer.
        ModelError: the model is missing, damaged, not safe to load or cannot be loaded; the message says what to run or set.
        StorageFull: no room in `cache_dir`.
    """
    if create:
        build_lexicon(cache_dir)
    if name == EMBEDDED:
        return EmbeddedEncoder(_made(cache_dir) if create else model_folder(cache_dir))
    from index.sentence_embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(name, query_prompt=query_prompt, passage_prompt=passage_prompt)


def _made(cache_dir: Path) -> ModelFolder:
    folder = model_folder(cache_dir)
    try:
        check_model(folder)
    except ModelError:
        return make_model(cache_dir)
    return folder


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
        self._tokenizer, self._session = _load(folder.path)

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
        joined = " ".join(islice(self._pieces(text), _MAX_WORDS))
        return np.asarray([self._tokenizer.encode(joined).ids], np.int64)

    def _pieces(self, text: str) -> Iterator[str]:
        for word, _ in word_spans(text):
            if han_count(word) and self._tokenizer.token_to_id(word) is None:
                yield from self._known_parts(word)
            else:
                yield word

    def _known_parts(self, word: str) -> Iterator[str]:
        """An unknown word as the longest known words from the left, else its characters: 户外劳动者 is 户外 and 劳动者."""
        start = 0
        while start < len(word):
            ends = range(len(word), start, -1)
            end = next((end for end in ends if self._tokenizer.token_to_id(word[start:end]) is not None), start + 1)
            yield word[start:end]
            start = end


def _stacked(vectors: Iterable[NDArray[np.float32]], dim: int) -> NDArray[np.float32]:
    return np.concatenate([np.empty((0, dim), np.float32), *vectors])


def _load(path: Path) -> tuple[Any, Any]:
    import onnxruntime
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf, RuntimeException
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(path / MODEL_FILE), options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidGraph, InvalidProtobuf, RuntimeException) as error:
        raise ModelError(f'the embedded model in {path} cannot be loaded ({error}); delete the folder and run "wenju build"') from error
    tokenizer = Tokenizer.from_file(str(path / TOKENIZER_FILE))
    tokenizer.enable_truncation(SHAPE.max_tokens)
    return tokenizer, session

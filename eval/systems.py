"""What can be measured, by name: our engine, and peers that search the same articles."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.schema import System
from index.embed import EMBEDDED, Embedder, load_embedder
from index.errors import ConfigError
from index.lexicon import Lexicon
from index.store import LocalStore, open_store
from rag.config import Settings
from rag.cross_encoder import load_cross_encoder_of
from rag.engine import Engine

_KEPT_VECTORS = 4096


class RememberingEmbedder:
    """An embedder that keeps the vectors of the last texts: a question is searched twice, for its answer and for its ranking.

    Only for embedders that encode text by text: there a vector does not depend on what is encoded beside it.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        self.name, self.dim, self.fingerprint = embedder.name, embedder.dim, embedder.fingerprint

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) vectors of unit length, in the order of the texts."""
        return self._embedded("passage", texts, self._embedder.embed_passages)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed_passages`, for questions."""
        return self._embedded("query", texts, self._embedder.embed_queries)

    def _embedded(self, role: str, texts: Sequence[str], embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> NDArray[np.float32]:
        new = list(dict.fromkeys(text for text in texts if (role, text) not in self._kept))
        fresh = dict(zip(new, embed(new), strict=True)) if new else {}
        found = [fresh[text] if text in fresh else self._kept[role, text] for text in texts]
        for text, vector in zip(texts, found, strict=True):
            self._kept[role, text] = vector
            self._kept.move_to_end((role, text))
        while len(self._kept) > _KEPT_VECTORS:
            self._kept.popitem(last=False)
        return np.stack(found) if found else np.empty((0, self.dim), np.float32)


def open_wenju(index_dir: Path, settings: Settings) -> Engine:
    """Our engine; the same as `Engine.open`, but a text is embedded once.

    Raises:
        IndexMissing, IndexMismatch, IndexDamaged, ModelError: as `Engine.open`.
    """
    return engine_over(open_store(index_dir), settings)


def engine_over(store: LocalStore, settings: Settings) -> Engine:
    """Our engine over an opened store.

    Raises:
        IndexMismatch: the store was built with another model.
        ModelError: the model cannot be loaded.
    """
    embedding = settings.embedding
    store.require_model(embedding.model)
    embedder = load_embedder(
        embedding.model, cache_dir=settings.cache, query_prompt=embedding.query_prompt, passage_prompt=embedding.passage_prompt
    )
    store.require_embedder(embedder)
    if embedder.name == EMBEDDED:
        embedder = RememberingEmbedder(embedder)
    return Engine(store, embedder, Lexicon.open(settings.cache), settings, cross_encoder=load_cross_encoder_of(settings.rerank))


def _open_bm25(index_dir: Path, settings: Settings) -> System:
    from eval.baselines.bm25 import Bm25

    return Bm25.open(index_dir, settings)


def _open_llama_index(index_dir: Path, settings: Settings) -> System:
    from eval.baselines.llama_index import LlamaIndex

    return LlamaIndex.open(index_dir, settings)


SYSTEMS: dict[str, Callable[[Path, Settings], System]] = {
    "wenju": open_wenju,
    "bm25": _open_bm25,
    "llama-index": _open_llama_index,
}


def open_system(name: str, index_dir: Path, settings: Settings) -> System:
    """The system of a name, over an index that is built.

    Raises:
        ConfigError: there is no system of this name; the known ones are listed.
    """
    if name not in SYSTEMS:
        raise ConfigError(f"no system is called {name!r}; known: {', '.join(SYSTEMS)}")
    return SYSTEMS[name](index_dir, settings)

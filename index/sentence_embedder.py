"""Any sentence-transformers model as an embedder; torch is imported when one is made, never before."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder_tokens import EncoderTokens
from index.errors import ModelError
from index.hub import locate
from index.model_families import Family, family_of
from index.model_loading import load_model, said
from index.model_source import EMBEDDING, ModelSource, check_safe
from index.tokens import TOKENS_VERSION

_BATCH = 32
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before a question and before a passage, and who says so: ``settings``, ``model``, a family, or ``none``."""

    query: str
    passage: str
    source: str


@dataclass(frozen=True, slots=True)
class VectorRecipe:
    """How a text becomes a vector: what decides it besides the weights.

    Attributes:
        pooling: how the tokens' vectors become one, e.g. ``mean`` or ``cls``; empty where the model has no such step.
        normalised: ``by the model``, or ``by wenju`` where the model gives vectors of any length.
        max_tokens: what is longer is cut off at its end; 0 for no limit.
        prompts: what is put before a text.
    """

    pooling: str
    normalised: str
    max_tokens: int
    prompts: Prompts


def chosen_prompts(own: Mapping[str, str], family: Family | None, query: str | None, passage: str | None) -> Prompts:
    """The prompts in use: each as the settings say, else both as the model's own files say, else as its family needs.

    Args:
        own: the model's own prompts by name, none of them empty.
        family: what the model is known as.
        query: the setting; None leaves it to the model, an empty text is no prompt.
        passage: likewise.
    """
    # Not the library's own choice: where a model has "passage" (e5), it takes "document", which it has filled in as an empty text.
    own_passage = next((own[name] for name in ("document", "passage", "corpus") if name in own), "")
    found = Prompts("", "", "none")
    if "query" in own or own_passage:
        found = Prompts(own.get("query", ""), own_passage, "model")
    elif family and (family.query_prompt or family.passage_prompt):
        found = Prompts(family.query_prompt, family.passage_prompt, f"family {family.name}")
    if query is None and passage is None:
        return found
    return Prompts(found.query if query is None else query, found.passage if passage is None else passage, "settings")


class SentenceTransformerEmbedder:
    """A sentence-transformers model by name or path: safetensors only, no code from the model's folder.

    Attributes:
        name: as given.
        dim: length of a vector.
        recipe: pooling, normalisation, length and prompts in use.
        fingerprint: of the hub's commit or the folder's files, and of the recipe.

    Raises:
        HubUnreachable: the model is not on this machine and the hub does not answer.
        ModelError: it cannot be found, is not safe to load, or cannot be loaded.
    """

    def __init__(self, name: str, *, query_prompt: str | None = None, passage_prompt: str | None = None) -> None:
        self.name = name
        source = locate(name)
        check_safe(source)
        family = family_of(source.names)
        self._model = load_model(source, family)
        self.dim = _dim(self._model, name)
        self.recipe = _recipe(self._model, chosen_prompts(source.prompts(), family, query_prompt, passage_prompt))
        self._cut = _cutter(source, self.recipe.max_tokens)
        identity = "\0".join((source.identity(), str(self.dim), *map(str, astuple(self.recipe))))
        self.fingerprint = hashlib.sha256(identity.encode()).hexdigest()[:12]

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) vectors of unit length, in the order of the texts.

        Raises:
            ModelError: the model gives something that is no such vector; the text's beginning is named.
        """
        return self._encoded(self._model.encode_document, texts, self.recipe.prompts.passage)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed_passages`, with the prompt for questions."""
        return self._encoded(self._model.encode_query, texts, self.recipe.prompts.query)

    def _encoded(self, encode: Any, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dim), np.float32)
        given = [self._cut(prompt + text) for text in texts] if self._cut else list(texts)
        try:
            # Sorts by length inside and restores the order.
            raw = encode(given, prompt="" if self._cut else prompt, batch_size=_BATCH, normalize_embeddings=False, show_progress_bar=False)
        except (RuntimeError, IndexError, ValueError, TypeError) as error:
            raise ModelError(f"the embedding model {self.name} failed on {_shown(texts)} ({said(error)}); {EMBEDDING.remedy}") from error
        return self._unit(np.asarray(raw), texts)

    def _unit(self, vectors: NDArray[Any], texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors at unit length: the library would pass on one without direction, or with NaN in it, as it is."""
        if vectors.shape != (len(texts), self.dim):
            raise ModelError(
                f"the embedding model {self.name} says its vectors have {self.dim} numbers and gives {vectors.shape[-1]};"
                f" {EMBEDDING.remedy}"
            )
        exact = vectors.astype(np.float64)
        lengths = np.linalg.norm(exact, axis=1, keepdims=True)
        bad = np.flatnonzero(~(np.isfinite(lengths) & (lengths > 0)))
        if len(bad):
            first = int(bad[0])
            kind = "a vector of zeros" if lengths[first, 0] == 0 else "a vector with NaN or infinity"
            raise ModelError(f"the embedding model {self.name} gives {kind} for {_shown(texts[first:])}; {EMBEDDING.remedy}")
        unit: NDArray[np.float32] = (exact / lengths).astype(np.float32)
        return unit


def _dim(model: Any, name: str) -> int:
    dim = model.get_embedding_dimension()
    if not isinstance(dim, int) or dim < 1:
        raise ModelError(f"the embedding model {name} does not say how long its vectors are (found {dim!r}); {EMBEDDING.remedy}")
    return dim


def _recipe(model: Any, prompts: Prompts) -> VectorRecipe:
    kinds = [type(module).__name__ for module in model]
    modes = [module.pooling_mode for module in model if type(module).__name__ == "Pooling"]
    pooling = "+".join([modes[0]] if isinstance(modes[0], str) else modes[0]) if modes else ""
    normalised = "by the model" if kinds[-1] == "Normalize" else "by wenju"
    return VectorRecipe(pooling, normalised, int(model.max_seq_length or 0), prompts)


def _cutter(source: ModelSource, max_tokens: int) -> Callable[[str], str] | None:
    """What cuts texts for a model that `wenju model export` wrote; None for every other."""
    version = source.cut_version()
    if version is None:
        return None
    if version != TOKENS_VERSION:
        raise ModelError(
            f"the embedding model {source.name} was exported for words of version {version or 'unknown'}, and this wenju cuts texts into"
            f' words of version {TOKENS_VERSION}; export it again with "wenju model export"'
        )
    from tokenizers import Tokenizer

    return EncoderTokens(Tokenizer.from_file(str(source.folder / "tokenizer.json")), max_tokens=max_tokens).cut


def _shown(texts: Sequence[str]) -> str:
    return repr(texts[0][:_SHOWN]) + ("…" if len(texts[0]) > _SHOWN else "")

"""An optional second opinion on the order: a cross-encoder reads the question beside each of the first candidates.

Torch is imported when one is loaded, never before.
"""

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model_loading import load_cross_encoder, said
from index.model_source import RERANKING, check_safe
from rag.config import RerankSettings

_BATCH = 32
_SHOWN = 40


class CrossEncoder:
    """A sentence-transformers cross-encoder by name or path: safetensors only, no code from the model's folder. Safe for many threads.

    Attributes:
        name: as given.
        first: how many candidates are worth its time.
        max_tokens: of question and passage together; what is longer is cut off at its end. 0 for no limit.

    Raises:
        HubUnreachable: the model is not on this machine and the hub does not answer.
        ModelError: it cannot be found, is not safe to load, cannot be loaded, or does not give one score a pair.
    """

    def __init__(self, name: str, *, first: int) -> None:
        from index.hub import locate  # an HTTP client, which a question without a cross-encoder need not wait for

        self.name, self.first = name, first
        source = locate(name, use=RERANKING)
        check_safe(source)
        self._model = load_cross_encoder(source)
        self.max_tokens = int(self._model.max_seq_length or 0)
        # The tokenizer holds its padding as state: of two threads that use it at once one gets "Already borrowed".
        self._lock = threading.Lock()

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """(n,) one score a passage, larger is better, of no fixed range.

        Raises:
            ModelError: the model fails, or gives something that is no score; the passage's beginning is named.
        """
        if not passages:
            return np.empty(0, np.float32)
        pairs = [(question, passage) for passage in passages]
        try:
            with self._lock:
                found = np.asarray(self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False), np.float32)
        except (RuntimeError, IndexError, ValueError, TypeError) as error:
            raise ModelError(
                f"the reranking model {self.name} failed on {_shown(passages[0])} ({said(error)}); {RERANKING.remedy}"
            ) from error
        if found.shape != (len(passages),):
            raise ModelError(
                f"the reranking model {self.name} gives scores of shape {found.shape} for {len(passages)} passages; expected one each;"
                f" {RERANKING.remedy}"
            )
        bad = np.flatnonzero(~np.isfinite(found))
        if len(bad):
            raise ModelError(
                f"the reranking model {self.name} gives {found[bad[0]]} as its score of {_shown(passages[bad[0]])}; expected a finite"
                f" number; {RERANKING.remedy}"
            )
        return found


def load_cross_encoder_of(settings: RerankSettings) -> CrossEncoder | None:
    """The cross-encoder that the settings name, None where they name none.

    Raises:
        HubUnreachable, ModelError: as `CrossEncoder`.
    """
    return CrossEncoder(settings.model, first=settings.first) if settings.model else None


def _shown(text: str) -> str:
    return repr(text[:_SHOWN]) + ("…" if len(text) > _SHOWN else "")

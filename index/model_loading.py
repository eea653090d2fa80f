"""Loads a sentence-transformers model from checked files, and mends what the library leaves to chance."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from index.errors import ModelError
from index.model_families import Family
from index.model_source import THREE_WAYS, ModelSource

REMEDY = 'its files are damaged or do not belong together: fetch the model again, or set embedding.model = "embedded"'
# Position 0 of these is the one after the padding token's: of 514 positions 512 are for tokens.
_OFFSET_POSITIONS = frozenset({"roberta", "xlm-roberta", "camembert", "mpnet"})

logger = logging.getLogger(__name__)


def load_model(source: ModelSource, family: Family | None) -> Any:
    """A model ready to encode: pooled as its files or its family say, and no longer than its positions.

    Raises:
        ModelError: it cannot be loaded, or its files hold too few of its weights.
    """
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    safe: dict[str, Any] = {"trust_remote_code": False, "model_kwargs": {"use_safetensors": True}, "local_files_only": True}
    try:
        with _quiet():
            model = SentenceTransformer(str(source.folder), **safe)
        _check_weights(model, source)
        _limit_length(model)
        if source.is_bare:
            _pool(model, source, family)
    except (SafetensorError, OSError, ValueError, RuntimeError, ImportError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(
            f"the embedding model {source.name!r} cannot be loaded ({said(error)}); name a sentence-transformers model with safetensors"
            f" weights; {THREE_WAYS}"
        ) from error
    return model


def _pool(model: Any, source: ModelSource, family: Family | None) -> None:
    """Give a model that does not say how it pools its family's pooling; the library takes the mean, which ruins a bge model."""
    from sentence_transformers.sentence_transformer.modules import Pooling

    if len(model) < 2:  # it makes one vector of a text by itself
        return
    if family:
        model[1] = Pooling(model[0].get_embedding_dimension(), family.pooling.value)
        return
    logger.warning(
        "%s has no modules.json and belongs to no family that is known: its token vectors are pooled by %s; if it was trained otherwise,"
        " save it with sentence-transformers and its own pooling",
        source.name,
        model[1].pooling_mode,
    )


def _limit_length(model: Any) -> None:
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    if config is not None and config.model_type in _OFFSET_POSITIONS and model.max_seq_length:
        model.max_seq_length = min(model.max_seq_length, config.max_position_embeddings - config.pad_token_id - 1)


def _check_weights(model: Any, source: ModelSource) -> None:
    """Refuse files that hold few of the model's weights: the library makes up the others, anew at each start, and only prints a table."""
    from safetensors import safe_open

    inner = getattr(model[0], "auto_model", None)
    if inner is None:
        return
    held: set[str] = set()
    for path in source.folder.rglob("*.safetensors"):
        with safe_open(path, framework="np") as file:
            held.update(file.keys())
    held |= {name.removeprefix(f"{inner.base_model_prefix}.") for name in held}
    # BERT's own pooler is for its training; many models are published without it.
    wanted = [name for name, _ in inner.named_parameters() if not name.startswith("pooler.")]
    missing = [name for name in wanted if name not in held]
    told = f"{source.folder} holds {len(wanted) - len(missing)} of the {len(wanted)} weights its config.json asks for"
    if len(missing) * 2 > len(wanted):
        raise ModelError(f"the embedding model {source.name} cannot be used: {told}, and the others would be random; {REMEDY}")
    if missing:
        logger.warning("%s (missing: %s, …); its vectors may mean little and differ from start to start", told, ", ".join(missing[:3]))


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the library's progress bar and its table of weights; errors are still told, and what was set before is set again."""
    from transformers.utils import logging as told

    level, bars = told.get_verbosity(), told.is_progress_bar_enabled()
    told.set_verbosity_error()
    told.disable_progress_bar()
    try:
        yield
    finally:
        told.set_verbosity(level)
        if bars:
            told.enable_progress_bar()


def said(error: BaseException) -> str:
    """A foreign error's message on one line, cut."""
    return " ".join(str(error).split())[:300]

"""Loads sentence-transformers models, embedders and cross-encoders, from checked files, and mends what the library leaves to chance."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from index.errors import ModelError
from index.model_families import Family
from index.model_source import RERANKING, ModelSource

_SAFE: dict[str, Any] = {"trust_remote_code": False, "model_kwargs": {"use_safetensors": True}, "local_files_only": True}
_HEAD = "ForSequenceClassification"
# Position 0 of these is the one after the padding token's: of 514 positions 512 are for tokens.
_OFFSET_POSITIONS = frozenset({"roberta", "xlm-roberta", "camembert", "mpnet"})

logger = logging.getLogger(__name__)


def load_model(source: ModelSource, family: Family | None) -> Any:
    """A model ready to encode: pooled as its files or its family say, and no longer than its positions.

    Raises:
        ModelError: it cannot be loaded, or its files hold too few of its weights.
    """

    def loaded() -> Any:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(source.folder), **_SAFE)
        _check_weights(model, source)
        _limit_length(model)
        if source.is_bare:
            _pool(model, source, family)
        return model

    return _loaded(source, loaded)


def load_cross_encoder(source: ModelSource) -> Any:
    """A model that scores pairs of texts by one number, larger for a better pair.

    Raises:
        ModelError: it cannot be loaded, has no head that gives one score, or its files do not hold that head.
    """

    def loaded() -> Any:
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        # What the head says, as it is: the library's sigmoid makes 1.0 of every good pair in 32 bits, and their order is lost.
        model = CrossEncoder(str(source.folder), activation_fn=Identity(), **_SAFE)
        _check_weights(model, source)
        _limit_length(model)
        return model

    _check_head(source)
    model = _loaded(source, loaded)
    if model.num_labels != 1:
        raise ModelError(
            f"the {source.use.kind} {source.name} sorts pairs into {model.num_labels} classes; expected one score a pair; name"
            f" {source.use.expected} with a single output, or {source.use.instead}"
        )
    return model


def _loaded(source: ModelSource, load: Callable[[], Any]) -> Any:
    from safetensors import SafetensorError

    try:
        with _quiet():
            return load()
    except (SafetensorError, OSError, ValueError, RuntimeError, ImportError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(
            f"the {source.use.kind} {source.name!r} cannot be loaded ({said(error)}); name {source.use.expected} with safetensors"
            f" weights; {source.use.three_ways}"
        ) from error


def _check_head(source: ModelSource) -> None:
    """Refuse a model that was not saved with a head for pairs: the library would put a random one on it."""
    found = source.architectures()
    if not any(name.endswith(_HEAD) for name in found):
        raise ModelError(
            f"the {source.use.kind} {source.name} is no cross-encoder: {source.folder / 'config.json'} says"
            f" {', '.join(found) or 'no architecture'}; expected one that ends in {_HEAD}; name {source.use.expected}, or"
            f" {source.use.instead}"
        )


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
    wanted = [name for name, _ in inner.named_parameters() if not name.startswith("pooler.") or source.use is RERANKING]
    missing = [name for name in wanted if name not in held]
    told = f"{source.folder} holds {len(wanted) - len(missing)} of the {len(wanted)} weights its config.json asks for"
    if len(missing) * 2 > len(wanted) or _of_head(missing, inner, source):
        raise ModelError(f"the {source.use.kind} {source.name} cannot be used: {told}, and the others would be random; {source.use.remedy}")
    if missing:
        logger.warning("%s (missing: %s, …); its vectors may mean little and differ from start to start", told, ", ".join(missing[:3]))


def _of_head(missing: list[str], inner: Any, source: ModelSource) -> bool:
    """Whether a cross-encoder lacks a weight of what makes its score: with any of them random, so is the score."""
    body = f"{inner.base_model_prefix}."
    return source.use is RERANKING and any(not name.startswith(body) or ".pooler." in name for name in missing)


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

"""Found passages as JSON: the same for `wenju retrieve`, its batch, and ``GET /api/search``."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ui.request import AskRequest

if TYPE_CHECKING:
    from rag.engine import Engine


def found_json(engine: "Engine", request: AskRequest, *, k: int) -> dict[str, Any]:
    """``{"query", "passages": [Passage + "arms"]}``, best first.

    Args:
        engine: the open engine.
        request: what is searched, under ``question``, and its filters.
        k: number of documents; the best passage of each is given.
    """
    ranked = engine.retrieve(request.question, k=k, filters=request.filters)
    return {
        "query": request.question,
        "passages": [{**asdict(found.passage), "arms": {name: asdict(arm) for name, arm in found.arms.items()}} for found in ranked],
    }

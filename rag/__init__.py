"""A question in; an answer with sentence-level citations out.

The names below are loaded when they are first used: a module of this package costs only itself.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.config import Settings
    from rag.engine import Engine
    from rag.schema import Answer, Turn

__all__ = ["Answer", "Engine", "Settings", "Turn"]

_HOMES = {"Answer": "rag.schema", "Engine": "rag.engine", "Settings": "rag.config", "Turn": "rag.schema"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'rag' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)

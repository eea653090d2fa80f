"""The child process: fenced first, then it parses what it was handed and writes JSON lines.

Run as a script, ``python -I -S inside.py ORDER``: no site, no user's settings, nothing of the environment. ``ORDER`` is JSON
with ``path`` (module search path), ``parser`` (``module:function``), ``arguments``, ``memory_mb``, ``seconds``.
The file comes on standard input.
"""

import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

_LONGEST_TRACE = 4000


def main() -> None:
    """Parse standard input as ordered; every row is a line ``{"row": …}``, the last line says how it ended."""
    order = json.loads(sys.argv[1])
    sys.dont_write_bytecode = True
    sys.path[:] = order["path"]
    with os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace", buffering=1 << 16) as out:
        _silence()
        from index.parsers.fence import raise_fence

        raise_fence(order["memory_mb"], order["seconds"])
        try:
            for row in _rows(order["parser"], order["arguments"]):
                out.write(json.dumps({"row": row}) + "\n")
            end: dict[str, str] = {"end": "done"}
        except MemoryError:
            end = {"end": "memory"}
        except Exception as error:  # noqa: BLE001 - the edge of the process: whatever it was, the parent hears of it
            end = _told(error)
        out.write(json.dumps(end) + "\n")


def _silence() -> None:
    """What libraries print goes nowhere: standard output carries JSON alone."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _rows(parser: str, arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
    module, _, name = parser.partition(":")
    parse: Callable[..., Iterator[dict[str, Any]]] = getattr(importlib.import_module(module), name)
    yield from parse(sys.stdin.buffer.read(), **arguments)


def _told(error: Exception) -> dict[str, str]:
    from index.parsers.fence import Fenced
    from index.parsers.refusal import Refusal

    if isinstance(error, Refusal):
        return {"end": "refused", "reason": error.reason, "detail": error.detail}
    kind = "fenced" if isinstance(error, Fenced) else "missing" if isinstance(error, ImportError) else "error"
    return {"end": kind, "detail": f"{type(error).__name__}: {error}"[:300], "trace": traceback.format_exc()[-_LONGEST_TRACE:]}


if __name__ == "__main__":
    main()

"""An answer as server-sent events (WHATWG HTML §9.2): ``retrieved``, ``token``, ``final``, ``error``."""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from typing import Any

import anyio
from anyio.to_thread import run_sync

from index.errors import WenjuError
from rag.schema import Event, Final, Retrieved
from ui.edge import INTERNAL
from ui.output import json_text

logger = logging.getLogger(__name__)


def event_text(name: str, fields: dict[str, Any]) -> str:
    """One event. JSON holds no line break, so one ``data:`` line is enough."""
    return f"event: {name}\ndata: {json_text(fields)}\n\n"


def named(event: Event) -> tuple[str, dict[str, Any]]:
    """An event's name and fields as the contract has them."""
    if isinstance(event, Final):
        return "final", event.answer.to_json()
    if isinstance(event, Retrieved):
        return "retrieved", {"passages": [asdict(passage) for passage in event.passages]}
    return "token", {"text": event.text}


async def event_stream(events: Iterator[Event], limiter: anyio.CapacityLimiter) -> AsyncIterator[str]:
    """Run a synchronous stream of events in worker threads, one step at a time.

    A client that leaves cancels this generator; the events are then closed, so that a language model stops being paid for.

    Args:
        events: the engine's stream.
        limiter: bounds the threads that answer at once.

    Yields:
        Text of one event each; after an error the event ``error`` and no more.
    """
    done = object()
    try:
        while True:
            event = await run_sync(next, events, done, limiter=limiter)
            if event is done:
                return
            yield event_text(*named(event))  # type: ignore[arg-type]
    except WenjuError as error:
        yield event_text("error", {"code": error.code, "message": str(error)})
    except Exception:  # API edge: the stream has begun, so the error travels as an event
        logger.exception("a stream failed")
        yield event_text("error", INTERNAL)
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            with anyio.CancelScope(shield=True):
                await run_sync(close, limiter=limiter)

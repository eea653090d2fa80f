"""A language model's answer, streamed: one retry loop, one breaker per endpoint, success only with a finish reason.

Everything that speaks HTTP or llama-index is imported on first use, so an extractive question pays nothing for it.
"""

import logging
import random
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from index.errors import ConfigError
from rag.breaker import Breaker, Outcome, breaker_for
from rag.config import LLMSettings
from rag.errors import LLMCut, LLMError, LLMTimeout, LLMUnavailable
from rag.prompt import ChatTurn
from rag.thinking import without_thinking

if TYPE_CHECKING:
    from rag.endpoint import Failure

logger = logging.getLogger(__name__)

# The pause before the one retry, as a share of the first-token deadline (0.1 to 0.3 s of 10 s); spread, lest all clients return at once.
_PAUSE_SHARE = (0.01, 0.03)


def preload() -> None:
    """Import the client libraries (about 2 s) ahead of the first question, as a service does at its start."""
    import rag.upstream  # noqa: F401


def stream_llm(settings: LLMSettings, messages: Sequence[ChatTurn]) -> Generator[str]:
    """Pieces of text as the endpoint sends them; the iterator ends normally only when the answer is whole.

    Closing the iterator closes the connection, so an endpoint that aborts when its client leaves stops burning tokens. One retry at most,
    only before the first word, within the first-token deadline (which counts from the first attempt), never after 400, 401, 403. What a
    model thinks aloud between ``<think>`` tags is left out.

    Raises:
        ConfigError: no endpoint is set, or its address is none.
        LLMTimeout: a deadline passed; ``text`` holds what came before.
        LLMUnavailable: refused, an HTTP error, an error before the first word, or the breaker is open.
        LLMCut: the answer broke off or ended without a finish reason that means a whole answer; ``text`` holds what came.
    """
    if not settings.enabled:
        raise ConfigError("no language model is set (llm.base_url, llm.model); set both, or ask without one for an extractive answer")
    import rag.upstream as wire
    from rag.endpoint import check_address, shown_endpoint

    check_address(settings)
    breaker = breaker_for(settings.base_url or "", settings.model or "", settings.breaker_failures, settings.breaker_open_s)
    if (wait := breaker.admit()) > 0:
        raise LLMUnavailable(f"{shown_endpoint(settings)} failed {settings.breaker_failures} times in a row; next try in {wait:.0f} s")
    outcome, said = Outcome.ABANDONED, ""
    try:
        with closing(_with_one_retry(settings, messages, breaker)) as pieces:
            for piece in without_thinking(pieces):
                said += piece
                yield piece
        outcome = Outcome.SUCCEEDED
    except wire.AttemptFailed as failed:
        outcome = Outcome.FAILED if failed.failure.is_outage else Outcome.ABANDONED
        logger.warning("language model: %s", failed.failure.error)
        raise _error_after(failed.failure.error, said) from failed.__cause__
    finally:
        breaker.record(outcome)


def _with_one_retry(settings: LLMSettings, messages: Sequence[ChatTurn], breaker: Breaker) -> Generator[str]:
    import rag.upstream as wire

    started, said = time.monotonic(), False
    for attempt in (1, 2):
        try:
            with closing(wire.answer_pieces(settings, messages, started=started)) as pieces:
                for piece in pieces:
                    said = True
                    yield piece
        except wire.AttemptFailed as failed:
            pause = _pause_s(failed.failure, settings, time.monotonic() - started)
            if said or attempt == 2 or pause is None or not breaker.may_retry():
                raise
        else:
            return
        time.sleep(pause)


def _pause_s(failure: "Failure", settings: LLMSettings, elapsed_s: float) -> float | None:
    """Seconds before the retry; None when there is no use in one, or no time left for its first word."""
    if not failure.retryable:
        return None
    jitter = random.uniform(*_PAUSE_SHARE) * settings.first_token_timeout_s  # noqa: S311 - spreads load, keeps no secret
    pause = max(jitter, failure.retry_after_s or 0.0)
    return pause if elapsed_s + pause < settings.first_token_timeout_s else None


def _error_after(error: LLMError, said: str) -> LLMError:
    """The error for a caller who has already been given ``said``: once words were shown, what failed is a cut answer."""
    kind = LLMCut if said and not isinstance(error, LLMTimeout) else type(error)
    return kind(str(error), text=said)

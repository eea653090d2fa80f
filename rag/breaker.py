"""A breaker per endpoint: after failures in a row, nothing is sent to it for a while, then one probe."""

import threading
import time
from collections.abc import Callable
from enum import Enum

_MAX_RETRY_TOKENS = 3.0
# A tenth of the calls may be retried: with every call failing, a retry each would double the load on an endpoint in trouble.
_RETRY_TOKENS_PER_CALL = 0.1


class Outcome(Enum):
    """How a call ended, as the breaker sees it; an abandoned call says nothing about the endpoint."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ABANDONED = "abandoned"


class Breaker:
    """Counts failures in a row and refuses calls while open; also keeps the retry budget of its endpoint.

    Args:
        failures: this many failures in a row open it.
        open_s: seconds it stays open before one probe is let through.
        clock: monotonic seconds; a test passes its own.
    """

    def __init__(self, failures: int, open_s: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._open_s, self._clock = failures, open_s, clock
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._opened_at = 0.0
        self._probing = False
        self._retry_tokens = _MAX_RETRY_TOKENS

    def admit(self) -> float:
        """Ask to call: 0 when allowed, else the seconds (more than 0) until it is worth asking again."""
        with self._lock:
            self._retry_tokens = min(_MAX_RETRY_TOKENS, self._retry_tokens + _RETRY_TOKENS_PER_CALL)
            if self._in_a_row < self._limit:
                return 0.0
            left = self._opened_at + self._open_s - self._clock()
            if left > 0 or self._probing:
                return max(left, 1.0)
            self._probing = True
            return 0.0

    def may_retry(self) -> bool:
        """Take one retry out of the budget: three at once, then one in ten calls; none while the breaker is open."""
        with self._lock:
            if self._retry_tokens < 1.0 or self._in_a_row >= self._limit:
                return False
            self._retry_tokens -= 1.0
            return True

    def record(self, outcome: Outcome) -> None:
        """Say how an admitted call ended."""
        with self._lock:
            self._probing = False
            if outcome is Outcome.SUCCEEDED:
                self._in_a_row = 0
            elif outcome is Outcome.FAILED:
                self._in_a_row += 1
                if self._in_a_row >= self._limit:
                    self._opened_at = self._clock()


_breakers: dict[tuple[str, str, int, float], Breaker] = {}
_breakers_lock = threading.Lock()


def breaker_for(base_url: str, model: str, failures: int, open_s: float) -> Breaker:
    """The process's breaker of an endpoint: the one piece of state that questions share, so that one outage is learnt once."""
    with _breakers_lock:
        return _breakers.setdefault((base_url, model, failures, open_s), Breaker(failures, open_s))

"""The wire to an OpenAI-compatible endpoint: a connection another thread can break off, and its failures as our errors."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from ipaddress import ip_address
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai
import openai.resources.chat  # 0.3 s, otherwise taken out of the first question's time to connect

from index.errors import ConfigError
from rag.config import LLMSettings
from rag.errors import LLMError, LLMTimeout, LLMUnavailable

# All that the client libraries were seen to raise: their own errors, the transport's, and what a malformed event makes of them
# (JSONDecodeError is a ValueError; "choices": null is a TypeError inside llama-index).
FOREIGN = (openai.OpenAIError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, TypeError, AttributeError, LookupError, RuntimeError)
_RETRYABLE = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_MAX_DETAIL = 200


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt that failed: the error to show, and what may be done about it.

    Attributes:
        error: what the caller of the language model gets.
        retryable: True when a second attempt may succeed.
        retry_after_s: how long the endpoint asked to wait, if it did.
        is_outage: True when it speaks against the endpoint, not against the request or the key.
    """

    error: LLMError
    retryable: bool = False
    retry_after_s: float | None = None
    is_outage: bool = True


class Connection:
    """An HTTP client for one request, whose socket another thread can shut to wake a blocked read.

    Args:
        settings: address and deadlines.
        on_connect: called in the requesting thread once the connection stands.
    """

    def __init__(self, settings: LLMSettings, *, on_connect: Callable[[], None]) -> None:
        wait = max(settings.first_token_timeout_s, settings.gap_timeout_s)
        self._on_connect = on_connect
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._broken_off = False
        self.client = httpx.Client(
            timeout=httpx.Timeout(wait, connect=settings.connect_timeout_s),
            event_hooks={"request": [self._watch]},
            verify=_trust(),
            trust_env=not is_loopback(settings.base_url or ""),
        )

    def break_off(self) -> None:
        """End the request from any thread; a read that waits fails at once. Safe to call twice."""
        with self._lock:
            self._broken_off = True
            self._shut()

    def _watch(self, request: httpx.Request) -> None:
        request.extensions = {**request.extensions, "trace": self._trace}

    def _trace(self, event: str, info: dict[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
                if self._broken_off:
                    self._shut()
            self._on_connect()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # already closed by the other side
                self._socket.shutdown(socket.SHUT_RDWR)


@cache
def _trust() -> SSLContext:
    return httpx.create_ssl_context()  # reading the certificates takes 20 ms, once


def check_address(settings: LLMSettings) -> None:
    """Raise `ConfigError` unless ``llm.base_url`` is an http or https address."""
    try:
        parts = urlsplit(settings.base_url or "")
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        httpx.URL(settings.base_url or "")
    except (ValueError, httpx.InvalidURL):
        usable = False
    if not usable:
        raise ConfigError("llm.base_url is no http or https address; write it like http://127.0.0.1:11434/v1")


def is_loopback(url: str) -> bool:
    """True for an address on this machine, which no proxy of the environment can reach."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def shown_endpoint(settings: LLMSettings) -> str:
    """How messages name the endpoint: scheme, host, port and path with the model; never user, password or query."""
    parts = urlsplit(settings.base_url or "")
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path} (model {settings.model})"


def failure_of(error: BaseException, settings: LLMSettings) -> Failure:
    """What a foreign error means for the question and for the endpoint; the message never holds the key."""
    where = shown_endpoint(settings)
    if isinstance(error, openai.APIStatusError):
        return _status_failure(error, settings, where)
    if isinstance(error, (openai.APITimeoutError, httpx.TimeoutException)):
        return Failure(
            LLMTimeout(f"{where} did not answer in time; check that it is up, or raise the llm.*_timeout_s settings"), retryable=True
        )
    if isinstance(error.__cause__ or error, (httpx.ReadError, httpx.RemoteProtocolError)):
        return Failure(LLMUnavailable(f"{where} broke off the connection; see the endpoint's log"), retryable=True)
    if isinstance(error, (openai.APIConnectionError, httpx.TransportError, OSError)):
        return Failure(LLMUnavailable(f"{where} cannot be reached ({_cause(error)}); start it or correct llm.base_url"), retryable=True)
    if isinstance(error, openai.APIError):
        code = str(error.code or "")
        retryable = not code.isdigit() or int(code) in _RETRYABLE
        detail = _without_key(error.message, settings)
        return Failure(LLMUnavailable(f"{where} reported an error in its stream: {detail}; see the endpoint's log"), retryable=retryable)
    kind = type(error).__name__
    return Failure(LLMUnavailable(f"{where} sent what no OpenAI-compatible endpoint sends ({kind}); check llm.base_url"), retryable=True)


def _status_failure(error: openai.APIStatusError, settings: LLMSettings, where: str) -> Failure:
    status = error.status_code
    advice = {
        400: "the request was refused; check llm.model and llm.max_tokens",
        401: "set WENJU_LLM__API_KEY to a key this endpoint accepts",
        403: "the key may not use this model; check the account or llm.model",
        404: "check llm.base_url (it usually ends in /v1) and llm.model",
        429: "too many requests; wait or raise the quota",
    }.get(status, "see the endpoint's log")
    detail = _without_key(_said(error), settings)
    retryable = status in _RETRYABLE
    return Failure(
        LLMUnavailable(f"{where} answered HTTP {status}{': ' + detail if detail else ''}; {advice}"),
        retryable=retryable,
        retry_after_s=_retry_after_s(error.response.headers.get("retry-after")),
        is_outage=retryable,
    )


def _said(error: openai.APIStatusError) -> str:
    body = error.body
    return str(body.get("message", "")) if isinstance(body, dict) else ""


def _without_key(text: str, settings: LLMSettings) -> str:
    """A foreign message on one line, cut, without the key: some endpoints echo it."""
    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    clean = " ".join(text.replace(key, "***").split() if key else text.split())
    return "".join(c for c in clean if c.isprintable())[:_MAX_DETAIL]


def _cause(error: BaseException) -> str:
    """What the system said of a failed connection; other texts may hold a header, hence the key, so only their kind is told."""
    cause = error.__cause__ or error
    return str(cause) if isinstance(cause, (httpx.ConnectError, OSError)) else type(cause).__name__


def _retry_after_s(header: str | None) -> float | None:
    """Seconds of a Retry-After header, given as seconds or as a date; None when absent or unreadable."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None

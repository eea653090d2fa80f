"""One attempt at one answer: a reader thread on the wire, and a watch-dog on every wait of the one who reads.

A stalled endpoint keeps sockets open and sends comments; the client's own time-outs do not see that (a read time-out starts anew with
each byte), and its ten-minute defaults hold a thread. Here the waiting side owns the clock, and giving up shuts the socket, which ends
the reader.
"""

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from enum import Enum
from queue import Empty, SimpleQueue

from rag.config import LLMSettings
from rag.endpoint import FOREIGN, Connection, Failure, failure_of, shown_endpoint
from rag.errors import LLMCut, LLMTimeout
from rag.llama import Piece, chat_pieces
from rag.prompt import ChatTurn

READER_NAME = "llm-reader"
# "stop" is OpenAI's; the others are what compatible servers (TGI, Anthropic and Cohere gateways) pass through for a whole answer.
_WHOLE = frozenset({"stop", "eos", "end_turn", "stop_sequence", "eos_token", "complete"})
# A token is rarely more than a dozen characters: beyond this the endpoint ignores max_tokens.
_MAX_CHARS_PER_TOKEN = 16
_JOIN_S = 0.2


class AttemptFailed(Exception):
    """Carries a `Failure` from an attempt to the retry loop; never leaves `rag.llm`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.error))
        self.failure = failure


class _Sign(Enum):
    CONNECTED = "connected"
    END = "end"


_Arrival = tuple[float, Piece | _Sign | BaseException]


def answer_pieces(settings: LLMSettings, messages: Sequence[ChatTurn], *, started: float) -> Generator[str]:
    """The text of one answer as it comes; returns only after a finish reason that means a whole answer.

    Args:
        settings: endpoint and deadlines.
        messages: what is sent.
        started: when the question reached the language model (`time.monotonic`); first token and whole answer are due from there.

    Raises:
        AttemptFailed: anything else; closing the generator ends the upstream request.
    """
    arrivals: SimpleQueue[_Arrival] = SimpleQueue()
    connection = Connection(settings, on_connect=lambda: arrivals.put((time.monotonic(), _Sign.CONNECTED)))
    reader = threading.Thread(target=_read, args=(settings, messages, connection, arrivals), name=READER_NAME, daemon=True)
    reader.start()
    try:
        yield from _watched(settings, arrivals, started)
    finally:
        connection.break_off()
        reader.join(_JOIN_S)


def _read(settings: LLMSettings, messages: Sequence[ChatTurn], connection: Connection, arrivals: SimpleQueue[_Arrival]) -> None:
    """Put what the endpoint sends into the queue; whatever happens, the last thing in it is END."""
    try:
        with connection.client:
            room = settings.max_tokens * _MAX_CHARS_PER_TOKEN
            for piece in chat_pieces(settings, messages, connection.client):
                arrivals.put((time.monotonic(), piece))
                room -= len(piece.text)
                if room < 0:
                    break
    except FOREIGN as error:
        arrivals.put((time.monotonic(), error))
    finally:
        arrivals.put((time.monotonic(), _Sign.END))


def _watched(settings: LLMSettings, arrivals: SimpleQueue[_Arrival], started: float) -> Iterator[str]:
    whole_by = started + settings.total_timeout_s
    due, waiting_for = (
        time.monotonic() + settings.connect_timeout_s,
        f"no connection within llm.connect_timeout_s = {settings.connect_timeout_s:g}",
    )
    while True:
        arrived, sign = _next(arrivals, min(due, whole_by))
        if sign is None or arrived > whole_by:
            late = waiting_for if due < whole_by else f"no whole answer within llm.total_timeout_s = {settings.total_timeout_s:g}"
            raise AttemptFailed(_late(settings, late, retryable="connection" in late))
        if isinstance(sign, BaseException):
            raise AttemptFailed(failure_of(sign, settings)) from sign
        if sign is _Sign.END:
            raise AttemptFailed(_cut(settings, "stopped without a finish reason", retryable=True))
        if isinstance(sign, Piece):
            if sign.text:
                yield sign.text
            if sign.finish_reason is not None:
                return _check_finish(settings, sign.finish_reason)
            if sign.text or sign.thinking:
                due, waiting_for = arrived + settings.gap_timeout_s, f"nothing for llm.gap_timeout_s = {settings.gap_timeout_s:g}"
        else:
            due = started + settings.first_token_timeout_s
            waiting_for = f"no first word within llm.first_token_timeout_s = {settings.first_token_timeout_s:g}"


def _next(arrivals: SimpleQueue[_Arrival], due: float) -> tuple[float, Piece | _Sign | BaseException | None]:
    """The next arrival; None in its place when it is not there by ``due``. What already waits is taken however late the reader comes."""
    try:
        return arrivals.get(timeout=max(0.0, due - time.monotonic()))
    except Empty:
        return time.monotonic(), None


def _check_finish(settings: LLMSettings, reason: str) -> None:
    if reason.lower() in _WHOLE:
        return
    if reason == "length":
        raise AttemptFailed(_cut(settings, f"ran into llm.max_tokens = {settings.max_tokens}", outage=False, advice="raise it"))
    raise AttemptFailed(_cut(settings, f"stopped for {reason[:40]!r}, not at the end of its answer", outage=False))


def _cut(
    settings: LLMSettings, what: str, *, retryable: bool = False, outage: bool = True, advice: str = "see the endpoint's log"
) -> Failure:
    return Failure(LLMCut(f"{shown_endpoint(settings)} {what}; {advice}"), retryable=retryable, is_outage=outage)


def _late(settings: LLMSettings, what: str, *, retryable: bool) -> Failure:
    return Failure(LLMTimeout(f"{shown_endpoint(settings)}: {what} s; check that it is up, or raise that setting"), retryable=retryable)

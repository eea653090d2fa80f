"""The two fakes of the suite: parts that would need a model or a network, real in every other respect."""

import hashlib
import json
import select
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.tokens import search_tokens


class HashEmbedding:
    """A deterministic embedder: texts that share search tokens are near each other; no model, no file."""

    name = "hash"
    dim = 64

    def __init__(self, fingerprint: str = "hash-1") -> None:
        self.fingerprint = fingerprint

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 64) vectors of unit length."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for token in search_tokens(text) or [text]:
                seed = int.from_bytes(hashlib.sha256(token.encode()).digest()[:4], "big")
                row[seed % self.dim] += 1.0 if seed & 64 else -1.0
            row[0] += 1e-3
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `embed_passages`."""
        return self.embed_passages(texts)


class Fault(Enum):
    """What a scripted provider does instead of saying the next piece; it stays with it until the client leaves."""

    STALL = "stall"
    RESET = "reset"
    PING = "ping"


@dataclass(frozen=True)
class Raw:
    """A line of the event stream, sent as it is."""

    line: str


@dataclass(frozen=True)
class Reply:
    """One scripted reply: pieces of text, events (dict), raw lines or faults, in order; then a finish reason and [DONE]."""

    steps: tuple[str | dict[str, Any] | Raw | Fault, ...] = ()
    finish_reason: str | None = "stop"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    done: bool = True
    silent: bool = False


def says(*steps: str | dict[str, Any] | Raw | Fault, finish_reason: str | None = "stop", done: bool = True) -> Reply:
    """A reply that streams the steps."""
    return Reply(steps, finish_reason=finish_reason, done=done)


def fails(status: int, message: str = "scripted failure", *, retry_after: str | None = None) -> Reply:
    """An HTTP error with an OpenAI-style body."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Reply(({"error": {"message": message, "type": "scripted", "code": None}},), status=status, headers=headers)


def stalls() -> Reply:
    """A provider that takes the request and never answers a byte."""
    return Reply(silent=True)


class ScriptedLLM:
    """An OpenAI-compatible provider on loopback that says what the test wrote: reply by reply, the last one again and again.

    Attributes:
        base_url: its address, to be set as ``llm.base_url``.
        listing: what it says when asked which models it has.
        requests: the bodies received, in order; ``authorization`` holds the header of each.
        client_left: set when a client closed the connection in the middle of a reply.
    """

    def __init__(self, *replies: Reply | str, listing: Reply | None = None) -> None:
        self.listing = listing or Reply(({"object": "list", "data": [{"id": "scripted", "object": "model"}]},))
        self.replies = [reply if isinstance(reply, Reply) else says(reply) for reply in replies] or [says("scripted")]
        self.requests: list[dict[str, Any]] = []
        self.authorization: list[str | None] = []
        self.client_left = threading.Event()
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": self}))
        self._server.daemon_threads = True
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next_reply(self, body: dict[str, Any], authorization: str | None) -> Reply:
        with self._lock:
            self.requests.append(body)
            self.authorization.append(authorization)
            return self.replies[min(len(self.requests), len(self.replies)) - 1]


def refusing_url() -> str:
    """An address on loopback where nothing listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}/v1"


def silent_url(keep: list[socket.socket]) -> str:
    """An address that never completes a connection: its backlog is full. The sockets are kept open in ``keep``."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    keep.append(listener)
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
        keep.append(filler)
    return f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: ScriptedLLM

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        """The list of models."""
        self.fake.authorization.append(self.headers.get("Authorization"))
        self.close_connection = True
        if self.fake.listing.silent:
            self._until_the_client_leaves()
        else:
            self._send_json(self.fake.listing, self.fake.listing.steps[0])

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.fake.next_reply(body, self.headers.get("Authorization"))
        self.close_connection = True
        try:
            if reply.silent:
                self._until_the_client_leaves()
            elif reply.status == 200 and body.get("stream"):
                self._stream(reply, body["model"])
            else:
                self._whole(reply, body["model"])
        except (BrokenPipeError, ConnectionResetError):
            self.fake.client_left.set()

    def _whole(self, reply: Reply, model: str) -> None:
        text = "".join(step for step in reply.steps if isinstance(step, str))
        choice = {"index": 0, "finish_reason": reply.finish_reason, "message": {"role": "assistant", "content": text}}
        answer = {"id": "1", "object": "chat.completion", "created": 0, "model": model, "choices": [choice]}
        self._send_json(reply, answer if reply.status == 200 else reply.steps[0])

    def _send_json(self, reply: Reply, body: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(reply.status)
        for name, value in {**reply.headers, "Content-Type": "application/json", "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, reply: Reply, model: str) -> None:
        self.send_response(200)
        for name, value in {**reply.headers, "Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"}.items():
            self.send_header(name, value)
        self.end_headers()
        self._event(_delta(model, {"role": "assistant", "content": ""}))
        for step in reply.steps:
            if step is Fault.RESET:
                return
            if isinstance(step, Fault):
                self._until_the_client_leaves(b": ping\n\n" if step is Fault.PING else b"")
            elif isinstance(step, Raw):
                self._send(step.line.encode() + b"\n\n")
            else:
                self._event(_delta(model, {"content": step}) if isinstance(step, str) else step)
        if reply.finish_reason is not None:
            self._event(_delta(model, {}, reply.finish_reason))
        self._send(b"data: [DONE]\n\n" if reply.done else b"")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, event: dict[str, Any]) -> None:
        self._send(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())

    def _send(self, content: bytes) -> None:
        if content:
            self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
            self.wfile.flush()

    def _until_the_client_leaves(self, said: bytes = b"") -> None:
        while not self.fake.stopping.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.02)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                self.fake.client_left.set()
                return
            self._send(said)


def _delta(model: str, delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": [choice]}

"""What every request passes before a route sees it: size, origin, closed doors, and the headers of every answer.

Plain ASGI, so that a stream is never held back and a body is counted while it arrives, not after.
"""

import logging
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import ConfigError
from ui.output import json_text

logger = logging.getLogger(__name__)
INTERNAL = {"code": "internal", "message": "something went wrong on the server; it has been logged"}

# Gradio takes files of up to any size from anybody, fetches addresses for them, gives files back, and runs jobs that nobody listens
# to (`/call`); the chat uses none of it.
_CLOSED = re.compile(
    r"/gradio_api/(call/|run/|api/|upload|upload_progress|proxy=|file=|file/|stream/|process_recording|vibe-|undo-vibe-|profiling/)|/monitoring"
)

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?")

# Gradio builds its page with inline scripts, inline styles and compiled templates; what we hold it to is that nothing comes from
# or goes to another host.
_CHAT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"
_EMBED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)


class TooLarge(Exception):
    """The body passed the limit while it was read."""


def checked_origins(origins: Iterable[str]) -> tuple[str, ...]:
    """The sites of ``serve.allowed_origins``, lower case, compared as a whole.

    Raises:
        ConfigError: one is not ``scheme://host[:port]``; a path, a closing slash or ``*`` would never match, or match too much.
    """
    origins = tuple(origin.strip().lower() for origin in origins)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ConfigError(f"serve.allowed_origins: {origin!r} is no site; write scheme://host[:port], e.g. https://news.example")
    return origins


class Edge:
    """ASGI middleware; see the head of this file."""

    def __init__(self, app: ASGIApp, *, allowed_origins: tuple[str, ...], max_body_bytes: int) -> None:
        self._app = app
        self._allowed = frozenset(allowed_origins)
        self._limit = max_body_bytes
        self._embed_policy = " ".join((_EMBED_POLICY, *allowed_origins))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a good request on; answer a bad one here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(scope["path"], MutableHeaders(scope=message))
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await _refuse(send_with_headers, *refusal)
            return
        try:
            await self._app(scope, self._counted(receive), send_with_headers)
        except TooLarge:
            if not started:
                await _refuse(send_with_headers, 413, "too_large", self._too_large())
        except Exception:  # API edge: whatever a route did not foresee becomes a sentence here and a traceback in the log
            logger.exception("a request failed")
            if not started:
                await _refuse(send_with_headers, 500, INTERNAL["code"], INTERNAL["message"])

    def _refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        headers, path = Headers(scope=scope), scope["path"]
        if _CLOSED.match(path):
            return 404, "not_found", "there is nothing here"
        if scope["method"] == "POST" and not self._from_allowed_site(scope, headers):
            origin = headers.get("origin", "")
            return 403, "origin", f"the site {origin} may not ask here; its owner can add it to serve.allowed_origins"
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self._limit:
            return 413, "too_large", self._too_large()
        return None

    def _from_allowed_site(self, scope: Scope, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None:  # not a browser's cross-site request: those always name their origin on POST
            return True
        own = urlsplit(f"{scope['scheme']}://{headers.get('host', '')}")
        return origin.lower() in self._allowed or origin.lower() == f"{own.scheme}://{own.netloc}".lower()

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise TooLarge
            return message

        return counted

    def _too_large(self) -> str:
        return f"the request is larger than {self._limit} bytes; ask a shorter question or send less history"

    def _add_headers(self, path: str, headers: MutableHeaders) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        if path.startswith("/api/"):
            headers["Content-Security-Policy"] = _API_POLICY
            headers.setdefault("Cache-Control", "no-store")
        else:
            headers["Content-Security-Policy"] = self._embed_policy if path == "/embed" else _CHAT_POLICY


async def _refuse(send: Send, status: int, code: str, message: str) -> None:
    body = json_text({"error": {"code": code, "message": message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

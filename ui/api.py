"""The HTTP API: questions, articles, search, the widget's files, health. It never passes through Gradio's queue.

Errors are ``{"error": {"code", "message"}}`` with a fitting status; what the engine refuses as bad input is 400.
"""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from index.errors import InputError, WenjuError
from ui.article_json import article_json
from ui.edge import Edge, checked_origins
from ui.events import event_stream
from ui.found import found_json
from ui.output import error_json, json_text
from ui.request import AskRequest, read_request

if TYPE_CHECKING:
    from rag.config import Settings
    from rag.engine import Engine

logger = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"
MAX_RESULTS = 50
BUSY = "too many questions at once; please try again in a few seconds"


def create_app(engine: "Engine", settings: "Settings") -> FastAPI:
    """The API over an open engine, without the chat (`ui.serve` mounts it last, at ``/``).

    Raises:
        ConfigError: ``serve.allowed_origins`` names no site.
    """
    origins = checked_origins(settings.serve.allowed_origins)
    app = FastAPI(title="wenju", docs_url=None, redoc_url=None, openapi_url=None)  # the pages of docs load scripts from elsewhere
    app.state.ready = True
    app.state.limiter = anyio.CapacityLimiter(settings.serve.max_in_flight)
    app.add_middleware(Edge, allowed_origins=origins, max_body_bytes=settings.serve.max_body_bytes)
    # Always installed, even for no site: Gradio reflects any origin, with credentials, where its host app has no CORS of its own.
    # Added last, so it is the outermost: a refusal, too, must be readable by the page that asked.
    app.add_middleware(CORSMiddleware, allow_origins=list(origins), allow_methods=["GET", "POST"], allow_headers=["Content-Type", "Accept"])
    _add_questions(app, engine)
    _add_reading(app, engine)
    _add_pages(app)
    _add_errors(app)
    return app


def _add_questions(app: FastAPI, engine: "Engine") -> None:
    @app.post("/api/ask")
    async def ask(request: Request) -> Response:
        asked = read_request(await _json_body(request))
        limiter = app.state.limiter
        if limiter.available_tokens < 1:
            headers = {"Retry-After": "5"}
            return _json({"error": {"code": "busy", "message": BUSY}}, HTTPStatus.SERVICE_UNAVAILABLE, headers)
        if "text/event-stream" in request.headers.get("accept", ""):
            events = engine.stream(asked.question, history=asked.history, filters=asked.filters, as_of=asked.as_of)
            headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            return StreamingResponse(event_stream(events, limiter), media_type="text/event-stream", headers=headers)

        def answered() -> dict[str, Any]:
            return engine.ask(asked.question, history=asked.history, filters=asked.filters, as_of=asked.as_of).to_json()

        return _json(await _in_thread(answered, limiter))


def _add_reading(app: FastAPI, engine: "Engine") -> None:
    @app.get("/api/articles/{article_id}")
    async def article(article_id: str) -> Response:
        return _json(await _in_thread(lambda: _stored_article(engine, article_id), app.state.limiter))

    @app.get("/api/search")
    async def search(q: str = "", k: str = "10") -> Response:
        if not k.isdigit() or not 1 <= int(k) <= MAX_RESULTS:
            raise InputError(f"k must be a number from 1 to {MAX_RESULTS}, found {k[:20]!r}")
        return _json(await _in_thread(lambda: found_json(engine, AskRequest(q), k=int(k)), app.state.limiter))


def _add_pages(app: FastAPI) -> None:
    @app.get("/healthz")
    async def healthz() -> Response:
        return _json({"status": "ok"})

    @app.get("/readyz")
    async def readyz() -> Response:
        if app.state.ready:
            return _json({"status": "ready"})
        return _json({"status": "stopping"}, HTTPStatus.SERVICE_UNAVAILABLE)

    @app.get("/widget.js")
    async def widget() -> Response:
        # Any page may load the script; what it may ask is decided on /api/ask.
        headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
        return FileResponse(_STATIC / "widget.js", media_type="text/javascript", headers=headers)

    @app.get("/embed")
    async def embed() -> Response:
        return HTMLResponse((_STATIC / "embed.html").read_text(encoding="utf-8"))


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(WenjuError)
    async def known(_: Request, error: WenjuError) -> Response:
        status = HTTPStatus.BAD_REQUEST if isinstance(error, InputError) else HTTPStatus.INTERNAL_SERVER_ERROR
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            logger.error("%s: %s", error.code, error)
        return _json(error_json(error), status)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        code = HTTPStatus(error.status_code).name.lower()
        return _json({"error": {"code": code, "message": str(error.detail)}}, error.status_code)


async def _json_body(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send the question as application/json")
    try:
        fields = json.loads((await request.body()).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f'the body is not JSON in UTF-8 ({error}); expected {{"question": "…"}}') from error
    if not isinstance(fields, dict):
        raise InputError('the body must be an object: {"question": "…"}')
    return fields


def _stored_article(engine: "Engine", article_id: str) -> dict[str, Any]:
    article = engine.article(article_id)
    if article is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no article with this id in the index")
    return {
        "id": article.id,
        "version": article.version,
        "collection": article.collection,
        "doc_id": article.doc_id,
        "source_file": article.source_file,
        **article_json(article),
    }


async def _in_thread(call: Callable[[], dict[str, Any]], limiter: anyio.CapacityLimiter) -> dict[str, Any]:
    return await run_sync(call, limiter=limiter)


def _json(value: dict[str, Any], status: int = HTTPStatus.OK, headers: dict[str, str] | None = None) -> Response:
    return Response(json_text(value), status_code=status, headers=headers, media_type="application/json")

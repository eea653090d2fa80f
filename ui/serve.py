"""The web service: one process with the API, the widget's files and the chat, one engine for all."""

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from rag.config import Settings
from rag.engine import Engine
from ui.api import create_app
from ui.edge import checked_origins
from ui.serve_socket import address, listen

GRACE_S = 10  # open streams get this long to end; every browser tab of the chat holds one


def serve_until_stopped(settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Open the index, serve, and return when the program is told to stop.

    Args:
        settings: of the index, the answers and the service.
        announce: called once with the address, when the first question can be asked.

    Raises:
        PortTaken: the port is in use.
        ConfigError: the address or an allowed site cannot be used.
        IndexingError: there is no usable index.
    """
    checked_origins(settings.serve.allowed_origins)
    listening = listen(settings.serve.host, settings.serve.port)  # before the slow part: a taken port is told at once
    with listening:
        app = full_app(Engine.open(settings.index, settings), settings)
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=GRACE_S, server_header=False)
        server = _Announcing(config, app, lambda: announce(f"wenju answers at {address(listening)} (stop with Ctrl+C)"))
        with suppress(KeyboardInterrupt):  # uvicorn raises it again once the open streams have ended
            server.run(sockets=[listening])


def full_app(engine: Engine, settings: Settings) -> FastAPI:
    """The API with the chat at ``/``, mounted last so that no route of ours is hidden by it."""
    from ui.chat import mount_chat

    return mount_chat(create_app(engine, settings), engine, settings)


class _Announcing(uvicorn.Server):
    """Says when it listens, and turns readiness off before it drains."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.ready = False
        await super().shutdown(sockets=sockets)

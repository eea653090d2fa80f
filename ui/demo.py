"""A page of "another site" with the widget in it, on a port of its own: shows that embedding works, and what it needs."""

from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ui.edge import checked_origins
from ui.markup import escaped
from ui.serve_socket import address, listen

_PAGE = Path(__file__).parent / "static" / "demo.html"


def demo_page(endpoint: str) -> str:
    """The page, asking the service at ``endpoint`` (``scheme://host[:port]``).

    Raises:
        ConfigError: ``endpoint`` is no such address.
    """
    return _PAGE.read_text(encoding="utf-8").replace("__ENDPOINT__", escaped(checked_origins([endpoint.rstrip("/")])[0]))


def demo_server(endpoint: str, port: int) -> ThreadingHTTPServer:
    """A server of the page on loopback, bound and listening; port 0 takes a free one.

    Raises:
        PortTaken: the port is in use.
        ConfigError: ``endpoint`` is no address.
    """
    body = demo_page(endpoint).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path.partition("?")[0] == "/"
            self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body) if found else 0))
            self.end_headers()
            self.wfile.write(body if found else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server calls
            """Say nothing: only the command line prints."""

    listening = listen("127.0.0.1", port)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    return server


def serve_demo(endpoint: str, port: int, *, announce: Callable[[str], None]) -> None:
    """Serve the page until the program is told to stop."""
    with demo_server(endpoint, port) as server:
        here = address(server.socket)
        announce(f"the demo page is at {here} (stop with Ctrl+C); let it ask with: wenju serve --allow-origin {here}")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return

"""A listening socket, or a sentence that says why there is none."""

import errno
import socket

from index.errors import ConfigError


class PortTaken(ConfigError):
    """Another program listens on the port."""

    code = "port_taken"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        PortTaken: the port is in use.
        ConfigError: the address is not of this machine, or the port is not allowed to this user.
    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise ConfigError(f"cannot listen on {host!r}: {error.strerror}; use --host 127.0.0.1, or 0.0.0.0 for every address") from error
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(where)
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"port {port} on {host} is taken; stop the program that uses it or choose another with --port") from error
        raise ConfigError(f"cannot listen on {host}:{port}: {error.strerror}; choose others with --host and --port") from error
    return listening


def address(listening: socket.socket) -> str:
    """The URL a person can open for a listening socket."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - read, not bound
    return f"http://{shown}:{port}"

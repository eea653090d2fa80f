"""One address on the web → its bytes, without ever reaching inside.

The name is resolved once, every address it gives is judged, and the connection goes to the judged one; redirects are judged anew. No
proxy of the environment, no cookies, no password.
"""

import ipaddress
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpcore
import httpx

from index.readers.addresses import Address, is_public

logger = logging.getLogger(__name__)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS: dict[str | bytes, str | bytes] = {
    "Accept": "text/html, application/xhtml+xml, application/xml, text/*, */*;q=0.5",
    "Accept-Encoding": "identity",
    "User-Agent": "wenju",
}
_LONGEST_URL = 2_000


class NotFetched(Exception):
    """Why an address gave nothing; the sentence is for people."""


class Forbidden(NotFetched):
    """The address may not be fetched at all."""


def resolve(host: str, port: int) -> list[str]:
    """Numeric addresses of a host, as the system finds them.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class UrlRules:
    """What may be fetched.

    Attributes:
        ports: of the servers.
        is_allowed: whether a numeric address may be reached.
        resolve: host and port → numeric addresses.
        most_redirects: before a page.
        largest: bytes of a page.
        seconds: for all of it.
    """

    ports: frozenset[int] = frozenset({80, 443})
    is_allowed: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int], Sequence[str]] = resolve
    most_redirects: int = 3
    largest: int = 20 * 2**20
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    Attributes:
        url: where it was found, after redirects.
        type: media type as the server says, in lower case, without parameters.
        charset: as the server says, or empty.
        data: the bytes.
    """

    url: str
    type: str
    charset: str
    data: bytes


def fetch(url: str, rules: UrlRules) -> Fetched:
    """Get a page.

    Raises:
        Forbidden: the address, or one it leads to, may not be reached.
        NotFetched: it cannot be reached, takes too long, is too large, or the server says no.
    """
    deadline = time.monotonic() + rules.seconds
    for _ in range(rules.most_redirects + 1):
        target = _checked(url, rules)
        answer = _get(target, rules, deadline)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(str(target), answer)
    raise Forbidden(f"it leads on more than {rules.most_redirects} times; give the address where it ends")


def _checked(url: str, rules: UrlRules) -> httpx.URL:
    if len(url) > _LONGEST_URL or any(ord(char) < 33 or ord(char) == 127 or char == "\\" for char in url):
        raise Forbidden("the address is longer than 2,000 characters or holds blanks, control characters or backslashes")
    try:
        target = httpx.URL(url)
        host = target.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Forbidden(f"no address that can be read ({error})") from error
    if target.scheme not in {"http", "https"} or not host:
        raise Forbidden(f"only http and https addresses are fetched, not {target.scheme or 'none'}")
    if target.userinfo:
        raise Forbidden("an address with a user name in it is not fetched")
    port = target.port or (443 if target.scheme == "https" else 80)
    if port not in rules.ports:
        raise Forbidden(f"port {port} is not fetched from; only {', '.join(map(str, sorted(rules.ports)))}")
    return target


def _get(target: httpx.URL, rules: UrlRules, deadline: float) -> Fetched | str:
    """The page, or where it leads on to."""
    backend = _Pinned(rules, deadline)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=backend, max_connections=1) as pool,
            pool.stream("GET", str(target.copy_with(fragment=None)), headers=_HEADERS) as response,
        ):
            headers = httpx.Headers(response.headers)
            if response.status in _REDIRECTS and "location" in headers:
                return headers["location"]
            if response.status != 200:
                raise NotFetched(f"the server answered {response.status}")
            if headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
                raise NotFetched("the server packs its answer, though it was asked not to")
            return _fetched(str(target), headers, response.iter_stream(), rules)
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise NotFetched(f"it cannot be reached ({type(error).__name__}: {error})") from error


def _fetched(url: str, headers: httpx.Headers, stream: Iterable[bytes], rules: UrlRules) -> Fetched:
    announced = headers.get("content-length", "")
    if announced.isdigit() and int(announced) > rules.largest:
        raise NotFetched(f"{int(announced) >> 20} MB; the limit is {rules.largest >> 20} MB")
    parts: list[bytes] = []
    size = 0
    for part in stream:
        size += len(part)
        if size > rules.largest:
            raise NotFetched(f"more than the limit of {rules.largest >> 20} MB")
        parts.append(part)
    kind, _, parameters = headers.get("content-type", "").partition(";")
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return Fetched(url, kind.strip().lower(), charset, b"".join(parts))


@dataclass
class _Pinned(httpcore.NetworkBackend):
    """Connects to an address that was judged, and lets nothing take longer than the deadline."""

    rules: UrlRules
    deadline: float
    _plain: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(  # the form of the base class
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline stands for it
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Any = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        try:
            found = [ipaddress.ip_address(each) for each in self.rules.resolve(host.strip("[]"), port)]
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no address is known for {host!r}") from error
        except ValueError as error:
            raise Forbidden(f"{host!r} gives what is no address ({error})") from error
        if not found or not all(self.rules.is_allowed(each) for each in found):
            raise Forbidden(f"{host!r} leads to an address that is not on the open internet; nothing was fetched")
        stream = self._plain.connect_tcp(str(found[0]), port, timeout=_left(self.deadline))
        return _Timed(stream, self.deadline)


@dataclass
class _Timed(httpcore.NetworkStream):
    """A connection that ends at the deadline, also when its server sends one byte at a time."""

    stream: httpcore.NetworkStream
    deadline: float

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self.stream.read(max_bytes, timeout=_left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self.stream.write(buffer, timeout=_left(self.deadline))

    def close(self) -> None:
        self.stream.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> Any:  # noqa: ARG002
        return _Timed(self.stream.start_tls(ssl_context, server_hostname, timeout=_left(self.deadline)), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it takes longer than the limit")
    return left

"""Parsers that do what a parser taken over by a file might do; they run inside the fenced child only."""

import ctypes
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.parsers.refusal import Refusal

Rows = Iterator[dict[str, Any]]


def size(data: bytes, **arguments: Any) -> Rows:
    yield {"size": len(data), "arguments": arguments}
    print("noise of a library")  # noqa: T201


def hog(data: bytes) -> Rows:
    yield {"held": len(b"x" * (1 << 31))}


def loop(data: bytes) -> Rows:
    yield {"first": 1}
    yield {"pad": "x" * (1 << 20)}
    while True:
        pass


def write(data: bytes, path: str) -> Rows:
    Path(path).write_text("taken", encoding="utf-8")
    yield {}


def write_unseen(data: bytes, path: str) -> Rows:
    """By the C library, past the interpreter's hook."""
    libc = ctypes.CDLL(None, use_errno=True)
    opened = libc.open(path.encode(), os.O_WRONLY | os.O_CREAT, 0o600)
    opened_at = libc.openat(-100, path.encode(), os.O_RDWR | os.O_CREAT, 0o600)
    yield {"refused": [opened < 0, opened_at < 0, libc.mkdir(path.encode(), 0o700) < 0]}


def talk(data: bytes, port: int) -> Rows:
    socket.create_connection(("127.0.0.1", port))
    yield {}


def talk_unseen(data: bytes, port: int) -> Rows:
    yield {"refused": ctypes.CDLL(None).socket(2, 1, 0) < 0}


def start(data: bytes) -> Rows:
    subprocess.run([sys.executable, "-c", "pass"], check=False)
    yield {}


def start_unseen(data: bytes) -> Rows:
    libc = ctypes.CDLL(None)
    yield {"refused": libc.execl(b"/bin/true", b"true", None) < 0}


def crash(data: bytes) -> Rows:
    yield {"first": 1}
    os.abort()


def segfault(data: bytes) -> Rows:
    ctypes.string_at(0)
    yield {}


def flood(data: bytes) -> Rows:
    while True:
        yield {"more": "x" * 65536}


def one_long_row(data: bytes) -> Rows:
    yield {"more": "x" * (3 << 20)}


def refuse(data: bytes) -> Rows:
    raise Refusal("encrypted", "it opens with a password only; save it without one")
    yield {}


def stumble(data: bytes) -> Rows:
    yield {"first": 1}
    raise KeyError("no such table")


def vanish(data: bytes) -> Rows:
    os._exit(0)
    yield {}


def reveal(data: bytes) -> Rows:
    yield {"environment": sorted(os.environ), "surrogate": "\ud800", "line": "a\u2028b\nc"}


def multiply(data: bytes) -> Rows:
    """A thread may be had, a second process that would go on alone may not."""
    done: list[int] = []
    thread = threading.Thread(target=done.append, args=(1,))
    thread.start()
    thread.join()
    yield {"threads": len(done), "forked": ctypes.CDLL(None).fork() >= 0}

"""The fence around a parser: no network, no writing, no programs, so much memory and so much time.

Three layers, because no single one stands everywhere: limits of the system (POSIX; macOS does not hold the one of memory), a filter of
system calls (Linux on x86-64 and ARM64), which also holds a parser whose native code was taken over, and a hook of the interpreter
(everywhere), which names what was tried. Windows has the hook, and its parent's time limit.
"""

import contextlib
import os
import sys
from typing import Any

from index.parsers.syscalls import filter_calls

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = frozenset(
    "subprocess.Popen os.system os.exec os.fork os.forkpty os.spawn os.posix_spawn os.startfile os.kill os.killpg os.remove os.rename "
    "os.rmdir os.mkdir os.link os.symlink os.truncate os.chmod os.chown os.utime sqlite3.connect pty.spawn".split()
)


class Fenced(PermissionError):
    """A parser tried what no parser needs."""


def raise_fence(memory_mb: int, seconds: int) -> None:
    """Limit this process for the rest of its life; nothing takes it back.

    Args:
        memory_mb: address space in MiB; not held by macOS.
        seconds: of processor time; the parent watches the clock.
    """
    if sys.platform != "win32":
        _limit(memory_mb, seconds)
    filter_calls()
    sys.addaudithook(_audit)


def _limit(memory_mb: int, seconds: int) -> None:
    import resource

    wanted = (
        (resource.RLIMIT_AS, memory_mb << 20),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in wanted:
        with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS: the other layers stand
            resource.setrlimit(kind, (limit, limit))


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if event == "open":
        path, mode, flags = args
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & _WRITING):
            raise Fenced(f"writing {path!r}")
    elif event in _REFUSED or event.startswith("socket."):
        raise Fenced(event)

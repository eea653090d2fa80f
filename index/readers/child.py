"""Binary formats are parsed in a child process of their own: a hostile or broken file ends that process, never a build.

The child may hold 512 MiB, take 60 s, and neither write, nor talk, nor start programs (`index.parsers.fence`). It gets the file on its
standard input and answers in JSON lines, never in pickle. macOS does not hold the limit of memory; Windows has the clock and the hook.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from index.findings import Rejected, RejectReason

logger = logging.getLogger(__name__)
_INSIDE = Path(__file__).parents[1] / "parsers" / "inside.py"
# Each thread of a numeric library takes address space: 8 MiB of stack and a heap of 64.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
# What the system's loader and libraries need; keys and passwords of the environment are no parser's business.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may take.

    Attributes:
        memory_mb: address space, MiB.
        seconds: by the clock, and of processor time.
        output_mb: of JSON lines.
        threads: of a numeric library; processor time may be so many times ``seconds``.
    """

    memory_mb: int = 512
    seconds: int = 60
    output_mb: int = 64
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a child gave.

    Attributes:
        rows: in the order the parser yielded them; whole rows only.
        stopped: why it did not come to its end; None when it did. A caller that can use a part of a file may keep the rows.
    """

    rows: tuple[dict[str, Any], ...]
    stopped: Rejected | None = None


@dataclass
class _Heard:
    """What came down the pipe."""

    lines: list[bytes] = field(default_factory=list)
    too_much: bool = False
    timed_out: bool = False


def run_child(
    parser: str, data: bytes, *, source: str, arguments: Mapping[str, object] | None = None, limits: Limits | None = None
) -> Parsed:
    """Parse a file in a fresh, fenced process.

    Args:
        parser: ``module:function`` of `index.parsers`; the function takes the file's bytes and ``arguments`` by name, and yields rows:
            dicts that JSON can carry. It raises `index.parsers.refusal.Refusal` for a file to be turned away; whatever else it raises
            means that the file is damaged.
        data: the whole file.
        source: the file's name, for the rejection; the child never sees it.
        arguments: what else the parser is told, as JSON.
        limits: 512 MiB, 60 s, 64 MiB of answer, one thread when None.

    Returns:
        The rows, and the rejection when the child was stopped by itself, a limit or a crash: TOO_LARGE for memory, time and output,
        UNSAFE for an attempt to write, talk or start a program, DAMAGED for a crash or an error, or what the parser said.
    """
    limits = limits or Limits()
    order = {
        "path": [entry for entry in sys.path if entry] or [str(_INSIDE.parents[2])],
        "parser": parser,
        "arguments": dict(arguments or {}),
        "memory_mb": limits.memory_mb,
        "seconds": limits.seconds * limits.threads,
    }
    with _as_file(data) as handed:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and script; the order is one argument
            [sys.executable, "-I", "-S", str(_INSIDE), json.dumps(order)],
            stdin=handed,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                **_ENVIRONMENT,
                "OMP_NUM_THREADS": str(limits.threads),
            },
            start_new_session=True,
        )
        heard = _listen(process, cast("IO[bytes]", process.stdout), limits)
    return _judge(heard, process.returncode, source, limits)


def _as_file(data: bytes) -> IO[bytes]:
    """The bytes as a file without a name, in memory where the system can."""
    if hasattr(os, "memfd_create"):
        held: IO[bytes] = os.fdopen(os.memfd_create("wenju"), "w+b")
    else:
        held = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    held.write(data)
    held.seek(0)
    return held


def _listen(process: subprocess.Popen[bytes], said: IO[bytes], limits: Limits) -> _Heard:
    """The child's lines until it ends or a limit ends it; it and its group are gone afterwards."""
    heard = _Heard()

    def late() -> None:
        heard.timed_out = True
        _kill(process)

    watch = threading.Timer(limits.seconds, late)
    watch.daemon = True
    watch.start()
    try:
        left = limits.output_mb << 20
        while line := said.readline(left + 1):
            left -= len(line)
            if left < 0:
                heard.too_much = True
                break
            heard.lines.append(line)
    finally:
        watch.cancel()
        _kill(process)
        process.wait()
        said.close()
    return heard


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started; nothing happens when it is gone."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group that has ended
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _judge(heard: _Heard, status: int, source: str, limits: Limits) -> Parsed:
    rows: list[dict[str, Any]] = []
    end: dict[str, str] | None = None
    for line in heard.lines:
        try:
            told = json.loads(line)
        except ValueError:  # cut short by the kill, or a parser that no longer knows what it does
            break
        if "row" in told:
            rows.append(told["row"])
        else:
            end = told
    if end == {"end": "done"}:
        return Parsed(tuple(rows))
    reason, detail = _why(heard, end, status, limits)
    if end is not None and "trace" in end:
        logger.info("%s: parser stopped:\n%s", source, end["trace"])
    return Parsed(tuple(rows), Rejected(source, reason, detail))


def _why(heard: _Heard, end: dict[str, str] | None, status: int, limits: Limits) -> tuple[RejectReason, str]:
    if heard.timed_out:
        return RejectReason.TOO_LARGE, f"reading it took longer than the limit of {limits.seconds} s; split the file or save it as text"
    if heard.too_much:
        return RejectReason.TOO_LARGE, f"it unpacks to more than the limit of {limits.output_mb} MB; split the file or save it as text"
    if end is not None:
        return _ended(end, limits)
    if status == -9:
        limit = f"{limits.seconds} s or {limits.memory_mb} MB"
        return RejectReason.TOO_LARGE, f"the system stopped reading it, at the limit of {limit}; split the file or save it as text"
    if status < 0:
        how = signal.Signals(-status).name if -status in signal.valid_signals() else f"signal {-status}"
        return RejectReason.DAMAGED, (
            f"its reader crashed ({how}): the file is broken inside, or needs more than {limits.memory_mb} MB; open it and save it anew"
        )
    return RejectReason.FAILED, f"the process that reads it ended with status {status} and no word; run again, and report it if it stays"


def _ended(end: dict[str, str], limits: Limits) -> tuple[RejectReason, str]:
    """What the child itself said when it stopped."""
    detail = end.get("detail", "")
    match end.get("end"):
        case "refused":
            return RejectReason(end["reason"]), detail
        case "memory":
            return RejectReason.TOO_LARGE, f"reading it takes more than the limit of {limits.memory_mb} MB of memory; split the file"
        case "missing":
            return RejectReason.UNSUPPORTED, f"the package that reads it is not installed ({detail}); install it and build again"
        case "fenced":
            return RejectReason.UNSAFE, f"reading it led to what no reader may do ({detail}); it was stopped"
    return RejectReason.DAMAGED, f"it is broken inside, its reader gave up ({detail}); open it and save it anew"

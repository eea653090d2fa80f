"""Who may write, and what is still read: advisory file locks that die with their process."""

import fcntl
import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from index.errors import IndexLocked
from index.snapshot import KEPT_GENERATIONS, generation_folder, generations


@contextmanager
def writer_lock(root: Path) -> Iterator[None]:
    """Hold the one writer lock of an index.

    Raises:
        IndexLocked: another process writes; its pid, host and start are named.
    """
    path = root / "write.lock"
    with path.open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexLocked(f"another process is writing to {root} ({_holder(path)}); wait until it ends, then try again") from None
        stream.truncate(0)
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat(timespec="seconds")}, stream)
        stream.flush()
        yield


def _holder(path: Path) -> str:
    try:
        record = json.loads(path.read_text())
        return f"pid {record['pid']} on {record['host']}, since {record['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has not said who it is"


def hold_generation(root: Path, number: int) -> IO[str] | None:
    """A shared lock that keeps a generation from being retired until the file is closed; None on a read-only disk."""
    try:
        (root / "inuse").mkdir(exist_ok=True)
        stream = (root / "inuse" / str(number)).open("a")
    except OSError:
        return None
    fcntl.flock(stream, fcntl.LOCK_SH)
    return stream


def retire_generations(root: Path, current: int) -> list[int]:
    """Remove generations older than the one before the current, as long as no reader holds them; which were removed."""
    removed: list[int] = []
    for number in [n for n in generations(root) if n <= current][KEPT_GENERATIONS:]:
        (root / "inuse").mkdir(exist_ok=True)
        with (root / "inuse" / str(number)).open("a") as stream, suppress(BlockingIOError):
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            gone = root / "gen" / f"{number:08d}.gone"
            generation_folder(root, number).rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
            (root / "inuse" / str(number)).unlink(missing_ok=True)
            removed.append(number)
    for leftover in (root / "gen").glob("*.gone"):
        shutil.rmtree(leftover, ignore_errors=True)
    return removed

"""What a build did, file by file, and what an index remembers of the files it could not take in.

The memory is one small file beside the generations: the reasons are no part of the collection, so a build that only finds
other reasons than before need not publish.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from index.errors import IndexDamaged
from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.snapshot import sync

_MEMORY = "not-indexed.json"


class FileState(StrEnum):
    """What a build made of one file; a file of many records is kept when one of them is."""

    KEPT = "kept"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    SKIPPED = "skipped"


_RANK = {state: rank for rank, state in enumerate(FileState)}


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files were seen: ``seen == kept + unchanged + skipped + rejected``."""

    seen: int
    kept: int
    unchanged: int
    skipped: int
    rejected: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        files: the files that were seen.
        pages: pages and records that were read, those that stand as they stood included.
        accepted: articles that are new in the index.
        unchanged: articles of these sources that stand as they stood.
        changed: articles that replaced their earlier version.
        removed: articles whose file or record is gone.
        rejected: files, records and articles that were not indexed and that somebody should look at.
        skipped: those that were not indexed and with which nothing is lost: empty ones, copies.
        warnings: what had to be guessed, replaced or left out, in unchanged files too.
        articles: articles in the index now.
        chunks: chunks in the index now.
        figures: figures in the index now.
        generation: the published generation; the same as before when nothing changed.
        seconds: how long it took.
    """

    files: FileCounts
    pages: int
    accepted: int
    unchanged: int
    changed: int
    removed: int
    rejected: tuple[Rejected, ...]
    skipped: tuple[Rejected, ...]
    warnings: tuple[Warned, ...]
    articles: int
    chunks: int
    figures: int
    generation: int
    seconds: float

    @property
    def rejected_by_reason(self) -> dict[str, int]:
        """Reason → how many, most first."""
        return dict(Counter(each.reason.value for each in self.rejected).most_common())

    @property
    def skipped_by_reason(self) -> dict[str, int]:
        """Reason → how many, most first."""
        return dict(Counter(each.reason.value for each in self.skipped).most_common())

    @property
    def warnings_by_kind(self) -> dict[str, int]:
        """Kind → how many, most first."""
        return dict(Counter(each.kind.value for each in self.warnings).most_common())


def count_files(states: Iterable[tuple[str, FileState]]) -> FileCounts:
    """Counts of files from (file, state of one of its pages); the best state of a file counts."""
    best: dict[str, FileState] = {}
    for file, state in states:
        if file not in best or _RANK[state] < _RANK[best[file]]:
            best[file] = state
    counts = Counter(best.values())
    return FileCounts(len(best), *(counts[state] for state in (FileState.KEPT, FileState.UNCHANGED, FileState.SKIPPED, FileState.REJECTED)))


@dataclass(frozen=True, slots=True)
class NotIndexed:
    """What the last build of one source left out or doubted."""

    left_out: tuple[Rejected, ...] = ()
    warnings: tuple[Warned, ...] = ()


def remember(index_dir: Path, found: Mapping[str, NotIndexed]) -> None:
    """Store what was left out of each source, beside what is known of other sources; the writer lock is held.

    Args:
        index_dir: the index.
        found: by the source's absolute path.
    """
    merged = {**recall(index_dir), **found}
    record = {root: asdict(each) for root, each in sorted(merged.items()) if each.left_out or each.warnings}
    new = index_dir / f"{_MEMORY}.tmp"
    new.write_text(json.dumps(record, indent=1), encoding="utf-8")
    sync(new)
    new.replace(index_dir / _MEMORY)
    sync(index_dir)


def recall(index_dir: Path) -> dict[str, NotIndexed]:
    """What was left out of each source at its last build, by the source's absolute path; empty for an index that left nothing out.

    Raises:
        IndexDamaged: the file that holds it cannot be read.
    """
    path = index_dir / _MEMORY
    try:
        record: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(path.read_text(encoding="utf-8"))
        return {root: _not_indexed(each) for root, each in record.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(
            f'{path} cannot be read ({error}); remove it, and the next "wenju build" of the same sources makes it again'
        ) from error


def _not_indexed(record: Mapping[str, list[dict[str, Any]]]) -> NotIndexed:
    left_out = tuple(Rejected(**{**each, "reason": RejectReason(each["reason"])}) for each in record["left_out"])
    return NotIndexed(left_out, tuple(Warned(**{**each, "kind": WarningKind(each["kind"])}) for each in record["warnings"]))

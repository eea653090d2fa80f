"""Reports of runs as files: one run is one JSON object, several stand under ``runs``."""

import json
from collections.abc import Sequence
from pathlib import Path

from eval.report import slices_json
from eval.schema import RunReport
from index.errors import InputError


def write_runs(reports: Sequence[RunReport], path: Path) -> None:
    """Write rows, means and slices of each run.

    Raises:
        InputError: the file cannot be written.
    """
    runs = [report.to_json() | {"slices": slices_json(report)} for report in reports]
    text = json.dumps(runs[0] if len(runs) == 1 else {"runs": runs}, ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf8")
    except OSError as error:
        raise InputError(f"cannot write the report to {path}: {error.strerror}; name a file in a folder that exists") from error


def read_runs(path: Path) -> tuple[RunReport, ...]:
    """Read what `write_runs` wrote.

    Raises:
        InputError: the file cannot be read, or holds something else.
    """
    try:
        record = json.loads(path.read_text(encoding="utf8"))
        return tuple(RunReport.from_json(run) for run in record.get("runs", [record]))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; it is the file that wenju eval run --json wrote") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no report that wenju eval run --json wrote: {error}") from error

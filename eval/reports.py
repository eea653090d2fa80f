"""Reports of runs as files: one run is one JSON object, several stand under ``runs``."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from eval.html_report import write_html
from eval.report import markdown, slices_json
from eval.schema import RunReport
from index.errors import InputError


def write_runs(reports: Sequence[RunReport], path: Path) -> None:
    """Write rows, means and slices of each run.

    Raises:
        InputError: the file cannot be written.
    """
    runs = [report.to_json() | {"slices": slices_json(report)} for report in reports]
    _write(json.dumps(runs[0] if len(runs) == 1 else {"runs": runs}, ensure_ascii=False, indent=1) + "\n", path)


def write_pages(reports: Sequence[RunReport], path: Path) -> None:
    """Write the page of each run; of several, each set's name is put into the name of its file.

    Raises:
        InputError: a file cannot be written.
    """
    for report in reports:
        name = re.sub(r"[^\w.-]+", "-", report.set_name)
        write_html(report, path if len(reports) == 1 else path.with_stem(f"{path.stem}-{name}"))


def write_markdown(reports: Sequence[RunReport], path: Path) -> None:
    """Write the tables of each run.

    Raises:
        InputError: the file cannot be written.
    """
    _write("\n".join(markdown(report) for report in reports), path)


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


def _write(text: str, path: Path) -> None:
    try:
        path.write_text(text, encoding="utf8")
    except OSError as error:
        raise InputError(f"cannot write the report to {path}: {error.strerror}; name a file in a folder that exists") from error

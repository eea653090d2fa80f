"""What `wenju build` says when it is done, and what `wenju list --rejected` lists, as text and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any

from index.findings import Rejected
from index.report import BuildReport, NotIndexed
from ui.i18n import translate
from ui.output import one_line

_WIDTH = 100


def report_json(report: BuildReport) -> dict[str, Any]:
    """The build report's own fields, and its counts by reason and kind."""
    return {
        **asdict(report),
        "rejected_by_reason": report.rejected_by_reason,
        "skipped_by_reason": report.skipped_by_reason,
        "warnings_by_kind": report.warnings_by_kind,
    }


def report_text(report: BuildReport, index_dir: Path) -> str:
    """A table of what a build saw, kept and left out, and what the index holds now."""
    files = report.files
    articles = {"added": report.accepted, "changed": report.changed, "unchanged": report.unchanged, "removed": report.removed}
    seen = {"kept": files.kept, "unchanged": files.unchanged, "skipped": files.skipped, "rejected": files.rejected}
    rows: list[tuple[str, int, Mapping[str, int]]] = [
        ("files", files.seen, seen),
        ("pages", report.pages, {}),
        ("articles", report.accepted + report.changed + report.unchanged, articles),
        ("rejected", len(report.rejected), report.rejected_by_reason),
        ("skipped", len(report.skipped), report.skipped_by_reason),
        ("warnings", len(report.warnings), report.warnings_by_kind),
    ]
    head = one_line(f"{index_dir}: ") + translate("build.holds", "en", **_held(report)) + f" ({report.seconds:.1f} s)"
    more = [translate("build.see", locale) for locale in ("en", "zh-Hans")] if report.rejected else []
    return "\n".join([_table(rows), head, translate("build.holds", "zh-Hans", **_held(report)), *more])


def not_indexed_json(found: Mapping[str, NotIndexed]) -> dict[str, Any]:
    """What the last build of each source left out or doubted: ``{"rejected", "skipped", "warnings"}``, each with its ``root``."""
    left_out = [(root, each) for root, known in found.items() for each in known.left_out]
    return {
        "rejected": [{"root": root, **asdict(each)} for root, each in left_out if not each.reason.is_skip],
        "skipped": [{"root": root, **asdict(each)} for root, each in left_out if each.reason.is_skip],
        "warnings": [{"root": root, **asdict(each)} for root, known in found.items() for each in known.warnings],
    }


def not_indexed_text(found: Mapping[str, NotIndexed]) -> str:
    """The same to read: one line each, under what it is."""
    left_out = [each for known in found.values() for each in known.left_out]
    groups = {
        "rejected": [_left_out_line(each) for each in left_out if not each.reason.is_skip],
        "skipped": [_left_out_line(each) for each in left_out if each.reason.is_skip],
        "warnings": [_line(each.source, each.kind, each.detail) for known in found.values() for each in known.warnings],
    }
    lines = [line for name, told in groups.items() if told for line in (f"{_label(name)}: {len(told)}", *told)]
    return "\n".join(lines) or " · ".join(translate("build.nothing_left_out", locale) for locale in ("en", "zh-Hans"))


def _left_out_line(each: Rejected) -> str:
    return _line(each.source, each.reason, each.detail)


def _line(source: str, kind: StrEnum, detail: str) -> str:
    return one_line(f"  {source}  [{_label(kind.value)}]  {detail}")


def _held(report: BuildReport) -> dict[str, int]:
    return {"articles": report.articles, "chunks": report.chunks, "figures": report.figures, "generation": report.generation}


def _label(name: str) -> str:
    return f"{translate(f'build.{name}', 'en')} {translate(f'build.{name}', 'zh-Hans')}"


def _table(rows: Sequence[tuple[str, int, Mapping[str, int]]]) -> str:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for name, number, parts in rows:
        table.add_row(_label(name), f"{number:,}", _parts(parts.items()))
    stream = StringIO()
    Console(file=stream, width=_WIDTH, color_system=None, highlight=False, markup=False).print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().strip("\n").splitlines())


def _parts(parts: Iterable[tuple[str, int]]) -> str:
    return " · ".join(f"{_label(name)} {number:,}" for name, number in parts if number)

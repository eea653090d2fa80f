"""A run as text, Markdown and JSON: one table of slices, then what went wrong."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.reasons import why
from eval.schema import Mean, QuestionRow, RunReport, means_of
from eval.slices import slices_of
from eval.summary import summary_of
from index.errors import InputError

_CELL = 300  # characters of a cell; the rest is in the JSON
# What the table of a terminal shows of the measures; JSON, Markdown and HTML have them all.
SHOWN_MEASURES = frozenset(
    "R@1 R@5 R@10 nDCG@10 right answered refused figure short shown F1 conflict cited cite_precision cite_figures verbatim".split()
)


def slice_table(report: RunReport) -> str:
    """The slices as aligned columns, one measure a column in per cent; a dot where a measure does not apply."""
    lines = _table(report, [mean.name for mean in report.means if mean.name in SHOWN_MEASURES])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    table = [
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))]).rstrip()
        for line in lines
    ]
    return "\n".join([*_notes(report), *table])


def _notes(report: RunReport) -> list[str]:
    counts = ", ".join(f"{mean.name} {mean.n}" for mean in report.means)
    failed = sum(bool(row.error) for row in report.rows)
    notes = [f"{report.set_name}: {len(report.rows)} questions; n of each measure: {counts}"]
    notes += [f"{failed} questions ended in an error and count as zero"] if failed else []
    return notes


def _table(report: RunReport, names: Sequence[str]) -> list[list[str]]:
    lines = [["", "n", *names]]
    for title, rows in slices_of(report.rows):
        found: dict[str, Mean] = {mean.name: mean for mean in means_of(rows)}
        lines.append([title, str(len(rows)), *(f"{found[n].value * 100:.1f}" if n in found else "·" for n in names)])
    return lines


def markdown(report: RunReport) -> str:
    """The report as Markdown: the slice table, the figures that are no means, and the questions that went wrong.

    Nothing of a question or an answer can become a link, an image or HTML in it.
    """
    head, *lines = _table(report, [mean.name for mean in report.means])
    parts = [f"# {_cell(report.set_name)}", "", *(f"{_cell(note)}  " for note in _notes(report)), ""]
    parts += [_line(["slice", *head[1:]]), _line(["---", *["---:"] * (len(head) - 1)]), *map(_line, lines), ""]
    parts += [_line(["figure", "value"]), _line(["---", "---"])]
    parts += [_line([name, str(value)]) for name, value in _flat(summary_of(report.rows))]
    wrong = [(row, reason) for row in report.rows if (reason := why(row))]
    parts += [
        "",
        f"## {len(wrong)} questions went wrong",
        "",
        _line(["id", "kind", "question", "expected", "got", "why"]),
        _line(["---"] * 6),
    ]
    parts += [_line([r.qid, f"{r.lang} {r.kind}", r.question, r.expected or "(none)", r.short or r.status, reason]) for r, reason in wrong]
    return "\n".join(parts) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Text of others as Markdown text: one line, its marks written out."""
    return re.sub(r"([\\`*_{}\[\]<>#!|~&])", r"\\\1", " ".join(text.split())[:_CELL])


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name} ")
        else:
            yield prefix + name, "·" if value is None else value


def wrong_rows(report: RunReport, measure: str) -> tuple[QuestionRow, ...]:
    """The questions that lost points in one measure, worst first, then in the order asked."""
    return tuple(sorted((r for r in report.rows if r.measures.get(measure, 1.0) < 1.0), key=lambda r: r.measures[measure]))


def rows_text(report: RunReport, *, every: bool = False) -> str:
    """One line a question that went wrong (or every question): id, language, kind, question, expected → got, and why."""
    lines = []
    for row in report.rows:
        reason = why(row)
        if every or reason:
            outcome = f"{row.expected[:60] or '(none)'} → {(row.short or row.status)[:60]}  [{reason or 'right'}]"
            lines.append(f"{row.qid}  {row.lang}  {row.kind}  {row.question[:80]}  {outcome}".replace("\n", " "))
    return "\n".join(lines)


def slices_json(report: RunReport) -> list[dict[str, object]]:
    """The slice table as JSON objects."""
    return [{"slice": title, "questions": len(rows), "means": _means_json(means_of(rows))} for title, rows in slices_of(report.rows)]


def write_json(report: RunReport, path: Path) -> None:
    """Write rows, means and slices.

    Raises:
        InputError: the file cannot be written.
    """
    text = json.dumps(report.to_json() | {"slices": slices_json(report)}, ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf8")
    except OSError as error:
        raise InputError(f"cannot write the report to {path}: {error.strerror}; name a file in a folder that exists") from error


def _means_json(means: Sequence[Mean]) -> dict[str, dict[str, float]]:
    return {mean.name: {"value": round(mean.value, 6), "n": mean.n} for mean in means}

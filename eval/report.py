"""A run as text: one table of slices, then what went wrong."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.schema import Mean, QuestionRow, RunReport, means_of
from index.errors import InputError

Slice = tuple[str, tuple[QuestionRow, ...]]


def slices_of(report: RunReport) -> tuple[Slice, ...]:
    """All questions, those with a figure in the answer, then each language, then each kind, in order of name."""
    slices: list[Slice] = [("all", report.rows), ("numbers", tuple(row for row in report.rows if row.has_number))]
    keys: tuple[tuple[str, Callable[[QuestionRow], str]], ...] = (("lang", lambda r: r.lang), ("kind", lambda r: r.kind))
    for title, key in keys:
        values = sorted({key(row) for row in report.rows})
        slices += [(f"{title} {value}", tuple(row for row in report.rows if key(row) == value)) for value in values]
    return tuple(slices)


def slice_table(report: RunReport) -> str:
    """The slices as aligned columns, one measure a column in per cent; a dot where a measure does not apply."""
    names = [mean.name for mean in report.means]
    lines = [["", "n", *names]]
    for title, rows in slices_of(report):
        found: dict[str, Mean] = {mean.name: mean for mean in means_of(rows)}
        lines.append([title, str(len(rows)), *(f"{found[n].value * 100:.1f}" if n in found else "·" for n in names)])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    table = [
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))]).rstrip()
        for line in lines
    ]
    counts = ", ".join(f"{mean.name} {mean.n}" for mean in report.means)
    failed = sum(bool(row.error) for row in report.rows)
    notes = [f"{report.set_name}: {len(report.rows)} questions; n of each measure: {counts}"]
    notes += [f"{failed} questions ended in an error and count as zero"] if failed else []
    return "\n".join([*notes, *table])


def wrong_rows(report: RunReport, measure: str) -> tuple[QuestionRow, ...]:
    """The questions that lost points in one measure, worst first, then in the order asked."""
    return tuple(sorted((r for r in report.rows if r.measures.get(measure, 1.0) < 1.0), key=lambda r: r.measures[measure]))


def why(row: QuestionRow) -> str:
    """In one phrase, where a question went wrong; empty when nothing did."""
    if row.error:
        return row.error
    if not row.answerable:
        return "" if row.measures["refused"] else "answered, though no article says it"
    right = row.measures.get("figure", row.measures.get("short", row.measures["answered"]))
    if right:
        whole = row.measures.get("shown", 1.0) and row.measures.get("cited", 1.0)
        return "" if whole else "right short answer, not shown or not cited as it should be"
    return _missed_at(row)


def _missed_at(row: QuestionRow) -> str:
    if "R@10" in row.measures and row.rank is None:
        return "not retrieved"
    if not row.measures["answered"]:
        return f"retrieved at {row.rank}, refused" if row.rank else "refused"
    return "right sentence, wrong answer drawn from it" if row.measures.get("cited", 1.0) else "another sentence chosen"


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
    return [{"slice": title, "questions": len(rows), "means": _means_json(means_of(rows))} for title, rows in slices_of(report)]


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

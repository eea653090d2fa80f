"""Two runs of the same questions side by side: paired differences with intervals, and the questions won and lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.bootstrap import Interval, paired_difference
from eval.schema import MEASURES, QuestionRow, RunReport
from index.errors import InputError

# The measures by which a question is won or lost, the first that both runs have.
_DECIDING = ("right", "short", "RR@10")


@dataclass(frozen=True, slots=True)
class Paired:
    """One measure over the ``n`` questions to which it applies in both runs; ``difference`` is b - a."""

    measure: str
    a: float
    b: float
    difference: Interval
    n: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run b against run a.

    Attributes:
        set_name: what was asked.
        names: how the runs tell themselves apart (system, settings, index), a and b.
        paired: one entry a measure, in the order of every table.
        deciding: the measure by which questions are won and lost.
        won: (row of a, row of b) where b is better, the greatest difference first, then in the order asked.
        lost: the same where b is worse.
    """

    set_name: str
    names: tuple[str, str]
    paired: tuple[Paired, ...]
    deciding: str
    won: tuple[tuple[QuestionRow, QuestionRow], ...]
    lost: tuple[tuple[QuestionRow, QuestionRow], ...]


def compare_all(a: Sequence[RunReport], b: Sequence[RunReport]) -> tuple[Comparison, ...]:
    """Compare runs set by set, in the order of ``a``.

    Raises:
        InputError: they are not of the same sets, or as `compare`.
    """
    of_b = {report.set_name: report for report in b}
    shared = [report for report in a if report.set_name in of_b]
    if not shared:
        raise InputError(f"the runs share no set: {_listed(a)} and {_listed(b)}; run both over the same set")
    return tuple(compare(report, of_b[report.set_name]) for report in shared)


def compare(a: RunReport, b: RunReport) -> Comparison:
    """Compare two runs of one set.

    Raises:
        InputError: the runs are of different corpora or questions; both are named.
    """
    if (a.set_name, a.fingerprint) != (b.set_name, b.fingerprint):
        named = " and ".join(f"{run.set_name} ({run.fingerprint or 'no fingerprint: a part, or another index'})" for run in (a, b))
        raise InputError(f"these runs are not of the same questions and corpus: {named}; run both over the same set")
    rows_b = {row.qid: row for row in b.rows}
    if [row.qid for row in a.rows] != list(rows_b):
        raise InputError(f"these runs of {a.set_name} asked {len(a.rows)} and {len(b.rows)} questions, not the same; run both alike")
    pairs = [(row, rows_b[row.qid]) for row in a.rows]
    measures = [name for name in MEASURES if any(name in row.measures and name in other.measures for row, other in pairs)]
    deciding = next((name for name in _DECIDING if name in measures), measures[0] if measures else "")
    won, lost = _turned(pairs, deciding)
    return Comparison(a.set_name, (_name(a), _name(b)), tuple(_paired(name, pairs) for name in measures), deciding, won, lost)


def comparison_text(comparison: Comparison, *, limit: int = 20) -> str:
    """The differences as aligned columns in per cent, then at most ``limit`` questions won and as many lost, with both answers."""
    lines = [["", "n", "a", "b", "b - a", "95 %"]]
    for each in comparison.paired:
        d = each.difference
        sure = " *" if d.excludes_zero else ""
        span = f"{d.low * 100:+.1f} … {d.high * 100:+.1f}{sure}"
        lines.append([each.measure, str(each.n), f"{each.a * 100:.1f}", f"{each.b * 100:.1f}", f"{d.mean * 100:+.1f}", span])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = [
        "  ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:5], widths[1:5], strict=True)), line[5]]).rstrip()
        for line in lines
    ]
    head = [f"{comparison.set_name}: a = {comparison.names[0]}, b = {comparison.names[1]}; * more than chance"]
    turned = [("won", comparison.won), ("lost", comparison.lost)]
    return "\n".join([*head, *table, *(line for title, pairs in turned for line in _turned_text(title, comparison.deciding, pairs, limit))])


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as a JSON object."""
    measures = {
        p.measure: {"n": p.n, "a": p.a, "b": p.b, "difference": p.difference.mean, "low": p.difference.low, "high": p.difference.high}
        for p in comparison.paired
    }
    turned: Mapping[str, tuple[tuple[QuestionRow, QuestionRow], ...]] = {"won": comparison.won, "lost": comparison.lost}
    listed = {
        title: [{"qid": a.qid, "question": a.question, "expected": a.expected, "a": _said(a), "b": _said(b)} for a, b in pairs]
        for title, pairs in turned.items()
    }
    return {
        "set": comparison.set_name,
        "a": comparison.names[0],
        "b": comparison.names[1],
        "measures": measures,
        "by": comparison.deciding,
        **listed,
    }


def _paired(name: str, pairs: Sequence[tuple[QuestionRow, QuestionRow]]) -> Paired:
    values = [(a.measures[name], b.measures[name]) for a, b in pairs if name in a.measures and name in b.measures]
    of_a, of_b = [a for a, _ in values], [b for _, b in values]
    return Paired(name, sum(of_a) / len(values), sum(of_b) / len(values), paired_difference(of_a, of_b), len(values))


Pairs = tuple[tuple[QuestionRow, QuestionRow], ...]


def _turned(pairs: Sequence[tuple[QuestionRow, QuestionRow]], measure: str) -> tuple[Pairs, Pairs]:
    gains = [(b.measures[measure] - a.measures[measure], a, b) for a, b in pairs if measure in a.measures and measure in b.measures]
    won = sorted((g for g in gains if g[0] > 0), key=lambda g: -g[0])
    lost = sorted((g for g in gains if g[0] < 0), key=lambda g: g[0])
    return tuple((a, b) for _, a, b in won), tuple((a, b) for _, a, b in lost)


def _turned_text(title: str, measure: str, pairs: Pairs, limit: int) -> list[str]:
    lines = [f"{title} by b ({measure}): {len(pairs)}"]
    for a, b in pairs[:limit]:
        outcome = f"{a.expected[:60] or '(none)'}: {_said(a)[:60]} → {_said(b)[:60]}"
        lines.append(f"  {a.qid}  {a.lang}  {a.question[:80]}  {outcome}".replace("\n", " "))
    return lines + ([f"  … and {len(pairs) - limit} more"] if len(pairs) > limit else [])


def _said(row: QuestionRow) -> str:
    rank = f" (found at {row.rank})" if row.rank else ""
    return (row.short or row.error or row.status) + rank


def _name(report: RunReport) -> str:
    made = report.versions
    return " ".join(filter(None, [made.get("system", ""), made.get("embedding", ""), made.get("settings", "")])) or "unnamed"


def _listed(reports: Sequence[RunReport]) -> str:
    return ", ".join(f"{report.set_name} ({report.fingerprint or 'no fingerprint'})" for report in reports)

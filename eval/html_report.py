"""A run as one HTML file to look at: table, charts, and each question that went wrong with its passages.

The file loads nothing and runs nothing: style and charts are in it, there is no script, and its own policy forbids any. Everything that
comes from questions, answers and articles is escaped in one place, Jinja's autoescape (Jinja comes with Gradio, which is here anyway).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.charts import Bar, BarRow, bar_chart, curve_chart, latency_chart, reliability_chart, require_charts
from eval.judge import JudgeReport
from eval.reasons import Reason, reason_of, why
from eval.risk import reliability, risk_coverage
from eval.schema import QuestionRow, RunReport, means_of
from eval.slices import slices_of
from eval.summary import intervals_of, latency_ms, summary_of
from index.errors import InputError

# The charts show what most people ask first; the table has every measure.
CHART_MEASURES = ("right", "R@5", "figure", "cited")
MAX_CARDS = 400  # beyond that a page is slow to open; the JSON has them all
_FAMILIES = (
    ("lang ", "By language of question → documents"),
    ("script ", "By script of the question"),
    ("kind ", "By kind of question"),
    ("dataset ", "By dataset"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A mean in the table: per cent as text, its interval as text, and how good it is from 0 to 1; empty where it does not apply."""

    text: str
    interval: str = ""
    level: float = 0.0


@dataclass(frozen=True, slots=True)
class SliceRow:
    """A line of the table, and the cards of its questions that went wrong."""

    anchor: str
    title: str
    n: int
    cells: tuple[Cell, ...]
    bars: tuple[Bar | None, ...]
    wrong: tuple["Card", ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A question that went wrong."""

    anchor: str
    row: QuestionRow
    reason: Reason
    why: str
    slices: tuple[tuple[str, str], ...]


def write_html(report: RunReport, path: Path, *, judged: JudgeReport | None = None) -> None:
    """Write the report as one self-contained HTML file; the same report gives the same bytes.

    Args:
        report: the run; without rows there is nothing to show.
        path: of the file.
        judged: opinions of a language model on the same run, shown as advisory.

    Raises:
        ConfigError: what draws the charts is not installed.
        InputError: the run has no rows, or the file cannot be written.
    """
    page = html_page(report, judged=judged)
    try:
        path.write_text(page, encoding="utf8")
    except OSError as error:
        raise InputError(f"cannot write the report to {path}: {error.strerror}; name a file in a folder that exists") from error


def html_page(report: RunReport, *, judged: JudgeReport | None = None) -> str:
    """The page of `write_html` as text; it raises the same errors."""
    require_charts()
    if not report.rows:
        raise InputError(f"the run of {report.set_name} has no questions; there is nothing to show")
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    loader = PackageLoader("eval")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    names = [mean.name for mean in report.means]
    shown = [name for name in CHART_MEASURES if name in names]
    cards = _cards(report)
    slices = _slice_rows(report, names, shown, cards)
    charts = {title: Markup(svg) for title, svg in _charts(report, slices, shown).items()}  # noqa: S704 - drawn by us, its text escaped
    return environment.get_template("report.html.j2").render(
        report=report,
        summary=summary_of(report.rows),
        tiles=_tiles(report),
        names=names,
        slices=slices,
        charts=charts,
        families=[title for _, title in _FAMILIES if title in charts],
        reasons=_by_reason(cards),
        cards=cards[:MAX_CARDS],
        carded={card.anchor for card in cards[:MAX_CARDS]},
        judged=judged,
        opinions={j.qid: j for j in judged.judgements} if judged else {},
    )


def _cards(report: RunReport) -> tuple[Card, ...]:
    """Questions that went wrong, by the step at which they were lost, the worst first, then in the order asked."""
    member_of: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for at, (title, rows) in enumerate(slices_of(report.rows)):
        for row in rows if at else ():  # the first slice is every question
            member_of[id(row)].append((f"s{at}", title))
    cards = [
        Card(f"q{at}", row, reason, why(row), tuple(member_of[id(row)]))
        for at, row in enumerate(report.rows)
        if (reason := reason_of(row)) is not None
    ]
    order = list(Reason)
    return tuple(
        sorted(cards, key=lambda card: (order.index(card.reason), sum(card.row.measures.values()) / len(card.row.measures or "x")))
    )


def _slice_rows(report: RunReport, names: Sequence[str], shown: Sequence[str], cards: Sequence[Card]) -> tuple[SliceRow, ...]:
    card_of = {id(card.row): card for card in cards}
    lines = []
    for at, (title, rows) in enumerate(slices_of(report.rows)):
        means, intervals = {mean.name: mean for mean in means_of(rows)}, intervals_of(rows)
        cells = tuple(
            Cell(
                f"{means[n].value * 100:.1f}", f"{intervals[n].low * 100:.0f}–{intervals[n].high * 100:.0f}, n={means[n].n}", means[n].value
            )
            if n in means
            else Cell("")
            for n in names
        )
        bars = tuple(Bar(means[n].value, means[n].n, intervals[n].low, intervals[n].high) if n in means else None for n in shown)
        wrong = tuple(card_of[id(row)] for row in rows if id(row) in card_of)
        lines.append(SliceRow(f"s{at}", title, len(rows), cells, bars, wrong))
    return tuple(lines)


def _charts(report: RunReport, slices: Sequence[SliceRow], shown: Sequence[str]) -> dict[str, str]:
    drawn = {}
    for number, (prefix, title) in enumerate(_FAMILIES):
        members = [line for line in slices if line.title.startswith(prefix)]
        rows = [BarRow(line.title.removeprefix(prefix), f"#{line.anchor}", line.bars) for line in (slices[0], *members)]
        if members and shown:
            drawn[title] = bar_chart(rows, shown, name=f"bars{number}")
    curve = risk_coverage(report.rows)
    drawn["risk"] = curve_chart([(p.coverage, p.risk) for p in curve.points], name="risk", reached=(curve.coverage, curve.risk))
    if bins := reliability(report.rows):
        drawn["reliability"] = reliability_chart([(each.confidence, each.right, each.n) for each in bins], name="reliability")
    times = [row.ms for row in report.rows if not row.error]
    if times:
        p50, p95 = latency_ms(report.rows)
        drawn["latency"] = latency_chart(times, (("p50", p50), ("p95", p95)), name="latency")
    return drawn


def _tiles(report: RunReport) -> list[dict[str, Any]]:
    """The figures on top of the page: what each is, its value and its interval."""
    wanted = {
        "right": "answered right",
        "R@5": "source among the first 5",
        "figure": "figure exact",
        "cited": "cited the right sentence",
        "refused": "refused what has no answer",
        "verbatim": "quotes verbatim",
    }
    means, intervals = {mean.name: mean for mean in report.means}, intervals_of(report.rows)
    return [
        {"what": what, "name": name, "value": means[name].value, "n": means[name].n, "interval": intervals[name]}
        for name, what in wanted.items()
        if name in means
    ]


def _by_reason(cards: Sequence[Card]) -> list[tuple[Reason, tuple[Card, ...]]]:
    return [(reason, found) for reason in Reason if (found := tuple(card for card in cards if card.reason is reason))]

"""Charts as SVG text to be put into a page: drawn by Matplotlib, coloured by the page's own CSS, so one drawing serves light and dark.

Matplotlib and not Plotly: a chart is 20–40 kB of SVG instead of 4 MB of script, the page needs no script at all, and it prints.
"""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from index.errors import ConfigError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Drawn with a stand-in colour each, written into the SVG as the CSS variable of the page: Matplotlib knows no variables.
_INK, _FAINT, _GRID, _BAR, _MARK = "#010101", "#020202", "#030303", "#040404", "#050505"
_VARIABLES = {_INK: "--ink", _FAINT: "--faint", _GRID: "--grid", _BAR: "--bar", _MARK: "--mark"}
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be searched, and Chinese needs no font at drawing time
    "svg.hashsalt": "wenju",  # the same numbers give the same bytes
    "text.parse_math": False,  # a dollar sign in a label is a dollar sign
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.edgecolor": _GRID,
    "axes.labelcolor": _FAINT,
    "text.color": _INK,
    "xtick.color": _FAINT,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
}
_ROW_INCHES = 0.3
_TAIL = 1.6  # a histogram ends at this many times its last mark


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a mean from 0 to 1 over ``n`` questions, and its interval when one is known."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class BarRow:
    """One slice: its label, where a click on it leads (``#anchor``), and one bar a measure; None where it does not apply."""

    label: str
    anchor: str
    bars: tuple[Bar | None, ...]


def require_charts() -> None:
    """Say early whether a report with charts can be made.

    Raises:
        ConfigError: Matplotlib or Jinja2 is not installed.
    """
    missing = [name for name in ("matplotlib", "jinja2") if find_spec(name) is None]
    if missing:
        raise ConfigError(f'the HTML report needs {" and ".join(missing)}, not installed here; pip install "wenju[eval]"')


def bar_chart(rows: Sequence[BarRow], measures: Sequence[str], *, name: str) -> str:
    """Slices down, measures across: one small chart a measure over the same rows, bars from 0 to 100 with intervals.

    Args:
        rows: top to bottom.
        measures: left to right; as many as each row has bars.
        name: of the chart, unique on its page (letters, digits, hyphens).
    """
    inches = _ROW_INCHES * len(rows) + 0.75
    with _canvas(1.6 + 2.55 * len(measures), inches) as figure:
        axes = figure.subplots(1, len(measures), sharey=True, squeeze=False)[0]
        for column, (measure, each) in enumerate(zip(measures, axes, strict=True)):
            each.set_title(measure)
            for at, row in enumerate(rows):
                bar = row.bars[column]
                if bar is None:
                    each.text(2, at, "·", va="center", color=_FAINT)
                else:
                    _draw_bar(each, at, bar)
            _bar_axis(each, rows)
        for label, row in zip(axes[0].get_yticklabels(), rows, strict=True):
            label.set_url(row.anchor)
        figure.subplots_adjust(left=1.5 / figure.get_figwidth(), right=0.985, wspace=0.12, top=1 - 0.36 / inches, bottom=0.3 / inches)
        return _svg(figure, name)


def _draw_bar(axes: "Axes", at: int, bar: Bar) -> None:
    axes.barh(at, bar.value * 100, height=0.62, color=_BAR)
    if bar.low is not None and bar.high is not None:
        axes.plot([bar.low * 100, bar.high * 100], [at, at], color=_MARK, linewidth=1.4, solid_capstyle="butt")
        for end in (bar.low, bar.high):
            axes.plot([end * 100, end * 100], [at - 0.14, at + 0.14], color=_MARK, linewidth=1.4)
    axes.text(104, at, f"{bar.value * 100:.0f}", va="center", ha="left", fontsize=9, color=_INK)


def _bar_axis(axes: "Axes", rows: Sequence[BarRow]) -> None:
    axes.set_xlim(0, 118)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks([0, 50, 100])
    axes.set_yticks(range(len(rows)), [row.label for row in rows])
    axes.tick_params(length=0, labelsize=9)
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)


def curve_chart(points: Sequence[tuple[float, float]], *, name: str, reached: tuple[float, float] | None = None) -> str:
    """Risk against coverage, both in per cent.

    Args:
        points: (coverage, risk) from 0 to 1, by rising coverage.
        name: of the chart, unique on its page.
        reached: where the system stands by its own refusals, marked on the chart.

    Source: El-Yaniv, Wiener, "On the foundations of noise-free selective classification", JMLR 2010.
    """
    with _canvas(5.4, 3.2) as figure:
        axes = figure.subplots()
        xs, ys = [c * 100 for c, _ in points], [r * 100 for _, r in points]
        axes.fill_between(xs, ys, step="post", color=_BAR, alpha=0.25, linewidth=0)
        axes.step(xs, ys, where="post", color=_BAR, linewidth=2)
        if reached:
            axes.plot([reached[0] * 100], [reached[1] * 100], "o", color=_MARK, markersize=7)
            told = f"● as it answers: {reached[0]:.0%} answered, {reached[1]:.0%} of them wrong"
            axes.text(0.985, 0.94, told, transform=axes.transAxes, ha="right", va="center", fontsize=9)
        axes.set_xlim(0, 101)
        axes.set_ylim(0, max(10.0, *ys, 0.0) * 1.35)
        axes.set_xlabel("questions answered, surest first (%)")
        axes.set_ylabel("answered wrongly (%)")
        _plain_axes(axes)
        figure.subplots_adjust(left=0.11, right=0.98, top=0.96, bottom=0.15)
        return _svg(figure, name)


def reliability_chart(bins: Sequence[tuple[float, float, int]], *, name: str) -> str:
    """How sure answers are against how many of them are right, both in per cent; a circle's area is the number of answers.

    Args:
        bins: (confidence, share right, answers), confidence and share from 0 to 1, by rising confidence.
        name: of the chart, unique on its page.

    Source: Guo et al., "On calibration of modern neural networks", ICML 2017.
    """
    with _canvas(5.4, 3.2) as figure:
        axes = figure.subplots()
        most = max((n for *_, n in bins), default=1)
        axes.plot([0, 100], [0, 100], color=_GRID, linewidth=1.4)
        axes.plot([sure * 100 for sure, *_ in bins], [right * 100 for _, right, _ in bins], color=_BAR, linewidth=1.4)
        for sure, right, n in bins:
            axes.plot([sure * 100], [right * 100], "o", color=_BAR, markersize=3 + 9 * (n / most) ** 0.5)
        axes.set_xlim(0, 101)
        axes.set_ylim(0, 101)
        axes.set_xlabel("how sure the answers are (%)")
        axes.set_ylabel("answered right (%)")
        _plain_axes(axes)
        figure.subplots_adjust(left=0.11, right=0.98, top=0.96, bottom=0.15)
        return _svg(figure, name)


def latency_chart(values_ms: Sequence[float], marks: Sequence[tuple[str, float]], *, name: str) -> str:
    """A histogram of milliseconds with named marks (``p50``, ``p95``) on it; a long tail is told in words, not drawn.

    Args:
        values_ms: one a question.
        marks: (name, milliseconds), the last one the greatest.
        name: of the chart, unique on its page.
    """
    end = min(max([*values_ms, 1.0]), max(marks[-1][1] * _TAIL, 1.0)) if marks else max([*values_ms, 1.0])
    shown = [value for value in values_ms if value <= end]
    with _canvas(5.4, 3.2) as figure:
        from matplotlib.ticker import MaxNLocator

        axes = figure.subplots()
        counts, _, _ = axes.hist(shown, bins=min(30, max(8, len(shown) // 4)), range=(0, end), color=_BAR, rwidth=0.92)
        top = max(map(float, counts), default=1.0)
        for place, (label, value) in enumerate(marks):
            axes.axvline(value, color=_MARK, linewidth=1.4)
            at = (value, top * (1.2 - 0.1 * place))
            axes.annotate(f"{label} {value:,.0f} ms", at, xytext=(5, 0), textcoords="offset points", fontsize=9, va="center")
        if len(shown) < len(values_ms):
            slower = f"{len(values_ms) - len(shown)} slower, up to {max(values_ms):,.0f} ms →"
            axes.text(end * 1.04, top * 0.12, slower, fontsize=9, ha="right", va="center", color=_FAINT)
        axes.set_ylim(0, top * 1.28)
        axes.set_xlim(0, end * 1.05)
        axes.set_xlabel("milliseconds an answer took")
        axes.set_ylabel("questions")
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
        _plain_axes(axes)
        figure.subplots_adjust(left=0.11, right=0.98, top=0.96, bottom=0.15)
        return _svg(figure, name)


def _plain_axes(axes: "Axes") -> None:
    axes.tick_params(length=0, labelsize=9, labelcolor=_FAINT)
    axes.grid(color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)


@contextmanager
def _canvas(width: float, height: float) -> "Iterator[Figure]":
    """An empty figure; what is drawn inside has our style, and Matplotlib's own settings stay as they were."""
    require_charts()
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # only measured with it; the browser draws the text
        yield Figure(figsize=(width, height))


def _svg(figure: "Figure", name: str) -> str:
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    return _page_svg(drawn.getvalue(), name)


def _page_svg(svg: str, name: str) -> str:
    """The ``<svg>`` element alone, its ids made unique to the chart, its colours and fonts the page's."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-")
    svg = re.sub(r'(<use [^>]*href="#)', rf"\g<1>{name}-", svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    svg = re.sub(r"font-family: [^;\"]*", "font-family: var(--sans)", svg)
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL).replace(' target="_blank"', "")
    return re.sub(r'<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>', _opening(name), svg, count=1)


def _opening(name: str) -> str:
    return (
        rf'<svg role="img" aria-label="{name}" class="chart" style="max-width:\1pt" viewBox="0 0 \1 \2" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )

"""Several settings over the same questions and corpus: every combination is measured, and what was measured before is not asked again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from eval.campaign import Plan, measure
from eval.report import SHOWN_MEASURES
from eval.schema import RunReport
from index.errors import InputError
from rag.config import Settings

Setting = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Varied:
    """The runs under one combination of settings, a set each."""

    settings: tuple[Setting, ...]
    reports: tuple[RunReport, ...]

    @property
    def label(self) -> str:
        """The settings as they are written on a command line."""
        return " ".join(f"{name}={value}" for name, value in self.settings)


def read_variation(text: str) -> tuple[Setting, ...]:
    """``retrieve.top_k=5,10`` as (name, value) pairs.

    Raises:
        InputError: it has no name or no value.
    """
    name, _, values = text.partition("=")
    listed = [value.strip() for value in values.split(",") if value.strip()]
    if not name.strip() or not listed:
        raise InputError(f"cannot vary {text!r}; write a setting and its values, for example retrieve.top_k=5,10")
    return tuple((name.strip(), value) for value in listed)


def varied_settings(settings: Settings, changes: Sequence[Setting]) -> Settings:
    """The settings with some changed, checked as any others are.

    Raises:
        ConfigError: there is no such setting, or the value is out of range.
    """
    fields: dict[str, Any] = settings.model_dump()
    for name, value in changes:
        *sections, last = name.split(".")
        inner = fields
        for section in sections:
            inner = inner.setdefault(section, {})
            if not isinstance(inner, dict):
                raise InputError(f"{name} is no setting: {section} has no parts")
        inner[last] = value
    return Settings.load(**fields)


def sweep(
    paths: Sequence[Path],
    plan: Plan,
    variations: Sequence[Sequence[Setting]],
    *,
    watch: Callable[[str, str, int, int], None] | None = None,
) -> tuple[Varied, ...]:
    """Measure every combination, the first setting changing slowest; one that was stopped goes on where it was.

    Args:
        paths: as for `eval.campaign.measure`.
        plan: everything that is not varied.
        variations: for each setting its values, as `read_variation` gives them.
        watch: called with the combination, what is being done, and (done, total).

    Raises:
        ConfigError: a combination cannot work; nothing has been measured then.
        InputError: nothing is varied, or as `measure`.
    """
    if not variations:
        raise InputError("nothing to vary; name a setting and its values, for example retrieve.top_k=5,10")
    combined = list(product(*variations))
    plans = [replace(plan, settings=varied_settings(plan.settings, changes)) for changes in combined]
    found = []
    for changes, each in zip(combined, plans, strict=True):
        varied = Varied(tuple(changes), ())

        def told(stage: str, done: int, total: int, label: str = varied.label) -> None:
            if watch:
                watch(label, stage, done, total)

        found.append(replace(varied, reports=measure(paths, each, watch=told)))
    return tuple(found)


def sweep_table(varied: Sequence[Varied]) -> str:
    """A line a combination and set, a column a measure, in per cent; a dot where a measure does not apply."""
    means = (mean.name for each in varied for report in each.reports for mean in report.means)
    names = [name for name in dict.fromkeys(means) if name in SHOWN_MEASURES]
    lines = [["set", "settings", "n", *names]]
    for each in varied:
        for report in each.reports:
            found = {mean.name: mean.value for mean in report.means}
            figures = [f"{found[name] * 100:.1f}" if name in found else "·" for name in names]
            lines.append([report.set_name, each.label, str(len(report.rows)), *figures])
    return aligned(lines, text_columns=2)


def aligned(lines: Sequence[Sequence[str]], *, text_columns: int) -> str:
    """Cells as columns: the first ones to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    pads = [str.ljust if at < text_columns else str.rjust for at in range(len(widths))]
    return "\n".join("  ".join(pad(cell, width) for pad, cell, width in zip(pads, line, widths, strict=True)).rstrip() for line in lines)

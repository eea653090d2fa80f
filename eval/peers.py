"""Our engine and its peers over the same questions, as the table that stands in the README."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.campaign import Plan, Watch, measure
from eval.schema import QuestionRow, RunReport, means_of
from eval.systems import SYSTEMS

# What a peer without answers of its own can be measured by, and what only an answer can reach.
_SHOWN = ("R@1", "R@5", "R@10", "RR@10", "shown", "figure", "refused")


def measure_peers(
    sets: Sequence[Path], plan: Plan, *, systems: Sequence[str] = (), watch: Watch | None = None
) -> dict[str, tuple[RunReport, ...]]:
    """Reports of each system, all of them when none is named.

    Raises:
        ConfigError: there is no such system.
        InputError: as `eval.campaign.measure`.
    """
    return {name: measure(sets, replace(plan, system=name), watch=watch) for name in systems or SYSTEMS}


def peers_table(found: dict[str, tuple[RunReport, ...]]) -> str:
    """A Markdown table: a line for each set, language of the question and system, measures in per cent.

    A measure that does not apply to a set is a dash. The peers draw no figure, and refuse only where they find nothing at all.
    """
    lines = [["set", "questions", "n", "system", *_SHOWN]]
    for reports in zip(*found.values(), strict=True):
        languages = sorted({row.lang for row in reports[0].rows})
        for language in languages if len(languages) < 4 else [""]:
            for name, report in zip(found, reports, strict=True):
                rows = [row for row in report.rows if language in {"", row.lang}]
                lines.append([report.set_name, language or "all", str(len(rows)), name, *_figures(rows)])
    head, *body = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([head, "|" + "|".join(["---"] * 2 + ["--:"] + ["---"] + ["--:"] * len(_SHOWN)) + "|", *body])


def _figures(rows: Sequence[QuestionRow]) -> list[str]:
    means = {mean.name: mean.value for mean in means_of(rows)}
    return [f"{means[name] * 100:.1f}" if name in means else "–" for name in _SHOWN]

"""Ask every question of a set and keep one row a question; means come from rows, never the other way round."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from eval.arms import arm_scores
from eval.datasets import load_set
from eval.rows import row_of
from eval.schema import SHARE_MEASURES, QuestionRow, QuestionSet, RunReport, System

_STRAY = 0.02


def run_set(
    set_path: Path,
    *,
    engine: System,
    limit: int | None = None,
    fingerprint: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> RunReport:
    """Ask the questions of a set, in order.

    Args:
        set_path: a folder set (the engine must hold its corpus) or a questions file.
        engine: what is asked.
        limit: only the first so many questions.
        fingerprint: of what is measured (`eval.datasets.fingerprint_of`), kept in the report.
        progress: called with (done, total) after each question.

    Raises:
        InputError: the set cannot be read. An error of a single question becomes its row instead, all zero.
    """
    question_set: QuestionSet = load_set(set_path)
    questions = question_set.questions[:limit]
    rows: list[QuestionRow] = []
    versions: dict[str, str] = {}
    for question in questions:
        row, answer = row_of(question, engine)
        if answer is not None:
            versions = answer.versions | {"generator": answer.generator}
            # What the answer itself says it took: one that was kept takes no time to read.
            row = replace(row, ms=answer.timings_ms.get("total", row.ms))
        row = replace(row, measures=row.measures | arm_scores(question, engine))
        rows.append(row)
        if progress:
            progress(len(rows), len(questions))
    return RunReport(question_set.name, fingerprint, versions, _without_idle_shares(rows))


def _without_idle_shares(rows: list[QuestionRow]) -> tuple[QuestionRow, ...]:
    """Rows without a share that is nothing or everything but for a stray passage: their collection is of one language."""
    seen = {name: [row.measures[name] for row in rows if name in row.measures] for name in SHARE_MEASURES}
    idle = {name for name, shares in seen.items() if not shares or not _STRAY < fmean(shares) < 1 - _STRAY}
    return tuple(replace(row, measures={name: value for name, value in row.measures.items() if name not in idle}) for row in rows)

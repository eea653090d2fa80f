"""Figures of a run that are no means of rows: intervals, abstention, risk, latency and cost."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from eval.bootstrap import Interval, mean_interval
from eval.risk import abstention, calibration_error, reliability, risk_coverage
from eval.schema import QuestionRow, means_of


def latency_ms(rows: Sequence[QuestionRow]) -> tuple[float, float]:
    """Median and 95th percentile of the milliseconds an answer took (linear between neighbours), errors left out; 0 without answers."""
    times = [row.ms for row in rows if not row.error]
    if not times:
        return 0.0, 0.0
    p50, p95 = np.percentile(times, [50, 95])
    return round(float(p50), 1), round(float(p95), 1)


def intervals_of(rows: Sequence[QuestionRow], *, resamples: int = 2000, seed: int = 0) -> dict[str, Interval]:
    """The 95 % interval of each mean, over the rows to which the measure applies (`eval.bootstrap`)."""
    return {
        mean.name: mean_interval([row.measures[mean.name] for row in rows if mean.name in row.measures], resamples=resamples, seed=seed)
        for mean in means_of(rows)
    }


def summary_of(rows: Sequence[QuestionRow]) -> dict[str, Any]:
    """The figures as JSON: ``abstention``, ``risk``, ``latency_ms``, ``tokens``, ``errors``; empty without answers (a TREC run file).

    ``tokens`` counts what a language model read and wrote, estimated (`eval.rows.estimated_tokens`); 0 when none ran.
    """
    if not any("right" in row.measures for row in rows):
        return {}
    refusals, curve, (p50, p95) = abstention(rows), risk_coverage(rows), latency_ms(rows)
    return {
        "abstention": {
            "precision": _rounded(refusals.precision),
            "recall": _rounded(refusals.recall),
            "f1": _rounded(refusals.f1),
            "refused": refusals.refused,
            "unanswerable": refusals.unanswerable,
        },
        "risk": {
            "aurc": _rounded(curve.aurc),
            "best_aurc": _rounded(curve.best_aurc),
            "coverage": _rounded(curve.coverage),
            "risk": _rounded(curve.risk),
            "ece": _rounded(calibration_error(reliability(rows))),
        },
        "latency_ms": {"p50": p50, "p95": p95},
        "tokens": {"total": sum(row.tokens for row in rows), "per_question": round(sum(row.tokens for row in rows) / len(rows), 1)},
        "errors": sum(bool(row.error) for row in rows),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)

"""Refusals and sureness: abstention precision and recall, the risk–coverage curve, and whether "80 % sure" is right 80 times of 100.

The confidence of an answer is its own (`rag.sureness`), or the score of its first passage where a system has none. A refusal has the
least confidence of all.

Sources: El-Yaniv, Wiener, "On the foundations of noise-free selective classification", JMLR 2010 (risk and coverage); Geifman, Uziel,
El-Yaniv, "Bias-reduced uncertainty estimation for deep neural classifiers", ICLR 2019 (AURC); abstention precision and recall as in
Feng et al., "Don't hallucinate, abstain", ACL 2024; expected calibration error as in Guo et al., "On calibration of modern neural
networks", ICML 2017.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from eval.schema import QuestionRow

_REFUSED = "not_found"


@dataclass(frozen=True, slots=True)
class Abstention:
    """How far refusals and unanswerable questions are the same; None where there is no refusal, or no unanswerable question.

    Attributes:
        precision: share of the refusals that were of unanswerable questions.
        recall: share of the unanswerable questions that were refused.
        f1: their harmonic mean; 0 when nothing was both.
        refused: how many questions were refused.
        unanswerable: how many have no answer.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    refused: int
    unanswerable: int


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """When only the surest ``coverage`` of the questions are answered, ``risk`` of those answers are wrong."""

    coverage: float
    risk: float
    confidence: float


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """The risk–coverage curve.

    Attributes:
        points: by falling confidence, one a distinct confidence; the last has coverage 1.
        aurc: area under the curve, the mean risk over all coverages; 0 is best.
        best_aurc: what the same answers would have with every right one surer than every wrong one.
        coverage: share of the questions that were answered at all.
        risk: share of those answers that are wrong.
    """

    points: tuple[RiskPoint, ...]
    aurc: float
    best_aurc: float
    coverage: float
    risk: float


def abstention(rows: Sequence[QuestionRow]) -> Abstention:
    """Precision and recall of refusals; an error is an answer that failed, not a refusal."""
    refused = [row for row in rows if row.status == _REFUSED]
    unanswerable = sum(not row.answerable for row in rows)
    both = sum(not row.answerable for row in refused)
    f1 = 2 * both / (len(refused) + unanswerable) if refused or unanswerable else None
    return Abstention(
        precision=both / len(refused) if refused else None,
        recall=both / unanswerable if unanswerable else None,
        f1=f1,
        refused=len(refused),
        unanswerable=unanswerable,
    )


def is_right(row: QuestionRow) -> bool:
    """The measure ``right`` as a yes or no; False where a row of an older report does not have it."""
    return row.measures.get("right", 0.0) == 1.0


def risk_coverage(rows: Sequence[QuestionRow]) -> RiskCurve:
    """The curve over all questions, the surest first, refusals and errors last.

    A refusal counts as right when the question has no answer and as wrong when it has one, so no question is dropped. Rows of equal
    confidence enter together, at the mean risk of all their orders: the curve does not depend on the order of the file.

    Raises:
        ValueError: there are no rows.
    """
    if not rows:
        raise ValueError("no rows; a risk-coverage curve needs at least one question")
    ordered = sorted(rows, key=_sureness, reverse=True)
    given = [row for row in rows if _is_given(row)]
    wrongs = [[not is_right(row) for row in tied] for _, tied in groupby(ordered, key=_sureness)]
    confidences = [confidence for confidence, _ in groupby(ordered, key=_sureness)]
    points, done, wrong = [], 0, 0
    for confidence, tied in zip(confidences, wrongs, strict=True):
        done, wrong = done + len(tied), wrong + sum(tied)
        points.append(RiskPoint(done / len(rows), wrong / done, max(confidence, 0.0)))
    best = [[False]] * sum(map(is_right, rows)) + [[True]] * sum(not is_right(row) for row in rows)
    return RiskCurve(
        points=tuple(points),
        aurc=_mean_risk(wrongs),
        best_aurc=_mean_risk(best),
        coverage=len(given) / len(rows),
        risk=sum(not is_right(row) for row in given) / len(given) if given else 0.0,
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers about as sure as each other: how many, how sure they are on average, and the share of them that is right."""

    n: int
    confidence: float
    right: float


def reliability(rows: Sequence[QuestionRow], *, bins: int = 10) -> tuple[Bin, ...]:
    """The answers given, by confidence, in bins of equal width; empty bins are left out.

    Returns:
        nothing where a confidence is no probability (a baseline's score above 1 or below 0), or nothing was answered.
    """
    given = [row for row in rows if _is_given(row)]
    if any(not 0 <= row.confidence <= 1 for row in given):
        return ()
    members: dict[int, list[QuestionRow]] = {}
    for row in given:
        members.setdefault(min(int(row.confidence * bins), bins - 1), []).append(row)
    return tuple(
        Bin(len(found), fmean(row.confidence for row in found), fmean(is_right(row) for row in found))
        for _, found in sorted(members.items())
    )


def calibration_error(found: Sequence[Bin]) -> float | None:
    """ECE: how far confidence and share of right answers lie apart, the mean over all answers; None without bins."""
    total = sum(each.n for each in found)
    return sum(each.n * abs(each.confidence - each.right) for each in found) / total if total else None


def _is_given(row: QuestionRow) -> bool:
    return row.status != _REFUSED and not row.error


def _sureness(row: QuestionRow) -> float:
    return row.confidence if _is_given(row) else float("-inf")


def _mean_risk(wrongs: Sequence[Sequence[bool]]) -> float:
    risks = list(_risks(wrongs))
    return sum(risks) / len(risks)


def _risks(wrongs: Sequence[Sequence[bool]]) -> Iterator[float]:
    """The risk at each coverage 1/n, 2/n, …; inside a tie, the expected number of wrong ones."""
    done, wrong = 0, 0.0
    for tied in wrongs:
        share = sum(tied) / len(tied)
        for _ in tied:
            done, wrong = done + 1, wrong + share
            yield wrong / done

from dataclasses import replace

import pytest

from eval.risk import Bin, abstention, calibration_error, reliability, risk_coverage
from eval.schema import QuestionRow
from eval.summary import intervals_of, latency_ms, summary_of

ROW = QuestionRow("q", "en", "span", "?", True, False, "", "answered", "x", None, {"right": 1.0}, confidence=0.5)


def row(right, confidence, **changes):
    return replace(ROW, measures={"right": float(right)}, confidence=confidence, **changes)


def refused(answerable):
    return replace(ROW, status="not_found", answerable=answerable, confidence=0.0, measures={"right": float(not answerable)})


def test_abstention_by_hand():
    rows = [refused(False), refused(False), refused(True), replace(ROW, answerable=False), ROW]
    found = abstention(rows)
    assert (found.precision, found.recall) == pytest.approx((2 / 3, 2 / 3))
    assert found.f1 == pytest.approx(2 / 3)
    assert (found.refused, found.unanswerable) == (3, 3)


def test_abstention_is_unknown_where_nothing_was_refused_or_everything_has_an_answer():
    assert abstention([ROW]).precision is None
    assert abstention([ROW]).recall is None
    assert abstention([refused(True)]).precision == 0.0
    assert abstention([replace(ROW, answerable=False)]).recall == 0.0


def test_an_error_is_no_refusal():
    assert abstention([replace(ROW, status="error", error="timeout: late", answerable=False)]).refused == 0


def test_the_curve_by_hand():
    # by falling confidence: right, wrong, right, wrong -> risks 0, 1/2, 1/3, 2/4
    curve = risk_coverage([row(0, 0.1), row(1, 0.9), row(0, 0.8), row(1, 0.5)])
    assert [(p.coverage, p.risk) for p in curve.points] == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert curve.aurc == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    # the best order of two right and two wrong: 0, 0, 1/3, 1/2
    assert curve.best_aurc == pytest.approx((1 / 3 + 1 / 2) / 4)


def test_refusals_come_last_and_are_right_where_there_is_no_answer():
    curve = risk_coverage([refused(False), row(1, 0.1), refused(True), row(0, 0.05)])
    assert (curve.coverage, curve.risk) == (0.5, 0.5)
    assert curve.points[-1].coverage == 1.0
    assert curve.points[-1].risk == 0.5
    assert curve.points[-2].coverage == 0.5


def test_equal_confidence_makes_a_curve_that_no_order_of_the_rows_changes():
    rows = [row(1, 0.5), row(0, 0.5), row(1, 0.5), row(0, 0.5)]
    curve = risk_coverage(rows)
    assert len(curve.points) == 1
    assert curve.aurc == pytest.approx(0.5)
    assert risk_coverage(rows[::-1]) == curve


def test_an_error_counts_as_wrong_and_as_not_given():
    curve = risk_coverage([row(1, 0.5), replace(ROW, status="error", error="x: y", measures={"right": 0.0}, confidence=0.9)])
    assert (curve.coverage, curve.risk) == (0.5, 0.0)
    assert curve.points[-1].risk == 0.5


def test_a_curve_needs_a_row():
    with pytest.raises(ValueError, match="at least one"):
        risk_coverage([])


def test_latency_is_of_answers_and_errors_take_no_part():
    rows = [replace(ROW, ms=float(ms)) for ms in range(1, 101)] + [replace(ROW, ms=0.0, error="x: y")]
    assert latency_ms(rows) == (50.5, 95.0)
    assert latency_ms([]) == (0.0, 0.0)


def test_the_summary_counts_tokens_and_errors_and_is_empty_without_rows():
    found = summary_of([replace(ROW, tokens=300), refused(False)])
    assert found["tokens"] == {"total": 300, "per_question": 150.0}
    assert found["abstention"]["precision"] == 1.0
    assert found["errors"] == 0
    assert summary_of([]) == {}


def test_an_interval_is_over_the_rows_to_which_a_measure_applies():
    rows = [replace(ROW, measures={"right": 1.0, "F1": 0.5}), replace(ROW, measures={"right": 0.0})]
    found = intervals_of(rows)
    assert found["F1"].mean == 0.5
    assert (found["F1"].low, found["F1"].high) == (0.5, 0.5)
    assert found["right"].mean == 0.5


def test_reliability_by_hand():
    rows = [row(1, 0.92), row(1, 0.98), row(0, 0.9), row(0, 0.12), row(1, 1.0)]
    low, high = reliability(rows)
    assert low == Bin(1, pytest.approx(0.12), 0.0)
    assert high == Bin(4, pytest.approx(0.95), 0.75)
    assert calibration_error([low, high]) == pytest.approx((1 * 0.12 + 4 * 0.2) / 5)


def test_reliability_leaves_out_what_was_refused_and_what_failed():
    rows = [refused(False), replace(ROW, status="error", error="timeout: late"), row(1, 0.55)]
    assert reliability(rows) == (Bin(1, 0.55, 1.0),)


def test_scores_that_are_no_probabilities_have_no_reliability():
    assert reliability([row(1, 1.5), row(0, 0.2)]) == ()
    assert calibration_error(()) is None

import random

import pytest

from eval.bootstrap import mean_interval, paired_difference


def test_the_same_seed_gives_the_same_interval():
    values = [0.0, 1.0, 1.0, 0.0, 1.0, 0.5]
    assert mean_interval(values) == mean_interval(values)
    assert mean_interval(values, seed=1).mean == mean_interval(values).mean


def test_equal_values_have_no_width():
    found = mean_interval([0.4] * 20)
    assert (found.low, found.high) == pytest.approx((0.4, 0.4))
    assert found.mean == pytest.approx(0.4)


def test_the_interval_of_a_share_is_near_that_of_the_normal_approximation():
    # 200 questions, half of them right: 0.5 ± 1.96 · sqrt(0.25 / 200) = 0.5 ± 0.0693
    found = mean_interval([0.0, 1.0] * 100)
    assert found.low == pytest.approx(0.4307, abs=0.012)
    assert found.high == pytest.approx(0.5693, abs=0.012)


def test_more_questions_make_a_narrower_interval():
    few, many = mean_interval([0.0, 1.0] * 10), mean_interval([0.0, 1.0] * 1000)
    assert many.high - many.low < (few.high - few.low) / 5


def test_pairing_takes_out_what_is_hard_for_both():
    rng = random.Random(5)
    a = [rng.random() for _ in range(80)]
    b = [value + 0.05 for value in a]
    difference = paired_difference(a, b)
    assert difference.mean == pytest.approx(0.05)
    assert difference.excludes_zero
    assert difference.high - difference.low < 1e-9
    assert mean_interval(b).low < mean_interval(a).high  # unpaired, the two intervals overlap


def test_a_difference_is_positive_when_the_second_run_is_better_and_turns_with_them():
    a, b = [0.0] * 10 + [1.0] * 10, [1.0] * 20
    assert paired_difference(a, b).mean == 0.5
    assert paired_difference(b, a).mean == -0.5
    assert paired_difference(a, b).low == pytest.approx(-paired_difference(b, a).high)


def test_equal_runs_do_not_differ():
    difference = paired_difference([0.2, 0.9, 0.4], [0.2, 0.9, 0.4])
    assert (difference.mean, difference.low, difference.high) == (0.0, 0.0, 0.0)
    assert not difference.excludes_zero


def test_one_question_has_itself_for_an_interval():
    assert mean_interval([1.0]) == mean_interval([1.0, 1.0])


def test_what_cannot_be_paired_or_resampled_is_refused():
    with pytest.raises(ValueError, match="2 and 1"):
        paired_difference([0.0, 1.0], [1.0])
    with pytest.raises(ValueError, match="at least one question"):
        mean_interval([])
    with pytest.raises(ValueError, match="resamples is 0"):
        mean_interval([1.0], resamples=0)


def test_more_questions_than_fit_in_one_piece_are_drawn_in_several():
    found = mean_interval([0.0, 1.0] * 1_500, resamples=1000)
    assert found.low < 0.5 < found.high

import pytest

from rag.breaker import Breaker, Outcome, breaker_for


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def failed(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.record(Outcome.FAILED)


def test_it_opens_after_failures_in_a_row_and_says_how_long(clock):
    breaker = Breaker(3, 15, clock=clock)
    failed(breaker, 2)
    assert breaker.admit() == 0
    failed(breaker, 1)
    clock.now += 5
    assert breaker.admit() == 10


def test_a_success_starts_the_count_anew(clock):
    breaker = Breaker(3, 15, clock=clock)
    failed(breaker, 2)
    breaker.record(Outcome.SUCCEEDED)
    failed(breaker, 2)
    assert breaker.admit() == 0


def test_after_the_pause_one_probe_is_let_through(clock):
    breaker = Breaker(1, 15, clock=clock)
    failed(breaker, 1)
    clock.now += 15
    assert breaker.admit() == 0
    assert breaker.admit() > 0


@pytest.mark.parametrize(("outcome", "open_again"), [(Outcome.SUCCEEDED, False), (Outcome.FAILED, True), (Outcome.ABANDONED, False)])
def test_the_probe_decides(clock, outcome, open_again):
    breaker = Breaker(1, 15, clock=clock)
    failed(breaker, 1)
    clock.now += 15
    breaker.admit()
    breaker.record(outcome)
    assert (breaker.admit() > 0) == open_again


def test_retries_are_one_in_ten_calls_once_the_first_three_are_spent(clock):
    breaker = Breaker(10_000, 15, clock=clock)
    retries = sum(breaker.admit() == 0 and breaker.may_retry() for _ in range(1000))
    assert 95 <= retries <= 105


def test_an_endpoint_has_one_breaker_in_the_process():
    assert breaker_for("http://a/v1", "m", 5, 15.0) is breaker_for("http://a/v1", "m", 5, 15.0)
    assert breaker_for("http://a/v1", "m", 5, 15.0) is not breaker_for("http://b/v1", "m", 5, 15.0)

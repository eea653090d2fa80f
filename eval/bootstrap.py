"""Confidence intervals by bootstrap: how far a mean, or the difference of two paired means, could be chance.

Questions are drawn again with replacement, ``resamples`` times; the interval holds the middle 95 % of the means (percentile
method). The draws come from a seeded generator, so the same rows give the same interval on every machine.

Source: Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1), 1979; paired over questions as in
Sakai, "Evaluating evaluation metrics based on the bootstrap", SIGIR 2006, and Koehn, EMNLP 2004.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
_LEVEL = 0.95
# Rows of drawn indices at a time: 2,000 draws of 1,500 questions in one piece are 24 MB, of 100,000 questions they would be 1.6 GB.
_DRAWN_AT_ONCE = 2_000_000
# Up to one distinct value in four questions, counting draws is faster than making them.
_FEW_VALUES = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the 95 % interval around it, in the measure's own unit."""

    mean: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """True when a difference of zero lies outside: more than chance, at the 5 % level."""
        return self.low > 0.0 or self.high < 0.0


def mean_interval(values: Sequence[float], *, resamples: int = RESAMPLES, seed: int = 0) -> Interval:
    """The mean of a measure over questions, with its percentile bootstrap interval.

    Args:
        values: one value a question, in any order.
        resamples: how many times the questions are drawn again; below 1,000 the ends of the interval are rough.
        seed: of the generator.

    Raises:
        ValueError: there are no values, or no resamples.
    """
    if not values:
        raise ValueError("no values to resample; an interval needs at least one question")
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; expected 1 or more")
    sample = np.asarray(values, dtype=np.float64)
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(_resampled_means(sample, resamples, seed), [tail, 1 - tail])
    return Interval(float(sample.mean()), float(low), float(high))


def paired_difference(a: Sequence[float], b: Sequence[float], *, resamples: int = RESAMPLES, seed: int = 0) -> Interval:
    """The mean of ``b - a`` over the same questions, with its interval: positive when ``b`` is better.

    The difference is taken question by question and then resampled, so what makes a question hard for both cancels out.

    Args:
        a: one value a question of the first run.
        b: the same questions in the same order, of the second run.
        resamples: as for `mean_interval`.
        seed: of the generator.

    Raises:
        ValueError: the lists differ in length, or are empty.
    """
    if len(a) != len(b):
        raise ValueError(f"paired values differ in number: {len(a)} and {len(b)}; give the same questions in the same order")
    differences = [right - left for left, right in zip(a, b, strict=True)]
    if sum(differences) >= 0:
        return mean_interval(differences, resamples=resamples, seed=seed)
    # The other way round the same runs must give the same interval with its sign turned.
    turned = mean_interval([-d for d in differences], resamples=resamples, seed=seed)
    return Interval(-turned.mean, -turned.high, -turned.low)


def _resampled_means(sample: NDArray[np.float64], resamples: int, seed: int) -> NDArray[np.float64]:
    """Means of ``resamples`` draws, shape (resamples,); the order of the sample makes no difference."""
    generator = np.random.default_rng(seed)
    values, counts = np.unique(sample, return_counts=True)
    if len(values) * _FEW_VALUES <= len(sample):
        # How often each value is drawn is multinomial: the same draws in distribution, 50 times as fast for measures of 0 and 1.
        drawn = generator.multinomial(len(sample), counts / len(sample), size=resamples)
        return np.asarray(drawn @ values / len(sample), dtype=np.float64)
    ordered = np.sort(sample)
    step = max(1, _DRAWN_AT_ONCE // len(ordered))
    means = np.empty(resamples)
    for start in range(0, resamples, step):
        count = min(step, resamples - start)
        drawn = generator.integers(0, len(ordered), size=(count, len(ordered)), dtype=np.int32)
        means[start : start + count] = ordered[drawn].mean(axis=1)
    return means

"""Weights for the decisions of the cut, from composed pages: a conditional logit each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.page_weights import score_of

_ROUNDS, _ENOUGH, _LONGEST_STEP = 100, 1e-6, 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the features of each thing that could be chosen, and which was right.

    Attributes:
        page: where it was, to hold whole pages out in cross-validation.
        options: features by name; what is not named is 0.
        right: index of the right option.
    """

    page: str
    options: Sequence[Mapping[str, float]]
    right: int


def fit(choices: Sequence[Choice], *, ridge: float = 1.0) -> dict[str, float]:
    """Weights that make the right options likeliest, by Newton's method, with a ridge on each weight."""
    names = sorted({name for choice in choices for option in choice.options for name in option})
    matrices = [_matrix(choice.options, names) for choice in choices]
    weights = np.zeros(len(names))
    for _ in range(_ROUNDS):
        gradient, curve = ridge * weights, ridge * np.eye(len(names))
        for choice, rows in zip(choices, matrices, strict=True):
            odds = rows @ weights
            share = np.exp(odds - odds.max())
            share /= share.sum()
            mean = share @ rows
            gradient += mean - rows[choice.right]
            curve += (rows * share[:, None]).T @ rows - np.outer(mean, mean)
        step = np.linalg.solve(curve, gradient)
        # From far away a full step overshoots, and the weights run off.
        step *= min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), _ENOUGH))
        weights = weights - step
        if float(np.abs(step).max()) < _ENOUGH:
            break
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def share_right(choices: Sequence[Choice], weights: Mapping[str, float]) -> float:
    """Share of the choices whose right option has the highest score."""
    right = 0
    for choice in choices:
        scores = [score_of(weights, option) for option in choice.options]
        right += max(range(len(scores)), key=scores.__getitem__) == choice.right
    return right / max(len(choices), 1)


def cross_validated(choices: Sequence[Choice], *, folds: int = 5, ridge: float = 1.0) -> float:
    """Share right of choices on pages that the weights have not seen."""
    pages = sorted({choice.page for choice in choices})
    total = 0.0
    for fold in range(folds):
        held = set(pages[fold::folds])
        unseen = [choice for choice in choices if choice.page in held]
        total += share_right(unseen, fit([c for c in choices if c.page not in held], ridge=ridge)) * len(unseen)
    return total / max(len(choices), 1)


def _matrix(options: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[option.get(name, 0.0) for name in names] for option in options])

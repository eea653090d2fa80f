"""Whether an opinion and a measure say the same of the same questions."""

from collections.abc import Sequence
from dataclasses import dataclass

# Above this an opinion counts as "yes"; a measure counts as "yes" at 1 alone.
YES = 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often an opinion and a measure say the same over ``n`` questions; ``kappa`` is None when chance alone would always agree."""

    judged: str
    measure: str
    n: int
    share: float
    kappa: float | None


def agreement(judged: str, measure: str, pairs: Sequence[tuple[float, float]]) -> Agreement | None:
    """Agreement of (opinion, measure) pairs, each from 0 to 1; None without any."""
    if not pairs:
        return None
    said = [(opinion > YES, value >= 1.0) for opinion, value in pairs]
    return Agreement(judged, measure, len(said), sum(a == b for a, b in said) / len(said), cohens_kappa(said))


def cohens_kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Agreement beyond chance of two raters: (p_o − p_e) / (1 − p_e); None when p_e is 1, as where both always say yes.

    Source: Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960.
    """
    n = len(pairs)
    first, second = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    observed = sum(a == b for a, b in pairs) / n
    expected = first * second + (1 - first) * (1 - second)
    return None if expected == 1.0 else (observed - expected) / (1 - expected)

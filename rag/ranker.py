"""The learned order of candidates: a weighted sum of what is known of each, one set of weights for each pair of languages.

Each sum is the logarithm of the odds that the candidate answers, so that those of one pair can stand beside those of another.

`rag/models/ranker.json` holds the weights and says on what they were learned; `eval/ranker.py` makes it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.store_contract import Candidate
from rag.features import FIRST, NAMES, Features, first_of

RANKER_FILE = Path(__file__).parent / "models" / "ranker.json"
HAN, LATIN, ACROSS = "han", "latin", "across"


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of one pair of languages.

    Attributes:
        first: of `FIRST`, before any text is read, and what is added.
        second: of `NAMES`, and what is added.
    """

    first: tuple[NDArray[np.float32], float]
    second: tuple[NDArray[np.float32], float]

    def before_reading(self, candidate: Candidate) -> float:
        """Score by the arms alone."""
        return _weighed(first_of(candidate.scored), *self.first)

    def after_reading(self, known: Features) -> float:
        """Final score."""
        return _weighed(known.as_row(), *self.second)


def _weighed(known: tuple[float, ...], weights: NDArray[np.float32], added: float) -> float:
    return float(np.array(known, np.float32) @ weights) + added


def ranker_for(base: str, *, is_han: bool) -> Ranker:
    """Weights for a question's language (``zh``, ``en``, …) over articles that are Chinese or not.

    Japanese shares its words with Chinese by their characters.
    """
    if (base in {"zh", "ja"}) != is_han:
        return rankers()[ACROSS]
    return rankers()[HAN if is_han else LATIN]


@cache
def rankers() -> Mapping[str, Ranker]:
    """The weights that ship, by pair of languages."""
    stored = json.loads(RANKER_FILE.read_text(encoding="utf-8"))["weights"]
    return {pair: Ranker(_weights(known["first"], FIRST), _weights(known["second"], NAMES)) for pair, known in stored.items()}


def _weights(stored: Mapping[str, float], names: tuple[str, ...]) -> tuple[NDArray[np.float32], float]:
    return np.array([stored[name] for name in names], np.float32), stored["bias"]

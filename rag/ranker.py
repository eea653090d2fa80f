"""The learned order of candidates: a weighted sum of what is known of each, one set of weights for each pair of languages.

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
WITHIN, ACROSS = "within", "across"


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of one pair of languages.

    Attributes:
        first: (3,) of `FIRST`, before any text is read.
        second: (features,) of `NAMES`.
    """

    first: NDArray[np.float32]
    second: NDArray[np.float32]

    def before_reading(self, candidate: Candidate) -> float:
        """Score by the arms alone."""
        known = np.array(first_of(candidate.scored), np.float32)
        return float(known @ self.first)

    def after_reading(self, known: Features) -> float:
        """Final score."""
        return float(np.array(known.as_row(), np.float32) @ self.second)


def ranker_for(base: str, *, is_han: bool) -> Ranker:
    """Weights for a question's language (``zh``, ``en``, …) over articles that are Chinese or not.

    Japanese shares its words with Chinese by their characters.
    """
    return rankers()[WITHIN if (base in {"zh", "ja"}) == is_han else ACROSS]


@cache
def rankers() -> Mapping[str, Ranker]:
    """The weights that ship, by pair of languages."""
    stored = json.loads(RANKER_FILE.read_text(encoding="utf-8"))["weights"]
    return {
        pair: Ranker(
            np.array([known["first"][name] for name in FIRST], np.float32), np.array([known["second"][name] for name in NAMES], np.float32)
        )
        for pair, known in stored.items()
    }

"""The learned order of figures: a weighted sum of what is known of each, as the logarithm of the odds that it answers.

`rag/models/figures.json` holds the weights and says on what they were learned; `eval/figure_ranker.py` makes it.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.figure_features import FIGURE_NAMES, FigureFeatures

FIGURE_RANKER_FILE = Path(__file__).parent / "models" / "figures.json"


def figure_odds(known: FigureFeatures) -> float:
    """Log odds that a figure answers: 0 for as likely as not."""
    weights, bias = _weights()
    return float(np.array(known.as_row()) @ weights) + bias


@cache
def _weights() -> tuple[NDArray[np.float64], float]:
    stored = json.loads(FIGURE_RANKER_FILE.read_text(encoding="utf-8"))["weights"]
    return np.array([stored[name] for name in FIGURE_NAMES]), stored["bias"]

"""The reader's model: what is known of each candidate answer → how likely it is the answer.

A layer of 64 units over the numbers, the kinds and words at the edges of the candidate and the question, a layer of 32 over those, one sum.
`rag/models/reader.npz` holds the weights, `rag/models/reader.json` says on what they were learned; `eval/reader.py` makes both.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.reader.features import Known

MODEL_FILE = Path(__file__).parent.parent / "models" / "reader.npz"
CARD_FILE = MODEL_FILE.with_suffix(".json")
# Words at the edges of a candidate, before it, first, last, after it, and its last character.
EDGES = ("before", "first", "last", "after", "ending")

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Reader:
    """Weights of the reader.

    Attributes:
        weights: arrays by name, as `eval.reader` writes them.
        places: for each of `EDGES` the row of a word in its table; 0 for every other word.
    """

    weights: Mapping[str, Floats]
    places: Mapping[str, Mapping[str, int]]

    def scores(self, known: Known) -> Floats:
        """The logarithm, but for a constant, of how likely each candidate is the answer."""
        weights, question = self.weights, known.question
        unit: Floats = known.numbers @ weights["numbers"] + (weights["bias"] + question @ weights["question"])
        for place in range(4):
            unit += weights[f"kind_{place}"][known.kinds[:, place]]
        for edge, rows in zip(EDGES, edge_rows(known.words, self.places), strict=True):
            unit += weights[f"word_{edge}"][rows]
        np.maximum(unit, 0, out=unit)
        second = unit * (1 + weights["gate_bias"] + question @ weights["gate"]) @ weights["second"]
        second = np.maximum(second + weights["second_bias"], 0)
        found: Floats = second @ weights["out"] + known.numbers @ weights["straight"]
        return found


def edge_rows(words: Sequence[tuple[str, str, str, str]], places: Mapping[str, Mapping[str, int]]) -> list[list[int]]:
    """For each of `EDGES` the rows of the candidates' words."""
    rows = [[places[edge].get(word[i], 0) for word in words] for i, edge in enumerate(EDGES[:4])]
    return [*rows, [places[EDGES[4]].get(word[2][-1:], 0) for word in words]]


@cache
def shipped_reader() -> Reader:
    """The reader that ships."""
    with np.load(MODEL_FILE, allow_pickle=False) as stored:
        weights = {name: stored[name].astype(np.float32) for name in stored.files}
    vocabulary = json.loads(CARD_FILE.read_text(encoding="utf-8"))["words"]
    places = {edge: {word: row for row, word in enumerate(vocabulary[edge], 1)} for edge in EDGES}
    return Reader(weights, places)

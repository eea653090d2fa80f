"""Learns the order of candidates: weights of `rag.ranker`, from questions whose documents are known.

The loss is that of ListNet with every right chunk counted: minus the log of the share that right candidates have of all, by softmax.

Source: Cao et al., ICML 2007.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.schema import Filter
from rag.engine import Engine
from rag.features import FIRST, NAMES
from rag.ranker import ACROSS, WITHIN

_SMALL = 1e-3


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates.

    Attributes:
        pair: `WITHIN` or `ACROSS`.
        known: (candidates, features), columns in the order of `NAMES`.
        right: (candidates,) true for chunks of the documents that answer.
    """

    pair: str
    known: NDArray[np.float32]
    right: NDArray[np.bool_]


def examples(engine: Engine, questions: Iterable[Mapping[str, Any]]) -> list[Example]:
    """Candidates of each question with what is known of them, those without a right one left out.

    Args:
        engine: over the documents; its encoder must not have been trained on these questions, or their cosines are too good.
        questions: rows with ``question``, ``lang`` and ``gold_doc_ids``.
    """
    documents = {info.id: info.doc_id for info in engine.store.articles()}
    found: list[Example] = []
    for row in questions:
        read = engine.candidates(str(row["question"]), Filter())
        right = np.array([documents[candidate.chunk.article_id] in row["gold_doc_ids"] for candidate, _ in read], bool)
        if right.any():
            pair = WITHIN if str(row["lang"]).startswith("zh") else ACROSS
            found.append(Example(pair, np.array([known.as_row() for _, known in read], np.float32), right))
    return found


def learn(listed: Sequence[Example], pair: str) -> dict[str, dict[str, float]]:
    """Weights of both stages for one pair of languages, as `rag/models/ranker.json` holds them."""
    own = [each for each in listed if each.pair == pair]
    return {
        "first": dict(zip(FIRST, _fitted(own, [NAMES.index(name) for name in FIRST]), strict=True)),
        "second": dict(zip(NAMES, _fitted(own, list(range(len(NAMES)))), strict=True)),
    }


def write_ranker(path: Path, listed: Sequence[Example], *, card: Mapping[str, Any]) -> None:
    """Learn all weights and write them with a card that says from what."""
    weights = {pair: learn(listed, pair) for pair in (WITHIN, ACROSS)}
    counts = {pair: sum(each.pair == pair for each in listed) for pair in weights}
    path.write_text(json.dumps({"card": {**card, "questions": counts}, "weights": weights}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _fitted(listed: Sequence[Example], columns: list[int]) -> list[float]:
    from scipy.optimize import minimize

    known = np.concatenate([each.known[:, columns] for each in listed]).astype(np.float64)
    right = np.concatenate([each.right for each in listed])
    owner = np.repeat(np.arange(len(listed)), [len(each.right) for each in listed])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = known @ weights
        highest = np.full(len(listed), -np.inf)
        np.maximum.at(highest, owner, scores)
        shares = np.exp(scores - highest[owner])
        whole, good = np.bincount(owner, shares), np.bincount(owner, shares * right)
        value = float((np.log(whole) - np.log(good)).mean()) + _SMALL * float(weights @ weights)
        slope = known.T @ (shares / whole[owner] - shares * right / good[owner]) / len(listed) + 2 * _SMALL * weights
        return value, slope

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B")
    return [round(float(weight), 4) for weight in found.x]

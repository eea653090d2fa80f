"""Learns what stands at the start of a text that begins inside a sentence, and on both sides of a cut."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import numpy as np

from index.seam_model import head_marks, pair_marks
from index.text import fold

_SENTENCE = re.compile(r"[^。!?;]{12,}[。!?;][\"”]?")
_WIDTH = 8
_SEEN_LEAST, _KEPT = 8, 0.2
_ROUNDS, _RATE, _RIDGE = 12, 0.3, 1e-5

Example = tuple[list[str], int]


def learn(texts: Iterable[str], target: Path, origin: str, rng: Random) -> dict[str, int]:
    """Write the tables of `index.seam_model`; returns the number of entries of each.

    Args:
        texts: clean articles.
        target: the file to write.
        origin: what the texts are, for the file's own note.
        rng: source of chance.
    """
    starts: list[str] = []
    cuts: list[tuple[str, str]] = []
    for text in texts:
        line = fold(text.replace("\n", ""))
        for match in _SENTENCE.finditer(line):
            starts.append(match.group()[:_WIDTH])
            cuts += _cuts(match.group(), rng)
    inside = [(list(head_marks(head)), 0) for head in starts] + [
        (list(head_marks(head)), 1) for _, head in rng.sample(cuts, min(len(cuts), 2 * len(starts)))
    ]
    heads = [head for _, head in cuts]
    pairs = [(list(pair_marks(tail, head)), 1) for tail, head in cuts] + [
        (list(pair_marks(tail, rng.choice(heads))), 0) for tail, _ in cuts
    ]
    tables = {"inside": _logistic(inside, rng), "pair": _logistic(pairs, rng)}
    target.parent.mkdir(parents=True, exist_ok=True)
    note = f"log-odds, learned from {origin}: {len(starts)} sentences, {len(cuts)} cuts inside them"
    target.write_text(json.dumps({"note": note, "tables": tables}, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    return {name: len(table) for name, table in tables.items()}


def _cuts(sentence: str, rng: Random) -> list[tuple[str, str]]:
    """Four cuts inside a sentence, as columns end: not before a comma."""
    found: list[tuple[str, str]] = []
    for _ in range(4 if len(sentence) > 20 else 0):
        at = rng.randint(6, len(sentence) - 8)
        while at < len(sentence) - 6 and sentence[at] in ",、:”)":
            at += 1
        found.append((sentence[max(0, at - _WIDTH) : at], sentence[at : at + _WIDTH]))
    return found


def _logistic(examples: Sequence[Example], rng: Random) -> dict[str, float]:
    """Weights of names by logistic regression (AdaGrad with a small ridge); names that are rare or weigh little are left out."""
    counts = Counter(name for names, _ in examples for name in names)
    known = {name: n + 1 for n, name in enumerate(sorted(name for name, count in counts.items() if count >= _SEEN_LEAST))}
    rows = [np.array([0, *(known[name] for name in names if name in known)]) for names, _ in examples]
    weights, energy = np.zeros(len(known) + 1), np.full(len(known) + 1, 1e-8)
    order = list(range(len(examples)))
    for _ in range(_ROUNDS):
        rng.shuffle(order)
        for k in order:
            at = rows[k]
            slope = 1 / (1 + np.exp(-weights[at].sum())) - examples[k][1]
            steps = slope + _RIDGE * weights[at]
            energy[at] += steps * steps
            weights[at] -= _RATE * steps / np.sqrt(energy[at])
    kept = {name: round(float(weights[n]), 1) for name, n in known.items() if abs(weights[n]) >= _KEPT}
    return {"bias": round(float(weights[0]), 2), **kept}

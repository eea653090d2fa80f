"""Weights of the decisions by which a page is cut, each a small table of log-odds by what is seen.

Fitted by ``python -m eval.pages.weigh`` (conditional logit with a ridge of 1 on each weight) on 420 pages that `eval.pages` composed of
1,299 news articles of summer 2023 (CRUD-RAG), none of them on the pages that figures are reported of. Right in five-fold
cross-validation by pages: headlines 93.6 % of 2,281, runs of text 95.2 % of 3,886, loose strands 75.5 % of 379; of 102 articles that
hold two, 25 are parted at the right place, of 1,576 whole ones 16 are parted.

Some weights are set by hand, since composed pages do not show what real ones do: ``parallel`` (sub-heads built alike), ``short``
(no composed headline has fewer than eight characters), ``open, then story``, ``no headlines`` (a page without any holds one article),
``two leads`` and ``alone, scrap``.
``alone`` in `HOME` is raised by 0.7, ``bias`` in `DIVIDE` by 0.4, since an article that is parted cites what it holds, and one that is
mixed cites wrong figures: on the training pages the 0.4 lowers mixed articles by 0.4 points at the same F1 and B-cubed.
"""

from collections.abc import Mapping

TITLE: dict[str, float] = {
    "abstract": 2.45,
    "bang": -0.96,
    "bias": -7.46,
    "blanks": -0.61,
    "byline": 2.21,
    "calling": 0.93,
    "caption": -1.16,
    "clauses": -0.48,
    "column": -0.69,
    "dashed": 0.77,
    "echo": -1.52,
    "echo above": -0.22,
    "ends inside": -1.06,
    "figures": -0.37,
    "first": 1.53,
    "last": 0.83,
    "late echo": 0.52,
    "lead": 2.98,
    "length": 1.23,
    "lines": 0.83,
    "marked": 3.50,
    "meta": 1.49,
    "middling": 1.30,
    "new": 0.69,
    "open": 0.39,
    "open, then story": 2.00,
    "parallel": -1.00,
    "shift": 0.96,
    "short": -0.80,
    "signed": 1.50,
    "space": -0.36,
    "starts inside": -0.25,
    "story": 1.08,
    "text inside": -0.33,
    "text opens": -0.51,
    "told above": -1.32,
    "told below": 2.13,
    "told near": 0.56,
    "wide shift": 0.15,
}

HOME: dict[str, float] = {
    "alike": 1.18,
    "alone": -4.18,
    "alone, size": 0.44,
    "alone, story": 1.70,
    "far": -0.56,
    "gap": 0.99,
    "log alike": 1.44,
    "other": 0.43,
    "short": -0.25,
    "signed": -0.82,
    "spans": -0.63,
    "step": 4.45,
    "step, inside": -0.29,
    "told": 0.88,
    "turns": 1.41,
    "untitled": 0.47,
}

MERGE: dict[str, float] = {
    "above its headline": -0.07,
    "alike": 1.85,
    "alone": -3.96,
    "alone, inside": -0.02,
    "alone, lead": 1.26,
    "alone, scrap": -2.40,
    "alone, signed": 0.47,
    "alone, size": 0.41,
    "alone, story": 0.85,
    "far": -0.54,
    "follows": 1.14,
    "follows a sign": -1.38,
    "home open": 0.58,
    "inside of home": -0.08,
    "leads": 1.47,
    "leads, open": 0.53,
    "log alike": 0.98,
    "no headlines": 4.00,
    "pair": 0.11,
    "told": 0.83,
    "two leads": -3.00,
    "two signs": -0.72,
    "under its headline": 1.01,
    "untitled": 0.20,
}

DIVIDE: dict[str, float] = {
    "apart": 1.10,
    "back": -0.16,
    "bias": -1.12,
    "byline": 0.54,
    "caption": 0.14,
    "dip": -1.14,
    "far": 0.91,
    "heading": 1.60,
    "inside": 0.24,
    "last": 0.40,
    "log alike": 0.70,
    "log near": 0.66,
    "open": -0.36,
    "seam": -0.63,
    "sign": 1.20,
    "size": -1.09,
    "small": -0.46,
    "small, alike": -0.66,
    "story": 0.65,
    "texts": 0.64,
    "title": 0.34,
    "told": -0.03,
    "untitled": -0.09,
}


def score_of(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Log-odds of what is seen: each feature by its weight; what has no weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())

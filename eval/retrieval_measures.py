"""Retrieval measures with the field's names, computed by `ir-measures` (MacAvaney, Macdonald, Ounis, ECIR 2022).

A ranking is of documents: several chunks of one document take one place, that of the best of them. A question without a result
scores zero; an unanswerable question has no relevant document and is no part of a retrieval mean.

- ``R@k``: share of the relevant documents among the first k. Where any one document is enough, it is 1 as soon as one of them is
  there (the field's ``Success@k``).
- ``RR@10``: 1 / rank of the first relevant document (Kantor, Voorhees, TREC-5 confusion track, 1996).
- ``nDCG@10``: gains by grade, discounted by log2(rank + 1), over the best order possible (Järvelin, Kekäläinen, TOIS 2002). All
  relevant documents count in it, so it is below 1 where only one of several was found, even if one is enough.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import ir_measures
from ir_measures import RR, R, Success, nDCG

from eval.schema import RETRIEVAL_MEASURES

_CUTOFFS = (1, 5, 10)


def distinct_ranked(ranked: Sequence[str]) -> list[str]:
    """A ranking of documents: each at the place of its first chunk."""
    return list(dict.fromkeys(ranked))


def retrieval_scores(ranked: Sequence[str], grades: Mapping[str, int], *, need_all: bool = False) -> dict[str, float]:
    """The retrieval measures of one question.

    Args:
        ranked: document ids, best first; an id may come again (another chunk), and takes no place then.
        grades: document id → grade; 0 and below are not relevant.
        need_all: recall is the share of the relevant documents found; otherwise any one of them is enough.

    Returns:
        ``R@1``, ``R@5``, ``R@10``, ``RR@10``, ``nDCG@10``, each from 0 to 1.

    Raises:
        ValueError: no document is relevant, so nothing can be measured.
    """
    if not any(grade > 0 for grade in grades.values()):
        raise ValueError("no relevant document; a question without one has no retrieval measures")
    return scores_of_run({"q": _by_place(distinct_ranked(ranked))}, {"q": grades}, need_all=need_all)["q"]


def run_order(scores: Mapping[str, float]) -> list[str]:
    """Documents as trec_eval orders them: the larger score first, equal scores by document id, descending."""
    return sorted(sorted(scores, reverse=True), key=lambda document: -scores[document])


def scores_of_run(
    run: Mapping[str, Mapping[str, float]], qrels: Mapping[str, Mapping[str, int]], *, need_all: bool = True
) -> dict[str, dict[str, float]]:
    """The measures of every question of qrels, as trec_eval judges a run file.

    Documents are ordered by score, the larger first; equal scores by document id, descending, as trec_eval does, whatever the rank
    column says. Questions of the qrels that the run lacks score zero; questions with no relevant document are left out; questions
    of the run that have no qrels are ignored.

    Args:
        run: question id → document id → score, larger is better.
        qrels: question id → document id → grade.
        need_all: see `retrieval_scores`.
    """
    judged = {qid: dict(grades) for qid, grades in qrels.items() if any(grade > 0 for grade in grades.values())}
    scores = {qid: dict.fromkeys(RETRIEVAL_MEASURES, 0.0) for qid in judged}
    # RR@10 comes from another provider than the rest, which breaks ties the other way round: no two scores may be equal.
    found = {qid: _by_place(run_order(run[qid])) for qid in judged if run.get(qid)}
    if not found:
        return scores
    names = _measures(need_all)
    for metric in ir_measures.iter_calc(list(names), judged, found):
        scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores


def _by_place(documents: Sequence[str]) -> dict[str, float]:
    """Scores that fall with the place, so that the order shown is the order judged."""
    return {document: float(len(documents) - place) for place, document in enumerate(documents)}


@cache
def _measures(need_all: bool) -> dict[Any, str]:
    recall = {(R if need_all else Success) @ k: f"R@{k}" for k in _CUTOFFS}
    return recall | {RR @ 10: "RR@10", nDCG @ 10: "nDCG@10"}

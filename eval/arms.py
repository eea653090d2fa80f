"""What each search arm finds by itself, and in which language.

On a small collection rereading makes up for an arm that is off, so that no other figure falls.
"""

from eval.measures import quote_rank
from eval.schema import Question, System
from index.errors import WenjuError
from index.schema import Filter
from index.text import is_mostly_han
from rag.schema import Passage

CUTOFF = 10


def arm_scores(question: Question, system: System) -> dict[str, float]:
    """Measure → 1 when the arm has a passage that holds the answer among its own first ten, of those the system retrieved.

    Only for systems that tell their arms, and questions with something to find that stand by themselves: what a follow-up is about,
    `retrieve` is not told.
    """
    if not question.answerable or question.history or not (question.gold_doc_ids or question.gold_quotes):
        return {}
    try:
        found = system.retrieve(question.text, k=CUTOFF, filters=Filter(doc_ids=question.pool) if question.pool else None)
    except WenjuError:
        return {"dense@10": 0.0, "sparse@10": 0.0}
    if found and not any(r.arms for r in found):
        return {}
    best = {arm: [r.arms[arm].rank for r in found if arm in r.arms and _holds(question, r.passage)] for arm in ("dense", "sparse")}
    scores = {f"{arm}@10": float(min(ranks, default=CUTOFF + 1) <= CUTOFF) for arm, ranks in best.items()}
    return scores | ({"chinese@10": sum(is_mostly_han(r.passage.text) for r in found) / len(found)} if found else {})


def _holds(question: Question, passage: Passage) -> bool:
    if question.gold_quotes:
        return quote_rank([passage.text], question.gold_quotes) is not None
    return (passage.doc_id or passage.article_id) in question.gold_doc_ids

"""Where the answer to a question was found: rank and retrieval measures, judged per document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.measures import quote_rank
from eval.retrieval_measures import distinct_ranked, retrieval_scores
from eval.schema import Question, System
from index.schema import Filter
from rag.schema import Answer, Passage

_GOLD = "\0gold"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where the answer was found: rank of the first relevant document, and the retrieval measures (empty when there is no gold)."""

    rank: int | None = None
    scores: Mapping[str, float] | None = None


def ranking_of(question: Question, answer: Answer, engine: System, filters: Filter | None) -> Ranking:
    """Judge what was retrieved for a question.

    Quoted gold is looked for in the passages the answer stands on; gold documents are looked for in what `System.retrieve` gives, since
    an answer's passages may leave documents out. An unanswerable question has nothing to find.
    """
    if not question.answerable:
        return Ranking()
    if question.gold_quotes:
        ranked = _with_holder(question, answer.passages)
        return Ranking(ranked.index(_GOLD) + 1 if _GOLD in ranked else None, retrieval_scores(ranked, {_GOLD: 1}))
    if question.gold_doc_ids:
        found = engine.retrieve(question.text, k=10, filters=filters)
        ranked = distinct_ranked([r.passage.doc_id or r.passage.article_id for r in found])
        grades = dict(question.grades) or dict.fromkeys(question.gold_doc_ids, 1)
        relevant = (rank for rank, document in enumerate(ranked[:10], start=1) if grades.get(document, 0) > 0)
        return Ranking(next(relevant, None), retrieval_scores(ranked, grades, need_all=question.gold_all))
    return Ranking()


def _with_holder(question: Question, passages: Sequence[Passage]) -> list[str]:
    """Articles by rank, the first passage that holds a gold quote in place of its own; other passages of its article take no place."""
    rank = quote_rank([p.text for p in passages], question.gold_quotes, cutoff=len(passages))
    if rank is None:
        return distinct_ranked([p.article_id for p in passages])
    holder = passages[rank - 1].article_id
    return [*distinct_ranked([p.article_id for p in passages[: rank - 1] if p.article_id != holder]), _GOLD]

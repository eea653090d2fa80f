"""From one question and its answer to one row: what applies to the question is measured, and a failure is all zero."""

import time
from dataclasses import replace

from eval.measures import cites_gold, document_rank, number_right, points_stated, quote_rank, recall_at, reciprocal_rank
from eval.schema import Question, QuestionRow, System
from index.errors import WenjuError
from index.schema import Filter
from rag.schema import Answer, Citation, Passage, Status

# What a reader sees of an answer: its short form and its first sentences. A page full of text states everything.
SHOWN_SENTENCES, SHOWN_CHARS = 6, 900


def row_of(question: Question, engine: System) -> tuple[QuestionRow, Answer | None]:
    """Ask one question and measure the answer.

    Returns:
        The row, and the answer; no answer when the engine refused the question with an error, which the row then tells, with
        every measure that applies at zero.
    """
    filters = Filter(doc_ids=question.pool) if question.pool else None
    zeros = dict.fromkeys(_names(question), 0.0)
    row = QuestionRow(
        qid=question.qid,
        lang=question.lang,
        kind=question.kind,
        question=question.text,
        answerable=question.answerable,
        has_number=question.has_number,
        expected=" / ".join(point[0] for point in question.points),
        status="error",
        short="",
        rank=None,
        measures=zeros,
    )
    started = time.perf_counter()
    try:
        answer = engine.ask(question.text, history=question.history, filters=filters, as_of=question.as_of)
        ms = round((time.perf_counter() - started) * 1000, 1)
        rank = _rank(question, answer, engine, filters)
        sound = _verbatim_share(answer, engine)
    except WenjuError as error:
        return replace(row, error=f"{error.code}: {error}"), None
    measured = _rank_measures(question, rank) | _answer_measures(question, answer)
    if sound is not None:
        measured["verbatim"] = sound
    ordered = {name: measured[name] for name in zeros if name in measured}
    return replace(row, status=str(answer.status), short=answer.short, rank=rank, measures=ordered, ms=ms), answer


def _names(question: Question) -> list[str]:
    """The measures that apply to a question, in the order of the table."""
    if not question.answerable:
        return ["refused", "verbatim"]
    names = ["R@1", "R@5", "R@10", "RR@10"] if question.gold_doc_ids or question.gold_quotes else []
    names += ["answered"]
    names += ["figure"] if question.number is not None and question.kind == "number" else []
    names += ["short", "shown"] if question.points else []
    names += ["conflict"] if question.kind == "conflict" else []
    names += ["cited"] if question.gold_quotes else []
    return [*names, "verbatim"]


def _rank(question: Question, answer: Answer, engine: System, filters: Filter | None) -> int | None:
    if question.gold_quotes:
        return quote_rank([p.text for p in answer.passages], question.gold_quotes)
    if question.gold_doc_ids:
        found = engine.retrieve(question.text, k=10, filters=filters)
        return document_rank([r.passage.doc_id or r.passage.article_id for r in found], set(question.gold_doc_ids))
    return None


def _rank_measures(question: Question, rank: int | None) -> dict[str, float]:
    if not question.answerable or not (question.gold_doc_ids or question.gold_quotes):
        return {}
    return {"R@1": recall_at(rank, 1), "R@5": recall_at(rank, 5), "R@10": recall_at(rank, 10), "RR@10": reciprocal_rank(rank)}


def _answer_measures(question: Question, answer: Answer) -> dict[str, float]:
    refused = answer.status is Status.NOT_FOUND
    if not question.answerable:
        return {"refused": float(refused)}
    measures = {"answered": float(not refused)}
    if question.points:
        shown = " ".join([answer.short, *(s.text for s in answer.sentences[:SHOWN_SENTENCES])])[:SHOWN_CHARS]
        measures["short"] = float(points_stated(question.points, answer.short) == 1.0)
        measures["shown"] = float(points_stated(question.points, shown) == 1.0)
    if question.number is not None:
        measures["figure"] = number_right(answer.figures[0].value if answer.figures else None, question.number)
    if question.kind == "conflict":
        measures["conflict"] = float(answer.status is Status.CONFLICTING)
    if question.gold_quotes:
        measures["cited"] = cites_gold([c.quote for s in answer.sentences for c in s.citations], question.gold_quotes)
    return measures


def _verbatim_share(answer: Answer, engine: System) -> float | None:
    """Share of the citations whose quote is the article's body at its offsets; None without citations."""
    citations = [c for s in answer.sentences for c in s.citations]
    if not citations:
        return None
    numbered = {p.number: p for p in answer.passages}
    return sum(_stands(c, numbered.get(c.passage), engine) for c in citations) / len(citations)


def _stands(citation: Citation, passage: Passage | None, engine: System) -> bool:
    article = engine.article(passage.article_id) if passage else None
    return article is not None and bool(citation.quote) and article.body[citation.start : citation.end] == citation.quote

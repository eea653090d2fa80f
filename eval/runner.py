"""Ask every question of a set and keep one row a question; means come from rows, never the other way round."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from eval.datasets import load_set
from eval.measures import cites_gold, document_rank, number_right, points_stated, quote_rank, recall_at, reciprocal_rank
from eval.schema import Question, QuestionRow, QuestionSet, RunReport, System
from index.errors import WenjuError
from index.schema import Filter
from rag.schema import Answer, Citation, Passage, Status

# What a reader sees of an answer: its short form and its first sentences. A page full of text states everything.
SHOWN_SENTENCES, SHOWN_CHARS = 6, 900


def run_set(
    set_path: Path,
    *,
    engine: System,
    limit: int | None = None,
    fingerprint: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> RunReport:
    """Ask the questions of a set, in order.

    Args:
        set_path: a folder set (the engine must hold its corpus) or a questions file.
        engine: what is asked.
        limit: only the first so many questions.
        fingerprint: of what is measured (`eval.datasets.fingerprint_of`), kept in the report.
        progress: called with (done, total) after each question.

    Raises:
        InputError: the set cannot be read. An error of a single question becomes its row instead, all zero.
    """
    question_set: QuestionSet = load_set(set_path)
    questions = question_set.questions[:limit]
    rows: list[QuestionRow] = []
    versions: dict[str, str] = {}
    for question in questions:
        row, answer = _row(question, engine)
        rows.append(row)
        if answer is not None:
            versions = answer.versions | {"generator": answer.generator}
        if progress:
            progress(len(rows), len(questions))
    return RunReport(question_set.name, fingerprint, versions, tuple(rows))


def _row(question: Question, engine: System) -> tuple[QuestionRow, Answer | None]:
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

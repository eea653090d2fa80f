"""From one question and its answer to one row: what applies to the question is measured, and a failure is all zero."""

import time
from dataclasses import replace

from eval.answer_measures import asks_unit, date_stated, exact_match, expected_quantities, number_scores, token_f1, unfooled
from eval.citation_measures import citation_scores
from eval.measures import points_stated, quote_rank
from eval.ranking import ranking_of
from eval.schema import RETRIEVAL_MEASURES, Question, QuestionRow, RowPassage, System
from index.errors import WenjuError
from index.schema import Filter
from rag.prompt import build_messages
from rag.schema import Answer, Citation, Passage, Status

# What a reader sees of an answer: its short form and its first sentences. A page full of text states everything.
SHOWN_SENTENCES, SHOWN_CHARS = 6, 900
# What a row keeps of the passages: enough to see why, small enough for 1,500 rows.
KEPT_PASSAGES, KEPT_CHARS = 5, 240
# These write no word with a language model.
_WITHOUT_MODEL = frozenset(("extractive", "bm25", "llama-index"))


def row_of(question: Question, engine: System) -> tuple[QuestionRow, Answer | None]:
    """Ask one question and measure the answer.

    Returns:
        The row, and the answer; no answer when the engine refused the question with an error, which the row then tells, with
        every measure that applies at zero.
    """
    filters = Filter(doc_ids=question.pool) if question.pool else None
    started = time.perf_counter()
    try:
        answer = engine.ask(question.text, history=question.history, filters=filters, as_of=question.as_of)
        ms = round((time.perf_counter() - started) * 1000, 1)
        ranking = ranking_of(question, answer, engine, filters)
        sound = _verbatim_share(answer, engine)
    except WenjuError as error:
        return replace(_empty_row(question), error=f"{error.code}: {error}"), None
    measured = {**(ranking.scores or {}), **answer_scores(question, answer), **({} if sound is None else {"verbatim": sound})}
    return replace(
        _empty_row(question),
        status=str(answer.status),
        short=answer.short,
        rank=ranking.rank,
        measures={name: measured[name] for name in measure_names(question) if name in measured},
        ms=ms,
        answer=answer.text,
        confidence=confidence_of(answer),
        tokens=_tokens(question, answer),
        generator=answer.generator,
        passages=tuple(_kept(question, passage) for passage in answer.passages[:KEPT_PASSAGES]),
        cited=tuple(c.quote for c in _citations(answer)),
    ), answer


def measure_names(question: Question) -> list[str]:
    """The measures that apply to a question, in the order of the table; an error counts zero in each of them."""
    if not question.answerable:
        return ["right", "refused", "cite_figures", "verbatim"]
    has_gold = bool(question.gold_doc_ids or question.gold_quotes)
    has_number = bool(expected_quantities(question))
    applies = {
        **dict.fromkeys(RETRIEVAL_MEASURES, has_gold),
        "right": True,
        "answered": True,
        "figure": has_number,
        "unit": has_number and asks_unit(question),
        **dict.fromkeys(("short", "shown", "points"), bool(question.points)),
        **dict.fromkeys(("EM", "F1"), bool(question.references)),
        "conflict": question.kind == "conflict",
        "unfooled": bool(question.fake_answers),
        **dict.fromkeys(("cited", "cite_precision"), has_gold),
        "cite_figures": True,
        "verbatim": True,
    }
    return [name for name, does in applies.items() if does]


def answer_scores(question: Question, answer: Answer) -> dict[str, float]:
    """The measures of an answer that need no engine: its words, numbers and citations.

    ``right`` is the one measure of every question: the refusal of an unanswerable one; else the figure, where a number is asked for;
    else every point, or every number of a date, in the short form, or a short form that is the reference; else any answer.
    """
    refused = answer.status is Status.NOT_FOUND
    if not question.answerable:
        return {"refused": float(refused), "right": float(refused), **citation_scores(question, answer)}
    scores = {"answered": float(not refused), **number_scores(question, answer)}
    if question.points:
        shown = " ".join([answer.short, *(s.text for s in answer.sentences[:SHOWN_SENTENCES])])[:SHOWN_CHARS]
        scores["short"] = float(points_stated(question.points, answer.short) == 1.0)
        scores["points"] = points_stated(question.points, shown)
        scores["shown"] = float(scores["points"] == 1.0)
    if question.references:
        scores["EM"] = exact_match(answer.short, question.references)
        scores["F1"] = token_f1(answer.short, question.references)
    if question.kind == "conflict":
        scores["conflict"] = float(answer.status is Status.CONFLICTING)
    if question.fake_answers:
        scores["unfooled"] = unfooled(question, answer.short)
    right = scores.get("figure", max(scores.get("short", scores["answered"]), scores.get("EM", 0.0)))
    if question.kind == "date" and date_stated(question, answer.short):
        right = 1.0
    return scores | {"right": right} | citation_scores(question, answer)


def confidence_of(answer: Answer) -> float:
    """What the risk-coverage curve orders answers by: how sure the system says it is, else the score of the first passage."""
    if answer.status is Status.NOT_FOUND:
        return 0.0
    if answer.confidence is not None:
        return answer.confidence
    return answer.passages[0].score if answer.passages else 0.0


def estimated_tokens(text: str) -> int:
    """Tokens of a text for a language model, estimated: one a Chinese character, one for four others.

    Our stream asks an endpoint for no usage, so this is what there is: a size to compare settings by, not a bill.
    """
    han = sum("\u3400" <= char <= "\u9fff" for char in text)
    return han + (len(text) - han + 3) // 4


def _empty_row(question: Question) -> QuestionRow:
    return QuestionRow(
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
        measures=dict.fromkeys(measure_names(question), 0.0),
        doc_lang=question.doc_lang,
        dataset=question.dataset,
    )


def _verbatim_share(answer: Answer, engine: System) -> float | None:
    """Share of the citations whose quote is the article's body at its offsets; None without citations."""
    citations = _citations(answer)
    if not citations:
        return None
    numbered = {p.number: p for p in answer.passages}
    return sum(_stands(c, numbered.get(c.passage), engine) for c in citations) / len(citations)


def _stands(citation: Citation, passage: Passage | None, engine: System) -> bool:
    article = engine.article(passage.article_id) if passage else None
    return article is not None and bool(citation.quote) and article.body[citation.start : citation.end] == citation.quote


def _citations(answer: Answer) -> list[Citation]:
    return [c for s in answer.sentences for c in s.citations]


def _kept(question: Question, passage: Passage) -> RowPassage:
    document = passage.doc_id or passage.article_id
    holds = quote_rank([passage.text], question.gold_quotes) is not None if question.gold_quotes else document in question.gold_doc_ids
    return RowPassage(passage.number, document, passage.title, passage.text[:KEPT_CHARS], round(passage.score, 6), holds)


def _tokens(question: Question, answer: Answer) -> int:
    """What a language model read (the prompt as `rag.prompt` builds it) and wrote, estimated; 0 when none ran."""
    if answer.generator in _WITHOUT_MODEL:
        return 0
    prompt = build_messages(question.text, answer.language, answer.passages, question.history, nonce="0" * 16)
    return sum(estimated_tokens(turn.content) for turn in prompt) + estimated_tokens(answer.text)

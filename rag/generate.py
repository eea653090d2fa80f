"""The answer a language model words: streamed, then verified sentence by sentence; the extractive answer is the fallback."""

import logging
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.errors import ConfigError
from index.numerals import numbers_in
from index.schema import Article, Figure
from rag.cite import cited_text, finish, is_supported, may_become_not_found
from rag.compose import Composed, answer_figure
from rag.config import LLMSettings
from rag.errors import LLMError
from rag.figure_kinds import measure_fit
from rag.llm import stream_answer
from rag.phrases import number_text, phrase, short_figure
from rag.question import Question
from rag.schema import AnswerFigure, AnswerSentence, Notice, Passage, Status, Token, Turn, Verdict

logger = logging.getLogger(__name__)

_SHORT_CHARS = 120


class Sources(Protocol):
    """Where the articles and their figures are looked up."""

    def article(self, article_id: str) -> Article | None:
        """One article."""

    def figures_in(self, article_id: str, start: int, end: int) -> Sequence[Figure]:
        """Figures of an article inside a range."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What came of asking the language model.

    Attributes:
        composed: the verified answer; None when the extractive one must stand in.
        status: answered or not found; the extractive answer's own status counts when ``composed`` is None.
        shown: text already streamed to the reader.
        notices: why the extractive answer stands in, or that the stream was cut.
    """

    composed: Composed | None
    status: Status
    shown: str = ""
    notices: tuple[Notice, ...] = ()


def generated(
    question: Question,
    passages: Sequence[Passage],
    history: Sequence[Turn],
    settings: LLMSettings,
    store: Sources,
) -> Generator[Token, None, Generated]:
    """Stream the model's words, then verify them. A failure is reported in the result, never raised.

    No sentence borne out by its citation means no answer of the model's: what no article says is not shown as an answer.
    """
    said, shown = "", ""
    try:
        for piece in stream_answer(settings, question.text, question.language, passages, history):
            said += piece
            if not may_become_not_found(said):  # the bare mark of a refusal is not shown as an answer
                yield Token(said[len(shown) :])
                shown = said
    except (LLMError, ConfigError) as error:
        logger.warning("language model failed: %s", error)
        key = "llm_cut" if shown else "llm_failed"
        notice = Notice(error.code, phrase(question.language, key, reason=str(error), shown=shown.strip()))
        return Generated(None, Status.NOT_FOUND, shown, (notice,))
    answer = finish(said, passages, store.article)
    if answer.not_found:
        return Generated(None, Status.NOT_FOUND, shown, (Notice("llm_not_found", phrase(question.language, "llm_not_found")),))
    if not any(map(is_supported, answer.sentences)):
        return Generated(None, Status.NOT_FOUND, shown, (Notice("llm_unsupported", phrase(question.language, "llm_unsupported")),))
    return Generated(_composed(question, answer.sentences, passages, store), Status.ANSWERED, shown)


def _composed(question: Question, sentences: tuple[AnswerSentence, ...], passages: Sequence[Passage], store: Sources) -> Composed:
    figures: list[tuple[Figure, AnswerFigure]] = []
    by_number = {passage.number: passage for passage in passages}
    for sentence in sentences:
        stated = numbers_in(sentence.text)
        for citation in sentence.citations:
            if citation.verdict is not Verdict.SUPPORTED:
                continue
            article_id = by_number[citation.passage].article_id
            figures += [
                (figure, answer_figure(figure, citation))
                for figure in store.figures_in(article_id, citation.start, citation.end)
                if figure.value in stated
            ]
    first = next(filter(is_supported, sentences))
    short = first.text if len(first.text) <= _SHORT_CHARS else first.text[: _SHORT_CHARS - 1] + "…"
    figures.sort(key=lambda pair: -measure_fit(question, pair[0]))  # "in 2023 the county bought 156": the year is not what was asked
    if question.is_numeric and figures and measure_fit(question, figures[0][0]) > 0:
        figure, _ = figures[0]
        article = store.article(figure.article_id)
        printed = article.body[figure.start : figure.end] if article else f"{number_text(figure.value, question.language)}{figure.unit}"
        short = short_figure(question.language, figure, printed)
    return Composed(short, cited_text(sentences), sentences, tuple(shown for _, shown in figures))

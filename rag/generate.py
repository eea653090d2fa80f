"""The answer a language model words: streamed, then verified sentence by sentence; the extractive answer is the fallback."""

import logging
import secrets
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from index.errors import ConfigError
from index.numerals import numbers_in
from index.schema import Figure
from rag.cite import cited_text, is_supported
from rag.compose import Composed, answer_figure
from rag.config import LLMSettings
from rag.desk import Desk, Draft, Grounds, Sources, agrees, unlooped
from rag.errors import LLMError
from rag.figure_kinds import measure_fit
from rag.llm import stream_llm
from rag.phrases import number_text, phrase, short_figure
from rag.prompt import build_messages, corrected
from rag.question import Question
from rag.schema import AnswerFigure, AnswerSentence, Notice, Passage, Status, Token, Turn

logger = logging.getLogger(__name__)

_SHORT_CHARS = 120


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
    question: Question, grounds: Grounds, history: Sequence[Turn], settings: LLMSettings, store: Sources
) -> Generator[Token, None, Generated]:
    """Stream the model's verified sentences as they are finished, then give the whole answer. A failure is reported, never raised.

    A sentence is shown once its citations are resolved and bear it out; the first that fails holds back the rest, and the model is asked
    once more. No sentence borne out means no answer of the model's, and a verified extractive figure wins over another one of the model's.
    """
    desk = Desk(question, grounds, store)
    messages = build_messages(question.text, question.language, grounds.passages, history, nonce=secrets.token_hex(8))
    draft, shown = Draft(), ""
    try:
        said, shown = yield from desk.streamed(stream_llm(settings, messages))
        draft = desk.read(said)
        if draft.faults or not draft.speaks:
            logger.info("the language model is asked once more: %d faults", len(draft.faults))
            again = stream_llm(settings, corrected(messages, question.language, draft.faults))
            draft = max(draft, desk.read(unlooped(again)), key=Draft.worth)
    except (LLMError, ConfigError) as error:
        logger.warning("language model failed: %s", error)
        if not draft.is_sound:
            return _failed(question, error, shown)
    if (code := _why_not(draft, question, grounds)) is not None:
        return Generated(None, Status.NOT_FOUND, shown, (Notice(code, phrase(question.language, code)),))
    composed = _composed(question, draft.sentences, grounds.passages, store)
    yield from _rest(composed.text, shown)
    return Generated(composed, Status.ANSWERED, shown)


def _failed(question: Question, error: LLMError | ConfigError, shown: str) -> Generated:
    said = error.text if isinstance(error, LLMError) else ""
    key = "llm_cut" if said else "llm_failed"
    return Generated(
        None, Status.NOT_FOUND, shown, (Notice(error.code, phrase(question.language, key, reason=str(error), shown=said.strip())),)
    )


def _why_not(draft: Draft, question: Question, grounds: Grounds) -> str | None:
    """Code of the notice under which the extractive answer stands in; None when the model's answer is shown."""
    if draft.not_found:
        return "llm_not_found"
    if not any(map(is_supported, draft.sentences)):
        return "llm_unsupported"
    if not draft.speaks:
        return "llm_language"
    return None if agrees(draft.sentences, question, grounds) else "llm_differs"


def _rest(text: str, shown: str) -> Generator[Token, None, None]:
    """What of the answer was not streamed yet; all of it under what was, where the second attempt says it otherwise."""
    rest = text[len(shown) :] if text.startswith(shown) else f"\n\n{text}"
    if rest:
        yield Token(rest)


def _composed(question: Question, sentences: tuple[AnswerSentence, ...], passages: Sequence[Passage], store: Sources) -> Composed:
    figures: list[tuple[Figure, AnswerFigure]] = []
    by_number = {passage.number: passage for passage in passages}
    for sentence in sentences:
        stated = numbers_in(sentence.text)
        for citation in sentence.supporting:
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

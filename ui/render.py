"""HTML from answers, questions and pages: the only place that escapes.

Everything that comes from an article, a model or a person passes through `escaped`. No text is read as Markdown: a source that
says ``![](http://…)`` is shown as those characters, and nothing is fetched for it.
"""

from collections.abc import Mapping, Sequence

from rag.schema import Answer, AnswerSentence, Citation, Passage, Status
from ui.also import also_lines
from ui.figures_html import several_figures_html
from ui.i18n import translate
from ui.markup import cite_html, columns, escaped, mark_id, where_html
from ui.refusal_html import refusal_html

LONG_SHORT = 28  # columns; a list of names in the size of a figure would fill the screen


def question_html(question: str) -> str:
    """A person's question as a message."""
    return f'<div class="wj-question">{escaped(question)}</div>'


def waiting_html(locale: str, *, key: str = "chat.searching") -> str:
    """What stands in the place of an answer that is not there yet."""
    return f'<div class="wj-answer wj-waiting"><span class="wj-dots" aria-hidden="true"></span> {escaped(translate(key, locale))}</div>'


def partial_html(text: str) -> str:
    """An answer while it is being made: plain text, not yet checked, so without citations to click."""
    return f'<div class="wj-answer wj-partial">{escaped(text)}</div>'


def error_html(message: str) -> str:
    """An error in the place of an answer."""
    return f'<div class="wj-answer wj-error" role="alert">{escaped(message)}</div>'


def answer_html(answer: Answer, turn: int, locale: str) -> str:
    """A whole answer: the short answer large, its sentences with ``[n]`` that lead to the sources panel, notices.

    Args:
        answer: the verified answer.
        turn: number of the turn in the conversation, part of the anchors' names.
        locale: language of the labels; the answer keeps its own.
    """
    if answer.status is Status.NOT_FOUND:
        body = refusal_html(answer, locale)
    else:
        figures, left = several_figures_html(answer, turn, locale)
        short = "" if figures else _short(answer.short)
        said = _text(answer, left, turn, locale)  # of a conflict, what to mind about the figures: it goes before them
        told = said + figures if answer.status is Status.CONFLICTING else figures + said
        body = _status(answer.status, locale) + short + told
    notices = "".join(f'<p class="wj-notice">{escaped(each.text)}</p>' for each in answer.notices if each.text not in answer.text)
    return f'<div class="wj-answer wj-{answer.status.value}" lang="{escaped(answer.language)}" id="wj-a{turn}">{body}{notices}</div>'


def sources_html(answer: Answer, turn: int, locale: str) -> str:
    """The cited passages of one answer, each with headline, paper, date and its cited sentences marked.

    Passages that no sentence cites are left out, so an answer that was not found shows none.
    """
    cited: dict[int, list[Citation]] = {}
    for sentence in answer.sentences:
        for citation in sentence.supporting:
            cited.setdefault(citation.passage, []).append(citation)
    if answer.status is Status.NOT_FOUND:
        cited = {}
    cards = [_card(passage, cited[passage.number], turn, locale) for passage in answer.passages if passage.number in cited]
    empty = f'<p class="wj-empty">{escaped(translate("chat.cites_nothing", locale))}</p>'
    return f'<section class="wj-turn" id="wj-s{turn}">{"".join(cards) or empty}</section>'


def panel_html(sections: Sequence[str], locale: str) -> str:
    """The sources panel of a conversation: the last answer's section shown, the others waiting for a click."""
    hidden = [section.replace('class="wj-turn"', 'class="wj-turn" hidden', 1) for section in sections[:-1]]
    empty = f'<p class="wj-empty">{escaped(translate("chat.no_sources", locale))}</p>'
    body = "".join([*hidden, *sections[-1:]]) or empty
    title = escaped(translate("chat.sources", locale))
    return f'<aside class="wj-panel" aria-label="{title}"><h2>{title}</h2>{body}</aside>'


def header_html(locale: str) -> str:
    """Name and one sentence of what this is."""
    title, tagline = (escaped(translate(key, locale)) for key in ("chat.title", "chat.tagline"))
    return f'<header class="wj-header"><span class="wj-seal" aria-hidden="true">闻</span><h1>{title}</h1><p>{tagline}</p></header>'


def welcome_html(locale: str) -> str:
    """What an empty conversation says."""
    head, welcome = (escaped(translate(key, locale)) for key in ("chat.hero", "chat.welcome"))
    return f'<div class="wj-hero"><p class="wj-hero-head">{head}</p><p>{welcome}</p></div>'


def marked_html(passage: Passage, citations: Sequence[Citation], turn: int) -> str:
    """The passage's text with each cited sentence in a ``<mark>`` that carries the names of its citations.

    Overlapping sentences are joined into one mark; offsets of citations are of the article's body, as the passage's are.
    """
    text, cursor, parts = passage.text, 0, []
    for start, end, names in _spans(passage, citations):
        marks = " ".join(mark_id(turn, passage.number, name) for name in names)
        parts.append(f'{escaped(text[cursor:start])}<mark data-marks="{marks}">{escaped(text[start:end])}</mark>')
        cursor = end
    return "".join(parts) + escaped(text[cursor:])


def _spans(passage: Passage, citations: Sequence[Citation]) -> list[tuple[int, int, list[int]]]:
    found: list[tuple[int, int, list[int]]] = []
    for citation in sorted(citations, key=lambda each: (each.start, each.end)):
        start, end = max(citation.start - passage.start, 0), min(citation.end - passage.start, len(passage.text))
        if start >= end:
            continue
        if found and start < found[-1][1]:
            first, last, names = found[-1]
            found[-1] = (first, max(last, end), names if citation.start in names else [*names, citation.start])
        else:
            found.append((start, end, [citation.start]))
    return found


def _status(status: Status, locale: str) -> str:
    if status is Status.ANSWERED:
        return ""
    return f'<p class="wj-status">{escaped(translate(f"chat.status.{status.value}", locale))}</p>'


def _short(short: str) -> str:
    if not short:
        return ""
    size = "wj-short wj-long" if columns(short) > LONG_SHORT else "wj-short"
    return f'<p class="{size}">{escaped(short)}</p>'


def _text(answer: Answer, left: Sequence[AnswerSentence], turn: int, locale: str) -> str:
    """The sentences that nothing above has said yet; an answer without sentences has only its text."""
    passages = {passage.number: passage for passage in answer.passages}
    text = "".join(_sentence(sentence, passages, turn, locale) for sentence in left) if answer.sentences else escaped(answer.text)
    return f'<p class="wj-text">{text}</p>' if text else ""


def _sentence(sentence: AnswerSentence, passages: Mapping[int, Passage], turn: int, locale: str) -> str:
    seen: dict[int, Citation] = {}
    for citation in sentence.supporting:
        seen.setdefault(citation.passage, citation)
    links = "".join(cite_html(citation, passages, turn, locale) for citation in seen.values())
    unsupported = "" if links else ' class="wj-unsupported"'
    return f"<span{unsupported}>{escaped(sentence.text)}</span>{links} "


def _card(passage: Passage, citations: Sequence[Citation], turn: int, locale: str) -> str:
    title = passage.title or translate("untitled", locale)
    where = where_html(passage, with_file=True)
    head = f'<summary><span class="wj-number">[{passage.number}]</span> <span class="wj-title">{escaped(title)}</span>{where}</summary>'
    back = f'<button type="button" class="wj-back" data-answer="wj-a{turn}">{escaped(translate("chat.back", locale))}</button>'
    text = f'<p class="wj-passage">{marked_html(passage, citations, turn)}</p>'
    also = "".join(f"<li>{escaped(line)}</li>" for line in also_lines(passage, locale))
    prints = f'<ul class="wj-also">{also}</ul>' if also else ""
    return f'<details class="wj-source" open>{head}{text}{prints}{back}</details>'

"""HTML from answers, questions and pages: the only place that escapes.

Everything that comes from an article, a model or a person passes through `escaped`. No text is read as Markdown: a source that
says ``![](http://…)`` is shown as those characters, and nothing is fetched for it.
"""

import re
from collections.abc import Sequence
from html import escape
from unicodedata import east_asian_width

from rag.schema import Answer, AnswerFigure, AnswerSentence, Citation, Passage, Status
from ui.i18n import translate

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


LONG_SHORT = 28  # columns, a Chinese character taking two; a list of names in the size of a figure would fill the screen


def escaped(text: str) -> str:
    """``text`` safe as HTML content and as a quoted attribute; control characters and direction overrides are left out."""
    return escape(_UNPRINTABLE.sub("", text), quote=True)


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
    parts = [_status(answer.status, locale)]
    if answer.short:
        size = "wj-short wj-long" if _columns(answer.short) > LONG_SHORT else "wj-short"
        parts.append(f'<p class="{size}">{escaped(answer.short)}</p>')
    passages = {passage.number: passage for passage in answer.passages}
    sentences = "".join(_sentence(sentence, passages, turn, locale) for sentence in answer.sentences)
    parts.append(f'<p class="wj-text">{sentences or escaped(answer.text)}</p>')
    if answer.status is Status.CONFLICTING and len(answer.figures) > 1:
        parts.append(_figures(answer, passages, turn, locale))
    parts += [f'<p class="wj-notice">{escaped(notice.text)}</p>' for notice in answer.notices]
    return f'<div class="wj-answer wj-{answer.status.value}" lang="{escaped(answer.language)}" id="wj-a{turn}">{"".join(parts)}</div>'


def sources_html(answer: Answer, turn: int, locale: str) -> str:
    """The cited passages of one answer, each with headline, paper, date and its cited sentences marked.

    Passages that no sentence cites are left out, so an answer that was not found shows none.
    """
    cited: dict[int, list[Citation]] = {}
    for sentence in answer.sentences:
        for citation in sentence.citations:
            cited.setdefault(citation.passage, []).append(citation)
    if answer.status is Status.NOT_FOUND:
        cited = {}
    cards = [_card(passage, cited[passage.number], turn, locale) for passage in answer.passages if passage.number in cited]
    empty = f'<p class="wj-empty">{escaped(translate("chat.no_sources", locale))}</p>'
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
    return f'<header class="wj-header"><h1>{title}</h1><p>{tagline}</p></header>'


def welcome_html(locale: str) -> str:
    """What an empty conversation says."""
    return f'<p class="wj-welcome">{escaped(translate("chat.welcome", locale))}</p>'


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


def mark_id(turn: int, passage: int, start: int) -> str:
    """Name of a cited sentence, the same in ``data-mark`` of its ``[n]`` and in ``data-marks`` of its mark."""
    return f"wj-m{turn}-{passage}-{start}"


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


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _status(status: Status, locale: str) -> str:
    if status is Status.ANSWERED:
        return ""
    return f'<p class="wj-status">{escaped(translate(f"chat.status.{status.value}", locale))}</p>'


def _sentence(sentence: AnswerSentence, passages: dict[int, Passage], turn: int, locale: str) -> str:
    seen: dict[int, Citation] = {}
    for citation in sentence.citations:
        seen.setdefault(citation.passage, citation)
    links = "".join(_link(citation, passages, turn, locale) for citation in seen.values())
    unsupported = "" if links else ' class="wj-unsupported"'
    return f"<span{unsupported}>{escaped(sentence.text)}</span>{links} "


def _link(citation: Citation, passages: dict[int, Passage], turn: int, locale: str) -> str:
    passage = passages.get(citation.passage)
    label = translate("chat.show_source", locale, number=citation.passage, title=passage.title if passage else "")
    target = mark_id(turn, citation.passage, citation.start)
    named = f'aria-label="{escaped(label)}" title="{escaped(label)}"'
    return f'<button type="button" class="wj-cite" data-mark="{target}" {named}>[{citation.passage}]</button>'


def _figures(answer: Answer, passages: dict[int, Passage], turn: int, locale: str) -> str:
    columns = ("figure", "of", "place", "date", "paper", "source")
    head = "".join(f"<th>{escaped(translate(f'chat.column.{column}', locale))}</th>" for column in columns)
    links = {c.quote: c for sentence in answer.sentences for c in sentence.citations}
    rows = []
    for figure in answer.figures:
        passage = passages.get(figure.passage)
        citation = links.get(figure.quote)
        cells = (
            _value(figure, locale),
            figure.of,
            figure.place or "",
            figure.as_of or (passage.published if passage else None) or "",
            (passage.outlet if passage else None) or "",
        )
        source = _link(citation, passages, turn, locale) if citation else f"[{figure.passage}]"
        rows.append("<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in cells) + f"<td>{source}</td></tr>")
    title = escaped(translate("chat.figures", locale))
    return f'<div class="wj-scroll"><table class="wj-figures"><caption>{title}</caption><tr>{head}</tr>{"".join(rows)}</table></div>'


def _value(figure: AnswerFigure, locale: str) -> str:
    value = f"{figure.value:,.10g}" if not float(figure.value).is_integer() else f"{int(figure.value):,}"
    printed = f"{value}{figure.unit}" if figure.unit in {"%", "‰"} else f"{value} {figure.unit}".strip()
    return translate("chat.approximate", locale, value=printed) if figure.approximate else printed


def _card(passage: Passage, citations: Sequence[Citation], turn: int, locale: str) -> str:
    where = " · ".join(part for part in (passage.outlet, passage.published, passage.source_file) if part)
    title = passage.title or translate("untitled", locale)
    head = f'<summary><span class="wj-number">[{passage.number}]</span> <span class="wj-title">{escaped(title)}</span>'
    back = f'<button type="button" class="wj-back" data-answer="wj-a{turn}">{escaped(translate("chat.back", locale))}</button>'
    text = f'<p class="wj-passage">{marked_html(passage, citations, turn)}</p>'
    return f'<details class="wj-source" open>{head}<span class="wj-where">{escaped(where)}</span></summary>{text}{back}</details>'

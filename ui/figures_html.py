"""Several figures as HTML: a comparison as a small table, figures that conflict side by side, each with paper, date and source."""

import re
from collections.abc import Mapping, Sequence

from rag.schema import Answer, AnswerFigure, AnswerSentence, Passage, Status
from ui.i18n import translate
from ui.markup import cite_html, escaped, where_html

# "Shanxi: 5,813; Qingdao: 784", and with a difference in front "5,029 (Shanxi: 5,813; Qingdao: 784)".
_DIFFERENCE = re.compile(r"(?P<difference>[^:：]+?)\s*[(（](?P<sides>.*)[)）]")
_SIDE = re.compile(r"(?P<name>[^:：]+?)\s*[:：]\s*(?P<figure>.+)")
_JOIN = re.compile(r"\s*[;；、]\s*")


def several_figures_html(answer: Answer, turn: int, locale: str) -> tuple[str, Sequence[AnswerSentence]]:
    """The figures of a comparison or of a conflict, and the sentences that they do not already say.

    Returns:
        HTML, empty for an answer with one figure or none; then all sentences are left.
    """
    if len(answer.figures) < 2:
        return "", answer.sentences
    passages = {passage.number: passage for passage in answer.passages}
    said = [_sentence_of(figure, answer.sentences) for figure in answer.figures]
    left = [sentence for sentence in answer.sentences if not any(sentence is each for each in said)]
    if answer.status is Status.CONFLICTING:
        tiles = [_tile(figure, sentence, passages, turn, locale) for figure, sentence in zip(answer.figures, said, strict=True)]
        return f'<ul class="wj-tiles">{"".join(tiles)}</ul>', left
    difference, sides = _sides(answer.short)
    if len(sides) != len(answer.figures):
        return "", answer.sentences
    head = f'<p class="wj-short">{escaped(difference)}</p>' if difference else ""
    rows = [_row(side, sentence, passages, turn, locale) for side, sentence in zip(sides, said, strict=True)]
    caption = escaped(translate("chat.side_by_side", locale))
    return f'{head}<table class="wj-sides"><caption>{caption}</caption><tbody>{"".join(rows)}</tbody></table>', left


def _sides(short: str) -> tuple[str, list[tuple[str, str]]]:
    """The difference, if one was asked for, and each name with its figure."""
    found = _DIFFERENCE.fullmatch(short)
    difference, listed = (found["difference"], found["sides"]) if found else ("", short)
    sides = [_SIDE.fullmatch(piece) for piece in _JOIN.split(listed)]
    return difference, [(side["name"], side["figure"]) for side in sides if side]


def _sentence_of(figure: AnswerFigure, sentences: Sequence[AnswerSentence]) -> AnswerSentence | None:
    """The sentence that stands on this figure's source alone; a difference stands on both."""
    for sentence in sentences:
        if len(sentence.supporting) == 1 and sentence.supporting[0].quote == figure.quote:
            return sentence
    return None


def _row(side: tuple[str, str], sentence: AnswerSentence | None, passages: Mapping[int, Passage], turn: int, locale: str) -> str:
    name, figure = side
    return (
        f'<tr><th scope="row">{escaped(name)}</th><td class="wj-value">{escaped(figure)}</td>'
        f"<td>{_counted(sentence, passages, turn, locale)}</td></tr>"
    )


def _tile(figure: AnswerFigure, sentence: AnswerSentence | None, passages: Mapping[int, Passage], turn: int, locale: str) -> str:
    number = figure.passage
    quoted = sentence is not None and sentence.text != figure.quote  # two scopes are told apart only by the sentences themselves
    quote = f'<q lang="zh">{escaped(figure.quote)}</q>' if quoted else ""
    dated = f'<span class="wj-where">{escaped(figure.as_of)}</span>' if figure.as_of else ""
    rest = _counted(sentence, passages, turn, locale) if sentence else f"{escaped(figure.of)} [{number}] {where_html(passages.get(number))}"
    return f'<li><span class="wj-value">{escaped(figure_text(figure, locale))}</span>{dated}{rest}{quote}</li>'


def _counted(sentence: AnswerSentence | None, passages: Mapping[int, Passage], turn: int, locale: str) -> str:
    """What the source counts, its ``[n]``, its paper and date. In "Shanxi: 5,813 — “站点”" the first half stands in the row already."""
    if sentence is None:
        return ""
    citation = sentence.supporting[0]
    passage = passages.get(citation.passage)
    said = sentence.text.partition(" — ")[2] or sentence.text
    said = said.removesuffix(f", {passage.published}") if passage else said  # it stands beside the paper
    return f"<span>{escaped(said)}</span>{cite_html(citation, passages, turn, locale)} {where_html(passage)}"


def figure_text(figure: AnswerFigure, locale: str) -> str:
    """A figure as it is read: ``4,217 个``, ``about 0.5%``."""
    value = f"{figure.value:,.10g}" if not float(figure.value).is_integer() else f"{int(figure.value):,}"
    printed = f"{value}{figure.unit}" if figure.unit in {"%", "‰"} else f"{value} {figure.unit}".strip()
    return translate("chat.approximate", locale, value=printed) if figure.approximate else printed

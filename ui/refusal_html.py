"""An answer that was not found, as HTML: that there is none, why, and the nearest headlines."""

import re

from rag.quote import as_said
from rag.schema import Answer, Passage
from ui.i18n import translate
from ui.markup import columns, escaped, where_html

NEAREST = 3
LONGEST_HEAD = 64  # columns; a longer first sentence is no heading
_SENTENCE_END = re.compile(r"(?<=[。.!?！？])\s*")


def refusal_html(answer: Answer, locale: str) -> str:
    """The refusal's first sentence large, the reason, and the nearest articles as a list with paper and date.

    The sentence that names the nearest articles is left out where the list stands in its place.
    """
    nearest = _nearest(answer)
    head, _, rest = _before_titles(answer.text, nearest).partition("\n")
    if columns(head) > LONGEST_HEAD:
        head, rest = translate("chat.status.not_found", locale), answer.text
    reason = f'<p class="wj-text">{escaped(rest)}</p>' if rest else ""
    return f'<p class="wj-refused">{escaped(head)}</p>{reason}{_list(nearest, locale)}'


def _nearest(answer: Answer) -> list[Passage]:
    """The first passage of each article the refusal names; none for a refusal that names none, such as a word of thanks."""
    named: dict[str, Passage] = {}
    for passage in answer.passages:
        if passage.title and (named or as_said(passage.title) in answer.text):
            named.setdefault(passage.title, passage)
    return list(named.values())[:NEAREST]


def _before_titles(text: str, nearest: list[Passage]) -> str:
    """The first sentence, a line end, and the others up to the one that lists titles."""
    at = min((text.find(title) for passage in nearest if (title := as_said(passage.title)) in text), default=len(text))
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if found.end() <= at]
    kept = text[: ends[-1]].rstrip() if ends and at < len(text) else text
    first = next((end for end in ends if end < len(kept)), len(kept))
    return f"{kept[:first].rstrip()}\n{kept[first:]}"


def _list(nearest: list[Passage], locale: str) -> str:
    if not nearest:
        return ""
    items = "".join(f'<li><span class="wj-title">{escaped(passage.title)}</span>{where_html(passage)}</li>' for passage in nearest)
    return f'<p class="wj-label">{escaped(translate("chat.nearest", locale))}</p><ul class="wj-near">{items}</ul>'

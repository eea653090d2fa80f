"""The smallest pieces of HTML, which every other piece is made of; what escapes text, and the ``[n]`` that leads to a source."""

import re
from collections.abc import Mapping
from html import escape
from unicodedata import east_asian_width

from rag.schema import Citation, Passage
from ui.i18n import translate

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def escaped(text: str) -> str:
    """``text`` safe as HTML content and as a quoted attribute; control characters and direction overrides are left out."""
    return escape(_UNPRINTABLE.sub("", text), quote=True)


def columns(text: str) -> int:
    """Width of a text on a line, a Chinese character taking two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def mark_id(turn: int, passage: int, start: int) -> str:
    """Name of a cited sentence, the same in ``data-mark`` of its ``[n]`` and in ``data-marks`` of its mark."""
    return f"wj-m{turn}-{passage}-{start}"


def cite_html(citation: Citation, passages: Mapping[int, Passage], turn: int, locale: str) -> str:
    """The button ``[n]`` of a citation."""
    passage = passages.get(citation.passage)
    label = translate("chat.show_source", locale, number=citation.passage, title=passage.title if passage else "")
    target = mark_id(turn, citation.passage, citation.start)
    named = f'aria-label="{escaped(label)}" title="{escaped(label)}"'
    return f'<button type="button" class="wj-cite" data-mark="{target}" {named}>[{citation.passage}]</button>'


def where_html(passage: Passage | None, *, with_file: bool = False) -> str:
    """Paper and date of a passage, and its file where wanted or where nothing else is known; empty when there is none."""
    if passage is None:
        return ""
    known = [part for part in (passage.outlet, passage.published) if part]
    shown = [*known, passage.source_file] if with_file or not known else known
    return f'<span class="wj-where">{escaped(" · ".join(shown))}</span>'

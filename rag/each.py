"""Questions that ask the same of several things: "A和B分别是什么时候", "where were A and B held, respectively"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text import Span, fold
from rag.events import splits_of
from rag.extract import Choice
from rag.phrases import in_script, phrase
from rag.schema import Status
from rag.told import Cited, Line, Told
from rag.wording import Printed, short_figure

_MAX_SHORT = 60
# 读书节和大坝竣工(的时间)分别是什么时候; 2024年3月,A和B各自做了什么.
_CHINESE = re.compile(
    r"^(?P<scope>(?:在)?\d{4}年[^,]{0,8},)?(?P<list>[^,]+?)(?P<of>的[^,的和与及、]{1,8})?"
    r"(?:分别|各自|各(?=是|有|为|花|占|收|获|得|达|用|在|多少|几))(?P<ask>[^、]{2,})$"
)
_ENGLISH = re.compile(
    r"^(?P<ask>(?:when|where|why|how) (?:was|were|did|is|are)|who (?:is|are|was|were)) (?P<list>.+? and .+?)"
    r"(?P<verb> (?:held|open(?:ed)?|built|born|take place|launched|founded|published))?,? respectively$"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the things, in the asker's words, and the question about it alone."""

    name: str
    text: str


def each_of(text: str, base: str) -> tuple[tuple[Asked, ...], ...]:
    """The questions that a question about several things is made of, in every way its list can be cut; empty for any other question."""
    asked = text.strip().rstrip("?？。.!！ ")
    folded = fold(asked).translate({ord("，"): ",", ord("？"): "?"})
    match = (_CHINESE if base == "zh" else _ENGLISH).match(folded) if base in {"zh", "en"} else None
    if match is None:
        return ()

    def part(name: str) -> str:
        start, end = match.span(name)
        return asked[start:end] if start >= 0 else ""

    def question(item: str) -> str:
        if base == "zh":
            return f"{part('scope')}{item}{part('of') if not item.endswith(part('of')) else ''}{part('ask')}?"
        return f"{part('ask')} {item}{part('verb')}?"

    splits = (_shared_tail(split) for split in splits_of(part("list")))
    return tuple(tuple(Asked(name, question(item)) for name, item in split) for split in splits)


def _shared_tail(split: Sequence[str]) -> list[tuple[str, str]]:
    """Each item with what it is asked about: what follows the last name holds for all ("印度、日本和新加坡的员工")."""
    *before, last = split
    name, of, tail = last.partition("的")
    if of and tail and not any("的" in item for item in before) and max(map(len, before)) <= len(name) + 2:
        return [(item, f"{item}{of}{tail}") for item in (*before, name)]
    return [(item, item) for item in split]


def tell_each(language: str, names: Sequence[str], choices: Sequence[Choice]) -> tuple[Told, bool]:
    """The answers one beside the other, each cited, and whether every one was found."""
    told = [(in_script(language, name), choice) for name, choice in zip(names, choices, strict=True)]
    found = [(name, choice) for name, choice in told if choice.status is not Status.NOT_FOUND and choice.sources]
    listed = phrase(language, "list_join").join(
        phrase(language, "side", name=name, figure=_short(language, choice)) for name, choice in found
    )
    if len(found) < len(told):
        missing = [Line(phrase(language, "no_answer_for", name=name)) for name, choice in told if (name, choice) not in found]
        shown = (Line(phrase(language, "found_only", sides=listed)),) if found else ()
        return Told("", (*missing, *shown)), False
    return Told(listed, tuple(Line("", (_cited(choice),)) for _, choice in found)), True


def _cited(choice: Choice) -> Cited:
    if choice.figures:
        match = choice.figures[0]
        return Cited(match.evidence, Span(match.figure.start, match.figure.end), match)
    return Cited(choice.sources[0])


def _short(language: str, choice: Choice) -> str:
    if choice.figures:
        match = choice.figures[0]
        around = Printed.of(match.evidence.view.article.body, match.figure.start, match.figure.end)
        return short_figure(language, match.figure, match.printed, around=around)
    text = choice.named or choice.sources[0].text
    return in_script(language, text if len(text) <= _MAX_SHORT else f"{text[: _MAX_SHORT - 1]}…")

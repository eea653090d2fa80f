"""Events set side by side by their dates: in the same month or not, which came first, in what order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.date_words import known_date_text
from rag.dating import Dated, happened_before, same_period
from rag.events import Events, Relation
from rag.phrases import phrase
from rag.refuse import Refusal
from rag.told import Cited, Line, Told


@dataclass(frozen=True, slots=True)
class Event:
    """An event in the asker's words, with its date or why there is none."""

    name: str
    found: Dated | Refusal


def tell(language: str, asked: Events, events: Sequence[Event]) -> tuple[Told, bool]:
    """What the dates of the events answer, and whether they do.

    Args:
        language: of the answer.
        asked: what the question asks of them.
        events: each with its date, in the order of the question.
    """
    dated = [(event.name, event.found) for event in events if isinstance(event.found, Dated)]
    if len(dated) < len(events):
        missing = [Line(phrase(language, "undated", name=e.name)) for e in events if not isinstance(e.found, Dated)]
        return Told("", (*missing, *_found(language, dated))), False
    answer = _RELATIONS[asked.relation](language, asked, dated)
    if answer is None:
        return Told("", (Line(phrase(language, "too_coarse")), *_found(language, dated))), False
    short, key, values = answer
    cited = tuple(Cited(found.evidence, found.stated) for _, found in dated if found.evidence)
    conclusion = Line(phrase(language, key, sides=_sides(language, dated), **values), cited)
    return Told(short, (conclusion, *(Line("", (each,)) for each in cited))), True


_Named = tuple[str, Dated]
_Answer = tuple[str, str, dict[str, str]]


def _found(language: str, dated: Sequence[_Named]) -> tuple[Line, ...]:
    return (Line(phrase(language, "found_only", sides=_sides(language, dated))),) if dated else ()


def _sides(language: str, dated: Sequence[_Named]) -> str:
    return phrase(language, "joint_join").join(
        phrase(language, "event" if found.stated else "event_reported", name=name, when=when_text(language, found))
        for name, found in dated
        if found.evidence
    )


def when_text(language: str, found: Dated) -> str:
    """A date in the asker's words, as exact as it is known."""
    if found.days:
        return known_date_text(language, found.days.first.year, found.month, found.day)
    return known_date_text(language, 0, found.month, found.day)


def _same(language: str, asked: Events, dated: Sequence[_Named]) -> _Answer | None:
    shared = [same_period(one, other, asked.period) for (_, one), (_, other) in pairwise(dated)]
    if False in shared:
        return _yes_or_no(language, False)
    if None in shared:
        return None
    first = dated[0][1]
    months = {found.month for _, found in dated}
    exact = len({found.days for _, found in dated}) == 1
    year = first.days.first.year if first.days else 0
    when = known_date_text(language, year, first.month if len(months) == 1 else 0, first.day if exact else 0)
    return phrase(language, "yes"), "same_yes", {"when": when}


def _extreme(language: str, asked: Events, dated: Sequence[_Named]) -> _Answer | None:
    """The first or the last of them, where its date lies apart from all others."""
    wants_first = asked.relation is Relation.FIRST
    for name, found in dated:
        others = [other for _, other in dated if other is not found]
        if all(happened_before(found, other) if wants_first else happened_before(other, found) for other in others):
            return name, "first" if wants_first else "last", {"name": name}
    if len({found.days for _, found in dated}) == 1 and dated[0][1].day:
        return phrase(language, "same_day"), "both_same_day", {"when": when_text(language, dated[0][1])}
    return None


def _order(language: str, _asked: Events, dated: Sequence[_Named]) -> _Answer | None:
    with_days = [(found.days.first, name, found) for name, found in dated if found.days]
    if len(with_days) < len(dated):
        return None
    ordered = [(name, found) for _, name, found in sorted(with_days, key=lambda row: row[0])]
    if any(happened_before(one, other) is None and one.days != other.days for (_, one), (_, other) in pairwise(ordered)):
        return None
    listed = " → ".join(f"{name} ({when_text(language, found)})" for name, found in ordered)
    return listed, "in_order", {}


def _before(language: str, asked: Events, dated: Sequence[_Named]) -> _Answer | None:
    (_, one), (_, other) = dated[:2]
    wants_before = asked.relation is Relation.BEFORE
    if not other.evidence and one.days and other.days:  # "before 2024": the year itself is no part of the time before it
        bound = other.days
        if (one.days.first < bound.first <= one.days.last) if wants_before else (one.days.first <= bound.last < one.days.last):
            return None
        holds = one.days.last < bound.first if wants_before else one.days.first > bound.last
        return _yes_or_no(language, holds)
    earlier = happened_before(one, other)
    if earlier is None:
        return _yes_or_no(language, False) if one.days and one.days == other.days and one.day else None
    return _yes_or_no(language, earlier is wants_before)


def _yes_or_no(language: str, holds: bool) -> _Answer:
    return phrase(language, "yes" if holds else "no"), "answer_yes" if holds else "answer_no", {}


_RELATIONS: dict[Relation, Callable[[str, Events, Sequence[_Named]], _Answer | None]] = {
    Relation.SAME: _same,
    Relation.FIRST: _extreme,
    Relation.LAST: _extreme,
    Relation.ORDER: _order,
    Relation.BEFORE: _before,
    Relation.AFTER: _before,
}

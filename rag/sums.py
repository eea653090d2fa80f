"""Figures of several parts put together: a difference, a total, a ratio, the largest. Sums are ours, their terms are cited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from index.regions import region_of
from index.text import Span
from rag.compare import Operation, Part
from rag.conflicts import counts_alike
from rag.figure_kinds import unit_fit
from rag.figures import FigureMatch
from rag.phrases import in_script, phrase
from rag.term import without_rank
from rag.told import Cited, Line, Told
from rag.wording import Printed, number_text, short_figure

_SAME_UNIT = 0.7


@dataclass(frozen=True, slots=True)
class Side:
    """A part with its figure, and the figures of other articles that say something else of it; ``match`` is None when none was found."""

    part: Part
    match: FigureMatch | None
    rivals: tuple[FigureMatch, ...] = ()


_Found = tuple[str, FigureMatch]


def without_shared(sides: Sequence[Side]) -> list[Side]:
    """One figure answers one side alone: that of 青岛 is not 山东's too. The side whose place it is keeps it, else the first."""
    owners: dict[tuple[str, int], Side] = {}
    for side in sides:
        if side.match:
            key = (side.match.figure.article_id, side.match.figure.start)
            place = side.match.figure.place
            if key not in owners or (place and without_rank(place) == without_rank(side.part.name)):
                owners[key] = side
    return [side if side in owners.values() else Side(side.part, None) for side in sides]


def tell_sums(language: str, operation: Operation, sides: Sequence[Side]) -> tuple[Told, bool]:
    """What the figures of the sides answer, and whether they do.

    Args:
        language: of the answer.
        operation: what is asked of them.
        sides: each with its figure, in the order of the question.
    """
    found = [(in_script(language, side.part.asked), side.match) for side in sides if side.match]
    if len(found) < len(sides):
        missing = [Line(phrase(language, "no_side", name=side.part.asked)) for side in sides if not side.match]
        return Told("", (*missing, *_shown(language, found))), False
    if reason := _why_not(language, operation, [side.part.name for side in sides], found):
        return Told("", (Line(reason), *_shown(language, found))), False
    listed = _listed(language, found)
    head, sentence = _conclusion(language, operation, found)
    lines = [Line("", (_cited(match),)) for _, match in found]
    for side in sides:
        for other in side.rivals:
            figure = _short(language, other)
            lines.append(Line(phrase(language, "also_said", name=side.part.asked, figure=figure), (_cited(other),)))
    if sentence:
        lines.append(Line(sentence, tuple(_cited(match) for _, match in found)))
    if note := _times(language, found):
        lines.append(Line(note))
    return Told(f"{head} ({listed})" if head else listed, tuple(lines)), True


def _cited(match: FigureMatch) -> Cited:
    return Cited(match.evidence, Span(match.figure.start, match.figure.end), match)


def _listed(language: str, found: Sequence[_Found]) -> str:
    return phrase(language, "list_join").join(phrase(language, "side", name=name, figure=_short(language, match)) for name, match in found)


def _short(language: str, match: FigureMatch) -> str:
    around = Printed.of(match.evidence.view.article.body, match.figure.start, match.figure.end)
    return short_figure(language, match.figure, match.printed, around=around)


def _shown(language: str, found: Sequence[_Found]) -> tuple[Line, ...]:
    return (Line(phrase(language, "found_only", sides=_listed(language, found))),) if found else ()


def _why_not(language: str, operation: Operation, names: Sequence[str], found: Sequence[_Found]) -> str:
    """Why the figures cannot be put together as asked; empty when they can, or when each is asked for by itself."""
    if operation is Operation.EACH:
        return ""
    figures = [match.figure for _, match in found]
    first = figures[0]
    if any(f.kind is not first.kind or unit_fit(frozenset({first.unit}), f.unit) < _SAME_UNIT for f in figures if f.unit != first.unit):
        return phrase(language, "other_units")
    if operation is not Operation.TOTAL:
        return ""
    if not all(counts_alike(first.of, f.of) for f in figures):
        return phrase(language, "other_things", things=phrase(language, "list_join").join(dict.fromkeys(f.of for f in figures)))
    for one, other in combinations(names, 2):
        inner, outer = (one, other) if other in region_of(one) else (other, one)
        if outer in region_of(inner):
            return phrase(language, "overlap", inner=in_script(language, inner), outer=in_script(language, outer))
    return ""


def _conclusion(language: str, operation: Operation, found: Sequence[_Found]) -> tuple[str, str]:
    """The short answer and the sentence that shows how it was worked out; both empty where each figure is asked for by itself."""
    ordered = sorted(found, key=lambda pair: -pair[1].figure.value)
    (large, most), (small, least) = ordered[0], ordered[-1]
    equal = most.figure.value == least.figure.value
    if operation in {Operation.MOST, Operation.LEAST}:
        if equal:
            return "", phrase(language, "equal")
        words = ("is_more", "is_fewer") if len(found) == 2 else ("is_most", "is_least")
        name, key = (large, words[0]) if operation is Operation.MOST else (small, words[1])
        return name, phrase(language, key, name=name)
    values = [number_text(match.figure.value) for _, match in found]
    if operation is Operation.TOTAL:
        total = _worked_out(language, sum(match.figure.value for _, match in found), found)
        return total, phrase(language, "added", terms=" + ".join(values), number=total)
    if operation is Operation.RATIO and len(found) == 2 and found[1][1].figure.value:
        ratio = number_text(round(found[0][1].figure.value / found[1][1].figure.value, 2))
        return phrase(language, "times", number=ratio), phrase(language, "divided", terms=" ÷ ".join(values), number=ratio)
    if operation is Operation.DIFFERENCE and len(found) == 2:
        number = _worked_out(language, most.figure.value - least.figure.value, found)
        terms = f"{number_text(most.figure.value)} − {number_text(least.figure.value)}"
        return number, phrase(language, "subtracted", terms=terms, number=number, large=large, small=small)
    return "", ""


def _worked_out(language: str, value: float, found: Sequence[_Found]) -> str:
    """A number of ours with the unit that all have, and "about" when any is approximate."""
    figures = [match.figure for _, match in found]
    unit = figures[0].unit if len({f.unit for f in figures}) == 1 else ""
    approximate = any(f.approximate for f in figures)
    about = phrase(language, "approximate") if approximate else ""
    figure = replace(figures[0], value=round(value, 4), unit=unit, approximate=approximate)
    return short_figure(language, figure, f"{about}{number_text(round(value, 4), language)}{unit}")


def _times(language: str, found: Sequence[_Found]) -> str:
    """That the figures are of different years, where both say of which."""
    years = [match.figure.as_of[:4] for _, match in found if match.figure.as_of]
    if len(years) < len(found) or len(set(years)) < 2:
        return ""
    sides = (phrase(language, "side", name=name, figure=year) for (name, _), year in zip(found, years, strict=True))
    return phrase(language, "other_times", sides=phrase(language, "list_join").join(sides))

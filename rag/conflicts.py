"""Figures of other articles beside the one that answers: those that say the same, and those that say something else.

Two figures of one thing contradict each other when place, day and unit are the same or not known; else they count different things, and
which of them is meant the reader must say.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from index.schema import FigureKind
from index.text import fold
from rag.figure_kinds import unit_fit
from rag.figures import FigureMatch
from rag.question import Question
from rag.rerank import NAME_STANDS

_UNRIVALLED = frozenset({FigureKind.DATE, FigureKind.TIME, FigureKind.ORDINAL})
# How far behind the best (in log odds) a figure of another article may be and still answer as well; what its clause must hold. Of figures
# that are no likelier than this, none is sure enough to contradict another.
_AS_LIKELY, _SAME_CLAUSE, _LIKELY = 1.5, 0.65, -1.6
# A word that the best sentence says plainly and the other article nowhere: it is about something else.
_SAID = 0.5
_MORE_THAN = re.compile(r"(?:超过?了?|逾|突破了?|不少于|至少|超出|more than|over|at least|exceed\w*)\s?$", re.IGNORECASE)
_AND_MORE = re.compile(r"[余多+]|以上$")
# 300多 and 312, 约500 and 512 are the same; 5.17亿 and 5.2亿 too, for large numbers are rounded.
_ROUNDED, _SCALED, _MORE, _ABOUT = 0.01, 10_000, 0.1, 0.05


class Scope(StrEnum):
    """In what two figures differ that do not contradict each other."""

    PLACE = "place"
    DAY = "day"
    THING = "thing"


def conflicting(question: Question, best: FigureMatch, matches: Sequence[FigureMatch]) -> list[FigureMatch]:
    """Figures of other articles that answer as well as the best and say something else, best first, one per value.

    None where one of the two articles states both figures: it tells what sets them apart. None of another year than the one asked for,
    and none of an older article where the latest is asked for.
    """
    if best.figure.kind in _UNRIVALLED or best.score < _LIKELY:
        return []
    stated = {(m.figure.article_id, m.figure.unit, m.figure.value) for m in matches}
    found: list[FigureMatch] = []
    for match in matches:
        if not _answers_alike(question, best, match) or _is_of_another_year(question, match):
            continue
        if any((one.figure.article_id, other.figure.unit, other.figure.value) in stated for one, other in ((best, match), (match, best))):
            continue
        if any(same_amount(match, known) for known in (best, *found)) or (question.wants_latest and _is_older(match, best)):
            continue
        found.append(match)
    return found


def agreeing(question: Question, best: FigureMatch, matches: Sequence[FigureMatch]) -> list[FigureMatch]:
    """The same figure in other articles: more sources for one statement."""
    return [m for m in matches if m.figure.value == best.figure.value and _answers_alike(question, best, m)]


def scopes(figures: Sequence[FigureMatch]) -> tuple[Scope, ...]:
    """In what the figures differ besides their values; empty where they contradict each other."""
    found: list[Scope] = []
    if len({m.figure.place for m in figures if m.figure.place}) > 1:
        found.append(Scope.PLACE)
    if len({m.figure.as_of for m in figures if m.figure.as_of}) > 1:
        found.append(Scope.DAY)
    if len({fold(m.figure.of) for m in figures}) > 1 or len({m.figure.unit for m in figures}) > 1:
        found.append(Scope.THING)
    return tuple(found)


def newest(figures: Sequence[FigureMatch]) -> FigureMatch | None:
    """The one of the latest article; None where two are of that day, or one's day is not known."""
    days = [m.evidence.view.article.published for m in figures]
    known = [day for day in days if day]
    if len(known) < len(days) or len(days) < 2 or known.count(max(known)) > 1:
        return None
    return figures[known.index(max(known))]


def same_amount(one: FigureMatch, other: FigureMatch) -> bool:
    """True for the same amount, exact in one article and rounded in the other: 300多 and 312, 5.17亿 and 5.2亿."""
    first, second = one.figure.value, other.figure.value
    if first == second:
        return True
    if any(_covers(a, b.figure.value) for a, b in ((one, other), (other, one))):
        return True
    larger = max(abs(first), abs(second))
    return larger >= _SCALED and abs(first - second) <= _ROUNDED * larger


def _covers(match: FigureMatch, value: float) -> bool:
    """Whether an approximate figure means the value: a little more for 余 and 超过, about as much for 约."""
    figure, body = match.figure, match.evidence.view.body
    if _AND_MORE.search(match.printed) or _MORE_THAN.search(body[max(0, figure.start - 12) : figure.start]):
        return figure.value <= value <= figure.value * (1 + _MORE)
    return figure.approximate and abs(figure.value - value) <= _ABOUT * abs(figure.value)


def _is_of_another_year(question: Question, match: FigureMatch) -> bool:
    year = (match.figure.as_of or "")[:4]
    return bool(question.years) and year.isdigit() and int(year) not in question.years


def _is_older(match: FigureMatch, best: FigureMatch) -> bool:
    theirs, ours = match.evidence.view.article.published, best.evidence.view.article.published
    return bool(theirs and ours and theirs < ours)


def _answers_alike(question: Question, best: FigureMatch, other: FigureMatch) -> bool:
    same_measure = other.figure.kind == best.figure.kind and (unit_fit(frozenset({best.figure.unit}), other.figure.unit) >= 0.7)
    both_asked = {best.figure.unit, other.figure.unit} <= question.units - {"个"}
    return (
        other.figure.article_id != best.figure.article_id
        and same_measure
        and other.score >= max(best.score - _AS_LIKELY, _LIKELY)
        and other.local >= _SAME_CLAUSE * best.local
        and other.head >= _SAME_CLAUSE * best.head
        and (both_asked or counts_alike(best.figure.of, other.figure.of))
        and _names_alike(best, other)
    )


def _names_alike(best: FigureMatch, other: FigureMatch) -> bool:
    """True when the other article bears out every term the best one does where it counts: Huaibei's figure is no rival of Zibo's."""
    pairs = zip(best.evidence.matches, other.evidence.matches, strict=True)
    return all(theirs >= NAME_STANDS or ours < _SAID for ours, theirs in pairs)


def counts_alike(one: str, other: str) -> bool:
    """True when the two counted things end in the same word or share half of their character pairs, or one is not known."""
    if len(one) < 2 or len(other) < 2 or fold(one)[-2:] == fold(other)[-2:]:
        return True
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} or {text} for text in (fold(one), fold(other)))
    return len(first & second) * 2 >= min(len(first), len(second))

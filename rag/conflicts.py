"""Figures of other articles beside the one that answers: those that say the same, and those that say something else."""

from collections.abc import Sequence

from index.schema import FigureKind
from index.text import fold
from rag.figure_kinds import unit_fit
from rag.figures import FigureMatch
from rag.rerank import NAME_STANDS, Evidence

_UNRIVALLED = frozenset({FigureKind.DATE, FigureKind.TIME, FigureKind.ORDINAL})
# How far behind the best (in log odds) a figure of another article may be and still answer as well; what its clause must hold.
_AS_LIKELY, _SAME_CLAUSE = 1.5, 0.65


def conflicting(best: FigureMatch, matches: Sequence[FigureMatch]) -> list[FigureMatch]:
    """Figures of other articles that answer as well as the best and say something else, best first, one per value."""
    if best.figure.kind in _UNRIVALLED:
        return []
    found: list[FigureMatch] = []
    values = {best.figure.value}
    for match in matches:
        if match.figure.value not in values and _answers_alike(best, match):
            values.add(match.figure.value)
            found.append(match)
    return found


def agreeing(best: FigureMatch, matches: Sequence[FigureMatch]) -> list[FigureMatch]:
    """The same figure in other articles: more sources for one statement."""
    return [m for m in matches if m.figure.value == best.figure.value and _answers_alike(best, m)]


def _answers_alike(best: FigureMatch, other: FigureMatch) -> bool:
    same_measure = other.figure.kind == best.figure.kind and (unit_fit(frozenset({best.figure.unit}), other.figure.unit) >= 0.7)
    return (
        other.figure.article_id != best.figure.article_id
        and same_measure
        and other.score >= best.score - _AS_LIKELY
        and other.local >= _SAME_CLAUSE * best.local
        and other.head >= _SAME_CLAUSE * best.head
        and counts_alike(best.figure.of, other.figure.of)
        and _names_alike(best.evidence, other.evidence)
    )


def _names_alike(best: Evidence, other: Evidence) -> bool:
    """True when the other article bears out every term the best one does where it counts: Huaibei's figure is no rival of Zibo's."""
    return all(o >= NAME_STANDS or b < NAME_STANDS for b, o in zip(best.matches, other.matches, strict=True))


def counts_alike(one: str, other: str) -> bool:
    """True when the two counted things end in the same word or share half of their character pairs, or one is not known."""
    if len(one) < 2 or len(other) < 2 or fold(one)[-2:] == fold(other)[-2:]:
        return True
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} or {text} for text in (fold(one), fold(other)))
    return len(first & second) * 2 >= min(len(first), len(second))

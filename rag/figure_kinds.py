"""Which kinds and units of figure may answer a question, and how well each fits."""

import re

from index.schema import Figure, FigureKind
from index.text import fold
from rag.expected import Expected
from rag.question import Question
from rag.units import HOUSEHOLDS, OCCASIONS, PERSONS, THINGS

_KINDS: dict[Expected, dict[FigureKind, float]] = {
    Expected.COUNT: {FigureKind.COUNT: 1.0, FigureKind.DURATION: 0.3, FigureKind.MONEY: 0.3, FigureKind.PERCENT: 0.2},
    Expected.COMPARISON: {FigureKind.COUNT: 1.0, FigureKind.MONEY: 0.8, FigureKind.PERCENT: 0.8, FigureKind.DURATION: 0.4},
    Expected.MONEY: {FigureKind.MONEY: 1.0},
    Expected.PERCENT: {FigureKind.PERCENT: 1.0},
    Expected.RATE: {FigureKind.COUNT: 1.0, FigureKind.MONEY: 1.0, FigureKind.PERCENT: 0.3, FigureKind.DURATION: 0.3},
    Expected.TOTAL: {FigureKind.COUNT: 1.0, FigureKind.MONEY: 0.9, FigureKind.PERCENT: 0.2, FigureKind.DURATION: 0.3},
    Expected.DATE: {FigureKind.DATE: 1.0},
    Expected.TIME: {FigureKind.TIME: 1.0, FigureKind.DATE: 0.6},
    Expected.DURATION: {FigureKind.DURATION: 1.0, FigureKind.COUNT: 0.3},
}
_OPEN = {FigureKind.COUNT: 1.0, FigureKind.MONEY: 1.0, FigureKind.PERCENT: 0.6, FigureKind.DURATION: 0.4}
# 长度是多少, 同比多增多少万亿元: the words of a share, and yet another measure may be meant.
_LOOSE_SHARE = {FigureKind.PERCENT: 1.0, FigureKind.COUNT: 0.5, FigureKind.MONEY: 0.4}
_ORDINALS = {FigureKind.ORDINAL: 1.0, FigureKind.COUNT: 0.3}
_ASKS_SHARE = re.compile(r"百分|比例|占比|比重|几成|%|\bper ?cent|\b(?:share|proportion|fraction|ratio)\b", re.IGNORECASE)
_ASKS_ORDINAL = re.compile(r"第(?:几|多少)")
# Units that no other can stand for: an age is not a count of bags.
_STRICT_UNITS = frozenset({"岁", "元", "%", "立方米"})
_UNIT_FAMILIES = (PERSONS, OCCASIONS, HOUSEHOLDS, THINGS)
_ANYTHING = PERSONS | OCCASIONS | HOUSEHOLDS | THINGS
# A hundred years and more are a year: 211年, 1950年代.
_FIRST_YEAR = 100


def kinds_of(question: Question) -> dict[FigureKind, float]:
    """Which kinds of figure may answer, and how well each fits; a bare 多少 and "how much" ask for things or money alike."""
    text = fold(question.text)
    if _ASKS_ORDINAL.search(text):
        return _ORDINALS
    if question.expected is Expected.PERCENT and not _ASKS_SHARE.search(text):
        return _LOOSE_SHARE
    is_open = question.language[:2] in {"zh", "ja"} or "how much" in text.lower()
    if question.expected is Expected.COUNT and not question.units and is_open:
        return _OPEN
    return _KINDS.get(question.expected, {})


def kind_fit(question: Question, figure: Figure, kinds: dict[FigureKind, float]) -> float:
    """How well the figure's kind is one of ``kinds``, 0 to 1; 0 also for another unit than one that nothing else can stand for."""
    if question.units & _STRICT_UNITS and figure.unit not in question.units:
        return 0.0
    if is_year(figure):
        return max(kinds.get(FigureKind.DATE, 0.0), kinds.get(figure.kind, 0.0))
    return kinds.get(figure.kind, 0.0)


def is_year(figure: Figure) -> bool:
    """True for a year that is written like a span of years."""
    return figure.kind is FigureKind.DURATION and figure.unit == "年" and figure.value >= _FIRST_YEAR


def measure_fit(question: Question, figure: Figure) -> float:
    """How well a figure's kind and unit are what the question asks in, 0 to 1; 0 for a kind that cannot answer it."""
    return kinds_of(question).get(figure.kind, 0.0) * (0.5 + 0.5 * unit_fit(question.units, figure.unit))


def unit_fit(wanted: frozenset[str], unit: str) -> float:
    """1 for a unit the question names, 0.7 for one of its family (名, 人, 位), 0.5 when it names none, 0 for another."""
    if not wanted:
        return 0.5
    if unit in wanted:
        return 1.0
    if any(unit in family and wanted & family for family in _UNIT_FAMILIES):
        return 0.7
    return 0.5 if wanted & {"个"} and unit in _ANYTHING else 0.0

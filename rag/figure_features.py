"""What is known of a figure as the answer to a question, as numbers that a linear model weighs.

A sentence often holds several figures ("3 invention patents, 32 utility models"); the one asked for is the one whose own clause, or whose
counted thing, holds the question's words.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from index.schema import Figure, FigureKind
from index.text import fold
from rag.expected import Expected
from rag.figure_kinds import kind_fit, kinds_of, unit_fit
from rag.figure_place import FigureContext
from rag.period_fit import period_fit
from rag.question import Question
from rag.rerank import NAME_STANDS, Evidence, coverage_of, occurrence, term_match
from rag.term import Term

_IN_COUNTED, _IN_WINDOW, _IN_NEXT_CLAUSE, _SAME_NOUN, _IN_SENTENCE, _ELSEWHERE = 1.0, 0.85, 0.7, 0.6, 0.45, 0.3
_CORE = 2.0
# A word so many characters away is a third as near as one right beside the figure.
_NEAR = 12.0
_FORMS_SOUGHT = 6
_CALENDAR = frozenset({FigureKind.DATE, FigureKind.TIME})


@dataclass(frozen=True, slots=True)
class FigureFeatures:
    """Each larger for a better candidate, unless it says otherwise.

    Attributes:
        sentence: what the figure's sentence and its surroundings account for.
        order: the sentence's score among those read, which knows the chunk's place and the cosine.
        first: 1 for the best sentence, a half for the second, and so on.
        names: how many names of the question are missing there (larger is worse).
        local: share of the topic words' weight that the figure's own clause accounts for.
        head: the same for the thing asked for alone.
        asked: share of the counted thing's character pairs that stand in the question.
        near: how near to the figure the topic words stand.
        kind: how well the kind of figure fits.
        unit: 1 for a unit asked for, 0.7 for one of its family, 0.5 where none is asked for.
        other_unit: 1 for a unit that is not asked for (worse).
        year: 1 for the year asked for, -1 for another, 0 where either is unknown.
        period: how well the sentence and its article fit the times the question is about; 1 where it names none.
        place: as ``year``, of the place.
        said: 1 for a quantity that the question states itself (worse).
        change: 1 for the new value of a change, -1 for the old one; the reverse where the question asks about before.
        grain: how well a date is as fine as asked for.
        comma: 1 for a date that a comma follows: it dates what is told, where one inside a name does not.
        quoted: 1 inside a name in quotation or title marks, or in brackets (worse).
        edge: 1 for the beginning of a span where the question asks for a beginning, or its end for an end; -1 for the other.
        rate: 1 for a rate (每人, 平均) where one is asked for, -1 where only one of the two is one.
        total: 1 for a total (累计, 共) where one is asked for, -1 for anything else there.
        growth: as ``rate``, of how much something grew or fell.
        extreme: as ``total``, of the most and the least.
        worded: 1 for a small number in a Chinese numeral (worse).
        part: 1 for a part of what was said before (其中), where no part is asked for (worse).
    """

    sentence: float
    order: float
    first: float
    names: float
    local: float
    head: float
    asked: float
    near: float
    kind: float
    unit: float
    other_unit: float
    year: float
    period: float
    place: float
    said: float
    change: float
    grain: float
    comma: float
    quoted: float
    edge: float
    rate: float
    total: float
    growth: float
    extreme: float
    worded: float
    part: float

    def as_row(self) -> tuple[float, ...]:
        """The numbers in the order of `FIGURE_NAMES`."""
        return tuple(getattr(self, name) for name in FIGURE_NAMES)


FIGURE_NAMES: tuple[str, ...] = tuple(FigureFeatures.__dataclass_fields__)


class FigureReader:
    """Says of the figures of candidate sentences what is known of them as answers to one question.

    Args:
        question: as understood.
        terms: its terms.
        places: those that any of the figures is stated for. A country is none, so that no figure is of another place than it.
    """

    def __init__(self, question: Question, terms: Sequence[Term], places: Collection[str]) -> None:
        self.question, self.terms = question, terms
        self.kinds = kinds_of(question)
        self._text = fold(question.text)
        self._pairs = {self._text[i : i + 2] for i in range(len(self._text) - 1)}
        things = [i for i, t in enumerate(terms) if not t.is_name]
        # "and how many in Qingdao" asks for what was asked before.
        self._topic = [i for i in things if not terms[i].from_history] or things
        self._head = [i for i in self._topic if terms[i].is_head]
        self._names = [i for i, t in enumerate(terms) if t.is_name and not t.from_history]
        asked = [form for i in self._names if terms[i].is_place for form in terms[i].forms[:_FORMS_SOUGHT]]
        self._places = [form for form in asked if any(form.startswith(place) for place in places)]

    def fits(self, figure: Figure) -> bool:
        """True for a figure of a kind that may answer."""
        return kind_fit(self.question, figure, self.kinds) > 0

    def read(self, candidate: Evidence, figure: Figure, others: Sequence[Figure], rank: int) -> FigureFeatures:
        """What is known of a figure.

        Args:
            candidate: its sentence.
            figure: one of the sentence's.
            others: all of the sentence's figures.
            rank: the sentence's place among the candidates, from 0.
        """
        context = FigureContext(self._text, candidate, figure, others)
        own = {i: _local_match(term, context) for i, term in enumerate(self.terms)}
        topic = self._topic or list(own)
        local = _weighted(own, topic, self.terms)
        unit = unit_fit(self.question.units, figure.unit)
        return FigureFeatures(
            sentence=coverage_of(candidate.matches, self.terms),
            order=candidate.score,
            first=1 / (1 + rank),
            names=float(sum(candidate.matches[i] < NAME_STANDS for i in self._names)),
            local=local,
            head=_weighted(own, self._head, self.terms) if self._head else local,
            asked=self._asked(context.counted),
            near=_weighted({i: _near(self.terms[i], context) for i in topic}, topic, self.terms),
            kind=kind_fit(self.question, figure, self.kinds),
            unit=unit,
            other_unit=float(bool(self.question.units) and unit == 0),
            year=self._year(figure),
            period=period_fit(self.question.periods, candidate),
            place=self._place(figure),
            said=float(context.printed in self._text),
            change=context.change(),
            grain=context.grain() if self._is_calendar else 0.0,
            comma=float(context.before_a_comma) if self._is_calendar else 0.0,
            quoted=float(context.is_quoted),
            edge=context.edge(),
            rate=context.rate(),
            total=context.total(),
            growth=context.growth(),
            extreme=context.extreme(),
            worded=float(context.is_worded),
            part=context.part(),
        )

    @property
    def _is_calendar(self) -> bool:
        return self.question.expected in {Expected.DATE, Expected.TIME}

    def _asked(self, counted: str) -> float:
        pairs = [counted[i : i + 2] for i in range(len(counted) - 1)]
        return sum(pair in self._pairs for pair in pairs) / len(pairs) if pairs else 0.0

    def _year(self, figure: Figure) -> float:
        if figure.kind in _CALENDAR or not self.question.years or not figure.as_of or not figure.as_of[:4].isdigit():
            return 0.0
        return 1.0 if int(figure.as_of[:4]) in self.question.years else -1.0

    def _place(self, figure: Figure) -> float:
        if not self._places or not figure.place:
            return 0.0
        return 1.0 if any(form.startswith(figure.place) for form in self._places) else -1.0


def _local_match(term: Term, context: FigureContext) -> float:
    body, counted = context.body, context.counted
    if counted and term_match(term, counted):
        return _IN_COUNTED * term_match(term, counted)
    start, end = context.window
    if matched := term_match(term, body[start:end]):
        return _IN_WINDOW * matched
    if term.is_core and counted and any(form[-1] == counted[-1] for form in term.forms if not form.isascii()):
        return _SAME_NOUN  # 团队 and 代表队 are both 队: the last character is the noun
    if matched := term_match(term, body[context.clause_before : start]):
        return _IN_NEXT_CLAUSE * matched
    if matched := term_match(term, body[context.span.start : context.span.end]):
        return _IN_SENTENCE * matched
    return _ELSEWHERE * term_match(term, context.title)


def _near(term: Term, context: FigureContext) -> float:
    """1 for a word right beside the figure, less the further away it stands; 0 outside the sentence."""
    nearest = math.inf
    for form in term.forms[:_FORMS_SOUGHT]:
        at = occurrence(form, context.body, context.span.start, context.span.end)
        while at >= 0:
            gap = max(context.figure.start - (at + len(form)), at - context.figure.end, 0)
            nearest = min(nearest, gap)
            at = occurrence(form, context.body, at + len(form), context.span.end)
    return math.exp(-nearest / _NEAR)


def _weighted(values: Mapping[int, float], chosen: Sequence[int], terms: Sequence[Term]) -> float:
    weights = {i: terms[i].weight * (_CORE if terms[i].is_core else 1.0) for i in chosen}
    total = sum(weights.values())
    return sum(values[i] * weight for i, weight in weights.items()) / total if total else 0.0

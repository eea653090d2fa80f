"""What an answer has to satisfy: the places, people, bodies, times, numbers and things that a question names, each with its kind.

A constraint is a view of the question's terms and times; how well a sentence meets it is looked up, never decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.names import COMPOUND_SURNAMES, SURNAMES
from index.numerals import numbers_in
from index.text import fold
from rag.period_fit import period_fit
from rag.periods import Period
from rag.question import Question
from rag.rerank import Evidence
from rag.term import OFFICE, Term


class Kind(StrEnum):
    """What is constrained."""

    PLACE = "place"
    PERSON = "person"
    ORGANISATION = "organisation"
    OFFICE = "office"
    NAME = "name"
    TIME = "time"
    NUMBER = "number"
    ORDINAL = "ordinal"
    COUNTED = "counted"
    TOPIC = "topic"


NAMES = frozenset({Kind.PLACE, Kind.PERSON, Kind.ORGANISATION, Kind.NAME})
"""Kinds that name one thing of their own: an answer about another is wrong, whatever else fits."""

_BODY = re.compile(
    r"[\u4e00-\u9fff]{2}(?:工会|总工会|公司|集团|大学|学院|中学|小学|医院|银行|委员会|联合会|协会|学会|基金会|研究院|研究所|俱乐部|出版社|法院|检察院"
    r"|公安局|[^结布时格邮]局|支队|总队|报社|电视台|图书馆|博物馆)$"
)
_NUMBER = re.compile(r"^\d+(?:[.,]\d+)*%?$")
_ORDINAL = re.compile(r"第(?P<n>[一二三四五六七八九十百\d]{1,4})(?P<of>[届场期次批季轮名位条章号个])")
_ENGLISH_ORDINAL = re.compile(r"\b(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th)) (?=[a-z])")
_SURNAME_CHARS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing an answer has to satisfy.

    Attributes:
        kind: what it is.
        text: as asked.
        forms: how the collection may say it; empty when nothing in it does, and for times and ordinals.
        term: its place among the question's terms; None for times and ordinals.
        period: the days of a time.
        from_history: taken from the question before: context, no condition.
    """

    kind: Kind
    text: str
    forms: tuple[str, ...] = ()
    term: int | None = None
    period: Period | None = None
    from_history: bool = False

    @property
    def is_hard(self) -> bool:
        """True where an answer that does not meet it is an answer to another question."""
        if self.from_history or (self.period and self.period.is_guess):
            return False
        return self.kind in NAMES or self.kind in {Kind.TIME, Kind.NUMBER, Kind.ORDINAL}


def constraints_of(question: Question, terms: Sequence[Term]) -> tuple[Constraint, ...]:
    """The constraints of a question: those of its terms in their order, then its times and ordinals.

    Args:
        question: parsed.
        terms: its terms, as `rag.terms.build_terms` makes them.
    """
    times = [Constraint(Kind.TIME, period.text, period=period) for period in question.periods]
    said = "".join(period.text for period in question.periods)
    own = [
        Constraint(_kind(term), term.text, term.forms, at, from_history=term.from_history)
        for at, term in enumerate(terms)
        if not (term.period or (re.search(r"\d", term.text) and term.text in said))
    ]
    return (*own, *times, *_ordinals(fold(question.text)))


def _kind(term: Term) -> Kind:
    if term.is_place:
        return Kind.PLACE
    if _NUMBER.match(term.text):
        return Kind.NUMBER
    chinese = [form for form in (*term.forms, term.text) if not form.isascii()]
    if any(map(_BODY.search, chinese[:2])):
        return Kind.ORGANISATION
    if term.is_name:
        return Kind.PERSON if any(map(_is_person, chinese[:2])) else Kind.NAME
    if any(OFFICE.search(form.removeprefix("副")) for form in chinese[:1]):
        return Kind.OFFICE
    return Kind.COUNTED if term.is_head else Kind.TOPIC


def _is_person(form: str) -> bool:
    return len(form) in _SURNAME_CHARS and (form[0] in SURNAMES or form[:2] in COMPOUND_SURNAMES)


def _ordinals(text: str) -> Iterator[Constraint]:
    for pattern in (_ORDINAL, _ENGLISH_ORDINAL):
        for match in pattern.finditer(text):
            yield Constraint(Kind.ORDINAL, match.group().strip())


def satisfied(constraint: Constraint, evidence: Evidence) -> float:
    """How well a sentence and its surroundings meet a constraint, 0 to 1."""
    if constraint.period:
        return period_fit((constraint.period,), evidence)
    if constraint.term is not None:
        return evidence.matches[constraint.term]
    return _ordinal_stands(constraint.text, evidence.view.body)


def _ordinal_stands(asked: str, body: str) -> float:
    """0 where the article tells of another of the same kind alone (第二场 for 第一场), half where of none."""
    match = _ORDINAL.match(asked)
    if not match:
        return 1.0 if asked in body else 0.5
    stated = {_place_in_order(found["n"]) for found in _ORDINAL.finditer(body) if found["of"] == match["of"]}
    return float(_place_in_order(match["n"]) in stated) if stated else 0.5


def _place_in_order(digits: str) -> float:
    """12 for 十二 and for 12: of all readings of a Chinese numeral the whole one is the largest."""
    return max(numbers_in(digits), default=0.0)

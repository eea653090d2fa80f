"""When an event happened: the date its sentence states, else the day of the article that tells it as news."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import zip_longest

from index.dates import Moment, moments_in
from index.text import Span, fold
from index.times import resolved_times
from rag.event_patterns import Period
from rag.expected import Expected
from rag.question import Question
from rag.refuse import Reason, Refusal, refusal
from rag.rerank import ArticleView, Evidence, coverage_of, term_match
from rag.term import Term

_CANDIDATES = 6
# A sentence nearly as good as the best one, in the same article, may give the date in its place.
_NEARLY = 0.8
# An article whose best sentence is as good as this tells the same event, where the best one gives no date.
_RIVAL = 0.9
_MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Days:
    """A day, a month or a year, as its first and last day."""

    first: date
    last: date

    @classmethod
    def of_iso(cls, iso: str) -> "Days | None":
        """The days of ``2024``, ``2024-06`` or ``2024-06-01``; None for a day that no calendar has."""
        parts = [int(part) for part in iso.split("-")]
        try:
            first = date(*[*parts, 1, 1][:3])
            if len(parts) == 3:
                return cls(first, first)
            after = date(first.year + (len(parts) == 1 or first.month == 12), 1 if len(parts) == 1 else first.month % 12 + 1, 1)
        except ValueError:
            return None
        return cls(first, after - timedelta(days=1))

    @property
    def iso(self) -> str:
        """As `of_iso` reads it."""
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first:%Y-%m}" if self.first.month == self.last.month else f"{self.first:%Y}"

    def holds(self, other: "Days") -> bool:
        """True when the other lies in it."""
        return self.first <= other.first and other.last <= self.last

    def within(self, period: Period) -> "Days":
        """The whole day, week, month, quarter or year that its first day lies in."""
        day = self.first
        if period is Period.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Days(monday, monday + timedelta(days=6))
        if period is Period.QUARTER:
            start = day.month - (day.month - 1) % _MONTHS_IN_QUARTER
            end = Days.of_iso(f"{day.year:04d}-{start + 2:02d}")
            return Days(date(day.year, start, 1), end.last if end else day)
        iso = {Period.DAY: day.isoformat(), Period.MONTH: f"{day:%Y-%m}"}.get(period, f"{day:%Y}")
        return Days.of_iso(iso) or self


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with its days.

    Attributes:
        evidence: the sentence that tells it; None for a date that the question itself gives.
        days: when it happened; None where the sentence gives month and day, and nothing tells the year.
        month: 1 to 12, 0 where it is not known.
        day: of the month, 0 where it is not known.
        stated: where the sentence prints the date, in the article's body; None where the article's own day stands for it.
    """

    evidence: Evidence | None
    days: Days | None
    month: int = 0
    day: int = 0
    stated: Span | None = None


def same_period(one: Dated, other: Dated, period: Period) -> bool | None:
    """Whether two events lie in the same day, week, month, quarter or year; None when their dates are too coarse to tell.

    Of dates without a year it can still be said that April is not May.
    """
    if one.days and other.days:
        first, second = one.days.within(period), other.days.within(period)
        if first.holds(one.days) and second.holds(other.days):
            return first == second
        apart = first.last < other.days.first or second.last < one.days.first
        return False if apart and (one.days.last < other.days.first or other.days.last < one.days.first) else None
    if period is Period.YEAR or not (one.month and other.month):
        return None
    if period is Period.QUARTER:
        return False if (one.month - 1) // _MONTHS_IN_QUARTER != (other.month - 1) // _MONTHS_IN_QUARTER else None
    if period is Period.DAY and one.day and other.day and (one.month, one.day) != (other.month, other.day):
        return False
    return False if period in {Period.DAY, Period.MONTH} and one.month != other.month else None


def happened_before(one: Dated, other: Dated) -> bool | None:
    """Whether an event was wholly over before another began; None when their dates overlap or lack a year."""
    if not (one.days and other.days):
        return None
    if one.days.last < other.days.first:
        return True
    return False if other.days.last < one.days.first else None


@dataclass(frozen=True, slots=True)
class DateFit:
    """Whether a claim's date is that of a sentence, or of its article; ``excluded`` is where the sentence prints another."""

    is_met: bool
    excluded: Span | None = None


def date_fit(claim: str, evidence: Evidence) -> DateFit:
    """Whether a sentence bears out the only date a claim names; a claim without a date is always met."""
    asked = [dated for moment in moments_in(claim) if not moment.is_time and (dated := _dated(None, moment))]
    if len(asked) != 1:
        return DateFit(not asked)
    stated = [dated for moment in _inside(evidence) if (dated := _dated(evidence, moment))]
    if any(_fits(asked[0], dated) for dated in stated):
        return DateFit(True)
    if len(stated) == 1:
        return DateFit(False, stated[0].stated)
    reported = _reported(evidence, ())
    return DateFit(not stated and reported is not None and _fits(asked[0], reported))


def _fits(asked: Dated, stated: Dated) -> bool:
    if asked.days and stated.days:
        return asked.days.holds(stated.days)
    return bool(asked.month) and asked.month == stated.month and asked.day in {0, stated.day}


def date_itself(text: str) -> Dated | None:
    """The date that a text is and nothing else ("before 2020"); None for an event."""
    folded = fold(text).strip(" 。.?,")
    moments = moments_in(folded)
    if len(moments) != 1 or moments[0].is_time or (moments[0].start, moments[0].end) != (0, len(folded)):
        return None
    return _dated(None, moments[0])


def date_of(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]) -> Dated | Refusal:
    """When the event of a question happened, or why that cannot be said.

    Args:
        question: one about a single event.
        terms: its terms.
        evidence: what was found for it, best first.
    """
    best = evidence[0] if evidence else None
    asked = replace(question, expected=Expected.EXPLANATION)
    if refused := refusal(asked, terms, best, None, is_part=True):
        return refused
    said = _named_days(question.text)
    near = [e for e in evidence[:_CANDIDATES] if best and e.score >= _NEARLY * best.score]
    for article_id in dict.fromkeys(e.view.article.id for e in near if best and e.score >= _RIVAL * best.score):
        own = [e for e in near if e.view.article.id == article_id]
        if dated := next((d for e in own if (d := _stated(e, terms, said))), None) or _reported(own[0], said):
            return dated
    return Refusal(Reason.NO_FIGURE)


def _named_days(text: str) -> list[Days]:
    """The days, months and years that the question itself names for the event."""
    return [days for moment in moments_in(fold(text)) if moment.iso and (days := Days.of_iso(moment.iso))]


def _reported(evidence: Evidence, said: Sequence[Days]) -> Dated | None:
    """The day of the article, which told the event as news."""
    published = evidence.view.article.published
    if published is None or (said and not any(days.holds(Days(published, published)) for days in said)):
        return None
    return Dated(evidence, Days(published, published), published.month, published.day)


def _stated(evidence: Evidence, terms: Sequence[Term], said: Sequence[Days]) -> Dated | None:
    """The date of a sentence that the question does not exclude and whose words say most of the event, of equals the first.

    A bare year is taken where there is nothing better: of 2022年世界杯 it is part of a name.
    """
    moments = _inside(evidence)
    found: list[tuple[bool, float, Dated]] = []
    for moment, following in zip_longest(moments, moments[1:]):
        dated = _dated(evidence, moment)
        if dated and (not said or (dated.days and any(s.holds(dated.days) or dated.days.holds(s) for s in said))):
            told = evidence.view.body[moment.end : following.start if following else evidence.span.end]
            found.append((bool(dated.month), coverage_of([term_match(term, told) for term in terms], terms), dated))
    return max(found, key=lambda row: row[:2])[2] if found else None


def _inside(evidence: Evidence) -> list[Moment]:
    span = evidence.span
    return [m for m in _moments(evidence.view) if span.start <= m.start and m.end <= span.end and not m.is_time]


def _dated(evidence: Evidence | None, moment: Moment) -> Dated | None:
    stated = Span(moment.start, moment.end)
    if moment.iso:
        days = Days.of_iso(moment.iso)
        _, month, day = [*(int(part) for part in moment.iso.split("-")), 0, 0][:3]
        return Dated(evidence, days, month, day, stated) if days else None
    month, day = divmod(int(moment.value), 100)
    return Dated(evidence, None, month, day, stated) if 1 <= month <= 12 else None


@lru_cache(maxsize=64)
def _moments(view: ArticleView) -> tuple[Moment, ...]:
    """Dates of an article in order, and the words that count from its day (昨天, 上个月), where no printed date stands beside them."""
    printed = moments_in(view.body, view.article.published)
    taken = {place for moment in printed for place in range(moment.start - 1, moment.end + 1)}
    spoken = [
        Moment(said.start, said.end, float(said.last.year), said.as_of, "年")
        for said in resolved_times(view.body, view.article.published)
        if said.as_of and said.start not in taken and said.end - 1 not in taken
    ]
    return tuple(sorted((*printed, *spoken), key=lambda moment: moment.start))

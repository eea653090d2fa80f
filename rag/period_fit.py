"""How well the time of a sentence and of its article fits the time a question is about.

A page says when in three ways: a date in the sentence, a date before it that still holds, and the day of publication. None of them need be
there, and a page that says nothing of time is no worse than unknown.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from rag.periods import Period
from rag.rerank import ArticleView, Evidence

# In the sentence; elsewhere in the article, or by the day of publication; nothing known; another time.
_IN_SENTENCE, _NEAR, _UNKNOWN, _ELSEWHERE = 1.0, 0.9, 0.6, 0.2
# News of a time is printed in it or soon after.
_REPORTED_WITHIN = timedelta(days=45)


def period_fit(periods: Sequence[Period], evidence: Evidence) -> float:
    """How well a sentence fits the best of the periods, 0 to 1; 1 when the question names none."""
    view, span = evidence.view, evidence.span
    return max((_fit(period, view, span.start, span.end) for period in periods), default=1.0)


def _fit(period: Period, view: ArticleView, start: int, end: int) -> float:
    stated = [dated for dated in view.dates if start <= dated.at < end]
    if stated and (best := max(period.overlap(dated.first, dated.last) for dated in stated)):
        return best * _IN_SENTENCE
    elsewhere = max((period.overlap(dated.first, dated.last) for dated in view.dates), default=0.0)
    published = view.article.published
    if elsewhere or (published and _is_reported(period, published)):
        return _NEAR * (elsewhere or 1.0)
    return _ELSEWHERE if view.dates or published else _UNKNOWN


def _is_reported(period: Period, published: date) -> bool:
    return period.first <= published and published - period.last <= _REPORTED_WITHIN

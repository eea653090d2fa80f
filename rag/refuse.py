"""When not to answer: a name, a year or a number of the question that nothing near the best sentence bears out, or a thing not counted.

陕西 is not 山西: a place the question names must stand where the answer stands. Each rule gives the reason, so the refusal can say it.
What is only doubtful is refused by `rag.sureness`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.numerals import numbers_in
from index.text import fold
from rag.expected import Expected
from rag.figures import FigureMatch
from rag.period_fit import period_fit
from rag.question import Question
from rag.rerank import NAME_STANDS, Evidence, occurrence, term_match
from rag.term import OFFICE, Term

# What the best sentence must account for in a language that `rag.sureness` is not learned from, and in a part of a question: the share of
# the question's weight that it and its surroundings say, and so much of its cosine. Less of such a question can be found by its words, so
# the likelihoods learned would refuse nearly all of them.
_MIN_HELD = {"zh": 0.63, "en": 0.48, "ja": 0.36, "ko": 0.30, "fr": 0.25, "es": 0.25}
_SIMILARITY_SHARES = {"zh": 0.4, "en": 0.4}
_SIMILARITY_SHARE = 0.25
UNLEARNED = frozenset({"ja", "ko", "fr", "es"})
_MIN_HEAD, _NEAR = 0.2, 0.5
_ALL_ELSE_FITS, _MUCH_ELSE_FITS = 0.62, 0.45
_ORDINAL = re.compile(r"第(?P<n>[一二三四五六七八九十\d]+)(?P<of>[届场期次批季])")
_LAST_YEAR = re.compile(r"去年|上年|\blast year\b")
# What `period_fit` gives a sentence whose article is of another time.
_OTHER_TIME = 0.3
_LONG_NUMBER = re.compile(r"^\d{2,}(?:[.,]\d+)*%?$")


class Reason(StrEnum):
    """Why there is no answer."""

    CHITCHAT = "chitchat"
    NOTHING = "nothing"
    NAME = "name"
    YEAR = "year"
    NUMBER = "number"
    NO_FIGURE = "no_figure"
    NOT_COUNTED = "not_counted"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason, and the words of the question it is about."""

    reason: Reason
    words: tuple[str, ...] = ()


def refusal(
    question: Question, terms: Sequence[Term], best: Evidence | None, figure: FigureMatch | None, *, is_part: bool = False
) -> Refusal | None:
    """Why the best candidate must not be given as an answer, or for a part of one; None when it may."""
    if question.expected is Expected.CHITCHAT:
        return Refusal(Reason.CHITCHAT)
    if best is None or not terms:
        return Refusal(Reason.NOTHING)
    return (
        _unmet_names(terms, best)
        or _only_a_deputy(terms, best)
        or _unmet_years(question, best, figure)
        or _unmet_numbers(question, terms, best)
        or _unmet_ordinal(question, best)
        or _not_counted(question, terms, best, figure)
        or (_too_little(question, best) if is_part or question.base in UNLEARNED else None)
    )


def _unmet_names(terms: Sequence[Term], best: Evidence) -> Refusal | None:
    unmet = tuple(
        term.text for term, match in zip(terms, best.matches, strict=True) if term.is_name and not term.from_history and match < NAME_STANDS
    )
    return Refusal(Reason.NAME, unmet) if unmet else None


def _only_a_deputy(terms: Sequence[Term], best: Evidence) -> Refusal | None:
    """主席 asked, and the article names a 副主席 alone."""
    near = f"{best.view.title} {best.view.body}"
    offices = [(term, [form for form in term.forms if OFFICE.search(form)]) for term in terms if not term.from_history]
    unmet = tuple(
        term.text
        for term, forms in offices
        if any(f"副{form}" in near for form in forms) and not any(occurrence(form, near) >= 0 for form in term.forms)
    )
    return Refusal(Reason.NAME, unmet) if unmet else None


def _unmet_years(question: Question, best: Evidence, figure: FigureMatch | None) -> Refusal | None:
    """A year asked for must stand near the sentence, be the figure's own, or be the year of the article."""
    article = best.view.article
    near = f"{best.view.title} {best.view.body}"
    own = figure.figure.as_of[:4] if figure and figure.figure.as_of else ""
    meant = {own}
    if article.published:
        meant |= {str(article.published.year), str(article.published.year - 1 if _LAST_YEAR.search(near) else article.published.year)}
    unmet = [str(year) for year in question.years if str(year) not in near and str(year) not in meant]
    times = [period for period in question.periods if not period.is_guess]
    if not unmet and times and period_fit([period.about() for period in times], best) < _OTHER_TIME:
        unmet = list(dict.fromkeys(str(period.first.year) for period in times))
    return Refusal(Reason.YEAR, tuple(unmet)) if unmet else None


def _unmet_numbers(question: Question, terms: Sequence[Term], best: Evidence) -> Refusal | None:
    """A number the question itself states ("600016", "9999 stations") must stand in the article."""
    years = {str(year) for year in question.years}
    unmet = tuple(
        term.text
        for term in terms
        if _LONG_NUMBER.match(term.text) and term.text not in years and not term.from_history and not term_match(term, best.view.body)
    )
    return Refusal(Reason.NUMBER, unmet) if unmet else None


def _unmet_ordinal(question: Question, best: Evidence) -> Refusal | None:
    """第一场 asked, 第二场 reported: the article must hold the ordinal when it holds another of the same kind."""
    for asked in _ORDINAL.finditer(fold(question.text)):
        stated = {_place_in_order(found["n"]) for found in _ORDINAL.finditer(best.view.body) if found["of"] == asked["of"]}
        if stated and _place_in_order(asked["n"]) not in stated:
            return Refusal(Reason.NUMBER, (asked.group(),))
    return None


def _place_in_order(digits: str) -> float:
    """12 for 十二 and for 12: of all readings of a Chinese numeral the whole one is the largest."""
    return max(numbers_in(digits), default=0.0)


def _not_counted(question: Question, terms: Sequence[Term], best: Evidence, figure: FigureMatch | None) -> Refusal | None:
    """A question for a figure needs one, and the thing asked for must be named near it, unless all else fits."""
    if question.is_numeric and figure is None:
        return Refusal(Reason.NO_FIGURE)
    heads = [(term, match) for term, match in zip(terms, best.matches, strict=True) if term.is_head and not term.is_name]
    # A noun that only ends alike (火车站, 驿站) ranks a figure; it does not name the thing asked for.
    named = any(match > 0 for _, match in heads)
    near = any(match >= _NEAR for _, match in heads) or (named and figure is not None and figure.head >= _MIN_HEAD)
    # "page views" are 人次, whatever the page calls them; 个 counts anything.
    near = near or (figure is not None and figure.figure.unit in question.units - {"个"})
    knows_words = question.language[:2] in {"zh", "ja"} or any(term.forms or term.is_translated for term, _ in heads)
    if heads and not near and (best.coverage + best.similarity) / 2 < (_ALL_ELSE_FITS if knows_words else _MUCH_ELSE_FITS):
        return Refusal(Reason.NOT_COUNTED, tuple(term.text for term, _ in heads))
    return None


def _too_little(question: Question, best: Evidence) -> Refusal | None:
    held = best.coverage + _SIMILARITY_SHARES.get(question.base, _SIMILARITY_SHARE) * max(0.0, best.similarity)
    return Refusal(Reason.COVERAGE) if held < _MIN_HELD.get(question.base, _MIN_HELD["en"]) else None

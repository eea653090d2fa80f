"""How well a sentence answers the question: the reranker of the default, without a model of its own.

A term is looked for where a reader would look: in the sentence, in the sentences around it, in the headline, in the rest of the article.
Nearer counts more; the score of a sentence is the share of the question's weight that it and its surroundings account for.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.dates import moments_in
from index.numerals import numbers_in
from index.schema import Article, Chunk
from index.text import Span, fold, sentence_spans
from index.times import resolved_times
from rag.periods import days_of
from rag.term import Term

IN_SENTENCE, IN_NEIGHBOUR, IN_TITLE, IN_CHUNK, IN_ARTICLE = 1.0, 0.6, 0.7, 0.5, 0.35
_PLACE_ANYWHERE, _NAME_ANYWHERE = 0.8, 0.5
_SYNONYM = 0.7
_SINGLE_CHARACTER = 0.5
# What a form counts, however unlikely; the rest by its share. On 341 questions of xquad-xl the mean reciprocal rank is 0.873 when all
# forms count alike, 0.872 by their shares alone and 0.876 at 0.5; at 0.8 a figure is still found whose noun is an unlikely translation
# (岗位 for "jobs"), which at 0.5 is not.
_ANY_FORM = 0.8
# A digit, a Chinese numeral, or a Latin letter: of a word that may be a number's.
_MAY_COUNT = re.compile(r"[0-9a-z零〇一二两三四五六七八九十百千万亿兆半壹贰叁肆伍陆柒捌玖拾佰仟廿卅]")
# One number: 0.0.0 and 1.2.3 are versions.
_DIGITS = re.compile(r"^\d+(?:,\d+)*(?:\.\d+)?%?$")


@dataclass(frozen=True, slots=True)
class Dated:
    """Days that an article names at an offset of its body."""

    at: int
    first: date
    last: date


@dataclass(frozen=True)
class ArticleView:
    """An article prepared for reading: folded once, cut into sentences once."""

    article: Article

    @cached_property
    def body(self) -> str:
        """Folded body; offsets are the body's."""
        return fold(self.article.body)

    @cached_property
    def title(self) -> str:
        """Folded title with outlet and place."""
        return fold(f"{self.article.title} {self.article.place or ''} {self.article.outlet or ''}")

    @cached_property
    def sentences(self) -> list[Span]:
        """Sentence spans of the body."""
        return sentence_spans(self.article.body)

    @cached_property
    def numbers(self) -> list[tuple[Span, frozenset[float]]]:
        """Each sentence's span with every value its numbers may have."""
        texts = ((span, self.body[span.start : span.end]) for span in self.sentences)
        return [(span, numbers_in(text) if _MAY_COUNT.search(text) else frozenset()) for span, text in texts]

    @cached_property
    def dates(self) -> tuple[Dated, ...]:
        """The times the body names, in order: dates, and words that count from the day of publication."""
        published = self.article.published
        stated = [(moment.start, days_of(moment.iso)) for moment in moments_in(self.body, published) if moment.iso and not moment.is_time]
        found = [Dated(at, *days) for at, days in stated if days]
        found += [Dated(m.start, m.first, m.last) for m in resolved_times(self.body, published) if m.first]
        return tuple(sorted(found, key=lambda dated: dated.at))


def cached_views(article_of: Callable[[str], Article | None], *, size: int) -> Callable[[str], ArticleView | None]:
    """Looks up articles prepared for reading and keeps the last ``size``, so that a body is folded and cut once, not once a question."""

    @lru_cache(maxsize=size)
    def view_of(article_id: str) -> ArticleView | None:
        article = article_of(article_id)
        return ArticleView(article) if article else None

    return view_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate sentence and what of the question it accounts for.

    Attributes:
        span: the sentence in the body.
        matches: per term, 0 to 1, in the order of the question's terms.
        coverage: weighted share of the terms accounted for, 0 to 1.
        similarity: cosine of question and sentence in the embedding, 0 when there is none.
        score: what candidates are ranked by, larger is better.
    """

    view: ArticleView
    chunk: Chunk
    span: Span
    matches: tuple[float, ...]
    coverage: float
    similarity: float
    score: float

    @property
    def text(self) -> str:
        """The sentence as printed."""
        return self.view.article.body[self.span.start : self.span.end]


def occurrence(form: str, text: str, start: int = 0, end: int | None = None, *, rivals: tuple[str, ...] = ()) -> int:
    """First position of a form in folded text, -1 when absent; 主席 is not found in 副主席, nor a Latin word inside another.

    ``rivals`` are longer names that begin so: what is 吉林省 there is not the 吉林 of 吉林市.
    """
    position = text.find(form, start, end)
    while position >= 0:
        before, after = text[position - 1 : position], text[position + len(form) : position + len(form) + 1]
        if form.isascii():
            inside = (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())
        else:
            inside = (before == "副" and form[0] != "副") or text.startswith(rivals, position)
        if not inside:
            return position
        position = text.find(form, position + 1, end)
    return -1


def term_match(term: Term, text: str) -> float:
    """How surely the folded text says the term, 0 to 1; a number is compared by its value.

    An unlikely form counts `_ANY_FORM` and the likeliest all, a single character half of that, a synonym `_SYNONYM`.
    """
    if not term.forms:
        return 0.0
    if _DIGITS.match(term.text):
        wanted = float(term.text.rstrip("%").replace(",", ""))
        return 1.0 if occurrence(term.text, text) >= 0 or wanted in numbers_in(text) else 0.0
    best = 0.0
    for form, share in term.weighted_forms():
        worth = _worth(form, share)
        if worth > best and occurrence(form, text, rivals=term.rivals) >= 0:
            best = worth
    if best < _SYNONYM and any(occurrence(synonym, text) >= 0 for synonym in term.synonyms):
        return _SYNONYM
    return best


def _worth(form: str, share: float) -> float:
    return min(1.0, _ANY_FORM + (1 - _ANY_FORM) * share) * (1.0 if len(form) > 1 else _SINGLE_CHARACTER)


def coverage_of(matches: Sequence[float], terms: Sequence[Term]) -> float:
    """Share of the terms' weight that is accounted for, 0 to 1; 0 when the question has no terms."""
    total = sum(term.weight for term in terms)
    return sum(m * t.weight for m, t in zip(matches, terms, strict=True)) / total if total else 0.0


NAME_STANDS = 0.3
_WITHOUT_NAME, _WITHOUT_CONTEXT = 0.5, 0.8


def name_factor(matches: Sequence[float], terms: Sequence[Term]) -> float:
    """1 when every name the question itself gives stands in the article, halved for each that does not: 陕西 is not answered by 山西.

    A place that holds from the question before counts for less: a follow-up may leave it.
    """
    missing = [t for m, t in zip(matches, terms, strict=True) if t.is_name and m < NAME_STANDS]
    own = sum(not term.from_history for term in missing)
    context = sum(term.is_place and term.from_history for term in missing)
    return float(_WITHOUT_NAME**own * _WITHOUT_CONTEXT**context)


def held_terms(terms: Sequence[Term], views: Iterable[ArticleView]) -> tuple[Term, ...]:
    """The terms with only those forms and synonyms that stand in any of the articles: the others need not be looked for in each."""
    joined = "\n".join(f"{view.title}\n{view.body}" for view in views)
    return tuple(_held(term, joined) for term in terms)


def _held(term: Term, text: str) -> Term:
    forms = [(form, share) for form, share in term.weighted_forms() if form in text] or list(term.weighted_forms())[:1]
    synonyms = tuple(synonym for synonym in term.synonyms if synonym in text)
    return replace(term, forms=tuple(form for form, _ in forms), shares=tuple(share for _, share in forms), synonyms=synonyms)


class Reading:
    """What of a question's terms stands where in one article, looked up once for all its sentences.

    Args:
        terms: of the question.
        view: the article.
    """

    def __init__(self, terms: Sequence[Term], view: ArticleView) -> None:
        self.terms, self.view = terms, view
        self.own = np.zeros((len(terms), len(view.sentences)))
        starts = [span.start for span in view.sentences]
        for row, term in zip(self.own, terms, strict=True):
            _fill(row, term, view, starts)
        self.title = np.array([max(term_match(term, view.title), _reported(term, view)) for term in terms])
        self._weights = np.array([term.weight for term in terms])
        self._total = float(self._weights.sum()) or 1.0
        anywhere = [_PLACE_ANYWHERE if term.is_place else _NAME_ANYWHERE if term.is_name else IN_ARTICLE for term in terms]
        self._far = np.array(anywhere)

    @cached_property
    def title_share(self) -> float:
        """Share of the terms' weight that the headline says."""
        return float(self._weights @ self.title) / self._total

    def share_of(self, sentence: int) -> float:
        """Share of the terms' weight that a sentence says by itself."""
        return float(self._shares[sentence])

    @cached_property
    def _shares(self) -> NDArray[np.float64]:
        shares: NDArray[np.float64] = self._weights @ self.own / self._total
        return shares

    def sentences_of(self, chunk: Chunk) -> list[int]:
        """Numbers of the sentences that stand in a chunk, in order."""
        return [i for i, span in enumerate(self.view.sentences) if span.end > chunk.start and span.start < chunk.end]

    def matches(self, inside: Sequence[int]) -> NDArray[np.float64]:
        """(terms, sentences): the best match of each term over the places a reader of a sentence would look in, nearest first."""
        columns = np.asarray(inside, np.intp)
        before, after = np.maximum(columns - 1, 0), np.minimum(columns + 1, self.own.shape[1] - 1)
        near = np.maximum(self.own[:, before], np.maximum(self.own[:, columns], self.own[:, after]))
        wide = np.maximum(IN_TITLE * self.title, IN_CHUNK * self.own[:, columns].max(1, initial=0.0))
        wide = np.maximum(wide, self._far * self.own.max(1, initial=0.0))
        found: NDArray[np.float64] = np.maximum(np.maximum(IN_SENTENCE * self.own[:, columns], IN_NEIGHBOUR * near), wide[:, None])
        return found

    def evidence(self, chunk: Chunk) -> list[Evidence]:
        """Evidence of every sentence of a chunk, in order."""
        inside = self.sentences_of(chunk)
        if not inside:
            return []
        found: list[Evidence] = []
        for index, column in zip(inside, self.matches(inside).T.tolist(), strict=True):
            coverage = coverage_of(column, self.terms)
            score = coverage * name_factor(column, self.terms)
            found.append(Evidence(self.view, chunk, self.view.sentences[index], tuple(column), coverage, 0.0, score))
        return found


def _fill(row: NDArray[np.float64], term: Term, view: ArticleView, starts: Sequence[int]) -> None:
    """How well each sentence says a term, as `term_match` would say."""
    body = view.body
    if term.period:
        for dated in view.dates:
            at = max(0, bisect_right(starts, dated.at) - 1)
            row[at] = max(row[at], term.period.overlap(dated.first, dated.last))
        return
    if term.forms and _DIGITS.match(term.text):
        wanted = float(term.text.rstrip("%").replace(",", ""))
        row[:] = [wanted in numbers or occurrence(term.text, body, span.start, span.end) >= 0 for span, numbers in view.numbers]
        return
    forms = [(form, _worth(form, share)) for form, share in term.weighted_forms()]
    for form, strength in (*forms, *((synonym, _SYNONYM) for synonym in term.synonyms if term.forms)):
        position = occurrence(form, body, rivals=term.rivals)
        while position >= 0:
            at = bisect_right(starts, position) - 1
            row[at] = max(row[at], strength)
            # The rest of the sentence says nothing new.
            position = occurrence(form, body, starts[at + 1], rivals=term.rivals) if at + 1 < len(starts) else -1


def _reported(term: Term, view: ArticleView) -> float:
    """1 when the day of publication is of the time that a term names."""
    published = view.article.published
    return float(bool(term.period and published and published in term.period))


def sentence_evidence(terms: Sequence[Term], view: ArticleView, chunk: Chunk) -> list[Evidence]:
    """Evidence of every sentence of a chunk; similarity is filled in later, for the few that are worth embedding."""
    return Reading(terms, view).evidence(chunk)

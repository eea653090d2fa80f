"""How well a sentence answers the question: the reranker of the default, without a model of its own.

A term is looked for where a reader would look: in the sentence, in the sentences around it, in the headline, in the rest of the article.
Nearer counts more; the score of a sentence is the share of the question's weight that it and its surroundings account for.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.numerals import numbers_in
from index.schema import Article, Chunk
from index.text import Span, fold, sentence_spans
from rag.term import Term

IN_SENTENCE, IN_NEIGHBOUR, IN_TITLE, IN_CHUNK, IN_ARTICLE = 1.0, 0.6, 0.7, 0.5, 0.35
_PLACE_ANYWHERE, _NAME_ANYWHERE = 0.8, 0.5
_SYNONYM = 0.7
_SINGLE_CHARACTER = 0.5
# What a form counts, however unlikely; the rest by its share. On 341 questions of xquad-xl the mean reciprocal rank is 0.873 when all
# forms count alike, 0.872 by their shares alone and 0.876 at 0.5; at 0.8 a figure is still found whose noun is an unlikely translation
# (岗位 for "jobs"), which at 0.5 is not.
_ANY_FORM = 0.8
_DIGITS = re.compile(r"^\d+(?:[.,]\d+)*%?$")


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


def occurrence(form: str, text: str, start: int = 0) -> int:
    """First position of a form in folded text, -1 when absent; 主席 is not found in 副主席, nor a Latin word inside another."""
    position = text.find(form, start)
    while position >= 0:
        before, after = text[position - 1 : position], text[position + len(form) : position + len(form) + 1]
        if form.isascii():
            inside = (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())
        else:
            inside = before == "副" and form[0] != "副"
        if not inside:
            return position
        position = text.find(form, position + 1)
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
        worth = min(1.0, _ANY_FORM + (1 - _ANY_FORM) * share) * (1.0 if len(form) > 1 else _SINGLE_CHARACTER)
        if worth > best and occurrence(form, text) >= 0:
            best = worth
    if best < _SYNONYM and any(occurrence(synonym, text) >= 0 for synonym in term.synonyms):
        return _SYNONYM
    return best


def _match_in_context(term: Term, view: ArticleView, chunk: Chunk, index: int) -> float:
    """Best match of a term over the places a reader would look in, nearest first."""
    spans, body = view.sentences, view.body
    own = spans[index]
    found = IN_SENTENCE * term_match(term, body[own.start : own.end])
    if found >= IN_SENTENCE:
        return found
    around = body[spans[max(0, index - 1)].start : spans[min(len(spans) - 1, index + 1)].end]
    found = max(found, IN_NEIGHBOUR * term_match(term, around), IN_TITLE * term_match(term, view.title))
    if found < IN_CHUNK:
        found = max(found, IN_CHUNK * term_match(term, body[chunk.start : chunk.end]))
    anywhere = _PLACE_ANYWHERE if term.is_place else _NAME_ANYWHERE if term.is_name else IN_ARTICLE
    return found if found >= anywhere else max(found, anywhere * term_match(term, body))


def coverage_of(matches: Sequence[float], terms: Sequence[Term]) -> float:
    """Share of the terms' weight that is accounted for, 0 to 1; 0 when the question has no terms."""
    total = sum(term.weight for term in terms)
    return sum(m * t.weight for m, t in zip(matches, terms, strict=True)) / total if total else 0.0


NAME_STANDS = 0.3
_WITHOUT_NAME = 0.5


def name_factor(matches: Sequence[float], terms: Sequence[Term]) -> float:
    """1 when every name the question itself gives stands in the article, halved for each that does not: 陕西 is not answered by 山西."""
    missing = sum(t.is_name and not t.from_history and m < NAME_STANDS for m, t in zip(matches, terms, strict=True))
    return float(_WITHOUT_NAME**missing)


def sentence_evidence(terms: Sequence[Term], view: ArticleView, chunk: Chunk) -> list[Evidence]:
    """Evidence of every sentence of a chunk; similarity is filled in later, for the few that are worth embedding."""
    found: list[Evidence] = []
    for index, span in enumerate(view.sentences):
        if span.end <= chunk.start or span.start >= chunk.end:
            continue
        matches = tuple(_match_in_context(term, view, chunk, index) for term in terms)
        coverage = coverage_of(matches, terms)
        found.append(Evidence(view, chunk, span, matches, coverage, 0.0, coverage * name_factor(matches, terms)))
    return found

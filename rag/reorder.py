"""Changes to the learned order of candidates: each puts some of the first ones in another order and leaves the rest as they stand.

The scores stay with the places, so that they still fall from first to last: a cross-encoder's numbers have another range than ours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.chunk import search_text
from index.schema import Hit
from rag.cross_encoder import CrossEncoder
from rag.question import Question
from rag.rerank import ArticleView, Evidence

# How far behind the best a candidate may be and still take its place by being newer: of 274 questions over 5,600 news articles (of them
# crud-news) whose right article came first, 5 % had another one within 0.94, and 6 % of 261 right sentences another article's within 0.03.
NEAR_CHUNK, NEAR_SENTENCE = 0.9, 0.03


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit with its sentences, in order; none where it was not read."""

    hit: Hit
    evidence: tuple[Evidence, ...] = ()


def by_cross_encoder(
    model: CrossEncoder, question: Question, placed: Sequence[Placed], view_of: Callable[[str], ArticleView | None]
) -> list[Placed]:
    """The model's ``first`` candidates by its score of question and headline with text, the better first; the others after them.

    Raises:
        ModelError: the model gives something that is no score.
    """
    first, rest = placed[: model.first], placed[model.first :]
    scores = model.scores(question.search_text, [_text(each, view_of) for each in first])
    # What the model scores alike stays in the learned order.
    order = sorted(range(len(first)), key=lambda at: (-scores[at], at))
    return [*_with_scores_of(first, [first[at] for at in order]), *rest]


def newest_first(placed: Sequence[Placed], view_of: Callable[[str], ArticleView | None]) -> list[Placed]:
    """For a question that asks for the latest: of the candidates nearly as good as the best, the newer article's before the older's.

    A rule, not learned: no question of those that the order was learned from asks so. It moves a candidate by `NEAR_CHUNK` at most, keeps
    the order within a day and leaves an article without a date where it stands.

    Args:
        placed: best first.
        view_of: looks up an article.
    """

    def published(each: Placed) -> date | None:
        view = view_of(each.hit.chunk.article_id)
        return view.article.published if view else None

    order = _by_day([each.hit.score for each in placed], [published(each) for each in placed], margin=NEAR_CHUNK)
    return _with_scores_of(placed, [placed[at] for at in order])


def newest_sentences_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The same for the sentences that an answer is made of: by `NEAR_SENTENCE` at most, so that they have to say as much of the question.

    Args:
        evidence: best first.
    """
    days = [each.view.article.published for each in evidence]
    order = _by_day([each.score for each in evidence], days, margin=NEAR_SENTENCE)
    return [replace(evidence[at], score=place.score) for place, at in zip(evidence, order, strict=True)]


def _by_day(scores: Sequence[float], days: Sequence[date | None], *, margin: float) -> list[int]:
    """Positions (best first) in their new order: those with a day that are within the margin of the best change places by day."""
    near = [at for at, day in enumerate(days) if day is not None and scores[at] >= scores[0] - margin]
    newest = sorted(near, key=lambda at: (-(days[at] or date.min).toordinal(), at))
    moved = dict(zip(near, newest, strict=True))
    return [moved.get(at, at) for at in range(len(scores))]


def _text(placed: Placed, view_of: Callable[[str], ArticleView | None]) -> str:
    chunk = placed.hit.chunk
    view = view_of(chunk.article_id)
    return search_text(view.article.title if view else "", chunk.text)


def _with_scores_of(places: Sequence[Placed], ordered: Sequence[Placed]) -> list[Placed]:
    """The candidates in their new order, each with the score of the place it takes."""
    return [replace(new, hit=replace(new.hit, score=old.hit.score)) for old, new in zip(places, ordered, strict=True)]

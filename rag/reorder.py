"""Changes to the learned order of candidates: each puts some of the first ones in another order and leaves the rest as they stand.

The scores stay with the places, so that they still fall from first to last: a cross-encoder's numbers have another range than ours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.chunk import search_text
from index.schema import Hit
from rag.cross_encoder import CrossEncoder
from rag.question import Question
from rag.rerank import ArticleView, Evidence


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


def _text(placed: Placed, view_of: Callable[[str], ArticleView | None]) -> str:
    chunk = placed.hit.chunk
    view = view_of(chunk.article_id)
    return search_text(view.article.title if view else "", chunk.text)


def _with_scores_of(places: Sequence[Placed], ordered: Sequence[Placed]) -> list[Placed]:
    """The candidates in their new order, each with the score of the place it takes."""
    return [replace(new, hit=replace(new.hit, score=old.hit.score)) for old, new in zip(places, ordered, strict=True)]

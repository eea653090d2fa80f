"""What is known of a candidate chunk for a question, as numbers that a linear model weighs."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.store_contract import Candidate, Scored
from index.text import fold
from index.tokens import character_pairs
from rag.question import Question
from rag.rerank import ArticleView, Evidence, Reading, held_terms, name_factor
from rag.term import Term

# A run of this many characters that question and chunk share is as good as a longer one.
_LONG_RUN = 10


@dataclass(frozen=True, slots=True)
class Features:
    """Each larger for a better candidate.

    Attributes:
        dense: how far the chunk's cosine stands above that of any chunk, in standard deviations, by ten.
        words: BM25 of the terms, a share of the most possible.
        pairs: BM25 of the question's character pairs, likewise.
        coverage: share of the terms' weight the best sentence and its surroundings account for.
        sentence: the same of the best sentence by itself.
        title: the same of the headline.
        names: halved for each name of the question that stands nowhere.
        near: share of the question's character pairs, rare ones more, that the best two neighbouring sentences hold.
        run: the longest run of the question's characters in the chunk.
        article_words: BM25 of the terms in the whole article.
        article_pairs: BM25 of the pairs in the whole article.
    """

    dense: float
    words: float
    pairs: float
    coverage: float
    sentence: float
    title: float
    names: float
    near: float
    run: float
    article_words: float
    article_pairs: float

    def as_row(self) -> tuple[float, ...]:
        """The numbers in the order of `NAMES`."""
        return tuple(getattr(self, name) for name in NAMES)


NAMES: tuple[str, ...] = tuple(Features.__dataclass_fields__)
# Known before any text is read.
FIRST = ("dense", "words", "pairs", "article_words", "article_pairs")


def first_of(scored: Scored) -> tuple[float, ...]:
    """The numbers of `FIRST`."""
    return (scored.dense / 10, scored.words, scored.pairs, scored.article_words, scored.article_pairs)


class Pairs:
    """The character pairs of a question, weighed by how few of the candidates hold them.

    Args:
        question: as asked.
        texts: folded texts of the candidates.
    """

    def __init__(self, question: str, texts: Sequence[str]) -> None:
        self.ordered = character_pairs(question)
        self._weights = {pair: math.log1p(len(texts) / (1 + sum(pair in text for text in texts))) for pair in set(self.ordered)}
        self._total = sum(self._weights.values()) or 1.0

    def share(self, text: str) -> float:
        """Share of the weight that stands in a folded text, 0 to 1."""
        return sum(weight for pair, weight in self._weights.items() if pair in text) / self._total

    def longest_run(self, text: str) -> float:
        """Length of the longest run of Chinese characters that question and folded text share, as a share of `_LONG_RUN`, at most 1."""
        longest = 0
        run = ""
        for pair in self.ordered:
            # A pair that does not go on from the one before starts anew.
            run = run + pair[1] if run and run[-1] == pair[0] else pair
            while len(run) > 1 and run not in text:
                run = run[1:]
            longest = max(longest, len(run) if len(run) > 1 else 0)
        return min(longest, _LONG_RUN) / _LONG_RUN


@dataclass(frozen=True, slots=True)
class Read:
    """A candidate that was read: what is known of it, and the evidence of its sentences, in order."""

    candidate: Candidate
    features: Features
    evidence: tuple[Evidence, ...]


def read_candidates(
    question: Question, terms: Sequence[Term], candidates: Sequence[Candidate], view_of: Callable[[str], ArticleView | None]
) -> list[Read]:
    """Read each candidate's sentences, an article only once; one whose article is gone is left out."""
    views = {article: view for article in {c.chunk.article_id for c in candidates} if (view := view_of(article))}
    held = held_terms(terms, views.values())
    readings = {article: Reading(held, view) for article, view in views.items()}
    pairs = Pairs(question.text, [_folded(candidate, views.get(candidate.chunk.article_id)) for candidate in candidates])
    found: list[Read] = []
    for candidate in candidates:
        article = candidate.chunk.article_id
        if reading := readings.get(article):
            evidence = tuple(reading.evidence(candidate.chunk))
            found.append(Read(candidate, _features(candidate, reading, evidence, pairs), evidence))
    return found


def _folded(candidate: Candidate, view: ArticleView | None) -> str:
    """The chunk's text, folded: out of its article's body where that is folded already."""
    chunk = candidate.chunk
    return view.body[chunk.start : chunk.end] if view else fold(chunk.text)


def _features(candidate: Candidate, reading: Reading, evidence: Sequence[Evidence], pairs: Pairs) -> Features:
    best = max(evidence, key=lambda e: e.score, default=None)
    inside = reading.sentences_of(candidate.chunk)
    spans, body = reading.view.sentences, reading.view.body
    two = (body[spans[max(0, i - 1)].start : spans[i].end] for i in inside)
    return Features(
        **dict(zip(FIRST, first_of(candidate.scored), strict=True)),
        coverage=best.score if best else 0.0,
        sentence=max((reading.share_of(i) for i in inside), default=0.0),
        title=reading.title_share,
        names=name_factor(best.matches, reading.terms) if best else 1.0,
        near=max((pairs.share(text) for text in two), default=0.0),
        run=pairs.longest_run(body[candidate.chunk.start : candidate.chunk.end]),
    )

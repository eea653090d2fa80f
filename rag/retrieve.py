"""From a question to ranked evidence: both search arms gather candidates, which are read and put in a learned order.

Ranks are not fused: two arms of unlike strength fused by rank are worse than the stronger one alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder
from index.schema import Filter, Hit
from index.sparse import SparseQuery, TermGroup
from index.store import LocalStore
from index.store_contract import Candidate, StoreQuery
from index.tokens import character_pairs, search_tokens
from rag.config import RetrieveSettings
from rag.cross_encoder import CrossEncoder
from rag.features import Features, read_candidates
from rag.period_fit import period_fit
from rag.question import Question
from rag.ranker import ranker_for
from rag.reorder import Placed, by_cross_encoder, newest_first, newest_sentences_first
from rag.rerank import ArticleView, Evidence, name_factor
from rag.term import Term

# Share of the sentence's own cosine in its score, by language of the question.
_SIMILARITY_SHARE = {"zh": 0.15, "ja": 0.25, "en": 0.3}
_OTHER_SIMILARITY = 0.4
_ORDER_SHARE = 0.12
# Chunks that are read. By the arms alone the right one of 3,100 Chinese paragraphs is among the first ten for 98 of 100 English questions.
# An answer reads more: what a second article says of it may stand further down.
READ_CHUNKS, READ_FOR_ANSWER = 32, 40
_EMBEDDED_SENTENCES = 24
# What another time costs a chunk (log odds) and a sentence (share of its score).
_TIME_ODDS, _TIME_SHARE = 3.0, 0.3
# An article that the answer before quoted, for a follow-up (log odds).
_QUOTED_BONUS = 1.5


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Chunks in final order with their search hits, and the sentences of the best ones as evidence, best first."""

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]


def sparse_query(question: Question, terms: Sequence[Term]) -> SparseQuery:
    """One weighted group a term; context from the question before weighs half, and the raw words back up a question without terms."""
    groups = tuple(
        TermGroup(term.forms, weight=(0.5 if term.from_history else 1.0) * (1.3 if term.is_name else 1.0), shares=term.shares)
        for term in terms
        if term.forms
    )
    return SparseQuery(groups) if groups else SparseQuery.of(search_tokens(question.text))


@dataclass(frozen=True, slots=True)
class Retriever:
    """The search side of an engine: one index, the model it was built with, its articles prepared for reading, how much to take.

    ``cross_encoder`` is a second opinion on the order of the first candidates, where the settings name one.
    """

    store: LocalStore
    embedder: Embedder
    view_of: Callable[[str], ArticleView | None]
    settings: RetrieveSettings
    cross_encoder: CrossEncoder | None = None

    def search(self, question: Question, terms: Sequence[Term], filters: Filter) -> list[Hit]:
        """Hits in final order; a hit's score is larger for better. Those that were not read come last, as the arms have them."""
        return [
            read.hit for read in self._ordered(question, terms, self.gather(question, terms, filters, self._vector(question)), READ_CHUNKS)
        ]

    def retrieve(self, question: Question, terms: Sequence[Term], filters: Filter) -> Retrieval:
        """As `search`, with the sentences of what was read as evidence, best first."""
        vector = self._vector(question)
        ordered = self._ordered(question, terms, self.gather(question, terms, filters, vector), READ_FOR_ANSWER)
        evidence = _weighed(terms, [read for read in ordered if read.evidence])
        share = _SIMILARITY_SHARE.get(question.base, _OTHER_SIMILARITY)
        evidence = _with_similarity(terms, evidence, vector, self.embedder, share=share)
        if question.periods:
            evidence = _timely(question, evidence)
        if question.wants_latest:
            evidence = newest_sentences_first(evidence)
        return Retrieval(tuple(read.hit for read in ordered), tuple(evidence))

    def known(self, question: Question, terms: Sequence[Term], filters: Filter) -> list[tuple[Candidate, Features]]:
        """Every candidate with what is known of it, all of them read: what an order is learned from."""
        candidates = self.gather(question, terms, filters, self._vector(question))
        return [(read.candidate, read.features) for read in read_candidates(question, terms, candidates, self.view_of)]

    def gather(self, question: Question, terms: Sequence[Term], filters: Filter, vector: NDArray[np.float32]) -> list[Candidate]:
        """What both arms find."""
        pairs = character_pairs(question.search_text)
        query = StoreQuery(
            dense=vector,
            sparse=sparse_query(question, terms),
            pairs=SparseQuery.of_pairs(pairs) if pairs else None,
            filter=filters,
            leg_k=self.settings.leg_k,
        )
        return self.store.gather(query)

    def _vector(self, question: Question) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.embedder.embed_queries([question.search_text])[0]
        return vector

    def _ordered(self, question: Question, terms: Sequence[Term], candidates: Sequence[Candidate], reads: int) -> list[Placed]:
        first = [ranker_for(question.base, is_han=c.scored.is_han).before_reading(c) for c in candidates]
        order = sorted(range(len(candidates)), key=lambda i: (-first[i], candidates[i].chunk.id))
        chosen = [candidates[i] for i in order]
        placed: list[Placed] = []
        for read in read_candidates(question, terms, chosen[:reads], self.view_of):
            found = read.candidate
            score = ranker_for(question.base, is_han=found.scored.is_han).after_reading(read.features)
            score += _in_time(question, read.evidence) + _QUOTED_BONUS * _is_quoted(question, read.evidence)
            placed.append(Placed(Hit(found.chunk, score, found.scored.arms), read.evidence))
        placed.sort(key=lambda each: (-each.hit.score, each.hit.chunk.id))
        if self.cross_encoder:
            placed = by_cross_encoder(self.cross_encoder, question, placed, self.view_of)
        if question.wants_latest:
            placed = newest_first(placed, self.view_of)
        low = placed[-1].hit.score if placed else 0.0
        return placed + [Placed(Hit(c.chunk, low - place, c.scored.arms)) for place, c in enumerate(chosen[reads:], 1)]


def _in_time(question: Question, evidence: Sequence[Evidence]) -> float:
    """What a chunk loses, in the ranker's log odds, by the time of its best fitting sentence."""
    return -_TIME_ODDS * (1 - max((period_fit(question.periods, e) for e in evidence), default=1.0)) if question.periods else 0.0


def _is_quoted(question: Question, evidence: Sequence[Evidence]) -> bool:
    """True for a chunk of an article that the answer before quoted."""
    return bool(evidence) and any(quote in evidence[0].view.body for quote in question.quoted)


def _timely(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences with the worth of their time in their score, best first."""
    weighed = [replace(e, score=e.score * (1 - _TIME_SHARE * (1 - period_fit(question.periods, e)))) for e in evidence]
    return sorted(weighed, key=lambda e: (-e.score, e.chunk.id, e.span.start))


def _weighed(terms: Sequence[Term], read: Sequence[Placed]) -> list[Evidence]:
    """Sentences by what they account for, and a little by their chunk's place among those that were read."""
    scores = [found.hit.score for found in read]
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    weighed: list[Evidence] = []
    for found in read:
        place = (found.hit.score - low) / (high - low) if high > low else 1.0
        weighed += [
            replace(e, score=e.score * (1 - _ORDER_SHARE) + _ORDER_SHARE * place * name_factor(e.matches, terms)) for e in found.evidence
        ]
    return sorted(weighed, key=lambda e: (-e.score, e.chunk.id, e.span.start))


def _with_similarity(
    terms: Sequence[Term], evidence: list[Evidence], vector: NDArray[np.float32], embedder: Embedder, *, share: float
) -> list[Evidence]:
    """Embed the few best sentences and add their cosine; the others keep the least of these, so that none overtakes by not being read."""
    first, rest = evidence[:_EMBEDDED_SENTENCES], evidence[_EMBEDDED_SENTENCES:]
    if not first:
        return evidence
    cosines = embedder.embed_passages([e.text for e in first]) @ vector
    floor = float(cosines.min())
    scored = [
        replace(e, similarity=float(cosine), score=(1 - share) * e.score + share * max(0.0, float(cosine)) * name_factor(e.matches, terms))
        for e, cosine in zip(first, cosines, strict=True)
    ]
    low = share * max(0.0, floor)
    scored += [replace(e, similarity=floor, score=(1 - share) * e.score + low * name_factor(e.matches, terms)) for e in rest]
    return sorted(scored, key=lambda e: (-e.score, e.chunk.id, e.span.start))

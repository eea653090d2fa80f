"""From a question to ranked evidence: both search arms, fused by rank, then reread sentence by sentence.

The arms are trusted by language: a Chinese question shares its words with its source, so words lead;
across languages the vector counts as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder
from index.schema import Chunk, Filter, Hit
from index.sparse import SparseQuery, TermGroup
from index.store import LocalStore
from index.store_contract import StoreQuery
from index.tokens import search_tokens
from rag.config import RetrieveSettings
from rag.question import Question
from rag.rerank import ArticleView, Evidence, name_factor, sentence_evidence
from rag.terms import Term

# Weight of the dense arm beside 1.0 of the sparse one, and of the sentence vector in the final score.
_DENSE_WEIGHT = {"zh": 0.4, "ja": 0.7, "en": 1.0}
_SIMILARITY_SHARE = {"zh": 0.15, "ja": 0.25, "en": 0.3}
_OTHER_DENSE, _OTHER_SIMILARITY = 1.0, 0.4
_FUSED_SHARE = 0.12
REREAD_CHUNKS = 30
_EMBEDDED_SENTENCES = 24


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Chunks in final order with their search hits, and the sentences of the best ones as evidence, best first."""

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]


def sparse_query(question: Question, terms: Sequence[Term]) -> SparseQuery:
    """One weighted group a term; context from the question before weighs half, and the raw words back up a question without terms."""
    groups = tuple(
        TermGroup(terms=term.forms, weight=(0.5 if term.from_history else 1.0) * (1.3 if term.is_name else 1.0))
        for term in terms
        if term.forms
    )
    return SparseQuery(groups) if groups else SparseQuery.of(search_tokens(question.text))


@dataclass(frozen=True, slots=True)
class Retriever:
    """The search side of an engine: one index, the model it was built with, how much to take."""

    store: LocalStore
    embedder: Embedder
    settings: RetrieveSettings

    def retrieve(self, question: Question, terms: Sequence[Term], filters: Filter) -> Retrieval:
        """Search, fuse and reread.

        Returns:
            at most ``leg_k`` hits, the first `REREAD_CHUNKS` of them reordered by their best sentence; a hit's score is larger for better.
        """
        base, leg_k = question.language.split("-", maxsplit=1)[0], self.settings.leg_k
        vector = self.embedder.embed_queries([question.search_text])[0]
        query = StoreQuery(
            dense=vector,
            sparse=sparse_query(question, terms),
            filter=filters,
            k=leg_k,
            leg_k=leg_k,
            rrf_k=self.settings.rrf_k,
            dense_weight=_DENSE_WEIGHT.get(base, _OTHER_DENSE),
            sparse_weight=1.0,
        )
        fused = self.store.search(query)
        reread, rest = fused[:REREAD_CHUNKS], fused[REREAD_CHUNKS:]
        evidence = _evidence(terms, reread, self.store)
        evidence = _with_similarity(terms, evidence, vector, self.embedder, share=_SIMILARITY_SHARE.get(base, _OTHER_SIMILARITY))
        return Retrieval(tuple(_reordered(reread, evidence)) + tuple(rest), tuple(evidence))


def _evidence(terms: Sequence[Term], hits: Sequence[Hit], store: LocalStore) -> list[Evidence]:
    views: dict[str, ArticleView] = {}
    found: list[Evidence] = []
    top = hits[0].score if hits else 1.0
    for hit in hits:
        chunk: Chunk = hit.chunk
        if chunk.article_id not in views:
            article = store.article(chunk.article_id)
            if article is None:
                continue
            views[chunk.article_id] = ArticleView(article)
        view = views[chunk.article_id]
        bonus = _FUSED_SHARE * hit.score / top
        found += [replace(e, score=e.score * (1 - _FUSED_SHARE) + bonus * name_factor(e.matches, terms)) for e in sentence_evidence(terms, view, chunk)]
    return sorted(found, key=lambda e: (-e.score, e.chunk.id, e.span.start))


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


def _reordered(hits: Sequence[Hit], evidence: Sequence[Evidence]) -> list[Hit]:
    best: dict[str, float] = {}
    for e in evidence:
        best[e.chunk.id] = max(best.get(e.chunk.id, 0.0), e.score)
    return sorted((replace(hit, score=best.get(hit.chunk.id, 0.0)) for hit in hits), key=lambda hit: (-hit.score, hit.chunk.id))

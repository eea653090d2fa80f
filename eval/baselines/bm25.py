"""BM25 over jieba words: our store's sparse arm alone, fed with the question's own words, nothing translated or reread.

Source: Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. It reads our chunks and our tokens
(Traditional folded to Simplified), so it is a little stronger than BM25 over plain jieba.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

from eval.baselines.answers import PeerPassage, best_of_each, first_passage_answer, peer_passage
from index.schema import ArmScore, Article, Filter
from index.sparse import SparseQuery
from index.store import LocalStore, open_store
from index.store_contract import StoreQuery
from index.tokens import search_tokens
from rag.config import Settings
from rag.schema import Answer, Passage, Turn

_LEG = 200


class Bm25:
    """The words of a question, looked up."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store

    @classmethod
    def open(cls, index_dir: Path, settings: Settings) -> Self:  # noqa: ARG003 - every system is opened alike
        """Open an index that ``wenju build`` made.

        Raises:
            IndexMissing, IndexDamaged: there is none, or none that is whole.
        """
        return cls(open_store(index_dir))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),  # noqa: ARG002 - see the package
        filters: Filter | None = None,
        as_of: date | None = None,  # noqa: ARG002 - see the package
    ) -> Answer:
        """The first passage."""
        return first_passage_answer(
            question, lambda: self._found(question, filters, 10)[:10], generator="bm25", versions=dict(self._store.versions)
        )

    def retrieve(self, query: str, *, k: int = 10, filters: Filter | None = None) -> list[PeerPassage]:
        """The best passage of each of the ``k`` best articles."""
        best = best_of_each(self._found(query, filters, _LEG), k)
        return [PeerPassage(replace(p, number=n), {"sparse": ArmScore(n, p.score)}) for n, p in enumerate(best, start=1)]

    def article(self, article_id: str) -> Article | None:
        """One article, or None."""
        return self._store.article(article_id)

    def _found(self, text: str, filters: Filter | None, wanted: int) -> list[Passage]:
        tokens = search_tokens(text)
        if not tokens:
            return []
        hits = self._store.search(StoreQuery(sparse=SparseQuery.of(tokens), filter=filters or Filter(), k=wanted, leg_k=wanted))
        found = ((hit, self._store.article(hit.chunk.article_id)) for hit in hits)
        return [
            peer_passage(article, hit.chunk.start, hit.chunk.end, number=n, score=hit.arms["sparse"].score)
            for n, (hit, article) in enumerate(found, start=1)
            if article is not None
        ]

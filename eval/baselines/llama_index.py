"""llama-index out of the box: `VectorStoreIndex` over `SentenceSplitter`, both with their defaults, in memory.

The embedding is the one wenju is set to, so the difference is what is done around it. The articles are the ones our page cutter
made, which spares this peer the noisy pages.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from llama_index.core import VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import Document, NodeWithScore
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters
from pydantic import PrivateAttr

from eval.baselines.answers import PeerPassage, best_of_each, first_passage_answer, peer_passage
from index.embed import Embedder, load_embedder
from index.schema import ArmScore, Article, Filter
from index.store import LocalStore, open_store
from rag.config import Settings
from rag.schema import Answer, Passage, Turn

# Chunks fetched for ten documents: of long articles several stand among the best.
_CHUNKS_PER_DOCUMENT = 3


class OurEmbedding(BaseEmbedding):  # type: ignore[misc] # llama-index ships no types
    """Our embedder as llama-index wants one."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **kwargs: Any) -> None:
        super().__init__(model_name=embedder.name, **kwargs)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._vectors([query], query=True)[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._vectors([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._vectors(texts)

    def _vectors(self, texts: list[str], *, query: bool = False) -> list[list[float]]:
        embed = self._embedder.embed_queries if query else self._embedder.embed_passages
        vectors: list[list[float]] = embed(texts).tolist()
        return vectors


class LlamaIndex:
    """A retriever of llama-index over the articles of one of our indexes."""

    def __init__(self, store: LocalStore, embedder: Embedder) -> None:
        self._store = store
        # An embedding given everywhere: the library's global settings would want another company's package.
        self._embedding = OurEmbedding(embedder)
        documents = [_document(article) for info in store.articles() if (article := store.article(info.id))]
        self._index = VectorStoreIndex.from_documents(documents, transformations=[SentenceSplitter()], embed_model=self._embedding)

    @classmethod
    def open(cls, index_dir: Path, settings: Settings) -> Self:
        """Read the articles of an index and embed them anew, in memory: seconds to minutes.

        Raises:
            IndexMissing, IndexDamaged: there is no index, or none that is whole.
            ModelError: the embedding model cannot be loaded.
        """
        embedding = settings.embedding
        embedder = load_embedder(
            embedding.model, cache_dir=settings.cache, query_prompt=embedding.query_prompt, passage_prompt=embedding.passage_prompt
        )
        return cls(open_store(index_dir), embedder)

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
            question, lambda: self._found(question, filters, 10), generator="llama-index", versions=dict(self._store.versions)
        )

    def retrieve(self, query: str, *, k: int = 10, filters: Filter | None = None) -> list[PeerPassage]:
        """The best passage of each of the ``k`` best articles."""
        best = best_of_each(self._found(query, filters, k * _CHUNKS_PER_DOCUMENT), k)
        return [PeerPassage(replace(p, number=n), {"dense": ArmScore(n, p.score)}) for n, p in enumerate(best, start=1)]

    def article(self, article_id: str) -> Article | None:
        """One article, or None."""
        return self._store.article(article_id)

    def _found(self, text: str, filters: Filter | None, wanted: int) -> list[Passage]:
        retriever = self._index.as_retriever(similarity_top_k=wanted, filters=_metadata_filters(filters))
        nodes: list[NodeWithScore] = retriever.retrieve(text)
        found = ((node, self._store.article(node.node.ref_doc_id)) for node in nodes)
        return [_passage(node, article, number) for number, (node, article) in enumerate(found, start=1) if article is not None]


def _document(article: Article) -> Document:
    # Out of the box the metadata is embedded in front of each chunk: the title helps, an id would not.
    metadata = {"title": article.title, "doc_id": article.doc_id or ""}
    return Document(
        text=article.body,
        doc_id=article.id,
        metadata=metadata,
        excluded_embed_metadata_keys=["doc_id"],
        excluded_llm_metadata_keys=["doc_id"],
    )


def _metadata_filters(filters: Filter | None) -> MetadataFilters | None:
    if filters is None or not filters.doc_ids:
        return None
    return MetadataFilters(filters=[MetadataFilter(key="doc_id", operator=FilterOperator.IN, value=list(filters.doc_ids))])


def _passage(found: NodeWithScore, article: Article, number: int) -> Passage:
    node = found.node
    # Its offsets are wrong where a sentence stands twice; the text is looked up in the body instead.
    start = max(article.body.find(node.text), 0)
    return peer_passage(article, start, start + len(node.text), number=number, score=float(found.score or 0.0))

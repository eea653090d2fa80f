from dataclasses import dataclass, field

import pytest

from index.schema import ArmScore
from rag.config import LLMSettings
from rag.schema import Passage

llama = pytest.importorskip("rag.llama")
BODY = "湖边镇去年新修步道。全镇共有37座凉亭。"


@dataclass
class Found:
    passage: Passage
    arms: dict[str, ArmScore] = field(default_factory=dict)


class Shelf:
    """An engine with two passages."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def retrieve(self, query: str, *, k: int = 10) -> list[Found]:
        self.asked.append((query, k))
        spans = [(10, len(BODY)), (0, 10)]
        return [
            Found(Passage(n, "a1", "d1", "湖边新亭", "湖.md", None, "2031-03-04", BODY[s:e], s, e, 1.0 / n), {"dense": ArmScore(n, 0.5)})
            for n, (s, e) in enumerate(spans, 1)
        ][:k]


def test_the_engine_serves_llama_index_with_its_own_order_scores_and_offsets():
    first, second = llama.as_retriever(Shelf(), k=2).retrieve("有多少座凉亭")
    assert (first.score, second.score) == (1.0, 0.5)
    assert BODY[first.node.start_char_idx : first.node.end_char_idx] == first.node.get_content() == first.node.text
    assert first.node.metadata["start"] == 10
    assert first.node.metadata["article_id"] == "a1"
    assert first.node.metadata["dense_rank"] == 1
    assert first.node.id_ != second.node.id_


def test_the_retriever_asks_for_as_many_as_it_was_told():
    shelf = Shelf()
    assert len(llama.as_retriever(shelf, k=1).retrieve("凉亭")) == 1
    assert shelf.asked == [("凉亭", 1)]


def test_the_retriever_works_under_a_llama_index_query_engine():
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    answer = RetrieverQueryEngine.from_args(llama.as_retriever(Shelf(), k=2), llm=MockLLM()).query("有多少座凉亭")
    assert [node.node.metadata["number"] for node in answer.source_nodes] == [1, 2]
    assert "37座" in str(answer)


def test_the_llm_of_llama_index_retries_nothing_by_itself():
    llm = llama.build_llm(LLMSettings(base_url="http://127.0.0.1:9/v1", model="tiny", max_tokens=77))
    assert (llm.max_retries, llm.is_chat_model, llm.max_tokens, llm.temperature) == (0, True, 77, 0.0)

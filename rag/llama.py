"""The one place that speaks llama-index: its LLM class for our prompts, and our engine as its retriever.

Importing llama-index costs 1.2 s of CPU, so nothing on the extractive path imports this module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.llms.openai_like import OpenAILike

from index.schema import ArmScore
from rag.config import LLMSettings
from rag.prompt import ChatTurn
from rag.schema import Passage

_OFFSETS = ["article_id", "doc_id", "source_file", "start", "end", "number"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One event of a chat stream.

    Attributes:
        text: what it adds to the answer, often empty.
        thinking: True when it carries reasoning, which is no answer but a sign of life.
        finish_reason: why the endpoint stopped, in its last event; None before.
    """

    text: str
    thinking: bool
    finish_reason: str | None


def build_llm(settings: LLMSettings, *, http_client: httpx.Client | None = None) -> OpenAILike:
    """llama-index's LLM for the endpoint, with its own retries off.

    Without a key a placeholder is sent: left to itself the class would take OPENAI_API_KEY from the environment and send it to whatever
    address is configured.
    """
    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    return OpenAILike(
        model=settings.model,
        api_base=settings.base_url,
        api_key=key or "no-key",
        is_chat_model=True,
        is_function_calling_model=False,
        max_tokens=settings.max_tokens,
        temperature=settings.temperature,
        max_retries=0,
        timeout=settings.total_timeout_s,
        http_client=http_client,
        reuse_client=True,
    )


def chat_pieces(settings: LLMSettings, messages: Sequence[ChatTurn], http_client: httpx.Client) -> Iterator[Piece]:
    """Stream one answer; raises what the libraries raise (`rag.endpoint.FOREIGN`). Deadlines are those of ``http_client``."""
    chat = [ChatMessage(role=turn.role, content=turn.content) for turn in messages]
    for response in build_llm(settings, http_client=http_client).stream_chat(chat, timeout=http_client.timeout):
        yield Piece(
            text=response.delta or "",
            thinking=bool((response.additional_kwargs or {}).get("thinking_delta")),
            finish_reason=_finish_reason(response.raw),
        )


def _finish_reason(raw: Any) -> str | None:
    """llama-index shows no finish reason of a stream; the endpoint's own event has it. An empty one, as some send, is none."""
    choices = getattr(raw, "choices", None) or []
    return (getattr(choices[0], "finish_reason", None) or None) if choices else None


class _Ranked(Protocol):
    passage: Passage
    arms: dict[str, ArmScore]


class _Engine(Protocol):
    def retrieve(self, query: str, *, k: int = 10) -> Sequence[_Ranked]: ...


class EngineRetriever(BaseRetriever):  # type: ignore[misc]  # llama-index is untyped for us
    """Our engine under any llama-index query engine: `NodeWithScore` of `TextNode`, best first, with offsets into the article's body."""

    def __init__(self, engine: _Engine, *, k: int = 10) -> None:
        super().__init__()
        self._engine, self._k = engine, k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(found) for found in self._engine.retrieve(query_bundle.query_str, k=self._k)]


def as_retriever(engine: _Engine, *, k: int = 10) -> EngineRetriever:
    """The engine as a llama-index retriever that gives at most ``k`` passages."""
    return EngineRetriever(engine, k=k)


def _node(found: _Ranked) -> NodeWithScore:
    passage = found.passage
    facts = {
        name: getattr(passage, name)
        for name in ("number", "article_id", "doc_id", "title", "source_file", "outlet", "published", "start", "end")
    }
    arms = {f"{arm}_{part}": value for arm, score in found.arms.items() for part, value in (("rank", score.rank), ("score", score.score))}
    node = TextNode(
        id_=f"{passage.article_id}:{passage.start}-{passage.end}",
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=facts | arms,
        excluded_llm_metadata_keys=[*_OFFSETS, *arms],
        excluded_embed_metadata_keys=[*_OFFSETS, *arms],
    )
    return NodeWithScore(node=node, score=passage.score)

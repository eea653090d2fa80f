"""What families of embedding models expect where a model's own files do not say: pooling, and prompts for questions and passages.

Read from the model cards: intfloat/multilingual-e5-large and -large-instruct, the model list and first question of FlagEmbedding's
README (BAAI/bge-*), thenlper/gte-base and -base-zh, Alibaba-NLP/gte-base-en-v1.5 and gte-Qwen2-7B-instruct.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Pooling(StrEnum):
    """How one vector is made of a text's token vectors, by sentence-transformers' names."""

    CLS = "cls"
    MEAN = "mean"
    LAST = "lasttoken"


@dataclass(frozen=True, slots=True)
class Family:
    """Models that were trained alike; an empty prompt is none."""

    name: str
    pooling: Pooling
    query_prompt: str = ""
    passage_prompt: str = ""


_INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
_BGE_ZH, _BGE_EN = "为这个句子生成表示以用于检索相关文章：", "Represent this sentence for searching relevant passages: "
_SIZE = "(?:tiny|small|base|large)"

# The first that fits counts, so the special ones stand before the general ones of a series.
_FAMILIES = (
    (re.compile(r"e5-mistral-7b-instruct"), Family("e5-mistral-instruct", Pooling.LAST, _INSTRUCT)),
    (re.compile(rf"multilingual-e5-{_SIZE}-instruct"), Family("e5-instruct", Pooling.MEAN, _INSTRUCT)),
    (re.compile(rf"(?:multilingual-)?e5-{_SIZE}\b"), Family("e5", Pooling.MEAN, "query: ", "passage: ")),
    (re.compile(r"bge-m3\b"), Family("bge-m3", Pooling.CLS)),
    (re.compile(rf"bge-{_SIZE}-zh-noinstruct"), Family("bge-zh-noinstruct", Pooling.CLS)),
    (re.compile(rf"bge-{_SIZE}-zh\b"), Family("bge-zh", Pooling.CLS, _BGE_ZH)),
    (re.compile(rf"bge-{_SIZE}-en\b"), Family("bge-en", Pooling.CLS, _BGE_EN)),
    (re.compile(r"gte-qwen\d(?:\.5)?-[\d.]+b-instruct"), Family("gte-qwen-instruct", Pooling.LAST, _INSTRUCT)),
    (re.compile(rf"gte-{_SIZE}-en-v1\.5|gte-(?:multilingual|modernbert)-base|gte-{_SIZE}-zh"), Family("gte-cls", Pooling.CLS)),
    (re.compile(rf"gte-{_SIZE}\b"), Family("gte", Pooling.MEAN)),
)


def family_of(names: Iterable[str]) -> Family | None:
    """The family of the first name that belongs to one; a name may carry its organisation (``BAAI/bge-m3``) and any ending (``-v1.5``).

    Example: ``family_of(["my-model", "intfloat/multilingual-e5-small"])`` is e5.
    """
    for name in names:
        last = re.split(r"[/\\]", name.rstrip("/\\"))[-1].lower()
        for pattern, family in _FAMILIES:
            if pattern.match(last):
                return family
    return None

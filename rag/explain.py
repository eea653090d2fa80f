"""Which sentences explain: the best one with others of its story that each add something, told in the order of the article."""

import re
from collections.abc import Sequence

from index.text import fold
from rag.expected import Expected
from rag.question import Question
from rag.rerank import Evidence

# Questions that one fact does not answer: how, why, what was done, tell me about.
_ASKS_TO_EXPLAIN = re.compile(
    r"为什么|为何|为啥|怎么(?!称呼|走)|怎样|如何|介绍|讲讲|说说|聊聊|详细|情况|做了(?:什么|哪些)|做(?:什么|些什么)|干了什么"
    r"|做法|成效|成果|效果|举措|措施|办法|作用|意义|什么意思|怎么回事"
    r"|\bwhy\b|\bhow (?:do|does|did|is|was|are|were|has|have|had|can|could|will|would)\b"
    r"|\btell (?:me|us)\b|\b(?:explain|describe|introduce|summari[sz]e)\b|\bwhat happened\b"
    r"|\bwhat (?:do|does|did|is|are|was|were|has|have|had)\b.*\b(?:do|does|doing|done|happen|happening|happened|about|mean)\b"
    r"|\bwhat(?:'?s| is) happening\b|\bmore about\b"
    r"|なぜ|どうして|どのように|どうやって|について教えて|왜|어떻게|에 대해|\bpourquoi\b|\bcomment\b|\bpor qu[eé]\b|\bc[oó]mo\b",
    re.IGNORECASE,
)
# 有什么成效 reads like a question for a list, and is none.
_ASKS_FOR_OUTCOME = re.compile("成效|效果|意义|作用|怎么回事")
_MOST = 5
_MOST_BESIDE_A_FACT = 3
# Sentences looked at, and how nearly as good as the best one they must be: those of articles that tell its story less so.
_LOOKED_AT, _LOOKED_AT_FOR_A_FACT = 14, 5
_SAME_STORY, _OTHER_STORY = 0.7, 0.85
# Of two sentences that share so much of the shorter one's pairs of characters, one says nothing new.
_SAME_WORDS = 0.55
_SHORTEST = 9


def asks_to_explain(question: Question) -> bool:
    """True for a question that one fact does not answer: why, how, what was done, "tell me about"."""
    asked = {Expected.EXPLANATION: _ASKS_TO_EXPLAIN, Expected.LIST: _ASKS_FOR_OUTCOME}.get(question.expected)
    return bool(asked and asked.search(fold(question.text)))


def explaining(question: Question, source: Evidence, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best sentence first, then at most four others (two beside a fact) that each add something.

    Args:
        question: what is asked.
        source: the best sentence.
        evidence: all candidates, best first.
    """
    explains = asks_to_explain(question)
    most, looked_at = (_MOST, _LOOKED_AT) if explains else (_MOST_BESIDE_A_FACT, _LOOKED_AT_FOR_A_FACT)
    chosen = [source]
    source_text = fold(source.text)
    story = {e.view.article.id for e in evidence[:looked_at] if _say_the_same(fold(e.text), source_text)}
    for candidate in evidence[:looked_at]:
        is_same = candidate.view.article.id in story
        least = _SAME_STORY if is_same and explains else _OTHER_STORY
        if len(chosen) < most and candidate.score >= least * source.score and _adds(candidate, chosen):
            chosen.append(candidate)
    return tuple(chosen)


def in_reading_order(sources: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The sentences as their articles tell them, the best one's article first."""
    articles = list(dict.fromkeys(e.view.article.id for e in sources))
    return tuple(sorted(sources, key=lambda e: (articles.index(e.view.article.id), e.span.start)))


def _adds(candidate: Evidence, chosen: Sequence[Evidence]) -> bool:
    text = fold(candidate.text)
    return len(text.strip()) >= _SHORTEST and not any(_say_the_same(text, fold(other.text)) for other in chosen)


def _say_the_same(one: str, other: str) -> bool:
    """True when most of the shorter sentence's pairs of characters stand in the longer one: a reprint, or a repetition."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    return len(pairs[0] & pairs[1]) >= _SAME_WORDS * max(1, min(map(len, pairs)))

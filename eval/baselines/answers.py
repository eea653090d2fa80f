"""What a peer answers: the passages it found, and the first of them as its text."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.schema import ArmScore, Article
from rag.question import language_of
from rag.schema import MAX_PASSAGE_CHARS, Answer, AnswerSentence, Citation, Passage, Status, Verdict


@dataclass(frozen=True, slots=True)
class PeerPassage:
    """A passage and the one search that found it."""

    passage: Passage
    arms: dict[str, ArmScore]


def peer_passage(article: Article, start: int, end: int, *, number: int, score: float) -> Passage:
    """A passage of an article, cut to the length every passage is shown in."""
    end = min(end, start + MAX_PASSAGE_CHARS)
    return Passage(
        number=number,
        article_id=article.id,
        doc_id=article.doc_id,
        title=article.title,
        source_file=article.source_file,
        outlet=article.outlet,
        published=article.published.isoformat() if article.published else None,
        text=article.body[start:end],
        start=start,
        end=end,
        score=score,
    )


def first_passage_answer(question: str, search: Callable[[], Sequence[Passage]], *, generator: str, versions: dict[str, str]) -> Answer:
    """The answer that is the first passage, cited whole; not found when the search finds nothing."""
    started = time.perf_counter()
    passages = tuple(replace(passage, number=number) for number, passage in enumerate(search(), start=1))
    took = round(1000 * (time.perf_counter() - started), 1)
    first = passages[:1]
    citations = [Citation(p.number, p.start, p.end, p.text, Verdict.SUPPORTED) for p in first]
    return Answer(
        question=question,
        language=language_of(question),
        status=Status.ANSWERED if first else Status.NOT_FOUND,
        short="",
        text=" ".join(p.text for p in first),
        sentences=tuple(AnswerSentence(c.quote, (c,)) for c in citations),
        passages=passages,
        versions=versions,
        generator=generator,
        timings_ms={"retrieve": took, "answer": 0.0, "total": took},
    )


def best_of_each(passages: Sequence[Passage], k: int) -> list[Passage]:
    """The best passage of each of the ``k`` best articles, best first."""
    best: dict[str, Passage] = {}
    for passage in passages:
        best.setdefault(passage.article_id, passage)
    return list(best.values())[:k]

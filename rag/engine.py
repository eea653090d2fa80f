"""The hub of the question path: question → retrieve → answer → cite → Answer. `ask` is the last event of `stream`."""

import logging
import re
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.embed import Embedder, load_embedder
from index.lexicon import Lexicon
from index.schema import ArmScore, Article, Filter
from index.store import LocalStore, open_store
from rag.checked import checked
from rag.chitchat import Collection, collection_of, introduced
from rag.compose import Composed, compose, passage_of
from rag.config import Settings
from rag.cross_encoder import CrossEncoder, load_cross_encoder_of
from rag.expected import Expected
from rag.phrases import phrase
from rag.prepare import Preparation, Prepared
from rag.prints import print_notices
from rag.question import checked_filter
from rag.quote import as_said
from rag.schema import Answer, AnswerSentence, Event, Final, Notice, Passage, Retrieved, Status, Token, Turn
from rag.search import CACHED_ARTICLES, Searcher
from rag.signs import Signs
from rag.sureness import confidence_of

if TYPE_CHECKING:
    from rag.generate import Generated

logger = logging.getLogger(__name__)

_CACHED_LANGUAGES = 8
_PIECES = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A retrieved passage with rank and score in each search arm that found it."""

    passage: Passage
    arms: dict[str, ArmScore]


class Engine:
    """Answers questions over one opened index. One object serves many threads: nothing in it changes after opening."""

    def __init__(
        self, store: LocalStore, embedder: Embedder, lexicon: Lexicon, settings: Settings, *, cross_encoder: CrossEncoder | None = None
    ) -> None:
        self.store = store
        self.settings = settings
        article: Callable[[str], Article | None] = lru_cache(maxsize=CACHED_ARTICLES)(store.article)
        self.searcher = Searcher(store, embedder, lexicon, settings, article, cross_encoder)
        self._collection = lru_cache(maxsize=_CACHED_LANGUAGES)(self._look)

    @classmethod
    def open(cls, index_dir: Path, settings: Settings) -> "Engine":
        """Open an index with the embedding model it was built with.

        Raises:
            IndexMissing: there is no index; the message names the command that builds one.
            IndexMismatch: it was built with another model; both are named.
            IndexDamaged: no generation is whole.
            ModelError: a model, the cross-encoder's included, cannot be loaded.
        """
        embedding = settings.embedding
        store = open_store(index_dir)
        store.require_model(embedding.model)  # before a model is loaded in vain
        embedder = load_embedder(
            embedding.model, cache_dir=settings.cache, query_prompt=embedding.query_prompt, passage_prompt=embedding.passage_prompt
        )
        store.require_embedder(embedder)
        return cls(store, embedder, Lexicon.open(settings.cache), settings, cross_encoder=load_cross_encoder_of(settings.rerank))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filter | None = None,
        as_of: date | None = None,
    ) -> Answer:
        """One answer.

        Raises:
            InputError: the question is empty or too long.
        """
        for event in self.stream(question, history=history, filters=filters, as_of=as_of):
            if isinstance(event, Final):
                return event.answer
        raise AssertionError("a stream ends with its final event")

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filter | None = None,
        as_of: date | None = None,
    ) -> Iterator[Event]:
        """The passages first, then the answer's text as it is made, then the whole verified answer."""
        started = time.perf_counter()
        understood = self.searcher.question(question, history, as_of=as_of)
        prepared = Preparation(self.searcher, checked_filter(filters or Filter())).prepared(understood)
        yield Retrieved(prepared.passages)
        generated: Generated | None = None
        extracted = self._composed(prepared)
        if self.settings.llm.enabled and prepared.passages and prepared.question.expected is not Expected.CHITCHAT:
            generated = yield from self._generated(prepared, history, extracted)
        if generated and generated.composed:
            answer = self._answer(prepared, generated.composed, generated.status, generator=self.settings.llm.model or "llm")
        else:
            answer = self._extracted(prepared, extracted, generated)
            shown = generated.shown if generated else ""
            for piece in _PIECES.findall(f"\n\n{answer.text}" if shown else answer.text):
                yield Token(piece)
        total = time.perf_counter() - started
        timings = {"retrieve": prepared.search_s, "answer": total - prepared.search_s, "total": total}
        answer = replace(answer, timings_ms={name: round(1000 * seconds, 1) for name, seconds in timings.items()})
        logger.info(
            "question answered: status=%s generator=%s passages=%d total_ms=%.0f",
            answer.status,
            answer.generator,
            len(answer.passages),
            answer.timings_ms["total"],
        )
        yield Final(answer)

    def retrieve(self, query: str, *, k: int = 10, filters: Filter | None = None) -> list[RankedPassage]:
        """The best passage of each of the ``k`` best articles, best first.

        Raises:
            InputError: the query is empty or too long.
        """
        question = self.searcher.question(query)
        ordered = self.searcher.retriever(wanted=k).search(question, self.searcher.terms(question), checked_filter(filters or Filter()))
        ranked: list[RankedPassage] = []
        seen: set[str] = set()
        for hit in ordered:
            if hit.chunk.article_id in seen:
                continue
            seen.add(hit.chunk.article_id)
            passage = passage_of(hit, len(ranked) + 1, self.searcher.article)
            if passage is not None:
                ranked.append(RankedPassage(passage, hit.arms))
            if len(ranked) == k:
                break
        return ranked

    def examined(self, query: str, *, filters: Filter | None = None, as_of: date | None = None) -> tuple[Answer, Signs | None]:
        """The answer that would be given were it always sure, with the signs that it is one: what sureness is learned from."""
        question = self.searcher.question(query, as_of=as_of)
        prepared = Preparation(self.searcher, checked_filter(filters or Filter()), always=True).prepared(question)
        return self._extracted(prepared, self._composed(prepared), None), prepared.signs

    def reading(self, article_of: Callable[[str], Article | None]) -> "Engine":
        """The same engine, reading articles as another look-up gives them: as if something did not stand in them."""
        other = copy(self)
        other.searcher = replace(self.searcher, article=article_of)
        return other

    def article(self, article_id: str) -> Article | None:
        """One article, or None."""
        return self.searcher.article(article_id)

    def stats(self) -> dict[str, object]:
        """Counts and versions of the index."""
        return dict(self.store.stats())

    def _extracted(self, prepared: Prepared, composed: Composed, generated: "Generated | None") -> Answer:
        """The answer from the articles' own words; it says when it stands in for a language model that failed."""
        notices = generated.notices if generated else ()
        return self._answer(prepared, composed, prepared.choice.status, notices, generator="extractive")

    def _composed(self, prepared: Prepared) -> Composed:
        """The extractive answer, checked like a model's."""
        language = prepared.question.language
        composed = compose(prepared.question, prepared.terms, prepared.choice, prepared.passages, self.searcher.lexicon.gloss)
        if prepared.question.expected is Expected.CHITCHAT:
            text = as_said(introduced(language, self._collection(language)))
            return replace(composed, text=text, sentences=(AnswerSentence(text),))
        counted = prepared.choice.told.counted if prepared.choice.told else ()
        return checked(composed, prepared.passages, self.searcher.article, counted=counted)

    def _look(self, language: str) -> Collection:
        """What the collection holds, for one who asks nothing yet; its example questions are asked once, and so known to be answered."""

        def value_of(question: str) -> float | None:
            choice = Preparation(self.searcher, Filter()).prepared(self.searcher.question(question)).choice
            return choice.figures[0].figure.value if choice.status is Status.ANSWERED and choice.figures else None

        return collection_of(self.store, language, self.searcher.lexicon.gloss, value_of)

    def _answer(
        self, prepared: Prepared, composed: Composed, status: Status, notices: tuple[Notice, ...] = (), *, generator: str
    ) -> Answer:
        language = prepared.question.language
        if self.store.degraded:
            notices = (*notices, Notice("index_degraded", phrase(language, "degraded")))
        notices = (*notices, *print_notices(language, composed.sentences, prepared.passages, self.store))
        return Answer(
            question=prepared.question.text,
            language=language,
            status=status,
            short=composed.short,
            text=composed.text,
            sentences=composed.sentences,
            figures=composed.figures,
            passages=prepared.passages,
            notices=composed.notices + notices,
            versions=self.store.versions,
            generator=generator,
            confidence=confidence_of(prepared.signs, status, generator),
        )

    def _generated(self, prepared: Prepared, history: Sequence[Turn], extracted: Composed) -> "Generator[Token, None, Generated]":
        from rag.desk import Grounds
        from rag.generate import generated

        return (
            yield from generated(
                prepared.question,
                Grounds(prepared.passages, extracted, prepared.choice.status),
                history,
                self.settings.llm,
                self.store,
            )
        )

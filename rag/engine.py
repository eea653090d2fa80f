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

from index.embed import EMBEDDED, Embedder, load_embedder
from index.lexicon import Lexicon
from index.schema import ArmScore, Article, Filter
from index.store import LocalStore, open_store
from index.store_contract import Candidate
from rag.checked import checked
from rag.chitchat import Collection, collection_of, introduced
from rag.compose import Composed, compose, passage_of, passages_for
from rag.config import Settings
from rag.cross_encoder import CrossEncoder, load_cross_encoder_of
from rag.expected import Expected
from rag.extract import Choice, choose
from rag.features import Features
from rag.figure_features import FigureFeatures
from rag.figures import FigureMatch, read_figures
from rag.injected import follows_an_order, is_instruction
from rag.mentions import Mentions, find_mentions
from rag.old_spellings import PINYIN
from rag.phrases import phrase
from rag.plan import Found, Planned, compared, decided, planned
from rag.prints import folded, print_notices, with_prints
from rag.question import Question, checked_filter, checked_question, parse_question
from rag.quote import as_said
from rag.reader.features import Known, known_of
from rag.reader.marks import Asked
from rag.refuse import Reason
from rag.rerank import cached_views
from rag.retrieve import Retrieval, Retriever
from rag.schema import Answer, AnswerSentence, Event, Final, Notice, Passage, Retrieved, Status, Token, Turn
from rag.signs import Signs, signs_of
from rag.sureness import confidence_of, if_sure
from rag.term import Term
from rag.terms import build_terms
from rag.vocabulary import CollectionVocabulary

if TYPE_CHECKING:
    from rag.generate import Generated

logger = logging.getLogger(__name__)

_CACHED_ARTICLES = 512
_CACHED_LANGUAGES = 8
_MAX_HISTORY_CHARS = 4000
_PIECES = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A retrieved passage with rank and score in each search arm that found it."""

    passage: Passage
    arms: dict[str, ArmScore]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question with its terms and what was retrieved and chosen for it."""

    question: Question
    terms: tuple[Term, ...]
    choice: Choice
    passages: tuple[Passage, ...]
    signs: Signs | None


class Engine:
    """Answers questions over one opened index. One object serves many threads: nothing in it changes after opening."""

    def __init__(
        self, store: LocalStore, embedder: Embedder, lexicon: Lexicon, settings: Settings, *, cross_encoder: CrossEncoder | None = None
    ) -> None:
        self.store = store
        self._cross_encoder = cross_encoder
        self.settings = settings
        self._embedder = embedder
        self._lexicon = lexicon
        self._vocabulary = CollectionVocabulary(store)
        self._article: Callable[[str], Article | None] = lru_cache(maxsize=_CACHED_ARTICLES)(store.article)
        self._view_of = cached_views(self._article, size=_CACHED_ARTICLES)
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
        prepared = self._prepare(question, history, checked_filter(filters or Filter()), as_of)
        retrieved = time.perf_counter()
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
        finished = time.perf_counter()
        timings = {"retrieve": retrieved - started, "answer": finished - retrieved, "total": finished - started}
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
        question = parse_question(checked_question(query, max_chars=self.settings.max_question_chars))
        ordered = self._retriever(wanted=k).search(question, self._terms(question), checked_filter(filters or Filter()))
        ranked: list[RankedPassage] = []
        seen: set[str] = set()
        for hit in ordered:
            if hit.chunk.article_id in seen:
                continue
            seen.add(hit.chunk.article_id)
            passage = passage_of(hit, len(ranked) + 1, self._article)
            if passage is not None:
                ranked.append(RankedPassage(passage, hit.arms))
            if len(ranked) == k:
                break
        return ranked

    def candidates(self, query: str, filters: Filter) -> list[tuple[Candidate, Features]]:
        """Everything the arms find with what is known of it, unordered: what an order is learned from."""
        question = parse_question(checked_question(query, max_chars=self.settings.max_question_chars))
        return self._retriever(wanted=self.settings.retrieve.top_k).known(question, self._terms(question), checked_filter(filters))

    def known_figures(self, query: str, filters: Filter) -> list[tuple[FigureMatch, FigureFeatures]]:
        """Every figure that may answer with what is known of it, unscored: what their order is learned from."""
        question = parse_question(checked_question(query, max_chars=self.settings.max_question_chars))
        terms = self._terms(question)
        return list(read_figures(question, terms, self._search(question, terms, filters).evidence, self.store.figures_in))

    def readable(self, text: str, filters: Filter, *, history: Sequence[Turn] = (), as_of: date | None = None) -> Known:
        """The runs of words that may answer a question with what is known of each: what the reader is learned from."""
        asked = checked_question(text, max_chars=self.settings.max_question_chars)
        question = parse_question(asked, history, as_of=as_of, is_place=self._is_place)
        terms = self._terms(question)
        return known_of(Asked(question, terms), self._search(question, terms, checked_filter(filters)).evidence)

    def examined(self, query: str, *, filters: Filter | None = None, as_of: date | None = None) -> tuple[Answer, Signs | None]:
        """The answer that would be given were it always sure, with the signs that it is one: what sureness is learned from."""
        prepared = self._prepare(query, (), checked_filter(filters or Filter()), as_of, always=True)
        return self._extracted(prepared, self._composed(prepared), None), prepared.signs

    def reading(self, article_of: Callable[[str], Article | None]) -> "Engine":
        """The same engine, reading articles as another look-up gives them: as if something did not stand in them."""
        other = copy(self)
        other._article = article_of
        other._view_of = cached_views(article_of, size=_CACHED_ARTICLES)
        return other

    def article(self, article_id: str) -> Article | None:
        """One article, or None."""
        return self._article(article_id)

    def stats(self) -> dict[str, object]:
        """Counts and versions of the index."""
        return dict(self.store.stats())

    def _terms(self, question: Question) -> tuple[Term, ...]:
        return build_terms(question, self._lexicon, self._vocabulary)

    def _is_place(self, word: str) -> bool:
        """True for the name of a place, in Chinese or as English writes it."""
        names = self._lexicon.translate(PINYIN.get(word, word), 1) if word.isascii() else (word,)
        return any(map(self._lexicon.is_place, names))

    def _search(self, question: Question, terms: tuple[Term, ...], filters: Filter) -> Retrieval:
        retrieval = self._retriever(wanted=self.settings.retrieve.top_k).retrieve(question, terms, filters)
        found = folded(retrieval, self.store, self._view_of)
        return replace(
            found, evidence=tuple(e for e in found.evidence if not follows_an_order(e.view.article.body, e.view.sentences, e.span))
        )

    def _retriever(self, *, wanted: int) -> Retriever:
        settings = self.settings.retrieve
        if wanted * 5 > settings.leg_k:
            settings = settings.model_copy(update={"leg_k": min(1000, wanted * 5)})
        return Retriever(self.store, self._embedder, self._view_of, settings, self._cross_encoder)

    def _prepare(self, text: str, history: Sequence[Turn], filters: Filter, as_of: date | None, *, always: bool = False) -> _Prepared:
        asked = checked_question(text, max_chars=self.settings.max_question_chars)
        earlier = [Turn(t.role, t.content[:_MAX_HISTORY_CHARS]) for t in history if not is_instruction(t.content)]
        question = parse_question(asked, earlier, as_of=as_of, is_place=self._is_place)
        terms = self._terms(question)

        def find(part: Question) -> Found:
            return self._found(part, filters)

        def count(asked: Question, subject: str) -> Mentions:
            about = replace(parse_question(subject), language=asked.language)
            return find_mentions(subject, self._terms(about), self.store, self._view_of, filters)

        signs = None
        plan = planned(question, terms, find, count, self.store.figures_in)
        if not plan:
            retrieval = self._search(question, terms, filters)
            choice = choose(question, terms, retrieval.evidence, self.store.figures_in)
            signs = self._signs(question, terms, choice, retrieval)
            choice = choice if always else if_sure(choice, signs, question, terms)
            choice = decided(question, terms, retrieval.evidence, self.store.figures_in, choice)
            plan = Planned(choice, retrieval.hits)
            if choice.refused and choice.refused.reason is Reason.NAME:
                plan = compared(question, terms, find, self.store.figures_in) or plan
        choice = plan.choice
        hits = () if question.expected is Expected.CHITCHAT else plan.hits
        passages = passages_for(choice, hits, self._article, limit=self.settings.retrieve.top_k)
        return _Prepared(question, terms, choice, with_prints(passages, self.store, self._article), signs)

    def _signs(self, question: Question, terms: tuple[Term, ...], choice: Choice, retrieval: Retrieval) -> Signs | None:
        if not choice.sources:
            return None
        return signs_of(question, terms, choice, retrieval, by_vectors=self._embedder.name == EMBEDDED)

    def _found(self, part: Question, filters: Filter) -> Found:
        """What the collection holds for one part of a question."""
        terms = self._terms(part)
        retrieval = self._search(part, terms, filters)
        return Found(part, terms, retrieval.hits, retrieval.evidence)

    def _extracted(self, prepared: _Prepared, composed: Composed, generated: "Generated | None") -> Answer:
        """The answer from the articles' own words; it says when it stands in for a language model that failed."""
        notices = generated.notices if generated else ()
        return self._answer(prepared, composed, prepared.choice.status, notices, generator="extractive")

    def _composed(self, prepared: _Prepared) -> Composed:
        """The extractive answer, checked like a model's."""
        language = prepared.question.language
        composed = compose(prepared.question, prepared.terms, prepared.choice, prepared.passages, self._lexicon.gloss)
        if prepared.question.expected is Expected.CHITCHAT:
            text = as_said(introduced(language, self._collection(language)))
            return replace(composed, text=text, sentences=(AnswerSentence(text),))
        counted = prepared.choice.told.counted if prepared.choice.told else ()
        return checked(composed, prepared.passages, self._article, counted=counted)

    def _look(self, language: str) -> Collection:
        """What the collection holds, for one who asks nothing yet; its example questions are asked once, and so known to be answered."""

        def value_of(question: str) -> float | None:
            choice = self._prepare(question, (), Filter(), None).choice
            return choice.figures[0].figure.value if choice.status is Status.ANSWERED and choice.figures else None

        return collection_of(self.store, language, self._lexicon.gloss, value_of)

    def _answer(
        self, prepared: _Prepared, composed: Composed, status: Status, notices: tuple[Notice, ...] = (), *, generator: str
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

    def _generated(self, prepared: _Prepared, history: Sequence[Turn], extracted: Composed) -> "Generator[Token, None, Generated]":
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

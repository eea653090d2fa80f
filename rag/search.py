"""A question understood and searched for over one opened index: its words in the collection's own, and the sentences that may answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from index.embed import EMBEDDED, Embedder
from index.lexicon import Lexicon
from index.schema import Article, Filter
from index.store import LocalStore
from rag.config import Settings
from rag.cross_encoder import CrossEncoder
from rag.injected import follows_an_order, is_instruction
from rag.old_spellings import PINYIN
from rag.prints import folded
from rag.question import Question, checked_question, parse_question
from rag.rerank import ArticleView, cached_views
from rag.retrieve import Retrieval, Retriever
from rag.schema import Turn
from rag.term import Term
from rag.terms import build_terms
from rag.vocabulary import CollectionVocabulary

CACHED_ARTICLES = 512
_MAX_HISTORY_CHARS = 4000


@dataclass(frozen=True)
class Searcher:
    """The store with all that reads it for a question. One object serves many threads.

    Attributes:
        article: an article by id, None when it is gone; cached.
    """

    store: LocalStore
    embedder: Embedder
    lexicon: Lexicon
    settings: Settings
    article: Callable[[str], Article | None]
    cross_encoder: CrossEncoder | None = None

    @cached_property
    def vocabulary(self) -> CollectionVocabulary:
        """The words of the collection."""
        return CollectionVocabulary(self.store)

    @cached_property
    def view_of(self) -> Callable[[str], ArticleView | None]:
        """Articles prepared for reading."""
        return cached_views(self.article, size=CACHED_ARTICLES)

    @property
    def is_embedded(self) -> bool:
        """True where the vectors are of the model that ships, whose cosines the learned weights know."""
        return self.embedder.name == EMBEDDED

    def question(self, text: str, history: Sequence[Turn] = (), *, as_of: date | None = None) -> Question:
        """A question understood, a follow-up by the turns before it; turns that give orders are left out.

        Raises:
            InputError: it is empty or too long.
        """
        asked = checked_question(text, max_chars=self.settings.max_question_chars)
        earlier = [Turn(t.role, t.content[:_MAX_HISTORY_CHARS]) for t in history if not is_instruction(t.content)]
        return parse_question(asked, earlier, as_of=as_of, is_place=self.is_place)

    def terms(self, question: Question) -> tuple[Term, ...]:
        """What the collection can be searched for."""
        return build_terms(question, self.lexicon, self.vocabulary)

    def is_place(self, word: str) -> bool:
        """True for the name of a place, in Chinese or as English writes it."""
        names = self.lexicon.translate(PINYIN.get(word, word), 1) if word.isascii() else (word,)
        return any(map(self.lexicon.is_place, names))

    def search(self, question: Question, terms: tuple[Term, ...], filters: Filter) -> Retrieval:
        """Hits and evidence, one story in one place; a sentence that orders a machine what to say is no evidence."""
        retrieval = self.retriever(wanted=self.settings.retrieve.top_k).retrieve(question, terms, filters)
        found = folded(retrieval, self.store, self.view_of)
        return replace(
            found, evidence=tuple(e for e in found.evidence if not follows_an_order(e.view.article.body, e.view.sentences, e.span))
        )

    def retriever(self, *, wanted: int) -> Retriever:
        """Both arms, wide enough for so many articles."""
        settings = self.settings.retrieve
        if wanted * 5 > settings.leg_k:
            settings = settings.model_copy(update={"leg_k": min(1000, wanted * 5)})
        return Retriever(self.store, self.embedder, self.view_of, settings, self.cross_encoder)

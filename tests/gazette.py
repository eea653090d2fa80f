"""A reading desk over invented articles: a real index in a folder of the test, without the embedded model."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from index.build import build
from index.lexicon import Lexicon, build_lexicon
from index.schema import Filter
from index.store import LocalStore, open_store
from rag.config import LLMSettings, RetrieveSettings, Settings
from rag.engine import Engine
from rag.figures import FigureMatch, figure_matches
from rag.question import Question, parse_question
from rag.rerank import Evidence
from rag.retrieve import Retriever
from rag.schema import Turn
from rag.terms import Term, build_terms
from rag.vocabulary import CollectionVocabulary
from tests.fakes import HashEmbedding
from tests.newsroom import model_cache

Record = dict[str, str]


@cache
def lexicon() -> Lexicon:
    """The bilingual dictionary, made once in the cache."""
    build_lexicon(model_cache())
    return Lexicon.open(model_cache())


def record(name: str, title: str, text: str, **fields: str) -> Record:
    """A finished article."""
    return {"doc_id": name, "title": title, "text": text, **fields}


def index_of(folder: Path, records: Sequence[Record]) -> Path:
    """An index of finished articles under ``folder``."""
    source = folder / "records.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records), encoding="utf-8")
    build([source], index_dir=folder / "index", embedder=HashEmbedding())
    return folder / "index"


def settings_for(llm: LLMSettings | None = None) -> Settings:
    """Settings that no environment and no file of the machine touches."""
    return Settings(cache=model_cache(), llm=llm or LLMSettings())


def engine_over(index_dir: Path, llm: LLMSettings | None = None) -> Engine:
    """The engine over an index of hash vectors."""
    return Engine(open_store(index_dir), HashEmbedding(), lexicon(), settings_for(llm))


@dataclass(frozen=True)
class Reading:
    """A question read over a desk: what each stage before the answer made of it."""

    question: Question
    terms: tuple[Term, ...]
    evidence: tuple[Evidence, ...]
    figures: list[FigureMatch]

    def term(self, text: str) -> Term:
        """The term of that text."""
        return next(t for t in self.terms if t.text == text)

    @property
    def best(self) -> FigureMatch | None:
        """The figure that ranks first."""
        return self.figures[0] if self.figures else None

    @property
    def value(self) -> float | None:
        """Its value."""
        return self.figures[0].figure.value if self.figures else None


@dataclass(frozen=True)
class Desk:
    """The stages of the question path over one small index."""

    store: LocalStore
    vocabulary: CollectionVocabulary

    def read(self, text: str, history: Sequence[Turn] = (), *, as_of: date | None = None, filters: Filter | None = None) -> Reading:
        """Question, terms, evidence and figures for a question."""
        question = parse_question(text, history, as_of=as_of)
        terms = build_terms(question, lexicon(), self.vocabulary)
        found = Retriever(self.store, HashEmbedding(), RetrieveSettings()).retrieve(question, terms, filters or Filter())
        figures = figure_matches(question, terms, found.evidence, self.store.figures_in)
        return Reading(question, terms, found.evidence, figures)


def desk_over(folder: Path, *records: Record) -> Desk:
    """A desk over finished articles."""
    store = open_store(index_of(folder, records))
    return Desk(store, CollectionVocabulary(store))

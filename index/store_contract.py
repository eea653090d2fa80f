"""What every store can do, embedded or distributed; `tests/contracts/` runs over each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.catalog import IndexedArticle
from index.schema import ArmScore, Article, Chunk, DateBasis, Figure, FigureKind, Filter, Hit
from index.sparse import SparseQuery


@dataclass(frozen=True)
class StoreQuery:
    """What is searched.

    Attributes:
        dense: unit vector, (dim,), or None to leave the dense arm out.
        sparse: groups of terms, or None to leave the sparse arm out.
        pairs: character pairs of a Chinese question, which the sparse arm adds to its terms; None for none.
        filter: which articles may be returned.
        k: hits wanted.
        leg_k: candidates taken from each arm before they are fused.
        rrf_k: damping of the reciprocal ranks.
        dense_weight: weight of the dense arm's ranks.
        sparse_weight: weight of the sparse arm's ranks.
        pairs_weight: what the score of the pairs counts beside that of the terms.
    """

    dense: NDArray[np.float32] | None = None
    sparse: SparseQuery | None = None
    pairs: SparseQuery | None = None
    filter: Filter = field(default_factory=Filter)
    k: int = 10
    leg_k: int = 50
    rrf_k: int = 60
    dense_weight: float = 1.0
    sparse_weight: float = 1.0
    pairs_weight: float = 0.5


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """Which figures of the collection are wanted; an empty field allows all.

    Attributes:
        of: groups of words; of each group one stands in what is counted (``(("服务站点", "驿站"), ("户外",))``).
        head: what is counted ends with one of these words, which are then the thing itself (``("站点", "驿站")``).
        kinds: of figures.
        units: as a figure has them (``个``, ``元``).
        place: of the figure, or what it lies in (``山西`` finds 太原).
        organisation: a part of the name of the body the figure is of.
        stated_from: first day; a figure is stated for its ``as_of``, else for its article's day, and one of neither is outside any period.
        stated_to: last day.
        filter: which articles are searched.
        limit: the most figures.
    """

    of: tuple[tuple[str, ...], ...] = ()
    head: tuple[str, ...] = ()
    kinds: tuple[FigureKind, ...] = ()
    units: tuple[str, ...] = ()
    place: str | None = None
    organisation: str | None = None
    stated_from: date | None = None
    stated_to: date | None = None
    filter: Filter = field(default_factory=Filter)
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class Scored:
    """A chunk row found by either arm, with what each arm says of it.

    Attributes:
        row: of the chunk.
        is_han: whether its article is Chinese.
        arms: rank and score in the arms that found it, ranked within its language.
        dense: cosine, as standard deviations above the mean of chunks, of both languages alike; 0 without a vector.
        words: BM25 of the terms as a share of the most any chunk could have, 0 to 1.
        pairs: the same of the character pairs.
        article_words: BM25 of the terms in its whole article, likewise.
        article_pairs: the same of the character pairs.
    """

    row: int
    is_han: bool
    arms: dict[str, ArmScore]
    dense: float
    words: float
    pairs: float
    article_words: float
    article_pairs: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that either arm found, with what both say of it."""

    chunk: Chunk
    scored: Scored


@dataclass(frozen=True, slots=True)
class PrintInfo:
    """One print of a story: an article that is indexed, or a copy of one.

    Attributes:
        id: its own; that of a copy is found in the listing, not by a search.
        article_id: the article that holds its text.
        role: ``original``, ``copy``, ``correction``, ``superseded`` (see `index.stories.Role`).
    """

    id: str
    article_id: str
    title: str
    outlet: str | None
    published: date | None
    source_file: str
    doc_id: str | None
    role: str


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """One line of the listing; ``copies`` are further prints of the same body."""

    id: str
    title: str
    outlet: str | None
    published: date | None
    published_by: DateBasis
    place: str | None
    source_file: str
    doc_id: str | None
    language: str
    chunks: int
    figures: int
    copies: tuple[PrintInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a full check found; ``problems`` is empty when all is well."""

    generation: int
    articles: int
    chunks: int
    figures: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a store can answer, and what a reader must know: the reason an older generation is served."""

    ready: bool
    generation: int
    degraded: str = ""


class Store(Protocol):
    """The read side."""

    def search(self, query: StoreQuery) -> list[Hit]:
        """Hits of both arms, fused by weighted reciprocal rank, best first, ties by chunk id."""

    def legs(self, query: StoreQuery) -> dict[str, list[tuple[int, float]]]:
        """Arm → (chunk row, score), best first, at most ``leg_k``; an arm that is not asked is absent."""

    def gather(self, query: StoreQuery) -> list[Candidate]:
        """What both arms find, for Chinese and other articles apart, at most ``leg_k`` of each, by chunk id."""

    def fetch(self, ids: Sequence[str]) -> list[Chunk]:
        """Chunks by id, in the order asked; an unknown id is left out."""

    def count(self, wanted: Filter | None = None) -> int:
        """How many chunks a filter allows."""

    def scan(self, after_id: str = "") -> Iterator[Chunk]:
        """Every chunk with a greater id, ascending."""

    def articles_holding(self, word: str, wanted: Filter) -> list[str]:
        """Every article that a filter allows whose text or headline may hold a word, by id; the text must be read to be sure."""

    def article(self, article_id: str) -> Article | None:
        """One article."""

    def articles(self) -> Iterator[ArticleInfo]:
        """The listing, by source file and order on the page."""

    def story_roles(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Of these articles, those that tell a story others tell too: (story, role)."""

    def prints(self, article_id: str) -> list[PrintInfo]:
        """Every print of the story that an article tells, itself and copies included, by day."""

    def figures_in(self, article_id: str, start: int, end: int) -> list[Figure]:
        """Figures of an article that stand inside a range."""

    def figures_about(self, query: FigureQuery) -> list[Figure]:
        """Figures of the whole collection, those of the newest articles first."""

    def verify(self) -> VerifyReport:
        """Check everything that can be checked."""

    def health(self) -> Health:
        """Whether it can answer."""


class StoreWriter(Protocol):
    """The write side: nothing that is asked for is visible before `publish`."""

    def upsert(self, record: IndexedArticle) -> bool:
        """Store an article in place of its earlier version, if any; False when nothing differs."""

    def replace_article(self, record: IndexedArticle) -> bool:
        """Like `upsert`, for an article that must exist."""

    def delete(self, wanted: Filter) -> int:
        """Remove the articles a filter allows; how many."""

    def waiting(self, limit: int) -> list[str]:
        """Texts that need a vector before `publish`."""

    def keep_vectors(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store vectors (n, dim) of unit length for n texts."""

    def publish(self) -> int:
        """Make all changes visible at once; the generation that is current now, the old one when nothing differs."""

"""Articles into the index: those that are new or changed with their figures and chunks, further prints of one body as its copies."""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeVar

from index.catalog import IndexedArticle
from index.chunk import chunk_article
from index.dedup import copies_among
from index.drafts import Draft
from index.errors import IndexingError
from index.figures import extract_figures
from index.findings import Rejected, RejectReason
from index.writer import LocalWriter

logger = logging.getLogger(__name__)
T = TypeVar("T")
# What became of an article that is in the index already and no part of what is built.
STANDS = "stands"


def attempt(source: str, action: Callable[[], T]) -> T | Rejected:
    """What the action gives, or why it failed: one bad page or article never stops the rest."""
    try:
        return action()
    except (IndexingError, OSError, sqlite3.Error):
        raise
    except Exception as error:
        logger.exception("cannot index %s", source)
        detail = f"indexing failed ({type(error).__name__}: {error}); the log says where; the other articles are indexed"
        return Rejected(source, RejectReason.FAILED, detail)


class Storing:
    """Stores prints in a writer.

    Attributes:
        outcomes: article → ``accepted``, ``changed``, ``unchanged`` or `STANDS`; empty when it failed.
        rejected: why those failed.
    """

    def __init__(self, writer: LocalWriter, say: Callable[[int, int, str], None]) -> None:
        self.outcomes: dict[str, str] = {}
        self.rejected: list[Rejected] = []
        self._writer = writer
        self._say = say

    def store(self, prints: Sequence[Draft]) -> dict[str, str]:
        """Store every print, as an article or as a copy of one; where an article fails, the next of its copies takes its place.

        Args:
            prints: all there are of their bodies, those that are indexed already included.

        Returns:
            copy → the article that is indexed in its stead.
        """
        left = list(prints)
        while True:
            copies = copies_among(left)
            firsts = [draft for draft in left if draft.article.id not in copies and draft.article.id not in self.outcomes]
            for done, draft in enumerate(firsts, 1):
                self._say(done, len(firsts), draft.article.title)
                self.outcomes[draft.article.id] = self._stored(draft)
            failed = {draft.article.id for draft in firsts if not self.outcomes[draft.article.id]}
            if not failed & set(copies.values()):
                break
            left = [draft for draft in left if draft.article.id not in failed]
        for draft in left:
            if of := copies.get(draft.article.id):
                self._writer.upsert(IndexedArticle(draft.article, (), (), draft.page_ordinal, draft.ordinal, copy_of=of))
        return copies

    def _stored(self, draft: Draft) -> str:
        outcome = attempt(draft.article.source_file, lambda: self._put(draft))
        if isinstance(outcome, Rejected):
            self.rejected.append(outcome)
            return ""
        return outcome

    def _put(self, draft: Draft) -> str:
        article = draft.article
        is_article = self._writer.holds(article.id) and not self._writer.is_copy(article.id)
        if is_article and draft.is_stored:
            return STANDS
        figures = tuple(extract_figures(article))
        record = IndexedArticle(article, tuple(chunk_article(article)), figures, draft.page_ordinal, draft.ordinal)
        if not self._writer.upsert(record):
            return "unchanged"
        return "changed" if is_article else "accepted"

"""Copies: the same body printed twice in one collection is indexed once, and every print of it is kept as a source."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from index.copies import body_key
from index.drafts import Draft
from index.findings import Rejected, RejectReason
from index.ids import digest
from index.schema import Article, PageCut
from index.text import fold

_MOST_OF_ONE_TITLE = 1000


def copies_among(drafts: Iterable[Draft]) -> dict[str, str]:
    """Id of each copy → id of the article with the same folded body that is indexed in its stead.

    Which one that is follows from the prints alone: a finished record first, then the earliest, then the first by file and place. A
    finished record is never a copy: its id is the source's own and must stay answerable.
    """
    first: dict[tuple[str, bytes], str] = {}
    copies: dict[str, str] = {}
    for draft in sorted(drafts, key=_precedence):
        article = draft.article
        stands = first.setdefault((article.collection, body_key(article.body)), article.id)
        if stands != article.id and article.doc_id is None:
            copies[article.id] = stands
    return copies


def _precedence(draft: Draft) -> tuple[bool, date, str, int, int, str]:
    article = draft.article
    return (article.doc_id is None, article.published or date.max, article.source_file, draft.page_ordinal, draft.ordinal, article.id)


def copy_named(copy: Article, of: Article) -> Rejected:
    """How a build's report names a copy and the article that is indexed in its stead."""
    own = f" ({copy.title})" if copy.title else ""
    detail = f"the same text as {of.title or 'an article'} in {of.source_file}{own}; indexed once, and this print is kept as a source"
    return Rejected(copy.source_file, RejectReason.DUPLICATE, detail)


def recut(cut: PageCut, source: str) -> PageCut | None:
    """The cut of a page as that of another file with the same text: names and ids are the file's own.

    Args:
        cut: of a page, not of a finished record, whose id is its own.
        source: the other file.

    Returns:
        None when an id is not made of file, headline and ordinal: the page must be cut to be known.
    """
    articles = []
    for article in cut.articles:
        names = [[article.collection, name, fold(article.title)] for name in (article.source_file, source)]
        number = next((n for n in range(_MOST_OF_ONE_TITLE) if digest(*names[0], str(n)) == article.id), None)
        if number is None:
            return None
        articles.append(replace(article, source_file=source, id=digest(*names[1], str(number))))
    return replace(cut, source=source, articles=tuple(articles))

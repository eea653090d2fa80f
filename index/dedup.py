"""Reprints: the same body twice in one collection is indexed once."""

from collections.abc import Iterable
from hashlib import sha256

from index.schema import Article, Rejected, RejectReason
from index.text import fold


def drop_reprints(articles: Iterable[Article]) -> tuple[list[Article], list[Rejected]]:
    """Articles whose folded body no earlier one of their collection has, in order, and the others as `Rejected`.

    Finished records (those with a ``doc_id``) are never dropped: their ids are the source's own and must stay answerable.
    """
    kept: list[Article] = []
    dropped: list[Rejected] = []
    first: dict[tuple[str, bytes], Article] = {}
    for article in articles:
        key = (article.collection, body_key(article.body))
        earlier = first.get(key)
        if earlier is not None and article.doc_id is None:
            title = f" ({article.title})" if article.title else ""
            detail = f"the same text as {earlier.title or 'an article'} in {earlier.source_file}{title}; indexed once"
            dropped.append(Rejected(article.source_file, RejectReason.DUPLICATE, detail))
            continue
        first.setdefault(key, article)
        kept.append(article)
    return kept, dropped


def body_key(body: str) -> bytes:
    """The same 16 bytes for bodies that differ in script, width of signs or white space only."""
    return sha256("".join(fold(body).split()).encode("utf-8", "surrogatepass")).digest()[:16]

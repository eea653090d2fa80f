"""Articles of a build before they are stored: which page they come from, and one id for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from index.findings import Rejected, RejectReason
from index.ids import digest
from index.intake import Intake
from index.schema import Article

STORED = ("", "", "")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article cut now, and where it comes from.

    Attributes:
        page: (root, source, key) of its page; `STORED` for an article that was read from the index.
        page_ordinal: place of the page among the pages of one file.
        ordinal: place of the article on its page.
        article: the article.
    """

    page: tuple[str, str, str]
    page_ordinal: int
    ordinal: int
    article: Article

    @property
    def is_stored(self) -> bool:
        """True for one that was read from the index, not from a page."""
        return self.page == STORED


def drafts_of(intakes: Iterable[Intake]) -> list[Draft]:
    """Every article cut now, in reading order."""
    return [
        Draft((intake.root, page.source, page.key), page.ordinal, ordinal, article)
        for intake in intakes
        for page in intake.pages
        for ordinal, article in enumerate(page.articles)
    ]


def distinct(drafts: Iterable[Draft], elsewhere: Mapping[str, str]) -> tuple[list[Draft], list[Rejected]]:
    """Drafts with an id each; a repeated one is rejected when it is the same article, else it gets an id of its own.

    Two files of the same name and headline in two folders are two articles, and so are two untitled records of one file.

    Args:
        drafts: in reading order.
        elsewhere: article id → version, for articles that other sources than those built now hold.
    """
    named: list[Draft] = []
    rejected: list[Rejected] = []
    taken: dict[str, Article] = {}
    for draft in drafts:
        article = draft.article
        first = taken.get(article.id)
        if first and (article.doc_id is not None or first.version == article.version):
            rejected.append(_repeated(article, first))
            continue
        if first or (article.doc_id is None and elsewhere.get(article.id, article.version) != article.version):
            article = replace(article, id=_own_id(draft, taken))
        taken[article.id] = article
        named.append(replace(draft, article=article))
    return named, rejected


def _own_id(draft: Draft, taken: Mapping[str, Article]) -> str:
    number = 2
    while (made := digest(draft.article.id, *draft.page[:2], str(number))) in taken:
        number += 1
    return made


def _repeated(article: Article, first: Article) -> Rejected:
    if article.doc_id is None:
        return Rejected(
            article.source_file, RejectReason.DUPLICATE, f"“{article.title}” stands twice with the same text; it is indexed once"
        )
    detail = f"doc_id {article.doc_id!r} stands twice; the first ({first.source_file}) is indexed; give the other an id of its own"
    same = first.version == article.version
    return Rejected(article.source_file, RejectReason.DUPLICATE if same else RejectReason.BAD_RECORD, detail)

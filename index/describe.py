"""What is known of an article beside its text: the day it was published, its paper, its place, its language.

What stands on the article itself goes before what its page says of all its articles.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import metadata
from index.ids import digest
from index.languages import language_tag
from index.mapped import MappedText
from index.mentioned import names_in
from index.pieces import Piece, PieceKind
from index.published import PageDays, dating, page_days
from index.regions import story_place
from index.schema import Article, Page, PageRange, RangeRole
from index.text import fold

_LANGUAGES = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-hans": "zh-Hans",
    "zh-hant": "zh-Hant",
}
_HEAD_LINES = 6
# A dateline stands at the very beginning of a text.
_OPENING = 80


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of all its articles.

    Attributes:
        outlet: the one paper it names.
        days: what dates them.
    """

    outlet: str | None
    days: PageDays


def facts_of(page: Page, pieces: Sequence[Piece], *, alone: bool) -> PageFacts:
    """What a page says of all its articles.

    Args:
        page: the page.
        pieces: of the page, in page order.
        alone: whether the page holds one article only.
    """
    heads = [p.text.text for p in pieces[:_HEAD_LINES] if p.kind is not PieceKind.TEXT]
    others = [p.text.text for p in pieces if p.kind is PieceKind.FURNITURE]
    outlet = _outlet(pieces) or page.record.get("outlet") or page.record.get("source")
    return PageFacts(outlet, page_days(page, heads, others, alone=alone))


def described(article: Article, facts: PageFacts, metas: Sequence[str], titles: str) -> Article:
    """An article with its day, paper, place and language.

    Args:
        article: with title, body and byline.
        facts: of its page.
        metas: its own date lines.
        titles: all its headline lines, folded.
    """
    own = next((outlet for meta in metas if (outlet := _date_line_outlet(meta.strip()))), None)
    title, folded = fold(article.title), fold(article.body)
    persons, organisations = names_in(f"{article.title}\n{article.body}", f"{title}\n{folded}")
    dated = dating(metas, article.byline, article.body, facts.days, folded)
    return replace(
        article,
        published=dated.day,
        published_by=dated.by,
        published_from=dated.words,
        outlet=own or facts.outlet or _dateline_outlet(article.byline),
        place=story_place(fold(article.byline), f"{title} {titles}", folded),
        language=language_tag(article.body),
        persons=persons,
        organisations=organisations,
    )


def record_article(page: Page, collection: str, title: str, body: MappedText) -> Article:
    """The article of a finished record or of Markdown with front matter, described by the record's own fields."""
    record = page.record
    doc_id = record.get("doc_id") or None
    origin = (doc_id,) if doc_id else (page.source, fold(title), "0")
    folded = fold(body.text)
    dated = dating((), record.get("byline", ""), body.text, page_days(page, alone=True), folded)
    persons, organisations = names_in(f"{title}\n{body.text}", f"{fold(title)}\n{folded}")
    whole = (PageRange(body.origin[0], body.origin[-1] + 1, RangeRole.BODY),) if body else ()
    return Article(
        id=digest(collection, *origin),
        version=digest(body.text),
        collection=collection,
        doc_id=doc_id,
        source_file=page.source,
        title=title,
        body=body.text,
        byline=record.get("byline", ""),
        published=dated.day,
        published_by=dated.by,
        published_from=dated.words,
        outlet=record.get("outlet") or record.get("source") or _dateline_outlet(body.text[:_OPENING]),
        place=record.get("place") or story_place(folded[:_OPENING], fold(title), folded),
        language=_language(record.get("lang", ""), body.text),
        ranges=whole,
        origins=body.runs(),
        persons=persons,
        organisations=organisations,
    )


def _date_line_outlet(meta: str) -> str | None:
    """The paper of a date line, in its own glyphs."""
    folded = fold(meta)
    line = metadata.date_line(folded)
    start = folded.find(line.outlet) if line and line.outlet else -1
    return meta[start : start + len(line.outlet)] if line and start >= 0 else None


def _dateline_outlet(opening: str) -> str | None:
    """The paper or agency that the dateline names, in its own glyphs: what wrote the story where no page says who printed it."""
    folded = fold(opening)
    outlet = metadata.dateline_outlet(folded)
    start = folded.find(outlet) if outlet else -1
    return opening[start : start + len(outlet)] if start >= 0 else None


def _outlet(pieces: Sequence[Piece]) -> str | None:
    """The paper that the page names in a line ``来源:…``, else in its masthead; None when it names none or several."""
    furniture = [p.text.text for p in pieces if p.kind is PieceKind.FURNITURE]
    for name_of in (metadata.source_line, metadata.masthead):
        if names := {name for line in furniture if (name := name_of(line))}:
            return names.pop() if len(names) == 1 else None
    return None


def _language(stated: str, body: str) -> str:
    if stated:
        return _LANGUAGES.get(stated.lower(), stated)
    return language_tag(body)

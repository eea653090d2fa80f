"""What is known of an article beside its text: the day it was published, its paper, its place, its language.

What stands on the article itself goes before what its page says of all its articles.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import metadata
from index.mapped import MappedText
from index.pieces import Piece, PieceKind
from index.schema import Article, Page, PageRange, RangeRole
from index.text import fold, script_of

_LANGUAGES = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-hans": "zh-Hans",
    "zh-hant": "zh-Hant",
}
_HEAD_LINES, _LONGEST_MASTHEAD = 6, 40


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of all its articles.

    Attributes:
        outlet: the one paper it names.
        day: the one day at its head.
    """

    outlet: str | None
    day: date | None


def facts_of(pieces: Sequence[Piece], *, alone: bool) -> PageFacts:
    """What a page says of all its articles.

    Args:
        pieces: of the page, in page order.
        alone: whether the page holds one article only.
    """
    return PageFacts(_outlet(pieces), None if alone else _paper_day(pieces))


def described(article: Article, facts: PageFacts, metas: Sequence[str], titles: str) -> Article:
    """An article with its day, paper, place and language.

    Args:
        article: with title, body and byline.
        facts: of its page.
        metas: its own date lines, folded.
        titles: all its headline lines, folded.
    """
    lines = [line for meta in metas if (line := metadata.date_line(meta))]
    return replace(
        article,
        published=lines[0].day if lines else facts.day,
        outlet=next((line.outlet for line in lines if line.outlet), facts.outlet),
        place=metadata.place_of(fold(article.byline), f"{fold(article.title)} {titles}"),
        language=script_of(article.body),
    )


def record_article(page: Page, collection: str, title: str, body: MappedText) -> Article:
    """The article of a finished record or of Markdown with front matter, described by the record's own fields."""
    record = page.record
    doc_id = record.get("doc_id") or None
    origin = (doc_id,) if doc_id else (page.source, fold(title), "0")
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
        published=metadata.stated_day(record.get("published") or record.get("date") or ""),
        outlet=record.get("outlet") or record.get("source") or None,
        place=record.get("place") or metadata.place_of("", fold(title)),
        language=_language(record.get("lang", ""), body.text),
        ranges=whole,
        origins=body.runs(),
    )


def digest(*parts: str) -> str:
    """Short hash of some texts, the same on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _outlet(pieces: Sequence[Piece]) -> str | None:
    """The paper that the page names in a line ``来源:…``, else in its masthead; None when it names none or several."""
    furniture = [p.text.text for p in pieces if p.kind is PieceKind.FURNITURE]
    for name_of in (metadata.source_line, metadata.masthead):
        if names := {name for line in furniture if (name := name_of(line))}:
            return names.pop() if len(names) == 1 else None
    return None


def _paper_day(pieces: Sequence[Piece]) -> date | None:
    """The day printed once at the head of a page, among its first lines: it dates every article of a paper, not that of a web page."""
    heads = [p.folded for p in pieces[:_HEAD_LINES] if p.kind is not PieceKind.TEXT and len(p.folded) <= _LONGEST_MASTHEAD]
    days = {day for line in heads if (day := metadata.paper_day(line))}
    return days.pop() if len(days) == 1 else None


def _language(stated: str, body: str) -> str:
    if stated:
        return _LANGUAGES.get(stated.lower(), stated)
    return script_of(body)

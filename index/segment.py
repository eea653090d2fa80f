"""One page → its articles: clean, cut into pieces, bring them into reading order, assemble, and describe each article."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index import metadata
from index.assemble import Draft, assemble
from index.clean import LARGEST_PAGE, clean_page, clean_record, drop_stray_blanks
from index.cohesion import PageWords
from index.headings import headline, mend_columns
from index.junction import PageGrams
from index.mapped import MappedText, join
from index.pieces import Piece, PieceKind, split_pieces
from index.schema import DEFAULT_COLLECTION, Article, Page, PageCut, PageRange, RangeRole, Rejected, RejectReason
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
_ROLES = {
    PieceKind.META: RangeRole.META,
    PieceKind.ABSTRACT: RangeRole.DUPLICATE,
    PieceKind.BYLINE: RangeRole.BYLINE,
    PieceKind.CAPTION: RangeRole.CAPTION,
}
_HEAD_LINES, _LONGEST_MASTHEAD = 6, 40
_ORNAMENT = re.compile(r"^[\s★☆■□▲△●◆◇]+|[\s★☆■□▲△●◆◇]+$")
_TITLE_LINE = re.compile(r"\s*#\s+(.+)")


def cut_page(page: Page, *, collection: str = DEFAULT_COLLECTION) -> PageCut | Rejected:
    """The articles of a page, with their final bodies and their places on the page.

    A finished record, and Markdown with front matter, is one article; a text page is cut into its articles.
    A page that holds no text is `Rejected` as empty.
    """
    if not page.text.strip():
        return Rejected(page.source, RejectReason.EMPTY, "the file holds no text; nothing to index")
    if len(page.text) > LARGEST_PAGE:
        found = f"a page of {len(page.text):,} characters; the limit is {LARGEST_PAGE:,}: split the file, or make a .jsonl of its articles"
        return Rejected(page.source, RejectReason.TOO_LARGE, found)
    if page.finished:
        return _finished(page, collection)
    if page.media_type == "text/markdown" and page.record:
        return _markdown(page, collection)
    return _cut(page, collection)


def preview_json(cut: PageCut) -> dict[str, object]:
    """How a page is cut, as JSON for ``wenju preview``."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", cut.source.replace("\\", "/").rsplit("/", 1)[-1])
    articles = [
        {
            "title": a.title,
            "body": a.body,
            "byline": a.byline,
            "published": a.published.isoformat() if a.published else None,
            "ranges": [[r.start, r.end, r.role.value] for r in a.ranges],
        }
        for a in cut.articles
    ]
    return {"page": stem, "articles": articles, "furniture": list(cut.furniture)}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _cut(page: Page, collection: str) -> PageCut | Rejected:
    cleaned = clean_page(page.text)
    pieces = split_pieces(cleaned.text, page.text)
    texts = [p.folded for p in pieces if p.kind is not PieceKind.FURNITURE]
    grams = PageGrams.of(texts)
    pieces = mend_columns(pieces, grams)
    drafts = assemble(pieces, PageWords.of(texts), grams)
    own = [i for i, piece in enumerate(pieces) if piece.kind is not PieceKind.FURNITURE]
    if len(own) == 1 and not any(draft.texts for draft in drafts):
        drafts = [Draft((own[0],))]  # a page of one line, even of one character, is its own text
    outlet = _outlet(pieces)
    articles: list[Article] = []
    titles: Counter[str] = Counter()
    for draft in drafts:
        article = _article(page, collection, pieces, draft, outlet)
        ordinal = str(titles[fold(article.title)])
        titles[fold(article.title)] += 1
        articles.append(replace(article, id=_digest(collection, page.source, fold(article.title), ordinal)))
    if len(articles) > 1 and (day := _paper_day(pieces)):
        articles = [replace(article, published=article.published or day) for article in articles]
    furniture = tuple(p.text.text for p in pieces if p.kind is PieceKind.FURNITURE)
    if not any(a.body for a in articles):
        return Rejected(
            page.source, RejectReason.EMPTY, "the page holds no running text, only headings or page furniture; nothing to index"
        )
    return PageCut(page.source, tuple(a for a in articles if a.body), furniture, (*page.warnings, *cleaned.warnings))


def _article(page: Page, collection: str, pieces: Sequence[Piece], draft: Draft, outlet: str | None) -> Article:
    title = join([pieces[i].text.sub(_ORNAMENT, "").strip() for i in headline(pieces, draft.titles)], " ")
    body = _body(pieces, draft)
    byline = _byline(pieces, draft)
    metas = [m for i in draft.of_kind(PieceKind.META) if (m := metadata.date_line(pieces[i].folded))]
    return Article(
        id="",
        version=_digest(body.text),
        collection=collection,
        doc_id=None,
        source_file=page.source,
        title=title.text,
        body=body.text,
        byline=byline,
        published=metas[0].day if metas else None,
        outlet=next((m.outlet for m in metas if m.outlet), outlet),
        place=metadata.place_of(fold(byline), f"{fold(title.text)} {' '.join(pieces[i].folded for i in draft.titles)}"),
        language=script_of(body.text),
        ranges=_ranges(pieces, draft),
        origins=body.runs(),
    )


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


def _body(pieces: Sequence[Piece], draft: Draft) -> MappedText:
    """The texts joined: one paragraph a line, a paragraph cut by a column end made whole."""
    paragraphs: list[list[MappedText]] = []
    open_end = False
    for i in draft.texts:
        piece = pieces[i]
        heading = piece.kind is PieceKind.HEADING
        text = piece.text.strip() if heading else drop_stray_blanks(piece.text).strip()
        if open_end and not heading:
            paragraphs[-1].append(text)
        elif text:
            paragraphs.append([text])
        open_end = not heading and piece.is_open and bool(text)
    return join([join(parts) for parts in paragraphs], "\n")


def _byline(pieces: Sequence[Piece], draft: Draft) -> str:
    parts = [pieces[i].lead.text.strip() for i in draft.texts if pieces[i].lead]
    parts += [pieces[i].text.text.strip() for i in draft.of_kind(PieceKind.BYLINE)]
    parts += [pieces[i].sign.text.strip() for i in draft.texts if pieces[i].sign]
    return "\n".join(dict.fromkeys(parts))


def _ranges(pieces: Sequence[Piece], draft: Draft) -> tuple[PageRange, ...]:
    heads = set(headline(pieces, draft.titles))
    ranges = [_range(pieces[i].text, RangeRole.TITLE if i in heads else RangeRole.KICKER) for i in draft.titles]
    for kind, role in _ROLES.items():
        ranges += [_range(pieces[i].text, role) for i in draft.of_kind(kind)]
    for i in draft.texts:
        piece = pieces[i]
        parts = ((piece.lead, RangeRole.BYLINE), (piece.text, RangeRole.BODY), (piece.sign, RangeRole.BYLINE))
        ranges += [_range(text, role) for text, role in parts if text]
    return tuple(ranges)


def _range(text: MappedText, role: RangeRole) -> PageRange:
    return PageRange(text.origin[0], text.origin[-1] + 1, role)


def _finished(page: Page, collection: str) -> PageCut:
    cleaned = clean_record(page.text)
    return PageCut(
        page.source, (_one(page, collection, page.record.get("title", ""), cleaned.text),), (), (*page.warnings, *cleaned.warnings)
    )


def _markdown(page: Page, collection: str) -> PageCut | Rejected:
    text = MappedText.of(page.text)
    title = page.record.get("title", "")
    for line in text.lines():
        if line.text.strip():
            if match := _TITLE_LINE.fullmatch(line.text):
                title = title or match.group(1).strip()
                start = line.origin[-1] + 1
                text = text.cut(start, len(text))
            break
    cleaned = clean_page(text.text)
    lines = [line.strip() for line in MappedText(cleaned.text.text, [text.origin[i] for i in cleaned.text.origin]).lines()]
    body = join([line for line in lines if line], "\n")
    if not body:
        return Rejected(page.source, RejectReason.EMPTY, "the file holds a headline or front matter but no text below it; nothing to index")
    return PageCut(page.source, (_one(page, collection, title, body),), (), (*page.warnings, *cleaned.warnings))


def _one(page: Page, collection: str, title: str, body: MappedText) -> Article:
    record = page.record
    doc_id = record.get("doc_id") or None
    origin = (doc_id,) if doc_id else (page.source, fold(title), "0")
    published: date | None = metadata.stated_day(record.get("published") or record.get("date") or "")
    whole = (PageRange(body.origin[0], body.origin[-1] + 1, RangeRole.BODY),) if body else ()
    return Article(
        id=_digest(collection, *origin),
        version=_digest(body.text),
        collection=collection,
        doc_id=doc_id,
        source_file=page.source,
        title=title,
        body=body.text,
        byline=record.get("byline", ""),
        published=published,
        outlet=record.get("outlet") or record.get("source") or None,
        place=record.get("place") or metadata.place_of("", fold(title)),
        language=_language(record.get("lang", ""), body.text),
        ranges=whole,
        origins=body.runs(),
    )


def _language(stated: str, body: str) -> str:
    if stated:
        return _LANGUAGES.get(stated.lower(), stated)
    return script_of(body)

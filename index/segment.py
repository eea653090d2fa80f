"""One page → its articles: clean, cut into pieces, bring them into reading order, assemble, and describe each article."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.assemble import Draft, assemble
from index.clean import LARGEST_PAGE, Cleaned, clean_page, clean_record, drop_stray_blanks
from index.cohesion import PageWords
from index.columns import mend_columns
from index.describe import PageFacts, described, facts_of, record_article
from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.headings import headline
from index.ids import digest
from index.junction import PageGrams
from index.mapped import MappedText, join
from index.pieces import Piece, PieceKind, split_pieces
from index.printed import printed_kinds, printed_parts
from index.schema import DEFAULT_COLLECTION, Article, Page, PageCut, PageRange, RangeRole
from index.text import fold

_ROLES = {
    PieceKind.META: RangeRole.META,
    PieceKind.ABSTRACT: RangeRole.DUPLICATE,
    PieceKind.BYLINE: RangeRole.BYLINE,
    PieceKind.CAPTION: RangeRole.CAPTION,
}
_ORNAMENT = re.compile(r"^[\s★☆■□▲△●◆◇]+|(?<![\s★☆■□▲△●◆◇])[\s★☆■□▲△●◆◇]++$")
# No page of a paper has so many lines or characters. A piece takes 2 kB and some 150 µs, a character some 80 bytes while it is cut, 30 when
# it is not: a million lines would be 2 GB and minutes.
_MOST_LINES, _MOST_CHARACTERS = 50_000, 5_000_000
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
    # One article, told so by front matter or by the page itself; a page with a layout is cut by it.
    if page.media_type != "text/plain" and page.record and page.layout is None:
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


def _cut(page: Page, collection: str) -> PageCut | Rejected:
    cleaned = clean_page(page.text, media_type=page.media_type)
    if len(cleaned.text) > _MOST_CHARACTERS or cleaned.text.text.count("\n") > _MOST_LINES:
        return _uncut(page, collection, cleaned)
    pieces = printed_kinds(split_pieces(cleaned.text, page.text), page.layout)
    texts = [p.folded for p in pieces if p.kind is not PieceKind.FURNITURE]
    grams = PageGrams.of(texts)
    words = PageWords.of(texts)
    parts = [mend_columns(part, grams) for part in printed_parts(pieces, page.layout)]
    drafts = [(part, draft) for part in parts for draft in assemble(part, words, grams)]
    pieces = [piece for part in parts for piece in part]
    own = [i for i, piece in enumerate(pieces) if piece.kind is not PieceKind.FURNITURE]
    if len(own) == 1 and not any(draft.texts for _, draft in drafts):
        parts, drafts = [pieces], [(pieces, Draft((own[0],)))]  # a page of one line, even of one character, is its own text
    facts = facts_of(page, pieces, alone=len(drafts) == 1)
    articles: list[Article] = []
    titles: Counter[str] = Counter()
    for part, draft in drafts:
        article = _article(page, collection, part, draft, facts)
        ordinal = str(titles[fold(article.title)])
        titles[fold(article.title)] += 1
        articles.append(replace(article, id=digest(collection, page.source, fold(article.title), ordinal)))
    cut = [(part, draft) for (part, draft), article in zip(drafts, articles, strict=True) if article.body]
    furniture = tuple(line for part in parts for line in _furniture(part, [draft for own_part, draft in cut if own_part is part]))
    if not any(a.body for a in articles):
        return Rejected(
            page.source, RejectReason.EMPTY, "the page holds no running text, only headings or page furniture; nothing to index"
        )
    return PageCut(page.source, tuple(a for a in articles if a.body), furniture, (*page.warnings, *cleaned.warnings))


def _uncut(page: Page, collection: str, cleaned: Cleaned) -> PageCut:
    """A page too large to be one, as a single article."""
    text = cleaned.text.strip()
    found = f"a page of {text.text.count(chr(10)) + 1:,} lines and {len(text):,} characters is kept as one article"
    note = Warned(WarningKind.CAPPED, f"{found}; up to {_MOST_LINES:,} lines and {_MOST_CHARACTERS:,} characters are cut into articles")
    whole = record_article(page, collection, page.record.get("title", ""), text)
    return PageCut(page.source, (whole,), (), (*page.warnings, *cleaned.warnings, note))


def _furniture(pieces: Sequence[Piece], drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Lines that no article holds, in page order: a headline whose text stands on another page, too, is kept and not lost."""
    held = {i for draft in drafts for part in (draft.texts, draft.titles, *draft.others.values()) for i in part}
    return tuple(p.lead.text + p.text.text + p.sign.text for i, p in enumerate(pieces) if i not in held)


def _article(page: Page, collection: str, pieces: Sequence[Piece], draft: Draft, facts: PageFacts) -> Article:
    title = join([pieces[i].text.sub(_ORNAMENT, "").strip() for i in headline(pieces, draft.titles)], " ")
    body = _body(pieces, draft)
    article = Article(
        id="",
        version=digest(body.text),
        collection=collection,
        doc_id=None,
        source_file=page.source,
        title=title.text,
        body=body.text,
        byline=_byline(pieces, draft),
        ranges=_ranges(pieces, draft),
        origins=body.runs(),
    )
    metas = [pieces[i].text.text for i in draft.of_kind(PieceKind.META)]
    return described(article, facts, metas, " ".join(pieces[i].folded for i in draft.titles))


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
    article = record_article(page, collection, page.record.get("title", ""), cleaned.text)
    return PageCut(page.source, (article,), (), (*page.warnings, *cleaned.warnings))


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
    cleaned = clean_page(text.text, media_type=page.media_type)
    lines = [line.strip() for line in MappedText(cleaned.text.text, [text.origin[i] for i in cleaned.text.origin]).lines()]
    body = join([line for line in lines if line], "\n")
    if not body:
        return Rejected(page.source, RejectReason.EMPTY, "the file holds a headline or front matter but no text below it; nothing to index")
    return PageCut(page.source, (record_article(page, collection, title, body),), (), (*page.warnings, *cleaned.warnings))

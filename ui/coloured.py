"""The page that `wenju preview --html` writes: how pages are cut, in colours, so that a person sees in seconds whether the cut is right.

On the left a page as it came, on the right its articles in reading order; a piece has the same number on both sides, and each
number leads to the other. What belongs to no article is grey. The page needs no script and fetches nothing.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.findings import Rejected
from index.schema import Article, Page, PageCut, PageRange, RangeRole
from ui.i18n import translate
from ui.markup import escaped

_LOCALES = ("zh-Hans", "en")
_ROLES = {role: f"preview.{role.value}" for role in RangeRole} | {RangeRole.TITLE: "preview.title_line"}
_STYLE = """
:root{color-scheme:light}
body{font:16px/1.75 system-ui,"Noto Sans CJK SC",sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;max-width:88rem;padding:1rem 1.5rem}
h1{font-size:1.3rem;margin:.5rem 0}h2{font-size:1.1rem;margin:2.5rem 0 .3rem;overflow-wrap:anywhere}h3{font-size:1rem;margin:0}
.hint,.facts,.count{color:#555;font-size:.85rem;margin:.2rem 0}
.warning{color:#7a4b00;background:#fff4dc;font-size:.85rem;padding:.2rem .6rem;margin:.3rem 0;border-radius:4px}
.rejected{color:#8a1f11;background:#fdeae7}
.page{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.5rem;align-items:start}
.print,.article,.furniture{white-space:pre-wrap;overflow-wrap:anywhere}
.print,.article,.furniture{border:1px solid #ddd;border-radius:6px;padding:.8rem 1rem;margin:0 0 1rem}
.print{color:#8a8a8a}.print span{color:#1a1a1a}
.article{border-left:.6rem solid var(--deep)}.furniture{color:#777;background:#f6f6f6;font-size:.85rem}
.piece{background:var(--soft);border-radius:3px}.title{font-weight:700}.byline,.caption,.kicker,.meta,.duplicate{font-style:italic}
.number{font-size:.7rem;font-weight:700;color:#fff;background:var(--deep);border-radius:3px;padding:0 .3em;margin-right:.15em;
text-decoration:none;vertical-align:.15em;font-style:normal}
.number:target,.number:focus{outline:3px solid #000}
.role{font-size:.7rem;color:#555;font-style:normal;margin-right:.3em}
@media(max-width:56rem){.page{grid-template-columns:minmax(0,1fr)}}
"""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A range of an article: its article and place in reading order, both from 1."""

    article: int
    place: int
    range: PageRange

    @property
    def name(self) -> str:
        return f"{self.article}.{self.place}"


def preview_page(cuts: Sequence[tuple[Page, PageCut]], rejected: Sequence[Rejected] = ()) -> str:
    """A page of HTML that shows decoded pages beside their articles, and files that could not be cut with the reason."""
    title = escaped(_both("preview.title"))
    pages = "".join(_page(number, page, cut) for number, (page, cut) in enumerate(cuts, 1))
    refused = "".join(f'<h2>{escaped(each.source)}</h2><p class="warning rejected">{escaped(each.detail)}</p>' for each in rejected)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>'
    hints = "".join(f'<p class="hint">{escaped(translate("preview.legend", locale))}</p>' for locale in _LOCALES)
    return f'<!doctype html><html lang="zh"><head>{head}</head><body><h1>{title}</h1>{hints}{pages}{refused}</body></html>'


def _page(number: int, page: Page, cut: PageCut) -> str:
    pieces = [_pieces(n, article) for n, article in enumerate(cut.articles, 1)]
    count = " · ".join(translate("preview.count", locale, articles=len(cut.articles), furniture=len(cut.furniture)) for locale in _LOCALES)
    warnings = "".join(f'<p class="warning">{escaped(each.detail)}</p>' for each in cut.warnings)
    printed = f'<div class="print">{_printed(number, page.text, [piece for each in pieces for piece in each])}</div>'
    articles = "".join(_article(number, page.text, article, each) for article, each in zip(cut.articles, pieces, strict=True))
    head = f'<h2>{escaped(page.source)}</h2><p class="count">{escaped(count)}</p>{warnings}'
    return f'{head}<div class="page">{printed}<div>{articles}{_furniture(cut)}</div></div>'


def _pieces(number: int, article: Article) -> list[_Piece]:
    return [_Piece(number, place, each) for place, each in enumerate(article.ranges, 1)]


def _printed(page: int, text: str, pieces: Sequence[_Piece]) -> str:
    """The page as it came, each range in its article's colour."""
    cursor, parts = 0, []
    for piece in sorted(pieces, key=lambda each: (each.range.start, each.range.end)):
        start = max(piece.range.start, cursor)
        if start < piece.range.end:
            shown = _number(page, piece, "a", "b") + escaped(text[start : piece.range.end])
            span = f'<span class="piece {piece.range.role.value}" style="{_colours(piece.article)}">{shown}</span>'
            parts.append(escaped(text[cursor:start]) + span)
            cursor = piece.range.end
    return "".join(parts) + escaped(text[cursor:])


def _article(page: int, text: str, article: Article, pieces: Sequence[_Piece]) -> str:
    """An article with its facts, what stands around its text, and its body piece by piece in reading order."""
    facts = [f"{article.published}" if article.published else "", article.outlet or "", article.place or "", article.byline]
    around = "".join(
        f'<div><span class="role">{escaped(_both(_ROLES[piece.range.role]))}</span>{_number(page, piece, "b", "a")}'
        f'<span class="piece {piece.range.role.value}">{escaped(" ".join(text[piece.range.start : piece.range.end].split()))}</span></div>'
        for piece in pieces
        if piece.range.role is not RangeRole.BODY
    )
    body = "".join(
        f'{_number(page, piece, "b", "a") if is_first else ""}<span class="piece">{escaped(shown)}</span>'
        for piece, shown, is_first in _body_pieces(article, pieces)
    )
    title = escaped(article.title or _both("preview.untitled"))
    told = escaped(" · ".join(" ".join(fact.split()) for fact in facts if fact))
    head = f'<h3>{pieces[0].article if pieces else ""}. {title}</h3><p class="facts">{told}</p>'
    return f'<div class="article" style="{_colours(pieces[0].article if pieces else 1)}">{head}{around}<div>{body}</div></div>'


def _body_pieces(article: Article, pieces: Sequence[_Piece]) -> Iterator[tuple[_Piece, str, bool]]:
    """The body in its order, as (piece it came from, text, whether the piece begins here)."""
    bodies = sorted((piece for piece in pieces if piece.range.role is RangeRole.BODY), key=lambda each: each.range.start)
    if not bodies:
        return
    starts = [piece.range.start for piece in bodies]
    owned = [(bodies[max(0, bisect_right(starts, run.origin) - 1)], run) for run in article.origins]
    seen: set[str] = set()
    for piece, group in groupby(owned, key=lambda pair: pair[0]):
        runs = [run for _, run in group]
        yield piece, article.body[runs[0].target : runs[-1].target + runs[-1].length], piece.name not in seen
        seen.add(piece.name)


def _furniture(cut: PageCut) -> str:
    if not cut.furniture:
        return ""
    return f'<div class="furniture"><h3>{escaped(_both("preview.furniture"))}</h3>{escaped(chr(10).join(cut.furniture))}</div>'


def _number(page: int, piece: _Piece, here: str, there: str) -> str:
    """The number of a piece: an anchor of its own, and a link to the same piece on the other side."""
    return f'<a class="number" id="{here}{page}-{piece.name}" href="#{there}{page}-{piece.name}">{piece.name}</a>'


def _colours(number: int) -> str:
    hue = number * 137 % 360  # the golden angle: neighbours never look alike
    return f"--soft:hsl({hue} 75% 90%);--deep:hsl({hue} 60% 38%)"


def _both(key: str) -> str:
    return " · ".join(translate(key, locale) for locale in _LOCALES)

"""Figures of an article: every quantity it states, with the thing counted, the place and the year it is stated for."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.dates import stated_for
from index.numerals import number_text
from index.places import Level, home_places, home_words_in, normal_place, places_in
from index.quantities import quantities_in
from index.schema import Article, Figure, FigureKind
from index.text import Span, one_of, sentence_spans

_HAS_NUMBER = re.compile(r"[\d零〇一二三四五六七八九十百千万亿两半%]|[a-z]{3}")
# A noun further back than this is no longer what the number counts.
_LOOK_BACK = 160


def extract_figures(article: Article) -> list[Figure]:
    """Quantities stated in an article's body, in order; ``body[start:end]`` is the number with its unit.

    A date's value is its year when one is printed, else month·100 + day (12月16日 → 1216); a time's is its hour (下午3点半 → 15.5).
    ``of`` is the noun phrase after the unit, else before the number, else of the clause or sentence before. ``place`` is the nearest place
    named before the figure in its paragraph, else in the title, else the article's; 全省 and 我市 mean the article's own. ``organisation``
    is the nearest one named before it in its paragraph, else the first of the title.
    """
    body = number_text(article.body)
    spans = [span for span in sentence_spans(article.body) if _HAS_NUMBER.search(body, span.start, span.end)]
    found = [figure for span in spans for figure in _figures_of(article, body, span)]
    if not found:
        return []
    places, bodies = _places_of(article, body, found), _bodies_of(article, body, found)
    return [replace(figure, place=place, organisation=name) for figure, place, name in zip(found, places, bodies, strict=True)]


def _figures_of(article: Article, body: str, span: Span) -> Iterator[Figure]:
    text = body[span.start : span.end]
    paragraph = max(body.rfind("\n", 0, span.start) + 1, span.start - _LOOK_BACK)
    quantities, moments = quantities_in(text, body[paragraph : span.start], article.published)
    for q in quantities:
        as_of = q.iso if q.kind is FigureKind.DATE else stated_for(text, q.start, moments, article.published)
        yield Figure(
            value=q.value,
            unit=q.unit,
            of=q.of,
            place=None,
            as_of=as_of,
            approximate=q.approximate,
            article_id=article.id,
            start=span.start + q.start,
            end=span.start + q.end,
            kind=q.kind,
        )


def _places_of(article: Article, body: str, figures: list[Figure]) -> Iterator[str | None]:
    title = number_text(article.title)
    mentions = places_in(body)
    homes = home_places(title, mentions, article.place)
    # 53名山东省劳动模范: the place names an honour, and the next figure is not about it.
    ends = {figure.end for figure in figures}
    named = [_Named(p.start, p.name, p.level is Level.PROVINCE) for p in mentions if p.start not in ends]
    named += [_Named(at, homes[level], False) for at, level in home_words_in(body) if level in homes]
    named.sort(key=lambda n: n.start)
    offsets = [n.start for n in named]
    default = _default_place(title, article.place, homes)
    for figure in figures:
        index = bisect_right(offsets, figure.start) - 1
        near = named[index] if index >= 0 else None
        yield near.name if near and _reaches(body, near, figure, default) else default


# Before the body that acts or states stands nothing in its clause but when and by whom: [6月底,由]市总工会主办, but not [走进]市医院.
_OPENS = re.compile(r"(?:[\u3400-\u9fff\d]{0,8}?(?:[日月年来前后期天间时]|目前|同时|其中|此外|获悉|来自))?(?:由|据|经)?")
_SENTENCES_BACK = 2
_CLAUSE = re.compile(r"[,，。;；:：!！?？“”\"\n]")


def _bodies_of(article: Article, body: str, figures: list[Figure]) -> Iterator[str | None]:
    names = sorted({number_text(name) for name in article.organisations}, key=len, reverse=True)
    if not names:
        yield from (None for _ in figures)
        return
    named = re.compile(one_of(tuple(names)))
    acting = [m for m in named.finditer(body) if _OPENS.fullmatch(body, _clause_start(body, m.start()), m.start())]
    starts = [match.start() for match in acting]
    in_title = named.search(number_text(article.title))
    default = in_title.group() if in_title else None
    for figure in figures:
        at = bisect_right(starts, figure.start) - 1
        near = acting[at] if at >= 0 and _same_breath(body[acting[at].end() : figure.start]) else None
        yield near.group() if near else default


def _same_breath(between: str) -> bool:
    """In one paragraph, two sentences back at most: further down somebody else may be spoken of."""
    return "\n" not in between and between.count("。") <= _SENTENCES_BACK


def _clause_start(body: str, at: int) -> int:
    reach = max(0, at - 20)
    return max((reach + match.end() for match in _CLAUSE.finditer(body[reach:at])), default=reach)


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    name: str
    province: bool


def _reaches(body: str, near: _Named, figure: Figure, default: str | None) -> bool:
    """A place holds to the end of its paragraph; a province, where the article has a place of its own, to the end of its sentence."""
    end = "。" if near.province and default else "\n"
    return body.rfind(end, near.start, figure.start) < 0 and body.rfind("\n", near.start, figure.start) < 0


def _default_place(title: str, stated: str | None, homes: dict[Level, str]) -> str | None:
    in_title = places_in(title)
    if in_title:
        return in_title[0].name
    if stated:
        return normal_place(stated)
    return homes.get(Level.CITY) or homes.get(Level.PROVINCE)

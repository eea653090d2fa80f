"""The page that `wenju preview --html` writes: what of a page went into which article, in colours."""

from collections.abc import Sequence

from index.schema import Page, PageCut
from ui.i18n import translate
from ui.markup import escaped


def preview_page(cuts: Sequence[tuple[Page, PageCut]]) -> str:
    """A page that shows decoded pages with each article in its own colour and what belongs to none in grey."""
    title = escaped(translate("preview.title", "zh-Hans") + " · " + translate("preview.title", "en"))
    body = "".join(f"<h2>{escaped(page.source)}</h2>{_legend(cut)}<pre>{_coloured(page.text, cut)}</pre>" for page, cut in cuts)
    style = (
        "body{font:16px/1.7 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
        "pre{white-space:pre-wrap;font:inherit;color:#888;border:1px solid #ddd;padding:1rem}"
        "pre span,li span{color:#111;border-radius:2px}.title{font-weight:700}.byline,.caption,.kicker,.meta{font-style:italic}"
    )
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    return f'<!doctype html><html lang="zh"><head>{head}</head><body><h1>{title}</h1>{body}</body></html>'


def _colour(number: int) -> str:
    return f"background:hsl({number * 137 % 360} 70% 88%)"  # the golden angle: neighbours never look alike


def _legend(cut: PageCut) -> str:
    items = "".join(
        f'<li><span style="{_colour(number)}">{escaped(article.title)}</span></li>' for number, article in enumerate(cut.articles)
    )
    return f"<ol>{items}</ol>"


def _coloured(text: str, cut: PageCut) -> str:
    ranges = [(part.start, part.end, number, part.role.value) for number, article in enumerate(cut.articles) for part in article.ranges]
    cursor, parts = 0, []
    for first, end, number, role in sorted(ranges):
        start = max(first, cursor)
        if start < end:
            span = f'<span class="{role}" style="{_colour(number)}" title="{number + 1} {role}">'
            parts.append(f"{escaped(text[cursor:start])}{span}{escaped(text[start:end])}</span>")
            cursor = end
    return "".join(parts) + escaped(text[cursor:])

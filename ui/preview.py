"""How pages are cut into articles, without an index: what `wenju preview` shows."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from index.errors import InputError, NoSources
from index.findings import Rejected
from index.readers import known_suffixes, read_sources
from index.schema import Article, Page, PageCut
from index.segment import cut_page
from ui.article_json import article_json
from ui.output import one_line

_SHOWN_NAMES = 8


def cut_files(files: Sequence[Path]) -> Iterator[tuple[str, list[tuple[Page, PageCut]], list[Rejected]]]:
    """Each file with the cut of its pages, and what could not be cut.

    Args:
        files: pages or folders of pages, read in the order given.

    Raises:
        NoSources: no file was found.
    """
    found = False
    for source, items in groupby(read_sources(files), key=lambda item: item.source):
        cuts: list[tuple[Page, PageCut]] = []
        rejected: list[Rejected] = []
        for item in items:
            outcome = item if isinstance(item, Rejected) else cut_page(item)
            if isinstance(outcome, Rejected):
                rejected.append(outcome)
            elif isinstance(item, Page):
                cuts.append((item, outcome))
        found = True
        yield source, cuts, rejected
    if not found:
        known = ", ".join(known_suffixes())
        raise NoSources(f"no readable file in {', '.join(map(str, files))}; expected {known}")


def cut_json(source: str, cuts: Sequence[tuple[Page, PageCut]], rejected: Sequence[Rejected]) -> dict[str, Any]:
    """One file's cut as the line that `wenju preview --json` writes; a rejected file has an ``error`` beside its empty list."""
    line: dict[str, Any] = {
        "page": Path(source).stem,
        "articles": [_previewed(article) for _, cut in cuts for article in cut.articles],
        "furniture": [text for _, cut in cuts for text in cut.furniture],
    }
    if rejected:
        line["error"] = {"code": rejected[0].reason.value, "message": rejected[0].detail}
    return line


def cut_text(source: str, cuts: Sequence[tuple[Page, PageCut]]) -> str:
    """One file's cut to read on a terminal: each article's headline, date, byline, length and beginning."""
    lines = [one_line(source)]
    articles = [article for _, cut in cuts for article in cut.articles]
    for number, article in enumerate(articles, start=1):
        about = " · ".join(filter(None, (str(article.published or ""), article.outlet, article.byline, f"{len(article.body)}")))
        lines.append(f"  {number}. {article.title}  ({about})\n     {article.body[:60].replace(chr(10), ' ')}…")
        lines += [f"     {line}" for line in _found_text(article)]
    lines += [f"  –  {text[:60]}" for _, cut in cuts for text in cut.furniture]
    return "\n".join(lines)


def write_coloured(cuts: Sequence[tuple[Page, PageCut]], rejected: Sequence[Rejected], path: Path) -> None:
    """Write the coloured page.

    Raises:
        InputError: the file cannot be written.
    """
    from ui.coloured import preview_page

    try:
        path.write_text(preview_page(cuts, rejected), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; name a file in a folder that exists") from error


def _found_text(article: Article) -> list[str]:
    """What was read from the page beside the text: how the day is known, the place, who is named."""
    day = f"{article.published_by.value}: {article.published_from}" if article.published_from else ""
    names = (
        "、".join(names[:_SHOWN_NAMES]) + (" …" if len(names) > _SHOWN_NAMES else "") for names in (article.persons, article.organisations)
    )
    labels = ("date", "place", "persons", "organisations")
    values = (day, article.place or "", *names)
    return [one_line(f"{label}  {value}") for label, value in zip(labels, values, strict=True) if value]


def _previewed(article: Article) -> dict[str, Any]:
    ranges = [{"start": part.start, "end": part.end, "role": part.role.value} for part in article.ranges]
    return {**article_json(article), "ranges": ranges}

"""A folder of composed pages: ``pages/*.txt`` and ``truth.jsonl``."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

from eval.pages.compose import compose
from eval.pages.stories import Story, stories
from index.findings import Rejected
from index.readers import read_sources
from index.schema import PageCut
from index.segment import cut_page


def compose_folder(sources: Sequence[Path], target: Path, *, level: str, count: int, seed: int) -> tuple[int, int]:
    """Compose pages of a collection's articles; returns how many articles they hold, and how many could be used.

    Raises:
        ValueError: there is no such level, a source cannot be read, or it holds no article that can be used.
    """
    rng = Random(seed)  # noqa: S311 - draws articles, keeps no secret
    pool = stories_of(sources, rng)
    return write_pages(pool, target, level=level, count=count, rng=rng), len(pool)


def stories_of(sources: Sequence[Path], rng: Random) -> list[Story]:
    """The articles of collections, Markdown files and folders that can be composed into pages.

    Raises:
        ValueError: a source cannot be read.
    """
    records: list[dict[str, str]] = []
    for page in read_sources(sources):
        if isinstance(page, Rejected):
            raise ValueError(f"{page.source}: {page.detail}")
        cut = cut_page(page)
        if isinstance(cut, PageCut) and len(cut.articles) == 1:
            article = cut.articles[0]
            records.append({"doc_id": article.doc_id or page.source, "title": article.title, "text": article.body})
    return stories(records, rng)


def write_pages(pool: Sequence[Story], target: Path, *, level: str, count: int, rng: Random) -> int:
    """Compose pages of a level into a folder, with their truth; returns the number of their articles.

    Raises:
        ValueError: there is no such level, or the pool holds no article.
    """
    if not pool:
        raise ValueError("the collection holds no article of three whole sentences with a headline, or with a lead to make one of")
    (target / "pages").mkdir(parents=True, exist_ok=True)
    articles = 0
    with (target / "truth.jsonl").open("w", encoding="utf-8", newline="") as lines:
        for n in range(1, count + 1):
            text, truth = compose(pool, level, f"{level}-{n:03d}", rng)
            (target / str(truth["file"])).write_text(text, "utf-8", newline="")
            lines.write(json.dumps(truth, ensure_ascii=False) + "\n")
            entries = truth["articles"]
            articles += len(entries) if isinstance(entries, list) else 0
    return articles

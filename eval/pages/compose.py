"""Noisy pages with several articles, composed from clean ones, each with its exact truth."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from eval.pages import invented, noise
from eval.pages.blocks import Block, Printed, article_blocks
from eval.pages.layout import arranged
from eval.pages.rates import rates
from eval.pages.stories import Story

_POOL = 120
_DATED = re.compile(r"(\d{1,2})月(\d{1,2})日")


def compose(pool: Sequence[Story], level: str, name: str, rng: Random) -> tuple[str, dict[str, object]]:
    """One page of a level: its text, and its line of the truth file.

    Args:
        pool: articles to draw from.
        level: ``easy``, ``medium`` or ``hard``.
        name: of the page.
        rng: source of chance.
    """
    table = rates(level)
    layout = _layout(table, rng)
    chosen, alike = _chosen(pool, layout, table, rng)
    articles = [article_blocks(story, n, layout, table, rng) for n, story in enumerate(chosen)]
    blocks, moved = arranged([a.blocks for a in articles], table, rng)
    blocks = _furnished(blocks, layout, table, rng, [s.title for s in pool])
    page = _print_of(table, blocks, rng)
    text, spans = _typeset(_damaged(blocks, page, table, rng), table, rng)
    truth = _truth(spans, articles, chosen, name)
    truth |= {"level": level, "layout": layout, "script": "hant" if page.hant else "hans", "same_topic": alike, "chars": len(text)}
    return text, truth | {"reorder": [{"kind": kind, "articles": _named(numbers, name)} for kind, numbers in moved]}


def _named(numbers: Sequence[int], name: str) -> list[str]:
    return [f"{name}-{n + 1}" for n in numbers]


def _layout(table: Mapping[str, float], rng: Random) -> str:
    at = rng.random()
    for layout in ("paper", "web", "wechat"):
        at -= table[layout]
        if at < 0:
            return layout
    return "digest"


def _chosen(pool: Sequence[Story], layout: str, table: Mapping[str, float], rng: Random) -> tuple[list[Story], bool]:
    """The articles of a page; on a page of one topic those most like the first."""
    if layout in {"web", "wechat"}:
        return [rng.choice(pool)], False
    count = min(rng.randint(int(table["least_articles"]), int(table["most_articles"])), len(pool))
    if rng.random() >= table["same_topic"]:
        return rng.sample(pool, count), False
    some = rng.sample(pool, min(_POOL, len(pool)))
    first = _pairs(some[0].body)
    alike = sorted(some[1:], key=lambda s: -len(first & _pairs(s.body)) / (len(s.body) ** 0.5))
    return [some[0], *alike[: count - 1]], True


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _furnished(blocks: list[Block], layout: str, table: Mapping[str, float], rng: Random, titles: Sequence[str]) -> list[Block]:
    """With what stands around the articles, between them and inside."""
    paper = rng.choice(invented.PAPERS)
    head: list[tuple[str, str]] = []
    tail: list[tuple[str, str]] = []
    if rng.random() < table["furniture"]:
        related = rng.sample(titles, min(rng.randint(0, 2), len(titles)))
        if layout == "web":
            head, tail = invented.web_head(rng), invented.web_tail(rng, paper, related)
        elif layout == "wechat":
            head, tail = invented.wechat_head(rng, paper), invented.wechat_tail(rng, paper, related)
        else:
            head, tail = invented.paper_head(rng, paper), invented.paper_tail(rng, paper)
    inside: list[tuple[str, str]] = []
    if layout == "paper" and head:
        inside += [("column", invented.section(rng)) for _ in range(rng.randint(0, 2))]
    inside += [invented.inside_line(rng, paper)] if rng.random() < table["furniture_inside"] else []
    inside += [("junk", invented.junk(rng)) for _ in range(2) if rng.random() < table["junk_line"] / 2]
    result = list(blocks)
    for kind, line in inside:
        gaps = [i for i in range(1, len(result)) if result[i - 1].glue == "\n"]
        result.insert(rng.choice(gaps) if gaps else len(result), Block(line, kind))
    return [*(Block(line, kind) for kind, line in head), *result, *(Block(line, kind) for kind, line in tail)]


def _print_of(table: Mapping[str, float], blocks: Sequence[Block], rng: Random) -> noise.Print:
    hant = rng.random() < table["traditional"]
    read = hant and rng.random() < table["pinyin_hant"]
    return noise.Print(
        alike=table["ocr_lookalike_per_char"],
        lost=table["lost_char_per_char"],
        spaced=table["extra_space_per_char"],
        hidden=table["zero_width_per_char"] if rng.random() < table["zero_width"] else 0.0,
        ascii=rng.random() < table["ascii_punct"],
        straight=rng.random() < table["straight_quotes"],
        wide=rng.random() < table["fullwidth_digits"],
        hant=hant,
        read=noise.readings_of([b.text for b in blocks], rng) if read else frozenset(),
    )


def _damaged(blocks: Sequence[Block], page: noise.Print, table: Mapping[str, float], rng: Random) -> list[Block]:
    """Each block as the page shows it."""
    owners = {b.owner for b in blocks if b.owner is not None}
    garbled = "mojibake_per_hant_art" if page.hant else "mojibake_per_art"
    hit = {kind: {n for n in owners if rng.random() < table[kind]} for kind in ("lost_span_per_art", garbled, "markdown_per_art")}
    result: list[Block] = []
    for block in blocks:
        text = noise.printed(block.text, page, rng)
        if block.role == "title" and block.owner in hit["markdown_per_art"] and block.glue == "\n":
            text = noise.mark_up(text, rng)
        if block.role == "body" and block.owner in hit["lost_span_per_art"] and rng.random() < 0.5:
            text = noise.lose_span(text, rng)
            hit["lost_span_per_art"].discard(block.owner)
        if block.role == "body" and block.owner in hit[garbled] and rng.random() < 0.5:
            text = noise.garble(text, rng)
            hit[garbled].discard(block.owner)
        result.append(replace(block, text=text))
    return result


def _typeset(blocks: Sequence[Block], table: Mapping[str, float], rng: Random) -> tuple[str, list[tuple[Block, int, int]]]:
    """The page's text, and for each block where it stands."""
    gap = "\n" if rng.random() < 0.15 else "\n\n"
    loose = rng.random() < table["extra_blank"]
    parts: list[str] = []
    spans: list[tuple[Block, int, int]] = []
    at = 0
    for n, block in enumerate(blocks):
        spans.append((block, at, at + len(block.text)))
        glue = block.glue if block.glue != "\n" else gap + "\n" * (rng.randint(1, 4) if loose and rng.random() < 0.25 else 0)
        glue = "" if n == len(blocks) - 1 else glue
        parts += (block.text, glue)
        at += len(block.text) + len(glue)
    return "".join(parts), spans


def _truth(spans: Sequence[tuple[Block, int, int]], articles: Sequence[Printed], chosen: Sequence[Story], name: str) -> dict[str, object]:
    """The line of the truth file: articles in page order, their ranges in reading order."""
    entries: list[dict[str, object]] = []
    for n, (article, story) in enumerate(zip(articles, chosen, strict=True)):
        own = sorted(((b.order, start, end, b.role) for b, start, end in spans if b.owner == n), key=lambda r: r[0])
        day = article.facts.get("date") or _day_of(str(article.facts["byline"]))
        facts = article.facts | {"id": f"{name}-{n + 1}", "date": day, "source": story.id}
        entries.append(facts | {"ranges": [[start, end, role] for _, start, end, role in own]})
    entries.sort(key=lambda e: min(r[0] for r in e["ranges"]))  # type: ignore[attr-defined]
    furniture = [[start, end, b.role] for b, start, end in spans if b.owner is None]
    return {"page": name, "file": f"pages/{name}.txt", "articles": entries, "furniture": furniture}


def _day_of(byline: str) -> str | None:
    match = _DATED.search(byline)
    return f"--{int(match[1]):02d}-{int(match[2]):02d}" if match else None

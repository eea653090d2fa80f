"""A clean article as the blocks that a page prints: headline, byline, columns, captions, each with its role."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

from eval.pages import invented
from eval.pages.stories import Story, clause_of, sentences_of

_CUTTABLE, _LONGEST_LEAD_CUT = 40, 0.8
_CREDITS = ("", "", "。", " 本报记者 {name}/摄", "。{name} 摄")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text on a page.

    Attributes:
        text: what it says, clean.
        role: ``title``, ``kicker``, ``body`` and so on; the kind of furniture where it has no owner.
        owner: number of the article, or None for furniture.
        order: place in the article's reading order; the second half of a cut block stands half a place after the first.
        glue: what follows it on the page: a line break unless the next block goes on in the same line.
    """

    text: str
    role: str
    owner: int | None = None
    order: float = 0.0
    glue: str = "\n"


@dataclass(frozen=True, slots=True)
class Printed:
    """An article's blocks in reading order, and the clean facts of the truth file."""

    blocks: list[Block]
    facts: dict[str, object] = field(default_factory=dict)


def article_blocks(story: Story, owner: int, layout: str, rates: Mapping[str, float], rng: Random) -> Printed:
    """How an article is printed on a page of a layout, before anything is moved or damaged.

    Args:
        story: the article.
        owner: its number on the page.
        layout: ``paper``, ``digest``, ``web`` or ``wechat``.
        rates: the column of a level (`eval.pages.rates`).
        rng: source of chance.
    """
    paper = layout in {"paper", "digest"}
    head, facts = _head(story, layout, rates, rng)
    body, clean = _columns(story, rates, rng, paper=paper)
    sign = ""
    if not facts["byline"] and rng.random() < 0.5:
        sign = invented.signature(rng) if rng.random() < 0.7 else invented.line_byline(rng)
        facts["byline"] = sign
        body[-1] = replace(body[-1], glue="\n" if not sign.startswith("（") else rng.choice(("", " ", "\n")))
    blocks = [*head, *body, *([Block(sign, "byline")] if sign else [])]
    facts["captions"] = []
    if rng.random() < rates["caption_per_art"] and (caption := _caption(story, rng)):
        facts["captions"] = [caption]
        bodies = [i for i, b in enumerate(blocks) if b.role == "body" and b.glue == "\n"]
        at = rng.choice(bodies) + 1 if bodies and rng.random() < rates["caption_inside"] else len(blocks)
        blocks.insert(at, Block(caption, "caption"))
    facts["body"] = "\n".join(clean)
    return Printed([replace(b, owner=owner, order=float(i)) for i, b in enumerate(blocks)], facts)


def cut(text: str, rng: Random) -> tuple[str, str]:
    """A paragraph in two, inside a sentence as columns end; (text, "") when it is too short."""
    if len(text) < _CUTTABLE:
        return text, ""
    at = rng.randint(len(text) // 5, len(text) * 4 // 5)
    while at < len(text) - 2 and (text[at - 1] in "。！？；”）" or text[at] in "。！？，；、：”）"):
        at += 1
    return text[:at], text[at:]


def _head(story: Story, layout: str, rates: Mapping[str, float], rng: Random) -> tuple[list[Block], dict[str, object]]:
    facts: dict[str, object] = {"title": story.title, "kicker": "", "subtitle": "", "abstract": "", "meta": "", "byline": story.byline}
    blocks = [Block(story.title, "title")]
    if rng.random() < rates["no_title_per_art"] and layout == "paper":
        blocks, facts["title"] = [], ""
    elif layout == "paper" and rng.random() < rates["kicker_per_art"] * 0.6 and (clause := clause_of(story.body, rng, 8)):
        if rng.random() < 0.5:
            facts["kicker"] = clause + rng.choice(("", "", "——"))
            blocks.insert(0, Block(str(facts["kicker"]), "kicker", glue=rng.choice(("\n", "\n", " "))))
        else:
            facts["subtitle"] = "——" + clause
            blocks.append(Block("——" + clause, "subtitle"))
    if layout == "web" and rng.random() < 0.8:
        day = f"2023-{rng.randint(7, 8):02d}-{rng.randint(1, 28):02d}"
        facts["meta"], facts["date"] = f"{day} {rng.randint(6, 23):02d}:{rng.randint(0, 59):02d}{_outlet(rng)}", day
        blocks.append(Block(str(facts["meta"]), "meta"))
    blocks += _summary(story, layout, rates, rng, facts)
    if story.byline:
        blocks.append(Block(story.byline, "byline", glue=rng.choice(("", "", " ", "\n"))))
    elif rng.random() < (0.45 if layout == "paper" else 0.2):
        lead = rng.random() < 0.6
        facts["byline"] = invented.lead_byline(rng) if lead else invented.line_byline(rng)
        blocks.append(Block(str(facts["byline"]), "byline", glue="" if lead else "\n"))
    return blocks, facts


def _outlet(rng: Random) -> str:
    return rng.choice(("", " 来源：{0}", " | {0}", "  {0}")).format(rng.choice(invented.PAPERS))


def _summary(story: Story, layout: str, rates: Mapping[str, float], rng: Random, facts: dict[str, object]) -> list[Block]:
    """A summary under its label, or the opening printed twice."""
    if rng.random() < rates["abstract_per_art"]:
        abstract = "".join(sentences_of(story.body)[:1]) + "".join(sentences_of(story.body)[-1:])
        facts["abstract"] = abstract
        label = rng.choice(("摘要 ", "核心提示：", "阅读提示\n"))
        if label.endswith("\n"):
            return [Block(label.strip(), "abstract"), Block(abstract, "abstract")]
        return [Block(label + abstract, "abstract")]
    if rng.random() < (rates["dup_lead_web"] if layout == "web" else rates["dup_lead_per_art"]):
        return [Block(rng.choice(("", "导读：")) + story.paragraphs[0], "duplicate")]
    return []


def _columns(story: Story, rates: Mapping[str, float], rng: Random, *, paper: bool) -> tuple[list[Block], list[str]]:
    """The body as blocks, and its clean paragraphs, sub-heads included."""
    blocks: list[Block] = []
    clean: list[str] = []
    subheads = paper and len(story.paragraphs) > 2 and rng.random() < rates["subhead_per_art"]
    narrow = rng.randrange(len(story.paragraphs)) if paper and rng.random() < rates["narrow_column_per_art"] else -1
    for n, paragraph in enumerate(story.paragraphs):
        if subheads and n and rng.random() < 0.5 and (head := clause_of(paragraph, rng)):
            clean.append(head)
            blocks.append(Block(head, "body"))
        clean.append(paragraph)
        if n == narrow:
            blocks += [Block(line, "body") for line in _wrapped(paragraph, rng)]
        elif paper and rng.random() < rates["column_cut_per_par"]:
            blocks += [Block(part, "body") for part in cut(paragraph, rng) if part]
        else:
            blocks.append(Block(paragraph, "body"))
    return blocks, clean


def _wrapped(paragraph: str, rng: Random) -> list[str]:
    width = rng.randint(12, 20)
    return [paragraph[i : i + width] for i in range(0, len(paragraph), width)]


def _caption(story: Story, rng: Random) -> str:
    clause = clause_of(story.body, rng, 8)
    form = rng.choice(_CREDITS).format(name=invented.person(rng))
    return re.sub(r"^(?=.)", "图为" if not form and rng.random() < 0.5 else "", clause) + form if clause else ""

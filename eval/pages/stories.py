"""Clean articles to compose pages from, read from a collection."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]+[”’」』）]*")
_BYLINE = re.compile(
    r"((?:本报|[一-鿿·]{2,12}?(?:网|社|报|客户端|新闻|时刻))[^。，“”]{0,16}?(?:讯|电)\s{0,2}(?:[（(][^）)]{2,40}[）)])?)\s*"
)
_ORIGIN = re.compile(r"\s*(?:原标题|本文转自)[：:].{0,3}|\s*来源[：:]\S{0,12}\s")
# 原标题：…… before a word that begins a story: a headline that the collection left in the text.
_PRINTED_TITLE = re.compile(r"原标题[：:]\s*(.{8,42}?)\s*(?=本报|新华社|中新|央视|人民网|近日|日前|记者|当地时间|\d{1,2}月\d)")
_CLAUSE = re.compile(r"[^，。；：！？、“”（）()《》\s]{6,24}")
_NUMBER = re.compile(r"\d日|月")
_OUTLET_END = re.compile(r"(?:本文转自|综合编译|昨天|DoNews|[一-鿿]{2,4}(?:网|新闻|社|日报|财经)讯?)[：:]?(?:（.*)?$")
# What web pages leave inside their texts: an article that holds it is no clean source.
_UNCLEAN = re.compile(r"供图|视频截图|图片来源|https?:|扫码|记者\s?\||】|原创稿|责任编辑|�")
_PARAGRAPH = (70, 200)
_SIZES = ((90, 250), (250, 600), (600, 950))


@dataclass(frozen=True, slots=True)
class Story:
    """A clean article: its headline, the byline it opens with (may be empty), and its paragraphs, each of whole sentences."""

    id: str
    title: str
    byline: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """All paragraphs without breaks."""
        return "".join(self.paragraphs)


def stories(records: Iterable[dict[str, str]], rng: Random) -> list[Story]:
    """Articles of a collection, those kept that hold three whole sentences; one without a headline is given one of its own words.

    Args:
        records: objects with ``doc_id``, ``title`` and ``text``.
        rng: source of chance for lengths and paragraphs.
    """
    result: list[Story] = []
    for record in records:
        title, text = _titled((record.get("title") or "").strip(), record["text"].strip())
        text = _ORIGIN.sub("", text.replace("　", " "), count=1)
        byline = match[1].strip() if (match := _BYLINE.match(text)) else ""
        text = text[match.end() :] if match else text
        paragraphs = _paragraphs(text.strip(), rng)
        body = "".join(paragraphs)
        if len(sentences_of(body)) < 3 or _UNCLEAN.search(body):
            continue
        title = re.sub(r"\s+", " ", title) or _made_title(body, rng)
        if 8 <= len(title) <= 48:
            result.append(Story(record["doc_id"], title, byline, paragraphs))
    return result


def sentences_of(text: str) -> list[str]:
    """The whole sentences of a text, with their full stops and closing quotation marks."""
    return [s for s in _SENTENCE.findall(text) if len(s) > 1]


def clause_of(text: str, rng: Random, least: int = 6) -> str:
    """A clause of a text, as captions, kickers and sub-heads repeat it; an empty string when it has none of that length."""
    found = [c for c in _CLAUSE.findall(text) if len(c) >= least]
    return rng.choice(found) if found else ""


def _paragraphs(text: str, rng: Random) -> tuple[str, ...]:
    """Sentences up to a length drawn for the article, a few to a paragraph."""
    limit = rng.randint(*rng.choice(_SIZES))
    paragraphs: list[str] = []
    total = 0
    for line in text.split("\n"):
        part, size = "", rng.randint(*_PARAGRAPH)
        for sentence in sentences_of(line.strip()):
            if total + len(sentence) > limit and total:
                break
            total += len(sentence)
            part += sentence.strip()
            if len(part) >= size:
                paragraphs.append(part)
                part, size = "", rng.randint(*_PARAGRAPH)
        if part:
            paragraphs.append(part)
    return tuple(paragraphs)


def _titled(title: str, text: str) -> tuple[str, str]:
    """The headline and the text below it, where a collection prints the headline at the start of the text."""
    if not (match := _PRINTED_TITLE.match(text)):
        return title, text
    found, text = match[1], text[match.end() :]
    # 甲乙丙开馆甲乙丙近日…: the end of what was taken is the opening of the text, which repeats the headline's first words.
    for size in range(len(found) // 2, 3, -1):
        if found[-size:] in found[:-size]:
            found, text = found[:-size], found[-size:] + text
            break
    found = _OUTLET_END.sub("", found).strip()
    even = all(found.count(a) == found.count(b) for a, b in ("“”", "（）", "《》", "‘’"))
    return title or (found if even and found[-1:] not in "据问：:、-" else ""), text


def _made_title(body: str, rng: Random) -> str:
    """A headline cut from the lead, without its date; an empty string when the lead has no clause of a headline's length."""
    lead = "".join(sentences_of(body)[:2])
    clauses = [
        c
        for c in re.findall(r"[^，。；：！？、（）()\s]{12,28}", lead)
        if not _NUMBER.search(c)
        and c.count("“") == c.count("”")
        and c.count("《") == c.count("》")
        and c[0] not in "的了并将在对为由而因该其此这那也又都但"
    ]
    return rng.choice(clauses) if clauses else ""

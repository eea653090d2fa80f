"""Damage to the characters of a text, each kind a function of the text and a source of chance; none makes or loses a line."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from index.text import to_traditional

# What a scanner takes for what: both are of the same outline.
_ALIKE = dict(
    zip(
        "日人未己大土干全报市问记力王天国请午白体料授准名住工甲今丰由候历平木几贝员持复抗治场刀开关目科杜",
        "曰入末已太士千金扳巾间纪刀玉夭围清牛自休科援淮各任二申令主田侯厉乎本儿见贝特夏扰冶扬力井夫日料社",
        strict=True,
    )
)
_ASCII = str.maketrans("，：；！？（）", ",:;!?()")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in (*range(0x30, 0x3A), *range(0x41, 0x5B))})
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


@dataclass(frozen=True, slots=True)
class Print:
    """How one page was printed and read: what befalls all of its characters.

    Attributes:
        alike, lost, spaced, hidden: probabilities per character.
        ascii, straight, wide: ASCII punctuation, straight quotation marks, full-width digits.
        hant: in Traditional characters, a few left Simplified.
        read: characters that carry their reading in brackets wherever they stand.
    """

    alike: float = 0.0
    lost: float = 0.0
    spaced: float = 0.0
    hidden: float = 0.0
    ascii: bool = False
    straight: bool = False
    wide: bool = False
    hant: bool = False
    read: frozenset[str] = frozenset()


def printed(text: str, page: Print, rng: Random) -> str:
    """A clean Simplified text as the page shows it."""
    text = misread(text, page, rng)
    text = text.translate(_ASCII) if page.ascii else text
    text = text.translate(_STRAIGHT) if page.straight else text
    text = text.translate(_WIDE) if page.wide else text
    text = traditional(text, rng) if page.hant else text
    return with_readings(text, page.read, rng) if page.read else text


def misread(text: str, page: Print, rng: Random) -> str:
    """With look-alikes, lost characters, blanks inside words and characters that show nothing."""
    result: list[str] = []
    for i, char in enumerate(text):
        han = "一" <= char <= "鿿"
        # A paragraph keeps its ends, so that what is cut where stays as it was drawn.
        inside = 0 < i < len(text) - 1
        if han and inside and rng.random() < page.lost:
            continue
        result.append(_ALIKE[char] if char in _ALIKE and rng.random() < page.alike * 8 else char)
        if han and inside and rng.random() < page.spaced:
            result.append(" ")
        if inside and rng.random() < page.hidden:
            result.append(rng.choice(_INVISIBLE))
    return "".join(result)


def lose_span(text: str, rng: Random) -> str:
    """Without a few characters somewhere inside."""
    if len(text) < 30:
        return text
    at = rng.randint(5, len(text) - 15)
    return text[:at] + text[at + rng.randint(2, 8) :]


def traditional(text: str, rng: Random) -> str:
    """In Traditional characters, about one in a hundred left Simplified."""
    converted = to_traditional(text)
    return "".join(old if rng.random() < 0.01 else new for old, new in zip(text, converted, strict=True))


def readings_of(texts: list[str], rng: Random) -> frozenset[str]:
    """Characters that a page gives readings to: a third of those that Traditional script writes otherwise."""
    chars = {new for text in texts for old, new in zip(text, to_traditional(text), strict=True) if old != new}
    return frozenset(c for c in sorted(chars) if rng.random() < 0.35)


def with_readings(text: str, read: frozenset[str], rng: Random) -> str:
    """With the reading in brackets after characters of ``read``: 關(guān)."""
    return "".join(f"{c}({_reading(c, toned=rng.random() < 0.97)})" if c in read and rng.random() < 0.8 else c for c in text)


def garble(text: str, rng: Random) -> str:
    """With a few characters whose bytes were read from the middle: 现场气氛 → ?殖∑?."""
    if len(text) < 20:
        return text
    at = rng.randint(2, len(text) - 12)
    data = text[at : at + rng.randint(3, 8)].encode("gbk", "replace")
    wrong = data[1:].decode("gbk", "replace").replace("\ufffd", "?")
    return text[:at] + "?" * (rng.random() < 0.5) + wrong + text[at + len(data) // 2 :]


def mark_up(title: str, rng: Random) -> str:
    """A headline with the marks of Markdown, sometimes only one side or one part of it."""
    half = rng.randint(1, max(len(title) - 1, 1))
    forms: list[Callable[[], str]] = [
        lambda: f"**{title}**",
        lambda: f"**{title}",
        lambda: f"## {title}",
        lambda: f"| {title} |",
        lambda: f"{title[:half]}**{title[half:]}**",
    ]
    return rng.choice(forms)()


def _reading(char: str, *, toned: bool) -> str:
    from pypinyin import Style, pinyin

    return str(pinyin(char, style=Style.TONE if toned else Style.NORMAL)[0][0])

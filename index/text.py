"""Normal forms and sentence spans of Chinese and English text.

`fold` keeps the length, so an offset in the folded copy is the same offset in the source: what is searched is folded,
what is shown and quoted is the source.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

_CLOSERS = "”’」』）)】》〉\"'］]｝}"
# A sentence ends at 。！？!?… or ；; with the closing quotes and brackets that follow, or at a line end.
_CHINESE_END = re.compile(rf"(?:[。！？!?]+|……|[；;])[{re.escape(_CLOSERS)}]*|\n+")
# An English full stop ends a sentence before a space and a capital, a quote or a digit: "Mr. Li" is left to _ABBREVIATION.
_ENGLISH_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(A-Z0-9])|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|Inc|Ltd|Co|U\.S|U\.K|a\.m|p\.m)|\b[A-Z])\.$")
# A letter or sign with the marks that follow it, half-width kana marks included.
_CLUSTER = re.compile(r"[^\u0300-\u036f\u3099\u309a\uff9e\uff9f][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*+|.", re.DOTALL)
# 2O31, 1l5 and 曰 after a figure are misread 0, 1 and 日; al2o3 and b2b are none: two digits stand on one side.
_MISREAD = re.compile(r"[ol](?:(?<=[0-9].)(?=[0-9]{2})|(?<=[0-9]{2}.)(?=[0-9]))|曰(?:(?<=月[0-9].)|(?<=月[0-9]{2}.))")
_DIGITS = {"o": "0", "l": "1", "曰": "日"}
# Only what is as short as a headline or a byline is remembered folded.
_LINE = 200
_RARE_HAN = re.compile(r"[\U00020000-\U0003ffff]")
# What is not its own folded form at sight: most of a Chinese text is, and each of its characters would be looked up.
_TO_FOLD = re.compile(r"[^\u4e00-\u9fa5a-z0-9\n 。、“”《》]+")
_LATIN = re.compile(r"[A-Za-z]+")
# Runs, not single characters: a body of 600 characters is some 60 of them.
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A range of code points, ``end`` exclusive."""

    start: int
    end: int


@cache
def _converter(config: str) -> Any:
    from opencc import OpenCC

    return OpenCC(config)


def to_simplified(text: str) -> str:
    """Traditional → Simplified with OpenCC's phrase tables; Simplified text is unchanged. The length is kept.

    A phrase rule that would change the length (none is known in t2s) falls back to one character at a time.
    """
    return _same_length(text, "t2s")


def to_traditional(text: str) -> str:
    """Simplified → Traditional with OpenCC's phrase tables, for answers to Traditional questions. The length is kept."""
    return _same_length(text, "s2t")


def _same_length(text: str, config: str) -> str:
    if text.isascii():
        return text
    converter = _converter(config)
    converted: str = converter.convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(c if len(t := converter.convert(c)) != 1 else t for c in text)


class _Folded(dict[int, str]):
    """Code point → its folded character, worked out when it is first met.

    `uneven` gathers those that one character cannot stand for (㍿, ½, ﬁ) and those that belong to the letter before them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, point: int) -> str:
        char = chr(point)
        folded = unicodedata.normalize("NFKC", char)
        if len(folded) != 1 or unicodedata.combining(char) or folded in "\u3099\u309a":
            self.uneven.add(char)
        lowered = (folded if len(folded) == 1 else char).lower()
        self[point] = lowered if len(lowered) == 1 else char
        return self[point]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Search form of a text, of the same length: Simplified, compatibility forms folded one to one, lower case.

    Example: ``fold("臺灣２０２６Ａ") == "台湾2026a"``.
    A letter that was misread between digits becomes the digit: ``fold("2O31年") == "2031年"``.
    """
    return _fold_line(text) if len(text) <= _LINE else _folded(text)


@lru_cache(maxsize=256)
def _fold_line(line: str) -> str:
    """A line folded; one of a page is asked for several times while its page is cut."""
    return _folded(line)


def _folded(text: str) -> str:
    folded = to_simplified(_TO_FOLD.sub(lambda match: match.group().translate(_FOLDED), text))
    return _MISREAD.sub(lambda match: _DIGITS[match.group()], folded)


def fold_whole(text: str) -> tuple[str, Sequence[int]]:
    """Search form in which one character may become several, and marks join their letter; with each one's offset in the text.

    Example: ``fold_whole("㍿甲")[0] == "株式会社甲"``, offsets 0 0 0 0 1; a name in NFD gives what it gives in NFC.
    """
    folded = fold(text)
    if _FOLDED.uneven.isdisjoint(text):
        return folded, range(len(text))
    parts: list[str] = []
    places: list[int] = []
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        start = match.start()
        if len(cluster) == 1 and cluster not in _FOLDED.uneven:
            part = folded[start]
        else:
            part = to_simplified(unicodedata.normalize("NFKC", cluster).lower())
        parts.append(part)
        places += [start] * len(part)
    return "".join(parts), places


def one_of(words: Iterable[str]) -> str:
    """Regular expression of some words, the longer of two first, that shares their beginnings.

    A list of words is tried word by word wherever one of them may begin: that took twice as long for the 333 kinds of bodies.
    Example: ``one_of(["市长", "市", "县长"]) == "(?:市(?:长)?|县(?:长))"``.
    """
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[0], []).append(word[1:])
    parts: list[str] = []
    for head, tails in heads.items():
        longer = [tail for tail in tails if tail]
        rest = one_of(longer) if longer else ""
        parts.append(re.escape(head) + rest + ("?" if longer and len(longer) < len(tails) else ""))
    return f"(?:{'|'.join(parts)})"


def han_count(text: str) -> int:
    """How many Chinese characters a text holds."""
    return sum(map(len, _HAN.findall(text)))


def is_mostly_han(text: str) -> bool:
    """True when Chinese characters outnumber Latin letters."""
    return han_count(text) * 3 > sum(map(len, _LATIN.findall(text)))


def script_of(text: str) -> str:
    """BCP 47 tag of a text: ``zh-Hant``, ``zh-Hans`` or ``en``.

    Machine-converted pages mix both scripts; a text is Traditional when more of its characters change on folding
    to Simplified than change the other way (002 of the real pages keeps 余, 后, 里 in a Traditional text).
    """
    if not is_mostly_han(text):
        return "en"
    return han_script("".join(_HAN.findall(text[:4000])))


def han_script(han: str) -> str:
    """``zh-Hant`` or ``zh-Hans``, for a run of Chinese characters and nothing else."""
    traditional, simplified = _marks()
    rest = sum(int(to_simplified(char) != char) - int(to_traditional(char) != char) for char in _RARE_HAN.findall(han))
    return "zh-Hant" if len(traditional.findall(han)) + rest > len(simplified.findall(han)) else "zh-Hans"


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters that only Traditional text has (灣), and those that only Simplified has (湾); 里 in 公里 is of both and cancels out."""
    chars = [chr(point) for point in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]

    def changed(convert: Callable[[str], str]) -> re.Pattern[str]:
        converted = convert("\n".join(chars)).split("\n")
        return re.compile(f"[{''.join(char for char, other in zip(chars, converted, strict=True) if char != other)}]")

    return changed(to_simplified), changed(to_traditional)


def sentence_spans(text: str) -> list[Span]:
    """Spans of the sentences of a text, in order, trimmed of white space; closing quotes stay with their sentence.

    A full stop inside brackets or a decimal number ends nothing. Example: ``他说：“好。”走了。`` is two sentences,
    the first with its closing quote.
    """
    pattern = _CHINESE_END if is_mostly_han(text) else _ENGLISH_END
    spans: list[Span] = []
    start = 0
    for match in pattern.finditer(text):
        if pattern is _ENGLISH_END and _ABBREVIATION.search(text[start : match.end()]):
            continue
        _append_trimmed(spans, text, start, match.end())
        start = match.end()
    _append_trimmed(spans, text, start, len(text))
    return spans


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))

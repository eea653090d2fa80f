"""Topic words, the thing asked for and its unit, in questions written with Latin letters: English, French, Spanish."""

import re

from index.tokens import word_spans
from rag.aliases import chinese_bodies
from rag.cues import CUES
from rag.old_spellings import PINYIN
from rag.units import PURE_UNITS_EN, UNITS_EN
from rag.words import Word, with_core

LATIN_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:]\d+)*%?")
_ENGLISH_HEAD = re.compile(
    r"(?:how many|how much|number of|total of|count of)\s+(?!(?:in|on|at|by|of|for|from|per|did|does|do|is|are|was|were)\b)(?P<head>.+?)"
    r"(?=\s+(?:are|is|were|was|did|does|do|has|have|had|can|will|would|in|on|at|by|for|from|per|under|to|that|who|which|among|within|joined|took|got|went|came)\b|[?.,;!]|$)",
    re.IGNORECASE,
)
_ENGLISH_ASKED = re.compile(
    r"\bwhat(?:'s| is| are| was| were) the (?P<head>(?:\S+ ){0,3}?\S+)(?= (?:of|in|for|at|on|given|paid|did|that)\b|\?|$)", re.IGNORECASE
)
_UNITS_ANYWHERE = frozenset({"yuan", "rmb", "cubic", "old", "person-times"})
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(_MONTHS)
# "13 December 2023", "December 13", "in January 2023": said as the Chinese page says it, 12月13日, 2023年1月.
_ENGLISH_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d{{2}}))?\b",
    re.IGNORECASE,
)


def chinese_dates(text: str) -> tuple[str, tuple[str, ...]]:
    """An English text without its dates, and the dates in Chinese form ("13 December" → 12月13日; "may" needs a day or a year)."""
    found: list[str] = []

    def replace(match: "re.Match[str]") -> str:
        day, year, month = match["d1"] or match["d2"], match["year"], match["month"].lower()
        if month == "may" and not (day or year):
            return match.group()
        found.append((f"{year}年" if year and not day else "") + f"{_MONTHS.index(month) + 1}月" + (f"{int(day)}日" if day else ""))
        return " " if not (year and day) else f" {year} "

    return _ENGLISH_DATE.sub(replace, text), tuple(found)


def latin_words(text: str, base: str) -> tuple[tuple[Word, ...], frozenset[str]]:
    """Topic words in order and the units an answer may have.

    Args:
        text: the question as asked.
        base: ``en``, ``fr`` or ``es``.
    """
    text, dates = chinese_dates(text) if base == "en" else (text, ())
    text, bodies = chinese_bodies(text) if base == "en" else (text, ())
    head = (_ENGLISH_HEAD.search(text) or _ENGLISH_ASKED.search(text)) if base == "en" else None
    head_words = set(LATIN_WORD.findall(head.group("head").lower())) if head else set()
    units: set[str] = set()
    words: list[Word] = []
    for match in LATIN_WORD.finditer(text):
        word, lower = match.group(), match.group().lower().replace("’", "'")
        if lower in head_words or lower in _UNITS_ANYWHERE:
            units |= UNITS_EN.get(lower, frozenset())
        if lower in PURE_UNITS_EN:
            continue
        is_name = word[0].isupper() and match.start() > 0 and text[: match.start()].rstrip()[-1:] not in {".", "?", "!", ":"}
        words += [
            Word(PINYIN.get(part, part) if is_name else part, is_head=lower in head_words, is_name=is_name)
            for part in lower.removesuffix("'s").split("-")
            if part not in CUES[base].stop_words and (len(part) > 1 or part.isdigit())
        ]
    han = [Word(word, is_name=True) for word, _ in word_spans(text) if word[0] >= "\u3400" and word not in CUES["zh"].stop_words]
    han += [Word(body) for body in bodies]
    return with_core([*words, *han, *(Word(date) for date in dates)]), frozenset(units)

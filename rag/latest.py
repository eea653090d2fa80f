"""Whether a question asks for the latest there is, and its words without those that say so.

The cues stand in `rag.cue_patterns`; what is done about it in `rag.reorder`.
"""

import re

from index.dates import moments_in
from rag.cues import CUES
from rag.words import Word

# Of 目前的数量 and "the latest figure" only the thing is looked for: an article that calls its own old figure 最新 is no better for it.
_SAYS_LATEST = frozenset(
    "最新 最近 现在 目前 当前 如今 眼下 现今 latest newest recent recently currently present nowadays 최신 최근 현재".split()
)
_DAY_UNITS = frozenset("年月日")
_SOME_DAY = re.compile(
    r"[今去前明本]年|上一年|[上本]个?(?:月|周|星期|季度)|[昨今前]天|年代|世纪"
    r"|\b(?:last|this) (?:year|month|week)\b|\b(?:yesterday|today|century)\b"
)


def asks_for_latest(folded: str, base: str) -> bool:
    """True for 最新的价格是多少, false for 2019年最新的价格: what names its year or day says itself how new an answer has to be.

    Args:
        folded: the question, folded; Japanese characters made Chinese first.
        base: its language without the script.
    """
    text = folded.lower()
    if not CUES[base].latest.search(text) or _SOME_DAY.search(text):
        return False
    return not any(moment.unit in _DAY_UNITS for moment in moments_in(text))


def without_latest(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The topic words that name a topic; all of them where none would be left."""
    return tuple(word for word in words if word.text.lower() not in _SAYS_LATEST) or words

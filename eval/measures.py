"""What a text states and what a quote holds: small pure functions on which the measures of words and citations stand.

Retrieval is measured in `eval.retrieval_measures`, words and numbers in `eval.answer_measures`, citations in
`eval.citation_measures`, refusals and sureness in `eval.risk`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from eval.schema import GoldQuote, Points
from index.text import to_simplified

# A passage shorter than this stands inside almost any quote and says nothing.
MIN_PASSAGE_CHARS = 12
# A citation shorter or longer than a sentence can be points at nothing a reader can check.
MIN_QUOTE_CHARS, MAX_QUOTE_CHARS = 6, 250
# Readings some pages insert after a character, such as 创(chuàng), and asterisks: a page's noise, no part of a quote.
_INSERTED = re.compile(r"\([a-zà-öø-ÿāēěīōūǎǐǒǔǖǘǚǜ]+\)|\*")

# 是 and 对 stand somewhere in most sentences: as answers they say yes only at the beginning.
_POLAR = dict.fromkeys(("是", "是的", "对", "对的", "yes"), True) | dict.fromkeys(("否", "不是", "不是的", "不", "没有", "no"), False)
_POLAR_START = re.compile(r"[\W_]*(是的|是(?!否)|对的|对(?![于不方])|不是的|不是|否(?!则)|没有|不|yes\b|no\b(?!\.\s*\d))")


def quote_rank(passages: Sequence[str], gold: Sequence[GoldQuote], *, cutoff: int = 10) -> int | None:
    """Rank of the first passage that holds a gold quote (or is a piece of one), spaces and inserted readings aside."""
    quotes = [squeeze(g.quote) for g in gold]
    for rank, passage in enumerate(passages[:cutoff], start=1):
        text = squeeze(passage)
        if len(text) >= MIN_PASSAGE_CHARS and any(q in text or text in q for q in quotes):
            return rank
    return None


def points_stated(points: Points, text: str) -> float:
    """Key-point coverage: the share of points of which one wording stands in the text.

    Traditional and Simplified, full and half width, thousands separators and spaces make no difference; a wording that
    starts or ends in a digit must stand alone: 581 is not stated by 5813. One that starts with a Latin letter must start a word
    (Iran is not stated by Tirana, train is by trains), and a yes or no must be what the text begins with.

    Source: key points as in CRUD-RAG's and RGB's answer sets (Chen et al., AAAI 2024), matched by string.
    """
    if not points:
        return 0.0
    return sum(any(states(text, wording) for wording in point) for point in points) / len(points)


def states(text: str, wording: str) -> bool:
    """True when the text holds the wording (see `points_stated`)."""
    wanted = plain(wording).strip()
    if not wanted:
        return False
    if wanted in _POLAR:
        said = _POLAR_START.match(plain(text))
        return said is not None and _POLAR[said.group(1)] == _POLAR[wanted]
    has_digit = re.search(r"\d", wanted)
    if not has_digit and not re.match(r"[a-z]", wanted):
        return squeeze(wording) in squeeze(text)
    left = r"(?<!\d)(?<!\d\.)" if wanted[0].isdigit() else r"(?<![a-z])" if wanted[0].isascii() and wanted[0].isalpha() else ""
    right = r"(?!\d|\.\d)" if wanted[-1].isdigit() else ""
    pattern = left + r"\s*".join(map(re.escape, re.sub(r"\s", "", wanted))) + right
    return any(re.search(pattern, form) for form in (plain(text), _INSERTED.sub("", plain(text))))


def cites_gold(quotes: Sequence[str], gold: Sequence[GoldQuote]) -> float:
    """Citation recall, first form: 1 when a cited quote of sentence length holds a gold quote, or is a piece of one.

    Source: after Gao et al., "Enabling LLMs to generate text with citations" (ALCE), EMNLP 2023, with string containment for entailment.
    """
    cited = [q for q in map(squeeze, quotes) if MIN_QUOTE_CHARS <= len(q) <= MAX_QUOTE_CHARS]
    wanted = [squeeze(g.quote) for g in gold]
    return float(any(w in c or c in w for c in cited for w in wanted))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Comparison form with its spaces: NFKC, lower case, Simplified, no thousands separators, no space before %."""
    folded = to_simplified(unicodedata.normalize("NFKC", text).lower())
    return re.sub(r"(?<=\d)\s+(?=%)", "", re.sub(r"(?<=\d),(?=\d{3})", "", folded))


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """Comparison form without spaces, inserted readings and asterisks: NFKC, lower case, Simplified."""
    folded = to_simplified(unicodedata.normalize("NFKC", text).lower())
    return re.sub(r"\s+", "", _INSERTED.sub("", folded))

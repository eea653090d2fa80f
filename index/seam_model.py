"""Does a text begin inside a sentence, and could it go on from another? Learned from cuts inside sentences of news.

The tables hold log-odds by the first characters and words of a text, and by the words and word classes on both sides of a cut; they ship as
``index/models/pages/seams.json``, which says what they were learned from.
"""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from index.tokens import word_spans
from index.wordclass import word_class

TABLES = Path(__file__).parent / "models" / "pages" / "seams.json"
_SEEN = 8


@lru_cache(maxsize=16384)
def inside_odds(head: str) -> float:
    """Log-odds that a folded text begins inside a sentence, about -4 to 4; 0 for an empty one."""
    table = _table("inside")
    return table.get("bias", 0.0) + sum(table.get(name, 0.0) for name in head_marks(head[:_SEEN])) if head else 0.0


@lru_cache(maxsize=65536)
def pair_odds(tail: str, head: str) -> float:
    """Log-odds that the last characters of a text and the first of another stood side by side; both folded, eight characters are read."""
    table = _table("pair")
    return table.get("bias", 0.0) + sum(table.get(name, 0.0) for name in pair_marks(tail[-_SEEN:], head[:_SEEN]))


def head_marks(head: str) -> Iterator[str]:
    """Names of what is seen at the start of a text: its first character and two, its first words."""
    first, second = _first_words(head)
    yield from ("1" + head[:1], "2" + head[:2], "w" + first, "v" + second)


def pair_marks(tail: str, head: str) -> Iterator[str]:
    """Names of what is seen on both sides of a cut: the characters, the words and their classes."""
    last, first = _last_word(tail), _first_words(head)[0]
    before, after = word_class(last), word_class(first)
    yield from (f"p{before}{after}", f"c{tail[-1:]}{head[:1]}", f"t{last}_{after}", f"h{before}_{first}")


@lru_cache(maxsize=16384)
def _first_words(head: str) -> tuple[str, str]:
    words = [word for word, _ in word_spans(head)] if head[:1].isalnum() else [head[:1], *(word for word, _ in word_spans(head[1:]))]
    return words[0] if words else "", words[1] if len(words) > 1 else ""


@lru_cache(maxsize=16384)
def _last_word(tail: str) -> str:
    if tail and not tail[-1].isalnum():
        return tail[-1]
    return next(reversed([word for word, _ in word_spans(tail)]), "")


@cache
def _table(name: str) -> dict[str, float]:
    tables: dict[str, dict[str, float]] = json.loads(TABLES.read_text("utf-8"))["tables"]
    return tables[name]

"""Words of a stretch of a Chinese sentence, where its clauses part, and the phrase that some of its words make."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.chinese_numbers import word_bounds
from index.counted_heads import Word
from index.wordclass import DETERMINERS, GOVERNING, TRAILERS, is_function_word

BREAK = re.compile(r"[,，。;；:：!！?？\n]|——|…")
QUOTE = r"(?:“[^“”\n]{1,60}”|「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|‘[^‘’\n]{1,40}’|《[^《》\n]{1,60}》|\"[^\"\n]{1,40}\")"
_PIECE = re.compile(QUOTE + r"|线上线下|[\u3400-\u9fff]+|[a-z0-9+×.·—-]+|.", re.DOTALL)
_BREAK_OR_QUOTE = re.compile(QUOTE + "|" + BREAK.pattern)
NOT_A_WORD = re.compile(r"[^\w“\"「『‘《+·-]")
JOINS = frozenset(("和", "及", "与", "以及", "或", "的", "、"))
MAX_PHRASE = 24


@lru_cache(maxsize=256)
def words_of(text: str) -> tuple[Word, ...]:
    """Words of a folded stretch of text; a quoted name is one word, punctuation stands alone, white space is dropped."""
    found: list[Word] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if "\u3400" <= piece[0] <= "\u9fff" and piece != "线上线下":
            found += _merged([Word(piece[a:b], match.start() + a, match.start() + b) for a, b in word_bounds(piece)])
        elif not piece.isspace():
            found.append(Word(piece, *match.span()))
    return tuple(found)


# 网约 and 在档 are no words of the dictionary, and 在 alone would end the phrase.
_JOINED = GOVERNING | {"网约", "新冠"} | {f"在{place}" for place in "档册岗校职建编营押院读"}


# 价格上涨 is one word of the dictionary.
_CHANGES = frozenset("上涨 下跌 增长 下降 上升 回升 回落 增加 减少".split())


def _merged(words: list[Word]) -> list[Word]:
    """Joins two characters that jieba leaves apart but that are a governing verb, 选|树, and parts what changed from its change."""
    merged: list[Word] = []
    for word in words:
        if len(word.text) == 4 and word.text[2:] in _CHANGES:
            merged += [Word(word.text[:2], word.start, word.start + 2), Word(word.text[2:], word.start + 2, word.end)]
        elif merged and len(word.text) == len(merged[-1].text) == 1 and (merged[-1].text + word.text) in _JOINED:
            merged[-1] = Word(merged[-1].text + word.text, merged[-1].start, word.end)
        else:
            merged.append(word)
    return merged


def clause_breaks(text: str, start: int, stop: int) -> Iterator[int]:
    """Offsets of the marks that part clauses; those inside a quoted name part none."""
    for match in _BREAK_OR_QUOTE.finditer(text, start, stop):
        if len(match.group()) < 3:
            yield match.start()


def is_mark(word: str) -> bool:
    """True for punctuation."""
    return word != ")" and bool(NOT_A_WORD.match(word))


def phrase_of(region: str, words: Sequence[Word]) -> str:
    """The words as they stand in their region, without what only introduces or trails the noun; of a long list the last."""
    kept = list(words)
    while kept and (kept[-1].text in TRAILERS or kept[-1].text in JOINS) and not (len(kept) == 1 and kept[0].text in ("方面", "情况")):
        kept.pop()
    while kept and (kept[0].text in DETERMINERS or kept[0].text in JOINS):
        kept.pop(0)
    phrase = region[kept[0].start : kept[-1].end] if kept else ""
    while len(phrase) > MAX_PHRASE and ("、" in phrase or "的" in phrase):
        phrase = re.split("[、的]", phrase, maxsplit=1)[1]
    return phrase if len(phrase) > 1 or (kept and not is_function_word(phrase) and "\u3400" <= phrase <= "\u9fff") else ""

"""What a number counts in a Chinese sentence: the noun phrase after its unit, before it, or in the clause before.

建成站点350个, 350个站点, 站点…。目前建成350个 all count 站点. The rules read words and punctuation only; where the verb of a clause ends
and its object begins is told by `index.wordclass`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.chinese_numbers import word_bounds
from index.text import Span
from index.wordclass import EITHER, GOVERNING, PERSONS, is_function_word, is_verb

_BREAK = re.compile(r"[,，。;；:：!！?？\n]|——|…")
_PIECE = re.compile(r"[“\"「『‘《][^“”\"「」『』‘’《》]{1,30}[”\"」』’》]|[\u3400-\u9fff]+|[a-z0-9+×.·—-]+|.", re.DOTALL)
# What stands between a counted noun and its number: 站点[共有]350个, 普及率[达到]97%.
_LINK = re.compile(
    r"(?:总共|一共|共计|共有|共|已经|已|累计|总计|合计|达到|高达|多达|可达|达|大约|约为|约|将近|接近|近|超过|突破|超|逾|均为|分别为|分别达到|分别达|分别|为|有|"
    r"增至|升至|降至|提至|提高到|提高至|提升到|提升至|上升到|上升至|增加到|增加至|增长到|增长至|下降到|下降至|降低到|缩短到|缩短至|压缩至|延长至|延长到|扩大到|扩大至|减至|减少到|减少至|调整为|增长|下降|"
    r"提高|提升|上升|降低|减少|增加|同比|环比|比上年|较上年|较去年|比去年|净增|不少于|不低于|不超过|至少|最多|最高|仅|各|就|均|也|可|还|即|计|"
    r"每年|每月|每天|每场|每次|每人|先后|在|是|了|着|人均|户均|平均|一次性|之|到|至|以|从|由|只|大|第|不足|不到|保持在|稳定在|位居|排名|[:：(（“\"/ ])+$"
)
_SUFFIX_WORDS = re.compile(r"(?:以上|以下|左右|上下|开外|以内|之多|不等|余|多)?(?:\([^()\d]{1,12}\))?的?")
_DETERMINER = re.compile(
    r"^(?:各类|各种|各级|各|全部|所有|这些|该|本|其|其中|包括|全国共有|一批|多种|相关|等|的|了|着|到|出|起|好|成|、|和|及|与|以及|并|也|还|又|再)+"
)
_TRAILING = re.compile(
    r"(?:等|的|和|及|与|以及|、|并|或|至|到|从|由|在|对|为|向|把|将|其中|包括|含|中|里|上|内|外|后|前|时|间|[\s(（“\"'‘《「『/·-])+$"
)
_CHANGE = re.compile(
    r"\s*(?:元|万元)?(?:/人)?\s*(?:一路|逐步|逐年|大幅|先后|再)?(?:提|增|升|降|减|扩|压|缩|调|涨|跌|改|延|下|上)[高升加长大缩减低整少小到至调]{0,2}(?:至|到|为)?了?\s*$"
)
_RANGE = re.compile(r"\s*(?:[-—~～至到]+|不等)\s*$")
_OF = re.compile(r"的")
_MAX = 24


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence with its offsets in the sentence."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=256)
def words_of(text: str) -> tuple[Word, ...]:
    """Words of a folded stretch of text; a quoted name is one word, punctuation stands alone, white space is dropped."""
    found: list[Word] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece[0] >= "\u3400" and piece[0] <= "\u9fff":
            found += [Word(piece[a:b], match.start() + a, match.start() + b) for a, b in word_bounds(piece)]
        elif not piece.isspace():
            found.append(Word(piece, *match.span()))
    return tuple(found)


def phrase_after(text: str, end: int, stop: int) -> str:
    """Noun phrase that begins at ``end``, right after a unit, and does not reach beyond ``stop`` (the next number or the sentence end)."""
    suffix = _SUFFIX_WORDS.match(text, end)
    start = suffix.end() if suffix else end
    limit = _BREAK.search(text, start, stop)
    region = text[start : limit.start() if limit else stop]
    region = region.split("、")[0]
    words = words_of(region)
    if not words or words[0].text in ("(", "（", ")", "）", "、", "/"):
        return ""
    kept = _forward(words)
    if not kept and _OF.search(region):
        tail = words_of(region[region.rindex("的") + 1 :])
        kept = _forward(tail)
        region = region[region.rindex("的") + 1 :]
    return tidy(region[kept[0].start : kept[-1].end]) if kept else ""


def _forward(words: Sequence[Word]) -> list[Word]:
    kept: list[Word] = []
    for index, word in enumerate(words):
        if _ends_phrase(words, index, kept):
            break
        if not kept and is_function_word(word.text) and word.text not in ("双", "新"):
            break
        kept.append(word)
    while kept and kept[-1].text in ("和", "及", "与", "以及", "、", "的", "等", "或"):
        kept.pop()
    return kept


def _ends_phrase(words: Sequence[Word], index: int, kept: list[Word]) -> bool:
    word, rest = words[index].text, words[index + 1 :]
    if word in ("和", "及", "与", "以及", "或", "的"):
        return not kept or not rest or rest[0].text in GOVERNING - EITHER or is_function_word(rest[0].text)
    if re.fullmatch(r"[^\w“\"「『‘《+·-].*", word) or word in ("等", "等等"):
        return True
    if word in EITHER:
        return (
            not rest
            and bool(kept)
            and word not in PERSONS
            and len(kept) > 0
            and word in ("现场", "免费", "积极", "应", "会", "能", "占", "可", "要", "需")
        )
    if word in GOVERNING:
        return True
    if is_verb(word):
        return bool(kept) and not _attributive(rest)
    return bool(kept) and is_function_word(word)


def _attributive(rest: Sequence[Word]) -> bool:
    """A verb inside a noun phrase is followed by its last noun: 职工子女托管班."""
    return 0 < len(rest) <= 3 and not any(w.text in GOVERNING or is_function_word(w.text) for w in rest)


def phrase_before(text: str, begin: int, start: int, *, persons: bool = False) -> str:
    """Noun phrase that ends at ``start``, right before a number, and does not begin before ``begin``.

    Args:
        text: the folded sentence.
        begin: end of the number before, or of the sentence's beginning.
        start: where the number begins.
        persons: the unit counts persons, so 服务, 培训 before a person noun are verbs.
    """
    region_start = max([begin, *(m.end() for m in _BREAK.finditer(text, begin, start))])
    region = text[region_start:start]
    region = region[: len(region) - len(m.group())] if (m := _LINK.search(region)) else region
    words = [w for w in words_of(region)]
    kept = _object_of(words, persons=persons)
    kept = _without_lead(kept)
    return tidy(region[kept[0].start : kept[-1].end]) if kept else ""


def _object_of(words: list[Word], *, persons: bool) -> list[Word]:
    """Words after the last verb that governs them; the verb itself never belongs to the phrase."""
    for index in range(len(words) - 2, -1, -1):
        word = words[index].text
        if word in GOVERNING and _governs(words, index, persons=persons):
            return words[index + 1 :]
    if words and words[-1].text in GOVERNING - EITHER:
        return []
    return words


def _governs(words: list[Word], index: int, *, persons: bool) -> bool:
    word, rest = words[index].text, words[index + 1 :]
    if all(is_function_word(w.text) or w.text in ("、", "(", ")") for w in rest):
        return False
    if word not in EITHER:
        return True
    before = words[index - 1].text if index else ""
    if persons and rest[-1].text in PERSONS:
        return True
    return index == 0 or is_function_word(before) or (before in GOVERNING - EITHER and rest[-1].text in PERSONS)


def _without_lead(words: list[Word]) -> list[Word]:
    """Drops what only introduces the phrase: adverbs, pronouns, times, and what stands before 等 in a list."""
    for index in range(len(words) - 1, 0, -1):
        if words[index].text == "等" and index < len(words) - 1:
            return words[index + 1 :]
    while words and (is_function_word(words[0].text) or words[0].text in ("、", "(", ")", "”", "/")):
        words = words[1:]
    return words


def tidy(phrase: str) -> str:
    """A phrase without determiners before and particles after, at most its last 24 characters' worth of whole list items."""
    phrase = _TRAILING.sub("", _DETERMINER.sub("", phrase.strip(" ,，、:：)）")))
    if phrase.count("(") != phrase.count(")"):
        phrase = phrase.strip("()")
    while len(phrase) > _MAX and "、" in phrase:
        phrase = phrase.partition("、")[2]
    while len(phrase) > _MAX and "的" in phrase:
        phrase = phrase.partition("的")[2]
    return phrase if len(phrase) > 1 or phrase in ("人", "车", "树", "钱", "书", "票") else ""


def earlier_phrase(text: str, start: int) -> str:
    """The nearest noun phrase that closes a clause before ``start``: for 截至目前已建成350个."""
    breaks = [Span(m.start(), m.end()) for m in _BREAK.finditer(text, 0, start)]
    for place in reversed(breaks):
        begin = max([0, *(b.end for b in breaks if b.end <= place.start)])
        phrase = phrase_before(text, begin, place.start)
        if 2 <= len(phrase) <= _MAX and not re.search(r"\d", phrase) and not is_verb(words_of(phrase)[-1].text):
            return phrase
    return ""


def is_change(between: str) -> bool:
    """True when two numbers are joined by a change or a range: 3000[提至]5000元, 2000元[至]6280元."""
    return bool(_CHANGE.match(between) or _RANGE.match(between))

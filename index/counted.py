"""What a number counts in a Chinese sentence: the noun phrase after its unit, before it, or in the clause before.

建成站点350个, 350个站点, 站点…。目前建成350个 all count 站点. The rules read words and punctuation only; where the verb of a clause ends
and its object begins is told by `index.wordclass`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.chinese_numbers import word_bounds
from index.wordclass import (
    DETERMINERS,
    EITHER,
    GOVERNING,
    LINKS,
    OUTCOMES,
    STRICT,
    TRAILERS,
    is_function_word,
    is_person,
    is_time_word,
    is_verb,
)

_BREAK = re.compile(r"[,，。;；:：!！?？\n]|——|…")
_QUOTE = r"(?:“[^“”\n]{1,60}”|「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|‘[^‘’\n]{1,40}’|《[^《》\n]{1,60}》|\"[^\"\n]{1,40}\")"
_PIECE = re.compile(_QUOTE + r"|[\u3400-\u9fff]+|[a-z0-9+×.·—-]+|.", re.DOTALL)
_SUFFIX_WORDS = re.compile(r"(?:以上|以下|左右|上下|开外|以内|之多|不等|余|多)?(?:\([^()\d]{1,12}\))?的?")
_NOT_A_WORD = re.compile(r"[^\w“\"「『‘《+·-]")
_LIST_OR_QUOTE = re.compile("、|" + _QUOTE)
# jieba reads 占比达60% as 占|比达.
_REACHES = re.compile(r"(?:达到|高达|多达|(?<![到发表传雷抵通送直])达)\s*$")
# A clause that begins so names a source or a circumstance, never what the next one counts: 据媒体报道, …
_CIRCUMSTANCE = re.compile(r"\s*(?:据|根据|依据|按照|依照|随着|为了|由于|鉴于|通过|经过|截至|截止|自从|除了|此外|同时|目前)")
_JOINS = frozenset(("和", "及", "与", "以及", "或", "的", "、"))
_MAX = 24
# Characters before a number in which the noun of an earlier clause is looked for.
_LOOK_BACK = 200


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
        if "\u3400" <= piece[0] <= "\u9fff":
            found += _merged([Word(piece[a:b], match.start() + a, match.start() + b) for a, b in word_bounds(piece)])
        elif not piece.isspace():
            found.append(Word(piece, *match.span()))
    return tuple(found)


def _merged(words: list[Word]) -> list[Word]:
    """Joins two characters that jieba leaves apart but that are a governing verb: 选|树."""
    merged: list[Word] = []
    for word in words:
        if merged and len(word.text) == len(merged[-1].text) == 1 and (merged[-1].text + word.text) in GOVERNING | {"网约"}:
            merged[-1] = Word(merged[-1].text + word.text, merged[-1].start, word.end)
        else:
            merged.append(word)
    return merged


def phrase_after(text: str, end: int, stop: int) -> str:
    """Noun phrase that begins at ``end``, right after a unit, and does not reach beyond ``stop`` (the next number or the sentence end)."""
    suffix = _SUFFIX_WORDS.match(text, end, stop)
    start = suffix.end() if suffix else end
    limit = _BREAK.search(text, start, stop)
    region = _first_of_list(text[start : limit.start() if limit else stop])
    kept = _outcome(words_of(region)) or _forward(words_of(region))
    if not kept and "的" in region:
        region = region[region.rindex("的") + 1 :]
        kept = _forward(words_of(region))
    return _phrase(region, kept)


def _first_of_list(region: str) -> str:
    """The region up to the first 、 that is not inside a quoted name."""
    for match in _LIST_OR_QUOTE.finditer(region):
        if match.group() == "、":
            return region[: match.start()]
    return region


def _outcome(words: Sequence[Word]) -> list[Word]:
    """受伤 in 139人受伤, 中暑死亡 in 23人中暑死亡."""
    kept = [word for word in words[:2] if word.text in OUTCOMES]
    return kept if kept and kept[0] is words[0] else []


def _forward(words: Sequence[Word]) -> list[Word]:
    kept: list[Word] = []
    for index, word in enumerate(words):
        if word.text in ("等", "等等") and kept and _goes_on(words[index + 1 :]):
            kept = []
        elif _ends_phrase(words, index, begun=bool(kept)):
            break
        else:
            kept.append(word)
    while kept and kept[-1].text in _JOINS:
        kept.pop()
    return [] if all(is_verb(word.text) or word.text in EITHER for word in kept) else kept


def _goes_on(rest: Sequence[Word]) -> bool:
    return bool(rest) and rest[0].text not in STRICT and not is_function_word(rest[0].text) and not _NOT_A_WORD.match(rest[0].text)


def _ends_phrase(words: Sequence[Word], index: int, *, begun: bool) -> bool:
    word, rest = words[index].text, words[index + 1 :]
    if word in _JOINS:
        return not begun or not _goes_on(rest)
    if word in ("等", "等等") or (_NOT_A_WORD.match(word) and not _bracketed(words, index)):
        return True
    if begun and (is_time_word(word) or word in ("以上", "以下")):
        return not _goes_on(rest)
    if word in EITHER:
        return not rest and begun
    if word in GOVERNING or is_function_word(word):
        return True
    return is_verb(word) and begun and not _attributive(rest)


def _bracketed(words: Sequence[Word], index: int) -> bool:
    """A bracket inside a name, 手造(大)工匠, does not end it."""
    word = words[index].text
    if word == "(":
        return index > 0 and len(words) > index + 3 and words[index + 2].text == ")"
    return word == ")" and index > 2 and words[index - 2].text == "("


def _attributive(rest: Sequence[Word]) -> bool:
    """A verb inside a noun phrase is followed by its last noun: 职工子女托管班."""
    return len(rest) == 1 and _goes_on(rest) and not is_verb(rest[0].text) and rest[0].text[0] not in '“"「『《'


def phrase_before(text: str, begin: int, start: int) -> str:
    """Noun phrase that ends at ``start``, right before a number, and does not begin before ``begin`` (the number before it).

    What links the two is dropped: 站点[共有]350个, 普及率[达到]97%; so is the verb that governs the phrase: [建成]站点350个.
    """
    region_start = max([begin, *(m.end() for m in _BREAK.finditer(text, begin, start))])
    region = _REACHES.sub("", text[region_start:start])
    words = list(words_of(region))
    while words and (words[-1].text in LINKS or words[-1].text in STRICT or is_function_word(words[-1].text) or _is_mark(words[-1].text)):
        words.pop()
    kept = _without_lead(_object_of(words))
    if (len(kept) == 1 and kept[0].text in EITHER) or (len(words) == 1 and is_verb(words[0].text)):
        return ""
    return _phrase(region, kept)


def _is_mark(word: str) -> bool:
    return word != ")" and bool(_NOT_A_WORD.match(word))


def _object_of(words: list[Word]) -> list[Word]:
    """Words after the last verb that governs them; the verb itself never belongs to the phrase."""
    for index in range(len(words) - 2, -1, -1):
        if words[index].text in GOVERNING and _governs(words, index):
            return words[index + 1 :]
    return words


def _governs(words: list[Word], index: int) -> bool:
    word, rest = words[index].text, words[index + 1 :]
    if len(rest) == 1 and len(rest[0].text) == 1:  # 播放|量, 办结|率, 受理|点 are nouns
        return False
    if all(is_function_word(w.text) or _NOT_A_WORD.match(w.text) for w in rest):
        return False
    if word not in EITHER:
        return True
    if is_person(rest[-1].text):
        return True
    before = words[index - 1].text if index else ""
    compound = len(rest) == 1 or all(len(w.text) == 1 for w in rest)
    return (
        not compound
        and (index == 0 or is_function_word(before) or before in GOVERNING or is_verb(before))
        and words[index + 1].text != "的"
    )


def _without_lead(words: list[Word]) -> list[Word]:
    """Drops what only introduces the phrase: adverbs, pronouns, times, and what stands before 等 in a list."""
    for index in range(len(words) - 1, 0, -1):
        if words[index].text in ("等", "等等") and index < len(words) - 1:
            return _without_lead(words[index + 1 :])
    while words and (words[0].text in DETERMINERS or is_function_word(words[0].text) or _is_mark(words[0].text) or words[0].text == ")"):
        words = words[1:]
    return words


def _phrase(region: str, words: Sequence[Word]) -> str:
    kept = list(words)
    while kept and (kept[-1].text in TRAILERS or kept[-1].text in _JOINS):
        kept.pop()
    while kept and (kept[0].text in DETERMINERS or kept[0].text in _JOINS):
        kept.pop(0)
    phrase = region[kept[0].start : kept[-1].end] if kept else ""
    while len(phrase) > _MAX and ("、" in phrase or "的" in phrase):
        phrase = re.split("[、的]", phrase, maxsplit=1)[1]
    return phrase if len(phrase) > 1 or (kept and not is_function_word(phrase) and "\u3400" <= phrase <= "\u9fff") else ""


def earlier_phrase(text: str, start: int) -> tuple[int, str]:
    """The nearest noun phrase that closes a clause before ``start``, and where it ends: for 截至目前已建成350个."""
    breaks = list(_BREAK.finditer(text, max(0, start - _LOOK_BACK), start))
    for index in range(len(breaks) - 1, -1, -1):
        if _CIRCUMSTANCE.match(text, breaks[index - 1].end() if index else 0):
            continue
        phrase = phrase_before(text, breaks[index - 1].end() if index else max(0, start - _LOOK_BACK), breaks[index].start())
        if 2 <= len(phrase) <= _MAX and not re.search(r"\d", phrase) and not is_verb(words_of(phrase)[-1].text):
            return breaks[index].start(), phrase
    return -1, ""


# 3000[提至]5000元, 2000元[至]6280元
_CHANGE = re.compile(
    r"\s*(?:一路|逐步|逐年|大幅|先后|再)?(?:提|增|升|降|减|扩|压|缩|调|涨|跌|改|延|下|上)[高升加长大缩减低整少小到至调]{0,2}(?:至|到|为)?了?\s*$"
)
_RANGE = re.compile(r"\s*+[-—~～至到]++\s*+$")


def is_range(between: str) -> bool:
    """True when two numbers are the ends of a range: 2000元[至]6280元."""
    return bool(_RANGE.match(between))


def is_change(between: str) -> bool:
    """True when the second number is what the first became: 3000元[提至]5000元."""
    return bool(_CHANGE.match(between))

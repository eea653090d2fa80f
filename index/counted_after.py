"""The noun phrase after a number and its unit: 350个[站点], 800名[职工]成了能手."""

import re
from collections.abc import Sequence

from index.counted_heads import (
    EVENT_UNITS,
    PERSON_UNITS,
    SINGLE_VERBS,
    Word,
    acts_in,
    is_person_noun,
    is_verb_like,
    person_head,
)
from index.counted_words import JOINS, NOT_A_WORD, QUOTE, clause_breaks, phrase_of, words_of
from index.proper import name_table
from index.wordclass import EITHER, GOVERNING, OUTCOMES, STRICT, is_function_word, is_person, is_time_word, is_verb, word_class

_SUFFIX_WORDS = re.compile(r"(?:以上|以下|左右|上下|开外|以内|之多|不等|余|多)?(?:\([^()\d]{1,12}\))?的?")
_LIST_OR_QUOTE = re.compile("、|" + QUOTE)
# Nouns that close a phrase which a verb opens: 22项[方便办事]措施.
_ACT_NOUNS = frozenset(
    "措施 活动 项目 方案 政策 服务 工程 计划 行动 制度 办法 机制 任务 课题 成果 案件 问题 会议 规定 意见 协议 合同 比赛 竞赛".split()
)
# Of these a number of things may be: 4例[新增]病例.
_NEWLY = frozenset("新增 新建 新设 新添 新开 累计 现有 新发 在建".split())
_SUFFIXES = frozenset("性型式化器机者员率量类")
_DEICTIC = re.compile(r"今[天日年晨晚]|昨[天日晚]|[上本这下]周|去年|近日|目前|日前|此前|随后|现在|如今|当[天日]")
# Verbs of one character by the dictionary, nouns in a count: 28座站.
_SINGLE_NOUNS = frozenset("站队团费岗课戏")


def phrase_after(text: str, end: int, stop: int, unit: str = "") -> str:
    """Noun phrase that begins at ``end``, right after a unit, and does not reach beyond ``stop`` (the next number or the sentence end)."""
    suffix = _SUFFIX_WORDS.match(text, end, stop)
    start = suffix.end() if suffix else end
    limit = next(iter(clause_breaks(text, start, stop)), stop)
    region = _first_of_list(text[start:limit])
    kept = _counted_by(unit, words_of(region))
    if "的" in region and (not kept or (unit in PERSON_UNITS and not any(is_person_noun(word.text) for word in kept))):
        region = region[region.rindex("的") + 1 :]
        kept = _counted_by(unit, words_of(region))
    return phrase_of(region, kept)


def _counted_by(unit: str, words: Sequence[Word]) -> list[Word]:
    if kept := _outcome(words) or (acts_in(words) if unit in EVENT_UNITS - PERSON_UNITS else []):
        return kept
    persons = unit in PERSON_UNITS
    kept = _forward(words, persons=persons)
    if persons:
        return person_head(kept)
    if not kept and len(words) > 1 and words[0].text in _NEWLY:
        return _forward(words[1:])
    if not kept and len(words) > 2 and words[0].text in STRICT and words[-1].text in _ACT_NOUNS:
        return [words[-1]]
    return kept


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


def _forward(words: Sequence[Word], *, persons: bool = False) -> list[Word]:
    kept: list[Word] = []
    for index, word in enumerate(words):
        if word.text in ("等", "等等") and kept and _goes_on(words[index + 1 :]):
            kept = []
        elif (kept and _acts(words, index, persons=persons)) or _ends_phrase(words, index, begun=bool(kept)):
            break
        else:
            kept.append(word)
    while kept and kept[-1].text in JOINS:
        kept.pop()
    if len(kept) == 1 and len(kept[0].text) == 1 and word_class(kept[0].text) == "v" and kept[0].text not in _SINGLE_NOUNS:
        return []
    return [] if all(is_verb(word.text) or word.text in EITHER for word in kept) else kept


def _acts(words: Sequence[Word], index: int, *, persons: bool) -> bool:
    """A verb after a noun: 8家企业[派]人来听, 14个部门[联合推出], 30个片区[服务]劳动者, 90个村[全部]通了光纤."""
    word, rest = words[index].text, words[index + 1 :]
    if word in SINGLE_VERBS:
        # 网约[送]餐企业: with the one character after it, it stands before the noun.
        short = len(rest) > 1 and len(rest[0].text) == 1 and not is_function_word(rest[0].text)
        return not (short and len(rest[-1].text) > 1 and not is_verb_like(rest[-1].text))
    if word == "全部" or re.fullmatch('[“"「].[”"」]', word):
        return True
    if len(word) == 4 and is_verb_like(word[:2]) and is_verb_like(word[2:]):
        return True
    return word in EITHER and not persons and bool(rest) and is_person(rest[-1].text)


def _goes_on(rest: Sequence[Word]) -> bool:
    return bool(rest) and rest[0].text not in STRICT and not is_function_word(rest[0].text) and not NOT_A_WORD.match(rest[0].text)


def _ends_phrase(words: Sequence[Word], index: int, *, begun: bool) -> bool:
    word, rest = words[index].text, words[index + 1 :]
    if word in JOINS:
        return not begun or not _goes_on(rest) or _counted_apart(rest[0].text)
    if word in ("等", "等等") or (NOT_A_WORD.match(word) and not _bracketed(words, index)):
        return True
    if begun and (is_time_word(word) or word in ("以上", "以下")):
        return bool(_DEICTIC.match(word)) or not _goes_on(rest)
    if word in EITHER or (rest and rest[0].text in _SUFFIXES and is_verb(word)):
        return not rest and begun
    if word in GOVERNING or is_function_word(word):
        return True
    return is_verb(word) and begun and not _attributive(rest)


def _counted_apart(word: str) -> bool:
    """先进小组和[若干]个人, 五大林场以及[中国]林学会: what follows the join is not what the number counts."""
    return word in ("若干", "一些", "多个", "多名", "其他") or name_table().kinds.get(word) in ("place", "body")


def _bracketed(words: Sequence[Word], index: int) -> bool:
    """A bracket inside a name, 手造(大)工匠, does not end it."""
    word = words[index].text
    if word == "(":
        return index > 0 and len(words) > index + 3 and words[index + 2].text == ")"
    return word == ")" and index > 2 and words[index - 2].text == "("


def _attributive(rest: Sequence[Word]) -> bool:
    """A verb inside a noun phrase is followed by its last noun: 职工子女托管班."""
    return len(rest) == 1 and _goes_on(rest) and not is_verb(rest[0].text) and rest[0].text[0] not in '“"「『《'

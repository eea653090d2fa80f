"""What a number counts in a Chinese sentence where it stands before the number, or in the clause before.

建成站点350个 and 站点…。目前建成350个 count 站点. The rules read words and punctuation only; where the verb of a clause ends and its object
begins is told by `index.wordclass`. What stands after the unit is read by `index.counted_after`.
"""

import re
from collections.abc import Sequence

from index.counted_heads import EVENT_UNITS, MONEY_ACTS, PERSON_UNITS, SINGLE_VERBS, Word, is_agent, is_person_noun, is_verb_like
from index.counted_words import BREAK, MAX_PHRASE, NOT_A_WORD, clause_breaks, is_mark, phrase_of, words_of
from index.wordclass import DETERMINERS, EITHER, GOVERNING, LINKS, OUTCOMES, STRICT, is_function_word, is_person, is_verb

# jieba reads 占比达60% as 占|比达.
_REACHES = re.compile(
    r"(?:达到|高达|多达|(?<![到发表传雷抵通送直])达"
    r"|占[^,，。;；]{1,20}?的|(?:加|合|算)(?:起来|在一起)(?:一共|共)?有?|新台币|人民币|港币)\s*$"
)
# 比前一年[多出]800个 is by how much, and of no thing; a share is still one of it: 占比同比[高]1.2个百分点.
_COMPARED = re.compile(r"(?:同比|环比|比[^,，。]{1,10}?|较[^,，。]{1,10}?)[高低多少快慢大小长短重轻][出了增减收支亏]?\s*$")
_SHARES = frozenset(("%", "个百分点"))
# 服务阵地[在县级以上已有]18个: a frame between the thing and its number.
_FRAME = re.compile(
    r"(?<=[\u3400-\u9fff])在[\u3400-\u9fff]{1,8}?(?:以上|以下|以内|范围内|[内里中上])(?:已经|已|共|也|都|还|现)?(?:建有|设有|有|达)?\s*$"
)
_LOCATIVES = frozenset("里 内 中 上 下 旁 之中 之内 里面".split())
_RESULTS = frozenset("出到掉完起回下上成好进走")
# A clause that begins so names a source or a circumstance, never what the next one counts: 据媒体报道, …
_CIRCUMSTANCE = re.compile(
    r"\s*(?:据|根据|依据|按照|依照|随着|为了|由于|鉴于|通过|经过|截至|截止|自从|除了|此外|同时|目前|(?:今年|去年|近年来?|本月|当天|其间)(?:以来|来|初|底)?[,，])"
)
# Characters before a number in which the noun of an earlier clause is looked for.
_LOOK_BACK = 200


def phrase_before(text: str, begin: int, start: int, *, unit: str = "", money: bool = False) -> str:
    """Noun phrase that ends at ``start``, right before a number, and does not begin before ``begin`` (the number before it).

    What links the two is dropped: 站点[共有]350个, 普及率[达到]97%, 培训[办了]30场; so is the verb that governs it: [建成]站点350个.
    Who acts is not what money is stated of: 市民政局投入1860万元 counts nothing, 公司出资20万元 the 出资.
    """
    region_start = max([begin, *(at + 1 for at in clause_breaks(text, begin, start))])
    region = text[region_start:start]
    if _COMPARED.search(region) and unit and unit not in _SHARES:
        return NOTHING
    region = _FRAME.sub("", _REACHES.sub("", _COMPARED.sub("", region)))
    words = list(words_of(region))
    act, located = _drop_links(words)
    kept = _without_lead(_object_of(words))
    phrase = "" if located else phrase_of(region, kept)
    if money and act and (not phrase or is_agent(phrase) or _BENEFITS.search(region)):
        return act if act in MONEY_ACTS else NOTHING if is_agent(phrase) else phrase
    if act and kept and (_goes_to(words, kept[0]) or (unit in PERSON_UNITS and not may_count(unit, phrase))):
        return ""
    if not act and ((len(kept) == 1 and kept[0].text in EITHER) or (len(words) == 1 and is_verb(words[0].text))):
        return kept[0].text if kept and (unit in EVENT_UNITS or kept[0].text in OUTCOMES) else ""
    return "" if len(phrase) == 1 and phrase in SINGLE_VERBS else phrase


# What `phrase_before` says where it is known that nothing is counted, so that no other clause is searched.
NOTHING = "\0"
_BENEFITS = re.compile(r"[为给对向]")
_PERIOD = re.compile(r"[一二三四五六七八九十两半几数]+(?:年|个月|月|天|周)")


# 财政局[出资]560万元; those that are nouns as well (项目补助, 总投资) stay.
_GIVES = frozenset("出资 注资 授信 拨款 筹资 集资".split())


def _goes_to(words: Sequence[Word], first: Word) -> bool:
    """到[学校和企业]讲了70场: the noun is where something was done, not what was."""
    before = [word.text for word in words if word.end <= first.start]
    return bool(before) and before[-1] in ("到", "在", "向", "对", "给", "为", "从", "往", "由", "于")


def _drop_links(words: list[Word]) -> tuple[str, bool]:
    """Takes from the end what links a noun to its number; the verb among it, and whether the noun was a place (工作室[里也新建了]2家)."""
    act, done, located = "", False, False
    while words:
        last = words[-1].text
        if _is_link(last):
            done = last in ("了", "过")
            located = located or last in _LOCATIVES
        elif last in OUTCOMES:
            break
        elif last in STRICT or last in _GIVES or last in SINGLE_VERBS or _has_result(last) or (done and is_verb_like(last)):
            act, done = act or last, False
        else:
            break
        words.pop()
    return act, located


def _is_link(word: str) -> bool:
    """同比增加 is one word of the dictionary."""
    if word[:2] in ("同比", "环比") or _PERIOD.fullmatch(word) or is_mark(word):
        return True
    return word in LINKS or is_function_word(word)


def _has_result(word: str) -> bool:
    return len(word) == 2 and word[1] in _RESULTS and is_verb(word)


def governs(text: str, begin: int, start: int) -> bool:
    """True when a verb that takes the counted thing, or 的, stands right before a number: [帮助]13家企业, 林学会[的]24支代表队."""
    words = words_of(text[max(begin, start - 12) : start])
    last = words[-1].text if words else ""
    return last == "的" or (last in STRICT and last not in LINKS)


def may_count(unit: str, phrase: str) -> bool:
    """False where a noun of another clause cannot be what the unit counts: persons are no 活动, visits no 企业."""
    if unit in ("人", "名", "位"):
        return bool(phrase) and (phrase[-1] in "额数量率" or is_person_noun(words_of(phrase)[-1].text))
    return unit != "人次" or not is_agent(phrase)


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
    if all(is_function_word(w.text) or NOT_A_WORD.match(w.text) for w in rest):
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
    while words and (words[0].text in DETERMINERS or is_function_word(words[0].text) or is_mark(words[0].text) or words[0].text == ")"):
        words = words[1:]
    return words


def earlier_phrase(text: str, start: int) -> tuple[int, str]:
    """The nearest noun phrase that closes a clause before ``start``, and where it ends: for 截至目前已建成350个."""
    breaks = list(BREAK.finditer(text, max(0, start - _LOOK_BACK), start))
    for index in range(len(breaks) - 1, -1, -1):
        if _CIRCUMSTANCE.match(text, breaks[index - 1].end() if index else 0):
            continue
        phrase = phrase_before(text, breaks[index - 1].end() if index else max(0, start - _LOOK_BACK), breaks[index].start())
        if 2 <= len(phrase) <= MAX_PHRASE and not re.search(r"\d", phrase) and not is_verb(words_of(phrase)[-1].text):
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

"""Names, places, organisations and lists inside a sentence that answers: what stands there, not what a model would say.

Candidates come from jieba's part-of-speech tags and from the way Chinese news names things: a title before a person, 在…举行 around a
place, a suffix such as 公司 or 学院 at the end of an organisation, 、 between the items of a list.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from index.names import COMPOUND_SURNAMES, SURNAMES
from index.numerals import numbers_in
from index.text import fold, is_mostly_han
from index.tokens import segmenter, word_spans
from rag.expected import Expected
from rag.term import Term

_TITLES = (
    "主席|书记|主任|局长|处长|科长|院长|校长|经理|总经理|董事长|班长|组长|队长|司机|记者|通讯员|职工|员工|工人|焊接工|选手|会长|站长|部长|市长|县长|区长|镇长|"
    "教授|专家|医生|护士|教师|老师|师傅|代表|委员|负责人|劳模|工匠|农民工|骑手|快递员|院士|秘书长|工程师|技师|居民|村民|市民|学生|志愿者|”"
)
_TITLE = re.compile(_TITLES)
# What follows a person's name: a verb of saying or doing, a preposition, a mark.
_AFTER_NAME = re.compile(
    r"说|表示|介绍|告诉|回忆|坦言|强调|指出|透露|认为|在|对|为|向|和|与|、|,|，|。|的|等|连声|代表|陪同|作|再|冒|到|赴|也|是|就|把|被"
    r"|从|带|每|负责|来|去|将|还|都|又|并|以|用|给|让|\s|$"
)
# After a title 和, 于, 向 and 时 join or date it; a bearer of these surnames is found by the tagger.
_SURNAMES = (SURNAMES - frozenset("和于向时")) | COMPOUND_SURNAMES
# Characters that no given name holds end what only looks like one: 高兴地, 安全的.
_NAME_CHARACTERS = re.compile(
    r"[\u4e00-\u9fff](?:(?![的地得了着过们是在有不和与及或等说到来去为对向被把从将也就都还又以并让给用于之其这那个])[\u4e00-\u9fff])+"
)
_FOLLOWING = 4
# Two to four capitalised words: Maria da Silva Costa; titles, days, months and what an event or a body is called are no person's.
_NOT_A_PERSON = (
    "Mr|Mrs|Ms|Dr|Prof|Sir|President|Prime|Minister|King|Queen|The|A|An|In|On|At|And|But|For|From|Of|By|With|It|He|She|They|This|That|Who|When"
    "|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    "|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Cup|Award|Awards|Prize|Academy|Championship|Championships|League|University"
    "|College|School|Company|Inc|Co|Corp|Ltd|Union|Party|Committee|Association|Open|Tour|Final|Finals|Series|Season|Year|World|National|City"
    "|State|States|United|Street|Park|Club|Games|Medal|House|Court|News|Times|Daily|Press|Stadium|Arena|Its|His|Her|Our|Their|My|Men|Women|Singles|Director|Movie|Film"
)
_CAPITALISED = rf"(?!(?:{_NOT_A_PERSON})\b)[A-Z][a-zà-ÿ'’]+"
_LATIN_PERSON = re.compile(rf"\b{_CAPITALISED}(?: (?:{_CAPITALISED}(?:-[A-Z][a-zà-ÿ'’]+)?|[A-Z]\.|da|de|van|von|bin|al)){{1,3}}\b")
# Names before a verb of winning or being chosen, one or several.
_WINNERS = re.compile(
    r"(?:(?<=[,，。;；:：、])|(?<=最终)|(?<=其中)|^)(?P<names>[\u4e00-\u9fff]{2,4}?(?:、[\u4e00-\u9fff]{2,4}?)*)(?:等\d*[余多]?人)?(?:荣获|获得|获|摘得|夺得|当选|分获|入选)"
)
_HELD_AT = re.compile(
    r"(?:在|于|走进)(?P<name>[^,，。;；、]{2,24}?)(?:内|里)?(?:顺利|正式|隆重|成功)?(?:举行|举办|召开|开幕|开赛|进行|落幕|开班|启动|揭牌|成立|办)"
)
_PLACE_END = "街道|社区|广场|中心|农庄|学校|学院|大学|医院|党校|公园|车站|基地|剧院|礼堂|体育馆|图书馆|酒店|园区|馆|省|市|区|县|镇|乡|村"
_PLACE = re.compile(rf"[\u4e00-\u9fff]{{1,12}}?(?:{_PLACE_END})")
_ORGANISATION_END = (
    "有限责任公司|股份有限公司|有限公司|公司|集团|矿业|银行|医院|学院|大学|学校|协会|联合会|总工会|工会"
    "|研究院|研究所|中心|委员会|局|厅|报社|电视台|重工|铝业|商厦|企业|工厂|厂"
)
_ORGANISATION = re.compile(rf"[\u4e00-\u9fffA-Za-z]{{2,18}}?(?:{_ORGANISATION_END})(?![\u4e00-\u9fff]{{0,2}}(?:{_ORGANISATION_END}))")
_QUOTED = re.compile(r"[“「『\"](?P<name>[^”」』\"]{2,30})[”」』\"]")
_ITEM = r"[^,，。;；:：、!?！？]{1,24}"
_ENUMERATION = re.compile(rf"{_ITEM}(?:、{_ITEM})+")
_LEAD_IN = re.compile(r"^.*(?:包括|涵盖|包含|分别是|分别为|即|通过|构建起|采用|提供|有|在|以|由|为|是|放置|聘请|来自|走进|:|：)(?=.{2,})")

_AND_SO_ON = re.compile(r"(?<=..)等.{0,12}$")
_COUNT_OF_ITEMS = re.compile(r"(?<=..)(?P<n>[两二三四五六七八九十]|(?<!\d)\d++)[个家所项种类位条座样名支件场部本篇大人].{0,8}$")
# After these words another phrase begins: 食堂由｜东湖餐饮公司.
_NAME_BEGINS_AFTER = frozenset(
    "由 在 与 和 向 对 为 被 让 把 从 到 是 及 以及 于 的 联合 联系 走进 推广 来自 选派 组织 通过 委托 邀请 加入 进入".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A candidate answer: its text as printed and a score by the clues around it, larger is better."""

    text: str
    score: float


@cache
def tagger() -> Any:
    """The process's part-of-speech tagger, over the dictionary that everything else is cut with."""
    from jieba.posseg import POSTokenizer

    return POSTokenizer(segmenter())


def named_in(expected: Expected, sentence: str, terms: Sequence[Term], article: str = "") -> list[Named]:
    """Candidates of the kind asked for in a sentence, best first; what the question itself says is no answer.

    Args:
        expected: the kind of answer asked for.
        sentence: as printed.
        terms: the question's.
        article: the body around it: a person is named in full, with a title, once, and later by the name alone.
    """
    finder = _FINDERS.get(expected)
    if finder is None:
        return []
    people = people_in(article or sentence) if expected is Expected.PERSON else frozenset()
    asked = [form for term in terms for form in term.forms]
    said = {word for term in terms for word in fold(term.text).split()}
    best: dict[str, float] = {}
    for text, position, bonus in finder(sentence, people):
        name = text.strip("“”\"' 的")
        if len(name) < 2 or any(fold(name) == form for form in asked) or (name.isascii() and said & set(fold(name).split())):
            continue
        best[name] = max(best.get(name, -9.0), bonus + _nearness(sentence, position, len(name), asked))
    return sorted((Named(name, score) for name, score in best.items()), key=lambda n: (-n.score, sentence.find(n.text)))


def _nearness(sentence: str, position: int, length: int, asked: Sequence[str]) -> float:
    """How near the question's words stand to a candidate: 1 for a word that touches it, less with distance."""
    folded, score = fold(sentence), 0.0
    for form in asked:
        spots = [m.start() for m in re.finditer(re.escape(form), folded)] if len(form) > 1 else []
        if not form.startswith("副"):  # 主席 is not the 副主席
            spots = [spot for spot in spots if folded[spot - 1 : spot] != "副"]
        gaps = [position - (spot + len(form)) if spot < position else spot - (position + length) for spot in spots]
        if gaps:
            score += 1.0 / (1.0 + max(0, min(gaps)) / 4)
    return score


@lru_cache(maxsize=256)
def people_in(body: str) -> frozenset[str]:
    """Names of people in a text, as printed: a surname and one or two characters after a title, where the name comes again or ends there.

    Example: 送血司机陈长江 and, later, 陈长江再次出发 give 陈长江.
    """
    folded, known = fold(body), segmenter().FREQ
    found: set[str] = set()
    for title in _TITLE.finditer(folded):
        start = title.end()
        for length in (4, 3, 2):
            name = folded[start : start + length]
            surname = name[:2] if length == 4 else name[:1]
            if len(name) < length or surname not in _SURNAMES or not _NAME_CHARACTERS.fullmatch(name) or known.get(name, 0):
                continue
            if _AFTER_NAME.match(folded, start + length) or folded.count(name) > 1 or _word_begins(folded, start, length):
                found.add(body[start : start + length])
                break
    return frozenset(found)


def _word_begins(folded: str, start: int, length: int) -> bool:
    """True when a dictionary word of two characters or more follows the name: 主席钱永平｜到场."""
    at = 0
    for word in segmenter().cut(folded[start : start + length + _FOLLOWING], HMM=False):
        if at >= length:
            return at == length and len(word) > 1 and word.isalpha()
        at += len(word)
    return False


def _people(sentence: str, people: frozenset[str]) -> Iterator[tuple[str, int, float]]:
    if not is_mostly_han(sentence):
        yield from ((match.group(), match.start(), 0.3) for match in _LATIN_PERSON.finditer(sentence))
        return
    for match in _WINNERS.finditer(sentence):
        names = match["names"].split("、")
        if all(name[0] in _SURNAMES or name[:2] in _SURNAMES for name in names):
            # The prize follows the names: 叶许根、黄庭宝荣获一等奖 are nearest to it at their end.
            yield match["names"], match.end("names") - 1, 1.0
    for name in people:
        for match in re.finditer(re.escape(name), sentence):
            yield name, match.start(), 1.0
    position = 0
    for token in tagger().cut(fold(sentence)):
        if any(name in token.word for name in people):
            position += len(token.word)
            continue
        if token.flag in {"nr", "nrt", "nrfg"} and 2 <= len(token.word) <= 4 and token.word[0] in SURNAMES:
            after = _AFTER_NAME.match(sentence, position + len(token.word))
            yield sentence[position : position + len(token.word)], position, 0.5 if after else -0.5
        position += len(token.word)


def _places(sentence: str, _people_named: frozenset[str]) -> Iterator[tuple[str, int, float]]:
    for match in _HELD_AT.finditer(sentence):
        yield match["name"], match.start("name"), 1.5
    for match in _PLACE.finditer(sentence):
        yield match.group().lstrip("在于"), match.start(), 0.3
    position = 0
    for token in tagger().cut(fold(sentence)):
        if token.flag == "ns":
            yield sentence[position : position + len(token.word)], position, 0.5
        position += len(token.word)


def _organisations(sentence: str, _people_named: frozenset[str]) -> Iterator[tuple[str, int, float]]:
    for match in _ORGANISATION.finditer(sentence):
        start = max((span.end for word, span in word_spans(match.group()) if word in _NAME_BEGINS_AFTER), default=0)
        yield match.group()[start:], match.start() + start, 0.5
    for match in _QUOTED.finditer(sentence):
        yield match["name"], match.start("name"), 0.1


def _lists(sentence: str, _people_named: frozenset[str]) -> Iterator[tuple[str, int, float]]:
    for match in _ENUMERATION.finditer(sentence):
        first, *rest = match.group().split("、")
        items = [_LEAD_IN.sub("", first) or first, *rest]
        items[-1] = _without_lead_out(items[-1], len(items))
        yield "、".join(items), match.start(), 0.4 + 0.1 * len(items)
    quoted = [m["name"] for m in _QUOTED.finditer(sentence)]
    if quoted:
        yield "、".join(quoted), sentence.find(quoted[0]), 0.2


def _without_lead_out(last: str, count: int) -> str:
    """The last item without what closes the list: 等服务, or the number of its items (雨伞、充电｜两种服务)."""
    counted = _COUNT_OF_ITEMS.search(last)
    if counted and (count in numbers_in(counted["n"]) or (count == 2 and counted["n"] == "两")):
        return last[: counted.start()]
    return _AND_SO_ON.sub("", last) or last


def _quoted(sentence: str, _people_named: frozenset[str]) -> Iterator[tuple[str, int, float]]:
    for match in _QUOTED.finditer(sentence):
        yield match["name"], match.start("name"), 0.0


_FINDERS: dict[Expected, Callable[[str, frozenset[str]], Iterator[tuple[str, int, float]]]] = {
    Expected.PERSON: _people,
    Expected.PLACE: _places,
    Expected.ORGANISATION: _organisations,
    Expected.LIST: _lists,
    Expected.EXPLANATION: _quoted,
    Expected.ORDER: _quoted,
    Expected.YES_NO: _quoted,
}

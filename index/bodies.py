"""Organisations named in a Chinese text: from the word that says what kind of body it is back to where its own name begins.

淄博市|总工会: before the kind stand words of the dictionary, read backwards, until one that stands in no name (a particle, a verb of
news); the name opens with the first place or proper word among them. 当地政府 and 一家公司 hold no word of their own and are none.
"""

import re
from functools import cache

from index.name_words import AFTER_PLACE, ALONE, GENERIC, INSIDE, ONE_OF_A_KIND, WITH_OWN
from index.people import Named
from index.proper import name_table
from index.text import one_of
from index.tokens import segmenter
from index.wordclass import EITHER, STRICT, is_function_word, is_verb

_KIND = re.compile(one_of((*AFTER_PLACE, *WITH_OWN, *ALONE)))
_PLACE_KINDS, _KNOWN = frozenset(AFTER_PLACE), frozenset(ALONE)
# 和 and verbs inside names of authorities.
_JOINED = re.compile(
    r"(?:发展和改革|人力资源和社会保障|住房和城乡建设|文化和旅游|工业和信息化|卫生和计划生育|规划和自然资源|自然资源和规划|经济和信息化|教育和体育"
    r"|市场和质量|民族和宗教)$"
)
_AUTONOMOUS = re.compile(r"(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区$")
# The last signs of those two, and the line end that ``$`` looks over: most words end with none, and are not searched for.
_JOINED_ENDS = frozenset("革障设游化育源划量教区\n")
_TOWN_WORD = re.compile(r"(?!.*城)[\u3400-\u9fff]{2,4}[市县镇乡州盟]")
_NO_PLACES = ("other", "body", "person")
# Of the names it takes for persons, those it counts so often are towns.
_TOWNS = 300
# The dictionary takes 石家庄 and 比亚迪 for persons.
_PROPER = frozenset(("place", "body", "other", "person"))
_COUNTRY_WIDE = frozenset("中国 国家 中央 全国 中华 国际 世界 亚洲 欧洲 中共 美国 英国 日本 法国 德国 韩国 俄罗斯 外国 我国".split())
_BARE_LEVEL = re.compile(r"(?:省|市|县|区|州|镇|乡|全省|全市|我省|我市|本省|本市|该市|该县|该省|两|街道)")
_FIRMS = ("公司", "集团", "合作社", "银行")
_SHORT = re.compile(r"[\s,]?\((?:以下|下)?(?:简称|称)[:为]?[\"“‘'「『]?(?P<short>[\u3400-\u9fffa-z]{2,12})[\"”’'」』]?")
_LONGEST, _MOST_WORDS, _LONGEST_WORD = 30, 12, 6
_NUMBERED = re.compile(r"第?[一二三四五六七八九十\d]{1,3}$")


def bodies_in(folded: str) -> list[Named]:
    """Organisations named in a folded text, in order; of nested ones the longest."""
    found: list[Named] = []
    for match in _KIND.finditer(folded):
        if _goes_on(folded, match):
            continue
        start = _start_of(folded, match, found)
        if start is not None:
            while found and found[-1].start >= start:
                found.pop()
            found.append(Named(start, match.end()))
    return found


def _goes_on(folded: str, match: re.Match[str]) -> bool:
    """公司法, 大学生, 公安局长, 人大代表, 据中新社26日报道: the word goes on, or is another one."""
    if folded.startswith(_GOES_ON, match.end()) or folded[match.start() - 1 : match.start()].isdigit():
        return True
    if match.group() in ("局", "厅") and segmenter().FREQ.get(folded[match.end() - 2 : match.end()]):  # 布局, 餐厅
        return True
    return folded.startswith(_OTHER_WORDS.get(match.group(), ("\0",)), match.end())


_GOES_ON = tuple("法 债 生 性 长 卡 级 员 面 化 们 章 势 账 代表 客户端".split())
_OTHER_WORDS = {
    "日报": ("道",),
    "武装部": ("队",),
    **dict.fromkeys(("侨联", "妇联", "残联", "文联"), ("合",)),
    "最高法": ("院",),
    "最高检": ("察",),
    "人大": ("会",),
    "一中": ("间", "全"),
    "大学": ("城",),
    "集团": ("军",),
    "委员会": ("议",),
}


def short_forms(folded: str, found: list[Named]) -> set[str]:
    """What the text says it will call its organisations: 山西省总工会(以下简称“省总”) gives 省总."""
    return {match["short"] for each in found if (match := _SHORT.match(folded, each.end))}


def bodies_of(text: str, folded: str, found: list[Named]) -> tuple[str, ...]:
    """The words of the mentions, each once, by the longest form, in the text's own glyphs."""
    short = short_forms(folded, found)
    names: dict[str, str] = {}
    for each in found:
        names.setdefault(folded[each.start : each.end], text[each.start : each.end])
    ends = {name[at:] for name in names for at in range(1, len(name))}
    return tuple(names[name] for name in names if name not in short and name not in ends)


def _start_of(folded: str, match: re.Match[str], found: list[Named]) -> int | None:
    kind = match.group()
    words = _words_before(folded, match.start())
    if kind in _KNOWN:  # 中国外交部, but not 驻澳门部队开营|新华社
        own = words and (words[0][0] in _COUNTRY_WIDE or name_table().kinds.get(words[0][0]) == "place") and kind not in ONE_OF_A_KIND
        return words[0][1] if own else match.start()
    start = _opening(words, kind)
    if kind.endswith("有限公司") or (start is not None and kind.endswith(_FIRMS)):
        start = _clause_start(folded, match.start() if start is None else start, start)
    elif start is not None:
        start = _with_strange_place(folded, start)
    inner = found[-1] if found and found[-1].end <= match.start() and match.end() - found[-1].start <= 2 * _LONGEST else None
    if inner and (start is None or start >= inner.start) and _is_part_of(folded[inner.end : match.start()]):
        start = inner.start
    elif inner and start is not None and start < inner.end:
        start = None
    return start


def _clause_start(folded: str, at: int, start: int | None) -> int | None:
    """大连富|瑞恒…有限公司, 华为|技术有限公司: a firm whose clause opens a few signs before begins with the clause."""
    edge = at
    while edge > max(0, at - 8) and "\u3400" <= folded[edge - 1] <= "\u9fff":
        edge -= 1
    if edge in (at - 8, at):
        return start
    words = _split(folded[edge:at])
    plain = "".join(words) == folded[edge:at] or (start is None and folded[edge:at][:2] not in segmenter().FREQ)
    opens = start is None or any(name_table().kinds.get(folded[edge : edge + size]) == "place" for size in (2, 3, 4))
    return edge if opens and plain else start


def _with_strange_place(folded: str, start: int) -> int:
    """松|河市交通运输局: the signs before that belong to no word are the beginning of a place that no gazetteer has."""
    if not _TOWN.match(folded, start):
        return start
    at = start
    while start - at < 2 and at > 0 and "\u3400" <= folded[at - 1] <= "\u9fff" and folded[at - 1] not in _STOPS:
        if any(segmenter().FREQ.get(folded[at - size : at]) for size in (2, 3) if at >= size):
            break
        at -= 1
    return at


_TOWN = re.compile(r"[\u3400-\u9fff]{1,2}[市县区镇乡]")


def _is_part_of(between: str) -> bool:
    """True for what stands between a body and a part of it: 中国工商银行|太原|分行, 山西大学|附属|医院."""
    words = _split(between) if len(between) <= 8 else []
    return "".join(words) == between and all(name_table().kinds.get(w) in _PROPER or w in _INNER for w in words)


_INNER = frozenset(
    "附属 直属 下属 所属 附设 市 省 区 县 机关 常务 驻 直 第一 第二 第三 实验 医 法 商 文 理 工 信息 新闻 管理 经济 外国语 党".split()
)


def _split(text: str) -> list[str]:
    return [word for word, _ in _words_before(text, len(text))][::-1]


def _words_before(folded: str, end: int) -> list[tuple[str, int]]:
    """Words read backwards from an offset, the longest of the dictionary each, with their starts; up to what stands in no name."""
    known, at = segmenter().FREQ, end
    words: list[tuple[str, int]] = []
    limit = max(0, end - _LONGEST)
    while at > limit and len(words) < _MOST_WORDS:
        if folded[at - 1] in _JOINED_ENDS and (
            joined := _JOINED.search(folded, max(limit, at - 12), at) or _AUTONOMOUS.search(folded, max(limit, at - 8), at)
        ):
            words.append((joined.group(), joined.start()))
            at = joined.start()
            continue
        size = min(_LONGEST_WORD, at - limit)
        while size > 1 and not known.get(folded[at - size : at]):
            size -= 1
        word = folded[at - size : at]
        if not _may_stand_inside(word):
            break
        at -= size
        words.append((word, at))
    return words


@cache
def _may_stand_inside(word: str) -> bool:
    if not all("\u3400" <= c <= "\u9fff" or c.isalnum() for c in word):
        return False
    if word in GENERIC or word in STRICT or word[-1] in "和与及":
        return False
    if name_table().kinds.get(word) in _PROPER or _NUMBERED.match(word):
        return True
    return not (is_function_word(word) or (len(word) == 1 and word in _STOPS))


_STOPS = frozenset(
    "暨的了在是和与及也都就将被把对从到为以而或等并于由向让使据经与获赴往在至称说问找请邀受用当给有无去来进出入过着还又再才即则若因如比跟同随沿按照自起后前内外里中上下间时日月年名位所个家条项"
)


def _opening(words: list[tuple[str, int]], kind: str) -> int | None:
    """Where the name begins: at the first place or proper word; None when it has no word of its own."""
    acts = next((i for i, (word, _) in enumerate(words) if is_verb(word) and word not in INSIDE and word not in EITHER), len(words))
    proper = [i for i, (word, _) in enumerate(words[:acts]) if _is_proper(word, kind)]
    if not proper:
        return _unknown_opening(words, kind)
    first, start = words[proper[-1]]
    before = [word for word, _ in words[: proper[-1]]]
    if name_table().kinds.get(first) in _NO_PLACES or kind in _PLACE_KINDS or any(not _BARE_LEVEL.fullmatch(word) for word in before):
        return start
    # 美国公司, 上海学校: a place and a kind are no name yet; 天津港集团 and 河湾区税务局 are.
    harbour = kind == "集团" and len(first) > 2 and first not in _COUNTRY_WIDE and not _BARE_LEVEL.fullmatch(first[-1])
    return start if harbour or (before and kind not in ("公司", "集团", "中心", "学校")) else None


def _is_proper(word: str, kind: str) -> bool:
    """True for a word that only a name has; 拜登政府 is no body of a place, and 桥头镇 is a town though the dictionary does not say so."""
    known = name_table().kinds.get(word)
    if known == "person" and kind in _PLACE_KINDS:
        return int(segmenter().FREQ[word]) >= _TOWNS
    return known in _PROPER or word in _COUNTRY_WIDE or bool(_AUTONOMOUS.fullmatch(word) or _TOWN_WORD.fullmatch(word))


def _unknown_opening(words: list[tuple[str, int]], kind: str) -> int | None:
    """A firm whose name no dictionary has (塞上迎鑫农牧有限公司): signs that make no words of two open it."""
    if not kind.endswith(("公司", "集团", "合作社")):
        return None
    singles = [i for i, (word, _) in enumerate(words) if len(word) == 1 and not segmenter().FREQ.get(word, 0) > 60_000]
    pairs = [i for i in singles if i + 1 in singles]
    return words[pairs[-1] + 1][1] if pairs else None

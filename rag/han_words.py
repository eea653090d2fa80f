"""Topic words, the thing asked for and its unit, in questions written with Chinese characters: Chinese, Japanese, Korean."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from index.places import PROVINCES
from index.tokens import segmenter, word_spans
from index.units import PHYSICAL_UNITS, unit_at
from index.wordclass import GOVERNING
from rag.aliases import aliases_in
from rag.cues import CUES
from rag.people_asked import people_asked_about
from rag.units import HOUSEHOLDS, OCCASIONS, PERSONS, THINGS, UNITS_JA, UNITS_KO
from rag.words import Word, with_core

_KANA = re.compile(r"[\u3040-\u30ff]")
_KATAKANA_WORD = re.compile(r"[\u30a1-\u30ff]{2,}")
_JAPANESE_ASKS = re.compile(r"何(?!月|年|日|時)|の数[はをが]|いくつ|いくら|どれ(?:だけ|くらい)|どのくらい")
_JAPANESE_NOUN = re.compile(
    r"(?P<noun>[\u30a1-\u30ff\u4e00-\u9fff]+)(?:[はがも]|の数は?|[はが](?:全部で|合計で?|合わせて|全国に|全体で|およそ|約)|[、,])*(?:全部で|合計で?|合わせて|全体で|およそ|約)?$"
)
# Kana that no particle begins with: the ending of a verb or an adjective (受け, 取った, 新しい).
_OKURIGANA = re.compile(r"[\u3041-\u309f](?<![がのをはにでともへやかな])")
_CHINESE_ASKS = re.compile(r"(?:多少|几)(?P<unit>[\u4e00-\u9fff]{0,2})")
# 12月13日 and 2024年1月 are one word each: their parts stand in every article.
_CALENDAR = frozenset("年月日号")
_CHINESE_DATE = re.compile(r"(?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}[日号])?")
# 参加人次分别是多少 asks in 人次, 户数是多少 in households.
_UNITS_BEFORE = {
    "人次": frozenset({"人次"}),
    "人数": PERSONS,
    "户数": HOUSEHOLDS,
    "场次": OCCASIONS,
    "件数": frozenset({"件"}),
    "家数": frozenset({"家"}),
}
_UNIT_BEFORE = re.compile(rf"({'|'.join(_UNITS_BEFORE)})(?:分别|各自?|一共|总共)?(?:是|有|为|达到?|少|多)?(?:多少|几)")
_SMALL_PLACE = re.compile(
    r"(?:^|(?<=[,,、。;:在于从到和与及跟比那省市县区州]))(?P<place>(?P<stem>[\u4e00-\u9fff]{2,3})[市县镇乡村])(?![长民委办级区里内中外场容政花])"
)
_NO_STEM = re.compile(r"[全我本该各这那某两几个家新老每同邻哪有多少农乡城何时]|^(?:现代|传统|自然|地级|直辖|小康|美丽|文明|示范|贫困)$")
_AGE = re.compile(
    r"几岁|年龄|年纪|岁数|^(?!.*(?:面积|规模|占地|体积|容量|力度|变化|影响|范围|差距|空间|尺寸|功率|市场|幅|压力|多大的)).*多大"
)
_IS = "(?:分别|各)?(?:是|有|为|达|达到|约|大约)*"
# What is measured says its unit: 桥有多长 in metres, 占地多少 in 亩.
_MEASURED = (
    (
        re.compile(
            rf"多[远宽深厚]|多高(?!层)|多长(?!时|的?时间)|(?:长度|宽度|高度|深度|厚度|里程|全长|身高|海拔){_IS}(?:多|几)|距离{_IS}多"
        ),
        frozenset("米 公里 千米 厘米 毫米 英里 公分 英尺 里".split()),
    ),
    (re.compile(rf"多重(?=\W*$|[呢的了])|(?:重量|体重|净重){_IS}(?:多|几)"), frozenset("公斤 千克 吨 克 斤".split())),
    (re.compile(rf"(?:面积|占地){_IS}(?:多|几)"), frozenset("平方米 平方公里 公顷 亩 平米".split())),
)


# Characters made or shaped in Japan that OpenCC's table leaves, with the Chinese ones of the same words.
_JAPANESE_ONLY = str.maketrans("働査歩渋沢辺桜", "動查步澀澤邊櫻")


@cache
def _japanese_converter() -> Any:
    from opencc import OpenCC

    return OpenCC("jp2t")


def from_japanese(text: str) -> str:
    """Japanese forms of Chinese characters (労働) as the traditional ones (勞動), which `fold` reads."""
    converted: str = _japanese_converter().convert(text).translate(_JAPANESE_ONLY)
    return converted if len(converted) == len(text) else text


def han_words(folded: str, base: str) -> tuple[tuple[Word, ...], frozenset[str]]:
    """Topic words in order and the units an answer may have.

    Args:
        folded: the question, folded; Japanese characters made Chinese first, see `from_japanese`.
        base: ``zh``, ``ja`` or ``ko``.
    """
    asks = _CHINESE_ASKS.search(folded) if base == "zh" else None
    head = _head_range(folded, asks) if base == "zh" else _japanese_head(folded) if base == "ja" else (0, 0)
    placed = _whole_words(folded) if base == "zh" else {}
    placed |= {(m.start(), m.end()): Word(m.group()) for m in _CHINESE_DATE.finditer(folded)}
    found = [
        (start, Word(word, is_head=head[0] <= start < head[1], is_name=base == "ko" and "\u4e00" <= word[0] <= "\u9fff"))
        for word, start in _pieces(folded, base)
        if not any(begin <= start < end for begin, end in placed)
        and word not in CUES[base].stop_words
        and not word.startswith("哪")
        and not (word in _CALENDAR and folded[start - 1 : start].isdecimal())
        and not _is_question_part(word, start, asks)
    ]
    found += [(start, word) for (start, _), word in placed.items()]
    words = [word for _, word in sorted(found, key=lambda pair: pair[0])]
    return with_core(words), _han_units(folded, base, asks)


def _whole_words(folded: str) -> dict[tuple[int, int], Word]:
    """What the segmenter would cut, by its offsets: short forms of bodies (省总) and names of people."""
    found = {m.span("place"): Word(m["place"], is_name=True) for m in _SMALL_PLACE.finditer(folded) if _is_unknown_place(m)}
    found |= {(start, end): Word(full) for start, end, full in aliases_in(folded)}
    return found | {(start, end): Word(folded[start:end], is_name=True) for start, end in people_asked_about(folded)}


def _is_unknown_place(match: "re.Match[str]") -> bool:
    """True for a town or village that no dictionary has, of a name that is one word or none: 松河镇, but not 全镇 and 同村."""
    stem = match["stem"]
    words = [word for word, _ in word_spans(stem)]
    if stem in PROVINCES.values():  # 云南镇雄县 is a county
        return False
    return (
        (len(words) == 1 or len(words) == len(stem))
        and not segmenter().FREQ.get(match["place"], 0)
        and stem not in GOVERNING
        and not _NO_STEM.search(stem)
    )


def _pieces(folded: str, base: str) -> Iterator[tuple[str, int]]:
    """Words with their offsets; of Japanese the nouns alone: runs of katakana, and Chinese characters that no verb ending follows."""
    for word, span in word_spans(folded):
        if base != "ja":
            yield word, span.start
        elif _KANA.match(word):
            yield from ((m.group(), span.start + m.start()) for m in _KATAKANA_WORD.finditer(word))
        elif len(word) > 1 or not _OKURIGANA.match(folded, span.end):
            yield word, span.start


def _japanese_head(folded: str) -> tuple[int, int]:
    """Where the thing asked for stands: the noun before は or が and the question word (供給量は何立方メートル)."""
    asks = _JAPANESE_ASKS.search(folded)
    noun = _JAPANESE_NOUN.search(folded[: asks.start()]) if asks else None
    return (noun.start("noun"), noun.end("noun")) if noun else (0, 0)


def _is_question_part(word: str, start: int, asks: "re.Match[str] | None") -> bool:
    """True for the measure word after 多少 (个, 人次) and for a word that only asks (几点)."""
    return bool(asks and asks.start() <= start < asks.end() and _is_measure(word))


@cache
def _measures() -> frozenset[str]:
    return PERSONS | OCCASIONS | HOUSEHOLDS | THINGS | frozenset("元 万元 亿元 吨 米 公里 岁 天 年 点 小时 分钟 票 字".split())


def _is_measure(word: str) -> bool:
    return word in _measures() or word.lstrip("多少几") in _measures() or word.startswith("哪") or not word.strip("多少几")


def _unit_after(folded: str, start: int) -> str:
    """The measure word or unit that begins at an offset: 个 and 人次, 公分 and 平方公里; empty when a noun begins there."""
    measure = next((folded[start : start + n] for n in (2, 1) if folded[start : start + n] in _measures()), "")
    unit = unit_at(folded, start)
    return unit.name if unit and unit.name in PHYSICAL_UNITS and len(unit.name) > len(measure) else measure


def _head_range(folded: str, asks: "re.Match[str] | None") -> tuple[int, int]:
    """Where the thing asked for stands: the words after 多少 and its measure word up to a verb, else those before it.

    Where a measure word for people is followed by a verb (多少人参加), the people are the thing, and no other word is.
    """
    if not asks:
        return (0, 0)
    start = asks.start() + 1 + (folded[asks.start()] == "多")
    start += len(_unit_after(folded, start))
    rest = re.match(r"[\u4e00-\u9fffa-z0-9“”]*", folded[start:])
    following = rest.group()[:_HEAD_CHARS] if rest else ""
    if following and following[0] not in "了吗呢":
        return (start, start + _until_verb(following))
    before = re.search(r"[\u4e00-\u9fffa-z0-9]{1,8}$", re.sub(r"(?:一共|总共|共|有|是|为|达|达到|的)+$", "", folded[: asks.start()]))
    return (before.start(), before.end()) if before else (0, 0)


_HEAD_CHARS = 10
_HEAD_ENDS = frozenset(
    (
        "给 到 在 来 去 被 向 为 对 从 用 让 使 把 将 会 能 可以 可 参加 参与 参赛 受益 获得 成为 入选 通过 完成 先后 陆续 得到 享受 "
        "报名 加入 进入 接受 是 有 了 才 就 都 并"
    ).split()
)


def _until_verb(text: str) -> int:
    return next((span.start for word, span in word_spans(text) if word in _HEAD_ENDS), len(text))


def _han_units(folded: str, base: str, asks: "re.Match[str] | None") -> frozenset[str]:
    if base == "zh":
        if _AGE.search(folded):
            return frozenset({"岁"})
        if before := _UNIT_BEFORE.search(folded):
            return _UNITS_BEFORE[before.group(1)]
        unit = _unit_after(folded, asks.start() + 1 + (folded[asks.start()] == "多")) if asks else ""
        if unit:
            return frozenset({unit})
        return next((units for measured, units in _MEASURED if measured.search(folded)), frozenset())
    table, pattern = (
        (UNITS_JA, r"何((?:平方|立方)?メートル|キロ|トン|[カかヶ箇个]所|世[帯带]|[人名件社校戸户回台])")
        if base == "ja"
        else (UNITS_KO, r"몇\s*(가구|사람|[명곳개번회건])")
    )
    found = re.search(pattern, folded)
    return table.get(found.group(1), frozenset()) if found else frozenset()

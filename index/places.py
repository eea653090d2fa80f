"""Places named in a Chinese text: provinces, cities, counties, and towns written with their suffix.

The names come from the glosses of CC-CEDICT ("prefecture-level city in Shandong"), read once per process and only when figures are
extracted; nothing is listed here but the provinces.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from index.cedict import Entry, read_entries
from index.chinese_numbers import word_bounds
from index.wordclass import is_common_word


class Level(IntEnum):
    """Rank of a place, the larger the smaller number."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWN = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A place named at an offset; ``name`` is short for provinces and cities (山西, 淄博) and full below (湾沚区)."""

    start: int
    end: int
    name: str
    level: Level


PROVINCES = {
    "Beijing": "北京", "Tianjin": "天津", "Shanghai": "上海", "Chongqing": "重庆", "Hebei": "河北", "Shanxi": "山西", "Liaoning": "辽宁",
    "Jilin": "吉林", "Heilongjiang": "黑龙江", "Jiangsu": "江苏", "Zhejiang": "浙江", "Anhui": "安徽", "Fujian": "福建", "Jiangxi": "江西",
    "Shandong": "山东", "Henan": "河南", "Hubei": "湖北", "Hunan": "湖南", "Guangdong": "广东", "Hainan": "海南", "Sichuan": "四川",
    "Guizhou": "贵州", "Yunnan": "云南", "Shaanxi": "陕西", "Gansu": "甘肃", "Qinghai": "青海", "Taiwan": "台湾",
    "Inner Mongolia": "内蒙古", "Guangxi": "广西", "Tibet": "西藏", "Ningxia": "宁夏", "Xinjiang": "新疆",
    "Hong Kong": "香港", "Macau": "澳门",
}  # fmt: skip
_PROVINCE_SUFFIX = re.compile("维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|省|市")
_CITY_SUFFIX = re.compile("市|地区|自治州")
_CITY = re.compile(r"(?:prefecture-level|prefecture level|sub-?provincial) city|autonomous prefecture|\bprefecture\b", re.IGNORECASE)
_COUNTY = re.compile(r"county-level city|\b(?:county|district|banner)\b", re.IGNORECASE)
# What a gloss says after this is where the place lies: "Yunlong county | in Dali Bai autonomous prefecture".
_LIES_IN = re.compile(r"[\u3400-\u9fff(\[]| (?:in|of|near|and capital) ")
PLACE_SUFFIX = re.compile(r"(?:自治州|自治县|特区|新区|地区|林区|市|州|县|区|旗|盟)$")
_TOWN = re.compile(
    r"(?:(?<![\u3400-\u9fff])|(?<=[在于到赴至从])|(?<=来自))(?![在于到赴至从])([\u3400-\u9fff]{2,3}?)(县|区|镇|乡|街道|市(?=总工会|市?委|人民|政府|公安|教育|民政))"
)
_BELOW = re.compile(r"([\u3400-\u9fff]{1,3}?)(新区|区|县|市|镇|乡|街道)")
_NO_STEM = re.compile(r"[全我本该各这那某两几个家新老每]")
_NO_DISTRICT = re.compile(r"(?:[小社辖园景山地片林灾学街矿库牧营郊港湖城市厂东西南北中]|开发|高新|功能|示范|保护|试验|自贸|工业|产业)$")
# 淮安路, 安康杯: a street or a cup named after a place.
_NAMED_AFTER = re.compile(r"[杯路街站]|大道|大街|大桥")
_HOME_WORDS = {
    Level.PROVINCE: ("全省", "我省", "该省", "省总"),
    Level.CITY: ("全市", "我市", "该市", "本市", "市总"),
    Level.COUNTY: ("全区", "我区", "全县", "我县", "该县"),
}
HOME_WORDS = {word: level for level, words in _HOME_WORDS.items() for word in words}
_HOME = re.compile("|".join(HOME_WORDS))


@cache
def named_entries() -> list[Entry]:
    """Names of the dictionary that a city or county may be; it is read once, and the rest of its entries are let go."""
    return [e for e in read_entries() if e.is_name and len(e.simplified) > 1 and any(map(level_of_gloss, e.senses))]


@cache
def _known() -> dict[str, tuple[str, Level]]:
    """Every printed form → its short name and level; a form that is both city and district is the city."""
    known: dict[str, tuple[str, Level]] = {}
    for entry in named_entries():
        level = min((found for sense in entry.senses[:3] if (found := level_of_gloss(sense))), default=None)
        if level and (entry.simplified not in known or known[entry.simplified][1] > level):
            _add_forms(known, entry.simplified, level)
    for province in PROVINCES.values():
        known[province] = (province, Level.PROVINCE)
    return known


def level_of_gloss(gloss: str) -> Level | None:
    """City or county, as a sense of the dictionary says ("prefecture-level city in Shandong"); None for everything else."""
    if "ity" not in gloss and "ount" not in gloss and "istrict" not in gloss and "refecture" not in gloss and "anner" not in gloss:
        return None
    head = _LIES_IN.split(gloss[:120])[0]
    if _CITY.search(head):
        return Level.CITY
    return Level.COUNTY if _COUNTY.search(head) else None


def _add_forms(known: dict[str, tuple[str, Level]], form: str, level: Level) -> None:
    short = PLACE_SUFFIX.sub("", form) if len(form) > 2 else form
    if level is Level.CITY:
        known[form] = known[short if len(short) > 1 else form] = (short if len(short) > 1 else form, level)
    elif short != form:
        known[form] = (form, level)


@cache
def _starts() -> dict[str, int]:
    """First two characters of a form → length of the longest form that begins so."""
    longest: dict[str, int] = {}
    for form in _known():
        longest[form[:2]] = max(longest.get(form[:2], 0), len(form))
    return longest


@cache
def _openings() -> re.Pattern[str]:
    """Where a form may begin: its first character before a second one. Nine of ten places of a text need no look at the table."""
    first, second = ("".join(sorted({pair[at] for pair in _starts()})) for at in (0, 1))
    return re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")


def places_in(text: str) -> list[Place]:
    """Places named in a folded text, in order of appearance; 全省 and its kind are left to `home_words_in`."""
    found = list(_dictionary_places(text))
    taken = {i for place in found for i in range(place.start, place.end)}
    towns = (_town(text, match) for match in _TOWN.finditer(text) if match.start(1) not in taken)
    found += [town for town in towns if town]
    return sorted(found, key=lambda place: place.start)


def _dictionary_places(text: str) -> Iterator[Place]:
    starts, at = _starts(), 0
    for match in _openings().finditer(text):
        start = match.start()
        if start < at or not (longest := starts.get(text[start : start + 2])):
            continue
        place = _place_at(text, start, longest)
        if place is None:
            continue
        yield place
        at = place.end
        following = _place_at(text, at, starts.get(text[at : at + 2], 0))
        below = _BELOW.match(text, at) if following is None and text[at - 1] in "省市州县区" else None
        if below and (town := _town(text, below)):
            yield town
            at = town.end


def _town(text: str, match: re.Match[str]) -> Place | None:
    """A county or town that no dictionary names: its stem is no other word of Chinese (湾沚区, but not 深水区 or 邻里|乡亲)."""
    stem, start, end = match.group(1), match.start(1), match.end()
    if _NO_STEM.match(stem) or _NO_STEM.match(stem[-1]) or (match.group(2) == "区" and _NO_DISTRICT.search(stem)):
        return None
    if is_common_word(stem) or is_common_word(match.group()) or not _is_word(text, start, end):
        return None
    return Place(start, end, text[start:end], _level_of_suffix(match.group()))


def _place_at(text: str, at: int, longest: int) -> Place | None:
    known = _known()
    for size in range(min(longest, len(text) - at), 1, -1):
        form = text[at : at + size]
        if form not in known:
            continue
        name, level = known[form]
        suffix = (_PROVINCE_SUFFIX if level is Level.PROVINCE else _CITY_SUFFIX).match(text, at + size)
        end = suffix.end() if suffix and name == form else at + size
        if _NAMED_AFTER.match(text, end):
            return None
        if size > 2 or end > at + size or _is_word(text, at, end):
            return Place(at, end, name, level)
    return None


def _is_word(text: str, start: int, end: int) -> bool:
    """False when the characters only meet there: 江西 in 长江西岸."""
    left = max(0, start - 20)
    run = text[left : min(len(text), end + 20)]
    for first, last in word_bounds(run):
        if left + first < start < left + last or left + first < end < left + last:
            return left + first == start
    return True


def _level_of_suffix(name: str) -> Level:
    return Level.TOWN if name.endswith(("镇", "乡", "街道")) else Level.COUNTY


def home_words_in(text: str) -> list[tuple[int, Level]]:
    """Offsets of 全省, 我市 and their kind, which name the article's own place of that level."""
    return [(match.start(), HOME_WORDS[match.group()]) for match in _HOME.finditer(text)]


def home_places(title: str, mentions: list[Place], stated: str | None) -> dict[Level, str]:
    """The article's own place of each level: the one stated, else the one its title and body name most (the title counts threefold)."""
    counts: dict[Level, Counter[str]] = {level: Counter() for level in Level}
    for place in (*places_in(title) * 3, *mentions):
        counts[place.level][place.name] += 1
    homes = {level: counter.most_common(1)[0][0] for level, counter in counts.items() if counter}
    for place in places_in(stated or ""):
        homes[place.level] = place.name
    return homes


def normal_place(name: str) -> str:
    """Short name of a place: 山西省 and 山西 are 山西, 淄博市 is 淄博; an unknown name is kept."""
    found = places_in(name)
    return found[0].name if found and found[0].end == len(name) else name

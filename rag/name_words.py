"""Names of places and people for those who read no Chinese: as English has them where a dictionary is sure, in pinyin elsewhere.

Sources: CC-CEDICT's glosses for places that English spells its own way (Harbin, Taichung), GB/T 28039 for people (surname first, the given
name in one word), GB/T 16159 for the apostrophe (Da'anshan).
"""

import re
from collections.abc import Callable, Iterable

from index.names import COMPOUND_SURNAMES, readings
from index.places import PROVINCES, places_in
from index.text import fold, han_count
from index.tokens import words
from rag.institutions import INSTITUTIONS, LONGEST_INSTITUTION

Gloss = Callable[[str], str]

_PROVINCE_NAMES = {chinese: english for english, chinese in PROVINCES.items()}
_SUFFIXES = {
    "自治区": "", "特别行政区": "", "自治州": "Prefecture", "自治县": "Autonomous County", "街道": "Subdistrict", "新区": "New Area",
    "地区": "Prefecture", "林区": "Forestry District", "省": "", "市": "", "州": "Prefecture", "盟": "League", "旗": "Banner",
    "区": "District", "县": "County", "镇": "Town", "乡": "Township", "村": "Village",
}  # fmt: skip
_SUFFIX = re.compile(rf"(?<=..)(?:{'|'.join(_SUFFIXES)})$")
_NOT_A_LETTER = re.compile(r"[^a-z]")
_VOWEL = re.compile(r"[aoeāáǎàōóǒòēéěè]")
_UNNAMED = re.compile(r"某+$")
_LOWER_PLACE = re.compile(r"\b[a-z]")
# 凉山彝族自治州 is Liangshan Prefecture: the peoples named in it are left out.
_PEOPLES = re.compile(r"(?<=..)(?:维吾尔|[\u4e00-\u9fff]{1,3}族)+(?=自治)")
_LONGEST_GLOSS = 40
_INSTITUTION_ENDS = tuple(INSTITUTIONS)
# What follows the places of a name is a town when it is so short (海门), or not much longer and has a town's ending (大安山乡).
_SHORT_TOWN, _LONGEST_TOWN, _SHORT_COUNTY = 3, 5, 2


def syllables(chinese: str) -> list[str]:
    """Readings of a Chinese text without tones, one a character; ü is kept."""
    from pypinyin import lazy_pinyin  # 0.25 s, which a question that names nobody need not pay

    return list(lazy_pinyin(chinese, v_to_u=True))


def romanised(chinese: str) -> str:
    """Pinyin of a name, capitalised and joined; 陕西 is Shaanxi, 山西 Shanxi, 大安山 Da'anshan."""
    parts = syllables(chinese)
    return _joined(["shaan", *parts[1:]] if chinese.startswith("陕西") else parts)


def person_text(names: str) -> str:
    """Pinyin of a person's name, surname first, or of several joined by 、; 邢某 is ``Xing …``, a foreign name stays as it is printed."""
    return ", ".join(_person(name) for name in names.split("、"))


def place_text(language: str, printed: str, gloss: Gloss) -> str:
    """A place as a reader of the language knows it, the smaller before the larger: 山东淄博 → ``Zibo, Shandong``.

    A name of an English article only gets its capitals back; a reader of Chinese or Japanese gets it as it is. A venue is told
    word by word.
    """
    if not han_count(printed):
        return _LOWER_PLACE.sub(lambda letter: letter.group().upper(), printed)
    if language.startswith(("zh", "ja")):
        return printed
    names, rest = _leading_places(fold(printed))
    is_town = len(rest) <= (_LONGEST_TOWN if _SUFFIX.search(rest) else _SHORT_TOWN) and not rest.endswith(_INSTITUTION_ENDS)
    if not is_town:
        return glossed_name(printed, gloss)
    told = [_one_place(name, gloss) for name in ([*names, rest] if rest else names)]
    return ", ".join(dict.fromkeys(reversed(told)))


def word_by_word(chinese: str, gloss: Gloss) -> str:
    """The words of a Chinese phrase in English, one by one, as far as the dictionary knows them."""
    return " · ".join(meaning for word in words(chinese) if (meaning := gloss(word)))


def glossed_name(chinese: str, gloss: Gloss) -> str:
    """A venue or an organisation piece by piece: places and kinds of institution by their names, what no dictionary has in pinyin.

    Example: 永泉农庄 → ``Yongquan · farm``.
    """
    names, rest = _leading_places(fold(chinese))
    parts = [_one_place(name, gloss) for name in names]
    unknown, at = "", 0
    while at < len(rest):
        piece, meaning = _longest_known(rest, at, gloss)
        if meaning:
            parts += [romanised(unknown), meaning] if unknown else [meaning]
            unknown = ""
        else:
            unknown += piece
        at += len(piece)
    return " · ".join([*parts, romanised(unknown)] if unknown else parts)


def _longest_known(text: str, at: int, gloss: Gloss) -> tuple[str, str]:
    """The longest piece at an offset with its English: a kind of institution, else a dictionary word; one character when none is known."""
    for size in range(min(LONGEST_INSTITUTION, len(text) - at), 1, -1):
        piece = text[at : at + size]
        if meaning := INSTITUTIONS.get(piece) or gloss(piece):
            return piece, meaning
    return text[at], ""


def _leading_places(folded: str) -> tuple[list[str], str]:
    """Places a name begins with, one right after the other, and what follows them."""
    names: list[str] = []
    at = 0
    for place in places_in(folded):
        if place.start != at:
            break
        names.append(folded[at : place.end])
        at = place.end
    return names, folded[at:]


def _one_place(name: str, gloss: Gloss) -> str:
    plain = _PEOPLES.sub("", name)
    suffix = _SUFFIX.search(plain)
    stem = plain[: suffix.start()] if suffix else plain
    kind = _SUFFIXES[suffix.group()] if suffix else ""
    if stem in _PROVINCE_NAMES and not kind:
        return _PROVINCE_NAMES[stem]
    if len(name) == _SHORT_COUNTY and name.endswith("县"):  # 岚县 keeps its 县: Lanxian County
        return f"{romanised(name)} County"
    known = _sure(gloss(name) or gloss(stem), stem)
    spelt = known or romanised(stem)
    return f"{spelt} {kind}" if kind and len(spelt.split()) == 1 else spelt


def _sure(meaning: str, stem: str) -> str:
    """The dictionary's English name; empty when it is none, or only the beginning of the name (Qingtong, of 青铜峡)."""
    first = re.split(r" or |;|,", meaning)[0].strip()
    if not first[:1].isupper() or len(first) > _LONGEST_GLOSS:
        return ""
    bare = first.removesuffix(" district").removesuffix(" county").removesuffix(" city")
    letters = _NOT_A_LETTER.sub("", bare.lower())
    sound = _NOT_A_LETTER.sub("", "".join(syllables(stem)))
    return "" if sound != letters and sound.startswith(letters) else bare


def _person(name: str) -> str:
    if not han_count(name) or "·" in name or "•" in name:
        return name
    size = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    surname, given = name[:size], name[size:]
    if _UNNAMED.fullmatch(given):
        return f"{_surname_text(surname, '人')} …"
    return f"{_surname_text(surname, given)} {_joined(syllables(given))}".strip()


def _surname_text(surname: str, given: str) -> str:
    """A surname in its own reading: 曾 is Zeng, 单 Shan, whatever they are as words."""
    plain = _joined(syllables(surname))
    found = readings(surname + given)
    tail = _NOT_A_LETTER.sub("", "".join(syllables(given)))
    if len(found) > 1 and "ü" not in plain and found[1].endswith(tail):
        return found[1].removesuffix(tail).capitalize()
    return plain


def _joined(parts: Iterable[str]) -> str:
    text = ""
    for part in parts:
        text += ("'" if text and _VOWEL.match(part) else "") + part
    return text[:1].upper() + text[1:]

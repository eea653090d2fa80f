"""Which province and city a place of China lies in, the place an article is about, and the key under which places are compared."""

import re
from collections import Counter, defaultdict
from functools import cache

from index.places import PLACE_SUFFIX, PROVINCES, Level, level_of_gloss, named_entries, normal_place, places_in
from index.proper import name_table
from index.text import fold
from index.tokens import word_spans

_PROVINCE = re.compile(rf"\b({'|'.join(sorted(PROVINCES, key=len, reverse=True))})\b")
# As CC-CEDICT says that Linzi is a "district of Zibo city 淄博市[Zi1 bo2 shi4], Shandong".
_INSIDE = re.compile(r"([\u3400-\u9fff]{2,8}?)(?:地级)?(?:市|地区|自治州|州|盟)\[")
_DATELINE = re.compile(r"(?P<before>[\u3400-\u9fff·]{2,24})(?<!月)\d{1,2}\s?月\s?\d{1,2}\s?日\s?[电讯]")
_NO_PLACE = frozenset("中国 全国 我国 各地 本地 中华 境内 境外 华人 城市 农村".split())
_TITLE_WEIGHT, _LEAD, _ENOUGH = 3, 400, 2


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    """Place → what it lies in, the largest first; a name of several provinces (和平区) lies in none that is known."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for entry in named_entries():
        for sense in entry.senses:
            level = level_of_gloss(sense)
            province = _PROVINCE.search(sense)
            if level is None or province is None:
                continue
            chain = [PROVINCES[province[1]]]
            if level is Level.COUNTY and (city := _city_in(sense, entry.simplified)):
                chain.append(city)
            for form in {entry.simplified, _short(entry.simplified, level)}:
                found[form].add(tuple(chain))
    return {form: chains.pop() for form, chains in found.items() if len(chains) == 1}


def _city_in(sense: str, own: str) -> str | None:
    match = _INSIDE.search(sense)
    city = normal_place(match[1]) if match else None
    return city if city and not own.startswith(city) else None


def _short(form: str, level: Level) -> str:
    """太原市 is 太原; a district keeps its suffix, because what is left is often a word of its own (和平区)."""
    short = PLACE_SUFFIX.sub("", form) if level is Level.CITY and len(form) > 2 else form
    return short if len(short) > 1 else form


def region_of(name: str) -> tuple[str, ...]:
    """What a place lies in, the largest first: 临淄区 gives 山东, 淄博; nothing for a province and for what is not known."""
    if name in PROVINCES.values():
        return ()
    known = _regions()
    return known.get(name) or known.get(PLACE_SUFFIX.sub("", name)) or ()


def place_key(text: str | None) -> str | None:
    """Form under which places are compared by part: every place named, with all it lies in, 太原市 as 山西太原.

    A place outside the gazetteer is its folded text without white space.
    """
    if text is None:
        return None
    folded = "".join(fold(text).split())
    found = places_in(folded)
    if not found or sum(place.end - place.start for place in found) < len(folded):
        return folded
    last = found[-1]
    chain = region_of(last.name)
    named = [place.name for place in found]
    return "".join(dict.fromkeys((*chain, *named)))


def story_place(opening: str, titles: str, body: str) -> str | None:
    """The place of a story: of its dateline (``兰州3月4日讯`` is 兰州), else of its headline and opening; None when nothing tells it.

    Args:
        opening: the dateline with what stands around it, folded.
        titles: all headline lines, folded.
        body: the text, folded.
    """
    for line in opening.split("\n"):
        match = _DATELINE.search(line)
        if match and (place := _at_end(match["before"])):
            return place
    if place := own_place(titles, body):
        return place
    kinds = name_table().kinds
    return next((word for word, _ in word_spans(titles) if kinds.get(word) == "place" and len(word) > 1 and word not in _NO_PLACE), None)


def _at_end(words: str) -> str | None:
    """The place that a run of signs ends with: 新华社兰州 gives 兰州, 中新网 nothing, 新华社布鲁塞尔 布鲁塞尔."""
    found = places_in(words)
    if found and found[-1].end == len(words):
        return found[-1].name
    kinds = name_table().kinds
    return next((words[-size:] for size in range(min(6, len(words)), 1, -1) if kinds.get(words[-size:]) == "place"), None)


def own_place(title: str, lead: str) -> str | None:
    """The place a story is about: the city or county that its headline and opening name most, inside the province they name most.

    Args:
        title: all headline lines, folded.
        lead: the text, folded; its opening is read.

    None when the headline names no place and the opening names none twice: one place in passing is not where the story is.
    """
    counts: Counter[str] = Counter()
    levels: dict[str, Level] = {}
    for place, weight in ((p, w) for text, w in ((title, _TITLE_WEIGHT), (lead[:_LEAD], 1)) for p in places_in(text)):
        counts[place.name] += weight
        levels[place.name] = min(place.level, levels.get(place.name, place.level))
    if not counts:
        return None
    weights: Counter[str] = Counter()
    for name, count in counts.items():
        weights[_top(name)] += count
    top, weight = max(weights.items(), key=lambda item: item[1])
    if weight < _ENOUGH:
        return None
    inside = [name for name in counts if _top(name) == top and levels[name] in (Level.CITY, Level.COUNTY)]
    inside.sort(key=lambda name: (-counts[name], levels[name]))
    # A list of cities, each named once, is a story of their province.
    chosen = inside[:1] if len(inside) < 2 or counts[inside[0]] > counts[inside[1]] or inside[0] in region_of(inside[1]) else []
    return chosen[0] if chosen else top


def _top(name: str) -> str:
    chain = region_of(name)
    return chain[0] if chain else name

"""Which names of a sentence its source does not have: places, persons and bodies in Chinese, names in Latin letters."""

import re
from functools import lru_cache

from index.people import persons_in
from index.places import Place, places_in
from index.regions import region_of
from index.schema import Article
from index.text import fold, han_count
from rag.spelt_names import is_named, names_spelt

_BODY_END = (
    "有限公司|公司|集团|银行|医院|学院|大学|中学|小学|学校|幼儿园|协会|联合会|"
    "总工会|工会|研究院|研究所|委员会|产业园|图书馆|体育馆|博物馆|电视台|厂|局|厅"
)
# The word right before the kind of body tells it from its neighbours: 民政|局, 远航重工|有限公司.
BODY = re.compile(rf"(?P<own>[\u4e00-\u9fff]{{2}})(?P<end>{_BODY_END})(?![\u4e00-\u9fff]?(?:{_BODY_END}))")
_RANKS = re.compile("(?<=..)(?:特别行政区|自治区|自治州|自治县|省|市|地区|县|区|旗|盟|镇|乡|街道)$")


def unnamed(claim: str, article: Article, *, templated: bool = False) -> tuple[str, ...]:
    """Names of a claim that an article has nowhere, neither in its text nor in headline, byline, place or paper.

    ``templated``: see `rag.spelt_names.names_spelt`; Chinese inside a template is the article's own.
    A place that holds another named one may be added (山东淄博 for 淄博).
    """
    return _unnamed(claim, everything(article), templated=templated)


@lru_cache(maxsize=256)
def _unnamed(claim: str, source: str, *, templated: bool) -> tuple[str, ...]:
    folded = fold(claim)
    spelt = names_spelt(claim, templated=templated)
    latin = tuple(name for name in spelt if is_named(name, source, templated=templated) is False)
    if templated or not han_count(folded):
        return latin
    if not han_count(source):
        return ()
    persons = [folded[p.start : p.end] for p in persons_in(folded)]
    missing = [name for name in persons if name not in source and not _is_somebody(name)]
    missing += [m.group() for m in BODY.finditer(folded) if _is_other_body(m, source)]
    return (*_missing_places(folded, source), *missing, *near_misses(folded, source), *latin)


def _missing_places(folded: str, source: str) -> list[str]:
    places = {place.name for place in places_in(folded)}
    missing = [name for name in places if not _stands(name, source)]
    holding = {region for name in places if name not in missing for region in region_of(name)}
    return sorted(name for name in missing if name not in holding)


def _stands(name: str, source: str) -> bool:
    return name in source or ((short := _RANKS.sub("", name)) != name and len(short) > 1 and short in source)


def _is_somebody(name: str) -> bool:
    return "某" in name


def _is_other_body(match: re.Match[str], source: str) -> bool:
    """True when the source has a body of this kind under another name, or of this name and another kind.

    民政局 and no 卫生局; 重工有限公司 with another character before it; 东区体育馆 and no 东区图书馆.
    """
    own, end = match["own"], match["end"]
    if own + end[0] not in source:
        return end in source or bool(re.search(f"{own}(?:{_BODY_END})", source))
    before = match.string[max(0, match.start() - 1) : match.start()]
    theirs = re.findall(f"(.){own}{end}", source)
    return bool(theirs) and _names_on(before) and all(_names_on(other) and other != before for other in theirs)


def _names_on(before: str) -> bool:
    """True for a character that goes on with a name to its left, and does not end the words before it."""
    return bool(re.match("[\u4e00-\u9fff]", before)) and before not in "在由与和向对为被让把从到是及于的自某名个家一该市省县区镇乡全本各"


def near_misses(folded: str, source: str) -> list[str]:
    """Strings of a Chinese claim that differ from a person of the source in one character of the given name: 冯玉芳 for 冯玉兰."""
    found: list[str] = []
    for name in _persons(source):
        if name in folded or len(name) < 3:
            continue
        for at in range(1, len(name)):
            pattern = re.escape(name[:at]) + "(?P<other>[\u4e00-\u9fff])" + re.escape(name[at + 1 :])
            if (match := re.search(pattern, folded)) and match.group() not in source and (at > 1 or len(name) > 2):
                found.append(match.group())
    return found


@lru_cache(maxsize=64)
def _persons(source: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source[p.start : p.end] for p in persons_in(source)))


@lru_cache(maxsize=64)
def everything(article: Article) -> str:
    """All that an article says of itself, folded."""
    return fold("\n".join((article.title, article.byline, article.place or "", article.outlet or "", article.body)))


@lru_cache(maxsize=256)
def names_at(source: str) -> tuple[tuple[int, int, str], ...]:
    """Persons and places of a folded Chinese text: start, end, and ``person`` or ``place``."""
    found = [(p.start, p.end, "person") for p in persons_in(source)]
    return tuple(sorted([*found, *((p.start, p.end, "place") for p in _places(source))]))


def _places(source: str) -> list[Place]:
    return places_in(source)

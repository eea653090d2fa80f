"""Does a sentence speak of the place its source speaks of? 陕西 is not 山西, however well the figure fits."""

import re
from functools import cache, lru_cache

from index.places import places_in
from index.schema import Article
from index.text import fold, is_mostly_han

_PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 "
    "四川 贵州 云南 陕西 甘肃 青海 台湾 广西 宁夏 新疆"
).split()
# Where the English name is not the reading of the characters.
_ENGLISH = {"shaanxi": "陕西", "hong kong": "香港", "macao": "澳门", "macau": "澳门", "tibet": "西藏", "inner mongolia": "内蒙古"}
_CAPITALISED = re.compile(r"\b(?:Hong Kong|Inner Mongolia|[A-Z][a-z]{3,})\b")


def is_elsewhere(sentence: str, article: Article) -> bool:
    """True when a sentence names places, and the article names none of them anywhere.

    One place in common is enough: a model that writes 山东淄博 where the article has 淄博 is right. English names of provinces count too.
    """
    named = _places_of(sentence)
    return bool(named) and not any(place in _everything(article) for place in named)


@lru_cache(maxsize=256)
def _places_of(sentence: str) -> frozenset[str]:
    if is_mostly_han(sentence):
        return frozenset(place.name for place in places_in(fold(sentence)))
    known = _english_provinces()
    return frozenset(known[name.lower()] for name in _CAPITALISED.findall(sentence) if name.lower() in known)


@cache
def _english_provinces() -> dict[str, str]:
    from pypinyin import lazy_pinyin

    return {"".join(lazy_pinyin(name)): name for name in _PROVINCES if name != "陕西"} | _ENGLISH


@lru_cache(maxsize=32)
def _everything(article: Article) -> str:
    own = (article.title, article.byline, article.place or "", article.outlet or "", article.body)
    english = " ".join(chinese for name, chinese in _english_provinces().items() if re.search(rf"\b{name}\b", " ".join(own), re.IGNORECASE))
    return fold("\n".join((*own, english)))

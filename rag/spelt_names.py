"""Names of a sentence in Latin letters, and whether a source has them: in letters, by the dictionary, or by the sound of its characters."""

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from index.cedict import read_entries
from index.english import normal
from index.people import persons_in

_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|er|ia|ie|iu|ua|ui|uo|ue|ve|a|o|e|i|u|v)"
)
_PINYIN = re.compile(rf"{_SYLLABLE}(?:'?{_SYLLABLE})*")
_TOKEN = re.compile(r"[A-Z][A-Za-zÀ-ÿ'’-]*[A-Za-zÀ-ÿ]")
_POSSESSIVE = re.compile("['’]s$")
_LOWER = re.compile(r"(?<![\w\[])[a-z]{3,}(?![\w\]])")
_SENTENCE_START = re.compile(r"(?:^|[.!?:“\"(—]\s*)$")
_NAME = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+"
_GLOSSED = re.compile(
    rf"(?P<name>{_NAME}(?: {_NAME})*)(?: or (?P<other>{_NAME}))?(?=$|,| \(| (?:city|county|district|province|prefecture|sub-?p))"
)
# Capitalised words that name no one: days and months, which are compared elsewhere, and peoples, whose names Chinese writes otherwise.
_NO_NAME = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
    december chinese english american british japanese korean french german russian i mr mrs ms dr yuan rmb usd q1 q2 q3 q4 h1 h2""".split()
)
_ODD = {
    "shaanxi": "陕西",
    "shanxi": "山西",
    "tibet": "西藏",
    "inner mongolia": "内蒙古",
    "hong kong": "香港",
    "macau": "澳门",
    "macao": "澳门",
}


def names_spelt(sentence: str, *, templated: bool = False) -> list[str]:
    """Capitalised runs that are surely names: inside a sentence, or at its start when the run goes on or the dictionary has it as a name.

    Args:
        sentence: of an answer, in Latin letters or with some.
        templated: it is made of our own templates, whose only names are romanised; the dictionary (0.9 s, once) is then not read.

    Example: ``"Captain Alice Moran said …"`` → ``["Alice Moran"]``.
    """
    runs: list[_Run] = []
    last_end = -9
    for match in _TOKEN.finditer(sentence):
        word = _POSSESSIVE.sub("", match.group())
        joined = bool(runs) and sentence[last_end : match.start()] in (" ", "-")
        last_end = match.end() if word == match.group() else -9
        if word.lower() in _NO_NAME or word.isupper():
            last_end = -9
        elif joined:
            runs[-1] = runs[-1].joined(word, is_name=templated or _is_known(runs[-1].words[0]))
        else:
            opens = bool(_SENTENCE_START.search(sentence[: match.start()]))
            known = not opens or word != match.group() or (_is_pinyin(word) if templated else _is_known(word) or _opens_as_name(word))
            runs.append(_Run((word,), opens, known))
    return [" ".join(run.words) for run in runs if run.is_name]


class _Run(NamedTuple):
    """Capitalised words in a row, whether they open a sentence, and whether they are surely a name."""

    words: tuple[str, ...]
    opens: bool
    is_name: bool

    def joined(self, word: str, *, is_name: bool) -> "_Run":
        """With one more word: what opens a sentence is a name of its own kind (Ma Zhendong), or the title of the name that follows."""
        first = self.words[0]
        if self.opens and len(self.words) == 1 and not is_name and not _PINYIN.fullmatch(normal(first)):
            return _Run((word,), False, True)
        return _Run((*self.words, word), self.opens, True)


def is_named(name: str, source: str, *, templated: bool = False) -> bool | None:
    """Whether a source names what a Latin name means; None when nothing sure can be said (no dictionary has it and it is no pinyin).

    Args:
        name: one of `names_spelt`.
        source: text in any language; its Latin letters and the sound of its characters are searched.
        templated: as in `names_spelt`.
    """
    plain = normal(name).replace("-", " ")
    if f" {plain} " in _letters(source):
        return True
    if plain in _ODD:
        return _ODD[plain] in source
    reading = plain.replace(" ", "")
    if not templated and (chinese := _known_names().get(plain)):
        return any(form in source for form in chinese) or reading in _sound(source)
    if _is_pinyin(name):
        return any(each in _sound(source) or each in _surnames_otherwise(source) for each in (reading, _turned(plain)))
    return None if _has_han(source) else False


def _turned(plain: str) -> str:
    """Given name first, as some write it: Hualiang Xing → xinghualiang."""
    words = plain.split()
    return "".join([words[-1], *words[:-1]])


def _opens_as_name(word: str) -> bool:
    """True for pinyin of two syllables or more at the start of a sentence: Linxi, and not Women."""
    return _is_pinyin(word) and not _is_word(word)


def _is_known(word: str) -> bool:
    return normal(word) in _known_names() or normal(word) in _ODD


def _is_pinyin(name: str) -> bool:
    words = normal(name).split()
    return all(_PINYIN.fullmatch(word) for word in words) and len("".join(words)) > 3


@cache
def _known_names() -> dict[str, frozenset[str]]:
    """English name → what Chinese calls it: Harbin → 哈尔滨, Canada → 加拿大; a name that is a word too (Lakeside) is left out."""
    return _dictionary()[0]


def _is_word(name: str) -> bool:
    """True for what the dictionary uses as a word of English: Women and Language, which could be pinyin, and not Linxi."""
    return name.lower() in _dictionary()[1]


@cache
def _dictionary() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Names, and words in lower case, of the glosses of CC-CEDICT (CC BY-SA 4.0)."""
    found: dict[str, set[str]] = defaultdict(set)
    english: set[str] = set()
    for entry in read_entries():
        for sense in entry.senses:
            english.update(_LOWER.findall(sense))
        if not entry.is_name:
            continue
        for sense in entry.senses[:2]:
            match = _GLOSSED.match(sense)
            for name in filter(None, (match["name"], match["other"]) if match else ()):
                found[normal(name)].add(re.sub("(?<=..)(?:市|省|县|区)$", "", entry.simplified))
    names = {name: frozenset(form for form in forms if len(form) > 1) for name, forms in found.items() if name not in english}
    return {name: forms for name, forms in names.items() if forms}, frozenset(english)


@lru_cache(maxsize=64)
def _letters(source: str) -> str:
    return f" {normal(source)} "


@lru_cache(maxsize=64)
def _sound(source: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(source.replace("陕西", "shaanxi"))).lower().replace("ü", "v")


@lru_cache(maxsize=64)
def _surnames_otherwise(source: str) -> str:
    """Persons of a source whose surname has other readings than its commonest (覃 is Tan and Qin), in those."""
    from pypinyin import Style, lazy_pinyin, pinyin

    persons = dict.fromkeys(source[p.start : p.end] for p in persons_in(source))
    first = ((name, pinyin(name[0], style=Style.NORMAL, heteronym=True)[0]) for name in persons)
    return " ".join(reading + "".join(lazy_pinyin(name[1:])) for name, readings in first for reading in readings[1:])


def _has_han(source: str) -> bool:
    return bool(re.search("[\u3400-\u9fff]", source))

"""What the bilingual lexicon holds: English key → Chinese words with a score, and Chinese word → gloss, computed from CC-CEDICT."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

from index.cedict import Entry, glosses, references
from index.english import normal, singular

_MAX_KEY_WORDS = 6
_MAX_PART_WORDS = 3
_LEVEL = r"(?:(?:[Ss]ub-?)?[Pp]refecture(?:-level)? |[Cc]ounty-level |[Ss]ub-?provincial |[Ss]pecial |[Aa]dministrative |[Aa]utonomous )*"
_KIND = r"(?P<kind>(?i:city|capital|county|district|province|municipality|prefecture|township|town|village|region|banner|state|republic))"
# "Linzi district of Zibo city", "Shanxi Province in north China": the name, then what kind of place it is.
# "Keelung or Chilung, city in north Taiwan" gives the place two names.
_PLACE_NAME = r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}?"
_PLACE_HEAD = re.compile(rf"(?P<name>{_PLACE_NAME})(?: or (?P<other>{_PLACE_NAME}))?,? {_LEVEL}{_KIND}\b")
_PLACE_SUFFIXES = "省市县区州盟旗镇乡村"
_ACRONYM = re.compile(r"\(([A-Z][A-Z0-9]{1,7})\)")
# Words that no phrase begins or ends with, and that are translated by the sentence, not by a word.
FUNCTION_WORDS = frozenset(
    "a an and any are as at be been being but by can could did do does for from had has have he her his how i if in into is it its many may"
    " more most much must no nor not of on or our shall she should so some than that the their them then there these they this those to was"
    " we were what when where which who whom whose why will with would you your".split()
)
_STOP = frozenset("a an the of in on at to for and or by with from as is be one oneself sb sth etc his her its their not no".split())


class KeyKind(IntEnum):
    """How an English key stands to its Chinese.

    It is a gloss of the dictionary, a gloss with "to", or one word of a short gloss; a synonym by sense; the title of an encyclopedia
    article; a part of people's names.
    """

    WHOLE = 0
    VERB = 1
    PART = 2
    SYNONYM = 3
    TITLE = 4
    NAME = 5


@dataclass(frozen=True, slots=True)
class Translation:
    """An English key and a Chinese word for it; a larger score is likelier."""

    key: str
    kind: KeyKind
    word: str
    score: float


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What a reader of English is told about a Chinese word."""

    word: str
    gloss: str
    is_place: bool


def translations(entries: Iterable[Entry], frequency: Callable[[str], int]) -> Iterator[Translation]:
    """Every key of every entry, the best score of each pair of key and word.

    The score falls with the place of the gloss among the word's glosses and with their number, and rises with the word's frequency
    in Chinese: for "worker" 工人 comes before 劳方.
    """
    best: dict[tuple[str, KeyKind, str], float] = {}
    for word, found in _by_word(entries).items():
        common = 0.2 + math.log10(1 + frequency(word)) / 4
        for key, kind, score in _keys(found):
            listed = (key, kind, word)
            best[listed] = max(best.get(listed, 0.0), round(score * common, 4))
    return (Translation(*listed, score) for listed, score in sorted(best.items()))


def word_facts(entries: Iterable[Entry], places: Iterable[str]) -> Iterator[WordFacts]:
    """Gloss and kind of each word of the dictionary, and of the `places` it does not list."""
    by_word = _by_word(entries)
    named = set(places)
    for word, found in by_word.items():
        may_be_place = len(word) > 1 and any(entry.is_name for entry in found)
        is_place = may_be_place and (word in named or _is_place(found) or _is_stem_of_place(word, by_word))
        yield WordFacts(word, _reader_gloss(found, by_word), is_place)
    for word in sorted(named - by_word.keys()):
        if len(word) > 1 and _is_stem_of_place(word, by_word):
            yield WordFacts(word, "", is_place=True)


def _is_stem_of_place(word: str, by_word: dict[str, list[Entry]]) -> bool:
    """True for a place listed in its long form only (颍东区 for 颍东), or that carries its suffix; jieba tags 惠及 a place too."""
    return word[-1] in _PLACE_SUFFIXES or any(_is_place(by_word[word + suffix]) for suffix in _PLACE_SUFFIXES if word + suffix in by_word)


def _by_word(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    by_word: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_word[entry.simplified].append(entry)
    # The common noun before the surname: 金 is gold first, then Jin.
    return {word: sorted(found, key=lambda entry: entry.is_name) if len(word) == 1 else found for word, found in by_word.items()}


def _keys(entries: list[Entry]) -> Iterator[tuple[str, KeyKind, float]]:
    wordings = [(gloss, entry.is_name) for entry in entries for sense in entry.senses for gloss in glosses(sense)]
    spread = max(1, len(wordings)) ** -0.2
    for place, (gloss, is_name) in enumerate(wordings):
        score = spread / (1 + 0.35 * place)
        for key, share in _gloss_keys(gloss.text, is_name):
            yield key, KeyKind.VERB if gloss.is_verb else KeyKind.WHOLE, score * share
            tokens = key.split()
            if 2 <= len(tokens) <= _MAX_PART_WORDS and not is_name:
                yield from ((singular(token), KeyKind.PART, score) for token in tokens if token not in _STOP and len(token) > 2)
    for entry in entries:
        if entry.is_name:
            yield from ((acronym.lower(), KeyKind.WHOLE, spread) for sense in entry.senses for acronym in _ACRONYM.findall(sense))


def _gloss_keys(gloss: str, is_name: bool) -> Iterator[tuple[str, float]]:
    head, _, rest = gloss.partition(",")
    texts = {gloss: 1.0, head: 1.0 if is_name or not rest else 0.7}
    if rest and not is_name:
        texts |= {part.strip(): 0.6 for part in rest.split(",") if 0 < len(part.split()) <= _MAX_PART_WORDS}
    place = _PLACE_HEAD.match(gloss) if is_name else None
    if place:
        for name in filter(None, (place["name"], place["other"])):
            texts |= {name: 1.0, f"{name} {place['kind']}": 1.0}
    for text, share in texts.items():
        tokens = normal(text).split()
        if 0 < len(tokens) <= _MAX_KEY_WORDS:
            yield " ".join(tokens), share
            last = singular(tokens[-1])
            if last != tokens[-1]:
                yield " ".join([*tokens[:-1], last]), share * 0.95


def _is_place(entries: list[Entry]) -> bool:
    return any(_PLACE_HEAD.match(gloss.text) for entry in entries if entry.is_name for sense in entry.senses for gloss in glosses(sense))


def _reader_gloss(entries: list[Entry], by_word: dict[str, list[Entry]]) -> str:
    others = (target for entry in entries for word in references(entry) for target in by_word.get(word, ()))
    return next((_short(gloss.text, entry) for entry in chain(entries, others) for sense in entry.senses for gloss in glosses(sense)), "")


def _short(gloss: str, entry: Entry) -> str:
    if not entry.is_name:
        return gloss
    place = _PLACE_HEAD.match(gloss)
    if not place:
        return gloss.partition(",")[0]
    # 临淄区 is "Linzi district", 淄博市 and 山西 are "Zibo" and "Shanxi".
    return f"{place['name']} {place['kind']}" if entry.simplified[-1] in "区县旗镇乡村" else place["name"]

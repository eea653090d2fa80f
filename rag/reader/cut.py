"""A sentence cut into words with what each of them is, as numbers that a candidate answer is described by."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.text import fold, is_mostly_han
from rag.cues import CUES
from rag.names import tagger

# The tagger's model of unknown words is quadratic on a run of one character; a sentence of news has some 40.
MAX_CHARS = 320


class Kind(IntEnum):
    """What a word or a mark is, as far as the edge of an answer goes."""

    EDGE = 0
    NOUN = 1
    PERSON = 2
    PLACE = 3
    BODY = 4
    OWN = 5
    VERB = 6
    VERBAL_NOUN = 7
    ADJECTIVE = 8
    ADVERB = 9
    NUMBER = 10
    MEASURE = 11
    TIME = 12
    PREPOSITION = 13
    CONJUNCTION = 14
    PARTICLE = 15
    OF = 16
    WHERE = 17
    PRONOUN = 18
    IDIOM = 19
    LATIN = 20
    LATIN_NAME = 21
    LATIN_SMALL = 22
    COMMA = 23
    ITEM = 24
    STOP = 25
    OPEN = 26
    CLOSE = 27
    COLON = 28
    SPACE = 29
    OTHER = 30


_MARKS = {
    **dict.fromkeys(",，", Kind.COMMA),
    "、": Kind.ITEM,
    **dict.fromkeys("。!?！？;；…", Kind.STOP),
    **dict.fromkeys("“‘「『《〈（([【", Kind.OPEN),
    **dict.fromkeys("”’」』》〉）)]】", Kind.CLOSE),
    **dict.fromkeys(":：", Kind.COLON),
    **dict.fromkeys(' \t\u3000\n"', Kind.SPACE),  # a straight quote opens or closes: no one can tell
}
_FLAGS = {
    "nr": Kind.PERSON, "ns": Kind.PLACE, "nt": Kind.BODY, "nz": Kind.OWN, "n": Kind.NOUN, "vn": Kind.VERBAL_NOUN, "v": Kind.VERB,
    "a": Kind.ADJECTIVE, "b": Kind.ADJECTIVE, "z": Kind.ADJECTIVE, "d": Kind.ADVERB, "m": Kind.NUMBER, "q": Kind.MEASURE, "t": Kind.TIME,
    "p": Kind.PREPOSITION, "c": Kind.CONJUNCTION, "u": Kind.PARTICLE, "y": Kind.PARTICLE, "f": Kind.WHERE, "s": Kind.WHERE,
    "r": Kind.PRONOUN, "i": Kind.IDIOM, "l": Kind.IDIOM, "j": Kind.NOUN,
}  # fmt: skip
_LATIN_WORD = re.compile(r"[a-zà-ɏ][\w'’.-]*", re.IGNORECASE)
_LATIN_PIECE = re.compile(r"[A-Za-zÀ-ɏ][\w'’-]*|\d[\d,.]*%?|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence in words.

    Attributes:
        words: folded.
        starts: where each begins in the sentence.
        ends: one past where it ends.
        kinds: what each is (`Kind`).
    """

    text: str
    words: tuple[str, ...]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    kinds: NDArray[np.int8]


@lru_cache(maxsize=4096)
def cut_of(sentence: str) -> Cut:
    """The sentence in words, of its first `MAX_CHARS` characters."""
    text = sentence[:MAX_CHARS]
    folded = fold(text)
    pieces = _chinese(folded) if is_mostly_han(text) else [(m.group().lower(), "") for m in _LATIN_PIECE.finditer(text)]
    words, starts, kinds, at = [], [], [], 0
    for word, flag in pieces:
        words.append(word)
        starts.append(at)
        kinds.append(_kind(word, flag, text[at]))
        at += len(word)
    begins = np.array(starts, np.int32)
    ends = begins + np.array([len(word) for word in words], np.int32)
    return Cut(folded, tuple(words), begins, ends, np.array(kinds, np.int8))


def _chinese(folded: str) -> list[tuple[str, str]]:
    return [(token.word, token.flag) for token in tagger().cut(folded)]


def _kind(word: str, flag: str, first: str) -> Kind:
    if (mark := _MARKS.get(word[0])) is not None:
        return mark
    if word == "的":
        return Kind.OF
    if word[0].isdigit():
        return Kind.NUMBER
    if _LATIN_WORD.match(word):
        if word in CUES["en"].stop_words:
            return Kind.LATIN_SMALL
        return Kind.LATIN_NAME if first.isupper() else Kind.LATIN
    return _FLAGS.get(flag[:2]) or _FLAGS.get(flag[:1]) or Kind.OTHER

"""Japanese loanwords to the English words they come from, by sound: ステーション → station.

Katakana and English spelling are both reduced to their consonants as Japanese hears them (l is r, v is b, ``tion`` is shon, an r after a
vowel is silent); of the English words with the same consonants those whose vowels fit best are meant. No dictionary is needed: the
English words are the keys of the lexicon.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_ROWS = {
    "アイウエオ": "a i u e o", "カキクケコ": "ka ki ku ke ko", "ガギグゲゴ": "ga gi gu ge go", "サシスセソ": "sa Si su se so",
    "ザジズゼゾ": "za ji zu ze zo", "タチツテト": "ta Ci tu te to", "ダヂヅデド": "da ji zu de do", "ナニヌネノ": "na ni nu ne no",
    "ハヒフヘホ": "ha hi fu he ho", "バビブベボ": "ba bi bu be bo", "パピプペポ": "pa pi pu pe po", "マミムメモ": "ma mi mu me mo",
    "ヤユヨ": "ya yu yo", "ラリルレロ": "ra ri ru re ro", "ワヲンヴ": "wa o n bu",
}  # fmt: skip
_KANA = {kana: sound for row, sounds in _ROWS.items() for kana, sound in zip(row, sounds.split(), strict=True)}
_SMALL = dict(zip("ァィゥェォャュョ", "aiueoauo", strict=True))
# How English spelling sounds to Japanese ears, applied in order; S is sh, C is ch.
_SPELLING = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[ts]ion|cian", "Son"), (r"ture\b", "Ca"), (r"tch|ch", "C"), (r"sh", "S"), (r"ph", "f"), (r"th", "s"), (r"ck|q", "k"),
        (r"x", "ks"), (r"dge?(?=e)", "j"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"g(?=[eiy])", "j"), (r"wh", "w"), (r"l", "r"),
        (r"v", "b"), (r"(.)\1", r"\1"), (r"(?<=[aeiouy])r(?![aeiouy])", ""), (r"(?<=[aeiouy])h", ""), (r"m(?=[pb])", "n"),
        (r"gn\b", "n"), (r"y\b", "i"), (r"(?<=[^aeiou])e\b", ""),
    )
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouy]")
_LEAST_LIKENESS = 0.6
_NEARLY_ALIKE = 0.12


def sound_of_katakana(word: str) -> str:
    """The sound of a katakana word in Latin letters: ステーション → suteSon; empty for anything but katakana."""
    sound = ""
    for kana in word:
        if kana in _SMALL:
            sound = (sound[:-1] if sound else "") + _SMALL[kana]
        elif kana in _KANA:
            sound += _KANA[kana]
        elif kana not in "ーッ・":
            return ""
    return re.sub(r"n(?=[bp])", "n", sound)


def sound_of_english(word: str) -> str:
    """The sound of an English word as Japanese hears it: station → staSon."""
    sound = word.lower()
    for pattern, replacement in _SPELLING:
        sound = pattern.sub(replacement, sound)
    return sound


def consonants(sound: str) -> str:
    """The consonants of a sound, the key two spellings of one word share; z and s count as one."""
    return re.sub(r"(.)\1", r"\1", _VOWELS.sub("", sound).replace("z", "s"))


def likeness(katakana_sound: str, english_sound: str) -> float:
    """How well two sounds with the same consonants fit, 0 to 1: the u that Japanese puts between consonants counts for nothing."""
    bare = re.sub(r"(?<=[^aeiou])u(?=[^aeiou]|$)|(?<=[td])o(?=[^aeiou]|$)", "", katakana_sound)
    return SequenceMatcher(None, bare, english_sound).ratio()


def best_sources(katakana: str, english_words: Iterable[str]) -> list[tuple[str, float]]:
    """Of English words with the word's consonants, those it may come from with their `likeness`, best first; at most four."""
    sound = sound_of_katakana(katakana)
    scored = sorted(((likeness(sound, sound_of_english(word)), word) for word in english_words), reverse=True)
    return [(word, fit) for fit, word in scored if fit >= _LEAST_LIKENESS and fit >= scored[0][0] - _NEARLY_ALIKE][:4]

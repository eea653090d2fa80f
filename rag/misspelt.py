"""Names typed with one slip: what may have been meant, and when not to guess.

A slip that gives another well-formed reading is no slip: Li Xiaoning is another person than Li Xiaoming, and Guizhuo another place than
Guizhou. So only what no Chinese word can be read as is taken for a misspelling (Qingdoa, Giuzhou, Lidnog), and 山西 and 陕西, one letter
apart, are never guessed at.
"""

import re
from collections.abc import Iterator
from string import ascii_lowercase

SHORTEST, LONGEST = 6, 24
# "Shannxi" is typed for either.
_NEVER_MEANT = re.compile(r"shaa?nxi")

# Initials → finals of the syllables of standard Chinese, ü written as u or v.
_SYLLABLES = {
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan v ve ue",
    "l": "a e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve ue",
    "g k h zh": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j q x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh ch sh r z c s": "i",
    "ch": "a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "sh": "a e ai ei ao ou an aan en ang eng u ua uo uai ui uan un uang",
    "r": "e ao ou an en ang eng ong u ua uo ui uan un",
    "z c s": "a e ai ei ao ou an en ang eng ong u uo ui uan un",
    "y": "a o e ai ao ou an ang ong i in ing u ue uan un",
    "w": "a o ai ei an en ang eng u",
}
_PINYIN = re.compile(
    "(?:"
    + "|".join(f"(?:{'|'.join(initials.split())})(?:{'|'.join(finals.split())})" for initials, finals in _SYLLABLES.items())
    + "|a|o|e|ai|ei|ao|ou|an|en|ang|eng|er)+"
)


def is_pinyin(key: str) -> bool:
    """True for what Chinese syllables can be read as, without tones and spaces: ``qingdao``, not ``qingdoa``."""
    return _PINYIN.fullmatch(key) is not None


def meant_by(key: str) -> Iterator[str]:
    """Readings one slip away from one that cannot be right: a letter too many, too few, another, or two exchanged.

    The first letter stands: it is the one least often mistaken. Nothing for what is too short to tell, or is well-formed as it is.
    """
    if not SHORTEST <= len(key) <= LONGEST or not (key.isascii() and key.isalpha()) or is_pinyin(key):
        return
    near = {key[:at] + key[at + 1 :] for at in range(1, len(key))}
    near |= {key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(1, len(key) - 1)}
    near |= {key[:at] + letter + key[at + 1 :] for at in range(1, len(key)) for letter in ascii_lowercase}
    near |= {key[:at] + letter + key[at:] for at in range(1, len(key) + 1) for letter in ascii_lowercase}
    if not any(map(_NEVER_MEANT.match, near)):
        yield from sorted(filter(is_pinyin, near))

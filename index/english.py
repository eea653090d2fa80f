"""English words in the form a dictionary lists them."""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
_POSSESSIVE = re.compile(r"['’]s\b|['’]")
_IRREGULAR = {
    "ate": "eat", "been": "be", "became": "become", "began": "begin", "begun": "begin", "bought": "buy", "broke": "break",
    "broken": "break", "brought": "bring",
    "built": "build", "burnt": "burn", "came": "come", "caught": "catch", "children": "child", "chose": "choose",
    "chosen": "choose", "did": "do", "done": "do", "drew": "draw", "drawn": "draw", "drove": "drive", "driven": "drive", "fallen": "fall",
    "fed": "feed", "feet": "foot", "fell": "fall", "felt": "feel", "flew": "fly", "fought": "fight", "found": "find", "gave": "give",
    "given": "give", "gone": "go", "got": "get", "grew": "grow", "grown": "grow", "had": "have", "has": "have", "heard": "hear",
    "held": "hold", "kept": "keep", "knew": "know", "known": "know", "laid": "lay", "led": "lead", "left": "leave", "lent": "lend",
    "lost": "lose", "made": "make", "men": "man", "met": "meet", "mice": "mouse", "paid": "pay", "people": "person", "ran": "run",
    "risen": "rise", "rose": "rise", "said": "say", "sang": "sing", "saw": "see", "seen": "see", "sent": "send", "shown": "show",
    "sold": "sell", "spent": "spend", "spoke": "speak", "spoken": "speak", "stood": "stand", "taken": "take", "taught": "teach",
    "teeth": "tooth", "thought": "think", "threw": "throw", "told": "tell", "took": "take", "was": "be", "went": "go", "were": "be",
    "women": "woman", "won": "win", "wore": "wear", "written": "write", "wrote": "write",
}  # fmt: skip
# CC-CEDICT is written in American spelling.
_AMERICAN = {"our": "or", "isation": "ization", "ise": "ize", "tre": "ter", "ogue": "og", "ramme": "ram", "ence": "ense"}
_BRITISH = re.compile(r"(?<=[a-z]{3})(?:isation|ise|tre|ogue|ramme)$|(?<=[a-z]{2})our(?=$|er$)|(?<=def)ence$|(?<=lic)ence$")
# Words that end like a plural and are none, where the rule on -ss, -us, -is does not say so already.
_SINGULAR = frozenset(
    "news politics economics physics mathematics gymnastics athletics always perhaps series species means lens gas bias canvas".split()
)


def normal(text: str) -> str:
    """Lower case, no accents, no possessives, words joined by single spaces: ``Lüliang's old-age homes`` → ``luliang old age homes``."""
    plain = text.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(_POSSESSIVE.sub("", plain)))


def singular(word: str) -> str:
    """The singular of a regular plural; the word itself when it is none: ``cities`` → ``city``, ``boxes`` → ``box``, ``bus`` → ``bus``."""
    if len(word) < 4 or word in _SINGULAR or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def base_forms(word: str) -> tuple[str, ...]:
    """A normal word and its base forms, likeliest first: ``women`` → women, woman; ``labours`` → labours, labour, labor."""
    person = f"{word[:-3]}man" if word.endswith("men") and len(word) > 5 else word  # craftsmen, businesswomen
    plain = (word, _IRREGULAR.get(word, word), person, singular(word))
    return tuple(dict.fromkeys((*plain, *(_BRITISH.sub(lambda m: _AMERICAN[m.group()], form) for form in plain))))


def verb_forms(word: str) -> tuple[str, ...]:
    """Verbs a word in -ing or -ed may come from, likeliest first: ``making`` → make, mak; ``died`` → die; none for other words."""
    return tuple(
        dict.fromkeys(form for ending in ("ing", "ed") if word.endswith(ending) for form in _stems(word.removesuffix(ending), ending))
    )


def _stems(stem: str, ending: str) -> Iterator[str]:
    if len(stem) < 2 or not re.search("[aeiouy]", stem):
        return
    if ending == "ed" and stem.endswith("i") and len(stem) > 2:
        yield stem[:-1] + "y"
    elif len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] != "s":
        yield from (stem[:-1], stem)
    # "raised" is "raise" and "died" is "die", but "opened" is "open".
    elif stem[-1] in "svczui" or stem.endswith("rg"):
        yield from (stem + "e", stem)
    else:
        yield from (stem, stem + "e")

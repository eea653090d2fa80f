"""What jieba's dictionary knows of proper names: its names by kind, and how likely characters are to stand in a Chinese name.

The dictionary holds some 60,000 names of persons. How often a character is a surname or part of a given name there, against how often it
stands in text at all, tells 张伟民 from 张伟表: no model is needed.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from index.names import COMPOUND_SURNAMES, JAPANESE_SURNAMES, SURNAMES
from index.tokens import segmenter

_KINDS = {"ns": "place", "nt": "body", "nz": "other", "nr": "person", "nrt": "person", "nrfg": "person"}
# Rare words tell little about how often a character stands in text, and are most of the dictionary.
_COMMON = 20


@dataclass(frozen=True, slots=True)
class NameTable:
    """Names of the dictionary, and weights of characters.

    Attributes:
        kinds: name → ``place``, ``body`` (an organisation), ``other`` (brands, works) or ``person``.
        surname: character → log odds of opening a Chinese name against standing in text.
        first: likewise for the first of two given characters.
        second: likewise for the second.
        single: likewise for a given name of one character.
    """

    kinds: dict[str, str]
    surname: dict[str, float]
    first: dict[str, float]
    second: dict[str, float]
    single: dict[str, float]

    def score(self, name: str) -> float:
        """How much rather a run of two to four characters is a name than text: 李亚楠 8.7, 张强 3.7, 张强说 -4.2, 方面 -2.4."""
        size = 2 if len(name) > 2 and (name[:2] in COMPOUND_SURNAMES or name[:2] in JAPANESE_SURNAMES) else 1
        given = name[size:]
        score = 4.0 if size == 2 else self.surname.get(name[0], -9.0)
        if len(given) == 1:
            return score + self.single.get(given, -4.0)
        return score + self.first.get(given[0], -4.0) + self.second.get(given[1], -4.0)


@dataclass(slots=True)
class _Counts:
    text: Counter[str] = field(default_factory=Counter)
    surname: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    second: Counter[str] = field(default_factory=Counter)
    single: Counter[str] = field(default_factory=Counter)

    def add_name(self, word: str) -> None:
        """Count a name of two or three characters."""
        self.surname[word[0]] += 1
        if len(word) == 2:
            self.single[word[1]] += 1
        else:
            self.first[word[1]] += 1
            self.second[word[2]] += 1


@cache
def name_table() -> NameTable:
    """The table, made from the dictionary once a process."""
    counts, kinds = _Counts(), {}
    with segmenter().get_dict_file() as lines:
        for line in lines:
            word, printed, tag = line.decode("utf-8").split()
            if kind := _KINDS.get(tag):
                kinds[word] = kind
                if tag == "nr" and word[0] in SURNAMES and len(word) in (2, 3):
                    counts.add_name(word)
            if len(printed) > 2 or int(printed) >= _COMMON:
                freq = int(printed)
                for char in word:
                    counts.text[char] += freq
    total = sum(counts.text.values())
    tables = (_weights(each, counts.text, total) for each in (counts.surname, counts.first, counts.second, counts.single))
    return NameTable(kinds, *tables)


def _weights(table: Counter[str], text: Counter[str], total: int) -> dict[str, float]:
    """Log odds, smoothed so that a character never seen in names loses as much as it is common in text."""
    size = table.total() + 2000
    return {char: math.log((table[char] + 0.5) / size) - math.log((seen + 50) / total) for char, seen in text.items()}

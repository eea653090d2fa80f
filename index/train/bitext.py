"""Sentence pairs as words, numbered."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.english import base_forms, normal
from index.tokens import words
from index.train.align import Bitext

# Sentences past this say little about which word is which: an article of a law is one pair.
_MAX_WORDS = 40
_MAX_RATIO = 4

logger = logging.getLogger(__name__)

Pair = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Sentence pairs as numbers, with the words behind them and how many pairs each set has."""

    bitext: Bitext
    chinese: tuple[str, ...]
    english: tuple[str, ...]
    sets: Mapping[str, int]


def cut_pairs(pairs: Iterable[tuple[str, str]], *, most: int) -> list[Pair]:
    """Pairs as words, those that are short enough to align and alike in length, at most ``most`` evenly spread over the set."""
    kept: list[Pair] = []
    for chinese, english in pairs:
        if len(chinese) > 4 * _MAX_WORDS:  # too long however it is cut; cutting the laws' articles would take three minutes
            continue
        pair = words(chinese), english_words(english)
        short, long = sorted(map(len, pair))
        if short > 0 and long <= min(_MAX_WORDS, 2 + _MAX_RATIO * short):
            kept.append(pair)
    step = max(1.0, len(kept) / most)
    return [kept[int(at * step)] for at in range(min(most, len(kept)))]


def english_words(text: str) -> list[str]:
    """Words of an English text, each in its singular, irregular forms in their base form, American spelling."""
    return [base_forms(word)[-1] for word in normal(text).split()]


def numbered(sets: Mapping[str, Sequence[Pair]]) -> Numbered:
    """The pairs of all sets, one set after the other, words numbered in order of first sight."""
    chinese: dict[str, int] = {}
    english: dict[str, int] = {}
    pairs = [pair for found in sets.values() for pair in found]
    left = [[chinese.setdefault(word, len(chinese)) for word in pair[0]] for pair in pairs]
    right = [[english.setdefault(word, len(english)) for word in pair[1]] for pair in pairs]
    logger.info("%d pairs, %d Chinese and %d English words", len(pairs), len(chinese), len(english))
    return Numbered(Bitext.of(left, right), tuple(chinese), tuple(english), {name: len(found) for name, found in sets.items()})

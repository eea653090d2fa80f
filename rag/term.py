"""One thing a question names, what is needed to find it in a collection, and how it is weighed."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.english import normal
from rag.words import Word

MAX_FORMS = 12
# Up to ɏ: the letters of pinyin with tone marks (ī, ǎ, ǚ) too.
LATIN = re.compile(r"^[a-zà-ɏ][a-zà-ɏ'’-]*$")
# An office that may have a deputy.
OFFICE = re.compile(r"^(?!副).*(?:主席|书记|主任|长|经理|总理|总统|教授|主编)$")
_ADMINISTRATIVE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:省|市|县|区|镇|乡|自治区|自治州|特别行政区)$")


class Vocabulary(Protocol):
    """What the terms need to know of a collection."""

    def document_frequency(self, term: str) -> int:
        """How many chunks hold the search token."""

    def words_read_as(self, key: str) -> Sequence[str]:
        """The collection's words whose toneless pinyin, without spaces, is ``key``."""

    def words_read_as_any(self, keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Those of the readings that words of the collection have, with the words."""

    def words_with(self, part: str, limit: int) -> Sequence[str]:
        """The collection's words that contain ``part``, commonest first."""

    def count_chunks(self) -> int:
        """How many chunks there are."""


class Translator(Protocol):
    """English → Chinese words, and what is known of a Chinese word."""

    def translate(self, english: str, limit: int = MAX_FORMS) -> Sequence[str]:
        """Chinese candidates, best first."""

    def related(self, english: str, limit: int = MAX_FORMS) -> Sequence[str]:
        """Chinese words with the English word in a short gloss, best first."""

    def loanwords(self, katakana: str) -> Sequence[str]:
        """English words a katakana word may come from, likeliest first."""

    def phrases(self, words: Sequence[str]) -> Sequence[tuple[int, int, Sequence[str]]]:
        """Multi-word entries inside ``words`` as (start, end, candidates)."""

    def is_place(self, word: str) -> bool:
        """True for the name of a place."""

    def gloss(self, word: str) -> str:
        """Short English gloss of a Chinese word, empty when unknown."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing the question names.

    Attributes:
        text: as asked.
        forms: how the collection may say it, best first; empty when nothing in it does.
        weight: rarity in the collection (BM25's IDF), larger for rarer; a name no chunk holds weighs as the rarest, another word that none
            holds less: the dictionary may not know what the collection calls it.
        is_head: part of the thing asked for; ``is_core`` its last word.
        is_name: a place, person or organisation that the answer's context must name.
        is_place: a name that is a place's: it holds for the whole article, where a person's name holds for its sentence.
        from_history: context of the question before, no condition.
        is_translated: the dictionary knows the word, so that no form means the collection does not hold it.
        synonyms: words of the collection with the same English gloss (参加, 参与): they count less than a form.
    """

    text: str
    forms: tuple[str, ...]
    weight: float
    is_head: bool = False
    is_core: bool = False
    is_name: bool = False
    is_place: bool = False
    from_history: bool = False
    synonyms: tuple[str, ...] = ()
    is_translated: bool = False


# A word without a form in the collection, as a share of the rarest word's weight: said in other words (zh), absent, or not translatable.
ABSENT, UNTRANSLATED = 0.5, 0.2


def _idf(frequency: int, chunks: int) -> float:
    return math.log(1 + (chunks - min(frequency, chunks) + 0.5) / (min(frequency, chunks) + 0.5))


def make_term(  # noqa: PLR0913 - what is known of a word, by name
    word: Word, forms: Sequence[str], vocabulary: Vocabulary, *, is_name: bool, is_place: bool = False, absent: float = 1.0
) -> Term:
    """A term with its weight: the IDF of all its forms together, less for a word that no chunk holds (``absent`` of the rarest's).

    What the question says of the word (asked for, from the history) is kept; a word of the question before weighs half.
    """
    frequency = sum(vocabulary.document_frequency(form) for form in forms)
    share = 1.0 if frequency or is_name else absent
    return Term(
        text=word.text,
        forms=tuple(forms),
        weight=_idf(frequency, vocabulary.count_chunks()) * share * (0.5 if word.from_history else 1.0),
        is_head=word.is_head,
        is_core=word.is_core,
        is_name=is_name,
        is_place=is_place,
        from_history=word.from_history,
    )


def without_rank(place: str) -> str:
    """A place without what it is administratively: 贵州省 → 贵州."""
    return _ADMINISTRATIVE.sub("", place)


def present(candidates: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The candidates the collection holds; when it holds none of two characters, words that begin or end with one (站 → 驿站)."""
    forms = [candidate for candidate in candidates if vocabulary.document_frequency(candidate)]
    if not any(len(form) > 1 for form in forms):
        for candidate in candidates[:3]:
            longer = vocabulary.words_with(candidate, MAX_FORMS)
            forms += [w for w in longer if len(w) == len(candidate) + 1 and (w.startswith(candidate) or w.endswith(candidate))][:4]
    return list(dict.fromkeys(forms))[:MAX_FORMS]


def spellings(word: str, vocabulary: Vocabulary) -> list[str]:
    """The word as the collection's own English spells it: as typed, without its accents, in the singular or in the plural."""
    singular, plural = {word.removesuffix("s"), word.removesuffix("es")}, {f"{word}s", f"{word}es"}
    stems = {word, normal(word), re.sub(r"ies$", "y", word), re.sub(r"y$", "ies", word)} | singular | plural
    return sorted((s for s in stems if (s == word or len(s) > 2) and vocabulary.document_frequency(s)), key=lambda s: (s != word, s))

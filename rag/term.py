"""One thing a question names, what is needed to find it in a collection, and how it is weighed."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.english import normal
from index.lexicon_weights import Weighted
from rag.periods import Period
from rag.words import Word

MAX_FORMS = 12
# Translations of a word looked up in the collection, which holds a few of them.
CANDIDATES = 30
# A share below this much of a single character's is unlikely. 0.2 to 0.25 put 80.1 % of 341 questions of xquad-xl right, 0.5 79.5 %.
_UNLIKELY = 0.25
# Up to ɏ: the letters of pinyin with tone marks (ī, ǎ, ǚ) too.
LATIN = re.compile(r"^[a-zà-ɏ][a-zà-ɏ'’-]*$")
# An office that may have a deputy.
OFFICE = re.compile(r"^(?!副).*(?:主席|书记|主任|长|经理|总理|总统|教授|主编)$")
_ADMINISTRATIVE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:省|市|县|区|镇|乡|自治区|自治州|特别行政区)$")


class Vocabulary(Protocol):
    """What the terms need to know of a collection."""

    def document_frequency(self, term: str) -> int:
        """How many chunks hold the word, or together all the tokens that the index cuts it into."""

    def tokens_among(self, words: Iterable[str]) -> Collection[str]:
        """The words that the collection holds as they are, uncut: one look-up for many words."""

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

    def weigh(self, english: str, limit: int = MAX_FORMS) -> Sequence[Weighted]:
        """The same, each with a weight, 1 for the best."""

    def surnames(self, english: str, limit: int = 4) -> Sequence[Weighted]:
        """How people of this first or last name are written in Chinese."""

    def in_english(self, chinese: str, limit: int = MAX_FORMS) -> Sequence[Weighted]:
        """English words for a Chinese one, best first, each with a weight."""

    def related(self, english: str, limit: int = MAX_FORMS) -> Sequence[str]:
        """Chinese words with the English word in a short gloss, best first."""

    def loanwords(self, katakana: str) -> Sequence[str]:
        """English words a katakana word may come from, likeliest first."""

    def phrases(self, words: Sequence[str]) -> Sequence[tuple[int, int, Sequence[Weighted]]]:
        """Multi-word entries inside ``words`` as (start, end, weighted candidates)."""

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
        shares: how likely each form is meant, above 0 and at most 1; all 1 when empty.
        synonyms: words of the collection with the same English gloss (参加, 参与): they count less than a form.
        period: the days meant, where it is a year or a date: what a page says of them in other words (去年, the day of publication) counts.
        rivals: longer names that begin with a form and mean another: 吉林省 where 吉林市 is asked.
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
    shares: tuple[float, ...] = ()
    rivals: tuple[str, ...] = ()
    period: Period | None = None

    def weighted_forms(self) -> Iterator[Weighted]:
        """Each form with its share."""
        return zip(self.forms, self.shares or (1.0,) * len(self.forms), strict=True)


# A word without a form in the collection, as a share of the rarest word's weight: said in other words (zh), absent, or not translatable.
ABSENT, UNTRANSLATED = 0.5, 0.2


def _idf(frequency: float, chunks: int) -> float:
    return math.log(1 + (chunks - min(frequency, chunks) + 0.5) / (min(frequency, chunks) + 0.5))


def make_term(  # noqa: PLR0913 - what is known of a word, by name
    word: Word, forms: Mapping[str, float], vocabulary: Vocabulary, *, is_name: bool, is_place: bool = False, absent: float = 1.0
) -> Term:
    """A term with its weight: the IDF of all its forms by their shares, less for a word that no chunk holds (``absent`` of the rarest's).

    What the question says of the word (asked for, from the history) is kept; a word of the question before weighs half.
    """
    frequency = sum(share * vocabulary.document_frequency(form) for form, share in forms.items())
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
        shares=tuple(forms.values()),
        period=word.period,
    )


def short_first(forms: Mapping[str, float]) -> dict[str, float]:
    """Forms with a place's long and short name as one: 山西省 and 山西 count alike, the short one first."""
    shares: dict[str, float] = {}
    for form, share in forms.items():
        for name in (without_rank(form), form):
            if name in forms:
                shares[name] = max(share, forms[name], shares.get(name, 0.0))
    return shares


def without_rank(place: str) -> str:
    """A place without what it is administratively: 贵州省 → 贵州."""
    return _ADMINISTRATIVE.sub("", place)


def surely(forms: Iterable[str]) -> dict[str, float]:
    """Forms that are certain: each with share 1."""
    return dict.fromkeys(forms, 1.0)


def first_forms(*found: Mapping[str, float]) -> dict[str, float]:
    """At most `MAX_FORMS` of the forms found in several ways, in that order, each with its larger share."""
    forms: dict[str, float] = {}
    for shares in found:
        for form, share in shares.items():
            forms[form] = max(share, forms.get(form, 0.0))
    return dict(list(forms.items())[:MAX_FORMS])


def present(candidates: Sequence[Weighted], vocabulary: Vocabulary) -> dict[str, float]:
    """The candidates the collection holds, likeliest first.

    Where it holds none of two characters but unlikely ones, words that begin or end with a likely single character (站 → 驿站) are
    taken too.
    """
    forms = {candidate: share for candidate, share in candidates if vocabulary.document_frequency(candidate)}
    likely = max((share for form, share in forms.items() if len(form) > 1), default=0.0)
    for candidate, share in (pair for pair in candidates[:3] if len(pair[0]) == 1 and pair[1] * _UNLIKELY > likely):
        close = [longer for longer in vocabulary.words_with(candidate, MAX_FORMS) if len(longer) == 2]
        forms = {**dict.fromkeys(close[:4], share), **forms}
    return first_forms(dict(sorted(forms.items(), key=lambda pair: -pair[1])))


def spellings(word: str, vocabulary: Vocabulary) -> list[str]:
    """The word as the collection's own English spells it: as typed, without its accents, in the singular or in the plural."""
    singular, plural = {word.removesuffix("s"), word.removesuffix("es")}, {f"{word}s", f"{word}es"}
    stems = {word, normal(word), re.sub(r"ies$", "y", word), re.sub(r"y$", "ies", word)} | singular | plural
    return sorted((s for s in stems if (s == word or len(s) > 2) and vocabulary.document_frequency(s)), key=lambda s: (s != word, s))

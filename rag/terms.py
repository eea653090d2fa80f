"""Question words → search terms: what the collection calls the thing, in Chinese, with a weight by rarity.

A word of the question becomes one term with several forms (station → 站, 车站, 驿站): the forms count as one word, so a word
with many translations weighs no more than a word with one. A name in Latin letters (Zibo, Tan Lixin) finds the words that read so.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from index.text import han_count
from rag.question import Question
from rag.words import Word

MAX_FORMS = 12
_MAX_RELATED = 60
_ADMINISTRATIVE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:省|市|县|区|镇|乡|自治区|自治州|特别行政区)$")
_KATAKANA = re.compile(r"[\u30a1-\u30fa]")
# Translations past these are far-fetched: "county" is 县 before it is 县长.
_FIRST_FORMS = 3
# An office that may have a deputy.
OFFICE = re.compile(r"^(?!副).*(?:主席|书记|主任|长|经理|总理|总统|教授|主编)$")
_NUMBER = re.compile(r"\d")
_LATIN = re.compile(r"^[a-zà-ÿ][a-zà-ÿ'’-]*$")


class Vocabulary(Protocol):
    """What the terms need to know of a collection."""

    def document_frequency(self, term: str) -> int:
        """How many chunks hold the search token."""

    def words_read_as(self, key: str) -> Sequence[str]:
        """The collection's words whose toneless pinyin, without spaces, is ``key``."""

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


def build_terms(question: Question, translator: Translator, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Terms of a question, in the order of its words; the same word twice is one term."""
    base = question.language.split("-")[0]
    is_han = base in {"zh", "ja"}
    terms: list[Term] = []
    # A follow-up may be asked in another language than the question it takes its topic from.
    for reads_han, run in groupby(question.words, key=lambda w: (is_han or w.from_history) and not _LATIN.match(w.text)):
        words = list(run)
        terms += [_han_term(w, translator, vocabulary) for w in words] if reads_han else _latin_terms(words, translator, vocabulary)
    terms = list(_with_deputies(terms))
    unique: dict[tuple[str, ...], Term] = {}
    for term in terms:
        key = term.forms or (term.text,)
        if key not in unique or (unique[key].from_history and not term.from_history):
            unique[key] = term
    return _without_overruled_names(tuple(unique.values()))


def _with_deputies(terms: Sequence[Term]) -> Iterator[Term]:
    """副 and the office after it as one term: who asks for the 副主席 is not told the 主席."""
    deputy: Term | None = None
    for term in terms:
        offices = tuple(f"副{form}" for form in term.forms[:_FIRST_FORMS] if OFFICE.search(form))
        if deputy and offices:
            gap = " " if term.text.isascii() else ""
            yield replace(term, text=f"{deputy.text}{gap}{term.text}", forms=offices, synonyms=())
            deputy = None
            continue
        if deputy:
            yield deputy
        deputy = term if term.forms[:1] == ("副",) else None
        if not deputy:
            yield term
    if deputy:
        yield deputy


def _without_overruled_names(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Names of the question before are dropped when the follow-up names its own ("and in Qingdao?" is not about Shanxi)."""
    if not any(term.is_name and not term.from_history for term in terms):
        return terms
    return tuple(term for term in terms if not (term.is_name and term.from_history))


# A word without a form in the collection, as a share of the rarest word's weight: said in other words (zh), absent, or not translatable.
_ABSENT, _UNTRANSLATED = 0.5, 0.2


def _idf(frequency: int, chunks: int) -> float:
    return math.log(1 + (chunks - min(frequency, chunks) + 0.5) / (min(frequency, chunks) + 0.5))


def _term(  # noqa: PLR0913 - what is known of a word, by name
    word: Word, forms: Sequence[str], vocabulary: Vocabulary, *, is_name: bool, is_place: bool = False, absent: float = 1.0
) -> Term:
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


def _loan_term(word: Word, translator: Translator, vocabulary: Vocabulary) -> Term:
    """A katakana word by way of the English it comes from: the likeliest source that the collection has a word for."""
    sources = translator.loanwords(word.text)
    found = (_present(translator.translate(source, MAX_FORMS), vocabulary) for source in sources)
    forms = next(filter(None, found), [])
    term = _term(word, forms, vocabulary, is_name=False, absent=_ABSENT if sources else _UNTRANSLATED)
    return replace(term, is_translated=bool(sources))


def without_rank(place: str) -> str:
    """A place without what it is administratively: 贵州省 → 贵州."""
    return _ADMINISTRATIVE.sub("", place)


def _han_term(word: Word, translator: Translator, vocabulary: Vocabulary) -> Term:
    if _KATAKANA.match(word.text):
        return _loan_term(word, translator, vocabulary)
    short = without_rank(word.text)
    is_place = translator.is_place(word.text) or translator.is_place(short)
    forms = [word.text] if short == word.text or not is_place else [word.text, short]
    forms += _in_english(short, translator, vocabulary)
    if len(word.text) == 1:  # 駅 is 驿, which the collection has in 驿站
        forms = list(dict.fromkeys([*forms, *_present(forms, vocabulary)]))
    absent = 1.0 if _NUMBER.search(word.text) else _ABSENT
    term = _term(word, forms, vocabulary, is_name=word.is_name or is_place, is_place=is_place, absent=absent)
    return term if term.is_name or len(word.text) < 2 else replace(term, synonyms=_synonyms(word.text, translator, vocabulary))


def _in_english(word: str, translator: Translator, vocabulary: Vocabulary) -> list[str]:
    """What an English article of the collection calls a Chinese word: its gloss, where that is one word the collection holds."""
    gloss = translator.gloss(word).lower().strip()
    return _spellings(gloss, vocabulary) if _LATIN.match(gloss) else []


def _synonyms(word: str, translator: Translator, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Words of the collection that the dictionary glosses as it does this one: 参加 and 参与 are both "to participate"."""
    gloss = translator.gloss(word)
    candidates = translator.translate(gloss, MAX_FORMS) if gloss else ()
    return tuple(c for c in candidates if len(c) > 1 and c != word and vocabulary.document_frequency(c))


def _latin_terms(words: Sequence[Word], translator: Translator, vocabulary: Vocabulary) -> Iterator[Term]:
    """Longest names first ("Tan Lixin"), then dictionary phrases ("natural gas"), then single words."""
    texts = [word.text for word in words]
    phrases = {start: (end, candidates) for start, end, candidates in translator.phrases(texts)}
    position = 0
    while position < len(words):
        name_end, names = _name_at(words, position, translator, vocabulary)
        if names:
            run = words[position:name_end]
            is_name = any(word.is_name for word in run) or any(translator.is_place(name) for name in names)
            joined = replace(words[position], text=" ".join(word.text for word in run))
            yield _term(joined, names, vocabulary, is_name=is_name, is_place=any(translator.is_place(name) for name in names))
            position = name_end
        elif position in phrases:
            end, candidates = phrases[position]
            yield _phrase_term(words[position:end], candidates, translator, vocabulary)
            position = end
        else:
            yield _single_term(words[position], translator, vocabulary)
            position += 1


def _name_at(words: Sequence[Word], position: int, translator: Translator, vocabulary: Vocabulary) -> tuple[int, list[str]]:
    """Collection words that read like the run of Latin words at ``position``, the longest run first.

    A single lower-case word that the dictionary translates is not looked up by its reading: "can" and "men" are pinyin too.
    """
    for size in (4, 3, 2, 1):
        run = words[position : position + size]
        if len(run) < size or not all(_LATIN.match(word.text) for word in run):
            continue
        candidates = list(translator.translate(run[0].text, 2)) if size == 1 else []
        is_place = any(translator.is_place(candidate) for candidate in candidates)
        if size == 1 and not is_place and not run[0].is_name and (len(run[0].text) < 4 or candidates):
            continue
        key = re.sub(r"['’-]", "", "".join(word.text for word in run))
        found = [word for word in vocabulary.words_read_as(key) if len(word) >= 2]
        unknown = [word for word in found if not translator.gloss(word) or translator.is_place(word)]
        held = [candidate for candidate in candidates if is_place and vocabulary.document_frequency(candidate)]
        forms = held + (unknown if is_place else (unknown or found) if run[0].is_name else found)
        if forms:
            spelt = _spellings(run[0].text, vocabulary) if size == 1 else []
            return position + size, [*spelt, *dict.fromkeys(forms)][:MAX_FORMS]
    return position, []


def _spellings(word: str, vocabulary: Vocabulary) -> list[str]:
    """The word as the collection's own English spells it: as typed, in the singular or in the plural."""
    singular, plural = {word.removesuffix("s"), word.removesuffix("es")}, {f"{word}s", f"{word}es"}
    stems = {word, re.sub(r"ies$", "y", word), re.sub(r"y$", "ies", word)} | singular | plural
    return sorted((s for s in stems if (s == word or len(s) > 2) and vocabulary.document_frequency(s)), key=lambda s: (s != word, s))


def _present(candidates: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The candidates the collection holds; when it holds none of two characters, words that begin or end with one (站 → 驿站)."""
    forms = [candidate for candidate in candidates if vocabulary.document_frequency(candidate)]
    if not any(len(form) > 1 for form in forms):
        for candidate in candidates[:3]:
            longer = vocabulary.words_with(candidate, MAX_FORMS)
            forms += [w for w in longer if len(w) == len(candidate) + 1 and (w.startswith(candidate) or w.endswith(candidate))][:4]
    return list(dict.fromkeys(forms))[:MAX_FORMS]


def _phrase_term(run: Sequence[Word], candidates: Sequence[str], translator: Translator, vocabulary: Vocabulary) -> Term:
    joined = Word(
        " ".join(word.text for word in run),
        is_head=any(word.is_head for word in run),
        is_core=any(word.is_core for word in run),
        is_name=False,
        from_history=all(word.from_history for word in run),
    )
    is_place = any(translator.is_place(candidate) for candidate in candidates[:3])
    forms = _present(candidates, vocabulary)
    if not forms and not is_place:
        forms = _present([c for word in run for c in translator.translate(word.text, 4)], vocabulary)
        if "副" in forms:  # "vice chairman"
            forms = [f"副{form}" for form in forms if OFFICE.search(form)]
    return _term(joined, forms, vocabulary, is_name=is_place, is_place=is_place, absent=_ABSENT)


def _single_term(word: Word, translator: Translator, vocabulary: Vocabulary) -> Term:
    if not _LATIN.match(word.text) or han_count(word.text):
        is_name = word.is_name and translator.is_place(word.text)
        return _term(word, [word.text], vocabulary, is_name=is_name, is_place=is_name)
    candidates = list(translator.translate(word.text, MAX_FORMS))
    is_place = any(translator.is_place(candidate) for candidate in candidates[:2])
    forms = [*_spellings(word.text, vocabulary), *_present(candidates, vocabulary)][:MAX_FORMS]
    related = [w for w in translator.related(word.text, _MAX_RELATED) if len(w) > 1 and w not in forms and vocabulary.document_frequency(w)]
    # A capital and no translation at all: a name nothing in the collection bears.
    is_unknown_name = word.is_name and not candidates and not forms
    if not forms:
        forms, related = related[:MAX_FORMS], []
    absent = 1.0 if word.is_name else _ABSENT if candidates else _UNTRANSLATED
    term = _term(word, forms, vocabulary, is_name=is_place or is_unknown_name, is_place=is_place, absent=absent)
    return replace(term, is_translated=bool(candidates), synonyms=tuple(related))

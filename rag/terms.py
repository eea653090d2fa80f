"""Question words → search terms: what the collection calls the thing, in Chinese, with a weight by rarity.

A word of the question becomes one term with several forms (station → 站, 车站, 驿站): the forms count as one word, so a word
with many translations weighs no more than a word with one. A name written in Latin letters (Zibo, Tan Lixin) finds the collection's words that read so.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.text import han_count
from rag.question import Question, Word

MAX_FORMS = 12
_ADMINISTRATIVE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:省|市|县|区|镇|乡|自治区|自治州|特别行政区)$")
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

    def phrases(self, words: Sequence[str]) -> Sequence[tuple[int, int, Sequence[str]]]:
        """Multi-word entries inside ``words`` as (start, end, candidates)."""

    def is_place(self, word: str) -> bool:
        """True for the name of a place."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing the question names.

    Attributes:
        text: as asked.
        forms: how the collection may say it, best first; empty when nothing in it does.
        weight: rarity in the collection (BM25's IDF), larger for rarer; a form no chunk holds weighs as the rarest.
        is_head: part of the thing asked for.
        is_name: a place, person or organisation that the answer's context must name.
        from_history: context of the question before, no condition.
    """

    text: str
    forms: tuple[str, ...]
    weight: float
    is_head: bool = False
    is_name: bool = False
    from_history: bool = False


def build_terms(question: Question, translator: Translator, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Terms of a question, in the order of its words; the same word twice is one term."""
    base = question.language.split("-")[0]
    is_han = base in {"zh", "ja"}
    terms = [_han_term(w, translator, vocabulary) for w in question.words] if is_han else list(_latin_terms(question.words, translator, vocabulary))
    unique: dict[tuple[str, ...], Term] = {}
    for term in terms:
        key = term.forms or (term.text,)
        if key not in unique or (unique[key].from_history and not term.from_history):
            unique[key] = term
    return _without_overruled_names(tuple(unique.values()))


def _without_overruled_names(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Names of the question before are dropped when the follow-up names its own ("and in Qingdao?" is not about Shanxi)."""
    if not any(term.is_name and not term.from_history for term in terms):
        return terms
    return tuple(term for term in terms if not (term.is_name and term.from_history))


def _idf(frequency: int, chunks: int) -> float:
    return math.log(1 + (chunks - min(frequency, chunks) + 0.5) / (min(frequency, chunks) + 0.5))


def _term(word: Word, forms: Sequence[str], vocabulary: Vocabulary, *, is_name: bool) -> Term:
    frequency = sum(vocabulary.document_frequency(form) for form in forms)
    return Term(
        text=word.text,
        forms=tuple(forms),
        weight=_idf(frequency, vocabulary.count_chunks()) * (0.5 if word.from_history else 1.0),
        is_head=word.is_head,
        is_name=is_name,
        from_history=word.from_history,
    )


def _han_term(word: Word, translator: Translator, vocabulary: Vocabulary) -> Term:
    short = _ADMINISTRATIVE.sub("", word.text)
    is_name = word.is_name or translator.is_place(word.text) or translator.is_place(short)
    forms = [word.text] if short == word.text or not is_name else [word.text, short]
    return _term(word, forms, vocabulary, is_name=is_name)


def _latin_terms(words: Sequence[Word], translator: Translator, vocabulary: Vocabulary) -> Iterator[Term]:
    """Longest names first ("Tan Lixin"), then dictionary phrases ("natural gas"), then single words."""
    texts = [word.text for word in words]
    phrases = {start: (end, candidates) for start, end, candidates in translator.phrases(texts)}
    position = 0
    while position < len(words):
        name_end, names = _name_at(words, position, vocabulary)
        if names:
            yield _term(words[position], names, vocabulary, is_name=True)
            position = name_end
        elif position in phrases:
            end, candidates = phrases[position]
            yield _phrase_term(words[position:end], candidates, translator, vocabulary)
            position = end
        else:
            yield _single_term(words[position], translator, vocabulary)
            position += 1


def _name_at(words: Sequence[Word], position: int, vocabulary: Vocabulary) -> tuple[int, list[str]]:
    """Collection words that read like the run of Latin words at ``position``, the longest run first.

    One lower-case word alone is a name only when it is no English word the dictionary would know better ("can", "men" are pinyin too):
    it must have two syllables' length or a capital.
    """
    for size in (4, 3, 2, 1):
        run = words[position : position + size]
        if len(run) < size or not all(_LATIN.match(word.text) for word in run):
            continue
        key = re.sub(r"['’-]", "", "".join(word.text for word in run))
        if size == 1 and not (run[0].is_name or len(key) >= 5):
            continue
        found = [word for word in vocabulary.words_read_as(key) if len(word) >= 2]
        if found:
            return position + size, found[:MAX_FORMS]
    return position, []


def _present(candidates: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The candidates the collection holds; one of a single character also through the words that end or begin with it."""
    forms: list[str] = []
    for candidate in candidates:
        if vocabulary.document_frequency(candidate):
            forms.append(candidate)
        if len(candidate) == 1:
            forms += [w for w in vocabulary.words_with(candidate, MAX_FORMS) if len(w) == 2]
        elif not vocabulary.document_frequency(candidate):
            forms += [w for w in vocabulary.words_with(candidate, 2) if w.startswith(candidate) or w.endswith(candidate)]
    return list(dict.fromkeys(forms))[:MAX_FORMS]


def _phrase_term(run: Sequence[Word], candidates: Sequence[str], translator: Translator, vocabulary: Vocabulary) -> Term:
    joined = Word(
        " ".join(word.text for word in run),
        is_head=any(word.is_head for word in run),
        is_name=False,
        from_history=all(word.from_history for word in run),
    )
    is_place = any(translator.is_place(candidate) for candidate in candidates[:3])
    forms = _present(candidates, vocabulary)
    if not forms and not is_place:
        forms = _present([c for word in run for c in translator.translate(word.text, 4)], vocabulary)
    return _term(joined, forms, vocabulary, is_name=is_place)


def _single_term(word: Word, translator: Translator, vocabulary: Vocabulary) -> Term:
    if not _LATIN.match(word.text) or han_count(word.text):
        is_name = word.is_name and translator.is_place(word.text)
        return _term(word, [word.text], vocabulary, is_name=is_name)
    candidates = list(translator.translate(word.text, MAX_FORMS))
    is_place = any(translator.is_place(candidate) for candidate in candidates[:2])
    forms = _present(candidates, vocabulary)
    if vocabulary.document_frequency(word.text):
        forms = [word.text, *forms]
    # A capital and no translation at all: a name nothing in the collection bears.
    is_unknown_name = word.is_name and not candidates and not forms
    return _term(word, forms, vocabulary, is_name=is_place or is_unknown_name)

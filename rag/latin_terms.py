"""Terms of words written in Latin letters: names by their reading, dictionary phrases, single words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.english import normal
from index.lexicon_weights import Weighted
from index.names import SURNAMES
from index.text import han_count
from rag.misspelt import meant_by
from rag.old_spellings import PINYIN
from rag.term import (
    ABSENT,
    CANDIDATES,
    LATIN,
    MAX_FORMS,
    UNTRANSLATED,
    Term,
    Translator,
    Vocabulary,
    first_forms,
    make_term,
    present,
    short_first,
    spellings,
    surely,
)
from rag.words import Word

_MAX_RELATED = 60


def latin_terms(words: Sequence[Word], translator: Translator, vocabulary: Vocabulary) -> Iterator[Term]:
    """Longest names first ("Tan Lixin"), then dictionary phrases ("natural gas"), then single words; old spellings are read as pinyin."""
    typed = {PINYIN[word.text]: word.text for word in words if word.is_name and word.text in PINYIN}
    modern = [replace(word, text=PINYIN[word.text]) if word.is_name and word.text in PINYIN else word for word in words]
    for term in _terms(modern, translator, vocabulary):
        yield replace(term, text=typed.get(term.text, term.text))


def _terms(words: Sequence[Word], translator: Translator, vocabulary: Vocabulary) -> Iterator[Term]:
    phrases = {start: (end, candidates) for start, end, candidates in translator.phrases([word.text for word in words])}
    position = 0
    while position < len(words):
        name_end, names = _name_at(words, position, translator, vocabulary)
        end, candidates = phrases.get(position, (position + 1, ()))
        if not names and not candidates:
            name_end, names = _name_nearly_at(words, position, translator, vocabulary)
        phrase = _phrase_term(words[position:end], candidates, translator, vocabulary) if candidates and not names else None
        if names:
            yield _name_term(words[position:name_end], names, translator, vocabulary)
            position = name_end
        elif phrase:
            yield phrase
            position = end
        else:
            yield _single_term(words[position], translator, vocabulary)
            position += 1


def _name_term(run: Sequence[Word], names: Sequence[str], translator: Translator, vocabulary: Vocabulary) -> Term:
    is_place = any(translator.is_place(name) for name in names)
    joined = replace(run[0], text=" ".join(word.text for word in run))
    is_name = is_place or any(word.is_name for word in run) or _is_typed_small(run, names, translator)
    return make_term(joined, short_first(surely(names)), vocabulary, is_name=is_name, is_place=is_place)


def _is_typed_small(run: Sequence[Word], names: Sequence[str], translator: Translator) -> bool:
    """True for "tan lixin": several words that read like what no dictionary has, a full name or one of them no English word."""
    if len(run) < 2 or any(translator.gloss(name) for name in names):
        return False
    is_full_name = any(len(name) == 3 and name[0] in SURNAMES for name in names)
    return is_full_name or not all(translator.translate(word.text, 1) for word in run)


def _name_at(words: Sequence[Word], position: int, translator: Translator, vocabulary: Vocabulary) -> tuple[int, list[str]]:
    """Collection words that read like the run of Latin words at ``position``, the longest run first.

    A single lower-case word that the dictionary translates is not looked up by its reading: "can" and "men" are pinyin too.
    """
    for size in (4, 3, 2, 1):
        run = words[position : position + size]
        if len(run) < size or not all(LATIN.match(word.text) for word in run):
            continue
        candidates = list(translator.translate(run[0].text, 2)) if size == 1 else []
        is_place = any(translator.is_place(candidate) for candidate in candidates)
        if size == 1 and not is_place and not run[0].is_name and (len(run[0].text) < 4 or candidates):
            continue
        key = _reading(run)
        found = [word for word in vocabulary.words_read_as(key) if len(word) >= 2]
        unknown = [word for word in found if not translator.gloss(word) or translator.is_place(word)]
        held = [candidate for candidate in candidates if is_place and vocabulary.document_frequency(candidate)]
        forms = held + (unknown if is_place else (unknown or found) if run[0].is_name else found)
        if forms:
            spelt = spellings(run[0].text, vocabulary) if size == 1 else []
            return position + size, [*spelt, *dict.fromkeys(forms)][:MAX_FORMS]
    return position, []


def _name_nearly_at(words: Sequence[Word], position: int, translator: Translator, vocabulary: Vocabulary) -> tuple[int, list[str]]:
    """As `_name_at`, for a name with a slip in it that nothing reads as: names of the one reading it can have been meant as.

    A single word that the dictionary or the collection knows is meant as it is, and one without a capital can only be a place: "buiding"
    is no 贝丁. Several words are taken for a name by their capitals.
    """
    for size in (3, 2, 1):
        run = words[position : position + size]
        if len(run) < size or not all(LATIN.match(word.text) and (word.is_name or size == 1) for word in run):
            continue
        if size == 1 and (translator.translate(run[0].text, 1) or spellings(run[0].text, vocabulary)):
            continue
        keys = list(meant_by(_reading(run)))
        if not keys:
            continue
        found = vocabulary.words_read_as_any(keys).values()
        read = ([w for w in group if translator.is_place(w) or (run[0].is_name and not translator.gloss(w))] for group in found)
        names = [each for each in read if each]
        if len(names) == 1:
            return position + size, names[0][:MAX_FORMS]
    return position, []


def _reading(run: Sequence[Word]) -> str:
    """The words as one toneless reading: "Xíng Huáliàng" → xinghualiang, "Xi'an" → xian."""
    return normal("".join(word.text for word in run)).replace(" ", "")


def _phrase_term(run: Sequence[Word], candidates: Sequence[Weighted], translator: Translator, vocabulary: Vocabulary) -> Term | None:
    """The term of a dictionary phrase; None where the collection does not hold it and its words may be found apart."""
    is_place = any(translator.is_place(candidate) for candidate, _ in candidates[:3])
    forms = short_first(present(candidates, vocabulary))
    if not forms and not is_place:
        return None
    joined = Word(
        " ".join(word.text for word in run),
        is_head=any(word.is_head for word in run),
        is_core=any(word.is_core for word in run),
        is_name=False,
        from_history=all(word.from_history for word in run),
    )
    return make_term(joined, forms, vocabulary, is_name=is_place, is_place=is_place, absent=ABSENT)


def _single_term(word: Word, translator: Translator, vocabulary: Vocabulary) -> Term:
    if not LATIN.match(word.text) or han_count(word.text):
        is_name = word.is_name and translator.is_place(word.text)
        return make_term(word, surely([word.text]), vocabulary, is_name=is_name, is_place=is_name)
    candidates = translator.weigh(word.text, CANDIDATES)
    people = translator.surnames(word.text) if word.is_name else ()
    is_place = any(translator.is_place(candidate) for candidate, _ in candidates[:2])
    held = {name: share for name, share in people if vocabulary.document_frequency(name)}
    forms = first_forms(surely(spellings(word.text, vocabulary)), held, short_first(present(candidates, vocabulary)))
    looser = [w for w in translator.related(word.text, _MAX_RELATED) if len(w) > 1 and w not in forms]
    known = vocabulary.tokens_among(looser)
    related = [w for w in looser if w in known]
    # A capital and no translation at all: a name nothing in the collection bears.
    is_unknown_name = word.is_name and not candidates and not forms
    if not forms:
        forms, related = surely(related[:MAX_FORMS]), []
    absent = 1.0 if word.is_name else ABSENT if candidates else UNTRANSLATED
    term = make_term(word, forms, vocabulary, is_name=is_place or is_unknown_name, is_place=is_place, absent=absent)
    return replace(term, is_translated=bool(candidates), synonyms=tuple(related))

"""Terms of words written in Chinese characters or katakana."""

import re
from dataclasses import replace

from index.wordclass import GOVERNING
from rag.aliases import forms_of
from rag.term import (
    ABSENT,
    CANDIDATES,
    MAX_FORMS,
    UNTRANSLATED,
    Term,
    Translator,
    Vocabulary,
    make_term,
    present,
    spellings,
    surely,
    without_rank,
)
from rag.words import Word

_KATAKANA = re.compile(r"[\u30a1-\u30fa]")
_RANKS = "省市县区州"
_NUMBER = re.compile(r"\d")


def han_term(word: Word, translator: Translator, vocabulary: Vocabulary) -> Term:
    """The term of a Chinese word, with the short form of a place, or of a Japanese loanword."""
    if _KATAKANA.match(word.text):
        return _loan_term(word, translator, vocabulary)
    short = without_rank(word.text)
    # 新建 is a district of Nanchang too.
    is_place = word.text not in GOVERNING and (translator.is_place(word.text) or translator.is_place(short))
    own = surely([word.text, short] if is_place else forms_of(word.text) or [word.text])
    forms = own | _in_english(short, translator, vocabulary)
    if len(word.text) == 1:  # 駅 is 驿, which the collection has in 驿站
        forms |= present(list(forms.items()), vocabulary)
    absent = 1.0 if _NUMBER.search(word.text) else ABSENT
    term = make_term(word, forms, vocabulary, is_name=word.is_name or is_place, is_place=is_place, absent=absent)
    if is_place and short != word.text:
        term = replace(term, rivals=_other_ranks(word.text, short, translator))
    return term if term.is_name or len(word.text) < 2 else replace(term, synonyms=_synonyms(word.text, translator, vocabulary))


def _other_ranks(place: str, short: str, translator: Translator) -> tuple[str, ...]:
    """Places of the same name and another rank: 吉林省 of 吉林市."""
    return tuple(f"{short}{rank}" for rank in _RANKS if f"{short}{rank}" != place and translator.is_place(f"{short}{rank}"))


def _loan_term(word: Word, translator: Translator, vocabulary: Vocabulary) -> Term:
    """A katakana word by way of the English it comes from: the likeliest source that the collection has a word for."""
    sources = translator.loanwords(word.text)
    found = (present(translator.weigh(source, CANDIDATES), vocabulary) for source in sources)
    forms = next(filter(None, found), {})
    term = make_term(word, forms, vocabulary, is_name=False, absent=ABSENT if sources else UNTRANSLATED)
    return replace(term, is_translated=bool(sources))


def _in_english(word: str, translator: Translator, vocabulary: Vocabulary) -> dict[str, float]:
    """What English articles of the collection call a Chinese word."""
    forms: dict[str, float] = {}
    for english, share in translator.in_english(word):
        forms |= {form: max(share, forms.get(form, 0.0)) for form in spellings(english, vocabulary)}
    return forms


def _synonyms(word: str, translator: Translator, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Words of the collection that the dictionary glosses as it does this one: 参加 and 参与 are both "to participate"."""
    gloss = translator.gloss(word)
    candidates = translator.translate(gloss, MAX_FORMS) if gloss else ()
    return tuple(c for c in candidates if len(c) > 1 and c != word and vocabulary.document_frequency(c))

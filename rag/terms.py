"""Question words → search terms: what the collection calls the thing, in Chinese, with a weight by rarity.

A word of the question becomes one term with several forms (station → 站, 车站, 驿站): the forms count as one word, so a word
with many translations weighs no more than a word with one. A name in Latin letters (Zibo, Tan Lixin) finds the words that read so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rag.han_terms import han_term
from rag.latin_terms import latin_terms
from rag.question import Question
from rag.term import LATIN, OFFICE, Term, Translator, Vocabulary

# Translations past these are far-fetched: "county" is 县 before it is 县长.
_FIRST_FORMS = 3


def build_terms(question: Question, translator: Translator, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Terms of a question, in the order of its words; the same word twice is one term."""
    is_han = question.base in {"zh", "ja"}
    terms: list[Term] = []
    # A follow-up may be asked in another language than the question it takes its topic from.
    for reads_han, run in groupby(question.words, key=lambda w: (is_han or w.from_history) and not LATIN.match(w.text)):
        words = list(run)
        terms += [han_term(w, translator, vocabulary) for w in words] if reads_han else latin_terms(words, translator, vocabulary)
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
        chinese = [form for form in term.forms if not form.isascii()]
        offices = tuple(f"副{form}" for form in chinese[:_FIRST_FORMS] if OFFICE.search(form))
        if deputy and offices:
            gap = " " if term.text.isascii() else ""
            yield replace(term, text=f"{deputy.text}{gap}{term.text}", forms=offices, shares=(), synonyms=())
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

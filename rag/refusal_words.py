"""What a refusal says: that there is no answer, which part of the question failed, and what the nearest articles do cover."""

from collections.abc import Sequence

from index.text import fold, han_count
from rag.date_words import iso_text
from rag.name_words import Gloss
from rag.phrases import phrase
from rag.question import Question
from rag.refuse import Reason, Refusal
from rag.schema import Passage
from rag.sentence_gloss import sentence_gloss

_NEAREST = 3
_LONGEST_TITLE_GLOSS = 90
# Which sentence tells a reason, and whether it needs the words of the question that it is about.
_REASONS = {
    Reason.NAME: ("missing", True),
    Reason.NUMBER: ("missing", True),
    Reason.YEAR: ("year", True),
    Reason.NO_FIGURE: ("no_figure", False),
    Reason.NOT_COUNTED: ("not_counted", True),
    Reason.COVERAGE: ("not_covered", True),
}


def refusal_text(question: Question, refused: Refusal | None, passages: Sequence[Passage], gloss: Gloss) -> str:
    """The refusal in the asker's language; headlines as printed, with paper and day, for a reader of English with their words."""
    language = question.language
    parts = [phrase(language, "not_found")]
    key, needs_words = _REASONS.get(refused.reason, ("", False)) if refused else ("", False)
    names = _named(question, refused) if refused else ""
    if refused and refused.reason is Reason.NOT_COUNTED and not names:
        key, needs_words = _REASONS[Reason.NO_FIGURE]
    if key and (names or not needs_words):
        parts.append(phrase(language, key, names=names))
    nearest: dict[str, Passage] = {}
    for passage in passages:
        if passage.title:
            nearest.setdefault(passage.title, passage)
    if nearest:
        titles = [_headline(language, passage, gloss) for passage in list(nearest.values())[:_NEAREST]]
        parts.append(phrase(language, "nearest", titles=phrase(language, "list_join").join(titles)))
    return ("" if language.startswith(("zh", "ja")) else " ").join(parts)


def _headline(language: str, passage: Passage, gloss: Gloss) -> str:
    """A headline with what its words mean, its paper and its day: ``“…” (Zibo · natural gas; 河川日报, 16 December 2023)``."""
    base = language.split("-", maxsplit=1)[0]
    where = phrase(language, "where_join").join(
        filter(None, (passage.outlet, iso_text(base, passage.published) if passage.published else ""))
    )
    words = sentence_gloss(passage.title, gloss, limit=_LONGEST_TITLE_GLOSS) if base == "en" and han_count(passage.title) else ""
    beside = phrase(language, "beside_join").join(filter(None, (words, where)))
    title = phrase(language, "title", title=passage.title)
    return phrase(language, "beside", text=title, beside=beside) if beside else title


def _named(question: Question, refused: Refusal) -> str:
    """The words a refusal is about, in the asker's own spelling and script; of a thing counted, those of this question alone."""
    typed = list(dict.fromkeys(_as_typed(word, question.text) for word in refused.words))
    if refused.reason is not Reason.NOT_COUNTED:
        return phrase(question.language, "list_join").join(typed)
    own = [word for word in typed if word in question.text]
    together = " ".join(own)
    return together if together in question.text else phrase(question.language, "list_join").join(own)


def _as_typed(word: str, text: str) -> str:
    """A topic word in the asker's own spelling and script."""
    start = fold(text).find(fold(word))
    return text[start : start + len(word)] if start >= 0 else word

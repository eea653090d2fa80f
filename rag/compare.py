"""Questions over several places or bodies: one question a part, each answered on its own, then set side by side.

"Shanxi's stations against Qingdao's rest stops" names two things; each part keeps its own words and the ones the parts share.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.text import fold
from rag.expected import Expected
from rag.figures import FigureMatch
from rag.question import Question
from rag.schema import MAX_PASSAGES
from rag.term import Term, without_rank
from rag.words import Word

_DIFFERENCE = re.compile(
    r"多多少|少多少|高多少|低多少|相差|差多少|多几|少几|どれだけ多|how many more|how much more|\bdifference\b", re.IGNORECASE
)
_SHARED_TAIL = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a comparison: the name it is about, as the collection writes it, and the question about it alone."""

    name: str
    question: Question


@dataclass(frozen=True, slots=True)
class Compared:
    """What each part found; a part without a figure stands with None."""

    parts: tuple[Part, ...]
    matches: tuple[FigureMatch | None, ...]
    wants_difference: bool

    @property
    def is_complete(self) -> bool:
        """True when every part has its figure."""
        return all(match is not None for match in self.matches)

    def difference(self) -> float | None:
        """The first figure less the second, without its sign, when two comparable ones were asked to be subtracted."""
        if not (self.wants_difference and self.is_complete and len(self.matches) == 2):
            return None
        first, second = (match.figure for match in self.matches if match is not None)
        return round(abs(first.value - second.value), 4) if first.kind == second.kind else None


def compare(question: Question, terms: Sequence[Term], figure_for: Callable[[Question], FigureMatch | None]) -> Compared | None:
    """Answer every part of a comparison; None when the question names fewer than two things to compare.

    Args:
        question: one whose expected answer is a comparison.
        terms: its terms; their names divide it.
        figure_for: the figure that answers a part's own question, or None.
    """
    parts = parts_of(question, terms)
    if len(parts) < 2:
        return None
    matches = tuple(figure_for(part.question) for part in parts)
    return Compared(parts, matches, bool(_DIFFERENCE.search(fold(question.text))))


def parts_of(question: Question, terms: Sequence[Term]) -> tuple[Part, ...]:
    """The parts of a comparison, in the order of their names.

    The words after a name up to the next one are that part's own; those before the first name, and the last few, are shared.
    Two names side by side ("Zibo or Qingdao") share all that follows. More parts than an answer has passages could not be shown: none then.
    """
    names = {term.text: term.forms[0] if term.forms else term.text for term in terms if term.is_place and not term.from_history}
    starts = [i for i, word in enumerate(question.words) if word.text in names]
    if len({without_rank(names[question.words[i].text]) for i in starts}) < 2:
        return ()
    shared = list(question.words[: starts[0]])
    segments = [list(question.words[start + 1 : end]) for start, end in zip(starts, [*starts[1:], len(question.words)], strict=True)]
    tail = segments[-1]
    parts: dict[str, Part] = {}
    for start, own in zip(starts, segments, strict=True):
        name = question.words[start]
        words = own or tail
        context = [replace(word, from_history=True) for word in tail[-_SHARED_TAIL:] if word not in words]
        part = Part(names[name.text], _part_question(question, [replace(name, is_head=False), *shared, *_with_head(words), *context]))
        parts.setdefault(without_rank(part.name), part)
    return tuple(parts.values()) if len(parts) <= MAX_PASSAGES else ()


def _with_head(words: Sequence[Word]) -> list[Word]:
    """The part's own words; where none is marked as asked for, all are."""
    return list(words) if any(word.is_head for word in words) else [replace(word, is_head=True) for word in words]


def _part_question(question: Question, words: Sequence[Word]) -> Question:
    text = " ".join(word.text for word in words)
    return replace(question, expected=Expected.COMPARISON, words=tuple(words), search_text=text)

"""A topic word of a question, whatever its language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.periods import Period


@dataclass(frozen=True, slots=True)
class Word:
    """A topic word of the question.

    Attributes:
        text: as typed (Chinese: folded to Simplified).
        is_head: part of the thing asked for ("service stations" in "how many service stations …").
        is_core: its last word, the noun itself ("stations").
        is_name: typed with a capital inside a Latin sentence, or in Han inside a Korean one.
        period: the days meant, where it is a year or a date of the question.
        from_history: taken from the question before; what it says is context, not a condition.
    """

    text: str
    is_head: bool = False
    is_core: bool = False
    is_name: bool = False
    from_history: bool = False
    period: Period | None = None


def with_core(words: Sequence[Word]) -> tuple[Word, ...]:
    """Mark the last word of the thing asked for: in Chinese and in English the noun stands last."""
    last = max((i for i, word in enumerate(words) if word.is_head), default=-1)
    return tuple(replace(word, is_core=i == last) for i, word in enumerate(words))

"""Questions over several places or bodies: one question a part, each answered on its own, then set side by side.

"Shanxi's stations against Qingdao's rest stops" names two things; each part keeps its own words and the ones the parts share.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.text import fold
from rag.expected import Expected
from rag.question import Question
from rag.schema import MAX_PASSAGES
from rag.term import Term, without_rank
from rag.words import Word


class Operation(StrEnum):
    """What is asked of the figures of several parts."""

    EACH = "each"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    TOTAL = "total"
    MOST = "most"
    LEAST = "least"


_MORE_EN = "more|most|larger|largest|higher|highest|bigger|biggest|greater|greatest|longer|longest"
_FEWER_EN = "fewer|fewest|less|least|smaller|smallest|lower|lowest|shorter|shortest"
# 哪家多? 哪个参加的人多? 最多的是哪个? "the one with the larger number, A or B".
_CUES = {
    Operation.RATIO: re.compile(r"多少倍|几倍|\bhow many times\b|\bratio of\b|\btimes (?:as|more)\b"),
    Operation.DIFFERENCE: re.compile(
        r"[多少高低]多少|[多少]出多少|相差|差多少|差几|差距|多几|少几|どれだけ多|\bdifference\b|\bby how (?:much|many)\b"
        r"|\bhow (?:many|much) (?:more|fewer|less|higher|larger)\b"
    ),
    Operation.TOTAL: re.compile(
        r"一共|总共|合计|总计|共计|加起来|加在一起|合起来|相加|之和|总和"
        r"|\bin (?:total|all)\b|\baltogether\b|\bcombined\b|\btogether\b|\bsum\b|\btotal\b"
    ),
    Operation.MOST: re.compile(
        rf"(?:哪|谁).{{0,30}}[多高大长快重]|[更最][多高大长快重]的是|\b(?:which|who)\b.{{0,80}}\b(?:{_MORE_EN})\b|\b(?:{_MORE_EN})\b.{{1,80}}\bor\b"
    ),
    Operation.LEAST: re.compile(
        rf"(?:哪|谁).{{0,30}}[少低小短慢轻]|[更最][少低小短慢轻]的是|\b(?:which|who)\b.{{0,80}}\b(?:{_FEWER_EN})\b"
        rf"|\b(?:{_FEWER_EN})\b.{{1,80}}\bor\b"
    ),
}
# Words that ask to compare and name nothing to be compared.
_ASKING = frozenset(
    """
    compare compared comparing comparison larger largest bigger biggest higher highest fewer fewest smaller smallest lower lowest greater
    greatest number numbers figure figures difference differ together combined sum ratio times versus vs count counts report reports
    相比 比较 对比 相差 差距 差 更多 更少 多少 一共 总共 合计 总计 共计 总和 之和 加起来 几倍 倍 数字 数量 各多少 比 还是 或者
    大 小 高 低 长 短 快 慢 谁
    """.split()
)
# What stands before the second name is its own: "the posts in A with the posts offered at B".
_AGAINST = re.compile(r"\b(?:with|than|versus|vs|against|and|or|to)\b")
_SHARED_TAIL = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a comparison.

    Attributes:
        name: what it is about, as the collection writes it.
        asked: the same as the asker writes it.
        question: about this side alone.
    """

    name: str
    asked: str
    question: Question


def operation_of(text: str) -> Operation:
    """What a question asks of the figures of its parts; each of them where it says no more."""
    folded = fold(text)
    return next((operation for operation, cue in _CUES.items() if cue.search(folded)), Operation.EACH)


def parts_of(question: Question, terms: Sequence[Term]) -> tuple[Part, ...]:
    """The parts of a comparison, in the order of their names: places, or where fewer than two are named any names.

    The words after a name up to the next one are that part's own; those before the first name, and the last few, are shared.
    Two names side by side ("Zibo or Qingdao") share all that follows. More parts than an answer has passages could not be shown: none then.
    """
    words, offsets = _placed(question)
    own = [term for term in terms if not term.from_history]
    for named in ([term for term in own if term.is_place], [term for term in own if term.is_name]):
        names = {term.text: term.forms[0] if term.forms else term.text for term in named}
        starts = [i for i, word in enumerate(words) if word.text in names]
        if len({without_rank(names[words[i].text]) for i in starts}) > 1:
            return _divided(question, words, offsets, starts, names)
    return ()


def names_nothing(part: Part) -> bool:
    """True where the question says what to compare, and not in what: "which is bigger, Zibo or Qingdao"."""
    return len(part.question.words) < 2


def _placed(question: Question) -> tuple[list[Word], list[int]]:
    """The topic words but those that only ask to compare, and where each stands in the folded question; -1 for one changed in reading."""
    folded, at = fold(question.text), 0
    words, offsets = [], []
    for word in question.words:
        found = folded.find(word.text, at)
        at = found + len(word.text) if found >= 0 else at
        if word.text not in _ASKING:
            words.append(word)
            offsets.append(found)
    return words, offsets


def _divided(question: Question, words: list[Word], offsets: list[int], starts: list[int], names: dict[str, str]) -> tuple[Part, ...]:
    shared, after, before = list(words[: starts[0]]), [], [list[Word]()]
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        own = _own_of_next(question, words, offsets, range(start + 1, end), end)
        before.append([words[i] for i in own])
        after.append([words[i] for i in range(start + 1, end) if i not in own])
    # Where a later part says its own thing before its name, what stands before the first name is the first one's thing.
    if any(before):
        before[0], shared = shared, []
    parts: dict[str, Part] = {}
    for start, first, then in zip(starts, before[:-1], after, strict=True):
        name = words[start]
        chosen = first or then or after[-1]
        context = [replace(word, from_history=True) for word in after[-1][-_SHARED_TAIL:] if not first and word not in chosen]
        part_words = [replace(name, is_head=False), *shared, *_with_head(chosen), *(then if first else []), *context]
        asked = question.text[offsets[start] : offsets[start] + len(name.text)] if offsets[start] >= 0 else name.text
        part = Part(names[name.text], asked, _part_question(question, part_words))
        parts.setdefault(without_rank(part.name), part)
    return tuple(parts.values()) if len(parts) <= MAX_PASSAGES else ()


def _own_of_next(question: Question, words: list[Word], offsets: list[int], between: range, following: int) -> list[int]:
    """The words between two names that belong to the second: in English those after "with", "than" or "and"."""
    if question.base != "en" or following >= len(words) or not between:
        return []
    mark = _AGAINST.search(fold(question.text), max(0, offsets[between[0] - 1]), max(0, offsets[following]))
    return [i for i in between if mark and offsets[i] >= mark.end()]


def _with_head(words: Sequence[Word]) -> list[Word]:
    """The part's own words; where none is marked as asked for, all are."""
    return list(words) if any(word.is_head for word in words) else [replace(word, is_head=True) for word in words]


def _part_question(question: Question, words: Sequence[Word]) -> Question:
    text = " ".join(word.text for word in words)
    return replace(question, expected=Expected.COMPARISON, words=tuple(words), search_text=text)

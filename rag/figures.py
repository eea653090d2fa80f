"""Which figure answers the question, which others agree with it, and which disagree.

A sentence often holds several figures ("3 invention patents, 32 utility models"); the one asked for is the one whose own clause, or whose
counted thing, holds the question's words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.schema import Figure, FigureKind
from index.text import fold
from rag.expected import Expected
from rag.question import Question
from rag.rerank import NAME_STANDS, Evidence, name_factor, term_match
from rag.term import Term
from rag.units import HOUSEHOLDS, OCCASIONS, PERSONS, THINGS

FigureLookup = Callable[[str, int, int], Sequence[Figure]]

_KINDS: dict[Expected, dict[FigureKind, float]] = {
    Expected.COUNT: {FigureKind.COUNT: 1.0, FigureKind.DURATION: 0.3, FigureKind.MONEY: 0.3, FigureKind.PERCENT: 0.2},
    Expected.COMPARISON: {FigureKind.COUNT: 1.0, FigureKind.MONEY: 0.8, FigureKind.PERCENT: 0.8, FigureKind.DURATION: 0.4},
    Expected.MONEY: {FigureKind.MONEY: 1.0},
    Expected.PERCENT: {FigureKind.PERCENT: 1.0},
    Expected.RATE: {FigureKind.COUNT: 1.0, FigureKind.MONEY: 1.0, FigureKind.PERCENT: 0.3, FigureKind.DURATION: 0.3},
    Expected.TOTAL: {FigureKind.COUNT: 1.0, FigureKind.MONEY: 0.9, FigureKind.PERCENT: 0.2, FigureKind.DURATION: 0.3},
    Expected.DATE: {FigureKind.DATE: 1.0},
    Expected.TIME: {FigureKind.TIME: 1.0},
    Expected.DURATION: {FigureKind.DURATION: 1.0, FigureKind.COUNT: 0.3},
}
# Units that no other can stand for: an age is not a count of bags.
_STRICT_UNITS = frozenset({"岁", "元", "%", "立方米"})
_OPEN = {FigureKind.COUNT: 1.0, FigureKind.MONEY: 1.0, FigureKind.PERCENT: 0.6, FigureKind.DURATION: 0.4}
_UNIT_FAMILIES = (PERSONS, OCCASIONS, HOUSEHOLDS, THINGS)
_ANYTHING = PERSONS | OCCASIONS | HOUSEHOLDS | THINGS
_CLAUSE_MARK = re.compile(r"[，,;；。！？!?：:、]")
_IN_COUNTED, _IN_WINDOW, _IN_NEXT_CLAUSE, _SAME_NOUN, _IN_SENTENCE, _ELSEWHERE = 1.0, 0.85, 0.7, 0.6, 0.45, 0.3
_CORE = 2.0
_SAME_SCORE, _SAME_CLAUSE = 0.85, 0.65
_OTHER_UNIT, _OLD_VALUE, _NEW_VALUE = 0.6, 0.8, 1.15
# A quantity the question states itself (每五名成年人中有多少人) is seldom the one it asks for.
_ALREADY_SAID = 0.6
_REACH = 16
_CHANGES = "提高?|增加?|增长|延长|升|扩大?|调整?|降|减少?|上调|下调|拓展"
_FROM = re.compile(r"由|从|自|原|之前|此前|以往")
_RAISED_TO = re.compile(rf"(?:{_CHANGES})(?:到|至|为)(?:了)?约?$")
_RAISED_TO_LATER = re.compile(rf"(?:{_CHANGES})(?:到|至|为)")
_MOST = re.compile(r"最高|最多|上限|\b(?:at most|maximum|highest|up to)\b", re.IGNORECASE)
_LEAST = re.compile(r"最低|最少|起步|\b(?:at least|minimum|lowest)\b", re.IGNORECASE)
_BEGINS = re.compile(r"开始|开门|出发|起(?!来)|\b(?:start|open|begin|from what time)\w*\b", re.IGNORECASE)
_RIVAL = 0.7
_SAME_BREATH = 0.97
_ASKS_BEFORE = re.compile(r"之前|原来|原先|以前|此前|过去|\b(?:before|previously|originally|used to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """A figure and how well it answers.

    Attributes:
        local: share of the topic words' weight that the figure's own clause accounts for, 0 to 1.
        head: the same for the thing asked for alone; 1 when the question names none.
        score: what figures are ranked by, larger is better.
    """

    figure: Figure
    evidence: Evidence
    local: float
    head: float
    score: float

    @property
    def printed(self) -> str:
        """The quantity as the article prints it, with its unit."""
        return self.evidence.view.article.body[self.figure.start : self.figure.end]


def figure_matches(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup) -> list[FigureMatch]:
    """All figures of the candidate sentences that are of the kind asked for, best first."""
    kinds = _kinds(question)
    found: dict[tuple[str, int], FigureMatch] = {}
    for candidate in evidence:
        figures = figures_in(candidate.view.article.id, candidate.span.start, candidate.span.end)
        for figure in figures:
            if figure.kind not in kinds or (question.units & _STRICT_UNITS and figure.unit not in question.units):
                continue
            match = _match(question, terms, candidate, figure, figures)
            key = (figure.article_id, figure.start)
            if key not in found or found[key].score < match.score:
                found[key] = match
    ranked = sorted(found.values(), key=lambda m: (-m.score, m.figure.article_id, m.figure.start))
    return _extreme_first(question, ranked)


def _extreme_first(question: Question, ranked: list[FigureMatch]) -> list[FigureMatch]:
    """Superlatives ("at most", 最低): of the figures of the best one's sentence in its unit, the largest or smallest comes first."""
    text = fold(question.text)
    wants = 1 if _MOST.search(text) else -1 if _LEAST.search(text) else 0
    if question.expected is Expected.TIME and not wants:
        wants = -1 if _BEGINS.search(text) else 0
    if not (wants and ranked):
        return ranked
    best = ranked[0]
    beside = [m for m in ranked if m.figure.article_id == best.figure.article_id and m.evidence.span == best.evidence.span]
    rivals = [m for m in beside if m.figure.unit == best.figure.unit and m.score >= _RIVAL * best.score]
    first = max(rivals, key=lambda m: wants * m.figure.value)
    return [first, *(m for m in ranked if m is not first)]


def _kinds(question: Question) -> dict[FigureKind, float]:
    """Which kinds of figure may answer, and how well each fits; a bare 多少 and "how much" ask for things or money alike."""
    is_open = question.language[:2] in {"zh", "ja"} or "how much" in question.text.lower()
    if question.expected is Expected.COUNT and not question.units and is_open:
        return _OPEN
    return _KINDS.get(question.expected, {})


def measure_fit(question: Question, figure: Figure) -> float:
    """How well a figure's kind and unit are what the question asks in, 0 to 1; 0 for a kind that cannot answer it."""
    return _kinds(question).get(figure.kind, 0.0) * (0.5 + 0.5 * unit_fit(question.units, figure.unit))


def _match(question: Question, terms: Sequence[Term], candidate: Evidence, figure: Figure, others: Sequence[Figure]) -> FigureMatch:
    window = _own_window(candidate, figure, others)
    own = {index: _local_match(term, candidate, figure, window) for index, term in enumerate(terms)}
    topic = [i for i, term in enumerate(terms) if not term.is_name and not term.from_history]
    head = [i for i in topic if terms[i].is_head]
    local = _weighted(own, topic or list(own), terms)
    head_share = _weighted(own, head, terms) if head else local
    fit = _kinds(question).get(figure.kind, 0.0)
    score = 0.5 * _whole(candidate, terms) + 0.3 * local + 0.1 * head_share + 0.1 * unit_fit(question.units, figure.unit)
    factor = name_factor(candidate.matches, terms) * (0.55 + 0.45 * fit)
    factor *= _year_fit(question, figure) * _current_fit(question, candidate, figure)
    if candidate.view.body[figure.start : figure.end] in fold(question.text):
        factor *= _ALREADY_SAID
    if question.units and unit_fit(question.units, figure.unit) == 0:
        factor *= _OTHER_UNIT
    return FigureMatch(figure, candidate, local, head_share, score * factor)


def _whole(candidate: Evidence, terms: Sequence[Term]) -> float:
    """The sentence's score before names were missed, which counts once, for the figure."""
    factor = name_factor(candidate.matches, terms)
    return candidate.score / factor


def _current_fit(question: Question, candidate: Evidence, figure: Figure) -> float:
    """Changes ("raised from 3000 to 5000"): the new value answers, the old one only a question about before."""
    if _ASKS_BEFORE.search(fold(question.text)):
        return 1.0
    body, span = candidate.view.body, candidate.span
    before = body[max(span.start, figure.start - _REACH) : figure.start]
    after = body[figure.end : min(span.end, figure.end + _REACH)]
    if _RAISED_TO.search(before):
        return _NEW_VALUE
    return _OLD_VALUE if _FROM.search(before) and _RAISED_TO_LATER.search(after) else 1.0


def _own_window(candidate: Evidence, figure: Figure, others: Sequence[Figure]) -> tuple[int, int]:
    """The figure's own clause, cut where another figure begins or ends."""
    body, span = candidate.view.body, candidate.span
    marks = [m.end() for m in _CLAUSE_MARK.finditer(body, span.start, figure.start)]
    start = marks[-1] if marks else span.start
    after = _CLAUSE_MARK.search(body, figure.end, span.end)
    end = after.start() if after else span.end
    countable = [other for other in others if other.kind not in {FigureKind.LABEL, FigureKind.ORDINAL}]
    start = max([start, *(o.end for o in countable if start <= o.end <= figure.start)])
    end = min([end, *(o.start for o in countable if figure.end <= o.start <= end)])
    return start, end


def _clause_before(candidate: Evidence, start: int) -> int:
    """Where the clause before the figure's own begins: "held 30 contests, with 500 workers taking part" counts both by the contests."""
    marks = [m.end() for m in _CLAUSE_MARK.finditer(candidate.view.body, candidate.span.start, max(candidate.span.start, start - 1))]
    return marks[-1] if marks else candidate.span.start


def _local_match(term: Term, candidate: Evidence, figure: Figure, window: tuple[int, int]) -> float:
    body = candidate.view.body
    counted = fold(figure.of)
    if counted and term_match(term, counted):
        return _IN_COUNTED * term_match(term, counted)
    if matched := term_match(term, body[window[0] : window[1]]):
        return _IN_WINDOW * matched
    if term.is_core and counted and any(form[-1] == counted[-1] for form in term.forms if not form.isascii()):
        return _SAME_NOUN  # 团队 and 代表队 are both 队: the last character is the noun
    before = _clause_before(candidate, window[0])
    if matched := term_match(term, body[before : window[0]]):
        return _IN_NEXT_CLAUSE * matched
    if matched := term_match(term, body[candidate.span.start : candidate.span.end]):
        return _IN_SENTENCE * matched
    return _ELSEWHERE * term_match(term, candidate.view.title)


def _weighted(values: dict[int, float], chosen: Sequence[int], terms: Sequence[Term]) -> float:
    weights = {i: terms[i].weight * (_CORE if terms[i].is_core else 1.0) for i in chosen}
    total = sum(weights.values())
    return sum(values[i] * weight for i, weight in weights.items()) / total if total else 0.0


def unit_fit(wanted: frozenset[str], unit: str) -> float:
    """1 for a unit the question names, 0.7 for one of its family (名, 人, 位), 0.5 when it names none, 0 for another."""
    if not wanted:
        return 0.5
    if unit in wanted:
        return 1.0
    if any(unit in family and wanted & family for family in _UNIT_FAMILIES):
        return 0.7
    return 0.5 if wanted & {"个"} and unit in _ANYTHING else 0.0


def _year_fit(question: Question, figure: Figure) -> float:
    """A figure stated for another year than the one asked for loses a quarter of its score."""
    if not question.years or not figure.as_of or not figure.as_of[:4].isdigit():
        return 1.0
    return 1.05 if int(figure.as_of[:4]) in question.years else 0.75


def in_one_breath(best: FigureMatch, matches: Sequence[FigureMatch]) -> list[FigureMatch]:
    """Other figures of the same sentence that answer just as well: "1 provincial, 9 municipal and 26 district colleges" is one answer."""
    return [
        m
        for m in matches
        if m.evidence.span == best.evidence.span
        and m.figure.article_id == best.figure.article_id
        and m.figure.unit == best.figure.unit
        and m.figure.value != best.figure.value
        and m.score >= _SAME_BREATH * best.score
        and m.head >= _SAME_BREATH * best.head
        and m.figure.kind is FigureKind.COUNT
        and m.figure.of[-2:] == best.figure.of[-2:] != ""
    ]


def conflicting(best: FigureMatch, matches: Sequence[FigureMatch]) -> list[FigureMatch]:
    """Figures of other articles that answer as well as the best and say something else, best first, one per value."""
    if best.figure.kind in {FigureKind.DATE, FigureKind.TIME, FigureKind.ORDINAL}:
        return []
    found: list[FigureMatch] = []
    values = {best.figure.value}
    for match in matches:
        if match.figure.value not in values and _answers_alike(best, match):
            values.add(match.figure.value)
            found.append(match)
    return found


def agreeing(best: FigureMatch, matches: Sequence[FigureMatch]) -> list[FigureMatch]:
    """The same figure in other articles: more sources for one statement."""
    return [m for m in matches if m.figure.value == best.figure.value and _answers_alike(best, m)]


def _answers_alike(best: FigureMatch, other: FigureMatch) -> bool:
    same_measure = other.figure.kind == best.figure.kind and (unit_fit(frozenset({best.figure.unit}), other.figure.unit) >= 0.7)
    return (
        other.figure.article_id != best.figure.article_id
        and same_measure
        and other.score >= _SAME_SCORE * best.score
        and other.local >= _SAME_CLAUSE * best.local
        and other.head >= _SAME_CLAUSE * best.head
        and counts_alike(best.figure.of, other.figure.of)
        and _names_alike(best.evidence, other.evidence)
    )


def _names_alike(best: Evidence, other: Evidence) -> bool:
    """True when the other article bears out every term the best one does where it counts: Huaibei's figure is no rival of Zibo's."""
    return all(o >= NAME_STANDS or b < NAME_STANDS for b, o in zip(best.matches, other.matches, strict=True))


def counts_alike(one: str, other: str) -> bool:
    """True when the two counted things end in the same word or share half of their character pairs, or one is not known."""
    if len(one) < 2 or len(other) < 2 or fold(one)[-2:] == fold(other)[-2:]:
        return True
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} or {text} for text in (fold(one), fold(other)))
    return len(first & second) * 2 >= min(len(first), len(second))

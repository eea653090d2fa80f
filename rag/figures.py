"""Which figure answers the question, and how it is printed: alone, or as a range with the figure that ends it."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.schema import Figure, FigureKind
from index.text import fold
from rag.expected import Expected
from rag.figure_features import FigureFeatures, FigureReader
from rag.figure_ranker import figure_odds
from rag.question import Question
from rag.rerank import Evidence
from rag.term import Term

FigureLookup = Callable[[str, int, int], Sequence[Figure]]

# Sentences whose figures may answer.
CANDIDATE_SENTENCES = 60

_MOST = re.compile(r"最高|最多|上限|\b(?:at most|maximum|highest|up to)\b", re.IGNORECASE)
_LEAST = re.compile(r"最低|最少|起步|\b(?:at least|minimum|lowest)\b", re.IGNORECASE)
_BEGINS = re.compile(r"开始|开门|出发|起(?!来)|\b(?:start|open|begin|from what time)\w*\b", re.IGNORECASE)
# How far behind the best (in log odds) a figure may be and still be the extreme that is asked for, or be told in one breath with it.
_RIVAL, _SAME_BREATH = 3.0, 0.35
_RANGE = re.compile(r"\s?[-—~～–－至到]{1,2}\s?")
_CHANGE_FROM = re.compile(r"[由从自]\s?$")
# Between the first and the last of a list of figures: "3个省级、20个市级".
_LIST_REACH, _CLAUSE_END = 40, re.compile(r"[,，;；。:：]")
# Who asks for a year or for one end of a span is told it alone.
_ASKS_ONE = re.compile(
    r"[哪何]一?年|从|起|开始|结束|截止|到期|最[高多低少]|\b(?:year|start|begin|began|end|until|deadline|since)\w*\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """A figure and how well it answers.

    Attributes:
        local: share of the topic words' weight that the figure's own clause accounts for, 0 to 1.
        head: the same for the thing asked for alone; 1 when the question names none.
        score: log odds that it answers, larger is better; 0 is as likely as not.
        upto: the figure that ends the range which this one begins; None where it stands alone.
    """

    figure: Figure
    evidence: Evidence
    local: float
    head: float
    score: float
    upto: Figure | None = None

    @property
    def end(self) -> int:
        """Where the quantity ends in the article, the range's end included."""
        return self.upto.end if self.upto else self.figure.end

    @property
    def printed(self) -> str:
        """The quantity as the article prints it, with its unit; a range whole."""
        return self.evidence.view.article.body[self.figure.start : self.end]


def figure_matches(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup) -> list[FigureMatch]:
    """All figures of the candidate sentences that are of a kind asked for, best first."""
    found: dict[tuple[str, int], FigureMatch] = {}
    for match, known in read_figures(question, terms, evidence, figures_in):
        scored = replace(match, score=figure_odds(known))
        key = (match.figure.article_id, match.figure.start)
        if key not in found or found[key].score < scored.score:
            found[key] = scored
    ranked = sorted(found.values(), key=lambda m: (-m.score, m.figure.article_id, m.figure.start))
    return _extreme_first(question, ranked)


def read_figures(
    question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup
) -> Iterator[tuple[FigureMatch, FigureFeatures]]:
    """Every figure of the candidate sentences (best first) that is of a kind asked for, not yet scored, with what is known of it."""
    read = [(e, figures_in(e.view.article.id, e.span.start, e.span.end)) for e in evidence[:CANDIDATE_SENTENCES]]
    reader = FigureReader(question, terms, {figure.place for _, figures in read for figure in figures if figure.place})
    for rank, (candidate, figures) in enumerate(read):
        for figure in filter(reader.fits, figures):
            known = reader.read(candidate, figure, figures, rank)
            yield _whole_range(question, FigureMatch(figure, candidate, known.local, known.head, 0.0), figures), known


def _whole_range(question: Question, match: FigureMatch, figures: Sequence[Figure]) -> FigureMatch:
    """The match as the range it begins or ends ("3至5万元", "8日至10日"), unless the question asks for one end of it."""
    if _ASKS_ONE.search(fold(question.text)):
        return match
    body = match.evidence.view.body
    for first in figures:
        second = next((each for each in figures if each.start > first.end and _RANGE.fullmatch(body[first.end : each.start])), None)
        if second is None or match.figure not in (first, second) or first.kind is not second.kind:
            continue
        if first.kind is not FigureKind.DATE and _CHANGE_FROM.search(body[: first.start][-2:]):
            return match
        return replace(match, figure=first, upto=second)
    return match


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
    rivals = [m for m in beside if m.figure.unit == best.figure.unit and m.score >= best.score - _RIVAL]
    first = max(rivals, key=lambda m: wants * m.figure.value)
    return [first, *(m for m in ranked if m is not first)]


def margin_of(best: FigureMatch, matches: Sequence[FigureMatch]) -> float:
    """How far the log odds of a figure are above those of the best one of another value; infinite where there is none."""
    rivals = [m.score for m in matches if m.figure.value != best.figure.value]
    return best.score - max(rivals) if rivals else math.inf


def in_one_breath(best: FigureMatch, matches: Sequence[FigureMatch]) -> list[FigureMatch]:
    """Other figures of the same sentence that answer just as well: "1 provincial, 9 municipal and 26 district colleges" is one answer."""
    return [
        m
        for m in matches
        if m.evidence.span == best.evidence.span
        and m.figure.article_id == best.figure.article_id
        and m.figure.unit == best.figure.unit
        and m.figure.value != best.figure.value
        and m.score >= best.score - _SAME_BREATH
        and m.figure.kind is FigureKind.COUNT
        and m.figure.of[-2:] == best.figure.of[-2:] != ""
        and _is_listed_with(best, m)
    ]


def _is_listed_with(one: FigureMatch, other: FigureMatch) -> bool:
    """True for neighbours in a list: nothing but a few words and the marks of a list stand between them."""
    first, second = sorted((one, other), key=lambda m: m.figure.start)
    between = one.evidence.view.body[first.end : second.figure.start]
    return len(between) <= _LIST_REACH and not _CLAUSE_END.search(between)

"""The answer without a language model: the figure, name, list or sentence that answers, or a reason why none does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.names import SURNAMES
from index.schema import FigureKind
from index.text import Span, fold
from rag.compare import Compared
from rag.expected import SENTENCE, Expected
from rag.figures import FigureLookup, FigureMatch, agreeing, conflicting, figure_matches, in_one_breath
from rag.names import Named, named_in
from rag.question import Question
from rag.reader import Found, read, wants_sentence
from rag.refuse import Reason, Refusal, refusal
from rag.rerank import Evidence
from rag.schema import Status
from rag.term import Term

_MAX_SOURCES = 3
_CANDIDATE_SENTENCES = 60
_NAMED_SENTENCES = 8
_NAMED_SHARE = 0.12
# Languages of the questions that the reader was learned from.
_READ = frozenset({"zh", "en"})
# What answers a why or how is a sentence, unless the reader is as sure as this of something shorter; so is what an English question names
# by its kind, for which the patterns of Chinese news are the better guide.
_SURE = 0.4
_BY_PATTERN = frozenset({Expected.PERSON, Expected.PLACE, Expected.ORGANISATION, Expected.LIST})
_WHO_IS = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4})是(?:谁|什么人|哪一?位)")
_LIST_COUNT = re.compile(
    r"(?:哪)?(?P<n>[两二三四五六七八九十]|(?<!\d)\d++)(?:个|家|所|项|种|类|级|大|位|条|座|样|名|支|件|场|部|本|篇|人|つ|社)|\b(?P<en>two|three|four|five|six|seven|eight)\b"
)
_LIST_NUMBERS = {
    "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen to answer with.

    Attributes:
        status: answered, conflicting or not found.
        sources: the sentences that answer, the main one first; empty when not found.
        figures: the figures that answer, in the order of their sources; empty for a question about no figure.
        compared: the parts of a comparison, where one was asked for.
        named: the name, place, list or phrase that answers, as printed; empty when the sentence itself is the answer.
        span: where it stands in the body of the first source.
        confidence: the share of the shortest right answer that what the reader chose is expected to agree with, 0 to 1; 0 where it did
            not read.
        refused: why there is no answer.
    """

    status: Status
    sources: tuple[Evidence, ...] = ()
    figures: tuple[FigureMatch, ...] = ()
    named: str = ""
    span: Span | None = None
    confidence: float = 0.0
    compared: Compared | None = None
    refused: Refusal | None = None


def compared_choice(compared: Compared) -> Choice:
    """A comparison whose every part has its figure is an answer; one that lacks a side is not."""
    found = tuple(match for match in compared.matches if match is not None)
    if not compared.is_complete:
        missing = tuple(part.name for part, match in zip(compared.parts, compared.matches, strict=True) if match is None)
        return Choice(Status.NOT_FOUND, compared=compared, refused=Refusal(Reason.NO_FIGURE, missing))
    return Choice(Status.ANSWERED, tuple(match.evidence for match in found), found, compared=compared)


def best_figure(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup) -> FigureMatch | None:
    """The one figure that answers a part of a comparison, None when it must be refused."""
    matches = figure_matches(question, terms, evidence[:_CANDIDATE_SENTENCES], figures_in)
    if not matches or refusal(question, terms, matches[0].evidence, matches[0]):
        return None
    return matches[0]


def choose(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup) -> Choice:
    """Pick what answers the question out of ranked evidence (best first)."""
    if question.is_numeric or question.expected is Expected.COMPARISON:
        return _figure_choice(question, terms, evidence, figures_in)
    best = evidence[0] if evidence else None
    if refused := refusal(question, terms, best, None):
        return Choice(Status.NOT_FOUND, refused=refused)
    source, named, span, confidence = _shortest(question, terms, evidence)
    others = [e for e in evidence[: _MAX_SOURCES + 2] if e is not source and _adds(e, source)]
    sources = (source, *others[: _MAX_SOURCES - 1]) if question.expected in SENTENCE | {Expected.LIST} else (source,)
    return Choice(Status.ANSWERED, sources, named=named, span=span, confidence=confidence)


def _figure_choice(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup) -> Choice:
    matches = figure_matches(question, terms, evidence[:_CANDIDATE_SENTENCES], figures_in)
    best = matches[0] if matches else None
    candidate = best.evidence if best else (evidence[0] if evidence else None)
    if refused := refusal(question, terms, candidate, best):
        return Choice(Status.NOT_FOUND, refused=refused)
    if best is None:
        return Choice(Status.NOT_FOUND)
    others = conflicting(best, matches)
    if others:
        chosen = (best, *others[: _MAX_SOURCES - 1])
        return Choice(Status.CONFLICTING, tuple(m.evidence for m in chosen), chosen)
    chosen = (best, *(in_one_breath(best, matches) or agreeing(best, matches))[: _MAX_SOURCES - 1])
    return Choice(Status.ANSWERED, tuple(m.evidence for m in chosen), chosen)


def _asks_about_a_person(question: Question, terms: Sequence[Term]) -> bool:
    """Whether the question names a person and asks what is said of them ("who is Tan Lixin"): no other name is an answer."""
    if question.expected is not Expected.PERSON:
        return False
    asked = _WHO_IS.match(fold(question.text))
    return bool(asked and asked["name"][0] in SURNAMES) or (bool(terms) and all(term.is_name and not term.is_place for term in terms))


def _adds(other: Evidence, source: Evidence) -> bool:
    """True for a sentence worth showing beside the main one: nearly as good, and not the same words again."""
    return other.score >= 0.85 * source.score and fold(other.text) != fold(source.text)


def _shortest(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]) -> tuple[Evidence, str, Span | None, float]:
    """The sentence that answers, its words that do (none for all of it), their place and confidence where the reader found them."""
    about = replace(question, expected=Expected.EXPLANATION) if _asks_about_a_person(question, terms) else question
    listed = _best_named(about, terms, evidence) if question.expected is Expected.LIST else None
    if listed and _counted_list(question, listed[1]):
        return (*listed, None, 0.0)
    if found := _best_read(question, terms, evidence):
        return found.evidence, found.text, Span(found.start, found.end), found.confidence
    return (*(listed or _best_named(about, terms, evidence)), None, 0.0)


def _best_read(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]) -> Found | None:
    """What the reader finds; None where a sentence answers better, as it does who a person is, or where the reader has not learned to."""
    if question.base not in _READ or question.expected in {Expected.ORDER, Expected.YES_NO} or _asks_about_a_person(question, terms):
        return None
    is_person = question.expected is Expected.PERSON
    people = (lambda e: named_in(Expected.PERSON, e.text, terms, e.view.article.body)) if is_person else None
    found = read(question, terms, evidence, people)
    unsure = wants_sentence(question) or (question.base == "en" and question.expected in _BY_PATTERN)
    return found[0] if found and (not unsure or found[0].confidence >= _SURE) else None


def _counted_list(question: Question, named: str) -> bool:
    """Whether a list has as many items as are asked for ("which three")."""
    return question.expected is Expected.LIST and named.count("、") + 1 == _wanted_items(question)


def _best_named(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]) -> tuple[Evidence, str]:
    """The sentence and the name in it that answer best: a slightly lesser sentence that holds one beats a better one that holds none."""
    wanted = _wanted_items(question)
    best_score, best = -1.0, (evidence[0], "")
    for candidate in evidence[:_NAMED_SENTENCES]:
        named = _fitting(named_in(question.expected, candidate.text, terms, candidate.view.article.body), question.expected, wanted)
        if not named:
            continue
        has_wanted = wanted is not None and named.text.count("、") + 1 == wanted
        score = candidate.score + _NAMED_SHARE * (named.score + has_wanted)
        if score > best_score:
            best_score, best = score, (candidate, named.text)
    return best


def _fitting(found: Sequence[Named], expected: Expected, wanted: int | None) -> Named | None:
    """The best candidate; a list of the number of items asked for ("which three") beats longer and shorter ones."""
    if expected is Expected.LIST and wanted:
        exact = [named for named in found if named.text.count("、") + 1 == wanted]
        if exact:
            return exact[0]
    if expected in SENTENCE:
        return found[0] if found and found[0].score >= 0.9 else None
    return found[0] if found else None


def _wanted_items(question: Question) -> int | None:
    match = _LIST_COUNT.search(fold(question.text).lower())
    if not match:
        return None
    word = match["n"] or match["en"]
    return int(word) if word.isdigit() else _LIST_NUMBERS[word]


def is_calendar(match: FigureMatch) -> bool:
    """True for a date or a time: shown as printed in every language."""
    return match.figure.kind in {FigureKind.DATE, FigureKind.TIME}

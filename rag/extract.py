"""The answer without a language model: the figure, name, list or sentence that answers, or a reason why none does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.names import SURNAMES
from index.schema import FigureKind
from index.text import Span, fold
from rag.conflicts import agreeing, conflicting, counts_alike
from rag.expected import SENTENCE, Expected
from rag.explain import asks_to_explain, explaining
from rag.figures import FigureLookup, FigureMatch, figure_matches, in_one_breath, margin_of
from rag.names import Named, named_in
from rag.question import Question
from rag.reader import Found, is_statement, read, wants_sentence
from rag.refuse import Refusal, refusal
from rag.rerank import Evidence
from rag.schema import Status
from rag.term import Term
from rag.told import Told

_MAX_SOURCES = 3
_NAMED_SENTENCES = 8
_NAMED_SHARE = 0.12
# The ranks of Chinese administration, which every kind of award and institution is divided by.
_RANK = re.compile(r"(?:国家|省部?|自治区|市|地市|区|县|乡|镇|村|街道)级(?!别|以上)")
# By how much (log odds) the figure of all may fall short of that of one rank; set by hand.
_WHOLE_ODDS = 1.0
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
        named: the name, place, list or phrase that answers, as printed; empty when the sentence itself is the answer.
        span: where it stands in the body of the first source.
        confidence: the share of the shortest right answer that what the reader chose is expected to agree with, 0 to 1; 0 where it did
            not read.
        refused: why there is no answer.
        told: the words of an answer that was worked out from several parts.
        odds: log odds that the first figure answers; None where no figure was chosen.
        margin: how far they are above those of the best figure of another value; infinite where there is none.
    """

    status: Status
    sources: tuple[Evidence, ...] = ()
    figures: tuple[FigureMatch, ...] = ()
    named: str = ""
    span: Span | None = None
    confidence: float = 0.0
    refused: Refusal | None = None
    told: Told | None = None
    odds: float | None = None
    margin: float | None = None


def best_figures(
    question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup
) -> tuple[FigureMatch, ...]:
    """The figure that answers a part of a comparison, then those of other articles that contradict it; empty when it must be refused.

    What is asked without a rank ("how many studios") is not answered by those of one rank (3 省级工作室) where the figure of all stands.
    """
    matches = figure_matches(question, terms, evidence, figures_in)
    asked = frozenset(_RANK.findall(" ".join(form for term in terms for form in (term.text, *term.forms))))
    whole = [m for m in matches if not set(_RANK.findall(m.figure.of)) - asked]
    if whole and whole[0].score >= matches[0].score - _WHOLE_ODDS and counts_alike(whole[0].figure.of, matches[0].figure.of):
        matches = whole
    if not matches or refusal(question, terms, matches[0].evidence, matches[0], is_part=True):
        return ()
    return (matches[0], *conflicting(question, matches[0], matches)[: _MAX_SOURCES - 1])


def choose(
    question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup, *, is_part: bool = False
) -> Choice:
    """Pick what answers the question, or a part of one, out of ranked evidence (best first)."""
    if question.is_numeric or question.expected is Expected.COMPARISON:
        return _figure_choice(question, terms, evidence, figures_in, is_part=is_part)
    best = evidence[0] if evidence else None
    if refused := refusal(question, terms, best, None, is_part=is_part):
        return Choice(Status.NOT_FOUND, refused=refused)
    source, named, span, confidence = _shortest(question, terms, evidence)
    tells = question.expected in SENTENCE | {Expected.LIST} or _asks_about_a_person(question, terms)
    sources = explaining(question, source, evidence) if tells else (source,)
    return Choice(Status.ANSWERED, sources, named=named, span=span, confidence=confidence)


def _figure_choice(
    question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup, *, is_part: bool
) -> Choice:
    matches = figure_matches(question, terms, evidence, figures_in)
    best = matches[0] if matches else None
    candidate = best.evidence if best else (evidence[0] if evidence else None)
    if refused := refusal(question, terms, candidate, best, is_part=is_part):
        return Choice(Status.NOT_FOUND, refused=refused)
    if best is None:
        return Choice(Status.NOT_FOUND)
    others = conflicting(question, best, matches)
    if others:
        breath = sorted((best, *in_one_breath(best, matches)), key=lambda m: m.figure.start)
        chosen = (*breath, *others[: _MAX_SOURCES - 1])
        return Choice(Status.CONFLICTING, tuple(m.evidence for m in chosen), chosen, odds=best.score, margin=margin_of(best, matches))
    chosen = (best, *(in_one_breath(best, matches) or agreeing(question, best, matches))[: _MAX_SOURCES - 1])
    return Choice(Status.ANSWERED, tuple(m.evidence for m in chosen), chosen, odds=best.score, margin=margin_of(best, matches))


def _asks_about_a_person(question: Question, terms: Sequence[Term]) -> bool:
    """Whether the question names a person and asks what is said of them ("who is Tan Lixin"): no other name is an answer."""
    if question.expected is not Expected.PERSON:
        return False
    asked = _WHO_IS.match(fold(question.text))
    return bool(asked and asked["name"][0] in SURNAMES) or (bool(terms) and all(term.is_name and not term.is_place for term in terms))


def _shortest(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]) -> tuple[Evidence, str, Span | None, float]:
    """The sentence that answers, its words that do (none for all of it), their place and confidence where the reader found them."""
    about = replace(question, expected=Expected.EXPLANATION) if _asks_about_a_person(question, terms) else question
    patterned = question.expected is Expected.LIST or (question.base == "en" and question.expected is Expected.PERSON)
    listed = _best_named(about, terms, evidence) if patterned else None
    if listed and listed[1] and about.expected is Expected.PERSON:  # a name is known by its form; what the reader finds may be a body
        return (*listed, None, 0.0)
    if listed and _counted_list(question, listed[1]):
        return (*listed, None, 0.0)
    if found := _best_read(question, terms, evidence):
        return found.evidence, found.text, Span(found.start, found.end), found.confidence
    if asks_to_explain(question):
        return evidence[0], "", None, 0.0
    return (*(listed or _best_named(about, terms, evidence)), None, 0.0)


def _best_read(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence]) -> Found | None:
    """What the reader finds; None where a sentence answers better, as it does who a person is, or where the reader has not learned to."""
    is_read = question.base in _READ and question.expected not in {Expected.ORDER, Expected.YES_NO}
    if not is_read or is_statement(question) or _asks_about_a_person(question, terms):
        return None
    if question.wants_latest:  # of two that say the same, the newer comes first and says it for both
        evidence = [e for e in evidence if e.view.article.id == evidence[0].view.article.id]
    kind = question.expected
    names = (lambda e: named_in(kind, e.text, terms, e.view.article.body)) if kind is Expected.PERSON else None
    found = read(question, terms, evidence, names)
    by_pattern = bool(kind is Expected.LIST and _wanted_items(question)) or (question.base == "en" and kind in _BY_PATTERN)
    unsure = wants_sentence(question) or asks_to_explain(question) or by_pattern
    if not found or (unsure and found[0].confidence < _SURE):
        return None
    return _whole(found[0], terms) if kind is Expected.ORGANISATION else found[0]


def _whole(found: Found, terms: Sequence[Term]) -> Found:
    """A body by its whole name: of 河东钢铁 the question says 河东, and what is left of it is no name."""
    text, start = found.evidence.text, found.evidence.span.start
    for named in named_in(Expected.ORGANISATION, text, terms):
        at = text.find(named.text)
        if at >= 0 and start + at < found.start and start + at + len(named.text) == found.end:
            return replace(found, start=start + at)
    return found


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

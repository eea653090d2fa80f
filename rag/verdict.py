"""Yes or no to a question over one event: only where a sentence bears it out or states otherwise, never a guess.

A claim is borne out by a sentence that says all its words with the same polarity, its numbers and its dates; it is contradicted by the same
sentence with the verb negated, with the opposite word (增长, 下降), with another number of the same thing, or with another date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.dates import moments_in
from index.numerals import NumberSpan, number_spans, numbers_in
from index.schema import Figure, FigureKind
from index.text import Span, fold
from index.wordclass import is_verb
from rag.dating import date_fit
from rag.figure_kinds import unit_fit
from rag.figures import FigureLookup
from rag.phrases import phrase
from rag.question import Question
from rag.rerank import NAME_STANDS, Evidence, occurrence, term_match
from rag.term import Term
from rag.told import Cited, Line, Told

_CANDIDATES = 6
# Share of the weight of the claim's words that the sentence itself must say; translated words are found less surely.
_SAYS_ALL, _SAYS_ALL_TRANSLATED = 0.8, 0.65
_SAME_UNIT = 0.7
_NOUN_REACH = 10
_HAS = re.compile(r"(?:一?共|总共|已经?|大?约|达到?|[有了是为建成设])+$")
# 不收费, 没有关闭, 尚未开通, 无需预约: right before the word.
_NEGATED = re.compile(
    r"(?:不(?!仅|但|只|断|少|久)|没有?|未能?|无需?|非|禁止|拒绝|尚未|并未|\bnot |\bno |\bnever |n't )"
    r"(?:再|会|能|予|曾|被|有|用|be |been )?$"
)
_ASKS = re.compile(r"(?P<verb>[\u4e00-\u9fff])(?:不|没)(?P=verb)|有没有|有无|能否|可否|是否|会否")
_NOT_IN_CLAIM = re.compile(r"不(?!仅|但|只|断|少|久|同)|没有?|未|\bnot\b|\bno\b|\bnever\b|n't\b")
_OPPOSITES = (
    ("增长|增加|上升|上涨|提高|上调|扩大", "下降|减少|回落|下跌|降低|下调|缩小"),
    ("开放|开门|营业|开馆", "关闭|关门|停业|闭馆"),
    ("免费", "收费"),
    ("同意|支持|赞成", "反对|拒绝"),
    ("通过", "否决"),
    ("允许|准许", "禁止|不得"),
    ("成功", "失败"),
    ("战胜|获胜", "输给|负于|不敌"),
    ("开始", "结束"),
    ("买入|增持", "卖出|减持"),
    ("盈利", "亏损"),
    (r"\b(?:increas|rise|rose|grew|grow)", r"\b(?:decreas|fall|fell|drop)"),
    (r"\bopen", r"\bclos"),
    (r"\b(?:allow|permit)", r"\b(?:ban|forbid)"),
    (r"\b(?:won|win)\b", r"\b(?:lost|lose)\b"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence says of a claim: whether it holds, and where the sentence says so."""

    holds: bool
    evidence: Evidence
    keep: Span | None = None


def judged(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup) -> Verdict | None:
    """Whether the event of a yes-or-no question is as the question says; None where no sentence decides it."""
    own = [term for term in terms if not (term.from_history or re.match(r"\d", term.text) or _ASKS.fullmatch(term.text))]
    verdicts: list[Verdict] = []
    for candidate in evidence[:_CANDIDATES]:
        met = all(m >= NAME_STANDS for t, m in zip(terms, candidate.matches, strict=True) if t.is_name and not t.from_history)
        if met and (verdict := _verdict(question, own, candidate, figures_in)):
            verdicts.append(verdict)
    # Articles that contradict each other decide nothing.
    return verdicts[0] if len({verdict.holds for verdict in verdicts}) == 1 else None


def tell_verdict(language: str, verdict: Verdict) -> Told:
    """Yes or no, and the sentence that decides it."""
    word = phrase(language, "yes" if verdict.holds else "no")
    cited = Cited(verdict.evidence, verdict.keep)
    line = phrase(language, "borne_out" if verdict.holds else "said_otherwise")
    return Told(word, (Line(line, (cited,)), Line("", (cited,))))


def _verdict(question: Question, terms: Sequence[Term], candidate: Evidence, figures_in: FigureLookup) -> Verdict | None:
    sentence = candidate.view.body[candidate.span.start : candidate.span.end]
    claim = _ASKS.sub(lambda match: match["verb"] or "", fold(question.text))
    opposite = next((term for term in terms if not _says(term, sentence) and _opposed(term, sentence)), None)
    if not _says_all(question, terms, candidate, sentence, opposite):
        return None
    if stated := _other_figure(claim, terms, candidate, figures_in):
        return Verdict(False, candidate, Span(stated.start, stated.end))
    fit = date_fit(claim, candidate)
    if fit.excluded:
        return Verdict(False, candidate, fit.excluded)
    numbers = {span.value for span in _counting(claim)}
    if not fit.is_met or not numbers <= numbers_in(sentence):
        return None
    negated = any(_is_negated(term, sentence) for term in terms if not term.is_name)
    return Verdict((negated != bool(_NOT_IN_CLAIM.search(claim))) == (opposite is not None), candidate)


def _says(term: Term, sentence: str) -> bool:
    """Whether a sentence says a word, in English in any of its endings (open, opened)."""
    if term_match(term, sentence):
        return True
    return term.text.isascii() and bool(re.search(rf"\b{re.escape(term.text.removesuffix('e'))}(?:e?s|e?d|ing|e)?\b", sentence))


def _says_all(question: Question, terms: Sequence[Term], candidate: Evidence, sentence: str, opposite: Term | None) -> bool:
    """Whether the sentence says what is claimed: its verbs itself, the thing they are said of there, beside it or in the headline."""
    plain = [term for term in terms if not term.is_name]
    verbs = [term for term in plain if is_verb(term.text)] or plain[-1:]
    if not all(term is opposite or _says(term, sentence) for term in verbs):
        return False
    near = f"{candidate.view.title} {_beside(candidate)}"
    # A place holds for the whole article.
    held = sum(term.weight for term in terms if term is opposite or term.is_place or _says(term, near))
    return bool(plain) and held >= (_SAYS_ALL if question.base == "zh" else _SAYS_ALL_TRANSLATED) * sum(term.weight for term in terms)


def _beside(candidate: Evidence) -> str:
    spans = candidate.view.sentences
    at = spans.index(candidate.span)
    return candidate.view.body[spans[max(0, at - 1)].start : spans[min(len(spans) - 1, at + 1)].end]


def _counting(claim: str) -> list[NumberSpan]:
    """Numbers of a claim that count something: neither dates, nor names, nor a bare 一."""
    dates = {place for moment in moments_in(claim) for place in range(moment.start, moment.end)}
    found = [span for span in number_spans(claim) if span.start not in dates and not span.label]
    return [span for span in found if not (span.worded and span.value == 1)]


def _opposed(term: Term, sentence: str) -> bool:
    """Whether the sentence says the opposite of a word that it does not say."""
    forms = (term.text, *term.forms)
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if any(re.search(one, form) for form in forms) and re.search(other, sentence) and not re.search(one, sentence):
                return True
    return False


def _is_negated(term: Term, sentence: str) -> bool:
    at = next((at for form in term.forms if (at := occurrence(form, sentence)) >= 0), -1)
    return at > 0 and bool(_NEGATED.search(sentence[max(0, at - 8) : at]))


def _right_before(text: str, nouns: Sequence[Term]) -> list[Term]:
    """The nouns that end a text one after the other: 工会 and 驿站 of 青岛的工会驿站有."""
    rest, found = _HAS.sub("", text), list[Term]()
    while last := next((noun for noun in nouns if rest.endswith(noun.text)), None):
        found.append(last)
        rest = rest.removesuffix(last.text).rstrip()
    return found


def _other_figure(claim: str, terms: Sequence[Term], candidate: Evidence, figures_in: FigureLookup) -> Figure | None:
    """The figure that the sentence gives in place of the claim's: of the same unit, of a thing the claim names, and no other."""
    claimed = _counting(claim)
    if len(claimed) != 1 or claimed[0].value in numbers_in(candidate.view.body):
        return None
    after = claim[claimed[0].end : claimed[0].end + _NOUN_REACH]
    nouns = [term for term in terms if not (term.is_name or is_verb(term.text))]
    # "200名青年" counts what follows its measure word, "驿站有800个" what stands before.
    counted = [term for term in nouns if term.text in after[1:]] or _right_before(claim[: claimed[0].start], nouns)
    figures = figures_in(candidate.view.article.id, candidate.span.start, candidate.span.end)
    fitting = [
        figure
        for figure in figures
        if figure.kind in {FigureKind.COUNT, FigureKind.MONEY, FigureKind.PERCENT, FigureKind.DURATION}
        and (not figure.unit or after.startswith(figure.unit) or unit_fit(frozenset({after[:1]}), figure.unit) >= _SAME_UNIT)
        and all(_says(term, fold(figure.of)) for term in counted)
    ]
    return fitting[0] if counted and len(fitting) == 1 else None

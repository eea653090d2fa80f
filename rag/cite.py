"""Citations of a language model's answer: its markers become verbatim quotes, each checked against the article.

What is checked is in `rag.verify`; what is done about a sentence that fails is in `bind_citations`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.schema import Article
from index.text import Span, is_mostly_han
from rag.evidence import bears_a_number, best_quotes, overlap, shares_nothing
from rag.markers import is_not_found, may_become_not_found, parse_markers
from rag.ownership import parts_of
from rag.plain import is_leak
from rag.quote import MAX_QUOTE_CHARS, make_citation, quote_span, stands_in
from rag.schema import AnswerSentence, Citation, Passage, Verdict
from rag.verify import Fault, FaultKind, Source, faults

__all__ = [
    "MAX_QUOTE_CHARS",
    "ArticleLookup",
    "LLMAnswer",
    "bind_citations",
    "cited_text",
    "finish",
    "is_supported",
    "make_citation",
    "may_become_not_found",
    "parse_markers",
    "quote_span",
    "verify_answer",
]

ArticleLookup = Callable[[str], Article | None]
# A passage the model did not cite takes over a figure only when it also shares this much of the sentence's words or names.
_MIN_OVERLAP_TO_CORRECT = 0.25


class LLMAnswer(NamedTuple):
    """A finished answer: its sentences with checked citations, and whether the model said that the passages do not answer."""

    sentences: tuple[AnswerSentence, ...]
    not_found: bool


def finish(text: str, passages: Sequence[Passage], article_lookup: ArticleLookup) -> LLMAnswer:
    """What a language model's whole answer says, checked; see `verify_answer`. A NOT_FOUND beside real sentences is dropped."""
    sentences = tuple(s for s in verify_answer(text, passages, article_lookup) if not is_not_found(s.text))
    refused = any(is_not_found(sentence) for sentence, _ in parse_markers(text))
    return LLMAnswer(
        () if refused and not any(map(is_supported, sentences)) else sentences, refused and not any(map(is_supported, sentences))
    )


def verify_answer(answer_text: str, passages: Sequence[Passage], article_lookup: ArticleLookup) -> tuple[AnswerSentence, ...]:
    """The answer's sentences, each with its checked citations.

    A sentence without usable markers stays, without citations; one that the sources do not bear out stays, and its verdicts say so.
    """
    return tuple(bind_citations(sentence, numbers, passages, article_lookup) for sentence, numbers in sentences_of(answer_text))


def sentences_of(answer_text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences worth checking, each once, with the numbers cited: what recites our prompt is left out."""
    return list({text: (text, numbers) for text, numbers in reversed(parse_markers(answer_text)) if not is_leak(text)}.values())[::-1]


def cited_text(sentences: Sequence[AnswerSentence]) -> str:
    """The answer as text from its checked sentences: each followed by ``[n]`` of the passages found to support it, and no other marker.

    What the model wrote may name passages that do not exist or do not support it; this text names none of those.
    """
    text = ""
    for sentence in sentences:
        numbers = dict.fromkeys(c.passage for c in sentence.supporting)
        gap = "" if not text or is_mostly_han(sentence.text) else " "
        marks = "".join(f"[{number}]" for number in numbers)
        text += f"{gap}{sentence.text}{'' if is_mostly_han(sentence.text) or not marks else ' '}{marks}"
    return text


def is_supported(sentence: AnswerSentence) -> bool:
    """True when at least one citation of the sentence was found to support it."""
    return bool(sentence.supporting)


def bind_citations(sentence: str, numbers: Sequence[int], passages: Sequence[Passage], article_lookup: ArticleLookup) -> AnswerSentence:
    """One sentence with a citation for each passage it names, or several where its figures stand in several sentences of it.

    The first rule that fits decides:

    1. A cited passage that bears the whole sentence out is `SUPPORTED`; others cited beside it are `WRONG_SOURCE`.
    2. Every part of the sentence is borne out by one of the cited passages: these are `SUPPORTED`.
    3. Another passage given bears it out, and shares its words or names: it is added as `SUPPORTED`, those cited become `WRONG_SOURCE`.
    4. All parts stand in what is cited, but not together: `STITCHED`.
    5. The cited passages have not one word of it: `WRONG_SOURCE`.
    6. Else `NOT_FOUND`.

    A passage that does not stand in its article is `NOT_FOUND` with an empty quote at 0:0.

    Args:
        sentence: the text, without markers.
        numbers: passage numbers the model named; those not given to it are dropped.
        passages: all passages given to the model.
        article_lookup: article id → article, None when it is gone.
    """
    given = {passage.number: passage for passage in passages}
    cited = [given[number] for number in dict.fromkeys(numbers) if number in given]
    broken = tuple(Citation(p.number, 0, 0, "", Verdict.NOT_FOUND) for p in cited if _article_of(p, article_lookup) is None)
    held = [Held.of(sentence, p, article) for p in cited if (article := _article_of(p, article_lookup)) is not None]
    if not held:
        return AnswerSentence(sentence, broken)
    bearing = [each for each in held if not each.faults] or _bearing_together(sentence, held)
    if bearing:
        verdicts = [Verdict.SUPPORTED if each in bearing else Verdict.WRONG_SOURCE for each in held]
        return AnswerSentence(sentence, (*_cite_all(held, verdicts), *broken))
    others = [p for p in passages if p not in cited and not shares_nothing(sentence, p.text)]
    added = _better(sentence, [Held.of(sentence, p, article) for p in others if (article := _article_of(p, article_lookup)) is not None])
    verdict = Verdict.WRONG_SOURCE if added else _why_not(sentence, held)
    found = [added.cited(Verdict.SUPPORTED)] if added else []
    return AnswerSentence(sentence, (*_cite_all(held, [verdict] * len(held)), *(c for each in found for c in each), *broken))


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence held against one passage: the quotes that bear it out best, and what they do not bear out."""

    passage: Passage
    source: Source
    spans: tuple[Span, ...]
    faults: tuple[Fault, ...]

    @classmethod
    def of(cls, sentence: str, passage: Passage, article: Article) -> "Held":
        """Find the quotes and check the sentence against them."""
        spans = tuple(best_quotes(sentence, article.body, passage.start, passage.end, published=article.published))
        source = Source(article, tuple(article.body[s.start : s.end] for s in spans), passage.text)
        nothing = all(shares_nothing(sentence, quote) for quote in source.quotes)
        return cls(passage, source, spans, (Fault(FaultKind.NAME, sentence),) if nothing else faults(sentence, source))

    def cited(self, verdict: Verdict) -> tuple[Citation, ...]:
        """A citation for each quote."""
        return tuple(make_citation(self.passage, self.source.article, s.start, s.end, verdict=verdict) for s in self.spans)


def _article_of(passage: Passage, article_lookup: ArticleLookup) -> Article | None:
    article = article_lookup(passage.article_id)
    return article if article is not None and stands_in(passage, article) else None


def _cite_all(held: Sequence[Held], verdicts: Sequence[Verdict]) -> list[Citation]:
    return [citation for each, verdict in zip(held, verdicts, strict=True) for citation in each.cited(verdict)]


def _bearing_together(sentence: str, held: Sequence[Held]) -> list[Held]:
    """The passages that bear out a sentence of several parts, each part by one of them; empty when a part is borne out by none."""
    parts = parts_of(sentence)
    if len(held) < 2 or len(parts) < 2:
        return []
    found: list[Held] = []
    for part in parts:
        bearing = next((each for each in held if not faults(part, each.source)), None)
        if bearing is None:
            return []
        found.append(bearing)
    return found


def _better(sentence: str, others: Sequence[Held]) -> Held | None:
    """The passage the model did not cite that bears its sentence out, and shares its figures and its words or names."""
    fitting = [each for each in others if not each.faults and bears_a_number(sentence, each.source.text)]
    best = max(fitting, key=lambda each: overlap(sentence, each.source.text), default=None)
    return best if best and overlap(sentence, best.source.text) > _MIN_OVERLAP_TO_CORRECT else None


def _why_not(sentence: str, held: Sequence[Held]) -> Verdict:
    if all(shares_nothing(sentence, each.source.text) for each in held):
        return Verdict.WRONG_SOURCE
    kinds = [{fault.kind for fault in each.faults} for each in held]
    if any(kind == {FaultKind.OWNER} for kind in kinds):
        return Verdict.STITCHED
    unsure = {fault for fault in held[0].faults if all(fault in each.faults for each in held)}
    return Verdict.STITCHED if len(held) > 1 and not unsure else Verdict.NOT_FOUND

"""Citations of a language model's answer: its markers become verbatim quotes, each checked against the article.

What is checked is what code can check: the quote stands in the article, the numbers of the sentence stand in its quotes, and its places in
the article. Another name or a verb that the source does not bear out is seen only in Chinese, and only when nothing at all is shared.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from index.schema import Article
from index.text import is_mostly_han
from rag.evidence import bears_a_number, best_quotes, contradicted, overlap, shares_nothing
from rag.locality import is_elsewhere
from rag.markers import is_not_found, may_become_not_found, parse_markers
from rag.quote import MAX_QUOTE_CHARS, make_citation, quote_span, stands_in
from rag.schema import AnswerSentence, Citation, Passage, Verdict

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

    A sentence without usable markers stays, without citations; one whose figures the sources contradict stays, and its verdicts say so.
    """
    return tuple(bind_citations(sentence, numbers, passages, article_lookup) for sentence, numbers in parse_markers(answer_text))


def cited_text(sentences: Sequence[AnswerSentence]) -> str:
    """The answer as text from its checked sentences: each followed by ``[n]`` of the passages found to support it, and no other marker.

    What the model wrote may name passages that do not exist or do not support it; this text names none of those.
    """
    text = ""
    for sentence in sentences:
        numbers = dict.fromkeys(c.passage for c in sentence.citations if c.verdict is Verdict.SUPPORTED)
        gap = "" if not text or is_mostly_han(sentence.text) else " "
        marks = "".join(f"[{number}]" for number in numbers)
        text += f"{gap}{sentence.text}{'' if is_mostly_han(sentence.text) or not marks else ' '}{marks}"
    return text


def is_supported(sentence: AnswerSentence) -> bool:
    """True when at least one citation of the sentence was found to support it."""
    return any(citation.verdict is Verdict.SUPPORTED for citation in sentence.citations)


def bind_citations(sentence: str, numbers: Sequence[int], passages: Sequence[Passage], article_lookup: ArticleLookup) -> AnswerSentence:
    """One sentence with a citation for each passage it names, or several where its figures stand in several sentences of it.

    Verdicts: `NOT_IN_SOURCE` when the passage does not stand in the article (the quote is then empty, at 0:0); `SUPPORTED` when every
    number of the sentence stands in its quotes; `FIGURE_MISMATCH` when one does not, here or in any other passage given. When another
    passage has the missing figures and shares the sentence's words or names, it is added as a `SUPPORTED` citation and the cited passage
    without any of the figures becomes `WRONG_SOURCE`: the reader gets the right sentence, and sees that the model named another.
    `WRONG_SOURCE` is also a passage whose article names none of the sentence's places, and a Chinese passage that shares no number and no
    word with a Chinese sentence.

    Args:
        sentence: the text, without markers.
        numbers: passage numbers the model named; those not given to it are dropped.
        passages: all passages given to the model.
        article_lookup: article id → article, None when it is gone.
    """
    given = {passage.number: passage for passage in passages}
    cited = [given[number] for number in dict.fromkeys(numbers) if number in given]
    broken = [Citation(p.number, 0, 0, "", Verdict.NOT_IN_SOURCE) for p in cited if _article_of(p, article_lookup) is None]
    quoted = [c for p in cited for c in _quotes(sentence, p, article_lookup)]
    fitting = [c for c in quoted if c.verdict is Verdict.SUPPORTED]
    if not quoted or (fitting and not contradicted(sentence, _sources(fitting, given))):
        return AnswerSentence(sentence, (*quoted, *broken))
    added = _correction(sentence, fitting, given, article_lookup)
    if added:
        judged = [c if bears_a_number(sentence, c.quote) else _with(c, Verdict.WRONG_SOURCE) for c in quoted]
    else:
        judged = [_with(c, Verdict.FIGURE_MISMATCH) if c in fitting else c for c in quoted]
    return AnswerSentence(sentence, (*judged, *added, *broken))


def _article_of(passage: Passage, article_lookup: ArticleLookup) -> Article | None:
    article = article_lookup(passage.article_id)
    return article if article is not None and stands_in(passage, article) else None


def _quotes(sentence: str, passage: Passage, article_lookup: ArticleLookup) -> list[Citation]:
    article = _article_of(passage, article_lookup)
    if article is None:
        return []
    spans = best_quotes(sentence, article.body, passage.start, passage.end)
    elsewhere = is_elsewhere(sentence, article) or all(shares_nothing(sentence, article.body[s.start : s.end]) for s in spans)
    verdict = Verdict.WRONG_SOURCE if elsewhere else Verdict.SUPPORTED
    return [make_citation(passage, article, s.start, s.end, verdict=verdict) for s in spans]


def _sources(citations: Sequence[Citation], given: Mapping[int, Passage]) -> list[str]:
    """The quotes, and the year of each paper: "on 4 March 2031" is right of a quote that says 3月4日 in a paper of 2031."""
    years = {published[:4] for c in citations if (published := given[c.passage].published)}
    return [*(c.quote for c in citations), *(f"{year}年" for year in sorted(years))]


def _correction(
    sentence: str, fitting: Sequence[Citation], given: Mapping[int, Passage], article_lookup: ArticleLookup
) -> tuple[Citation, ...]:
    """Citations of the passage that bears out the figures the cited ones lack; empty when none does."""
    best: tuple[Citation, ...] = ()
    most_shared = _MIN_OVERLAP_TO_CORRECT
    for passage in given.values():
        found = tuple(c for c in _quotes(sentence, passage, article_lookup) if c.verdict is Verdict.SUPPORTED)
        has_figure = any(bears_a_number(sentence, c.quote) for c in found)
        shared = overlap(sentence, " ".join(c.quote for c in found)) if has_figure else 0.0
        if shared > most_shared and not contradicted(sentence, _sources([*fitting, *found], given)):
            best, most_shared = found, shared
    return best


def _with(citation: Citation, verdict: Verdict) -> Citation:
    return Citation(citation.passage, citation.start, citation.end, citation.quote, verdict)

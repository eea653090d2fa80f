"""The extractive answer under the same check as a model's: what our own words say must stand in what they quote."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

from index.schema import Article
from rag.compose import Composed
from rag.quote import stands_in
from rag.schema import AnswerSentence, Citation, Passage, Verdict
from rag.stated import stated_in
from rag.verify import FaultKind, Source, faults

ArticleLookup = Callable[[str], Article | None]

# The meaning of each word after a quoted phrase, “服务站点” (service · stations): a reading aid, which states nothing.
_GLOSS = re.compile(r"(?<=”)\s?\([^()]*\)")
_MOST_FIGURES = 8


def checked(composed: Composed, passages: Sequence[Passage], article_lookup: ArticleLookup, *, counted: Sequence[float] = ()) -> Composed:
    """An extractive answer with every cited sentence checked; the text is made anew where one was changed.

    A sentence that its one quote does not bear out gives way to that quote; one over several quotes keeps its words, without a source.
    A difference or a total of figures that the quotes state is borne out by them; so is a number in ``counted``, which is ours.
    """
    by_number = {passage.number: passage for passage in passages}
    sentences = tuple(_checked(sentence, by_number, article_lookup, counted) for sentence in composed.sentences)
    if sentences == composed.sentences:
        return composed
    text = " ".join(s.text + "".join(f" [{c.passage}]" for c in s.supporting) for s in dict.fromkeys(sentences))
    return replace(composed, sentences=tuple(dict.fromkeys(sentences)), text=text)


def _checked(
    sentence: AnswerSentence, passages: dict[int, Passage], article_lookup: ArticleLookup, counted: Sequence[float]
) -> AnswerSentence:
    sources: list[Source] = []
    for citation in sentence.citations:
        passage = passages.get(citation.passage)
        article = article_lookup(passage.article_id) if passage else None
        if passage is None or article is None or not _stands(citation, passage, article):
            return AnswerSentence(sentence.text, tuple(replace(c, verdict=Verdict.NOT_FOUND) for c in sentence.citations))
        sources.append(Source(article, (citation.quote,), passage.text))
    if not sources or any(not _faulty(sentence.text, source) for source in sources) or _computed(sentence.text, sources, counted):
        return sentence
    if len(sentence.citations) == 1:
        return AnswerSentence(sentence.citations[0].quote, sentence.citations)
    return AnswerSentence(sentence.text, tuple(replace(c, verdict=Verdict.NOT_FOUND) for c in sentence.citations))


def _stands(citation: Citation, passage: Passage, article: Article) -> bool:
    return stands_in(passage, article) and bool(citation.quote) and article.body[citation.start : citation.end] == citation.quote


def _faulty(text: str, source: Source) -> bool:
    if any(_reads_aloud(text, quote) for quote in source.quotes):
        return False
    return bool(faults(_GLOSS.sub("", text), source, templated=True))


def _reads_aloud(text: str, quote: str) -> bool:
    """True for the quote itself, with or without the meanings of its words in brackets after it."""
    rest = text.removeprefix(quote).strip() if text.startswith(quote) else text
    return not rest or (text.startswith(quote) and rest[0] == "(" and rest[-1] == ")")


def _computed(text: str, sources: Sequence[Source], counted: Sequence[float]) -> bool:
    """True when each figure of a sentence over several quotes stands in one of them, counts them, or is a difference or total of theirs."""
    if len(sources) < 2:
        return False
    stated = [[f.value for f in stated_in(source.text).figures][:_MOST_FIGURES] for source in sources]
    known = {value for values in stated for value in values} | {float(len(sources)), *counted}
    for one, other in ((a, b) for i, a in enumerate(stated) for b in stated[i + 1 :]):
        known |= {round(abs(x - y), 4) for x, y in product(one, other)}
    totals = {0.0}
    for values in stated:
        totals = {round(total + value, 4) for total in totals for value in values} if len(totals) < 4096 else set()
    unborne = [fault for source in sources for fault in faults(text, source, templated=True) if fault.kind is not FaultKind.FIGURE]
    names_stand = len({fault.what for fault in unborne}) == 0 or len(unborne) < len(sources)
    return names_stand and all(f.value in known | totals for f in stated_in(text).figures)

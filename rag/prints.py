"""Prints of one story in an answer: one of them answers, the others stand beside it with what they say differently.

Five papers that print one wire report are one source, not five; and of a report that was corrected, the correction answers.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from index.numerals import numbers_in
from index.schema import Article, Figure, FigureKind, Hit
from index.shingles import letters, shingles
from index.store_contract import PrintInfo
from index.text import fold
from rag.conflicts import counts_alike
from rag.phrases import phrase
from rag.rerank import ArticleView, Evidence
from rag.retrieve import Retrieval
from rag.schema import AlsoIn, AnswerSentence, Difference, Notice, Passage

SUPERSEDED = "superseded"
# A sentence of another print is the same sentence when this share of it stands in the print that answers, its figures apart.
_SAME_SENTENCE = 0.8
_FIGURE = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿]+")
_MOST_DIFFERENCES, _MOST_NOTICES = 6, 3
_UNCOUNTED = frozenset({FigureKind.LABEL, FigureKind.ORDINAL})


class Stories(Protocol):
    """Where the prints of stories, their articles and figures are looked up."""

    def story_roles(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Of these articles, those that tell a story others tell too: (story, role)."""

    def prints(self, article_id: str) -> list[PrintInfo]:
        """Every print of the story that an article tells."""

    def figures_in(self, article_id: str, start: int, end: int) -> Sequence[Figure]:
        """Figures of an article inside a range."""


def folded(retrieval: Retrieval, stories: Stories, view_of: Callable[[str], ArticleView | None]) -> Retrieval:
    """One print of each story, in the place of the best one: the best that no later one corrects, of equals the original.

    Another print's sentence stays as evidence where it says what the first does not, and where it states another figure that was not
    corrected: then the prints disagree, and the reader must see it.
    """
    roles = stories.story_roles(list(dict.fromkeys(hit.chunk.article_id for hit in retrieval.hits)))
    leads = _leads(retrieval.hits, roles)
    if not leads:
        return retrieval
    texts = {lead: _Text(view) for lead in leads.values() if (view := view_of(lead))}

    def stays(evidence: Evidence) -> bool:
        own = evidence.view.article.id
        story, role = roles.get(own, ("", ""))
        lead = leads.get(story, own)
        if own == lead or lead not in texts:
            return True
        corrected = role == SUPERSEDED and roles[lead][1] != SUPERSEDED
        return not texts[lead].says(evidence.text, whatever_figure=corrected)

    hits = _folded_hits(retrieval.hits, {article: leads[story] for article, (story, _) in roles.items() if story in leads})
    return Retrieval(tuple(hits), tuple(filter(stays, retrieval.evidence)))


def _leads(hits: Sequence[Hit], roles: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Story → its print that answers, of stories with several prints among the hits."""
    found: dict[str, dict[str, float]] = {}
    for hit in hits:
        if hit.chunk.article_id in roles:
            scores = found.setdefault(roles[hit.chunk.article_id][0], {})
            scores[hit.chunk.article_id] = max(hit.score, scores.get(hit.chunk.article_id, hit.score))

    def order(article: str, score: float) -> tuple[bool, float, bool, str]:
        role = roles[article][1]
        return (role == SUPERSEDED, -round(score, 6), role != "original", article)

    return {story: min(scores, key=lambda each: order(each, scores[each])) for story, scores in found.items() if len(scores) > 1}


def _folded_hits(hits: Sequence[Hit], lead_of: dict[str, str]) -> list[Hit]:
    """The hits without the other prints; the best hit of the one that answers takes the place of the story's best."""
    best: dict[str, Hit] = {}
    for hit in hits:
        if lead_of.get(hit.chunk.article_id) == hit.chunk.article_id:
            best.setdefault(hit.chunk.article_id, hit)
    kept: list[Hit] = []
    met: set[str] = set()
    for hit in hits:
        lead = lead_of.get(hit.chunk.article_id)
        if lead is not None and lead not in met:
            met.add(lead)
            kept.append(replace(best[lead], score=hit.score))
        elif lead is None or (lead == hit.chunk.article_id and hit is not best[lead]):
            kept.append(hit)
    return kept


@dataclass(frozen=True)
class _Text:
    """The print that answers, made ready to be asked what it says."""

    view: ArticleView

    @cached_property
    def _letters(self) -> str:
        return letters(self.view.article.body)

    @cached_property
    def _bones(self) -> frozenset[int]:
        return frozenset(shingles(_without_figures(self._letters)).tolist())

    @cached_property
    def _numbers(self) -> frozenset[float]:
        return numbers_in(self.view.article.body)

    def says(self, sentence: str, *, whatever_figure: bool) -> bool:
        """Whether it says the same, with the same figures unless ``whatever_figure``."""
        text = letters(sentence)
        if text in self._letters:
            return True
        bones = shingles(_without_figures(text)).tolist()
        if sum(bone in self._bones for bone in bones) < _SAME_SENTENCE * len(bones):
            return False
        return whatever_figure or numbers_in(sentence) <= self._numbers


def _without_figures(text: str) -> str:
    return _FIGURE.sub("0", text)


def with_prints(passages: Sequence[Passage], stories: Stories, article_of: Callable[[str], Article | None]) -> tuple[Passage, ...]:
    """The passages, each with the other prints of its story and the figures that they state in place of its own."""
    known: dict[str, tuple[AlsoIn, ...]] = {}
    made = []
    for passage in passages:
        if passage.article_id not in known:
            known[passage.article_id] = _others(passage, stories, article_of)
        made.append(replace(passage, also=known[passage.article_id]))
    return tuple(made)


def _others(passage: Passage, stories: Stories, article_of: Callable[[str], Article | None]) -> tuple[AlsoIn, ...]:
    prints = [each for each in stories.prints(passage.article_id) if each.id != passage.article_id]
    if not prints:
        return ()
    article = article_of(passage.article_id)
    mine = _figures(article, stories) if article else ()
    differs: dict[str, tuple[Difference, ...]] = {passage.article_id: ()}
    for each in prints:
        other = article_of(each.article_id) if each.article_id not in differs else None
        if article and other:
            differs[each.article_id] = differences(article, mine, other, _figures(other, stories))
    roles = {each.id: each.role for each in prints} | {passage.article_id: "copy"}
    return tuple(
        AlsoIn(
            article_id=each.article_id,
            doc_id=each.doc_id,
            title=each.title,
            outlet=each.outlet,
            published=each.published.isoformat() if each.published else None,
            source_file=each.source_file,
            role=roles[each.article_id],
            differs=differs.get(each.article_id, ()),
        )
        for each in prints
    )


def _figures(article: Article, stories: Stories) -> Sequence[Figure]:
    return stories.figures_in(article.id, 0, len(article.body))


def differences(here: Article, mine: Sequence[Figure], there: Article, theirs: Sequence[Figure]) -> tuple[Difference, ...]:
    """Figures of one print in whose place another states others: the same thing counted in the same unit, another value."""
    stated = [{(each.kind, each.unit, each.value) for each in figures} for figures in (mine, theirs)]
    left = [each for each in theirs if each.kind not in _UNCOUNTED and (each.kind, each.unit, each.value) not in stated[0]]
    found: dict[tuple[str, str], Difference] = {}
    for figure in mine:
        if figure.kind in _UNCOUNTED or (figure.kind, figure.unit, figure.value) in stated[1]:
            continue
        alike = [each for each in left if (each.kind, each.unit) == (figure.kind, figure.unit) and counts_alike(figure.of, each.of)]
        if alike:
            # Prints run in step: of several that fit, the one that stands at about the same place.
            other = min(alike, key=lambda each: abs(each.start / len(there.body) - figure.start / len(here.body)))
            left.remove(other)
            printed = here.body[figure.start : figure.end], there.body[other.start : other.end]
            found.setdefault(printed, Difference(figure.of or other.of, *printed))
    return tuple(found.values())[:_MOST_DIFFERENCES]


def print_notices(language: str, sentences: Sequence[AnswerSentence], passages: Sequence[Passage], stories: Stories) -> tuple[Notice, ...]:
    """What a reader must know of the prints of the stories an answer cites: that one corrects another, or that they disagree."""
    by_number = {passage.number: passage for passage in passages}
    roles = stories.story_roles([passage.article_id for passage in passages if passage.also])
    found: dict[tuple[str, str, str], Notice] = {}
    for citation in (citation for sentence in sentences for citation in sentence.citations):
        passage = by_number.get(citation.passage)
        for other in passage.also if passage else ():
            for each in other.differs:
                if passage and _stands_in(each.here, citation.quote):
                    code = _code(roles.get(passage.article_id, ("", ""))[1], other.role)
                    where = ", ".join(part for part in (other.outlet or other.source_file, other.published) if part)
                    text = phrase(language, code, here=each.here, there=each.there, where=where)
                    found.setdefault((code, each.here, each.there), Notice(code, text))
    return tuple(found.values())[:_MOST_NOTICES]


def _stands_in(figure: str, quote: str) -> bool:
    """18人 does not stand in 418人."""
    return re.search(rf"(?<![\d.]){re.escape(fold(figure))}", fold(quote)) is not None


def _code(own: str, other: str) -> str:
    if other == SUPERSEDED and own != SUPERSEDED:
        return "corrected"
    return "superseded" if own == SUPERSEDED and other != SUPERSEDED else "prints_disagree"

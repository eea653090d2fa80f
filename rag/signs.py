"""Signs that an answer is there: what is known of the sentence chosen to answer, as numbers that a model weighs (`rag.sureness`).

Near misses share all the names of a question and tell of something else; so what counts is where each word of the question stands (in the
sentence, beside it, in the headline, further off, nowhere), whether the word that says what is asked for stands there, how the choice
stands out from the next article, and whether there is something of the kind asked for beside the question's words.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.schema import Hit
from index.text import fold, is_mostly_han
from rag.extract import Choice
from rag.features import Pairs
from rag.figure_kinds import unit_fit
from rag.period_fit import period_fit
from rag.question import Question
from rag.ranker import ACROSS, HAN, LATIN
from rag.rerank import ArticleView, Evidence, occurrence, term_match
from rag.retrieve import Retrieval
from rag.term import Term

# What asks: the words next to it say what is asked for (冠军是谁, who wrote).
_ASKS = re.compile(
    r"谁|什么|哪|多少|几|何|怎|为什么|如何|誰|何|いつ|どこ|누구|무엇|언제|어디|몇|"
    r"\b(?:who|whom|whose|what|which|when|where|how|why|qui|que|quel|quelle|quand|où|combien|quién|qué|cuál|cuándo|dónde|cuánt[oa]s?)\b"
)
_CLAUSE = re.compile(r"[，,;；。！？!?：:]")
# Signs that speak against an answer, and those that say only what kind of question, choice or text it is; all others speak for one.
AGAINST = frozenset({"unmet", "absent", "absent_words", "untold", "is_question", "asked_itself"})
FREE = frozenset({"across", "figure", "has_focus", "has_head", "has_name", "has_period", "has_reader", "has_year"})
OF_VECTORS = frozenset({"similarity", "odds", "best_odds", "arms", "score"})
_TOLD = 0.3
_CAPITALISED = re.compile(r"\b[A-Z][a-zà-ɏ'’.-]+")
_CALLED = re.compile(r"[“「『\"《〈](?P<name>[^”」』\"》〉]{1,30})[”」』\"》〉]")
# A foreign name in Chinese: 谢尔盖·布林.
_DOTTED = re.compile(r"[\u4e00-\u9fff]+[·•・．][\u4e00-\u9fff]+|[A-Z][.·]")
_DIGITS = re.compile(r"\d+")
_OTHERS = 8
_ODDS = 5.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a choice; a sign that is missing counts as nothing.

    Attributes:
        pair: which languages question and article are in (`rag.ranker`).
        known: sign → number, mostly 0 to 1.
        unmet: words of the question that stand nowhere in the article chosen, the weightiest first;
            none that may only be translated otherwise.
    """

    pair: str
    known: Mapping[str, float]
    unmet: tuple[str, ...] = ()


def signs_of(question: Question, terms: Sequence[Term], choice: Choice, retrieval: Retrieval, *, by_vectors: bool = True) -> Signs:
    """The signs of a choice that has a source.

    Args:
        question: as understood.
        terms: its terms.
        choice: with at least one source; the first one counts.
        retrieval: what it was chosen from.
        by_vectors: with what hangs on cosines, whose range is that of the embedding model; without it for a model not learned from.
    """
    best = choice.sources[0]
    is_han = is_mostly_han(best.view.body)
    pair = ACROSS if (question.base in {"zh", "ja"}) != is_han else HAN if is_han else LATIN
    places = _Places(terms, best)
    known = {
        "across": float(pair == ACROSS),
        **places.shares(),
        **_asked_for(question, terms, places),
        **_standing(best, retrieval),
        **_span(question, terms, choice, retrieval),
        **(_characters(question, best, retrieval) if pair == HAN else {}),
        **_times(question, best),
        **_room(question, terms, best),
    }
    if not by_vectors:
        known = {name: value for name, value in known.items() if name not in OF_VECTORS}
    return Signs(pair, known, places.unmet(is_translated=pair == ACROSS))


class _Places:
    """How well each term stands in the sentence, beside it, in the headline and anywhere in the article."""

    def __init__(self, terms: Sequence[Term], best: Evidence) -> None:
        self.terms = terms
        view = best.view
        around = _around(view, best)
        self.own = [term_match(term, view.body[best.span.start : best.span.end]) for term in terms]
        self.near = [max(own, term_match(term, around)) for own, term in zip(self.own, terms, strict=True)]
        self.title = [term_match(term, view.title) for term in terms]
        far = (term_match(term, view.body) for term in terms)
        self.article = [max(each) for each in zip(far, self.near, self.title, strict=True)]

    def shares(self) -> dict[str, float]:
        """Share of the terms' weight by place, and how well the weightiest terms stand."""
        weights = [term.weight for term in self.terms]
        heaviest = max(weights, default=1.0) or 1.0
        unmet = [w / heaviest for w, near in zip(weights, self.near, strict=True) if near < _TOLD]
        absent = [w / heaviest for w, found in zip(weights, self.article, strict=True) if found < _TOLD]
        names = [i for i, term in enumerate(self.terms) if term.is_name and not term.from_history]
        return {
            "own": self._share(self.own),
            "near": self._share(self.near),
            "near_or_title": self._share([max(pair) for pair in zip(self.near, self.title, strict=True)]),
            "article": self._share(self.article),
            "unmet": max(unmet, default=0.0),
            "absent": max(absent, default=0.0),
            "absent_words": min(len(absent), 4) / 4,
            "untold": sum(w for w, t in zip(weights, self.terms, strict=True) if not t.forms) / (sum(weights) or 1.0),
            "has_name": float(bool(names)),
            "names_own": self._share(self.own, names),
            "names_near": self._share(self.near, names),
        }

    def _share(self, matches: Sequence[float], chosen: Sequence[int] | None = None) -> float:
        picked = range(len(self.terms)) if chosen is None else chosen
        total = sum(self.terms[i].weight for i in picked)
        return sum(matches[i] * self.terms[i].weight for i in picked) / total if total else 0.0

    def share(self, chosen: Sequence[int]) -> tuple[float, float, float]:
        """Of some terms: in the sentence, beside it, anywhere."""
        return self._share(self.own, chosen), self._share(self.near, chosen), self._share(self.article, chosen)

    def unmet(self, *, is_translated: bool) -> tuple[str, ...]:
        """Words that stand nowhere in the article, the weightiest first; of translated ones those that the dictionary knows."""
        told = [t for t in self.terms if not t.from_history and (t.forms or t.is_translated or not is_translated)]
        absent = [t for t, found in zip(self.terms, self.article, strict=True) if found < _TOLD and t in told]
        return tuple(term.text for term in sorted(absent, key=lambda term: -term.weight))


def _around(view: ArticleView, best: Evidence) -> str:
    """The sentence with the ones before and after it."""
    spans = view.sentences
    at = next((i for i, span in enumerate(spans) if span.start <= best.span.start < span.end), 0)
    return view.body[spans[max(0, at - 1)].start : spans[min(len(spans) - 1, at + 1)].end]


def _asked_for(question: Question, terms: Sequence[Term], places: _Places) -> dict[str, float]:
    """Where the words next to the question word stand, and the thing asked for."""
    text = fold(question.text).lower()
    asks = [match.start() for match in _ASKS.finditer(text)]
    spots = [text.find(term.text.lower()) for term in terms]
    free = [i for i, term in enumerate(terms) if not term.is_name and not term.from_history and spots[i] >= 0]
    by_distance = sorted(free, key=lambda i: min((abs(spots[i] + len(terms[i].text) / 2 - at) for at in asks), default=0.0))
    focus = by_distance[:1] if asks else []
    two = by_distance[:2] if asks else []
    heads = [i for i, term in enumerate(terms) if term.is_head and not term.is_name]
    found = {"has_focus": float(bool(focus)), "has_head": float(bool(heads))}
    for name, chosen in (("focus", focus), ("focuses", two), ("head", heads)):
        found |= dict(zip((f"{name}_own", f"{name}_near", f"{name}_article"), places.share(chosen), strict=True))
    return found


def _standing(best: Evidence, retrieval: Retrieval) -> dict[str, float]:
    """How the chosen sentence's chunk and article stand among the others."""
    own = best.view.article.id
    hit = next((hit for hit in retrieval.hits if hit.chunk.id == best.chunk.id), None)
    mine = [each for each in retrieval.hits if each.chunk.article_id == own]
    top = max((each.score for each in mine), default=0.0)
    return {
        "coverage": best.coverage,
        "similarity": best.similarity,
        "score": best.score,
        "odds": _squashed(hit.score if hit else top),
        "best_odds": _squashed(max((each.score for each in retrieval.hits), default=0.0)),
        "arms": _arms(mine),
    }


def _squashed(odds: float) -> float:
    return math.tanh(odds / _ODDS)


def _arms(hits: Sequence[Hit]) -> float:
    """Share of the arms that have the article among their first three."""
    ranks: dict[str, int] = {}
    for hit in hits:
        for arm, scored in hit.arms.items():
            ranks[arm] = min(scored.rank, ranks.get(arm, scored.rank))
    return sum(rank <= 3 for rank in ranks.values()) / 2


def _span(question: Question, terms: Sequence[Term], choice: Choice, retrieval: Retrieval) -> dict[str, float]:
    """How the chosen figure or name stands: its own clause, and other articles that say it too."""
    best = choice.sources[0]
    found = {
        "has_span": float(bool(choice.named or choice.figures)),
        "reader": choice.confidence,
        "has_reader": float(choice.confidence > 0),
    }
    if choice.figures:
        match = choice.figures[0]
        start, end, said = match.figure.start, match.figure.end, fold(match.printed)
        unit = unit_fit(question.units, match.figure.unit)
        found |= {"figure": 1.0, "figure_odds": _likely(choice.odds), "figure_margin": math.tanh(max(0.0, choice.margin or 0.0) / 2)}
        found |= {"figure_local": match.local, "figure_head": match.head, "figure_unit": unit}
    elif choice.named:
        start = choice.span.start if choice.span else max(best.text.find(choice.named.split("、")[0]), 0) + best.span.start
        end, said = start + len(choice.named), fold(choice.named)
    else:
        return found
    body, weights = best.view.body, sum(term.weight for term in terms) or 1.0
    marks = [m.end() for m in _CLAUSE.finditer(body, best.span.start, start)]
    after = _CLAUSE.search(body, end, best.span.end)
    clause = body[marks[-1] if marks else best.span.start : after.start() if after else best.span.end]
    wider = body[marks[-2] if len(marks) > 1 else best.span.start : after.start() if after else best.span.end]
    gaps = [gap for term in terms for gap in [_gap(term, body, best, start, end)] if gap is not None]
    others = {e.view.article.id for e in retrieval.evidence[:_OTHERS] if e.view.article.id != best.view.article.id and said in fold(e.text)}
    return found | {
        "clause": sum(t.weight * term_match(t, clause) for t in terms) / weights,
        "clauses": sum(t.weight * term_match(t, wider) for t in terms) / weights,
        "beside": sum(1.0 / (1.0 + gap / 4) for gap in sorted(gaps)[:2]) / 2,
        "agree": min(len(others), 3) / 3,
        "asked_itself": float(said in fold(question.text)),
    }


def _likely(odds: float | None) -> float:
    return 0.0 if odds is None else 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, odds))))


def _gap(term: Term, body: str, best: Evidence, start: int, end: int) -> int | None:
    """Characters between a span and the nearest form of a term in its sentence."""
    found = []
    for form in term.forms:
        at = occurrence(form, body, best.span.start, best.span.end)
        while at >= 0:
            found.append(max(0, start - at - len(form), at - end))
            at = occurrence(form, body, at + 1, best.span.end)
    return min(found, default=None)


def _characters(question: Question, best: Evidence, retrieval: Retrieval) -> dict[str, float]:
    """Character pairs that question and sentence share, rare ones more: they see through words cut otherwise."""
    pairs = Pairs(question.text, [fold(e.text) for e in retrieval.evidence[:40]])
    around = _around(best.view, best)
    own = best.view.body[best.span.start : best.span.end]
    return {
        "pairs_own": pairs.share(own),
        "pairs_near": pairs.share(around),
        "pairs_article": pairs.share(f"{best.view.title} {best.view.body}"),
        "run": pairs.longest_run(own),
    }


def _times(question: Question, best: Evidence) -> dict[str, float]:
    """How well the sentence fits the time asked about."""
    found = {"has_period": 1.0, "period": period_fit(question.periods, best)} if question.periods else {}
    if not question.years:
        return found
    around = _around(best.view, best)
    return found | {
        "has_year": 1.0,
        "year_near": float(all(str(year) in around for year in question.years)),
        "year_title": float(all(str(year) in f"{best.view.title} {around}" for year in question.years)),
    }


def _room(question: Question, terms: Sequence[Term], best: Evidence) -> dict[str, float]:
    """What the sentence says beyond the question's own words, and how close together those stand."""
    asked, text = fold(question.text).lower(), best.text
    folded = fold(text).lower()
    spots = [(at, at + len(form)) for term in terms if (found := _first(term, folded)) for at, form in [found]]
    covered = sum(end - start for start, end in spots)
    window = max((end for _, end in spots), default=0) - min((start for start, _ in spots), default=0)
    names = {word for word in _CAPITALISED.findall(text[1:]) if word.lower() not in asked}
    return {
        "room": min(1.0, max(0, len(text) - covered) / (100 if is_mostly_han(text) else 300)),
        "tight": min(1.0, covered / window) if window else 0.0,
        "is_question": float(text.rstrip().endswith(("?", "？"))),
        "has_names": min(len(names), 3) / 3,
        "has_called": float(any(match["name"].lower() not in asked for match in _CALLED.finditer(text))),
        "has_dotted": float(any(match.group().lower() not in asked for match in _DOTTED.finditer(text))),
        "has_digits": float(any(number not in asked for number in _DIGITS.findall(text))),
    }


def _first(term: Term, folded: str) -> tuple[int, str] | None:
    """Where a form of a term stands first, and the form."""
    found = [(at, form) for form in term.forms if (at := occurrence(form, folded)) >= 0]
    return min(found, default=None)

"""Questions that are answered part by part: what the parts are, each searched on its own, and what they say together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from index.schema import Hit
from rag.census import census_of
from rag.compare import names_nothing, operation_of, parts_of
from rag.dating import Dated, date_itself, date_of
from rag.each import Asked, each_of, tell_each
from rag.events import Events, events_of
from rag.expected import Expected
from rag.extract import Choice, best_figures, choose
from rag.figures import FigureLookup
from rag.happened import Event, tell
from rag.mentions import Mentions, tell_mentions
from rag.phrases import phrase
from rag.question import Question, parse_question
from rag.refuse import Reason, Refusal
from rag.rerank import Evidence
from rag.schema import Status
from rag.sums import Side, tell_sums, without_shared
from rag.term import Term
from rag.told import Line, Told
from rag.verdict import judged, tell_verdict

# A cut of the question at another "and" must find what it names this much better than the likeliest one.
_BETTER = 0.02
_ASKS_WHEN = {"zh": "{event}{verb}是什么时候", "en": "when was {event} {verb}"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for one part gave: its terms, its hits and evidence, best first."""

    question: Question
    terms: tuple[Term, ...]
    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """The answer to a question in parts, and the hits of all parts, the best of each first."""

    choice: Choice
    hits: tuple[Hit, ...]


Find = Callable[[Question], Found]


Count = Callable[[Question, str], Mentions]


def planned(question: Question, terms: Sequence[Term], find: Find, count: Count, figures_in: FigureLookup) -> Planned | None:
    """The answer to a question that is answered part by part, or from every article; None for any other.

    Args:
        question: as asked.
        terms: its terms.
        find: searches the collection for a part's own question.
        count: finds every article that mentions the subject of a question.
        figures_in: the figures of an article.
    """
    census = census_of(question.text, question.base)
    if census and (found := tell_mentions(question.language, census, count(question, census.subject))):
        return _planned(*found, [census.subject], [])
    if asked := events_of(question.text, question.base):
        return _events(question, asked, find)
    side_by_side = question.expected in {Expected.COMPARISON, Expected.TOTAL}
    if side_by_side and (answer := compared(question, terms, find, figures_in)):
        return answer
    splits = each_of(question.text, question.base)
    return _each(question, splits, find, figures_in) if splits else None


def _each(question: Question, splits: Sequence[Sequence[Asked]], find: Find, figures_in: FigureLookup) -> Planned:
    """The same asked of several things: each answered as a question of its own."""
    found: dict[str, Found] = {}

    def found_for(text: str) -> Found:
        if text not in found:
            found[text] = find(replace(parse_question(text), language=question.language))
        return found[text]

    names = {asked.text: asked.name for split in splits for asked in split}
    chosen = _best_split([tuple(asked.text for asked in split) for split in splits], found_for)
    parts = [found_for(text) for text in chosen]
    choices = [choose(part.question, part.terms, part.evidence, figures_in, is_part=True) for part in parts]
    told, is_answer = tell_each(question.language, [names[text] for text in chosen], choices)
    missing = [names[text] for text, choice in zip(chosen, choices, strict=True) if choice.status is Status.NOT_FOUND]
    return _planned(told, is_answer, missing, parts)


def decided(question: Question, terms: Sequence[Term], evidence: Sequence[Evidence], figures_in: FigureLookup, otherwise: Choice) -> Choice:
    """Yes or no to a question over one event; where no sentence decides it, the sentences themselves, and no name for an answer.

    Args:
        question: as asked; of one that is not answered with yes or no ``otherwise`` is the answer.
        terms: its terms.
        evidence: what was found for it, best first.
        figures_in: the figures of an article.
        otherwise: what was chosen before.
    """
    if question.expected is not Expected.YES_NO:
        return otherwise
    verdict = judged(question, terms, evidence, figures_in)
    if verdict is None:
        return replace(otherwise, named="")
    told = tell_verdict(question.language, verdict)
    return Choice(Status.ANSWERED, told.sources, told=told)


def compared(question: Question, terms: Sequence[Term], find: Find, figures_in: FigureLookup) -> Planned | None:
    """The figures of several places or bodies, set side by side; None when the question names fewer than two."""
    parts = parts_of(question, terms)
    if not parts:
        return None
    if all(names_nothing(part) for part in parts):
        told = Told("", (Line(phrase(question.language, "in_what")),))
        return Planned(Choice(Status.NOT_FOUND, told=told, refused=Refusal(Reason.NOTHING)), ())
    found = [find(part.question) for part in parts]
    sides: list[Side] = []
    for part, each in zip(parts, found, strict=True):
        figures = best_figures(each.question, each.terms, each.evidence, figures_in)
        sides.append(Side(part, figures[0] if figures else None, figures[1:]))
    sides = without_shared(sides)
    told, is_answer = tell_sums(question.language, operation_of(question.text), sides)
    return _planned(told, is_answer, [side.part.asked for side in sides if not side.match], found)


def _planned(told: Told, is_answer: bool, missing: Sequence[str], found: Sequence[Found]) -> Planned:
    hits = merged([each.hits for each in found])
    if is_answer:
        return Planned(Choice(Status.ANSWERED, told.sources, told=told), hits)
    return Planned(Choice(Status.NOT_FOUND, told=told, refused=Refusal(Reason.NO_FIGURE, tuple(missing))), hits)


def _events(question: Question, asked: Events, find: Find) -> Planned:
    found: dict[str, Found] = {}

    def found_for(event: str) -> Found:
        if event not in found:
            verb = asked.verb if asked.verb not in event else ""
            text = _ASKS_WHEN[question.base].format(event=event, verb=verb)
            found[event] = find(replace(parse_question(text), language=question.language))
        return found[event]

    def dated(event: str) -> Dated | Refusal:
        part = found_for(event)
        return date_itself(event) or date_of(part.question, part.terms, part.evidence)

    split = _best_split(asked.splits, found_for)
    events = [Event(name, dated(name)) for name in split]
    told, is_answer = tell(question.language, asked, events)
    missing = [event.name for event in events if not isinstance(event.found, Dated)]
    return _planned(told, is_answer, missing, [found_for(name) for name in split])


def _best_split(splits: Sequence[tuple[str, ...]], found_for: Callable[[str], Found]) -> tuple[str, ...]:
    """The cut whose worst-found part is found best; the first one unless another is clearly better."""
    best, best_score = splits[0], -1.0
    for split in splits:
        score = min((evidence[0].score if (evidence := found_for(part).evidence) else 0.0) for part in split)
        if score > best_score + _BETTER:
            best, best_score = split, score
    return best


def merged(lists: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The hits of several searches, the first of each before the second of any, each chunk once."""
    in_turn = (hit for hit in chain.from_iterable(zip_longest(*lists)) if hit is not None)
    return tuple({hit.chunk.id: hit for hit in reversed(list(in_turn))}.values())[::-1]

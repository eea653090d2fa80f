"""Does a source bear out a sentence? Everything here is decided by rule; what no rule is sure of is left to the reader.

Checked are figures with what they measure and their hedge, days, parts of the year, ranks, names, direction, negation, and whose a figure
is. Verbs and common nouns are not: two sentences that share every figure and name may still say different things.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.schema import Article
from index.text import fold, is_mostly_han
from rag.evidence import overlap
from rag.name_check import everything, unnamed
from rag.ownership import stitched
from rag.polarity import clauses, negations, opposed, turns
from rag.quarters import periods_in, weekdays_in, weekdays_of
from rag.spelt_names import is_named, names_spelt
from rag.stated import borne_by, stated_in, unborne

_ALIKE = 0.5


class FaultKind(StrEnum):
    """What of a sentence its source does not bear out."""

    FIGURE = "figure"
    PERIOD = "period"
    NAME = "name"
    DIRECTION = "direction"
    NEGATION = "negation"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a source does not bear out, as the sentence has it."""

    kind: FaultKind
    what: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence is held against: quotes of one article, and the text around them.

    Attributes:
        article: whose names, places and day of publication count.
        quotes: verbatim sentences.
        around: the passage they are of.
    """

    article: Article
    quotes: tuple[str, ...]
    around: str

    @property
    def text(self) -> str:
        """The quotes as one text."""
        return "\n".join(self.quotes)


def faults(claim: str, source: Source, *, templated: bool = False) -> tuple[Fault, ...]:
    """What of a claim its source does not bear out; empty when it is borne out, as every verbatim quote is.

    Args:
        claim: a sentence of an answer, without markers.
        source: what it cites.
        templated: the claim is made of our own templates, which turn no direction, deny nothing, and take a
            figure's place from the index.
    """
    if any(claim == quote for quote in source.quotes):
        return ()
    return tuple(_faults(claim, source, templated=templated))


def _faults(claim: str, source: Source, *, templated: bool) -> Iterator[Fault]:
    published = source.article.published
    for what in unborne(claim, source.text, published):
        yield Fault(FaultKind.FIGURE, what)
    folded = stated_in(claim).text
    for what in _missing_periods(folded, source, published):
        yield Fault(FaultKind.PERIOD, what)
    for name in unnamed(claim, source.article, templated=templated):
        yield Fault(FaultKind.NAME, name)
    if templated:
        return
    if is_mostly_han(source.text):
        for what in stitched(claim, everything(source.article)):
            yield Fault(FaultKind.OWNER, what)
    where = _clauses_meant(claim, source.text, published)
    if (where and opposed(folded, "\n".join(where), fold(source.text))) or _turned(claim, source):
        yield Fault(FaultKind.DIRECTION, claim)
    if denies_otherwise(claim, source):
        yield Fault(FaultKind.NEGATION, claim)


def _missing_periods(folded: str, source: Source, published: date | None) -> Iterator[str]:
    """Parts of the year and days of the week that neither the quotes nor, where these name none, the passage has."""
    wanted = periods_in(folded)
    known = periods_in(fold(source.text)) or periods_in(fold(source.around))
    for kind, first, last in sorted(wanted - known):
        yield f"{kind} {first}" if first == last else f"{kind} {first}-{last}"
    if wanted_days := weekdays_in(folded):
        days = weekdays_of(source.text, published)
        if not wanted_days <= days and not (not days and wanted_days <= weekdays_of(source.around, published)):
            yield "weekday"


def _clauses_meant(claim: str, source: str, published: date | None) -> list[str]:
    """The source's clauses that hold the claim's figures or names; all of them when it has neither."""
    wanted = stated_in(claim)
    cut = clauses(stated_in(source, published).text)
    if not wanted.figures:
        return cut
    return [clause for clause in cut if any(borne_by(figure, stated_in(clause)) for figure in wanted.figures)]


def _turned(claim: str, source: Source) -> bool:
    """True when a clause of the claim rises where the same clause of its source, in the same language, falls."""
    if is_mostly_han(claim) != is_mostly_han(source.text):
        return False
    known = clauses(fold(source.text))
    for clause in clauses(fold(claim)):
        meant = _same_clause(clause, known) if turns(clause) else None
        if meant and len(turns(meant)) == len(turns(clause)) and turns(meant) != turns(clause):
            return True
    return False


def denies_otherwise(claim: str, source: Source) -> bool:
    """True when a clause of the claim says that something was not so, and the clause it speaks of says that it was, or the reverse."""
    same = is_mostly_han(claim) == is_mostly_han(source.text)
    known = clauses(fold(source.text))
    for clause in clauses(fold(claim)):
        meant = _same_clause(clause, known) if same else _clause_across(_in_claim(clause, claim), known)
        own = negations(clause)
        if meant is None:
            if not same and own and negations(fold(source.around)) == 0:
                return True
            continue
        theirs = negations(meant)
        if own is not None and theirs is not None and own % 2 != theirs % 2:
            return True
    return False


def _in_claim(clause: str, claim: str) -> str:
    """The clause with the capitals that folding took."""
    at = fold(claim).find(clause)
    return claim[at : at + len(clause)] if at >= 0 else clause


def _same_clause(clause: str, known: Sequence[str]) -> str | None:
    best = max(known, key=lambda other: overlap(clause, other), default=None)
    return best if best is not None and overlap(clause, best) >= _ALIKE and overlap(best, clause) >= _ALIKE else None


def _clause_across(clause: str, known: Sequence[str]) -> str | None:
    """The clause of the source, in another language, that has the claim's figures or, when it states none, its names."""
    figures, names = stated_in(clause).figures, names_spelt(clause)
    if figures:
        return next((other for other in known if any(borne_by(figure, stated_in(other)) for figure in figures)), None)
    return next((other for other in known if any(is_named(name, other) for name in names)), None)

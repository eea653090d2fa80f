"""Whose figure is it? In ``甲市新增500辆，乙市新增700辆`` 500 is not 乙市's, though all of "乙市新增500辆" stands there."""

import re

from index.regions import region_of
from index.text import fold, is_mostly_han
from rag.name_check import BODY, names_at
from rag.spelt_names import is_named, names_spelt
from rag.stated import Stated, StatedFigure, borne_by, stated_in

# Start, end, ``person`` or ``place``, and the name.
Mentions = list[tuple[int, int, str, str]]
_SENTENCE_END = re.compile(r"[。！？!?\n；;]")
_CLAUSE_MARK = re.compile(r"[,，。；;！？!?\n]")
# A name after one of these is where, to or with whom something happens, not who the figure is of.
_BESIDE = ("在", "向", "从", "对", "由", "给", "赴", "到", "为", "与", "往", "经")
_RESPECTIVELY = re.compile("分别|各自|各为|依次")


def stitched(claim: str, source: str) -> tuple[str, ...]:
    """Figures of a claim that its (Chinese) source states of another person or place, as printed.

    The owner of a figure is who the clause names, else who the clauses before it in the sentence name last. Nothing is said of names
    that 分别 distributes, of a clause that names several, or of a place inside the one that the claim names.

    Args:
        claim: a sentence of an answer in any language.
        source: the cited article's text, folded.
    """
    mentions = [(start, end, kind, source[start:end]) for start, end, kind in names_at(source)]
    wrong = _bodies_of_others(claim, source, mentions)
    known = stated_in(source)
    for clause in parts_of(claim):
        for figure in stated_in(clause).figures if mentions else ():
            before = clause[: figure.end] if is_mostly_han(clause) else clause  # "500 buses in Zibo": in English the name may follow
            claimed = set() if figure.is_name else _claimed(before, [(kind, name) for _, _, kind, name in mentions])
            if not claimed:
                continue
            owners = [_owners(source, at, mentions) for at in _places_of(figure, known)]
            if owners and all(_is_another(owner, claimed) for owner in owners):
                wrong.append(figure.printed)
    return tuple(wrong)


def _bodies_of_others(claim: str, source: str, mentions: Mentions) -> list[str]:
    """Bodies that a Chinese claim gives to one person and the source's sentences only to others."""
    folded = fold(claim)
    persons = [(at, name) for at, _, kind, name in mentions if kind == "person"]
    claimed = {name for _, name in persons if name in folded}
    wrong: list[str] = []
    for match in BODY.finditer(folded) if claimed else ():
        beside = [_persons_beside(source, found.start(), persons) for found in re.finditer(re.escape(match.group()), source)]
        if beside and all(names and not names & claimed for names in beside):
            wrong.append(match.group())
    return wrong


def _persons_beside(source: str, at: int, persons: list[tuple[int, str]]) -> set[str]:
    begin = max((m.end() for m in _SENTENCE_END.finditer(source, 0, at)), default=0)
    end = _SENTENCE_END.search(source, at)
    return {name for start, name in persons if begin <= start < (end.start() if end else len(source))}


def parts_of(claim: str) -> list[str]:
    """The clauses of a claim that name somebody, each with the nameless ones after it."""
    cut = [piece for piece in re.split(r"(?<=[，；;])|(?<=,)\s|\b(?=and [A-Z])|\bwhile\b", claim) if piece and piece.strip()]
    parts: list[str] = []
    for piece in cut:
        if parts and not (names_spelt(piece) or names_at(fold(piece))):
            parts[-1] += piece
        else:
            parts.append(piece)
    return parts


def _claimed(clause: str, names: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """The source's names that a clause of the claim means, with their kind."""
    folded = fold(clause)
    spelt = names_spelt(clause)
    return {(kind, name) for kind, name in names if name in folded or _short(name) in folded or any(is_named(each, name) for each in spelt)}


def _short(name: str) -> str:
    return re.sub("(?<=..)[省市县区]$", "", name)


def _places_of(figure: StatedFigure, known: Stated) -> list[int]:
    return [other.start for other in borne_by(figure, known) if other in known.figures]


def _owners(source: str, at: int, mentions: Mentions) -> set[tuple[str, str]]:
    """Names that the figure at an offset may belong to: of its clause, else of the nearest clause before it; empty when unsure."""
    begin = max((m.end() for m in _SENTENCE_END.finditer(source, 0, at)), default=0)
    if _RESPECTIVELY.search(source[begin:at]):
        return set()
    marks = [m.start() for m in _CLAUSE_MARK.finditer(source, begin, at)]
    end = at
    for mark in [*reversed(marks), begin - 1]:
        inside = [m for m in mentions if mark < m[0] < end and not source[max(0, m[0] - 1) : m[0]].endswith(_BESIDE)]
        if inside:
            return {(kind, name) for _, _, kind, name in inside}
        end = mark
    return set()


def _is_another(owners: set[tuple[str, str]], claimed: set[tuple[str, str]]) -> bool:
    """True when a figure's owners are of a kind that the claim names, and none of those it names or holds."""
    kinds = {kind for kind, _ in owners}
    same = {name for kind, name in claimed if kind in kinds}
    if not same or any(name in same for _, name in owners):
        return False
    return not any(_short(held) in map(_short, same) for _, name in owners for held in (*region_of(name), *region_of(_short(name))))

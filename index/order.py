"""Reading order: which piece of text goes on in which, across column ends, headlines and other articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.cohesion import Vector, similarity
from index.junction import PageGrams, seam_score, starts_inside
from index.pieces import Piece, PieceKind

# A column end looks for its other half among this many texts on either side; more would make long pages quadratic.
_REACH = 40
_LEAST = 1.2


@dataclass(frozen=True, slots=True)
class Link:
    """Text ``before`` goes on in text ``after`` (indexes into the pieces)."""

    score: float
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A page as the linker sees it.

    Attributes:
        pieces: all pieces of the page.
        texts: indexes of the running text, in page order.
        walls: indexes of texts that a headline, or a byline that closes the article before, parts from the text before.
        vectors: terms of each text.
        grams: strings of the page.
    """

    pieces: Sequence[Piece]
    texts: Sequence[int]
    walls: frozenset[int]
    vectors: Mapping[int, Vector]
    grams: PageGrams


def chains(layout: Layout) -> list[list[int]]:
    """Texts in reading order, one list a strand; each text stands in exactly one. Strands are sorted by their first place on the page."""
    links = sorted([*_steps(layout), *_leaps(layout)], key=lambda link: (-link.score, link.before, link.after))
    follower: dict[int, int] = {}
    leader: dict[int, int] = {}
    root = {i: i for i in layout.texts}
    for link in links:
        if link.score < _LEAST:
            break
        if link.before in follower or link.after in leader:
            continue
        a, b = _find(root, link.before), _find(root, link.after)
        if a != b:
            follower[link.before], leader[link.after] = link.after, link.before
            root[a] = b
    result: list[list[int]] = []
    for first in layout.texts:
        if first not in leader:
            chain = [first]
            while chain[-1] in follower:
                chain.append(follower[chain[-1]])
            result.append(chain)
    return sorted(result, key=min)


def _find(root: dict[int, int], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def _steps(layout: Layout) -> list[Link]:
    """Links from each text to the next on the page."""
    links: list[Link] = []
    for before, after in zip(layout.texts, layout.texts[1:], strict=False):
        one, two = layout.pieces[before], layout.pieces[after]
        if one.sign or two.has_lead:
            continue
        alike = similarity(layout.vectors[before], layout.vectors[after])
        if one.is_open:
            score = seam_score(one.folded, two.folded, layout.grams) + 4.0 * alike
            score += -1.0 if after in layout.walls else 1.8 - _interrupted(layout.pieces, before, after)
        elif after in layout.walls:
            continue
        else:
            score = 2.8 + 4.0 * alike - 1.2 * max(starts_inside(two.folded), 0.0)
        links.append(Link(score, before, after))
    return links


def _interrupted(pieces: Sequence[Piece], before: int, after: int) -> float:
    """A sub-head does not stand inside a sentence, so one between two texts speaks against their link."""
    return 1.5 if any(p.kind is PieceKind.HEADING for p in pieces[before + 1 : after]) else 0.0


def _leaps(layout: Layout) -> list[Link]:
    """Links from a text that stops inside a sentence to a text elsewhere that may go on from it."""
    links: list[Link] = []
    order = {text: at for at, text in enumerate(layout.texts)}
    for before in layout.texts:
        one = layout.pieces[before]
        if not one.is_open or one.sign:
            continue
        at = order[before]
        for place in range(max(0, at - _REACH), min(len(layout.texts), at + _REACH)):
            after = layout.texts[place]
            if place in {at, at + 1} or layout.pieces[after].has_lead:
                continue
            score = seam_score(one.folded, layout.pieces[after].folded, layout.grams) - 0.3
            score += 4.0 * similarity(layout.vectors[before], layout.vectors[after])
            score += 1.0 if _is_orphan(layout, place) else -0.8
            links.append(Link(score - 0.01 * abs(place - at), before, after))
    return links


def _is_orphan(layout: Layout, place: int) -> bool:
    """True when nothing on the page plainly leads to the text at ``place``: it stands first, behind a wall or behind another open end."""
    if place == 0 or layout.texts[place] in layout.walls:
        return True
    before = layout.pieces[layout.texts[place - 1]]
    return before.is_open or bool(before.sign)

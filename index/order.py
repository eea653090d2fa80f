"""Reading order: which piece of text goes on in which, across column ends, headlines and other articles."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.cohesion import TextVectors, Vector, dot, squared, total_vector
from index.followers import Link, best_followers, without_rings
from index.junction import PageGrams, seam_score, starts_inside
from index.pieces import Piece, PieceKind

# A column end looks for its other half among this many texts on either side, fewer on a page with thousands of column ends.
_REACH, _LEAST_REACH, _MOST_PAIRS = 40, 4, 20_000
_BLOCK = 3
_NARROW = 32
# Log-odds of where a column end goes on (see `seam_score` for their origin).
_COHESION, _CONTRAST = 9.5, 15.0
_NEXT, _NEXT_NARROW, _ABOVE, _BACK, _FORWARD, _STEP_AWAY, _LED_INSIDE = 3.6, 1.4, 0.8, -1.0, 0.5, -0.1, 0.5
_SOMEWHERE = 0.4
_CLOSED_STEP = 1.2
# A circle of texts: a tail printed above the headline, whose article ends open at the bottom. It is opened at the headline if there is one.
_ACROSS_HEADING = 1.5


@dataclass(frozen=True)
class Layout:
    """A page as the linker sees it.

    Attributes:
        pieces: all pieces of the page.
        texts: indexes of the running text, in page order.
        walls: indexes of texts that a headline, or a byline that closes the article before, parts from the text before.
        openings: indexes of texts that open an article; nothing goes on in them.
        vectors: terms of each piece.
        grams: strings of the page.
    """

    pieces: Sequence[Piece]
    texts: Sequence[int]
    walls: frozenset[int]
    openings: frozenset[int]
    vectors: TextVectors
    grams: PageGrams

    @cached_property
    def blocks(self) -> "Blocks":
        """Terms of three texts at a time."""
        return Blocks(self)


@dataclass(frozen=True, slots=True)
class Block:
    """Terms of some texts, and the length of their vector."""

    vector: Vector
    norm: float


def block_of(vectors: Iterable[Vector]) -> Block:
    """The sum of some texts' terms."""
    vector = total_vector(vectors)
    return Block(vector, math.sqrt(squared(vector)))


class Blocks:
    """Terms of the texts up to each text and from each text on, summed once a page."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._past: dict[int, Block] = {}
        self._coming: dict[int, Block] = {}
        self._step: dict[int, float] = {}

    def step(self, place: int) -> float:
        """Likeness of a text and those from it on to the texts right above it."""
        if place not in self._step:
            self._step[place] = _likeness(self._layout, place - 1, place)
        return self._step[place]

    def past(self, at: int) -> Block:
        """Three texts at most, the last ``at``."""
        if at not in self._past:
            self._past[at] = self._block(_past(self._layout, at))
        return self._past[at]

    def coming(self, place: int) -> Block:
        """Three texts at most, the first ``place``."""
        if place not in self._coming:
            self._coming[place] = self._block(_coming(self._layout, place))
        return self._coming[place]

    def _block(self, places: Sequence[int]) -> Block:
        return block_of(self._layout.vectors[self._layout.texts[i]] for i in places)


def chains(layout: Layout) -> list[list[int]]:
    """Texts in reading order, one list a strand; each text stands in exactly one. Strands are sorted by their first place on the page."""
    steps = _steps(layout)
    across = {link.before for link in steps if _heading_between(layout, link)}
    matched = best_followers([*steps, *_continuations(layout)])
    weights = {before: score - _ACROSS_HEADING * (before in across) for before, (_, score) in matched.items()}
    follower = without_rings({before: after for before, (after, _) in matched.items()}, weights)
    led = set(follower.values())
    result: list[list[int]] = []
    for first in layout.texts:
        if first not in led:
            chain = [first]
            while chain[-1] in follower:
                chain.append(follower[chain[-1]])
            result.append(chain)
    return sorted(result, key=min)


def _heading_between(layout: Layout, link: Link) -> bool:
    return any(piece.kind is PieceKind.HEADING for piece in layout.pieces[link.before + 1 : link.after])


def _steps(layout: Layout) -> list[Link]:
    """Links from each complete text to the next on the page."""
    links: list[Link] = []
    for before, after in zip(layout.texts, layout.texts[1:], strict=False):
        one = layout.pieces[before]
        if not (one.sign or one.is_open or after in layout.walls):
            links.append(Link(_CLOSED_STEP, before, after))
    return links


def _continuations(layout: Layout) -> list[Link]:
    """Links from a text that stops inside a sentence to each text near by that may go on from it."""
    links: list[Link] = []
    regions = _regions(layout)
    opens = sum(layout.pieces[i].is_open for i in layout.texts)
    reach = max(_LEAST_REACH, min(_REACH, _MOST_PAIRS // max(opens, 1)))
    for at, before in enumerate(layout.texts):
        one = layout.pieces[before]
        if not one.is_open:
            continue
        for place in range(max(0, at - reach), min(len(layout.texts), at + reach)):
            after = layout.texts[place]
            if place == at or after in layout.openings:
                continue
            score = seam_score(one.folded, layout.pieces[after].folded, layout.grams) + _cohesion(layout, at, place)
            score += _place_score(layout, at, place) + _region_score(regions[at], regions[place], place < at)
            links.append(Link(score, before, after))
    return links


def _regions(layout: Layout) -> list[int]:
    """For each text the number of walls up to it."""
    regions: list[int] = []
    count = 0
    for text in layout.texts:
        count += text in layout.walls
        regions.append(count)
    return regions


def _region_score(home: int, target: int, back: bool) -> float:
    """Broken order keeps near: a tail often stands right above the headline of its article."""
    if target == home - 1:
        return _ABOVE
    return _BACK if target == home and back else 0.0


def _place_score(layout: Layout, at: int, place: int) -> float:
    before, after = layout.texts[at], layout.texts[place]
    score = _SOMEWHERE + _STEP_AWAY * abs(place - at)
    if place == at + 1:
        narrow = max(len(layout.pieces[before].folded), len(layout.pieces[after].folded)) <= _NARROW
        score += (0.0 if after in layout.walls else _NEXT) + (_NEXT_NARROW if narrow else 0.0)
    elif place > at:
        score += _FORWARD
    return score


def _cohesion(layout: Layout, at: int, place: int) -> float:
    """Likeness of the two sides; where a complete text stands right before the candidate, only what exceeds its claim."""
    alike = _likeness(layout, at, place)
    if not _is_led(layout, place):
        return _COHESION * alike
    inside = _LED_INSIDE if starts_inside(layout.pieces[layout.texts[place]].folded) > 0 else 0.0
    return _CONTRAST * (alike - layout.blocks.step(place)) + inside


def _is_led(layout: Layout, place: int) -> bool:
    """True when the text before plainly leads to the text at ``place``: both stand under one headline and the first is complete."""
    if place == 0 or layout.texts[place] in layout.walls:
        return False
    before = layout.pieces[layout.texts[place - 1]]
    return not before.is_open and not before.sign


def _likeness(layout: Layout, at: int, place: int) -> float:
    """Cosine of the texts up to ``at`` and the texts from ``place`` on, three of each at most, not across walls."""
    if at - 2 * _BLOCK < place <= at:
        return _near_likeness(layout, at, place)
    one, other = layout.blocks.past(at), layout.blocks.coming(place)
    return dot(one.vector, other.vector) / (one.norm * other.norm) if one.norm and other.norm else 0.0


def _near_likeness(layout: Layout, at: int, place: int) -> float:
    """The same where the two could share a text: each text counts on one side only."""
    past = [at]
    while len(past) < _BLOCK and past[-1] > 0 and layout.texts[past[-1]] not in layout.walls and past[-1] - 1 != place:
        past.append(past[-1] - 1)
    coming = [i for i in _coming(layout, place) if i not in past[1:]]
    if at in coming:
        coming = coming[: coming.index(at)]
    past = [i for i in past if i not in coming]
    return layout.vectors.cosine([layout.texts[i] for i in past], [layout.texts[i] for i in coming])


def _coming(layout: Layout, place: int) -> list[int]:
    coming = [place]
    while len(coming) < _BLOCK and coming[-1] + 1 < len(layout.texts) and layout.texts[coming[-1] + 1] not in layout.walls:
        coming.append(coming[-1] + 1)
    return coming


def _past(layout: Layout, at: int) -> list[int]:
    past = [at]
    while len(past) < _BLOCK and past[-1] > 0 and layout.texts[past[-1]] not in layout.walls:
        past.append(past[-1] - 1)
    return past

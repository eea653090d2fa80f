"""Which text follows which: the best set of links, each text followed and led by one other at most, and no circles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PASSES, _DEPTH, _BREADTH, _DEEP_PAGE = 6, 3, 6, 2000


@dataclass(frozen=True, slots=True)
class Link:
    """Text ``before`` goes on in text ``after`` (indexes into the pieces)."""

    score: float
    before: int
    after: int


def best_followers(links: Sequence[Link]) -> dict[int, tuple[int, float]]:
    """For each text at most one follower, each followed once: greedy, then exchanges while they raise the sum.

    Near the best sum at a cost that grows with the number of links only, so that a page of a megabyte is no trouble.
    """
    choices: dict[int, list[Link]] = {}
    held: dict[int, Link] = {}
    owner: dict[int, Link] = {}
    for link in sorted(links, key=lambda link: (-link.score, link.before, link.after)):
        if link.score <= 0:
            break
        choices.setdefault(link.before, []).append(link)
        if link.before not in held and link.after not in owner:
            held[link.before] = owner[link.after] = link
    deep = _DEPTH if len(choices) <= _DEEP_PAGE else 1
    for _ in range(_PASSES):
        changed = False
        for before, wanted in choices.items():
            if held.get(before) is wanted[0]:  # it has what it likes best; what others gain by moving is tried from them
                continue
            value, moves = _best_move(choices, owner, before, frozenset(), deep)
            if value > (held[before].score if before in held else 0.0) + 1e-9:
                _apply(moves, held, owner)
                changed = True
        if not changed:
            break
    return {link.before: (link.after, link.score) for link in held.values()}


def _best_move(
    choices: dict[int, list[Link]], owner: dict[int, Link], before: int, taken: frozenset[int], depth: int
) -> tuple[float, list[tuple[int, Link | None]]]:
    """The best follower for ``before`` outside ``taken``, counting what its present owner loses and finds instead."""
    best: tuple[float, list[tuple[int, Link | None]]] = (0.0, [(before, None)])
    others: list[tuple[int, Link | None]]
    for link in choices.get(before, [])[:_BREADTH]:
        if link.after in taken:
            continue
        rival = owner.get(link.after)
        if rival is None or rival.before == before:
            value, others = link.score, []
        elif depth:
            spare, others = _best_move(choices, owner, rival.before, taken | {link.after}, depth - 1)
            value = link.score + spare - rival.score
        else:
            continue
        if value > best[0]:
            best = (value, [(before, link), *others])
    return best


def _apply(moves: Sequence[tuple[int, Link | None]], held: dict[int, Link], owner: dict[int, Link]) -> None:
    for before, _ in moves:
        if before in held:
            owner.pop(held.pop(before).after, None)
    for before, link in moves:
        if link is not None and link.after not in owner:
            held[before] = owner[link.after] = link


def without_rings(matched: Mapping[int, int], weights: Mapping[int, float]) -> dict[int, int]:
    """Followers without circles: a circle is opened after the text whose link weighs least."""
    follower = dict(matched)
    done: set[int] = set()
    for start in matched:
        path: list[int] = []
        at = start
        while at in follower and at not in done:
            done.add(at)
            path.append(at)
            at = follower[at]
        if at in path:
            ring = path[path.index(at) :]
            del follower[min(ring, key=lambda text: weights[text])]
    return follower

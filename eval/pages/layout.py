"""The order of blocks on a page: broken as columns, turned pages and hurried extraction break it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from eval.pages import invented
from eval.pages.blocks import Block, cut

_HEADS = frozenset({"title", "kicker", "subtitle"})


def arranged(
    articles: Sequence[Sequence[Block]], rates: Mapping[str, float], rng: Random
) -> tuple[list[Block], list[tuple[str, list[int]]]]:
    """The articles' blocks in page order, and what was moved: ``[("jump", [2])]``.

    Each kind of disorder befalls one article at most, each article suffers one at most; two neighbours may be interleaved.
    """
    columns = [list(blocks) for blocks in articles]
    later: dict[int, list[Block]] = {}
    moved: list[tuple[str, list[int]]] = []
    free = list(range(len(columns)))
    rng.shuffle(free)
    for kind in rng.sample(("tail_first", "lead_last", "jump", "headline_away", "kicker_fragments"), 5):
        if rng.random() < rates[kind] and (n := next((n for n in free if _DISORDERS[kind](columns, n, later, rng)), None)) is not None:
            free.remove(n)
            moved.append((kind, [n]))
    pair = next((n for n in free if n + 1 in free), None)
    if rng.random() < rates["interleave"] and pair is not None:
        columns[pair] = _interleaved(columns[pair], columns[pair + 1], rng)
        columns[pair + 1] = []
        moved.append(("interleave", [pair, pair + 1]))
    page: list[Block] = []
    for n, column in enumerate(columns):
        page += [*column, *later.get(n, [])]
    return page, moved


def _parted(column: list[Block], rng: Random) -> tuple[list[Block], list[Block], list[Block]] | None:
    """An article as its headlines, its first part and its tail, parted inside a sentence; None when it is too short."""
    heads = [b for b in column if b.role in _HEADS]
    rest = [b for b in column if b.role not in _HEADS]
    choices = [i for i, b in enumerate(rest) if b.role == "body" and len(b.text) > 60]
    if not choices or sum(len(b.text) for b in rest) < 150:
        return None
    at = rng.choice(choices[len(choices) // 2 :])
    one, two = cut(rest[at].text, rng)
    first = [*rest[:at], replace(rest[at], text=one, glue="\n")]
    return heads, first, [replace(rest[at], text=two, order=rest[at].order + 0.5), *rest[at + 1 :]]


def _tail_first(columns: list[list[Block]], n: int, _later: dict[int, list[Block]], rng: Random) -> bool:
    if (parts := _parted(columns[n], rng)) is None:
        return False
    heads, first, tail = parts
    columns[n] = [*_closed(tail), *heads, *first]
    return True


def _lead_last(columns: list[list[Block]], n: int, _later: dict[int, list[Block]], rng: Random) -> bool:
    if (parts := _parted(columns[n], rng)) is None:
        return False
    heads, first, tail = parts
    columns[n] = [*heads, *_closed(tail), *first]
    return True


def _jump(columns: list[list[Block]], n: int, later: dict[int, list[Block]], rng: Random) -> bool:
    if n + 1 >= len(columns) or (parts := _parted(columns[n], rng)) is None:
        return False
    heads, first, tail = parts
    columns[n] = [*heads, *first, *([Block(invented.turn(rng), "turn")] if rng.random() < 0.4 else [])]
    place = rng.randint(n + 1, min(n + 2, len(columns) - 1))
    later[place] = [*later.get(place, []), *_closed(tail)]
    return True


def _headline_away(columns: list[list[Block]], n: int, later: dict[int, list[Block]], rng: Random) -> bool:
    heads = [b for b in columns[n] if b.role in _HEADS]
    if not heads or len(columns[n]) == len(heads):
        return False
    columns[n] = [b for b in columns[n] if b.role not in _HEADS]
    place = min(rng.choice((n, n, n + 1)), len(columns) - 1)
    later[place] = [*later.get(place, []), *_closed(heads)]
    return True


def _kicker_fragments(columns: list[list[Block]], n: int, _later: dict[int, list[Block]], rng: Random) -> bool:
    """The kicker in two lines, with a line of the page between it and its headline."""
    kickers = [i for i, b in enumerate(columns[n]) if b.role == "kicker" and len(b.text) > 5]
    if not kickers:
        return False
    at = kickers[0]
    block = columns[n][at]
    half = rng.randint(3, len(block.text) - 2)
    parts = [replace(block, text=block.text[:half], glue="\n"), replace(block, text=block.text[half:], glue="\n")]
    columns[n][at : at + 1] = [*parts, Block(invented.section(rng), "column")] if rng.random() < 0.5 else parts
    return True


def _interleaved(one: list[Block], two: list[Block], rng: Random) -> list[Block]:
    """Runs of one to three blocks of each in turn; some paragraphs are cut, as where a column ends."""
    queues = [_recut(one, rng), _recut(two, rng)]
    page: list[Block] = []
    turn = 0
    while any(queues):
        for _ in range(rng.randint(1, 3)):
            if queues[turn]:
                page.append(queues[turn].pop(0))
                # A dateline stays with the text that it opens.
                while page[-1].glue != "\n" and queues[turn]:
                    page.append(queues[turn].pop(0))
        turn = 1 - turn
    return page


def _recut(blocks: list[Block], rng: Random) -> list[Block]:
    result: list[Block] = []
    for block in blocks:
        parts = cut(block.text, rng) if block.role == "body" and rng.random() < 0.5 else (block.text, "")
        result += (
            [replace(block, text=parts[0], glue="\n"), replace(block, text=parts[1], order=block.order + 0.5)] if parts[1] else [block]
        )
    return result


def _closed(blocks: list[Block]) -> list[Block]:
    """Blocks that stand away from what they were glued to."""
    return [*blocks[:-1], replace(blocks[-1], glue="\n")] if blocks else []


_DISORDERS = {
    "tail_first": _tail_first,
    "lead_last": _lead_last,
    "jump": _jump,
    "headline_away": _headline_away,
    "kicker_fragments": _kicker_fragments,
}

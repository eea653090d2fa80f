"""Complete texts were read on from one another because they stand one below the other; where articles interleave, words decide."""

import math
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from index.board import Board
from index.cohesion import Vector, covered, dot, squared, total_vector
from index.junction import begins_story
from index.page_weights import HOME, score_of
from index.seam_model import inside_odds

# A run looks for its article among so many of those whose last text stands nearest above it.
_REACH = 4
# A text this short shares few words even with its own article.
_SHORT = 60
_GAPS, _UNSEEN = 8, 10


@dataclass(frozen=True, slots=True)
class Strand:
    """Texts in reading order under one headline, or under none."""

    texts: tuple[int, ...]
    titles: tuple[int, ...]


@dataclass(slots=True)
class Home:
    """An article as far as it has been read.

    Attributes:
        titles: pieces of its headline.
        texts: its texts in reading order.
        ordered: the same in page order.
        vector: their terms, summed.
        square: the square of that vector's length.
        told: terms of the headline.
        gaps: pairs of texts between which it goes on inside a sentence.
    """

    titles: tuple[int, ...]
    texts: list[int] = field(default_factory=list)
    ordered: list[int] = field(default_factory=list)
    vector: dict[str, float] = field(default_factory=dict)
    square: float = 0.0
    told: dict[str, float] = field(default_factory=dict)
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def take(self, board: Board, run: Sequence[int]) -> None:
        """Add a run at the end."""
        self.gaps += [(a, b) for a, b in pairwise(run) if a < b]
        self.texts += run
        for i in run:
            insort(self.ordered, i)
            for term, weight in board.vectors[i].items():
                old = self.vector.get(term, 0.0)
                self.vector[term] = old + weight
                self.square += weight * (2 * old + weight)

    def alike(self, own: Vector, square: float) -> float:
        """Cosine of the article's terms and those of a run."""
        return dot(own, self.vector) / math.sqrt(square * self.square) if square and self.square > 0 else 0.0

    def above(self, text: int) -> int | None:
        """The article's text that stands nearest above another on the page."""
        at = bisect_left(self.ordered, text)
        return self.ordered[at - 1] if at else None


@dataclass(frozen=True, slots=True)
class Run:
    """What goes on inside sentences: texts that stay together.

    Attributes:
        strand: number of the strand it was read into.
        first: True for the run that opens its strand.
    """

    texts: tuple[int, ...]
    strand: int
    first: bool


@dataclass(frozen=True, slots=True)
class Option:
    """Where a run may go: the number of a home, or None for a home of its own; and what speaks for it."""

    home: int | None
    features: Mapping[str, float]


def regroup(board: Board, strands: Sequence[Strand]) -> list[Strand]:
    """The strands with each run in the article whose words it shares most; new articles stand at the end."""
    reading = Reading([home_of(board, strand.titles) for strand in strands])
    for run in runs_of(board, strands):
        home: int | None = run.strand
        if not run.first:
            options = options_of(board, reading, run)
            home = max(options, key=lambda option: score_of(HOME, option.features)).home
        reading.put(board, run, home)
    return [Strand(tuple(home.texts), home.titles) for home in reading.homes if home.texts or home.titles]


@dataclass(slots=True)
class Reading:
    """A page as far as it has been read.

    Attributes:
        homes: the articles.
        where: the article of each text.
        recent: articles that have texts, the one that took a run last at the end.
    """

    homes: list[Home]
    where: dict[int, int] = field(default_factory=dict)
    recent: dict[int, None] = field(default_factory=dict)

    def put(self, board: Board, run: "Run", home: int | None) -> int:
        """Give a run to an article, or to a new one; returns its number."""
        if home is None:
            self.homes.append(home_of(board, ()))
            home = len(self.homes) - 1
        self.homes[home].take(board, run.texts)
        self.where.update(dict.fromkeys(run.texts, home))
        self.recent.pop(home, None)
        self.recent[home] = None
        return home


def home_of(board: Board, titles: tuple[int, ...]) -> Home:
    """An article of which only the headline is known."""
    return Home(titles, told=total_vector(board.vectors[i] for i in titles))


def runs_of(board: Board, strands: Sequence[Strand]) -> Iterator[Run]:
    """The runs of all strands in the order of their first texts on the page; what opens a strand comes when it is reached."""
    runs: list[Run] = []
    for n, strand in enumerate(strands):
        parts: list[list[int]] = []
        for at, text in enumerate(strand.texts):
            if at and board.pieces[strand.texts[at - 1]].is_open:
                parts[-1].append(text)
            else:
                parts.append([text])
        runs += [Run(tuple(part), n, k == 0) for k, part in enumerate(parts)]
    return iter(sorted(runs, key=lambda run: run.texts[0]))


def options_of(board: Board, reading: Reading, run: Run) -> list[Option]:
    """Where a run may go; first to the article of the text above it, which it was read on from."""
    step = reading.where.get(board.last_text.get(run.texts[0], -1), run.strand)
    live = [n for n in islice(reversed(reading.recent), _REACH + 1) if n != step][:_REACH]
    own = total_vector(board.vectors[i] for i in run.texts)
    square, size = squared(own), sum(len(board.pieces[i].folded) for i in run.texts)
    options: list[Option] = []
    for n in [step, *live]:
        home = reading.homes[n]
        if home.texts:
            alike = home.alike(own, square)
            features = {
                "alike": alike,
                "log alike": math.log(alike + 0.01),
                "short": float(size < _SHORT) * alike,
                "told": covered(home.told, own) if home.told else 0.0,
                "signed": float(home.above(run.texts[0]) is not None and bool(board.pieces[home.texts[-1]].sign)),
                "gap": float(any(a < run.texts[0] < b for a, b in home.gaps[-_GAPS:])),
            }
            options.append(Option(n, features | (_as_step(board, run) if n == step else _as_other(board, reading, run, (step, n)))))
    first = board.pieces[run.texts[0]]
    alone = {"alone": 1.0, "alone, story": float(begins_story(first.folded)), "alone, size": math.log(size + 1)}
    return [*options, Option(None, alone)]


def _as_step(board: Board, run: Run) -> dict[str, float]:
    return {"step": 1.0, "step, inside": inside_odds(board.pieces[run.texts[0]].folded)}


def _as_other(board: Board, reading: Reading, run: Run, pair: tuple[int, int]) -> dict[str, float]:
    step, n = pair
    home, first = reading.homes[n], run.texts[0]
    above = home.above(first)
    return {
        "other": 1.0,
        "untitled": float(not home.titles),
        "far": math.log(1 + (_UNSEEN if above is None else board.order[first] - board.order[above])),
        "turns": min(_turns(board, reading.where, first, {step, n}), 3.0),
        "spans": float(home.ordered[-1] > run.texts[-1]),
    }


def _turns(board: Board, where: Mapping[int, int], before: int, pair: set[int]) -> float:
    """How often the texts above, ten at most, changed between two articles."""
    at = board.order[before]
    seen = [where[i] for i in board.texts[max(0, at - 10) : at] if where.get(i) in pair]
    return float(sum(a != b for a, b in pairwise(seen)))

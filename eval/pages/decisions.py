"""The decisions that the cut takes on a page, each with what the page's truth says was right."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.pages.fit import Choice
from index.assemble import affinity, independence, joined_drafts, near_drafts, strands_of
from index.board import layout_of, make_board
from index.clean import clean
from index.cohesion import PageWords, TextVectors
from index.columns import mend_columns
from index.divide import Divider
from index.headings import alike_lines, groups_of
from index.junction import PageGrams
from index.order import chains
from index.pieces import Piece, PieceKind, split_pieces
from index.regroup import Reading, Strand, home_of, options_of, runs_of
from index.title_odds import title_features, view_of
from index.titles import give_titles

_HEADLINES = frozenset({"title", "kicker", "subtitle"})
# Shares of an article's characters: from the first on it is one article's, from the second on a cut parts it well.
_PURE, _PARTED = 0.95, 0.9


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece's truth: article (from 0, -1 for furniture), role, and place in the article's reading order."""

    article: int
    role: str
    place: int


@dataclass(frozen=True, slots=True)
class Read:
    """A page as the cut reads it, and the truth of each piece."""

    name: str
    pieces: Sequence[Piece]
    words: PageWords
    grams: PageGrams
    marks: Sequence[Marked]


def read(text: str, truth: Mapping[str, Any]) -> Read:
    """A page's pieces with their truth, by most of their characters."""
    owner: list[Marked | None] = [None] * len(text)
    for n, article in enumerate(truth["articles"]):
        for place, (start, end, role) in enumerate(article["ranges"]):
            owner[start:end] = [Marked(n, role, place)] * (end - start)
    raw = split_pieces(clean(text), text)
    texts = [p.folded for p in raw if p.kind is not PieceKind.FURNITURE]
    grams = PageGrams.of(texts)
    marks = [_mark(piece, owner) for piece in raw]
    return Read(truth["page"], mend_columns(raw, grams), PageWords.of(texts), grams, marks)


def _mark(piece: Piece, owner: Sequence[Marked | None]) -> Marked:
    origin = piece.text.origin or piece.lead.origin or piece.sign.origin
    found = Counter(mark for at in origin if (mark := owner[at]))
    return found.most_common(1)[0][0] if found else Marked(-1, "furniture", 0)


def title_choices(page: Read) -> Iterator[Choice]:
    """For each group of headings: does it open an article?"""
    shown = [i for i, p in enumerate(page.pieces) if p.kind is not PieceKind.FURNITURE]
    vectors = TextVectors({i: page.words.vector(page.pieces[i].folded) for i in shown})
    groups = groups_of(page.pieces, shown)
    lines = [page.pieces[shown[start]].folded for start, _ in groups]
    alike = alike_lines(lines)
    for (start, end), line in zip(groups, lines, strict=True):
        view = view_of(page.pieces, shown, (start, end), vectors)
        features = {"bias": 1.0, **title_features(view, alike=line in alike)}
        right = any(page.marks[i].role in _HEADLINES for i in shown[start:end])
        yield Choice(page.name, ({}, features), int(right))


def home_choices(page: Read) -> Iterator[Choice]:
    """For each run of a strand but the first: does it stay, go to another strand, or stand alone?"""
    board = make_board(page.pieces, page.words)
    linked = chains(layout_of(board, page.grams))
    titles = give_titles(board, linked)
    strands = [Strand(tuple(texts), tuple(titles.get(n, ()))) for n, texts in enumerate(linked)]
    reading = Reading([home_of(board, strand.titles) for strand in strands])
    owners: dict[int, int] = {}
    for run in runs_of(board, strands):
        own = _holder(page, run.texts)
        home: int | None = run.strand
        if not run.first and own >= 0:
            options = options_of(board, reading, run)
            fits = [k for k, option in enumerate(options) if option.home is not None and owners.get(option.home) == own]
            yield Choice(page.name, [option.features for option in options], fits[0] if fits else len(options) - 1)
            home = next((n for n, owner in owners.items() if owner == own), None)
        owners.setdefault(reading.put(board, run, home), own)


def merge_choices(page: Read) -> Iterator[Choice]:
    """For each strand without a headline: does it stand alone, or belong to another?"""
    board = make_board(page.pieces, page.words)
    drafts = dict(enumerate(strands_of(board, page.grams)))
    holders = {n: _holder(page, draft.texts) for n, draft in drafts.items() if draft.texts}
    for n in sorted((n for n, d in drafts.items() if d.texts and not d.titles), key=lambda n: drafts[n].texts[0]):
        near = near_drafts(drafts, n)
        fits = [k for k, m in enumerate(near) if holders[m] == holders[n]]
        options = [independence(board, drafts[n]), *(affinity(board, drafts[n], drafts[m]) for m in near)]
        titled = [k for k in fits if drafts[near[k]].titles]
        if holders[n] >= 0:
            yield Choice(page.name, options, (titled or fits)[0] + 1 if fits else 0)


def divide_choices(page: Read) -> Iterator[Choice]:
    """For each article as it was put together: where does it turn into another, if anywhere?"""
    board = make_board(page.pieces, page.words)
    divider = Divider(board, page.grams)
    waiting = [(d.texts, d.titles) for d in joined_drafts(board, page.grams)]
    while waiting:
        texts, titles = waiting.pop()
        right = _best_cut(page, texts)
        if len(texts) < 2 or right is None:
            continue
        yield Choice(page.name, [{}, *divider.junctions(texts, titles)], right)
        waiting += [(texts[:right], titles), (texts[right:], ())] if right else []


def _best_cut(page: Read, texts: Sequence[int]) -> int | None:
    """Number of the text where another article begins; 0 for texts of one article, None where no cut would part two."""
    whole = _held(page, texts)[1]
    size = sum(len(page.pieces[i].folded) for i in texts)
    best, at = whole, 0
    for k in range(1, len(texts)):
        (one, past), (two, coming) = _held(page, texts[:k]), _held(page, texts[k:])
        if one != two and past + coming > best:
            best, at = past + coming, k
    if whole >= _PURE * size:
        return 0
    return at if best >= _PARTED * size else None


def _held(page: Read, texts: Sequence[int]) -> tuple[int, int]:
    """The article that most characters of some texts belong to, and how many."""
    counts: Counter[int] = Counter()
    for i in texts:
        counts[page.marks[i].article] += len(page.pieces[i].folded)
    return counts.most_common(1)[0] if counts else (-1, 0)


def _holder(page: Read, texts: Sequence[int]) -> int:
    """The article that most characters of some texts belong to."""
    return _held(page, texts)[0]

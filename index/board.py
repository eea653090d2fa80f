"""A page's pieces with what stands beside what: the common view of linking, headlines and placing."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.cohesion import PageWords, TextVectors, Vector, covered, total_vector
from index.headings import HeadingRole, heading_roles, headline
from index.junction import PageGrams, begins_story
from index.order import Layout
from index.pieces import Piece, PieceKind

MARKS = frozenset({PieceKind.BYLINE, PieceKind.META, PieceKind.ABSTRACT})
# A line above a headline that shares less than this with the texts below it tells of something else.
_STRAY = 0.15


@dataclass(frozen=True, slots=True)
class Board:
    """The pieces of a page by kind and place; all numbers are indexes into ``pieces``.

    Attributes:
        shown: all but furniture.
        texts: running text.
        groups: headlines, each as the lines that stand together.
        vectors: terms of each shown piece.
        next_text: the text after each shown piece, if any.
        last_text: the text before it, if any.
        order: number of each text among the texts.
    """

    pieces: Sequence[Piece]
    shown: Sequence[int]
    texts: Sequence[int]
    groups: Sequence[Sequence[int]]
    vectors: TextVectors
    next_text: Mapping[int, int]
    last_text: Mapping[int, int]
    order: Mapping[int, int]

    def kind(self, i: int) -> PieceKind:
        """Kind of a piece."""
        return self.pieces[i].kind

    def between(self, first: int, last: int) -> list[PieceKind]:
        """Kinds of the shown pieces that stand between two."""
        return [self.pieces[i].kind for i in range(first + 1, last) if self.pieces[i].kind is not PieceKind.FURNITURE]


def make_board(pieces: Sequence[Piece], words: PageWords) -> Board:
    """The board of a page, with its headlines chosen."""
    shown = [i for i, p in enumerate(pieces) if p.kind is not PieceKind.FURNITURE]
    texts = [i for i in shown if pieces[i].kind is PieceKind.TEXT]
    vectors = TextVectors({i: words.vector(pieces[i].folded) for i in shown})
    roles = heading_roles(pieces, vectors)
    next_text = {i: texts[at] for i in shown if (at := bisect_right(texts, i)) < len(texts)}
    last_text = {i: texts[at] for i in shown if (at := bisect_right(texts, i - 1) - 1) >= 0}
    groups: list[list[int]] = []
    previous = -2
    for at, i in enumerate(shown):
        if roles.get(i) is HeadingRole.TITLE:
            if previous == at - 1:
                groups[-1].append(i)
            else:
                groups.append([i])
            previous = at
    groups = [part for group in groups for part in _split(pieces, group, vectors, next_text)]
    return Board(pieces, shown, texts, groups, vectors, next_text, last_text, {i: n for n, i in enumerate(texts)})


def layout_of(board: Board, grams: PageGrams) -> Layout:
    """What the linker of `index.order` needs of a board."""
    return Layout(board.pieces, board.texts, _walls(board), _openings(board), board.vectors, grams)


def _split(pieces: Sequence[Piece], group: Sequence[int], vectors: Mapping[int, Vector], next_text: Mapping[int, int]) -> list[list[int]]:
    """A headline above another headline that shares no word with the texts below them tells of another article."""
    following = next_text.get(group[-1])
    if following is None or len(group) == 1:
        return [list(group)]
    coming = total_vector(vectors[i] for i in (following, next_text.get(following)) if i is not None)
    chosen = headline(pieces, group)
    strays = [i for i in group if i < chosen[-1] and covered(vectors[i], coming) < _STRAY and len(vectors[i]) > 2]
    return [*([i] for i in strays), [i for i in group if i not in strays]]


def _walls(board: Board) -> frozenset[int]:
    """Texts that nothing plainly leads to: below a headline, a summary or a closing byline, or with a dateline."""
    walls = {board.next_text[group[-1]] for group in board.groups if group[-1] in board.next_text}
    titled = {i for group in board.groups for i in group}
    for i, following in board.next_text.items():
        if board.kind(i) is PieceKind.ABSTRACT or (board.kind(i) is PieceKind.BYLINE and _closes(board, i, titled)):
            walls.add(following)
    walls.update(i for i in board.texts if board.pieces[i].has_lead)
    return frozenset(walls)


def _closes(board: Board, byline: int, titled: set[int]) -> bool:
    """True for a byline that ends the article before it: complete text stands before it, and no headline between."""
    before = board.last_text.get(byline)
    return before is not None and not board.pieces[before].is_open and not any(i in titled for i in range(before + 1, byline))


def _openings(board: Board) -> frozenset[int]:
    """Texts that open an article.

    They have a dateline, begin like a lead below a headline, or a byline, date line or summary stands between the headline and them.
    """
    openings = {i for i in board.texts if board.pieces[i].has_lead}
    openings.update(following for i, following in board.next_text.items() if board.kind(i) is PieceKind.ABSTRACT)
    for group in board.groups:
        following = board.next_text.get(group[-1])
        if following is None:
            continue
        between = board.between(group[-1], following)
        if PieceKind.HEADING not in between and (MARKS.intersection(between) or begins_story(board.pieces[following].folded)):
            openings.add(following)
    return frozenset(openings)

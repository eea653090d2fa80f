"""Articles from strands of text: headlines, loose strands, bylines and captions find the strand they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.board import Board, layout_of, make_board
from index.cohesion import PageWords, similarity, total_vector
from index.junction import PageGrams, starts_inside
from index.order import chains
from index.pieces import Piece, PieceKind
from index.titles import give_titles

# A loose strand looks for its home among this many articles on either side.
_REACH = 30
_NO_HOME = -9.0


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as indexes of a page's pieces: texts with their sub-heads in reading order, and what stands around them."""

    texts: tuple[int, ...]
    titles: tuple[int, ...] = ()
    others: dict[PieceKind, tuple[int, ...]] = field(default_factory=dict)

    def of_kind(self, kind: PieceKind) -> tuple[int, ...]:
        """Pieces of the article that are bylines, captions, summaries or date lines."""
        return self.others.get(kind, ())


def assemble(pieces: Sequence[Piece], words: PageWords, grams: PageGrams) -> list[Draft]:
    """The articles of a page, in the order of their first text or headline on it."""
    board = make_board(pieces, words)
    strands = chains(layout_of(board, grams))
    titles = give_titles(board, strands)
    drafts = [Draft(tuple(strand), tuple(titles.get(n, ()))) for n, strand in enumerate(strands)]
    drafts = _with_marks(board, _merge_loose(board, drafts))
    return sorted(drafts, key=lambda d: min([*d.texts, *d.titles]))


def _merge_loose(board: Board, drafts: Sequence[Draft]) -> list[Draft]:
    """Strands without a headline join the article they belong to, or stand as articles of their own."""
    kept: dict[int, Draft] = dict(enumerate(drafts))
    loose = sorted((n for n, draft in kept.items() if not draft.titles), key=lambda n: drafts[n].texts[0])
    for n in loose:
        near = [m for m in range(max(0, n - _REACH), min(len(drafts), n + _REACH)) if m != n and m in kept]
        if not near:
            continue
        score, m = max((_affinity(board, kept[n], kept[m]), -m) for m in near)
        if score >= _least(board, kept[n]):
            kept[-m] = _joined(board, kept[-m], kept[n])
            del kept[n]
    return list(kept.values())


def _least(board: Board, loose: Draft) -> float:
    """What it takes to give up a strand's independence: little for a scrap, much for one that opens with a dateline."""
    if board.pieces[loose.texts[0]].has_lead:
        return 5.0
    size = sum(len(board.pieces[i].folded) for i in loose.texts)
    return 0.0 if size < 60 else 1.0 if size < 400 else 2.0


def _affinity(board: Board, loose: Draft, home: Draft) -> float:
    """How strongly a loose strand belongs to another."""
    pieces = board.pieces
    first, last, opening, closing = loose.texts[0], loose.texts[-1], home.texts[0], home.texts[-1]
    if pieces[first].has_lead and pieces[opening].has_lead:
        return _NO_HOME
    own = total_vector(board.vectors[i] for i in loose.texts)
    score = 10.0 * similarity(own, total_vector(board.vectors[i] for i in [*home.titles, *home.texts]))
    score -= 3.0 if pieces[last].sign and pieces[closing].sign else 0.0
    if board.last_text.get(first) == closing and not pieces[closing].sign:
        score += 1.2
    if board.next_text.get(last) == opening:
        broken = pieces[last].is_open or pieces[closing].is_open or starts_inside(pieces[first].folded) > 0
        score += 0.8 if broken else 0.2
    score += 0.8 if pieces[closing].is_open else 0.0
    return score + (1.0 if pieces[first].has_lead else 0.0)


def _joined(board: Board, home: Draft, loose: Draft) -> Draft:
    """Both as one article: a strand with a dateline, or one that stops inside a sentence before a signed end, goes first."""
    pieces = board.pieces
    leads = pieces[loose.texts[0]].has_lead
    fits = pieces[loose.texts[-1]].is_open and not pieces[home.texts[0]].has_lead and bool(pieces[home.texts[-1]].sign)
    goes_first = leads or (fits and starts_inside(pieces[home.texts[0]].folded) >= 0)
    texts = (*loose.texts, *home.texts) if goes_first else (*home.texts, *loose.texts)
    return Draft(texts, home.titles or loose.titles)


def _with_marks(board: Board, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the bylines, captions, summaries, date lines and sub-heads around them."""
    owner = {text: n for n, draft in enumerate(drafts) for text in draft.texts}
    titled = {i: n for n, draft in enumerate(drafts) for i in draft.titles}
    heads = {i for group in board.groups for i in group}
    subheads: dict[int, list[int]] = {}
    others: list[dict[PieceKind, tuple[int, ...]]] = [{} for _ in drafts]
    current: int | None = None
    for i in board.shown:
        if i in owner or i in heads:
            current = owner.get(i, titled.get(i))
            continue
        kind, home = board.kind(i), current
        if kind is PieceKind.HEADING:
            below = _headed(board, owner, i)
            if below is not None:
                subheads.setdefault(below, []).append(i)
                continue
            kind, home = PieceKind.CAPTION, owner.get(board.last_text.get(i, -1))
        home = owner.get(board.next_text.get(i, -1)) if home is None else home
        if home is not None:
            others[home][kind] = (*others[home].get(kind, ()), i)
    return [_whole(draft, subheads, others[n]) for n, draft in enumerate(drafts)]


def _whole(draft: Draft, subheads: dict[int, list[int]], others: dict[PieceKind, tuple[int, ...]]) -> Draft:
    """The draft with its sub-heads in place; what stands above its first text is its headline when it has no other."""
    above = subheads.get(draft.texts[0], [])
    titles = draft.titles or tuple(above)
    heads = {text: lines for text, lines in subheads.items() if draft.titles or text != draft.texts[0]}
    return Draft(tuple(i for text in draft.texts for i in (*heads.get(text, ()), text)), titles, others)


def _headed(board: Board, owner: dict[int, int], i: int) -> int | None:
    """The text that a sub-head stands above; None for a line that closes a strand, which is a caption."""
    following, before = board.next_text.get(i), board.last_text.get(i)
    if following is None:
        return None
    same = before is not None and owner.get(before) == owner.get(following)
    return following if before is None or same or not board.pieces[before].is_open else None

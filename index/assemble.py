"""Articles from strands of text: headlines, loose strands, bylines and captions find the strand they belong to."""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.board import Board, layout_of, make_board
from index.cohesion import PageWords, covered, dot, total_vector
from index.divide import Divider
from index.junction import PageGrams, begins_story, starts_inside
from index.order import Block, block_of, chains
from index.page_weights import MERGE, score_of
from index.pieces import Piece, PieceKind
from index.regroup import Strand, regroup
from index.seam_model import inside_odds, pair_odds
from index.titles import give_titles

# A loose strand looks for its home among this many articles on either side.
_REACH = 30
# 劳动谱写时代华章,奋斗创造美好未来。 above a story; a tail that was printed first is longer.
_MOTTO = 40


@dataclass(frozen=True)
class Draft:
    """An article as indexes of a page's pieces: texts with their sub-heads in reading order, and what stands around them."""

    texts: tuple[int, ...]
    titles: tuple[int, ...] = ()
    others: dict[PieceKind, tuple[int, ...]] = field(default_factory=dict)

    def terms(self, board: Board) -> Block:
        """Terms of the texts, summed once."""
        found: Block | None = self.__dict__.get("_terms")
        if found is None:
            found = block_of(board.vectors[i] for i in self.texts)
            object.__setattr__(self, "_terms", found)
        return found

    @property
    def lowest(self) -> int:
        """The text that stands lowest on the page."""
        return max(self.texts)

    def of_kind(self, kind: PieceKind) -> tuple[int, ...]:
        """Pieces of the article that are bylines, captions, summaries or date lines."""
        return self.others.get(kind, ())


def assemble(pieces: Sequence[Piece], words: PageWords, grams: PageGrams) -> list[Draft]:
    """The articles of a page, in the order of their first text or headline on it."""
    board = make_board(pieces, words)
    drafts = _with_marks(board, _divided(board, grams, joined_drafts(board, grams)))
    return sorted(drafts, key=lambda d: min([*d.texts, *d.titles]))


def strands_of(board: Board, grams: PageGrams) -> list[Draft]:
    """What reads on without doubt, with its headline where one was found."""
    strands = chains(layout_of(board, grams))
    titles = give_titles(board, strands)
    grouped = regroup(board, [Strand(tuple(texts), tuple(titles.get(n, ()))) for n, texts in enumerate(strands)])
    return _divided(board, grams, [Draft(strand.texts, strand.titles) for strand in grouped])


def joined_drafts(board: Board, grams: PageGrams) -> list[Draft]:
    """Strands with the loose ones where they belong."""
    return _merge_loose(board, strands_of(board, grams))


def _divided(board: Board, grams: PageGrams, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts that turn into another article parted there; the headline stays with the part that it stands above, else with the first."""
    divider = Divider(board, grams)
    result: list[Draft] = []
    for draft in drafts:
        parts = divider.parts(draft.texts, draft.titles)
        below = board.next_text.get(draft.titles[-1]) if draft.titles else None
        own = next((n for n, part in enumerate(parts) if part and part[0] == below), 0)
        result += [Draft(part, draft.titles if n == own else ()) for n, part in enumerate(parts)]
    return result


def _merge_loose(board: Board, drafts: Sequence[Draft]) -> list[Draft]:
    """Strands without a headline join the article they belong to, or stand as articles of their own."""
    kept: dict[int, Draft] = dict(enumerate(drafts))
    loose = sorted((n for n, draft in kept.items() if not draft.titles and draft.texts), key=lambda n: drafts[n].texts[0])
    for n in loose:
        near = near_drafts(kept, n)
        if not near:
            continue
        score, m = max((score_of(MERGE, affinity(board, kept[n], kept[m])), -m) for m in near)
        if score > score_of(MERGE, independence(board, kept[n])):
            kept[-m] = _joined(board, kept[-m], kept[n])
            del kept[n]
    return list(kept.values())


def near_drafts(drafts: Mapping[int, Draft], n: int) -> list[int]:
    """Numbers of the drafts that a loose one may join."""
    return [m for m in range(max(0, n - _REACH), n + _REACH + 1) if m != n and m in drafts and drafts[m].texts]


def independence(board: Board, loose: Draft) -> dict[str, float]:
    """What speaks for a loose strand standing alone, by the names of `index.page_weights.MERGE`."""
    first = board.pieces[loose.texts[0]]
    size = sum(len(board.pieces[i].folded) for i in loose.texts)
    return {
        "alone": 1.0,
        "alone, lead": float(first.has_lead),
        "alone, story": float(begins_story(first.folded)),
        "alone, inside": inside_odds(first.folded),
        "alone, scrap": float(size < 60),
        "alone, size": math.log(size + 1),
        "alone, signed": float(bool(board.pieces[loose.texts[-1]].sign)),
    }


def affinity(board: Board, loose: Draft, home: Draft) -> dict[str, float]:
    """What speaks for a loose strand belonging to another, by the names of `index.page_weights.MERGE`."""
    pieces = board.pieces
    first, last, opening, closing = loose.texts[0], loose.texts[-1], home.texts[0], home.texts[-1]
    own, whole = loose.terms(board), home.terms(board)
    alike = dot(own.vector, whole.vector) / (own.norm * whole.norm) if own.norm and whole.norm else 0.0
    told = covered(total_vector(board.vectors[i] for i in home.titles), own.vector) if home.titles else 0.0
    follows, leads = board.last_text.get(first) == closing, board.next_text.get(last) == opening
    broken = pieces[closing].is_open
    return {
        "alike": alike,
        "log alike": math.log(alike + 0.01),
        "told": told,
        "untitled": float(not home.titles),
        "under its headline": float(bool(home.titles) and _headline_above(board, first) in home.titles),
        "no headlines": float(follows and not board.groups),
        "two leads": float(pieces[first].has_lead and pieces[opening].has_lead),
        "two signs": float(bool(pieces[last].sign) and bool(pieces[closing].sign)),
        "follows": float(follows),
        "follows a sign": float(follows and bool(pieces[closing].sign)),
        "leads": float(leads),
        "leads, open": float(leads and pieces[last].is_open),
        "home open": float(broken),
        "pair": pair_odds(pieces[closing].folded, pieces[first].folded) if broken else 0.0,
        "inside of home": inside_odds(pieces[opening].folded),
        "far": math.log(1 + _gap(board, loose, home)),
        "above its headline": float(_right_above_headline(board, last, home)),
    }


def _right_above_headline(board: Board, last: int, home: Draft) -> bool:
    """True for a strand whose last text stands above a headline with no text between: a tail that was printed first."""
    return bool(home.titles) and last < home.titles[0] < board.next_text.get(last, home.titles[0] + 1)


def _gap(board: Board, loose: Draft, home: Draft) -> int:
    """Texts from one strand to the other on the page, by the ends of the one that stands above."""
    first, last = board.order[loose.texts[0]], board.order[loose.texts[-1]]
    ends = [board.order[i] for i in (home.texts[0], home.texts[-1], home.lowest)]
    return min(abs(place - end) for place in (first, last) for end in ends)


def _headline_above(board: Board, text: int) -> int:
    """First piece of the nearest headline above a text, or -1."""
    at = bisect_left(board.groups, text, key=lambda group: group[0])
    return board.groups[at - 1][0] if at else -1


def _joined(board: Board, home: Draft, loose: Draft) -> Draft:
    """Both as one article: the loose strand follows the text above it.

    It goes first when a dateline opens it, when it stops inside a sentence and the home has a signed end, or when it is a
    short line right above a home that has no headline: a motto.
    """
    pieces = board.pieces
    leads = pieces[loose.texts[0]].has_lead
    fits = pieces[loose.texts[-1]].is_open and not pieces[home.texts[0]].has_lead and bool(pieces[home.texts[-1]].sign)
    short = len(loose.texts) == 1 and len(pieces[loose.texts[0]].folded) < _MOTTO and not pieces[loose.texts[0]].is_open
    opens = short and not home.titles and board.next_text.get(loose.texts[0]) == home.texts[0]
    goes_first = leads or opens or (fits and starts_inside(pieces[home.texts[0]].folded) >= 0)
    above = max((i for i in home.texts if i < loose.texts[0]), default=None)
    at = 0 if goes_first else len(home.texts) if above is None else home.texts.index(above) + 1
    texts = (*home.texts[:at], *loose.texts, *home.texts[at:])
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

"""Articles from strands of text: headlines, bylines and loose strands find the strand they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.cohesion import PageWords, Vector, covered, similarity, total_vector
from index.headings import HeadingRole, begins_story, heading_roles, headline
from index.junction import PageGrams, starts_inside
from index.order import Layout, chains
from index.pieces import Piece, PieceKind

_TEXT = PieceKind.TEXT


@dataclass(slots=True)
class Draft:
    """An article in the making: indexes of pieces by what they are to it, texts and sub-heads in reading order."""

    texts: list[int]
    titles: list[int] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    captions: list[int] = field(default_factory=list)
    abstracts: list[int] = field(default_factory=list)
    metas: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Board:
    pieces: Sequence[Piece]
    shown: Sequence[int]
    texts: Sequence[int]
    groups: Sequence[Sequence[int]]
    vectors: Mapping[int, Vector]
    next_text: Mapping[int, int]
    last_text: Mapping[int, int]


def assemble(pieces: Sequence[Piece], words: PageWords, grams: PageGrams) -> list[Draft]:
    """The articles of a page, in the order of their first text or headline on it."""
    board = _board(pieces, words)
    layout = Layout(pieces, board.texts, _walls(board), _openings(board), {i: board.vectors[i] for i in board.texts}, grams)
    drafts = [Draft(chain) for chain in chains(layout)]
    _give_titles(board, drafts)
    drafts = _merge_loose(board, drafts)
    _place_others(board, drafts)
    return sorted(drafts, key=lambda d: min([*d.texts, *d.titles]))


def _board(pieces: Sequence[Piece], words: PageWords) -> _Board:
    shown = [i for i, p in enumerate(pieces) if p.kind is not PieceKind.FURNITURE]
    roles = heading_roles(pieces, words)
    texts = [i for i in shown if pieces[i].kind is _TEXT]
    next_text, last_text = _neighbours(shown, texts)
    vectors = {i: words.vector(pieces[i].folded) for i in shown}
    groups: list[list[int]] = []
    previous = -1
    for at, i in enumerate(shown):
        if roles.get(i) is HeadingRole.TITLE:
            if groups and previous == at - 1:
                groups[-1].append(i)
            else:
                groups.append([i])
            previous = at
    groups = [part for group in groups for part in _split_group(pieces, group, vectors, next_text)]
    return _Board(pieces, shown, texts, groups, vectors, next_text, last_text)


def _split_group(pieces: Sequence[Piece], group: Sequence[int], vectors: Mapping[int, Vector], next_text: Mapping[int, int]) -> list[list[int]]:
    """A headline above another headline that shares no word with the text below them tells of another article."""
    following = next_text.get(group[-1])
    if following is None or len(group) == 1:
        return [list(group)]
    coming = total_vector(vectors[i] for i in range(following, following + 12) if i in vectors)
    main = next((i for i in reversed(group) if i in headline(pieces, group)), group[-1])
    strays = [i for i in group if i < main and covered(vectors[i], coming) < 0.15 and len(vectors[i]) > 2]
    own = [i for i in group if i not in strays]
    return [*([i] for i in strays), own]


def _neighbours(shown: Sequence[int], texts: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """For each piece the text after it and the text before it on the page."""
    known = set(texts)
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    last: int | None = None
    for i in shown:
        if last is not None:
            before[i] = last
        if i in known:
            last = i
    coming: int | None = None
    for i in reversed(shown):
        if coming is not None:
            after[i] = coming
        if i in known:
            coming = i
    return after, before


def _walls(board: _Board) -> frozenset[int]:
    walls = {board.next_text[group[-1]] for group in board.groups if group[-1] in board.next_text}
    for i in board.shown:
        kind = board.pieces[i].kind
        if i in board.next_text and (kind is PieceKind.ABSTRACT or (kind is PieceKind.BYLINE and _closes(board, i))):
            walls.add(board.next_text[i])
    walls.update(i for i in board.texts if board.pieces[i].has_lead)
    return frozenset(walls)


def _openings(board: _Board) -> frozenset[int]:
    """Texts that open an article.

    They have a dateline, begin like a lead below a headline, or a byline, date
    line or summary stands between the headline and them."""
    openings = {i for i in board.texts if board.pieces[i].has_lead}
    openings.update(board.next_text[i] for i in board.shown if board.pieces[i].kind is PieceKind.ABSTRACT and i in board.next_text)
    for group in board.groups:
        following = board.next_text.get(group[-1])
        if following is None:
            continue
        between = [board.pieces[i].kind for i in board.shown if group[-1] < i < following]
        marked = any(kind in {PieceKind.BYLINE, PieceKind.META, PieceKind.ABSTRACT} for kind in between)
        if PieceKind.HEADING not in between and (marked or begins_story(board.pieces[following].folded)):
            openings.add(following)
    return frozenset(openings)


def _closes(board: _Board, byline: int) -> bool:
    """True for a byline that ends the article before it: text stands right before, and no headline between."""
    before = board.last_text.get(byline)
    if before is None or board.pieces[before].is_open:
        return False
    between = [i for group in board.groups for i in group if before < i < byline]
    return not between


def _give_titles(board: _Board, drafts: Sequence[Draft]) -> None:
    """Each group of headline lines goes to one strand, best pairs first: by place, and by the words they share."""
    owner = {text: n for n, draft in enumerate(drafts) for text in draft.texts}
    vectors = [total_vector(board.vectors[i] for i in d.texts) for d in drafts]
    offers: list[tuple[float, int, int]] = []
    for g, group in enumerate(board.groups):
        following = board.next_text.get(group[-1])
        if following is not None and any(group[-1] < other[0] < following for other in board.groups):
            following = None
        own = total_vector(board.vectors[i] for i in group)
        for n, draft in enumerate(drafts):
            score = 6.0 * covered(own, vectors[n]) - (0.0 if len(draft.texts) > 1 or board.pieces[draft.texts[0]].has_lead else 0.5)
            if following is not None and owner[following] == n:
                score += 3.5 if draft.texts[0] == following else 2.5
            if score >= 2.5:
                offers.append((score, g, n))
    taken: set[int] = set()
    for _, g, n in sorted(offers, reverse=True):
        if g not in taken and not drafts[n].titles:
            taken.add(g)
            drafts[n].titles = list(board.groups[g])
    _move_strays(board, drafts, vectors)


def _move_strays(board: _Board, drafts: Sequence[Draft], vectors: Sequence[Vector]) -> None:
    """A line of a group of headings that tells plainly of a strand without headline, more than of its own, is the headline of that strand."""
    for n, draft in enumerate(drafts):
        for i in list(draft.titles):
            if len(draft.titles) < 2 or len(board.pieces[i].folded) < 8:
                continue
            own = covered(board.vectors[i], vectors[n])
            told = [(covered(board.vectors[i], vectors[m]), -m) for m, other in enumerate(drafts) if not other.titles]
            best, m = max(told, default=(0.0, 0))
            if best >= 0.5 and best > own + 0.25:
                draft.titles.remove(i)
                drafts[-m].titles = [i]


def _merge_loose(board: _Board, drafts: Sequence[Draft]) -> list[Draft]:
    """Strands without a headline join the article they belong to, or stand as articles of their own."""
    kept = list(drafts)
    for loose in sorted((d for d in drafts if not d.titles), key=lambda d: d.texts[0]):
        others = [d for d in kept if d is not loose]
        scored = [(_affinity(board, loose, d), -n) for n, d in enumerate(others)]
        if not scored:
            continue
        score, n = max(scored)
        if score >= _least(board, loose):
            _absorb(board, others[-n], loose)
            kept = [d for d in kept if d is not loose]
    return kept


def _least(board: _Board, loose: Draft) -> float:
    """What it takes to give up a strand's independence: little for a scrap, much for one that opens with a dateline."""
    size = sum(len(board.pieces[i].folded) for i in loose.texts)
    if board.pieces[loose.texts[0]].has_lead:
        return 5.0
    return 0.0 if size < 60 else 1.0 if size < 400 else 2.0


def _affinity(board: _Board, loose: Draft, home: Draft) -> float:
    """How strongly a loose strand belongs to another."""
    pieces = board.pieces
    vector = total_vector(board.vectors[i] for i in loose.texts)
    home_vector = total_vector(board.vectors[i] for i in [*home.titles, *home.texts])
    score = 10.0 * similarity(vector, home_vector)
    first, last = loose.texts[0], loose.texts[-1]
    if pieces[first].has_lead and pieces[home.texts[0]].has_lead:
        return -9.0
    if pieces[last].sign and pieces[home.texts[-1]].sign:
        score -= 3.0
    opening, closing = home.texts[0], home.texts[-1]
    if board.last_text.get(first) == closing and not pieces[closing].sign:
        score += 1.2
    following = board.next_text.get(last)
    if following is not None and following == opening:
        score += 0.8 if pieces[last].is_open or starts_inside(pieces[first].folded) > 0 or pieces[closing].is_open else 0.2
    if pieces[closing].is_open:
        score += 0.8
    if pieces[first].has_lead and not pieces[opening].has_lead:
        score += 1.0
    return score


def _absorb(board: _Board, home: Draft, loose: Draft) -> None:
    pieces = board.pieces
    goes_before = pieces[loose.texts[0]].has_lead or (
        pieces[loose.texts[-1]].is_open and not pieces[home.texts[0]].has_lead and starts_inside(pieces[home.texts[0]].folded) >= 0
        and pieces[home.texts[-1]].sign.text != ""
    )
    home.texts = [*loose.texts, *home.texts] if goes_before else [*home.texts, *loose.texts]
    home.titles = home.titles or loose.titles


def _place_others(board: _Board, drafts: Sequence[Draft]) -> None:
    """Bylines, captions, summaries, date lines and sub-heads go to the article around them."""
    owner = {text: draft for draft in drafts for text in draft.texts}
    title_owner = {i: draft for draft in drafts for i in draft.titles}
    current: Draft | None = None
    titled = {i for group in board.groups for i in group}
    for at, i in enumerate(board.shown):
        kind = board.pieces[i].kind
        if i in owner:
            current = owner[i]
        elif i in titled:
            current = title_owner.get(i)
        elif kind is PieceKind.HEADING:
            _place_subhead(board, owner, i)
        else:
            after_title = at > 0 and any(board.shown[b] in titled for b in range(max(0, at - 3), at) if _only_marks(board, b + 1, at))
            home = owner.get(board.next_text.get(i, -1)) if current is None else current
            if after_title and current is None:
                home = owner.get(board.next_text.get(i, -1))
            if home is not None:
                _slot(home, kind).append(i)


def _only_marks(board: _Board, start: int, end: int) -> bool:
    return all(board.pieces[board.shown[k]].kind is not _TEXT for k in range(start, end))


def _slot(draft: Draft, kind: PieceKind) -> list[int]:
    slots = {PieceKind.BYLINE: draft.bylines, PieceKind.CAPTION: draft.captions, PieceKind.ABSTRACT: draft.abstracts, PieceKind.META: draft.metas}
    return slots[kind]


def _place_subhead(board: _Board, owner: Mapping[int, Draft], i: int) -> None:
    """A sub-head stands before the text it heads; one that closes a strand is a caption."""
    following, before = board.next_text.get(i), board.last_text.get(i)
    if following is not None and (before is None or owner.get(before) is owner[following] or not board.pieces[before].is_open):
        texts = owner[following].texts
        texts.insert(texts.index(following), i)
    elif before is not None:
        owner[before].captions.append(i)

"""How likely a group of headings opens an article: its form, what stands around it, and the words it shares with them."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.cohesion import TextVectors, Vector, covered_by, total_vector
from index.columns import COLUMN_WIDTH, DASHED
from index.junction import begins_story, ends_inside, starts_inside
from index.page_weights import TITLE, score_of
from index.pieces import Piece, PieceKind

_CALLING = re.compile(r"[!?:]|为何|为什么|如何|怎么|吗$|来了|什么")
_VIEW = 10
_NEAR = 6
# Texts that share nothing at all: as unlike as -log(0.01 + similarity) makes those that share a thirtieth.
_STRANGERS = 3.5
_BESIDE = frozenset({PieceKind.BYLINE, PieceKind.META, PieceKind.ABSTRACT, PieceKind.CAPTION})
_AFTER = {PieceKind.META: "meta", PieceKind.ABSTRACT: "abstract", PieceKind.BYLINE: "byline", PieceKind.CAPTION: "caption"}


@dataclass(frozen=True, slots=True)
class View:
    """A group of headings and what stands around it.

    Attributes:
        heads: the headings.
        before: pieces above, the nearest last.
        after: pieces below, the nearest first.
        own: terms of the headings.
        past: numbers of the texts above, the nearest last.
        coming: numbers of the texts below, the nearest first.
        vectors: terms of all texts.
    """

    heads: Sequence[Piece]
    before: Sequence[Piece]
    after: Sequence[Piece]
    own: Vector
    past: Sequence[int]
    coming: Sequence[int]
    vectors: TextVectors

    def told(self, texts: Sequence[int]) -> float:
        """Share of the headings' terms that these texts hold."""
        return covered_by(self.own, [self.vectors[i] for i in texts])


def view_of(pieces: Sequence[Piece], shown: Sequence[int], group: tuple[int, int], vectors: TextVectors) -> View:
    """The view from a group of headings, a range of ``shown``."""
    start, end = group
    above, below = shown[max(0, start - _VIEW) : start], shown[end : end + _VIEW]
    return View(
        heads=[pieces[i] for i in shown[start:end]],
        before=[pieces[i] for i in above],
        after=[pieces[i] for i in below],
        own=total_vector(vectors[i] for i in shown[start:end]),
        past=[i for i in above if pieces[i].kind is PieceKind.TEXT],
        coming=[i for i in below if pieces[i].kind is PieceKind.TEXT],
        vectors=vectors,
    )


def title_score(view: View, *, alike: bool) -> float:
    """Log-odds that the headings open an article; ``alike`` when other headings of the page are built like the first."""
    return TITLE["bias"] + score_of(TITLE, title_features(view, alike=alike))


def title_features(view: View, *, alike: bool) -> dict[str, float]:
    """What is known of a group of headings, by the names of `index.page_weights.TITLE`; what is not named is 0."""
    return {"parallel": float(alike), **_form(view), **_above(view), **_below(view), **_words(view)}


def _form(view: View) -> dict[str, float]:
    longest = max(view.heads, key=lambda p: len(p.folded)).folded.strip()
    size = len(longest)
    return {
        "marked": float(any(p.marked for p in view.heads)),
        "length": size / 20,
        "middling": float(12 <= size <= 40),
        "short": float(size < 9),
        "shorter": float(size < 7),
        "blanks": min(view.heads[0].blanks, 4) / 4,
        "space": float(" " in longest),
        "calling": float(bool(_CALLING.search(longest))),
        "bang": float(longest.endswith(("!", "?"))),
        "clauses": float(min(longest.count(",") + longest.count(":"), 2)),
        "lines": float(len(view.heads) > 1),
        "dashed": float(any(DASHED.search(p.folded.strip()) for p in view.heads)),
        "ends inside": float(ends_inside(longest)),
        "starts inside": float(starts_inside(longest) > 0),
        "figures": float(any(c.isdigit() for c in longest)),
    }


def _above(view: View) -> dict[str, float]:
    last, signed = _last_text(view)
    if last is None:
        return {"first": 1.0}
    return {"signed": float(signed), "open": float(not signed and last.is_open)}


def _last_text(view: View) -> tuple[Piece | None, bool]:
    """The text above near by, and whether a signature or a byline closes it."""
    near = view.before[-_NEAR:]
    at = next((n for n in range(len(near) - 1, -1, -1) if near[n].kind is PieceKind.TEXT), None)
    if at is None:
        return None, False
    return near[at], bool(near[at].sign) or any(p.kind is PieceKind.BYLINE for p in near[at + 1 :])


def _below(view: View) -> dict[str, float]:
    near = view.after[:_NEAR]
    if not near:
        return {"last": 1.0}
    result = {_AFTER[near[0].kind]: 1.0} if near[0].kind in _AFTER else {}
    text = next((p for p in near if p.kind not in _BESIDE), None)
    if text is None or text.kind is not PieceKind.TEXT:
        return result
    column = [p for p in near if p.kind is PieceKind.TEXT][:4]
    story, inside = begins_story(text.folded), starts_inside(text.folded)
    last, signed = _last_text(view)
    broken = last is not None and last.is_open and not signed
    return result | {
        "lead": float(text.has_lead),
        "story": float(not text.has_lead and story),
        "column": float(len(column) == 4 and all(len(p.folded) <= COLUMN_WIDTH for p in column)),
        "text inside": float(inside > 0),
        "text opens": float(inside < 0 and not story),
        "open, then story": float(broken and (story or text.has_lead)),
    }


def _words(view: View) -> dict[str, float]:
    bare = _bare(view.heads[0].folded)
    above, below = ([_bare(p.folded) for p in side if p.kind is PieceKind.TEXT] for side in (view.before, view.after))
    single = len(view.heads) == 1
    known = view.told(view.past[-3:])
    echo = single and any(bare in text for text in below[:2])
    return {
        "echo": float(echo),
        "late echo": float(single and not echo and any(bare in text for text in below[2:6])),
        "echo above": float(single and any(bare in text for text in above[-6:])),
        "told near": view.told(view.coming[:2]),
        "told below": view.told(view.coming[:8]),
        "told above": known,
        "new": float(known < 0.03),
        "shift": _shift(view, 4),
        "wide shift": _shift(view, 8),
    }


@lru_cache(maxsize=1024)
def _bare(folded: str) -> str:
    """Without blanks; each text is seen from every heading near by."""
    return folded.replace(" ", "")


def _shift(view: View, near: int) -> float:
    """How much the words change across the headings: 0 same words, 4.6 none shared; ``near`` texts on either side are read."""
    past, coming = view.past[-near:], view.coming[:near]
    if not past or not coming:
        return _STRANGERS
    return -math.log(view.vectors.cosine(past, coming) + 0.01)

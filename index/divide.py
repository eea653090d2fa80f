"""Parting an article that turns into another: where its words change and something stands between as between two articles."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.board import MARKS, Board
from index.cohesion import covered_by, squared, total_vector
from index.headings import alike_lines
from index.junction import PageGrams, begins_story, seam_score
from index.page_weights import DIVIDE, score_of
from index.pieces import PieceKind
from index.seam_model import inside_odds
from index.title_odds import title_score, view_of

# A part is parted again this often at most, so that the work stays in proportion to the page.
_ROUNDS = 5
_NEAR = 3
# Some 30 characters are the scrap of an article, and none of their own: its place is doubtful, its size is not.
_SCRAP = math.log(30)
# A closing paragraph of 70 characters shares few words with its own article: where only words speak, a part must be longer.
_SHORT = math.log(100)
_PLACES = frozenset({"apart", "heading"})


@dataclass(frozen=True)
class Divider:
    """What parts the texts of a page."""

    board: Board
    grams: PageGrams

    @cached_property
    def _place(self) -> Mapping[int, int]:
        return {i: at for at, i in enumerate(self.board.shown)}

    @cached_property
    def _alike(self) -> frozenset[str]:
        return alike_lines([p.folded for p in self.board.pieces if p.kind is PieceKind.HEADING])

    def parts(self, texts: Sequence[int], titles: Sequence[int], rounds: int = _ROUNDS) -> list[tuple[int, ...]]:
        """The texts of an article as those of one or more, in reading order."""
        best, at = 0.0, 0
        for k, features in enumerate(self.junctions(texts, titles), start=1):
            if features["small"] < (_SCRAP if _PLACES.intersection(features) else _SHORT):
                continue
            score = score_of(DIVIDE, features)
            if score > best:
                best, at = score, k
        if not at or not rounds:
            return [tuple(texts)]
        return [*self.parts(texts[:at], titles, rounds - 1), *self.parts(texts[at:], (), rounds - 1)]

    def junctions(self, texts: Sequence[int], titles: Sequence[int]) -> Iterator[dict[str, float]]:
        """What is seen between each text and the next, by the names of `index.page_weights.DIVIDE`."""
        board = self.board
        told = total_vector(board.vectors[i] for i in titles)
        sizes = [len(board.pieces[i].folded) for i in texts]
        likeness = list(self._likeness(texts))
        near = [self._near(texts, k) for k in range(1, len(texts))]
        usual = sum(near) / max(len(near), 1)
        total, past = sum(sizes), 0
        for k in range(1, len(texts)):
            past += sizes[k - 1]
            whole = math.log(likeness[k - 1] + 0.01)
            yield {
                "bias": 1.0,
                "log alike": whole,
                "log near": math.log(near[k - 1] + 0.01),
                "dip": math.log((near[k - 1] + 0.01) / (usual + 0.01)),
                "texts": math.log(len(texts)),
                "size": math.log(total + 1),
                "last": float(k == len(texts) - 1),
                "small": math.log(min(past, total - past) + 1),
                "small, alike": math.log(min(past, total - past) + 1) * whole,
                "untitled": float(not titles),
                "told": covered_by(told, [board.vectors[i] for i in texts[k : k + 2 * _NEAR]]) if told else 0.0,
                **self._seam(texts, k),
            }

    def _near(self, texts: Sequence[int], k: int) -> float:
        return self.board.vectors.cosine(texts[max(0, k - _NEAR) : k], texts[k : k + _NEAR])

    def _likeness(self, texts: Sequence[int]) -> Iterator[float]:
        """Cosine of the texts up to each and those below it, each text moved across once."""
        vectors = self.board.vectors
        past: dict[str, float] = {}
        coming = total_vector(vectors[i] for i in texts)
        across, one, other = 0.0, 0.0, squared(coming)
        for i in texts[:-1]:
            for term, weight in vectors[i].items():
                a, b = past.get(term, 0.0), coming[term]
                across += (a + weight) * (b - weight) - a * b
                one += weight * (2 * a + weight)
                other += weight * (weight - 2 * b)
                past[term], coming[term] = a + weight, b - weight
            yield max(across, 0.0) / math.sqrt(one * other) if one > 0 and other > 1e-9 else 0.0

    def _seam(self, texts: Sequence[int], k: int) -> dict[str, float]:
        board, before, after = self.board, texts[k - 1], texts[k]
        one, two = board.pieces[before], board.pieces[after]
        result = {"story": float(begins_story(two.folded)), "sign": float(bool(one.sign))}
        if one.is_open:
            result |= {"open": 1.0, "seam": min(seam_score(one.folded, two.folded, self.grams), 6.0)}
        else:
            result |= {"inside": inside_odds(two.folded)}
        if board.next_text.get(before) != after:
            back = float(after < before)
            return result | {"apart": 1.0, "back": back, "far": math.log(abs(board.order[after] - board.order[before]))}
        between = board.shown[self._place[before] + 1 : self._place[after]]
        kinds = [board.kind(i) for i in between]
        heads = [self._place[i] for i, kind in zip(between, kinds, strict=True) if kind is PieceKind.HEADING]
        result["byline"] = float(any(kind in MARKS for kind in kinds))
        result["caption"] = float(PieceKind.CAPTION in kinds)
        return result | (self._heading(heads) if heads else {})

    def _heading(self, heads: Sequence[int]) -> dict[str, float]:
        """The last unbroken run of headings between two texts."""
        start = end = heads[-1]
        known = set(heads)
        while start - 1 in known:
            start -= 1
        board = self.board
        view = view_of(board.pieces, board.shown, (start, end + 1), board.vectors)
        score = title_score(view, alike=board.pieces[board.shown[start]].folded in self._alike)
        return {"heading": 1.0, "title": max(min(score, 4.0), -6.0)}

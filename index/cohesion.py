"""How alike two texts of one page are: shared words weighted by rarity, and strings that the page repeats but the word list lacks."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.tokens import segmenter, word_spans

Vector = Mapping[str, float]
# Products kept of a page: some hundred a text near by, and the oldest go first.
_PRODUCTS = 65_536


@dataclass(frozen=True, slots=True)
class PageWords:
    """Weights of the words of a page.

    Attributes:
        weights: word → rarity: by jieba's frequencies, and less when most pieces of the page hold it.
    """

    weights: Mapping[str, float]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "PageWords":
        """Weights from the folded texts of a page's pieces."""
        spread: Counter[str] = Counter()
        for text in texts:
            spread.update(set(terms(text)))
        freq, total = segmenter().FREQ, segmenter().total
        count = max(len(texts), 1)
        weights: dict[str, float] = {}
        for term, pieces in spread.items():
            rarity = min(math.log(total / max(freq.get(term, 1), 1)), 14.0) - 6.0
            weights[term] = max(rarity, 0.0) * (0.3 + math.log((count + 1) / pieces))
        return cls(weights)

    def vector(self, text: str) -> dict[str, float]:
        """Weighted terms of a folded text."""
        return {term: self.weights.get(term, 0.0) * (1 + math.log(n)) for term, n in Counter(terms(text)).items()}


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[str, ...]:
    """Words of two characters and more, and pairs of characters that stand across single-character words (unknown names)."""
    result: list[str] = []
    last, last_end = "", -1
    for word, span in word_spans(text):
        if len(word) > 1:
            result.append(word)
        elif last_end == span.start and len(last) == 1:
            result.append(last + word)
        last, last_end = word, span.end
    return tuple(result)


def dot(one: Vector, other: Vector) -> float:
    """Inner product of two weighted term vectors; summed exactly, since the order of a set's members is another in every process."""
    return math.fsum([one[term] * other[term] for term in one.keys() & other.keys()])


def squared(vector: Vector) -> float:
    """Inner product of a vector with itself."""
    return math.fsum([weight * weight for weight in vector.values()])


class TextVectors(dict[int, Vector]):
    """Terms of the pieces of a page by their numbers; the product of two pieces is worked out once."""

    def __init__(self, vectors: Mapping[int, Vector]) -> None:
        super().__init__(vectors)
        self._product = lru_cache(maxsize=_PRODUCTS)(self._multiplied)

    def cosine(self, one: Sequence[int], other: Sequence[int]) -> float:
        """Cosine of the sums of two groups of pieces, 0 to 1."""
        norm = math.sqrt(self._across(one, one) * self._across(other, other))
        return self._across(one, other) / norm if norm else 0.0

    def _across(self, one: Sequence[int], other: Sequence[int]) -> float:
        product = self._product
        return math.fsum([product(i, j) if i <= j else product(j, i) for i in one for j in other])

    def _multiplied(self, i: int, j: int) -> float:
        return squared(self[i]) if i == j else dot(self[i], self[j])


def covered(part: Vector, whole: Vector) -> float:
    """Share of the weight of ``part`` whose terms ``whole`` holds, 0 to 1: does this headline tell of that text?"""
    total = sum(part.values())
    return sum([weight for term, weight in part.items() if term in whole]) / total if total else 0.0


def covered_by(part: Vector, texts: Sequence[Vector]) -> float:
    """Share of the weight of ``part`` whose terms any of the texts holds, as `covered` says of their sum."""
    total = sum(part.values())
    return sum([weight for term, weight in part.items() if any(term in text for text in texts)]) / total if total else 0.0


def total_vector(vectors: Iterable[Vector]) -> dict[str, float]:
    """Sum of vectors."""
    result: dict[str, float] = {}
    for vector in vectors:
        if not result:
            result = dict(vector)
            continue
        for term, weight in vector.items():
            result[term] = result.get(term, 0.0) + weight
    return result

"""What of a body is compared with other bodies: its letters and digits alone, folded, in overlapping runs of five.

Paper, headline, white space and punctuation differ from print to print of one story; its words seldom do.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.text import fold

SHINGLES_VERSION = "shingles-1"
WIDTH = 5
# An article is compared by its beginning: 20,000 letters are ten pages of a book, and a file of 100 MB is one article too.
LONGEST = 20_000
# A wire copy is cut from its end, so the first letters of a long print and of a short one are the same.
LEAD = 200
PERMUTATIONS = 64
_SEED = 1
_NO_LETTER = re.compile(r"[\W_]+")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def letters(body: str) -> str:
    """Letters and digits of a body, folded, at most `LONGEST`.

    Example: ``letters("大橋 ２０３１年，通車。") == "大桥2031年通车"``.
    """
    return _NO_LETTER.sub("", fold(body[: 4 * LONGEST]))[:LONGEST]


def runs(text: str) -> NDArray[np.uint64]:
    """Hashes of all runs of five characters, in the order of the text; a shorter text is one run. The same on every machine."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    if len(points) < WIDTH:
        points = np.pad(points, (0, WIDTH - len(points)))
    made = np.zeros(len(points) - WIDTH + 1, np.uint64)
    for offset in range(WIDTH):
        made = (made ^ points[offset : offset + len(made)]) * _MULTIPLIER
        made ^= made >> _SHIFT
    return made


def shingles(text: str) -> NDArray[np.uint64]:
    """The same, ascending, each once."""
    return np.unique(runs(text))


def common(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> int:
    """How many hashes stand in both; each array ascending, each hash once."""
    return len(np.intersect1d(one, other, assume_unique=True))


def sketch(body: str) -> NDArray[np.uint32]:
    """(2 · `PERMUTATIONS`,): the MinHash of the whole body, then that of its first `LEAD` letters."""
    text = letters(body)
    whole = _minhash(shingles(text))
    lead = whole if len(text) <= LEAD else _minhash(shingles(text[:LEAD]))
    return np.concatenate([whole, lead])


def _minhash(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    from datasketch import MinHash

    first = _permutations()
    made = MinHash(PERMUTATIONS, _SEED, hashfunc=int, permutations=first.permutations, scheme=first.scheme)
    made.update_batch((hashes & np.uint64(0xFFFFFFFF)).tolist())
    digest: NDArray[np.uint32] = made.hashvalues
    return digest


@lru_cache(maxsize=1)
def _permutations() -> Any:
    """A sketch of nothing: its permutations are made once."""
    from datasketch import MinHash  # 0.7 s, most of it scipy's, which a build without a new article need not pay

    return MinHash(PERMUTATIONS, _SEED, hashfunc=int, scheme="affine32")

"""Which encoding bytes are in: every candidate reads them, and the reading that is likeliest as news wins, by how much is told.

All candidates explain the same bytes, so their log-likelihoods compare as they are: a wrong reading gives rare characters, or more of them.
"""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.likelihood import log_likelihoods

# How likely each encoding is to hold zh-Hans, zh-Hant, ja, ko and en before a byte is seen, in nats.
_PRIORS: dict[str, tuple[float, ...]] = {
    "utf-8": (8, 8, 8, 8, 8),
    "gb18030": (0, -4, -8, -8, -2),
    "big5": (-9, -1, -9, -9, -4),
    "cp950": (-9, -1, -9, -9, -4),
    "big5hkscs": (-9, -2, -9, -9, -4),
    "cp932": (-9, -9, -3, -9, -4),
    "euc_jp": (-10, -10, -5, -10, -6),
    "cp949": (-9, -9, -9, -3, -4),
    "cp1252": (-20, -20, -20, -20, -2),
    "utf-16-le": (-3, -3, -4, -4, -4),
    "utf-16-be": (-4, -4, -5, -5, -5),
    "utf-32-le": (-6, -6, -6, -6, -6),
    "utf-32-be": (-6, -6, -6, -6, -6),
}
BY_LINE = ("utf-8", "gb18030", "big5", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252")
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_DECLARED, _TABULAR = 6.0, 1.0
# One loss in a wide encoding stands for up to four bytes, so losses cannot be compared: with more than one in a hundred it is no candidate.
_MOST_BROKEN_WIDE = 100
_FAMILIES = (
    ("gb18030", "gbk", "gb2312", "cp936"),
    ("big5hkscs", "cp950", "big5"),
    ("cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213"),
    ("cp949", "euc_kr"),
    ("euc_jp", "euc_jis_2004", "euc_jisx0213"),
    ("cp1252", "iso8859-1", "ascii"),
    ("utf-16", "utf-16-le", "utf-16-be"),
    ("utf-32", "utf-32-le", "utf-32-be"),
    ("utf-8", "utf-8-sig"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes as one encoding reads them.

    Attributes:
        score: log-likelihood with the encoding's prior, in nats; larger is likelier.
        text: what it reads; U+FFFD where it cannot.
    """

    encoding: str
    score: float
    text: str

    @property
    def plausibility(self) -> float:
        """Mean log-likelihood of a character: news is near -7, English near -4, a wrong reading below -11."""
        return self.score / max(len(self.text), 1)


def readings(data: bytes, declared: str = "", *, whole: bool = True) -> list[Reading]:
    """What each encoding makes of bytes, likeliest first.

    Args:
        data: a file or some of it.
        declared: the family (`family`) of what the file says it is in; counts as a little evidence.
        whole: False when the bytes may end inside a character.
    """
    found: list[Reading] = []
    for encoding in BY_LINE + WIDE:
        text = codecs.getincrementaldecoder(encoding)("replace").decode(data, final=whole)
        if encoding in WIDE and text.count("\ufffd") * _MOST_BROKEN_WIDE > len(text):
            continue
        score = float(_scores([text], encoding)[0]) + (_DECLARED if declared == family(encoding) else 0.0)
        found.append(Reading(encoding, score, text))
    return sorted(found, key=lambda reading: -reading.score)


def lead(found: Sequence[Reading]) -> float:
    """By how many nats the first reading beats the best that gives another text."""
    first = found[0]
    return next((first.score - other.score for other in found[1:] if other.text != first.text), float("inf"))


def line_scores(lines: Sequence[bytes]) -> NDArray[np.float64]:
    """Score of every line in every encoding of `BY_LINE`, shape (lines, encodings)."""
    return np.stack([_scores([line.decode(encoding, "replace") for line in lines], encoding) for encoding in BY_LINE], axis=1)


@cache
def family(encoding: str) -> str:
    """One name for encodings whose texts are read alike: ``gb2312``, ``GBK`` → ``gb18030``; empty for a name Python does not know."""
    try:
        name = codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        return ""
    return next((names[0] for names in _FAMILIES if name in {codecs.lookup(each).name for each in names}), name)


def _scores(texts: Sequence[str], encoding: str) -> NDArray[np.float64]:
    simplified, traditional, *others = _PRIORS[encoding]
    priors = np.array([simplified, traditional, *others, simplified - _TABULAR, traditional - _TABULAR])
    best: NDArray[np.float64] = (log_likelihoods(texts) + priors).max(axis=1)
    return best

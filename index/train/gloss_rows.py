"""Input embeddings for Chinese words, from the English of their dictionary entries.

A word's row is the mean of the input embeddings of its glosses' word pieces. Measured with English questions over Chinese paragraphs
(right paragraph first of 600): a plain mean 68.7 %, pieces weighted by rarity 70.5 %, and the mean stretched to the length of
an ordinary word piece 71.2 %, since means of many rows are short and short rows are drowned by the position embedding. A character
alone is often part of a name, which English spells as it is read: 30 % of its reading took English news sentences that find their
Chinese among the first five from 93.6 % to 94.7 %.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.cedict import Entry, glosses, references

MAX_GLOSSES = 8
_MAX_PIECES = 12
_READING_SHARE = 0.3
# a / (a + p), the weight of a word piece that makes up a share p of all glosses. Source: Arora, Liang, Ma, ICLR 2017 (SIF).
_RARITY = 1e-3
# Pieces seen at least this often in glosses tell how long an ordinary row is.
_ORDINARY = 5
_HAN_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+\Z")

Pieces = Sequence[Sequence[int]]


def glosses_by_word(entries: Iterable[Entry], known: Callable[[str], bool]) -> dict[str, list[str]]:
    """Glosses of each Chinese word that is a single character or `known`, most telling first.

    A word that is only explained by another ("variant of 台") has the other's glosses, a word without any English its reading.
    """
    by_word: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_word[entry.simplified].append(entry)
    wanted = (word for word in by_word if _HAN_WORD.match(word) and (len(word) == 1 or known(word)))
    return {word: _word_glosses(word, by_word, 2) or [_reading(by_word[word][0])] for word in wanted}


def _word_glosses(word: str, by_word: Mapping[str, list[Entry]], depth: int) -> list[str]:
    # The common noun before the surname: 金 is gold first, then Jin.
    entries = sorted(by_word.get(word, ()), key=lambda entry: entry.is_name)
    own = [gloss.text for entry in entries for sense in entry.senses for gloss in glosses(sense)]
    if own or not depth:
        return own
    return [gloss for entry in entries for other in references(entry) for gloss in _word_glosses(other, by_word, depth - 1)]


def _reading(entry: Entry) -> str:
    return re.sub(r"[\d\s:]", "", entry.pinyin).lower()


def gloss_rows(
    words: Mapping[str, Sequence[str]],
    readings: Mapping[str, str],
    table: NDArray[np.float32],
    cut: Callable[[Collection[str]], Pieces],
) -> tuple[list[str], NDArray[np.float32]]:
    """Words and their input embeddings.

    Args:
        words: glosses of each word, most telling first; the i-th counts 1 / (i + 1).
        readings: toneless pinyin of the words whose reading is to be heard too.
        table: (pieces, dim) input embeddings of the English word pieces.
        cut: texts → ids of their word pieces.

    Returns:
        The words, and (words, dim) rows as long as an ordinary row of the table.
    """
    used = {word: found[:MAX_GLOSSES] for word, found in words.items()}
    texts = sorted({text for found in used.values() for text in found} | set(readings.values()))
    ids = dict(zip(texts, cut(texts), strict=True))
    weights, length = _weights(ids.values(), table)
    means = {text: _mean(table, weights, pieces[:_MAX_PIECES]) for text, pieces in ids.items() if pieces}
    rows: dict[str, NDArray[np.float32]] = {}
    for word, found in used.items():
        heard = means.get(readings.get(word, ""))
        row = _row([means[text] for text in found if text in means])
        if row is not None:
            rows[word] = row if heard is None else (1 - _READING_SHARE) * row + _READING_SHARE * _unit(heard)
    matrix = np.stack(list(rows.values()))
    return list(rows), (matrix * (length / np.linalg.norm(matrix, axis=1, keepdims=True))).astype(np.float32)


def _weights(pieces: Collection[Sequence[int]], table: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """A weight for each word piece by its rarity in the glosses, and the length of an ordinary row."""
    counts = Counter(piece for found in pieces for piece in set(found))
    total = sum(counts.values())
    weights = np.ones(len(table), np.float32)
    for piece, count in counts.items():
        weights[piece] = _RARITY / (_RARITY + count / total)
    ordinary = [piece for piece, count in counts.items() if count >= _ORDINARY] or list(counts)
    return weights, float(np.median(np.linalg.norm(table[ordinary], axis=1)))


def _mean(table: NDArray[np.float32], weights: NDArray[np.float32], pieces: Sequence[int]) -> NDArray[np.float32]:
    index = np.asarray(pieces)
    mean: NDArray[np.float32] = weights[index] @ table[index] / weights[index].sum()
    return mean


def _row(means: Sequence[NDArray[np.float32]]) -> NDArray[np.float32] | None:
    if not means:
        return None
    shares = np.reciprocal(np.arange(1, len(means) + 1, dtype=np.float32))
    weighted: NDArray[np.float32] = shares @ np.stack(means)
    return _unit(weighted)


def _unit(row: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = row / np.linalg.norm(row)
    return unit

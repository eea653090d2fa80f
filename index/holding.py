"""Which chunks may hold a word: all of them, from the sparse arm's own lists, whichever way the text around it was cut."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.sparse import Postings
from index.tokens import PAIR_MARK, character_pairs, search_tokens

Numbers = Callable[[set[str]], dict[str, int]]


def chunks_holding(word: str, postings: Postings, numbers: Numbers) -> NDArray[np.int32]:
    """Positions of every chunk that holds the word, ascending, and of some that hold only its parts: the text must be read.

    Of Chinese every pair of neighbouring characters must stand in a chunk, as a word or as a pair; of the rest every word.

    Args:
        word: as it is looked for, in any script.
        postings: of the generation.
        numbers: terms → their token numbers, those that the collection knows.
    """
    pairs = character_pairs(word)
    whole = [token for token in search_tokens(word) if token.isascii() or not pairs]
    wanted = [*({pair, PAIR_MARK + pair} for pair in pairs), *({token} for token in whole)]
    known = numbers({term for either in wanted for term in either})
    found: NDArray[np.int32] | None = None
    for either in wanted:
        slices = [postings.positions[postings.indptr[known[t]] : postings.indptr[known[t] + 1]] for t in either if t in known]
        held = np.unique(np.concatenate(slices)) if slices else np.zeros(0, np.int32)
        found = held if found is None else np.intersect1d(found, held, assume_unique=True)
    return np.zeros(0, np.int32) if found is None else found

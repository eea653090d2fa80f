"""Parallel text and word lists as pairs: Chinese, English. One folder a set, each with ``pairs.tsv.gz``."""

import gzip
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from index.errors import InputError

PAIRS_FILE = "pairs.tsv.gz"
SENTENCE_SETS = ("laws-tw", "python-docs", "tatoeba", "tensorflow-docs", "mlqe-wiki", "tico19")
WORD_SETS = ("cc-cedict", "wiki-titles", "wordnet", "cldr-names")
# Legal language would be three fifths of all sentences: of this set a third of the runs of neighbouring lines is taken.
_THINNED: Mapping[str, float] = {"laws-tw": 0.34}
_RUN = 40
_LONGEST = 400


class Pair(NamedTuple):
    """One line of a set: Chinese in Simplified characters, and what it says in English."""

    chinese: str
    english: str


def read_pairs(folder: Path, name: str, *, seed: int = 0) -> list[Pair]:
    """Pairs of a set in the file's order, thinned by whole runs where the set is to be thinned; nothing longer than 400 characters.

    Raises:
        InputError: the set is missing or a line is no pair.
    """
    share = _THINNED.get(name, 1.0)
    rng = random.Random(seed)  # noqa: S311 - a choice of training data, nothing secret
    taken = True
    found: list[Pair] = []
    for number, pair in enumerate(every_pair(folder, name)):
        if number % _RUN == 0:
            taken = rng.random() < share
        if taken and len(pair.chinese) <= _LONGEST:
            found.append(pair)
    return found


def every_pair(folder: Path, name: str) -> Iterator[Pair]:
    """All pairs of a set in the file's order.

    Raises:
        InputError: the set is missing or a line is no pair.
    """
    path = folder / name / PAIRS_FILE
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                parts = line.rstrip("\n").split("\t")
                if len(parts) != 2:
                    raise InputError(f"{path}, line {number}: {len(parts)} fields, expected Chinese, a tab, English")
                yield Pair(*parts)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}); name the folder that holds the sets {', '.join(SENTENCE_SETS)}") from error

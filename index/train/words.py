"""Makes the tables that ship with the lexicon: ``script/align-words DATA``.

DATA is a folder of sets, each with its sentence pairs or word lists in ``pairs.tsv.gz`` (Chinese, tab, English).
"""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

from index.lexicon_tables import ALIGNED, FOLDER, NAMES, SYNONYMS
from index.train.align import align
from index.train.bitext import cut_pairs, numbered
from index.train.names import entry_rows, part_rows
from index.train.pairs import every_pair
from index.train.table import aligned_rows, write_table

# Most pairs of a set: the laws are 60 % of all pairs and the manuals 25 %, and neither is how news is written.
_SENTENCES = {
    "tatoeba": 30_000,
    "mlqe-wiki": 30_000,
    "tico19": 30_000,
    "laws-tw": 60_000,
    "python-docs": 30_000,
    "tensorflow-docs": 8_000,
    "wiki-titles": 250_000,
}
_TITLES = ("wiki-titles", "cldr-names")

logger = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> None:
    """Read the sets, align, and write the three tables."""
    parser = argparse.ArgumentParser(prog="align-words", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of sets")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the tables are written")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    pairs = numbered({name: cut_pairs(every_pair(chosen.data, name), most=most) for name, most in _SENTENCES.items()})
    rows = aligned_rows(align(pairs.bitext, list(pairs.sets.values())), pairs.english, pairs.chinese)
    titles = [pair for name in _TITLES for pair in every_pair(chosen.data, name)]
    tables: dict[str, Sequence[tuple[object, ...]]] = {
        ALIGNED: rows,
        NAMES: [*entry_rows(titles), *part_rows(titles)],
        SYNONYMS: entry_rows(every_pair(chosen.data, "wordnet")),
    }
    for name, table in tables.items():
        logger.info("%s: %d lines, %d bytes", name, len(table), write_table(chosen.folder / name, table))


if __name__ == "__main__":
    main()

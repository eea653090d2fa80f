"""The word tables that ship with the lexicon: what sentence pairs and title lists say beyond the dictionary.

``script/align-words`` makes them; ``index/models/lexicon/README.md`` says from what.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path

from index.errors import ModelError

FOLDER = Path(__file__).parent / "models" / "lexicon"
ALIGNED, NAMES, SYNONYMS = "aligned.tsv.gz", "names.tsv.gz", "synonyms.tsv.gz"


def read_table(name: str) -> Iterator[tuple[str, ...]]:
    """Fields of each line: English, Chinese, numbers.

    Raises:
        ModelError: the file is missing or damaged.
    """
    path = FOLDER / name
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ModelError(f"the word table {path} cannot be read ({error}); install wenju again") from error
    return (tuple(line.split("\t")) for line in text.splitlines())

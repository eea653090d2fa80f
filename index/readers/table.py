"""Which reader is asked for which name: one row a suffix, and nothing else decides."""

from index.readers.base import Reader
from index.readers.pdf import read_pdf
from index.readers.picture import SUFFIXES, read_picture
from index.readers.records import read_packed, read_records
from index.readers.text import read_markdown, read_text

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".jsonl": read_records,
    ".jsonl.gz": read_packed,
    ".pdf": read_pdf,
    **dict.fromkeys(SUFFIXES, read_picture),
}


def known_suffixes() -> tuple[str, ...]:
    """The suffixes that can be read."""
    return tuple(READERS)


def reader_for(name: str) -> Reader | None:
    """The reader of a file of this name; None when its suffix is not known."""
    return next((reader for suffix, reader in READERS.items() if name.lower().endswith(suffix)), None)

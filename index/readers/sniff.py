"""What a file really is, by its first bytes; a name is a hint only."""

from index.magic import MAGIC


def binary_kind(data: bytes) -> str | None:
    """The binary format a file begins as, as a phrase (``a PDF document``); None for what may be text."""
    return next((name for magic, name in MAGIC if data.startswith(magic)), None)

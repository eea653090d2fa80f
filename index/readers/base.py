"""What every reader is: bytes and a name in, pages and rejections out."""

from collections.abc import Callable, Iterator

from index.findings import Rejected
from index.schema import Page

_LONGEST_HEADLINE = 100
Read = Page | Rejected
Reader = Callable[[bytes, str], Iterator[Read]]
"""A file's bytes and its name → its pages, or `Rejected` with the reason; it raises nothing for what the file holds."""


def can_head(text: str) -> bool:
    """True for a line that can be a headline, whatever its maker marked as one: no sentence, no paragraph."""
    return len(text) <= _LONGEST_HEADLINE and not text.rstrip().endswith(("。", "；", ";", "，"))


def sound(text: str) -> str:
    """Text that every store can hold: lone surrogates become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def printable(name: str) -> str:
    """A name that can be stored and shown: bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

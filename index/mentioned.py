"""Persons and organisations that a Chinese text names, each once, in its own glyphs."""

from index.bodies import bodies_in, bodies_of
from index.people import names_of, persons_in
from index.text import fold, is_mostly_han


def names_in(text: str, folded: str | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Persons and organisations named in a text, in order of first mention; none in a text that is not Chinese.

    Traditional text is searched in its Simplified form and quoted as it is printed.

    Args:
        text: the text.
        folded: its folded form, where the caller has it.
    """
    if not is_mostly_han(text[:2000]):
        return (), ()
    folded = fold(text) if folded is None else folded
    return names_of(text, persons_in(folded)), bodies_of(text, folded, bodies_in(folded))

"""Is a text layer text? A PDF whose table of characters is broken shows print and yields gibberish."""

import unicodedata

_LEAST = 30
# Lines of dots lead to the page numbers of a table of contents, dashes and rules part its lines.
_LEADERS = frozenset(".·…⋯-–—_=*|•")
# Of 3,000 characters of running text 98 and more in 100 are common ones, in either script; of characters drawn by lot 33 are.
_LEAST_COMMON = 0.6
_LEAST_LETTERS = 0.5
_MOST_UNMAPPED = 0.2


def unreadable(text: str, unmapped: int = 0) -> str | None:
    """Why a page's text cannot be what is printed; None when it may be.

    Args:
        text: all of the page.
        unmapped: characters that the file's own table does not tell.

    Fewer than 30 characters are too few to tell.
    """
    shown = [c for c in text if not c.isspace() and c not in _LEADERS]
    if len(shown) < _LEAST:
        return None
    bad = max(unmapped, sum(unicodedata.category(c) in {"Co", "Cn", "Cc", "Cs"} or c == "\ufffd" for c in shown))
    if bad > _MOST_UNMAPPED * len(shown):
        return f"{bad} of {len(shown)} characters have no meaning of their own"
    han = [c for c in shown if "\u3400" <= c <= "\u9fff"]
    common = max(sum(map(_is_common_simplified, han)), sum(map(_is_common_traditional, han)))
    if len(han) >= _LEAST and common < _LEAST_COMMON * len(han):
        return f"{len(han) - common} of {len(han)} Chinese characters are ones that hardly ever occur"
    letters = sum(c.isalnum() for c in shown)
    if letters < _LEAST_LETTERS * len(shown):
        return f"{len(shown) - letters} of {len(shown)} characters are signs"
    return None


def _is_common_simplified(character: str) -> bool:
    """True for the first level of GB 2312, 3,755 characters."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def _is_common_traditional(character: str) -> bool:
    """True for the first level of Big5, 5,401 characters."""
    code = character.encode("big5", "ignore")
    return len(code) == 2 and 0xA4 <= code[0] <= 0xC6

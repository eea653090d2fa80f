"""Words of the interface in the reader's language: one flat JSON file a locale, no text in code."""

import json
from functools import cache
from pathlib import Path

DEFAULT_LOCALE = "en"
LOCALES = ("zh-Hans", "en")
_FOLDER = Path(__file__).parent / "locales"


@cache
def words(locale: str) -> dict[str, str]:
    """All texts of a locale: key → text with ``{name}`` places.

    Args:
        locale: one of `LOCALES`.
    """
    loaded: dict[str, str] = json.loads((_FOLDER / f"{locale}.json").read_text(encoding="utf-8"))
    return loaded


def translate(key: str, locale: str, **values: object) -> str:
    """The text of ``key`` with its places filled; the English text when the locale lacks it.

    Raises:
        KeyError: no locale has the key; that is a fault of the program.
    """
    text = words(locale).get(key) or words(DEFAULT_LOCALE)[key]
    return text.format(**values) if values else text


def hint(code: str, locale: str) -> str:
    """What to do about an error with this ``code``, in the reader's language; empty when nothing is written for it."""
    return words(locale).get(f"error.{code}.hint", "")


def locale_of(language: str) -> str:
    """The interface locale nearest to a BCP 47 tag: every Chinese gets ``zh-Hans``, everything else ``en``."""
    return "zh-Hans" if language.lower().split("-")[0] == "zh" else DEFAULT_LOCALE


def preferred_locale(accept_language: str | None) -> str:
    """The locale a browser asks for, from its ``Accept-Language`` header (RFC 9110 §12.5.4): highest weight first.

    Languages we have no words for are passed over, so ``fr, zh;q=0.5`` gives Chinese and ``fr`` alone gives English.
    """
    weighted: list[tuple[float, int, str]] = []
    for place, item in enumerate((accept_language or "").split(",")[:20]):
        tag, _, weight = item.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            quality = 0.0
        if quality > 0:
            weighted.append((-quality, place, tag.strip().lower()))
    for _, _, tag in sorted(weighted):
        if tag.split("-")[0] in {"zh", "en"}:
            return locale_of(tag)
    return DEFAULT_LOCALE

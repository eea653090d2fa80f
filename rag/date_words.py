"""Dates and times of day in the asker's words. The order and the names of months are Unicode CLDR 46's long formats."""

import re

from index.dates import Moment, moments_in
from index.text import fold, han_count

_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}
# By what is known: year, month, day; Japanese writes as Chinese does.
_FORMS = {
    "en": {"ymd": "{d} {m} {y}", "ym": "{m} {y}", "y": "{y}", "md": "{d} {m}", "m": "{m}"},
    "fr": {"ymd": "{d} {m} {y}", "ym": "{m} {y}", "y": "{y}", "md": "{d} {m}", "m": "{m}"},
    "es": {"ymd": "{d} de {m} de {y}", "ym": "{m} de {y}", "y": "{y}", "md": "{d} de {m}", "m": "{m}"},
    "ko": {"ymd": "{y}년 {m}월 {d}일", "ym": "{y}년 {m}월", "y": "{y}년", "md": "{m}월 {d}일", "m": "{m}월"},
    "zh": {"ymd": "{y}年{m}月{d}日", "ym": "{y}年{m}月", "y": "{y}年", "md": "{m}月{d}日", "m": "{m}月"},
}
_MORNING = re.compile("凌晨|清晨|早上|早晨|上午|早")
_LATE = re.compile("下午|午后|傍晚|晚|夜间|深夜|中午")


def date_text(base: str, printed: str) -> str:
    """A printed date in the order and words of a language (``en``); as printed when there is nothing to say otherwise.

    Examples: 2022年12月16日 → ``16 December 2022``; 8月份 → ``August``; ``9 March 2023`` → 2023年3月9日. A year that is not printed is
    not added, and a bare day of the month (15日) stays as it is.
    """
    moment = next((found for found in moments_in(fold(printed)) if not found.is_time), None)
    parts = _parts(moment) if moment else {}
    if (base == "zh") == bool(han_count(printed)):
        return printed
    return _written(base, parts) or printed


def iso_text(base: str, iso: str) -> str:
    """``2022-12-16``, ``2022-12`` or ``2022`` in a language's words; as it is where the language has no row."""
    return _written(base, dict(zip("ymd", map(int, iso.split("-")), strict=False))) or iso


def known_date_text(language: str, year: int, month: int, day: int) -> str:
    """A date as far as it is known, 0 for a part that is not: ``8 April 2021``, 4月8日."""
    parts = {name: number for name, number in (("y", year), ("m", month), ("d", day)) if number}
    return _written(language.split("-", maxsplit=1)[0], parts) or "-".join(f"{number:02d}" for number in parts.values())


def _written(base: str, parts: dict[str, int]) -> str:
    form = _FORMS.get("zh" if base == "ja" else base, {}).get("".join(parts), "")
    months = _MONTHS.get(base)
    return form.format(**{name: months[number - 1] if months and name == "m" else str(number) for name, number in parts.items()})


def time_text(base: str, printed: str, hours: float) -> str:
    """A printed time of day in digits: 晚上8点半 → ``8:30 p.m.`` in English and ``20:30`` elsewhere; 9点 alone is ``9:00``.

    Args:
        base: the language.
        printed: the words of the article.
        hours: what they mean, since midnight (20.5).
    """
    if (base == "zh") == bool(han_count(printed)):
        return printed
    hour, minute = divmod(round(hours * 60), 60)
    says_half = bool(_MORNING.search(printed) or _LATE.search(printed))
    if base != "en" or not says_half:
        return f"{hour}:{minute:02d}"
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'a.m.' if hour % 24 < 12 else 'p.m.'}"


def _parts(moment: Moment) -> dict[str, int]:
    """``y``, ``m`` and ``d`` as far as they are printed; `Moment.value` is month·100 + day where no year is."""
    if moment.iso:
        return dict(zip("ymd", map(int, moment.iso.split("-")), strict=False))
    month, day = divmod(int(moment.value), 100)
    if moment.unit == "年":
        return {"y": int(moment.value)}
    return {name: number for name, number in (("m", month), ("d", day)) if number}

"""Figures in the asker's words: numbers, money, percentages and durations, with what the article prints beside them.

Nothing is worked out here: the value is the index's, the words are the language's, and "about" or "over" is the article's own.
"""

import math
import re
from dataclasses import dataclass

from index.chinese_numbers import chinese_value
from index.schema import Figure, FigureKind
from index.text import fold, han_count, to_traditional
from rag.date_words import date_text, iso_text, time_text
from rag.unit_words import currency_before, unit_text

# From here on a number is told in large units, where the language has a word for them that fits after a decimal.
_LARGE = {
    "en": (1e6, ((1e9, " billion"), (1e6, " million"))),
    "zh": (1e9, ((1e8, "亿"),)),
    "ja": (1e9, ((1e8, "億"),)),
    "ko": (1e9, ((1e8, "억"),)),
}
_DECIMALS = 4
# 5813个 and 97% say in digits what is said beside them; 万, 七成 and 三分之二 do not.
_OTHER_NOTATION = re.compile(r"[〇零一二三四五六七八九十百千万亿萬億两兩半几幾成]")
_MOMENTS = frozenset({FigureKind.DATE, FigureKind.TIME})
# The relative years that the index resolves.
_RELATIVE_YEAR = re.compile(r"(?:今|去|前)年$")
_LATIN = re.compile(r"[A-Za-z]")
_FRACTION = re.compile(r"(\S+)分之(\S+)")
_HALF = 0.5
_HALVES = {"years": "a year", "months": "a month", "days": "a day", "hours": "an hour"}
# In the order in which they are looked for: 不超过 before 超过, 接近 is nearly and 最近 is not.
_BEFORE = {
    "at_most": re.compile(r"(?:最多|至多|不超过|不多于|最高)\s?$"),
    "at_least": re.compile(r"(?:不低于|不少于|至少|最少|最低)\s?$"),
    "under": re.compile(r"(?:不足|不到|低于|少于)\s?$"),
    "over": re.compile(r"(?:超过|超出|突破|高于|多于|逾|(?<!赶)超|(?<![网线以马街路墙身])上)\s?$"),
    "nearly": re.compile(r"(?:将近|接近|(?<![附最亲靠临邻远贴])近)\s?$"),
    "about": re.compile(r"(?:大概|大约|约为|约有|(?<![节合签预特契条公相履违])约|差不多)\s?$"),
}
_AFTER = {
    "at_least": re.compile(r"\s?以上"),
    "at_most": re.compile(r"\s?(?:以内|以下)"),
    "over": re.compile(r"\s?(?:余|多(?![种样方元数边])|有余|开外|之多)"),
    "about": re.compile(r"\s?(?:左右|上下|不等)"),
}
_INSIDE = {
    "over": re.compile(r"[余多馀餘](?=.{0,4}$)|[余多餘](?=[万亿千百])|\+|^上[百千万亿]"),
    "nearly": re.compile(r"^近"),
    "about": re.compile(r"^约|几"),
}
_ABOUT = {
    "en": {"about": "about", "over": "over", "nearly": "nearly", "under": "under", "at_least": "at least", "at_most": "at most"},
    "ja": {"about": "約", "over": "余り", "nearly": "近く", "under": "未満", "at_least": "以上", "at_most": "以下"},
    "ko": {"about": "약", "over": "남짓", "nearly": "가까이", "under": "미만", "at_least": "최소", "at_most": "최대"},
    "fr": {"about": "environ", "over": "plus de", "nearly": "près de", "under": "moins de", "at_least": "au moins", "at_most": "au plus"},
    "es": {"about": "unos", "over": "más de", "nearly": "casi", "under": "menos de", "at_least": "al menos", "at_most": "como máximo"},
}  # fmt: skip
# 500人余り, 500명 남짓: these stand behind their number.
_STANDS_AFTER = {"ja": frozenset({"over", "nearly", "under", "at_least", "at_most"}), "ko": frozenset({"over", "nearly", "under"})}


@dataclass(frozen=True, slots=True)
class Printed:
    """A quantity as the article prints it, and the few characters on either side that may say "about" or name the currency."""

    text: str
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, body: str, start: int, end: int) -> "Printed":
        """The quantity ``body[start:end]`` with its surroundings."""
        return cls(body[start:end], body[max(0, start - 6) : start], body[end : end + 4])


def number_text(value: float, language: str = "en") -> str:
    """A number with thousands separators and no needless fraction; a large one in the language's large unit: ``57 billion``, 570亿.

    A number that its large unit would have to round is written out: ``2,072,123``, but ``2.0721 million``.
    """
    least, scales = _LARGE.get(language.split("-", maxsplit=1)[0], (math.inf, ()))
    for scale, word in scales if abs(value) >= least else ():
        scaled = value / scale
        if abs(scaled) >= 1 and math.isclose(round(scaled, _DECIMALS), scaled, rel_tol=1e-12):
            return _plain(scaled) + (to_traditional(word) if language == "zh-Hant" else word)
    return _plain(value)


def short_figure(language: str, figure: Figure, printed: str, *, around: Printed | None = None, counted: str = "") -> str:
    """The least that answers: as printed for a reader of Chinese, the number in digits with a unit he knows for others.

    What is not in plain digits stands beside it as printed. With ``around``, "over", "nearly" and "at least" are the article's;
    ``counted`` is what the asker calls the thing, said after a bare number.

    Example: ``4.8万余个`` → ``over 48,000 (4.8万余个)`` for an English reader.
    """
    found = around or Printed(printed)
    base = language.split("-", maxsplit=1)[0]
    if base == "zh" and not _LATIN.search(printed):
        said = _as_printed(figure, found)
        return to_traditional(said) if language == "zh-Hant" else said
    is_english = not han_count(found.before + printed + found.after)
    said = _as_in_english(figure, printed) if base == "en" and is_english else figure_in_words(base, figure, found)
    said += f" {counted}" if counted and said[-1:].isdigit() else ""
    shown = _with_year(figure, found)
    if said in (shown, "") or (base != "zh" and not _told_otherwise(figure, shown)):
        return said or printed
    beside = f"（{shown}）" if base == "zh" else f" ({shown})"
    return (to_traditional(said) if language == "zh-Hant" else said) + beside


def _told_otherwise(figure: Figure, printed: str) -> bool:
    """True when what is printed has another notation than the digits beside it."""
    return bool(han_count(printed)) and (figure.kind in _MOMENTS or bool(_OTHER_NOTATION.search(printed)))


def _with_year(figure: Figure, printed: Printed) -> str:
    """去年4月 for a date that is printed so."""
    year = _RELATIVE_YEAR.search(fold(printed.before)) if figure.kind is FigureKind.DATE else None
    return printed.before[year.start() :] + printed.text if year else printed.text


def _as_in_english(figure: Figure, printed: str) -> str:
    """An English article's figure for a reader of English: as printed, a number that is one word in digits."""
    if figure.kind not in _MOMENTS and printed.isalpha():  # "eleven"
        printed = number_text(figure.value)
    return f"about {printed}" if figure.approximate and figure.kind not in _MOMENTS else printed


def figure_in_words(base: str, figure: Figure, printed: Printed) -> str:
    """The figure in a language's words, without what is printed beside it; empty when it can only be given as printed."""
    if figure.kind is FigureKind.DATE:
        of_another_year = _with_year(figure, printed) != printed.text
        return iso_text(base, figure.as_of) if of_another_year and figure.as_of else date_text(base, printed.text)
    if figure.kind is FigureKind.TIME:
        return time_text(base, printed.text, figure.value)
    unit = "%" if figure.unit == "%" else unit_text(base, currency_before(fold(printed.before), figure.unit), figure.value)
    if base == "zh":
        return f"{'约' if figure.approximate else ''}{_in_wan(figure.value)}{unit}" if unit else ""
    if figure.value == _HALF and unit in _HALVES:  # 半年
        return f"half {_HALVES[unit]}"
    space = "" if unit in {"%", "‰"} or base in {"zh", "ja"} else " "
    fraction = _FRACTION.fullmatch(fold(printed.text)) if figure.kind is not FigureKind.PERCENT else None
    number = f"{_digits(fraction[2])}/{_digits(fraction[1])}" if fraction else number_text(figure.value, base)
    measured = f"{number}{space}{unit}".strip()
    sense = sense_of(figure, printed)
    word = _ABOUT.get(base, _ABOUT["en"]).get(sense, "")
    if sense in _STANDS_AFTER.get(base, ()):
        return f"{measured}{'' if base == 'ja' else ' '}{word}"
    return f"{word} {measured}".strip()


def sense_of(figure: Figure, printed: Printed) -> str:
    """How the article hedges a figure: ``about``, ``over``, ``nearly``, ``under``, ``at_least``, ``at_most``; empty for an exact one."""
    if not figure.approximate:
        return ""
    text, before, after = fold(printed.text), fold(printed.before), fold(printed.after)
    for patterns, look in ((_BEFORE, before), (_INSIDE, text)):
        for sense, pattern in patterns.items():
            if pattern.search(look):
                return sense
    return next((sense for sense, pattern in _AFTER.items() if pattern.match(after)), "about")


def _as_printed(figure: Figure, printed: Printed) -> str:
    """The printed quantity with the hedge that touches it: 约700万立方米, 97%以上."""
    if not figure.approximate:
        return _with_year(figure, printed)
    before, after = fold(printed.before), fold(printed.after)
    lead = next((match for pattern in _BEFORE.values() if (match := pattern.search(before))), None)
    tail = next((match for pattern in _AFTER.values() if (match := pattern.match(after))), None)
    return (printed.before[lead.start() :].strip() if lead else "") + printed.text + (printed.after[: tail.end()].strip() if tail else "")


def _in_wan(value: float) -> str:
    """126万 for 1,260,000, where 万 leaves no long fraction."""
    scaled = value / 1e4
    return f"{_plain(scaled)}万" if scaled >= 1 and math.isclose(round(scaled, _DECIMALS), scaled, rel_tol=1e-12) else _plain(value)


def _digits(numeral: str) -> str:
    value = float(numeral) if numeral.isdecimal() else chinese_value(numeral)
    return _plain(value) if value is not None else numeral


def _plain(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")

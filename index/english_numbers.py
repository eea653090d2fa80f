"""Numbers of English text: words (thirty-two, a hundred), digits with a size word (57 billion, $5m), percentages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SMALL = re.findall(
    "[a-z]+",
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety""",
)
_ONES = {word: value for value, word in enumerate(_SMALL[:20])}
_TENS = {word: 10 * value for value, word in enumerate(_SMALL[20:], 2)}
_SIZES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SHORT = {"m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "k": 1000}
_WORD = "|".join(sorted((*_ONES, *_TENS), key=len, reverse=True))
_SIZE = "|".join(_SIZES)
_WORDS = re.compile(rf"\b(?:(?:half )?an? (?={_SIZE})|(?:{_WORD})\b)(?:(?:[\s-]|\sand\s)(?:{_WORD}|{_SIZE})\b|(?<=\s)(?:{_SIZE})\b)*")
_DIGITS = re.compile(
    rf"(?<![a-z0-9.])(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?-?({_SIZE})s?\b|(?<=\d)({'|'.join(_SHORT)})\b)(?!\w)"
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_FRACTIONS = re.compile(rf"\b(one|two|three|four|five|seven|nine)[ -]({'|'.join(_PARTS)})s?\b(?= of| the|[,.;])")
_ORDINAL = re.compile(r"(?<![a-z0-9.])(\d+)(?:st|nd|rd|th)\b")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percentage points?\b)")
_PLAIN_PERCENT = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?)\s?(?:per\s?cent\b|percentage points?\b)")
_ABOUT = re.compile(
    r"(?:\babout|\baround|\bnearly|\balmost|\bsome|\bover|\bmore than|\bapproximately|\broughly|\bup to|\bat least|\bfewer than|"
    r"\bless than|\bunder|\bclose to|\bestimated|\bexceed(?:ed|ing|s)?|\bsurpass(?:ed|ing|es)?)\s+(?:rmb\s?|[$¥€£]\s?)?$"
)
_ABOUT_AFTER = re.compile(r"\s?(?:\+|-plus|or so\b|or more\b)")


@dataclass(frozen=True, slots=True)
class EnglishNumber:
    """A number with English words at it; the fields mean what they mean in `index.numerals.NumberSpan`."""

    value: float
    start: int
    end: int
    approximate: bool = False
    percent: bool = False
    ordinal: bool = False
    scale: float = 1.0
    worded: bool = False


def english_spans(text: str) -> Iterator[EnglishNumber]:
    """Numbers with English words in a folded text.

    Plain digits (5,813) are left to the caller; "one" alone is left out, being mostly no number.
    """
    if not re.search("[a-z]", text):
        return
    for match in _WORDS.finditer(text):
        value = _words_value(match.group())
        if value is not None and match.group() != "one" and not _FRACTIONS.match(text, match.start()):
            yield _found(text, match.span(), value, 1.0, worded=True)
    for match in _FRACTIONS.finditer(text):
        value = round((_words_value(match.group(1)) or 0) / _PARTS[match.group(2)], 6)
        yield _found(text, match.span(), value, 1.0, worded=True)
    for match in _DIGITS.finditer(text):
        scale = _SIZES.get(match.group(2) or "") or _SHORT[match.group(3)]
        value = round(float(match.group(1).replace(",", "")) * scale, 4)
        yield _found(text, match.span(), value, float(scale), worded=False)
    for match in _PLAIN_PERCENT.finditer(text):
        yield _found(text, match.span(1), float(match.group(1)), 1.0, worded=False)
    for match in _ORDINAL.finditer(text):
        yield EnglishNumber(float(match.group(1)), match.start(), match.end(), ordinal=True)


def _found(text: str, span: tuple[int, int], value: float, scale: float, *, worded: bool) -> EnglishNumber:
    start, end = span
    percent = _PERCENT.match(text, end)
    stop = percent.end() if percent else end
    vague = bool(_ABOUT.search(text[max(0, start - 24) : start]) or _ABOUT_AFTER.match(text, stop))
    return EnglishNumber(value, start, stop, vague, percent is not None, scale=scale, worded=worded)


def about_in_english(text: str, start: int, end: int) -> bool:
    """True when English words make the number at ``text[start:end]`` approximate."""
    return bool(_ABOUT.search(text[max(0, start - 24) : start]) or _ABOUT_AFTER.match(text, end))


def _words_value(phrase: str) -> float | None:
    total, current = 0.0, 0.0
    words = re.split(r"[\s-]+", phrase.strip())
    if words[0] == "half":
        words, current = words[2:], 0.5
    for word in words:
        if word in ("a", "an", "and"):
            current = current or (1.0 if word != "and" else 0.0)
        elif word in _ONES or word in _TENS:
            current += _ONES.get(word, _TENS.get(word, 0))
        elif word in ("hundred", "dozen"):
            current = (current or 1.0) * _SIZES[word]
        else:
            total += (current or 1.0) * _SIZES[word]
            current = 0.0
    return total + current if words else None

"""Every plausible value of the numbers in a text: does a number of an answer stand in its source?"""

import math
import re
from calendar import month_name
from collections.abc import Iterator

from index.chinese_numbers import chinese_value
from index.english_numbers import english_spans
from index.number_forms import LONGEST_DIGITS, MAGNITUDE, NUMBER, add_parts, number_text, odd_forms

_REFERENCE = re.compile(r"\[\d+(?:\s*[,，、]\s*\d+)*\]")
_CLOCK = re.compile(r"\s?(?:[点时:]|p\.?m|半)")
_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_MONTH_NAME = re.compile(rf"\b({'|'.join(_MONTHS)})\b")


def numbers_in(text: str) -> frozenset[float]:
    """All plausible values of the numbers in a text, for asking whether a number stands in a source.

    Lenient: 81.13万 gives 811300 and 81.13, 97% gives 97 and 0.97, 下午3点半 gives 3, 3.5, 15 and 15.5, December gives 12,
    numerals inside words count too.
    """
    return frozenset(value for _, values in _each_number(number_text(text)) for value in values)


def missing_numbers(claim: str, source: str) -> tuple[str, ...]:
    """Numbers of a claim that no reading of a source bears out, as printed in the claim; empty when all stand there.

    A rounded number is borne out (32.8 million by 3281.49万) when it has two significant digits or more. "one", 一 and reference
    marks ([2]) state no number; months written as words are asked for as numbers.
    """
    known = numbers_in(source)
    text = number_text(_REFERENCE.sub(lambda m: " " * len(m.group()), claim))
    missing: list[str] = []
    covered = -1
    for (start, end), values in sorted(_each_number(text), key=lambda found: (found[0][0], -found[0][1])):
        if start < covered or text[start:end] in ("一", "one"):
            continue
        covered = end
        if not values & known and not any(_rounds_to(value, known) for value in values):
            missing.append(claim[start:end].strip())
    return tuple(missing)


def _rounds_to(value: float, known: frozenset[float]) -> bool:
    digits = f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")
    if len(digits) < 2 or value < 100:
        return False
    step = abs(value) / float(digits)
    step = 10 ** round(math.log10(step)) if step else 1.0
    return any(abs(value - other) <= step / 2 for other in known)


def _each_number(text: str) -> Iterator[tuple[tuple[int, int], frozenset[float]]]:
    for english in english_spans(text):
        yield (english.start, english.end), frozenset((english.value, round(english.value / english.scale, 6)))
    for odd in odd_forms(text):
        yield (odd.start, odd.end), frozenset((odd.value,))
    for match in NUMBER.finditer(text):
        yield match.span(), frozenset(_readings(text, match))
    for match in _MONTH_NAME.finditer(text):
        yield match.span(), frozenset((float(_MONTHS[match.group(1)]),))


def _readings(text: str, match: re.Match[str]) -> set[float]:
    scale = MAGNITUDE[match.group("scale") or ""]
    if match.group("arabic"):
        values = _arabic_readings(text, match, scale)
    else:
        run = match.group("han")
        whole = chinese_value(run)
        values = {value for char in run if (value := chinese_value(char)) is not None} if whole is None or run[1:] else set()
        values |= {whole, round(whole * scale, 4)} if whole is not None else set()
    if match.group("percent") or match.group("rate"):
        values |= {round(v / 100, 6) for v in values}
    if _CLOCK.match(text, match.end()):
        values |= {v + later for v in values for later in (0.5, 12.0, 12.5)}
        values |= {30.0} if "半" in text[match.end() : match.end() + 2] else set()
    return values


def _arabic_readings(text: str, match: re.Match[str], scale: int) -> set[float]:
    digits = match.group("arabic").replace(",", "")
    printed = float(digits) if len(digits) <= LONGEST_DIGITS else 0.0
    value = round(printed * scale, 4)
    return {printed, value, add_parts(text, value, match.end())[0]}

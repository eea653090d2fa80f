"""English words of time said as Chinese ones: "the first half of last year" → 去年上半年, "two months ago" → 2个月前.

So there is one rule for what a half, a quarter or a season is (`rag.periods`), and the words need only be translated.
"""

import re
from collections.abc import Iterator
from datetime import date

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_MONTHS = "january february march april may june july august september october november december".split()
_SEASONS = {"spring": ("春天", 3), "summer": ("夏天", 6), "autumn": ("秋天", 9), "fall": ("秋天", 9), "winter": ("冬天", 12)}
_UNITS = {"year": "年", "month": "个月", "week": "周", "day": "天"}
_FESTIVALS = {"spring festival": "春节", "chinese new year": "春节", "lunar new year": "春节", "national day": "国庆", "may day": "五一"}
_SOON = {"early": "年初", "beginning": "年初", "start": "年初", "mid": "年中", "middle": "年中", "late": "年底", "end": "年底"}

_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_RELATIVE = rf"last year|this year|the year before last|{_COUNT} years? ago"
_YEAR = rf"(?P<year>(?:19|20)\d\d|{_RELATIVE})"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_NTH = r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th)"
_FORMS = re.compile(
    rf"\b(?:the )?(?:(?P<half>first|second|last|latter) half|h(?P<h>[12]))(?: of| in)?,? {_YEAR}\b"
    rf"|\b(?:the )?(?:(?P<nth>{_NTH}) quarter|q(?P<q>[1-4]))(?: of| in)?,? {_YEAR.replace('<year', '<qyear')}\b"
    rf"|\b{_YEAR.replace('<year', '<yearq')} (?:q(?P<q2>[1-4])|h(?P<h2>[12]))\b"
    rf"|\b(?:the )?(?P<soon>early|mid|late|beginning|start|middle|end)(?: of)?[ -](?:in )?{_YEAR.replace('<year', '<soonyear')}\b"
    rf"|\b(?:the )?(?P<season>{'|'.join(_SEASONS)})(?: of| in)? {_YEAR.replace('<year', '<seasonyear')}\b"
    rf"|\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?{_MONTH}(?: (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)?,?(?: of| in)?"
    rf" (?P<monthyear>{_RELATIVE})\b"
    rf"|\b(?P<festival>{'|'.join(_FESTIVALS)})(?: holidays?| week| period| break)?"
    rf"(?:(?: of| in)?,? {_YEAR.replace('<year', '<feastyear')})?\b"
    rf"|\b{_YEAR.replace('<year', '<yearfeast')}(?:'s)? (?P<festival2>{'|'.join(_FESTIVALS)})\b"
    rf"|\b(?:last|this past) (?P<last>{'|'.join([*_MONTHS, *_SEASONS])})\b|\b(?P<this>last|this) quarter\b"
    rf"|\b(?P<ago>{_COUNT}) (?P<unit>year|month|week|day)s? ago\b|\b(?P<before>the year before last|the day before yesterday)\b"
)


def said_in_chinese(text: str, as_of: date | None) -> Iterator[tuple[int, int, str]]:
    """Each of the words of time with its offsets and the Chinese for it; "last March" needs the day of asking.

    Args:
        text: the question in lower case.
        as_of: the day of asking.
    """
    for match in _FORMS.finditer(text):
        if chinese := _chinese(match, as_of):
            yield match.start(), match.end(), chinese


def _chinese(match: "re.Match[str]", as_of: date | None) -> str:
    return _part_of_year(match) or _counted_back(match, as_of)


def _part_of_year(match: "re.Match[str]") -> str:
    """A year with the part of it that is named; empty where none is."""
    if part := match["half"] or match["h"] or match["h2"]:
        return f"{_year(match['year'] or match['yearq'])}{'上' if part in {'first', '1'} else '下'}半年"
    if part := match["nth"] or match["q"] or match["q2"]:
        return f"{_year(match['qyear'] or match['yearq'])}第{'一二三四'[_number(part) - 1]}季度"
    return _season(match) or _month(match)


def _season(match: "re.Match[str]") -> str:
    if match["soon"]:
        return f"{_year(match['soonyear'])}{_SOON[match['soon']]}".replace("年年", "年")
    if match["season"]:
        return f"{_year(match['seasonyear'])}{_SEASONS[match['season']][0]}"
    return ""


def _month(match: "re.Match[str]") -> str:
    if match["month"]:
        day = match["d1"] or match["d2"]
        return f"{_year(match['monthyear'])}{_MONTHS.index(match['month']) + 1}月" + (f"{int(day)}日" if day else "")
    if feast := match["festival"] or match["festival2"]:
        year = match["feastyear"] or match["yearfeast"]
        return (_year(year) if year else "") + _FESTIVALS[feast] + "期间"
    return ""


def _counted_back(match: "re.Match[str]", as_of: date | None) -> str:
    """What counts from the day of asking alone."""
    if match["ago"]:
        return f"{_number(match['ago'])}{_UNITS[match['unit']]}前"
    if match["before"]:
        return "前年" if "year" in match["before"] else "前天"
    if match["this"]:
        return "上个季度" if match["this"] == "last" else "本季度"
    if as_of is None:
        return ""
    if match["last"] in _SEASONS:
        season, first = _SEASONS[match["last"]]
        return f"{as_of.year - (as_of.month < first + 3)}年{season}"
    month = _MONTHS.index(match["last"]) + 1
    return f"{as_of.year - (as_of.month <= month)}年{month}月"


def _year(words: str) -> str:
    if words.isdecimal():
        return f"{words}年"
    known = {"last year": "去年", "this year": "今年", "the year before last": "前年"}
    return known.get(words) or f"{_number(words.split(maxsplit=1)[0])}年前"


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]

"""Characters of a page that show nothing or are no characters: each function says, as edits, what becomes of one kind of them.

All are pure; `applied` gives the text with a function's edits, for the examples.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from index.mapped import Edit, MappedText

Find = Callable[[str], Iterable[Edit]]

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Colours and cursor moves, titles of windows, two-character escapes.
_ANSI = re.compile(r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]|\x1b\][^\x07\x1b\n]{0,256}+(?:\x07|\x1b\\)|\x1b[@-Z\\^_=>c]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef\ufffe\uffff" + "".join(f"{chr(p * 65536 + 65534)}{chr(p * 65536 + 65535)}" for p in range(1, 17)) + "]"
)
_EMOJI = "[©®‼⁉™ℹ\u2194-\u21aa\u231a-\u2bff〰〽㊗㊙\U0001f000-\U0001faff]"
_TONE = "[\ufe0f\U0001f3fb-\U0001f3ff]"
_JOINING = "[\u0590-\u08ff\u0900-\u0dff\ufb1d-\ufdff\ufe70-\ufefc]"
# Soft hyphen, zero width, direction marks, fillers, variation selectors. Kept: joiners and selectors inside emoji (family, keycap) and
# between letters of scripts that join (Persian, Hindi).
_INVISIBLE = re.compile(
    rf"(?P<keep>{_EMOJI}{_TONE}{{0,2}}(?:\u200d{_EMOJI}{_TONE}{{0,2}})+|{_EMOJI}{_TONE}{{1,2}}|[#*0-9]\ufe0f?\u20e3"
    rf"|(?<={_JOINING})[\u200c-\u200f\u061c](?={_JOINING}))"
    "|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0100-\U000e01ef]+"
)
# A message in tag characters, or in a run of variation selectors; kept: the flags of England, Scotland and Wales.
_HIDDEN = re.compile(
    "(?P<keep>\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{3,6}\U000e007f)|[\U000e0000-\U000e007f]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}"
)
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
# Vietnamese and phonetic writing put up to three marks on a letter.
_STACK = re.compile(f"(?<={_MARK}{{4}}){_MARK}+")
_BLANK = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Assigned since the Unicode version of the oldest Python supported: the planes of Chinese characters are never "unassigned" here.
_HAN_PLANES = ("\U00020000", "\U0003fffd")


def applied(find: Find, text: str) -> str:
    """A text with all edits of a function: ``applied(markdown, "**甲**") == "甲"``."""
    return MappedText.of(text).edit(find(text)).text


def line_ends(text: str) -> Iterator[Edit]:
    r"""Every kind of line end becomes a line feed.

    >>> applied(line_ends, "一\r\n二\r三\u2028四")
    '一\n二\n三\n四'
    """
    return _all(_LINE_END, text, "\n")


def terminal_escapes(text: str) -> Iterator[Edit]:
    r"""Colours and other commands to a terminal go as a whole.

    >>> applied(terminal_escapes, "\x1b[1;31m快讯\x1b[0m")
    '快讯'
    """
    return _all(_ANSI, text)


def controls(text: str) -> Iterator[Edit]:
    r"""Control characters go, NUL among them; line feed and tab stay.

    >>> applied(controls, "开\x00幕\x07\t七日")
    '开幕\t七日'
    """
    return _all(_CONTROL, text)


def lone_surrogates(text: str) -> Iterator[Edit]:
    r"""Halves of a character, which no file or database can hold, become U+FFFD.

    >>> applied(lone_surrogates, "好\ud800") == "好\ufffd"
    True
    """
    return _all(_SURROGATE, text, "\ufffd")


def noncharacters(text: str) -> Iterator[Edit]:
    r"""Code points that are no characters by definition go.

    >>> applied(noncharacters, "好\ufffe\U0001ffff")
    '好'
    """
    return _all(_NONCHARACTER, text)


def overrides(text: str) -> Iterator[Edit]:
    r"""Commands that turn the direction of writing go; Arabic and Hebrew letters turn it by themselves.

    >>> applied(overrides, "文件\u202etxt.exe\u202c")
    '文件txt.exe'
    """
    return _all(_OVERRIDE, text)


def hidden_messages(text: str) -> Iterator[Edit]:
    r"""Text in tag characters or variation selectors goes: no reader sees it, every machine does. Flags stay.

    >>> applied(hidden_messages, "好\U000e0041\U000e0042。")
    '好。'
    """
    return _all(_HIDDEN, text)


def invisible(text: str) -> Iterator[Edit]:
    r"""Zero-width characters go, and stay where they join: emoji, Persian, Hindi.

    >>> applied(invisible, "港\u200b口\u00ad开航"), len(applied(invisible, "\U0001f468\u200d\U0001f469"))
    ('港口开航', 3)
    """
    return _all(_INVISIBLE, text)


def stacked_marks(text: str) -> Iterator[Edit]:
    r"""Of more than four combining marks on one letter the first four stay.

    >>> len(applied(stacked_marks, "a" + "\u0301" * 500))
    5
    """
    return _all(_STACK, text)


def blanks(text: str) -> Iterator[Edit]:
    r"""Tabs, ideographic and other wide or narrow blanks become a space, one for one.

    >>> applied(blanks, "\u3000\u3000本报讯\t七日")
    '  本报讯 七日'
    """
    return _all(_BLANK, text, " ")


def undefined(text: str) -> list[int]:
    r"""Places of characters of private use and of code points that mean nothing yet; they are kept, for a font may show them.

    >>> undefined("朱\ue0a1基")
    [1]
    """
    odd = {char for char in set(text) if unicodedata.category(char) in {"Co", "Cn"} and not _HAN_PLANES[0] <= char <= _HAN_PLANES[1]}
    return [i for i, char in enumerate(text) if char in odd] if odd else []


def _all(pattern: re.Pattern[str], text: str, replacement: str = "") -> Iterator[Edit]:
    """Each match becomes the replacement, but for what a group ``keep`` holds."""
    return (Edit(match.start(), match.end(), replacement) for match in pattern.finditer(text) if match.lastgroup != "keep")

"""Cleaning of a decoded page: ordered, named, pure steps from text to text, each keeping the map to the page."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from index.mapped import MappedText

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Format characters that show nothing: soft hyphen, zero width, direction marks, BOM, variation selectors, tags.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BLANK = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# 關(guān), 們(men): a reading in brackets right after its character; (大), (APP) and (PK) are no readings.
_READING = re.compile(rf"(?<=[{HAN}])[(\uff08]([a-zü{_TONED}]{{1,6}})[)\uff09]")
_MARKDOWN = re.compile(r"\*{2,3}|__(?=\S)|(?<=\S)__|(?m:^[ ]{0,3}#{1,6}[ ]+|^[ ]{0,3}\|[ ]|[ ]\|[ ]*$|^[ ]{0,3}>[ ])")
_PUNCTUATION = "，。、；：！？“”‘’（）《》〈〉【】「」『』—…,;:!?()"
# Scanned columns leave blanks inside words: 素 质. Between Latin words they are real.
_STRAY_BLANK = re.compile(
    rf"(?<=[{HAN}{_PUNCTUATION}]) +(?=[{HAN}{_PUNCTUATION}0-9０-９])|(?<=[0-9０-９]) +(?=[{HAN}])"
    rf"|(?<=[{HAN}0-9A-Za-z]) +(?=[，。、；：！？”’）》])"
)
# Bytes lost inside two-byte characters leave question marks a few characters apart, half-width kana or the usual false readings.
_BROKEN = re.compile(
    "\ufffd|锟斤拷|烫烫烫|(?:[ÃÂâäåæçèé][\u0080-\u00bf]){2}|[?][^\\s?。，,、：:]{1,7}[?]|[?]{2}(?=[\u4e00-\u9fff])|[\uff66-\uff9f]"
)


def unify_line_ends(text: MappedText) -> MappedText:
    """Every kind of line end becomes a line feed."""
    return text.sub(_LINE_END, "\n")


def drop_invisible(text: MappedText) -> MappedText:
    """Without zero-width, direction, tag and other characters that show nothing."""
    return text.sub(_INVISIBLE, "")


def drop_controls(text: MappedText) -> MappedText:
    """Without control characters other than line feed and tab."""
    return text.sub(_CONTROL, "")


def unify_blanks(text: MappedText) -> MappedText:
    """Tabs, ideographic and other wide or narrow blanks become a space, one for one."""
    return text.sub(_BLANK, " ")


def drop_readings(text: MappedText) -> MappedText:
    """Without inserted pinyin: a bracketed syllable after a character that is read so, or any with a tone mark."""
    if not (spans := [m.span() for m in _READING.finditer(text.text) if _is_reading(text.text[m.start() - 1], m.group(1))]):
        return text
    parts: list[str] = []
    origin: list[int] = []
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        parts.append(text.text[at:start])
        origin += text.origin[at:start]
        at = end
    return MappedText("".join(parts), tuple(origin))


def drop_markdown(text: MappedText) -> MappedText:
    """Without the marks of Markdown emphasis, headings, quotes and one-cell tables."""
    return text.sub(_MARKDOWN, "")


STEPS: tuple[Callable[[MappedText], MappedText], ...] = (
    unify_line_ends,
    drop_invisible,
    drop_controls,
    unify_blanks,
    drop_readings,
    drop_markdown,
)


def clean(page_text: str) -> MappedText:
    """A page without what was never print: all steps of `STEPS`, in order. Glyphs, script and punctuation stay as they are."""
    text = MappedText.of(page_text)
    for step in STEPS:
        text = step(text)
    return text


def clean_record(page_text: str) -> MappedText:
    """A finished record: line ends unified and control characters dropped, nothing else."""
    return drop_controls(unify_line_ends(MappedText.of(page_text)))


def drop_stray_blanks(text: MappedText) -> MappedText:
    """Running text without blanks inside Chinese words and around Chinese punctuation. Not for headlines, where a blank parts clauses."""
    return text.sub(_STRAY_BLANK, "")


def damage(page_text: str) -> str | None:
    """A sentence about characters that were broken before the page reached us, or None. They are kept as they are."""
    found = list(_BROKEN.finditer(page_text))
    if not found:
        return None
    first = found[0]
    return f"{len(found)} broken characters (double-decoded or lost bytes), the first at offset {first.start()}: they are kept as they are"


def _is_reading(char: str, syllable: str) -> bool:
    if any(c in _TONED for c in syllable):
        return True
    return syllable.replace("ü", "v") in _readings(char)


@cache
def _readings(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    forms = pinyin(char, style=Style.NORMAL, heteronym=True)
    return frozenset(unicodedata.normalize("NFC", form) for group in forms for form in group)

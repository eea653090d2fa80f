"""What other formats and converters leave in a text: pinyin in brackets, marks of Markdown, tags and entities of HTML, stray blanks."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from index.mapped import Edit

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# 關(guān), 們(men): a reading in brackets right after its character; (大), (APP) and (PK) are no readings.
_READING = re.compile(rf"(?<=[{HAN}])[(\uff08]([a-zü{_TONED}]{{1,6}})[)\uff09]")
_MARKDOWN = re.compile(r"\*{2,3}|__(?=\S)|(?<=\S)__|(?m:^[ ]{0,3}#{1,6}[ ]+|^[ ]{0,3}\|[ ]|[ ]\|[ ]*$|^[ ]{0,3}>[ ])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCKS = "p|br|div|tr|li|ul|ol|dl|dd|dt|table|tbody|thead|h[1-6]|hr|section|article|blockquote|center"
_INLINE = "b|i|u|em|strong|font|span|a|img|td|th|small|big|sup|sub|strike|s|nobr"
# A tag with attributes has an equals sign: "x <b and c> d" is no tag.
_TAG = re.compile(
    rf"<(?P<close>/?)(?:(?P<block>{_BLOCKS})|(?:{_INLINE}))(?P<rest>(?:[\s/][^<>]{{0,600}}+)?)>|<!--[^<>]{{0,600}}+-->", re.IGNORECASE
)
_PUNCTUATION = "，。、；：！？“”‘’（）《》〈〉【】「」『』—…,;:!?()"
# Scanned columns leave blanks inside words: 素 质. Between Latin words they are real.
_STRAY_BLANK = re.compile(
    rf"(?<=[{HAN}{_PUNCTUATION}]) ++(?=[{HAN}{_PUNCTUATION}0-9０-９])|(?<=[0-9０-９]) ++(?=[{HAN}])"
    rf"|(?<=[{HAN}0-9A-Za-z]) ++(?=[，。、；：！？”’）》])"
)


def readings(text: str) -> Iterator[Edit]:
    """Inserted pinyin goes: a bracketed syllable after a character that is read so, or any with a tone mark.

    >>> applied(readings, "關(guān)於我們(men)的约翰(John)")
    '關於我們的约翰(John)'
    """
    return (Edit(m.start(), m.end(), "") for m in _READING.finditer(text) if _is_reading(text[m.start() - 1], m.group(1)))


def markdown(text: str) -> Iterator[Edit]:
    """The marks of Markdown emphasis, headings, quotes and one-cell tables go.

    >>> applied(markdown, "## 港口**开航**")
    '港口开航'
    """
    return (Edit(m.start(), m.end(), "") for m in _MARKDOWN.finditer(text))


def tags(text: str) -> Iterator[Edit]:
    r"""Tags and comments of HTML go; those that end a line become a line feed. What stands between less and greater signs stays.

    >>> applied(tags, '开幕<br/>七日<span style="x">闭幕</span>,若 a<b 且 c>d')
    '开幕\n七日闭幕,若 a<b 且 c>d'
    """
    for match in _TAG.finditer(text):
        rest = (match["rest"] or "").strip().rstrip("/")
        if not rest or "=" in rest:
            breaks = match["block"] and (match["close"] or match["block"].lower() in {"br", "hr"})
            yield Edit(match.start(), match.end(), "\n" if breaks else "")


def entities(text: str) -> Iterator[Edit]:
    r"""Entities of HTML become their characters.

    >>> applied(entities, "甲&nbsp;&amp;&#20057;&unknown;")
    '甲\xa0&乙&unknown;'
    """
    for match in _ENTITY.finditer(text):
        char = html.unescape(match.group())
        if char != match.group():
            yield Edit(match.start(), match.end(), char)


def stray_blanks(text: str) -> Iterator[Edit]:
    """Blanks inside Chinese words and around Chinese punctuation go. Not for headlines, where a blank parts clauses.

    >>> applied(stray_blanks, "共 32 棵 ,连 New York 的树 也是")
    '共32棵,连 New York 的树也是'
    """
    return (Edit(m.start(), m.end(), "") for m in _STRAY_BLANK.finditer(text))


def _is_reading(char: str, syllable: str) -> bool:
    if any(c in _TONED for c in syllable):
        return True
    return syllable.replace("ü", "v") in _readings(char)


@cache
def _readings(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    forms = pinyin(char, style=Style.NORMAL, heteronym=True)
    return frozenset(unicodedata.normalize("NFC", form) for group in forms for form in group)

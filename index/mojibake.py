"""Text that was decoded twice: what can be turned back exactly is, what cannot is named and kept.

ftfy (Apache-2.0) was tried: it turns Windows-1252 back, not GBK, and tells no places, which the map to the page needs.
"""

import re
from collections.abc import Iterator
from functools import cache

from index.mapped import Edit

_HIGH = "\u0080-\u00ffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
# ä¸­æ–‡: three signs a Chinese character, the first of them à to ï.
_LATIN_RUN = re.compile(f"[{_HIGH}]{{3,}}")
_HAN_RUN = re.compile("[\u2460-\u33ff\u3400-\u9fff\uff00-\uffef\ue000-\uf8ff€]{2,}")
# Chances in nats a character of the result: UTF-8 read as GBK gives two rare characters a common one, 8 and more apart.
_BETTER = 3.0
_LEAST = 2
_FEWEST = 4
_BROKEN = re.compile(
    "\ufffd|锟斤拷|烫烫烫|(?:[ÃÂâäåæçèé][\u0080-\u00bf]){2}|[?][^\\s?。，,、：:]{1,7}[?]|[?]{2}(?=[\u4e00-\u9fff])"
    "|(?<![\uff61-\uff9f])[\uff66-\uff9f](?![\uff61-\uff9f])"
)


def read_twice(text: str) -> Iterator[Edit]:
    r"""UTF-8 that was read as Windows-1252 or GBK is read again, where its bytes are whole and the result is far likelier as news.

    >>> applied(read_twice, "快讯:ä¸\xadæ–‡")
    '快讯:中文'
    """
    yield from sorted([*_from_latin(text), *_from_gbk(text)])


def broken(text: str) -> list[int]:
    """Places where characters were lost: U+FFFD, 锟斤拷, question marks a few characters apart, single half-width kana, UTF-8 read as GBK.

    >>> broken("会议锟斤拷开始") + broken("他说:鏉炬渤闀囨柊鍥句功棣?")
    [2, 3]
    """
    places = [match.start() for match in _BROKEN.finditer(text)]
    if (signs := _gbk_signs()).search(text):
        places += [run.start() for run in _HAN_RUN.finditer(text) if len(signs.findall(run.group())) * 3 > len(run.group()) >= _FEWEST]
    return sorted(places)


def _from_latin(text: str) -> Iterator[Edit]:
    if text.isascii():
        return
    for match in _LATIN_RUN.finditer(text):
        again = _strict(_latin_bytes(match.group()))
        if again and sum("\u2e80" <= char <= "\uffef" for char in again) >= _LEAST:
            yield Edit(match.start(), match.end(), again)


def _latin_bytes(run: str) -> bytes:
    return b"".join(bytes([ord(char)]) if "\x80" <= char <= "\x9f" else char.encode("cp1252", "replace") for char in run)


def _from_gbk(text: str) -> Iterator[Edit]:
    signs = _gbk_signs()
    if not signs.search(text):
        return
    for match in _HAN_RUN.finditer(text):
        run = match.group()
        if len(signs.findall(run)) * 4 < len(run):
            continue
        again = _strict(run.encode("gb18030", "replace"))
        if again and len(again) >= _LEAST and _gain(run, again) > _BETTER * len(again):
            yield Edit(match.start(), match.end(), again)


def _strict(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _gain(before: str, after: str) -> float:
    from index.likelihood import log_likelihoods

    old, new = log_likelihoods([before, after]).max(axis=1)
    return float(new - old)


@cache
def _gbk_signs() -> re.Pattern[str]:
    """Characters that GBK makes of the first two bytes of a Chinese character in UTF-8: 涓 鍥 鐨."""
    chars = {bytes([lead, trail]).decode("gbk", "ignore") for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0)}
    return re.compile("[" + re.escape("".join(sorted(filter(None, chars)))) + "]")

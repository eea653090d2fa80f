"""A thousand files, good and bad, of every format that is read: the same ones on every run."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from tests.documents import book, opendocument, rich_text, slides, web_archive, word, zipped

_THINGS = "凉亭 水窖 路灯 石桥 长椅 书屋 球场 药房 学校 茶园 果园 鱼塘 渡口 粮仓 车站 邮局 医院 工厂 堤坝 风车".split()
_PLACES = "柳林 河湾 石门 青溪 白塔 双桥 南坪 北岭 东川 西渡 云台 龙泉".split()
_DOINGS = "夜里也亮着灯 每月清洗一次 由各村轮流看护 老人都说方便 孩子放学就去 春天开始动工 账目贴在墙上 木料来自山里".split()


@dataclass(frozen=True)
class Made:
    """One file.

    Attributes:
        name: its path in the folder.
        data: its bytes.
        said: a phrase for each article in it that must be found in the index; none for a bad file.
        bad: the reason for which it is turned away, ``""`` for a good one.
    """

    name: str
    data: bytes
    said: tuple[str, ...] = ()
    bad: str = ""


def phrase(number: int) -> str:
    """What one article alone says."""
    return f"{_PLACES[number % 12]}县第{number}号{_THINGS[number % 20]}用工{number * 7 + 3}天"


def story(number: int) -> str:
    """An article of its own, unlike any other."""
    first, second = _DOINGS[number % 8], _DOINGS[(number * 3 + 1) % 8]
    told = f"管事的人说，这处{_THINGS[number % 20]}{first}，{second}，{number + 40}户人家都出了力。"
    return f"{phrase(number)}，比去年多{number % 9 + 1}成。{told}"


def title(number: int) -> str:
    """Its headline."""
    return f"{_PLACES[number % 12]}县修成{_THINGS[number % 20]}{number}"


def _page(number: int) -> str:
    return f"<html><head><title>{title(number)}</title></head><body><h1>{title(number)}</h1><p>{story(number)}</p></body></html>"


def _entry(number: int) -> str:
    return f"<item><guid>{number}</guid><title>{title(number)}</title><description>{story(number)}</description></item>"


def _row(number: int) -> dict[str, str]:
    return {"doc_id": str(number), "title": title(number), "text": story(number)}


def _text(number: int) -> str:
    return f"{title(number)}\n\n{story(number)}\n"


_COMMON: tuple[tuple[str, Callable[[int], bytes]], ...] = (
    (".txt", lambda n: _text(n).encode()),
    (".gb.txt", lambda n: (_text(n) * 2).encode("gb18030")),
    (".md", lambda n: f"---\ntitle: {title(n)}\n---\n{story(n)}\n".encode()),
    (".html", lambda n: _page(n).encode()),
    (".gbk.htm", lambda n: _page(n).replace("<head>", "<head><meta charset=gbk>").encode("gbk")),
    (".mht", lambda n: web_archive(_page(n))),
    (".json", lambda n: json.dumps([_row(n)], ensure_ascii=False).encode()),
    (".jsonl", lambda n: json.dumps(_row(n)).encode()),
    (".csv", lambda n: f"标题,正文\n{title(n)},{story(n)}\n".encode()),
    (".tsv", lambda n: f"标题\t正文\n{title(n)}\t{story(n)}\n".encode()),
    (".rss", lambda n: f"<rss version='2.0'><channel><title>网</title>{_entry(n)}</channel></rss>".encode()),
    (".zip", lambda n: zipped({f"页/{n}.txt": _text(n)})),
)
# Each costs a process of its own, so there are few of them.
_DEAR: tuple[tuple[str, Callable[[int], bytes]], ...] = (
    (".docx", lambda n: word(title(n), story(n))),
    (".odt", lambda n: opendocument(title(n), story(n))),
    (".pptx", lambda n: slides(title(n), story(n))),
    (".epub", lambda n: book("周刊", f"<h1>{title(n)}</h1><p>{story(n)}</p>")),
    (".rtf", lambda n: rich_text(story(n))),
)
_BAD: tuple[tuple[str, str, Callable[[int], bytes]], ...] = (
    (".txt", "empty", lambda _: b""),
    (".blank.md", "empty", lambda _: "\u3000 \n\u200b".encode()),
    (".png.txt", "not_text", lambda n: b"\x89PNG\r\n\x1a\n" + bytes([n % 256]) * 50),
    (".elf", "unsupported", lambda n: b"\x7fELF\x02\x01" + bytes([n % 256]) * 50),
    (".docx.txt", "not_text", lambda n: zipped({"word/document.xml": str(n)})),
    (".noise.txt", "not_text", lambda n: bytes((n * 7919 + i * i * 31 + (i >> 3) * 17) % 256 for i in range(600))),
    (".html", "empty", lambda n: f"<html><body><div hidden>{n}</div></body></html>".encode()),
    (".deep.html", "unsafe", lambda n: b"<div>" * (3_000 + n)),
    (".json", "bad_record", lambda n: f'[{{"title": "{n}", "text": "b"}},]'.encode()),
    (".jsonl", "bad_record", lambda n: f'{{"doc_id": "{n}", \n'.encode()),
    (".csv", "bad_record", lambda n: f"a,b\n{n},2\n".encode()),
    (".xml", "unsafe", lambda n: f'<!DOCTYPE r [<!ENTITY a "{n}">]><rss>&a;</rss>'.encode()),
    (".page.xml", "unsupported", lambda n: f"<data>{n}</data>".encode()),
    (".cut.zip", "damaged", lambda n: zipped({"a.txt": story(n)})[:-30]),
    (".up.zip", "unsafe", lambda n: zipped({f"../{n}.txt": "x"})),
    (".cut.docx", "damaged", lambda n: zipped({"word/document.xml": story(n)})[:-30]),
    (".up.epub", "unsafe", lambda n: zipped({"mimetype": "application/epub+zip", f"../{n}": "x"})),
    (".doc", "unsupported", lambda n: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes([n % 256]) * 100),
    (".caj", "unsupported", lambda n: b"CAJ" + bytes([n % 256]) * 100),
    (".xlsx", "unsupported", lambda n: zipped({"xl/workbook.xml": str(n)})),
    (".mht", "damaged", lambda n: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n" + str(n).encode()),
    (".jsonl.gz", "damaged", lambda n: b"\x1f\x8b\x08\x00" + bytes([n % 256]) * 20),
)


def thousand() -> list[Made]:
    """300 bad files among 700 good ones."""
    return [*islice(_good(), 700), *islice(_bad(), 300)]


def _good() -> Iterator[Made]:
    number = 0
    for suffix, make in _DEAR:
        for _ in range(3):
            number += 1
            yield Made(f"{number % 10}/good-{number:04}{suffix}", make(number), (phrase(number),))
    while True:
        suffix, make = _COMMON[number % len(_COMMON)]
        number += 1
        yield Made(f"{number % 10}/good-{number:04}{suffix}", make(number), (phrase(number),))


def _bad() -> Iterator[Made]:
    number = 0
    while True:
        suffix, reason, make = _BAD[number % len(_BAD)]
        number += 1
        yield Made(f"{number % 10}/bad-{number:04}{suffix}", make(number), bad=reason)

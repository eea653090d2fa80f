"""What a file really is, by its content; a name is a hint only."""

import re
import struct
from dataclasses import dataclass

from index.magic import binary_kind
from index.readers.feeds import is_feed

_HEAD = 4_096
_LARGEST_DIRECTORY = 2**21
_SUFFIX = {
    "a PNG image": ".png",
    "a JPEG image": ".jpg",
    "a GIF image": ".gif",
    "a PDF document": ".pdf",
    "gzip-compressed": ".gz",
    "an old Office document": ".doc",
    "an RTF document": ".rtf",
    "a ZIP archive": ".zip",
}
# What the directory of an archive names, or the file that stands first in it, says what kind of document it is.
_INSIDE = (
    (b"word/document", ".docx", "a Word document"),
    (b"ppt/presentation.xml", ".pptx", "a PowerPoint file"),
    (b"xl/workbook", ".xlsx", "an Excel workbook"),
    (b"META-INF/container.xml", ".epub", "an EPUB book"),
)
_FIRST = ((b"application/vnd.oasis.opendocument.text", ".odt", "an OpenDocument text"), (b"application/epub+zip", ".epub", "an EPUB book"))
_HTML = re.compile(r"\s*(?:<\?xml[^<>]*\?>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MHTML = re.compile(r"(?im)^(?:from: <saved by|mime-version:).*$")
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What the content says.

    Attributes:
        suffix: the usual one of the format, such as ``.pdf``; empty for plain text and for what is not known.
        phrase: for messages: ``a PDF document``.
        binary: True when it is no text.
    """

    suffix: str = ""
    phrase: str = "plain text"
    binary: bool = False


def sniff(data: bytes) -> Sniffed:
    """What a file's content says it is."""
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if picture := _picture(data):
        return picture
    if phrase := binary_kind(data):
        return Sniffed(_SUFFIX.get(phrase, ""), phrase, binary=phrase != "an RTF document")
    if b"%PDF-" in data[:1_024] and data[:64].lstrip()[:1] != b"<":  # some writers put a line before the mark
        return Sniffed(".pdf", "a PDF document", binary=True)
    return _text(_head(data))


def _picture(data: bytes) -> Sniffed | None:
    """Pictures whose first bytes alone are too little evidence, or stand for several formats."""
    if data[:4] in {b"II*\x00", b"MM\x00*"}:
        return Sniffed(".tif", "a TIFF image", binary=True)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Sniffed(".webp", "a WebP image", binary=True)
    if data[:2] == b"BM" and data[6:10] == bytes(4):
        return Sniffed(".bmp", "a BMP image", binary=True)
    return None


def _text(head: str) -> Sniffed:
    if _HTML.match(head):
        return Sniffed(".html", "a web page")
    if head.lstrip().startswith("<") and is_feed(head):
        return Sniffed(".rss", "a news feed")
    if _MHTML.match(head) and re.search(r"(?i)^content-type:\s*multipart/related", head, re.MULTILINE):
        return Sniffed(".mhtml", "a saved web page")
    return Sniffed()


def has_tags(data: bytes) -> bool:
    """True when there is markup anywhere in a text."""
    return bool(_TAG.search(data.decode("latin-1") if data.count(0) < len(data) // 10 else _head(data)))


def _head(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data[:_HEAD].decode("utf-16", "replace")
    return data[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _archive(data: bytes) -> Sniffed:
    for mark, suffix, phrase in _FIRST:
        if mark in data[:200]:
            return Sniffed(suffix, phrase, binary=True)
    end = data.rfind(b"PK\x05\x06", max(len(data) - 66_000, 0))
    size, at = struct.unpack_from("<II", data, end + 12) if 0 <= end <= len(data) - 22 else (0, 0)
    directory = data[at : at + min(size, _LARGEST_DIRECTORY)]
    for mark, suffix, phrase in _INSIDE:
        if re.search(rb"PK\x01\x02.{42}" + re.escape(mark), directory, re.DOTALL):
            return Sniffed(suffix, phrase, binary=True)
    return Sniffed(".zip", "a ZIP archive", binary=True)

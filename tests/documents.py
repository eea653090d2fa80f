"""Documents of every format, made in memory, deterministic, with the text that must come out of them."""

import io
import zipfile
from collections.abc import Mapping

from docx import Document
from docx.document import Document as Word

_BOOK = "urn:oasis:names:tc:opendocument:xmlns:container"
_CONTAINER = f'<container xmlns="{_BOOK}"><rootfiles><rootfile full-path="book/book.opf"/></rootfiles></container>'
_ODT = "application/vnd.oasis.opendocument.text"
_NAMES = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
_DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive; a member ``mimetype`` is stored, as formats ask."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    return made.getvalue()


def word(title: str, *paragraphs: str) -> bytes:
    """A Word document: a heading, when there is one, and paragraphs."""
    document = Document()
    if title:
        document.add_heading(title, 1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: Word) -> bytes:
    """The bytes of a Word document."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def opendocument(*paragraphs: str) -> bytes:
    """An OpenDocument text."""
    text = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    content = f"<office:document-content {_NAMES}><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": _ODT, "content.xml": content})


def slides(*texts: str) -> bytes:
    """A presentation of one slide a text."""
    made: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}
    for number, text in enumerate(texts, 1):
        made[f"ppt/slides/slide{number}.xml"] = f"<p {_DRAWING}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p>"
    return zipped(made)


def book(title: str, *chapters: str) -> bytes:
    """An EPUB book of XHTML chapters."""
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    about = f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:date>2031-05-06</dc:date></metadata>'
    package = f'<package xmlns="http://www.idpf.org/2007/opf">{about}<manifest>{items}</manifest><spine>{spine}</spine></package>'
    pages = {f"book/c{n}.xhtml": f"<html><body>{chapter}</body></html>" for n, chapter in enumerate(chapters)}
    return zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER, "book/book.opf": package, **pages})


def rich_text(text: str) -> bytes:
    """Rich text, in GBK as Chinese Windows writes it."""
    escaped = "".join(char if char.isascii() else "".join(f"\\'{byte:02x}" for byte in char.encode("gbk")) for char in text)
    return f"{{\\rtf1\\ansi\\ansicpg936 {escaped}\\par}}".encode("ascii")


def web_archive(page: str) -> bytes:
    """A web page saved as one file."""
    import base64

    body = base64.encodebytes(page.encode()).decode()
    return (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
        f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--B--\r\n"
    ).encode()

"""EPUB books: the chapters in reading order, as web pages that the reader of web pages takes on.

The library for it, ebooklib, is AGPL; what is needed of the format is its table of files and the order of its spine.
"""

import base64
import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from index.parsers.archive import open_archive
from index.parsers.markup import parse_xml
from index.parsers.refusal import Refusal

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


def parse_epub(data: bytes) -> Iterator[dict[str, Any]]:
    """Rows: ``{"about": {"title", "date", "creator"}}``, then ``{"name", "page"}`` for each chapter, its bytes in base 64.

    Raises:
        Refusal: the archive breaks a limit, is encrypted, or has no table of files.
    """
    archive = open_archive(data)
    encryption = archive.named("META-INF/encryption.xml")
    container = archive.named("META-INF/container.xml")
    if container is None:
        raise Refusal("damaged", "there is no META-INF/container.xml inside: no EPUB book, or a broken one")
    root_file = next((each.get("full-path", "") for each in parse_xml(container, "container.xml").iter(f"{_CONTAINER}rootfile")), "")
    package = archive.named(root_file)
    if package is None:
        raise Refusal("damaged", f"the book's table of files {root_file!r} is missing; make the book again")
    opf = parse_xml(package, root_file)
    yield {"about": {name: (opf.findtext(f".//{_DC}{name}") or "").strip() for name in ("title", "date", "creator")}}
    items = {item.get("id", ""): item for item in opf.iter(f"{_OPF}item") if item.get("media-type") in _PAGES}
    for reference in opf.iter(f"{_OPF}itemref"):
        item = items.pop(reference.get("idref", ""), None)  # a chapter is read once, however often it is named
        if item is None:
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(root_file), unquote(item.get("href", ""))))
        if encryption and name.encode() in encryption:
            raise Refusal("encrypted", f"the chapter {name!r} is locked by its seller; nothing was read")
        page = archive.named(name)
        if page is not None:
            yield {"name": name, "page": base64.b64encode(page).decode("ascii")}

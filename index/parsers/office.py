"""OpenDocument texts and slides: plain XML in an archive, read without a library because none that is kept reads both."""

import re
from collections.abc import Iterator
from typing import Any

from index.parsers.archive import Archive, open_archive
from index.parsers.markup import parse_xml
from index.parsers.refusal import Refusal

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LINES = (f"{_TEXT}p", f"{_TEXT}h")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_SKIPPED = frozenset({f"{_TEXT}tracked-changes", f"{_TEXT}hidden-text", f"{_TEXT}note-citation", f"{_TEXT}sequence-decls"})
_LONGEST_SPACE = 100


def parse_opendocument(data: bytes) -> Iterator[dict[str, Any]]:
    """Rows ``{"text", "level"}``: one a paragraph, heading or row of a table.

    Raises:
        Refusal: the archive breaks a limit, is encrypted, or holds no text document.
    """
    archive = open_archive(data)
    manifest = archive.named("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Refusal("encrypted", "the document opens with a password only; save it without one")
    waiting = [parse_xml(_needed(archive, "content.xml"), "content.xml")]
    while waiting:
        element = waiting.pop()
        if element.tag in _LINES:
            level = element.get(f"{_TEXT}outline-level", "1") if element.tag == f"{_TEXT}h" else "0"
            if text := _line(element):
                yield {"text": text, "level": int(level) if level.isdigit() else 1}
        elif element.tag == f"{_TABLE}table-row":
            cells = [" ".join(filter(None, map(_line, cell.iter(*_LINES)))) for cell in element.iter(f"{_TABLE}table-cell")]
            if any(cells):
                yield {"text": " | ".join(filter(None, cells)), "level": 0}
        elif element.tag not in _SKIPPED:
            waiting.extend(reversed(list(element)))


def parse_slides(data: bytes) -> Iterator[dict[str, Any]]:
    """Rows ``{"text", "level"}``: the paragraphs of each slide in order, the first of several as a heading.

    Raises:
        Refusal: the archive breaks a limit, or a slide is broken.
    """
    archive = open_archive(data)
    slides = sorted((int(match[1]), member) for member in archive.members if (match := _SLIDE.fullmatch(member.filename)))
    for _, member in slides:
        slide = parse_xml(archive.read(member), member.filename)
        lines = ["".join(run.text or "" for run in paragraph.iter(f"{_DRAWING}t")).strip() for paragraph in slide.iter(f"{_DRAWING}p")]
        texts = [line for line in lines if line]
        yield from ({"text": text, "level": 2 if at == 0 and len(texts) > 1 else 0} for at, text in enumerate(texts))


def _needed(archive: Archive, name: str) -> bytes:
    found = archive.named(name)
    if found is None:
        raise Refusal("damaged", f"there is no {name} inside; open the document and save it anew")
    return found


def _line(element: Any) -> str:
    parts: list[str] = []
    waiting = [(element, True)]
    while waiting:
        each, opening = waiting.pop()
        if not opening:
            parts.append(each.tail or "")
            continue
        if each is not element:
            waiting.append((each, False))
        if each.tag in _SKIPPED:
            continue
        if each.tag == f"{_TEXT}s":
            count = each.get(f"{_TEXT}c", "1")
            parts.append(" " * min(int(count) if count.isdigit() else 1, _LONGEST_SPACE))
        elif each.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            parts.append(" ")
        else:
            parts.append(each.text or "")
            waiting.extend((child, True) for child in reversed(list(each)))
    return "".join(parts).strip()

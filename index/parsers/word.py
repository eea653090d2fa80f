"""Word documents: paragraphs and tables in their order, headings told by their styles, hidden and deleted text left out."""

import io
import re
from collections.abc import Iterator
from typing import Any

from index.parsers.archive import open_archive
from index.parsers.refusal import Refusal

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What a deletion took out, and the codes of fields, are no text.
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", _FALLBACK})
_HEADING = re.compile(r"(?i)(?:heading|标题|標題)\s*([1-9])$")
_TITLE = re.compile(r"(?i)title$|标题$|標題$")


def parse_word(data: bytes) -> Iterator[dict[str, Any]]:
    """Rows ``{"text", "level"}``: one a paragraph or a row of a table, level 0 for running text; the last says what was left out.

    Raises:
        Refusal: the archive breaks a limit, or there is no document in it.
    """
    archive = open_archive(data)
    if not any(each.filename.startswith("word/document") for each in archive.members):
        raise Refusal("damaged", "there is no Word document inside; open it and save it anew")
    for member in archive.members:
        if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(member)[:4_096].upper():
            raise Refusal("unsafe", f"{member.filename} declares a document type, the way of entity bombs; nothing was read")
    from docx import Document

    document = Document(io.BytesIO(data))
    levels = {style.style_id: _level(style.name or "") for style in document.styles}
    hidden = [0]
    yield from _blocks(document.element.body, levels, hidden)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            yield from _notes(relation.target_part.blob, hidden)
    yield {"hidden": hidden[0]}


def _notes(blob: bytes, hidden: list[int]) -> Iterator[dict[str, Any]]:
    from index.parsers.markup import parse_xml

    for note in parse_xml(blob, "the footnotes"):
        if note.get(f"{_W}type") is None:  # separators have one
            text = " ".join(filter(None, (_text(paragraph, hidden) for paragraph in note.iter(f"{_W}p"))))
            if text:
                yield {"text": text, "level": 0}


def _level(style: str) -> int:
    if match := _HEADING.search(style):
        return int(match[1])
    return 1 if _TITLE.match(style) else 0


def _blocks(body: Any, levels: dict[str, int], hidden: list[int]) -> Iterator[dict[str, Any]]:
    """Paragraphs and rows, controls and text boxes opened on the way; a stack, because boxes stand in boxes."""
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}p":
            style = element.find(f"{_W}pPr/{_W}pStyle")
            if text := _text(element, hidden):
                yield {"text": text, "level": levels.get(style.get(f"{_W}val"), 0) if style is not None else 0}
            waiting.extend(reversed([box for box in element.iter(f"{_W}txbxContent") if not _stands_under(box, _FALLBACK, element)]))
        elif element.tag == f"{_W}tr":
            cells = [" ".join(filter(None, (_text(p, hidden) for p in cell.iter(f"{_W}p")))) for cell in element.iter(f"{_W}tc")]
            if any(cells):
                yield {"text": " | ".join(cell for cell in cells if cell), "level": 0}
        elif element.tag not in _SKIPPED:
            waiting.extend(reversed(list(element)))


def _stands_under(element: Any, tag: str, top: Any) -> bool:
    return any(above.tag == tag for above in element.iterancestors() if above is not top)


def _text(paragraph: Any, hidden: list[int]) -> str:
    parts: list[str] = []
    waiting = list(reversed(list(paragraph)))
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIPPED or element.tag == f"{_W}txbxContent":
            continue
        if element.tag == f"{_W}r" and _is_hidden(element):
            hidden[0] += sum(len(text.text or "") for text in element.iter(f"{_W}t"))
        elif element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"} and element.getparent().tag == f"{_W}r":
            parts.append(" ")
        else:
            waiting.extend(reversed(list(element)))
    return "".join(parts).strip()


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in {"0", "false", "off"}

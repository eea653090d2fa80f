"""Plain text and Markdown."""

import re
from collections.abc import Iterator

from index.decode import decode_bytes
from index.findings import Rejected, Warned, WarningKind
from index.readers.base import Read
from index.schema import Page

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
# !!python/object, &anchor, *alias: instructions to a YAML reader, which this is not.
_TAGGED = re.compile(r"(?m)^[ \t]*(?:[\w-]+:|-)[ \t]+([!&*]\S{1,40})")
_FRONT_LINE = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*")


def read_text(data: bytes, source: str) -> Iterator[Read]:
    """Plain text in whatever encoding."""
    decoded = decode_bytes(data, source=source)
    yield decoded if isinstance(decoded, Rejected) else Page(source, decoded.text, "text/plain", warnings=decoded.warnings)


def read_markdown(data: bytes, source: str) -> Iterator[Read]:
    """Markdown; its front matter becomes the page's record."""
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    text, record, warnings = decoded.text, {}, decoded.warnings
    if match := _FRONT.match(text):
        # Blank out rather than cut, so that offsets still point into the file.
        text = re.sub(r"[^\n]", " ", match.group()) + text[match.end() :]
        record = _front_matter(match.group(1))
        if tagged := _TAGGED.findall(match.group(1)):
            note = (
                f"{len(tagged)} lines of its front matter hold YAML tags, anchors or aliases, first {tagged[0]!r}: they are taken as text"
            )
            warnings = (*warnings, Warned(WarningKind.PART, note))
    yield Page(source, text, "text/markdown", record, warnings=warnings)


def _front_matter(block: str) -> dict[str, str]:
    """``key: value`` lines, as text; nested values, tags and aliases of YAML mean nothing here."""
    fields: dict[str, str] = {}
    for line in block.splitlines():
        if match := _FRONT_LINE.fullmatch(line):
            value = match.group(2)
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            fields[match.group(1).lower()] = value[1:-1] if quoted else value
    return fields

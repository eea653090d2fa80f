"""Bytes and a name → the reader that is asked: the content decides, and where it contradicts the name a warning says so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from index.decode import decode_bytes
from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.readers.archive import read_archive
from index.readers.base import Read, Reader
from index.readers.html import read_html
from index.readers.sniff import Sniffed, has_tags, sniff
from index.readers.table import ADVICE, ARCHIVE, READERS, TEXTUAL, known_suffixes, suffix_of
from index.readers.text import read_text
from index.schema import Page

# Documents about the collection, by the old custom of naming them in capitals: README.md, LICENSES.md, CHANGELOG.md, NOTES.md.
_PASSED_OVER = re.compile(r"(?i:readme(\..*)?|licen[cs]es?(\..*)?|questions\.jsonl(\.gz)?)|[A-Z][A-Z0-9_-]+\.md")
_NESTED = "an archive inside an archive is not opened; unpack it"
# Names of one format: what is found under either is no surprise.
_SAME = (
    {".html", ".htm", ".xhtml"},
    {".mhtml", ".mht"},
    {".rss", ".atom", ".xml"},
    {".jpg", ".jpeg"},
    {".jsonl.gz", ".gz"},
    {".tif", ".tiff"},
)


def is_passed_over(name: str) -> bool:
    """True for files that lie in a collection and are no news: README.md, LICENSE, questions.jsonl, hidden files."""
    return name.startswith(".") or bool(_PASSED_OVER.fullmatch(name))


def read_data(data: bytes, source: str, *, suffix: str = "", nested: bool = False) -> Iterator[Read]:
    """The pages of a file.

    Args:
        data: all of it.
        source: its name.
        suffix: what stands for the suffix of the name, when that is known from elsewhere.
        nested: it lies in an archive already.
    """
    named, found = suffix or suffix_of(source), sniff(data)
    if found.suffix and _is_same(named, found.suffix):
        yield from _read(data, source, named, nested)
    elif found.binary:
        yield from _binary(data, source, named, found, nested)
    elif found.suffix:  # a web page, a feed or rich text under another name
        yield from _instead(READERS[found.suffix], data, source, named, found.phrase)
    else:
        yield from _plain(data, source, named)


def _read(data: bytes, source: str, suffix: str, nested: bool) -> Iterator[Read]:
    if suffix != ARCHIVE:
        yield from READERS[suffix](data, source)
    elif nested:
        yield Rejected(source, RejectReason.UNSAFE, _NESTED)
    else:
        yield from read_archive(data, source, read=partial(read_data, nested=True), passed_over=is_passed_over)


def _is_same(named: str, found: str) -> bool:
    return (named in READERS or named == ARCHIVE) and (named == found or any({named, found} <= names for names in _SAME))


def _binary(data: bytes, source: str, named: str, found: Sniffed, nested: bool) -> Iterator[Read]:
    known = found.suffix in READERS or found.suffix == ARCHIVE
    if named in TEXTUAL:
        advice = f"rename it to end in {found.suffix}" if known else "convert it to text first"
        yield Rejected(source, RejectReason.NOT_TEXT, f"the file is {found.phrase}, not text; {advice}")
    elif known:
        yield from _instead(partial(_read, suffix=found.suffix, nested=nested), data, source, named, found.phrase)
    elif named in ADVICE or (found.suffix in ADVICE and named not in READERS):
        advice = ADVICE.get(named) or ADVICE[found.suffix]
        yield Rejected(source, RejectReason.UNSUPPORTED, f"{named or found.suffix} files cannot be read; {advice}")
    elif named in READERS:
        yield Rejected(source, RejectReason.NOT_TEXT, f"the file is {found.phrase}, not what its name says; rename or convert it")
    else:
        yield _unsupported(source, named, found.phrase)


def _instead(reader: Reader, data: bytes, source: str, named: str, phrase: str) -> Iterator[Read]:
    """Read as what it is, with a warning on the first page that its name says something else."""
    says = f"its name ends in {named}" if named else "its name says nothing"
    warned = (Warned(WarningKind.TYPE, f"{says}, the file is {phrase}; it was read as such"),) if named else ()
    for read in reader(data, source):
        if isinstance(read, Page) and warned:
            yield replace(read, warnings=(*warned, *read.warnings))
            warned = ()
        else:
            yield read


def _plain(data: bytes, source: str, named: str) -> Iterator[Read]:
    """Content without a mark of its own: text, or damaged."""
    if named in READERS and (named in TEXTUAL or named in _SAME[2]):
        yield from READERS[named](data, source)
    elif named in _SAME[0]:
        reader = read_html if not data.strip() or has_tags(data) else None
        yield from reader(data, source) if reader else _instead(read_text, data, source, named, "plain text")
    elif named in READERS or named == ARCHIVE:
        yield from _not_as_named(data, source, named)
    elif named in ADVICE:
        yield Rejected(source, RejectReason.UNSUPPORTED, f"{named} files cannot be read; {ADVICE[named]}")
    elif named:
        yield _unsupported(source, named, "")
    else:
        yield from read_text(data, source)


def _not_as_named(data: bytes, source: str, named: str) -> Iterator[Read]:
    """A document without its mark: plain text that was renamed is read, anything else is damaged."""
    if not data:
        yield Rejected(source, RejectReason.EMPTY, "the file holds nothing; nothing to index")
    elif isinstance(decode_bytes(data, source=source), Rejected):
        detail = f"it does not begin as a {named} file does: damaged, or something else; open it and save it anew"
        yield Rejected(source, RejectReason.DAMAGED, detail)
    else:
        yield from _instead(read_text, data, source, named, "plain text")


def _unsupported(source: str, named: str, phrase: str) -> Rejected:
    kind = f"files of type {named}" if named else "such files"
    seen = f" (the file is {phrase})" if phrase else ""
    known = ", ".join(known_suffixes())
    return Rejected(source, RejectReason.UNSUPPORTED, f"{kind} cannot be read{seen}; save it as text, or as one of: {known}")

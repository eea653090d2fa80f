"""Tables of articles: comma- or tab-separated, one row an article, columns told by their names."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from index.decode import decode_bytes
from index.findings import Rejected, RejectReason
from index.readers.base import Read, Reader
from index.readers.fields import QUESTIONS, Parts, field_of, finished_page, is_question, record_of
from index.readers.records import told
from index.schema import Page

_LONGEST_FIELD = 10 * 2**20
# A quote that is never closed makes the reader run to the end and come back; more of them than this and the rest is left.
_MOST_RETURNS = 50
_SEPARATORS = (",", "\t", ";", "|", "，")
_MOST_SHOWN = 12


def _read_table(data: bytes, source: str, *, separators: Sequence[str]) -> Iterator[Read]:
    decoded = decode_bytes(data, source=source)
    if isinstance(decoded, Rejected):
        yield decoded
        return
    lines = decoded.text.splitlines(keepends=True)
    head = next((at for at, line in enumerate(lines) if line.strip()), None)
    if head is None:
        yield Rejected(source, RejectReason.EMPTY, "the table holds nothing; nothing to index")
        return
    separator = max(separators, key=lines[head].count)
    names = next(csv.reader([lines[head]], delimiter=separator))
    if is_question(dict.fromkeys(names, "x")):
        yield Rejected(source, RejectReason.UNSUPPORTED, QUESTIONS)
        return
    if "text" not in {field_of(name) for name in names}:
        shown = ", ".join(names[:_MOST_SHOWN])
        detail = f"no column is named text, content, 正文 or 内容; its {len(names)} columns begin: {shown}; name the one with the text"
        yield Rejected(source, RejectReason.BAD_RECORD, detail)
        return
    parts = Parts()
    rows = _rows(lines, head + 1, separator, parts)
    yield from told(_pages(rows, names, source, parts), parts, source, decoded.warnings)


read_csv: Reader = partial(_read_table, separators=_SEPARATORS)
read_tsv: Reader = partial(_read_table, separators=("\t",))


def _pages(rows: Iterable[tuple[int, list[str]]], names: Sequence[str], source: str, parts: Parts) -> Iterator[Page]:
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(names):
            parts.add(f"the row at line {number} has {len(row)} cells, the table {len(names)} columns")
            if len(row) > len(names):
                continue
        record = record_of(dict(zip(names, row, strict=False)))
        if "text" not in record:
            parts.add(f"the row at line {number} has no text")
            continue
        yield finished_page(record, source, f"line-{number}", "text/csv")


def _rows(lines: Sequence[str], at: int, separator: str, parts: Parts) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line they begin on; a row whose quotes are not closed costs its first line, and reading goes on below."""
    csv.field_size_limit(_LONGEST_FIELD)
    for _ in range(_MOST_RETURNS):
        begin = at
        reader = csv.reader(iter(lines[at:]), delimiter=separator, strict=True)
        try:
            for row in reader:
                yield begin + 1, row
                begin = at + reader.line_num
        except csv.Error as error:
            parts.add(f"the row at line {begin + 1} has quotes that are not closed or stand wrong ({error})")
            at = begin + 1
        else:
            return
    parts.add(f"lines {at + 1} to {len(lines)} were not read: too many rows with wrong quotes")

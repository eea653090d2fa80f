"""Finding figures over the whole collection by what they count, where, and for when.

Each counted phrase is kept under its pairs of Chinese characters and its Latin words; a word is looked up by its last one, where a
Chinese noun has its head, and the few phrases found are read. So a word is found wherever a tokeniser would have cut it.
"""

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from index import rows
from index.regions import place_key
from index.schema import Filter
from index.store_contract import FigureQuery
from index.text import fold

SCHEMA = "CREATE TABLE counted (part TEXT NOT NULL, figure INTEGER NOT NULL, PRIMARY KEY (part, figure)) WITHOUT ROWID;\n"
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
# 2018 and 2018-09 end after all their days.
_AFTER_ITS_DAYS = "-99"
_STATED = "coalesce(figure.as_of, article.published)"


def parts_of(phrase: str) -> Iterator[str]:
    """Under what a folded phrase is kept: its pairs of Chinese characters, the last character of each run, its Latin words."""
    for match in _RUN.finditer(phrase):
        run = match.group()
        if "\u3400" <= run[0] <= "\u9fff":
            yield from (run[at : at + 2] for at in range(len(run) - 1))
            yield run[-1]
        else:
            yield run


def write_counted(database: sqlite3.Connection) -> None:
    """Fill the table of counted phrases from the figures of a generation."""
    found = database.execute('SELECT rowid, "of" FROM figure WHERE "of" <> \'\'')
    # In the order of the key, which the table is written in a third of the time of any other.
    rows.insert(database, "counted", "part, figure", sorted({(part, row) for row, phrase in found for part in parts_of(phrase)}))


def figures_sql(query: FigureQuery) -> tuple[str, list[Any]]:
    """The SELECT of the figures wanted and its parameters; no value of the query becomes part of the SQL text."""
    found = [*_by_words(query), *_by_measure(query), *_by_place_and_time(query)]
    if query.filter != Filter():
        condition, given = rows.where(query.filter)
        found.append((f"figure.article IN (SELECT id FROM article WHERE {condition})", given))  # noqa: S608
    chosen = " AND ".join(clause for clause, _ in found) or "1"
    order = "article.published IS NULL, article.published DESC, figure.article, figure.start"
    joined = "SELECT figure.* FROM figure JOIN article ON article.id = figure.article"
    return f"{joined} WHERE {chosen} ORDER BY {order} LIMIT ?", [*(value for _, given in found for value in given), query.limit]


_Clause = tuple[str, list[Any]]


def _by_words(query: FigureQuery) -> Iterator[_Clause]:
    for group in query.of:
        yield _any_form(group, ends=False)
    if query.head:
        yield _any_form(query.head, ends=True)


def _by_measure(query: FigureQuery) -> Iterator[_Clause]:
    for column, wanted in (("kind", [kind.value for kind in query.kinds]), ("unit", [fold(unit) for unit in query.units])):
        if wanted:
            yield f"figure.{column} IN ({','.join('?' * len(wanted))})", list(wanted)


def _by_place_and_time(query: FigureQuery) -> Iterator[_Clause]:
    if query.place is not None:
        yield "(instr(figure.place_key, ?) > 0 OR instr(figure.place_key, ?) > 0)", [rows.key_of(query.place), place_key(query.place)]
    if query.organisation is not None:
        yield "instr(figure.organisation, ?) > 0", [fold(query.organisation)]
    if query.stated_from:
        yield f"{_STATED} || '{_AFTER_ITS_DAYS}' >= ?", [query.stated_from.isoformat()]
    if query.stated_to:
        yield f"{_STATED} <= ?", [query.stated_to.isoformat()]


def _any_form(forms: tuple[str, ...], *, ends: bool) -> _Clause:
    """Figures whose counted phrase holds one of the forms, or ends with one."""
    clauses: list[str] = []
    values: list[Any] = []
    for form in (fold(form).strip() for form in forms):
        parts = list(parts_of(form))
        if not parts:
            continue
        last = parts[-2] if len(parts) > 1 and len(parts[-1]) == 1 else parts[-1]
        stands = 'substr(figure."of", -length(?)) = ?' if ends else 'instr(figure."of", ?) > 0'
        clauses.append(f"(figure.rowid IN (SELECT figure FROM counted WHERE part = ?) AND {stands})")  # noqa: S608
        values += [last, form, form] if ends else [last, form]
    return f"({' OR '.join(clauses)})" if clauses else "0", values

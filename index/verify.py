"""Checks of what a generation says, beyond that its bytes are the ones that were written."""

import sqlite3

import numpy as np

from index.dense import DenseArm

_SHOWN = 20
_STRAY = (
    ("chunk", "SELECT id FROM chunk WHERE article NOT IN (SELECT id FROM article)", "belongs to no article"),
    ("figure of article", "SELECT DISTINCT article FROM figure WHERE article NOT IN (SELECT id FROM article)", "belongs to no article"),
    ("copy", 'SELECT id FROM copy WHERE "of" NOT IN (SELECT id FROM article)', "is of no article"),
    ("print of a story", "SELECT article FROM story WHERE article NOT IN (SELECT id FROM article)", "is no article"),
)


def problems_of(database: sqlite3.Connection, dense: DenseArm) -> list[str]:
    """What is wrong with the articles, chunks, figures and vectors of a generation, at most twenty sentences."""
    problems = [f"{what} {row[0]} {fault}" for what, sql, fault in _STRAY for row in database.execute(sql)]
    for article_id, body in database.execute("SELECT id, body FROM article"):
        problems += _offset_problems(database, article_id, body)
        if len(problems) > _SHOWN:
            break
    return (problems + _vector_problems(database, dense))[:_SHOWN]


def _offset_problems(database: sqlite3.Connection, article_id: str, body: str) -> list[str]:
    chunks = database.execute('SELECT id, start, "end", text FROM chunk WHERE article = ?', (article_id,))
    problems = [f"chunk {chunk_id} is not the text at {start}:{end}" for chunk_id, start, end, text in chunks if body[start:end] != text]
    figures = database.execute('SELECT start, "end" FROM figure WHERE article = ?', (article_id,))
    outside = [(start, end) for start, end in figures if not 0 <= start < end <= len(body)]
    return problems + [f"a figure of article {article_id} stands at {start}:{end}, outside its body" for start, end in outside]


def _vector_problems(database: sqlite3.Connection, dense: DenseArm) -> list[str]:
    stored = {row[0] for row in database.execute("SELECT row FROM chunk")}
    problems = [] if stored == set(dense.rows.tolist()) else ["chunks and vectors do not have the same rows"]
    lengths = np.linalg.norm(dense.matrix(), axis=1)
    wrong = int((~np.isfinite(lengths) | (np.abs(lengths - 1) > 1e-3)).sum())
    return problems + ([f"{wrong} vectors are not of unit length"] if wrong else [])

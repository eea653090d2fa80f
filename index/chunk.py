"""Chunks: runs of whole sentences with exact offsets, the unit that is stored, searched and shown.

Chunks do not overlap: no sentence is ever cut in two, the headline stands in every chunk's search text, and a reader's
neighbours are one look-up away; an overlap would only show the same sentence twice among ten passages.
"""

import hashlib
import re
from dataclasses import dataclass

from index.schema import Article, Chunk
from index.text import Span, is_mostly_han, sentence_spans

CHUNKER_VERSION = "1"
_LONGEST = 800
_SENTENCE_MARK = re.compile(r"[。！？!?；;：:，,.…]")
_CLAUSE_MARK = re.compile(r"[，,、；;：:。.！!？?\s]")
_HEADING_CHARACTERS = 40
_SMALL_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class _Measure:
    """Characters a chunk aims at, and the most it takes while it holds more than one sentence."""

    target: int
    most: int


# 180 Chinese characters say about what 600 English ones say: two to four sentences of news.
_CHINESE = _Measure(180, 320)
_ENGLISH = _Measure(600, _LONGEST)


def chunk_article(article: Article) -> list[Chunk]:
    """Chunks of an article in reading order; ``body[start:end] == text``, whole sentences, at most 800 characters.

    A sub-heading starts a chunk, a paragraph end is preferred to a break inside a paragraph, and only a sentence of more
    than 800 characters is cut, at its clause marks.
    """
    measure = _CHINESE if is_mostly_han(article.body[:4000]) else _ENGLISH
    pieces = [piece for span in sentence_spans(article.body) for piece in _bounded(article.body, span, measure)]
    return [
        Chunk(_chunk_id(article, ordinal), article.id, run.start, run.end, article.body[run.start : run.end])
        for ordinal, run in enumerate(_runs(article.body, pieces, measure))
    ]


def search_text(title: str, text: str) -> str:
    """What the arms read for a chunk: the headline, then the text. The headline is no part of ``Chunk.text``."""
    return f"{title}\n{text}" if title else text


def _chunk_id(article: Article, ordinal: int) -> str:
    key = "\0".join((article.id, article.version, CHUNKER_VERSION, str(ordinal)))
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _bounded(body: str, span: Span, measure: _Measure) -> list[Span]:
    """The sentence itself, or pieces of one that is longer than a passage may be, cut after clause marks."""
    pieces: list[Span] = []
    start = span.start
    while span.end - start > _LONGEST:
        window = body[start : start + measure.most]
        marks = [match.end() for match in _CLAUSE_MARK.finditer(window)]
        end = start + (marks[-1] if marks and marks[-1] > measure.most * _SMALL_SHARE else measure.most)
        pieces.append(Span(start, end))
        start = end
    pieces.append(Span(start, span.end))
    return [piece for piece in pieces if body[piece.start : piece.end].strip()]


def _runs(body: str, pieces: list[Span], measure: _Measure) -> list[Span]:
    runs: list[Span] = []
    for index, piece in enumerate(pieces):
        if not runs or _starts_chunk(body, pieces, index, runs[-1], measure):
            runs.append(piece)
        else:
            runs[-1] = Span(runs[-1].start, piece.end)
    return _without_small_end(runs, measure)


def _starts_chunk(body: str, pieces: list[Span], index: int, run: Span, measure: _Measure) -> bool:
    piece, length = pieces[index], run.end - run.start
    if piece.end - run.start > measure.most:
        return True
    if _is_heading(body, pieces[index - 1]):
        return False
    if length >= measure.target:
        return True
    if length < measure.target * _SMALL_SHARE:
        return False
    if _is_heading(body, piece):
        return True
    return piece.end - run.start > measure.target * 1.25 and "\n" in body[run.end : piece.start]


def _is_heading(body: str, piece: Span) -> bool:
    """A short line of its own without sentence marks, such as ``一、织密服务网络``."""
    text = body[piece.start : piece.end]
    return (
        len(text) <= _HEADING_CHARACTERS
        and not _SENTENCE_MARK.search(text)
        and (piece.start == 0 or "\n" in body[max(0, piece.start - 3) : piece.start])
        and "\n" in body[piece.end : piece.end + 3]
    )


def _without_small_end(runs: list[Span], measure: _Measure) -> list[Span]:
    if len(runs) < 2 or runs[-1].end - runs[-1].start >= measure.target * _SMALL_SHARE or runs[-1].end - runs[-2].start > measure.most:
        return runs
    return [*runs[:-2], Span(runs[-2].start, runs[-1].end)]

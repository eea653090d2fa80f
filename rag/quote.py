"""Verbatim quotes: a citation whose offsets and text agree with the article, whoever made the answer."""

import re

from index.schema import Article
from index.text import Span
from rag.schema import Citation, Passage, Verdict

MAX_QUOTE_CHARS = 250
# [3], 【3】, [1, 2]; only an answer's own markers may look so.
_FAKE_MARKER = re.compile(r"[\[［【〔]\s*([0-9０-９]{1,3}(?:\s*[,，、–-]\s*[0-9０-９]{1,3})*)\s*[\]］】〕]")
_LINK = re.compile(r"\](?=\()\(")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# Where a long sentence may be cut without breaking a clause; a comma between digits ("5,813") is part of a number.
_CLAUSE_MARK = re.compile(r"[，、；：—]|[,;:](?=\s)|\s-\s")


def as_said(text: str) -> str:
    """Words of an article as part of an answer's text: what looks like a citation or like markup there is neither.

    ``[3]`` of an article becomes ``(3)``, a Markdown link or picture and an HTML tag no longer are one. The quote itself stays verbatim.
    """
    return _TAG.sub("‹", _LINK.sub("] (", _FAKE_MARKER.sub(r"(\1)", text)))


def make_citation(passage: Passage, article: Article, start: int, end: int, *, verdict: Verdict = Verdict.SUPPORTED) -> Citation:
    """The citation of ``article.body[start:end]``, quoted verbatim.

    Args:
        passage: the numbered passage the quote is shown under.
        article: the passage's article.
        start: first code point of the quote in ``article.body``.
        end: one past the last.
        verdict: what checking found; an extractive answer quotes, so it is supported by construction.

    Raises:
        ValueError: the article is not the passage's, the passage does not stand in it at its offsets, or the range is empty or outside it.
    """
    if passage.article_id != article.id:
        raise ValueError(f"passage {passage.number} is of article {passage.article_id}, not of {article.id}; pass the article it names")
    if not stands_in(passage, article):
        raise ValueError(
            f"passage {passage.number} does not stand at {passage.start}:{passage.end} of article {article.id}; its text has changed"
        )
    if not 0 <= start < end <= len(article.body):
        raise ValueError(f"quote {start}:{end} is empty or outside the body of article {article.id} ({len(article.body)} characters)")
    return Citation(passage=passage.number, start=start, end=end, quote=article.body[start:end], verdict=verdict)


def stands_in(passage: Passage, article: Article) -> bool:
    """True when the passage's text is the article's body at the passage's offsets."""
    return passage.article_id == article.id and bool(passage.text) and article.body[passage.start : passage.end] == passage.text


def quote_span(body: str, sentence: Span, *, keep: Span | None = None, limit: int = MAX_QUOTE_CHARS) -> Span:
    """The sentence's span, or when it is longer than ``limit`` the run of whole clauses around ``keep`` that fits.

    Args:
        body: the article's body.
        sentence: a span of it.
        keep: the part that must stay in sight (a figure); the start of the sentence when None.
        limit: most characters of the quote.

    Returns:
        A non-empty span inside ``sentence`` of at most ``limit`` characters; a ``keep`` longer than that is cut at its end.
    """
    if sentence.end - sentence.start <= limit:
        return sentence
    keep = keep or Span(sentence.start, sentence.start)
    marks = [sentence.start + match.end() for match in _CLAUSE_MARK.finditer(body[sentence.start : sentence.end])]
    borders = [sentence.start, *marks, sentence.end]
    start = max((b for b in borders if b <= keep.start), default=sentence.start)
    end = min((b for b in borders if b >= max(keep.end, start + 1)), default=sentence.end)
    if end - start > limit:  # one clause longer than a quote: cut it, the kept part a third of the way in
        start = max(start, min(keep.start - limit // 3, end - limit))
        return Span(start, start + limit)
    return _widened(Span(start, end), borders, limit)


def _widened(span: Span, borders: list[int], limit: int) -> Span:
    """Take in whole clauses, those before first (they name the subject), then those after, while the quote fits."""
    start = min((b for b in borders if b <= span.start and span.end - b <= limit), default=span.start)
    end = max((b for b in borders if b >= span.end and b - start <= limit), default=span.end)
    return Span(start, end)

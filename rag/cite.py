"""Citations of an answer: the model's markers become verified, verbatim quotes."""

from rag.quote import MAX_QUOTE_CHARS, make_citation, quote_span

__all__ = ["MAX_QUOTE_CHARS", "make_citation", "quote_span"]

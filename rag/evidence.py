"""Which sentences of a passage bear out a sentence of an answer: shared figures first, then shared words or names."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from index.numerals import number_spans, numbers_in
from index.text import Span, is_mostly_han, sentence_spans
from index.tokens import search_tokens
from rag.quote import MAX_QUOTE_CHARS, quote_span
from rag.spelt_names import is_named, names_spelt
from rag.stated import borne_by, stated_in, unborne

MAX_QUOTES_PER_PASSAGE = 3
_KANA = re.compile(r"[\u3041-\u30ff]")


def best_quotes(claim: str, body: str, start: int, end: int, *, published: date | None = None) -> list[Span]:
    """Spans of ``body[start:end]`` that best bear out a claim: one, or more (at most three) when its numbers stand in several sentences.

    Args:
        claim: a sentence of an answer, without markers.
        body: the article's body.
        start: where the passage begins in it.
        end: one past its end.
        published: the article's day, for its days without a year and its words of time.

    Returns:
        Spans of at most 250 characters in reading order; the first sentence when nothing is shared; empty for a blank passage.
    """
    candidates = _candidates(claim, body, start, end)
    chosen: list[Span] = []
    missing = len(unborne(claim, "")) + 1  # the first sentence is taken whatever it shares
    while candidates and missing and len(chosen) < MAX_QUOTES_PER_PASSAGE:
        texts = [body[span.start : span.end] for span in chosen]
        lacking = {span: len(unborne(claim, "\n".join([*texts, body[span.start : span.end]]), published)) for span in candidates}
        best = min(candidates, key=lambda span: (lacking[span], -overlap(claim, body[span.start : span.end]), span.start))
        if lacking[best] >= missing:
            break
        missing = lacking[best]
        chosen.append(best)
        candidates.remove(best)
    return sorted(chosen, key=lambda span: span.start)


def bears_a_number(claim: str, source: str) -> bool:
    """True when at least one figure of the claim stands in the source."""
    known = stated_in(source)
    return any(borne_by(figure, known) for figure in stated_in(claim).figures)


def overlap(claim: str, source: str) -> float:
    """Share (0 to 1) of the claim's words, by length, that the source has.

    Across Chinese and a Latin script it is the share of the names, compared by their sound: Yuhang in 余杭区.
    """
    if is_mostly_han(claim) == is_mostly_han(source):
        wanted = _content_words(claim)
        shared = wanted & _content_words(source)
    else:
        chinese, latin = (claim, source) if is_mostly_han(claim) else (source, claim)
        wanted = frozenset(names_spelt(latin))
        shared = frozenset(name for name in wanted if is_named(name, chinese))
    total = sum(map(len, wanted))
    return sum(map(len, shared)) / total if total else 0.0


def shares_nothing(claim: str, source: str) -> bool:
    """True when claim and source are both Chinese and have no number and not one word in common, though the claim has three or more."""
    if not (is_mostly_han(claim) and is_mostly_han(source)) or _KANA.search(claim):
        return False
    return len(_content_words(claim)) >= 3 and not bears_a_number(claim, source) and overlap(claim, source) == 0


def _candidates(claim: str, body: str, start: int, end: int) -> list[Span]:
    """The passage's sentences; one longer than a quote gives a window around each number it shares with the claim."""
    spans: list[Span] = []
    for found in sentence_spans(body[start:end]):
        sentence = Span(start + found.start, start + found.end)
        if sentence.end - sentence.start <= MAX_QUOTE_CHARS:
            spans.append(sentence)
        else:
            spans += _windows(claim, body, sentence)
    return spans


def _windows(claim: str, body: str, sentence: Span) -> Sequence[Span]:
    text, known = body[sentence.start : sentence.end], numbers_in(claim)
    figures = [n for n in number_spans(text) if numbers_in(n.text) & known]
    keeps = [Span(sentence.start + n.start, sentence.start + n.end) for n in figures]
    keeps += [Span(sentence.start + at, sentence.start + at + len(word)) for word in _content_words(claim) if (at := text.find(word)) >= 0]
    return list(dict.fromkeys(quote_span(body, sentence, keep=keep) for keep in [None, *keeps]))


@lru_cache(maxsize=512)
def _content_words(text: str) -> frozenset[str]:
    """Words that carry the meaning: two Chinese characters or three letters; numbers are compared elsewhere."""
    for number in number_spans(text):
        text = text[: number.start] + " " * (number.end - number.start) + text[number.end :]
    return frozenset(t for t in search_tokens(text) if not t[0].isdigit() and len(t) > (1 if t[0] >= "\u3400" else 2))

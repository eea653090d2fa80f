"""Which sentences of a passage bear out a sentence of an answer: shared numbers first, then shared words or names."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.numerals import missing_numbers, number_spans, numbers_in
from index.text import Span, is_mostly_han, sentence_spans
from index.tokens import search_tokens
from rag.quote import MAX_QUOTE_CHARS, quote_span

MAX_QUOTES_PER_PASSAGE = 3
_MONTH = re.compile(
    r"\b(?:January|February|April|June|July|August|September|October|November|December|(?:March|May)(?=\.? \d)|(?<=\d )(?:March|May))\b"
)
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’-]{2,}")
_KANA = re.compile(r"[\u3041-\u30ff]")
_PERCENTAGE_POINTS = re.compile(r"\s?个?百分点|\s?percentage points?", re.IGNORECASE)
# Two romanisations differ from the reading of their characters, and Hong Kong's is Cantonese; all other provinces follow it.
_ODD_ROMAN = {"shaanxi": "陕西", "hongkong": "香港", "macau": "澳门", "macao": "澳门", "tibet": "西藏"}


def best_quotes(claim: str, body: str, start: int, end: int) -> list[Span]:
    """Spans of ``body[start:end]`` that best bear out a claim: one, or more (at most three) when its numbers stand in several sentences.

    Args:
        claim: a sentence of an answer, without markers.
        body: the article's body.
        start: where the passage begins in it.
        end: one past its end.

    Returns:
        Spans of at most 250 characters in reading order; the first sentence when nothing is shared; empty for a blank passage.
    """
    candidates = _candidates(claim, body, start, end)
    chosen: list[Span] = []
    missing = len(_claimed(claim)) + 1  # the first sentence is taken whatever it shares
    while candidates and missing and len(chosen) < MAX_QUOTES_PER_PASSAGE:
        texts = [body[span.start : span.end] for span in chosen]
        lacking = {span: len(_unborne(claim, "\n".join([*texts, body[span.start : span.end]]))) for span in candidates}
        best = min(candidates, key=lambda span: (lacking[span], -overlap(claim, body[span.start : span.end]), span.start))
        if lacking[best] >= missing:
            break
        missing = lacking[best]
        chosen.append(best)
        candidates.remove(best)
    return sorted(chosen, key=lambda span: span.start)


def contradicted(claim: str, sources: Iterable[str]) -> bool:
    """True when a number of the claim stands in none of the sources, or stands there as a percentage and here not, or the reverse.

    万 and 亿, Chinese numerals, number words and months as words are understood; a number rounded by the answer is borne out (32.8 million
    by 3281.49万).
    """
    joined = "\n".join(sources)
    return bool(_unborne(claim, joined)) or _percent_clash(claim, joined)


def bears_a_number(claim: str, source: str) -> bool:
    """True when at least one number of the claim stands in the source."""
    return len(_unborne(claim, source)) < len(_claimed(claim))


def overlap(claim: str, source: str) -> float:
    """Share (0 to 1) of the claim's words, by length, that the source has.

    Across Chinese and a Latin script it is the share of the names, compared by their sound: Yuhang in 余杭区.
    """
    if is_mostly_han(claim) == is_mostly_han(source):
        wanted = _content_words(claim)
        shared = wanted & _content_words(source)
    else:
        chinese, latin = (claim, source) if is_mostly_han(claim) else (source, claim)
        wanted = frozenset(_LATIN_NAME.findall(latin))
        shared = _sounding_in(wanted, chinese)
    total = sum(map(len, wanted))
    return sum(map(len, shared)) / total if total else 0.0


def shares_nothing(claim: str, source: str) -> bool:
    """True when claim and source are both Chinese and have no number and not one word in common, though the claim has three or more."""
    if not (is_mostly_han(claim) and is_mostly_han(source)) or _KANA.search(claim):
        return False
    return len(_content_words(claim)) >= 3 and not bears_a_number(claim, source) and overlap(claim, source) == 0


@lru_cache(maxsize=512)
def _claimed(claim: str) -> tuple[str, ...]:
    """The numbers a claim states, in plain digits: 四万二千 → 42000, 81.13万 → 811300.

    A claim is read strictly (四川 and 十分 state no number, 四万二千 is not four) and its source leniently; 一 states none.
    """
    numbers = [
        f"{f'{n.value:.6f}'.rstrip('0').rstrip('.')}{'%' if n.percent else ''}"
        for n in number_spans(claim)
        if not (n.worded and n.value == 1)
    ]
    return (*numbers, *_MONTH.findall(claim))


def _unborne(claim: str, source: str) -> tuple[str, ...]:
    return missing_numbers("、".join(_claimed(claim)), source)


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


def _sounding_in(names: frozenset[str], chinese: str) -> frozenset[str]:
    sound = _sound(chinese)
    found = set()
    for name in names:
        plain = re.sub(r"[^a-z]", "", name.lower())
        if name in chinese or _ODD_ROMAN.get(plain, "\0") in chinese or (plain not in _ODD_ROMAN and plain in sound):
            found.add(name)
    return frozenset(found)


@lru_cache(maxsize=512)
def _sound(chinese: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(chinese)).lower()


def _percent_clash(claim: str, source: str) -> bool:
    stated = _by_percent(source)
    return any((value, percent) not in stated and (value, not percent) in stated for value, percent in _by_percent(claim))


def _by_percent(text: str) -> frozenset[tuple[float, bool]]:
    """Each number with whether it is a percentage; percentage points count as one."""
    return frozenset((n.value, n.percent or bool(_PERCENTAGE_POINTS.match(text, n.end))) for n in number_spans(text))

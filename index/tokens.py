"""Search tokens: the same cut for documents, questions and the embedded encoder.

jieba cuts Traditional text wrongly and is quadratic, with its HMM, on runs of one character (40,000 took 8.6 s), so text is folded to
Simplified first, the HMM is off, and long unbroken runs are cut in pieces.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from index.names import joined_singles
from index.text import Span, fold_whole

TOKENS_VERSION = "2"
_HAN_RANGES = "\\u3400-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff"
_HAN_START = re.compile(f"[{_HAN_RANGES}]")
# A block of base64 or the like is one word, and not thousands.
# Chinese runs, numbers (1,234.5), runs of kana, and whole words of every other script (café, loft, 4u, a Korean word
# between spaces), without the English possessive.
_PIECE = re.compile(
    rf"(?<![a-z0-9+/=_-])[a-z0-9+/=_-]{{512,}}+|[{_HAN_RANGES}]+|[0-9]+(?:[.,][0-9]+)+|[\u3040-\u30ff]+|(?:(?![{_HAN_RANGES}\u3040-\u30ff])[^\W_])+(?:['’](?!s\b)[a-z]+)?"
)
# Before two neighbouring characters that no token of theirs holds together. No word has it, so none is taken for a word of the collection.
PAIR_MARK = "~"
_MAX_RUN = 2000
_MAX_WORD = 64


@cache
def segmenter() -> Any:
    """The process's jieba tokenizer, with its own dictionary and no file cache.

    jieba keeps its cache with `marshal` under a guessable name in the shared temporary folder; ours is never written or read.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def word_spans(text: str) -> Iterator[tuple[str, Span]]:
    """Words of a text in order, folded, with their spans: jieba words for Chinese runs, whole words and numbers elsewhere."""
    folded, places = fold_whole(text)
    cut = segmenter().cut
    for match in _PIECE.finditer(folded):
        piece, at = match.group(), match.start()
        if _HAN_START.match(piece):
            for offset in range(0, len(piece), _MAX_RUN):
                start = at + offset
                for word in cut(piece[offset : offset + _MAX_RUN], HMM=False):
                    yield word, Span(places[start], places[start + len(word) - 1] + 1)
                    start += len(word)
        else:
            yield piece[:_MAX_WORD], Span(places[at], places[match.end() - 1] + 1)


def words(text: str) -> list[str]:
    """Words of a text, folded: what the embedded encoder reads, joined by spaces."""
    return [word for word, _ in word_spans(text)]


def search_tokens(text: str) -> list[str]:
    """Terms of the sparse arm: the words; inside a long Chinese word its dictionary words; across short ones what may be a name."""
    return [token for run in _runs(text) for token in _run_tokens(run)]


def _run_tokens(run: list[str]) -> list[str]:
    tokens = [word.replace(",", "") if word[0].isdigit() else word for word in run]
    if _HAN_START.match(run[0]):
        tokens += [part for word in run if len(word) > 2 for part in _inner_words(word)]
        tokens += joined_singles(run)
    return tokens


def index_tokens(text: str) -> list[str]:
    """What the sparse arm holds of a text: its search tokens, and each pair of neighbouring characters that is no token, with `PAIR_MARK`.

    Chinese has no spaces, and a word that is cut in one way in a question and in another in an article would not be found by words alone.
    """
    tokens: list[str] = []
    for run in _runs(text):
        own = _run_tokens(run)
        tokens += own
        if _HAN_START.match(run[0]):
            held = {token for token in own if len(token) == 2}
            tokens += [PAIR_MARK + pair for pair in _pairs("".join(run)) if pair not in held]
    return tokens


def character_pairs(text: str) -> list[str]:
    """Each pair of neighbouring Chinese characters of a text, folded, in order: ``["户外", "外劳", …]``."""
    folded, _ = fold_whole(text)
    runs = (match.group() for match in _PIECE.finditer(folded) if _HAN_START.match(match.group()))
    return [pair for run in runs for pair in _pairs(run)]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _runs(text: str) -> Iterator[list[str]]:
    """Words in order, those of one unbroken Chinese run together, every other word alone."""
    run: list[str] = []
    end = -1
    for word, span in word_spans(text):
        if run and not (span.start == end and _HAN_START.match(word) and _HAN_START.match(run[-1])):
            yield run
            run = []
        run.append(word)
        end = span.end
    if run:
        yield run


def _inner_words(word: str) -> list[str]:
    known = segmenter().FREQ
    return [part for size in (2, 3) if size < len(word) for i in range(len(word) - size + 1) if known.get(part := word[i : i + size])]

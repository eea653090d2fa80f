"""Search tokens: the same cut for documents, questions and the embedded encoder.

jieba cuts Traditional text wrongly and is quadratic, with its HMM, on runs of one character (40,000 took 8.6 s), so text is folded to
Simplified first, the HMM is off, and long unbroken runs are cut in pieces.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from index.text import Span, fold

_PIECE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z0-9]+(?:[.,][0-9]+)*(?:['’][a-z]+)?|[^\W_]+")
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
    folded = fold(text)
    cut = segmenter().cut
    for match in _PIECE.finditer(folded):
        piece, at = match.group(), match.start()
        if piece[0] >= "\u3400":
            for offset in range(0, len(piece), _MAX_RUN):
                start = at + offset
                for word in cut(piece[offset : offset + _MAX_RUN], HMM=False):
                    yield word, Span(start, start + len(word))
                    start += len(word)
        else:
            yield piece[:_MAX_WORD], Span(at, match.end())


def words(text: str) -> list[str]:
    """Words of a text, folded: what the embedded encoder reads, joined by spaces."""
    return [word for word, _ in word_spans(text)]


def search_tokens(text: str) -> list[str]:
    """Terms of the sparse arm: the words, and for a Chinese word of three characters or more the dictionary words inside it."""
    known = segmenter().FREQ
    tokens: list[str] = []
    for word, _ in word_spans(text):
        tokens.append(word.replace(",", "") if word[0].isdigit() else word)
        if len(word) > 2 and word[0] >= "\u3400":
            tokens += [part for size in (2, 3) if size < len(word) for i in range(len(word) - size + 1) if known.get(part := word[i : i + size])]
    return tokens

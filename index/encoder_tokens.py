"""Text → token ids of the embedded encoder: our words first, what the tokenizer file does not hold cut into what it does."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from index.text import han_count
from index.tokens import word_spans


class EncoderTokens:
    """Cuts texts for the encoder. Safe to use from several threads.

    Args:
        tokenizer: a ``tokenizers.Tokenizer`` that holds Chinese words as whole entries and puts its marks around a text.
        max_tokens: of a text, marks counted; what is longer is cut off at its end.
    """

    def __init__(self, tokenizer: Any, *, max_tokens: int) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_tokens)
        self._tokenizer = tokenizer
        self._max_words = max_tokens - 2
        self._parts = lru_cache(maxsize=20_000)(self._known_parts)

    def ids(self, text: str) -> list[int]:
        """Ids of a text, the marks of its beginning and end included."""
        found: list[int] = self._tokenizer.encode(self.cut(text)).ids
        return found

    def cut(self, text: str) -> str:
        """The text as the tokenizer is given it: its words with spaces between, no more of them than the encoder reads."""
        return " ".join(islice(self.pieces(text), self._max_words))

    def pieces(self, text: str) -> Iterator[str]:
        """The words the tokenizer is given; an unknown Chinese word in its known parts."""
        for word, _ in word_spans(text):
            if han_count(word) and self._tokenizer.token_to_id(word) is None:
                yield from self._parts(word)
            else:
                yield word

    def _known_parts(self, word: str) -> tuple[str, ...]:
        """The longest known words from the left, else characters: 户外劳动者 is 户外 and 劳动者."""
        found: list[str] = []
        start = 0
        while start < len(word):
            ends = range(len(word), start, -1)
            end = next((end for end in ends if self._tokenizer.token_to_id(word[start:end]) is not None), start + 1)
            found.append(word[start:end])
            start = end
        return tuple(found)

"""Which Chinese words get an input embedding of their own, and the tokenizer file that holds them."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.cedict import read_entries
from index.text import fold
from index.tokens import segmenter, words
from index.train.gloss_rows import glosses_by_word
from index.train.pairs import Pair, read_pairs

_HAN_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+\Z")
_MORE_GLOSSES = ("wordnet", "cldr-names", "wiki-titles")
_MAX_GLOSSES = 8
# A word of the training text that jieba's own count (of newspapers) calls rare still has its place when it is seen there.
_SEEN_WEIGHT = 5


def glosses(folder: Path) -> dict[str, list[str]]:
    """English of each Chinese word that jieba may cut: of CC-CEDICT first, then of the word lists."""
    known = segmenter().FREQ.get
    found = {word: list(listed) for word, listed in glosses_by_word(read_entries(), known).items()}
    for name in _MORE_GLOSSES:
        for pair in read_pairs(folder, name):
            word = fold(pair.chinese)
            if _HAN_WORD.match(word) and known(word):
                listed = found.setdefault(word, [])
                if len(listed) < _MAX_GLOSSES and pair.english not in listed:
                    listed.append(pair.english)
    return found


def choose_words(glossed: Iterable[str], seen: Mapping[str, int], *, size: int) -> list[str]:
    """The `size` words to hold: every character, then by frequency in newspapers and in the training text.

    Args:
        glossed: the words whose English is known.
        seen: how often each word stands in the training text.
        size: how many.
    """
    frequency = segmenter().FREQ
    ranked = sorted(glossed, key=lambda w: (len(w) > 1, -(frequency.get(w) or 0) - _SEEN_WEIGHT * seen.get(w, 0), w))
    return sorted(ranked[:size])


def count_words(pairs: Iterable[Pair]) -> Counter[str]:
    """How often each word stands in the Chinese of the pairs."""
    return Counter(word for pair in pairs for word in words(pair.chinese))


def tokenizer_file(base: str, added: Sequence[str]) -> str:
    """The base tokenizer's file with Chinese words as whole entries after its own."""
    spec: dict[str, Any] = json.loads(base)
    vocabulary: dict[str, int] = spec["model"]["vocab"]
    vocabulary |= {word: len(vocabulary) + at for at, word in enumerate(w for w in added if w not in vocabulary)}
    # Words stand whole between spaces; the base tokenizer would cut them into characters.
    spec["normalizer"]["handle_chinese_chars"] = False
    spec |= {"truncation": None, "padding": None}
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))

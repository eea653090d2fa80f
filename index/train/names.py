"""Lines of the shipped tables of titles and synonyms: English key, Chinese words, how often they were seen together."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from index.english import normal, singular
from index.text import fold

_CHINESE = re.compile(r"[\u3400-\u9fff·]+$")
_PART_OF_NAME = re.compile(r"[a-z]{3,}$")
_MAX_CHARACTERS = 14
_MAX_KEY_WORDS = 6
_MOST_PARTS = 4
# Of the people with this name, at least so many write it this way in Chinese.
_LEAST_PART = 0.1

Pairs = Iterable[tuple[str, str]]
NameRow = tuple[str, str, int]


def entry_rows(pairs: Pairs) -> list[NameRow]:
    """(English key, Chinese, 0) of dictionary entries and titles, sorted; what is not written in Chinese characters is left out.

    "Tarpon Springs, Florida" is listed without its state too.
    """
    wordings = ((wording, chinese) for chinese, english in _folded(pairs) for wording in {english, english.partition(", ")[0]})
    return sorted({(key, chinese, 0) for wording, chinese in wordings for key in _keys(wording)})


def part_rows(pairs: Pairs) -> list[NameRow]:
    """(part of a name, its Chinese, how many people) from names whose parts the Chinese side sets apart, sorted.

    安格拉·默克尔 with Angela Merkel says how to write Merkel, whom a question names without her first name.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for chinese, english in _folded(pairs):
        left, right = chinese.split("·"), normal(english.replace("-", "")).split()
        if len(left) == len(right) > 1:
            seen.update((key, part) for key, part in zip(right, left, strict=True) if len(part) > 1 and _PART_OF_NAME.match(key))
    by_key: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (key, part), times in seen.items():
        by_key[key].append((-times, part))
    found = ((key, sorted(parts)[:_MOST_PARTS], sum(times for times, _ in parts)) for key, parts in by_key.items())
    return sorted((key, part, -times) for key, parts, total in found for times, part in parts if times <= _LEAST_PART * total)


def _folded(pairs: Pairs) -> Iterator[tuple[str, str]]:
    for chinese, english in pairs:
        folded = fold(chinese).replace("•", "·").strip("·")
        if _CHINESE.match(folded) and len(folded) <= _MAX_CHARACTERS:
            yield folded, english


def _keys(english: str) -> Iterator[str]:
    tokens = normal(english).split()
    if 0 < len(tokens) <= _MAX_KEY_WORDS and any(token[-1].isalpha() for token in tokens) and len("".join(tokens)) > 1:
        yield " ".join([*tokens[:-1], singular(tokens[-1])])

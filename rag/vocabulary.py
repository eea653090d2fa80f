"""What a collection calls things: its search tokens by frequency, by reading and by the characters in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from index.store import LocalStore


class CollectionVocabulary:
    """The words of one opened index, looked up while a question is understood; a lookup's result never changes."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store
        self.document_frequency = lru_cache(maxsize=50_000)(store.chunks_with)
        self._chunks = store.count()

    def count_chunks(self) -> int:
        """How many chunks the index holds."""
        return self._chunks

    def tokens_among(self, words: Iterable[str]) -> Collection[str]:
        """The words that the collection holds as they are, uncut: one look-up for many words."""
        return self._store.terms_among(words)

    def words_read_as(self, key: str) -> Sequence[str]:
        """The collection's words whose toneless pinyin, without spaces, is ``key``."""
        return self._store.words_read_as(key)

    def words_read_as_any(self, keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Those of the readings that words of the collection have, with the words."""
        return self._store.words_read_as_any(keys)

    def words_with(self, part: str, limit: int) -> Sequence[str]:
        """The collection's words of two characters or more that contain ``part``, commonest first."""
        candidates = self._by_character.get(part[0], ())
        return [word for word in candidates if part in word and word != part][:limit]

    @cached_property
    def _by_character(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for term, frequency in self._store.terms():
            if len(term) > 1 and not term.isascii():
                for character in set(term):
                    found[character].append((-frequency, term))
        return {character: tuple(term for _, term in sorted(terms)) for character, terms in found.items()}

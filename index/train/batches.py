"""Batches of a training: sentences, runs of sentences, words, questions. Each step draws from a seeded generator of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.train.prepared import Texts

Ids = NDArray[np.int32]
# Share of each set among the sentences of a batch: what reads like news weighs more than its size.
SHARES: Mapping[str, float] = {
    "laws-tw": 0.22,
    "python-docs": 0.2,
    "tatoeba": 0.2,
    "tensorflow-docs": 0.08,
    "mlqe-wiki": 0.2,
    "tico19": 0.1,
}
_RUN_SHARE, _MIXED_SHARE = 0.3, 0.25
_LONGEST_RUN, _MOST_TOKENS = 6, 220
_ENGLISH_WEIGHT = 4.0
_PASSAGE_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Texts in both languages, row by row."""

    chinese: list[Ids]
    english: list[Ids]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Queries and passages: passage i is the right one of query i, those after them are wrong for all."""

    queries: list[Ids]
    passages: list[Ids]
    right: list[frozenset[int]]
    numbers: list[int]


class Batches:
    """Draws batches, those of one step after `begin`.

    Args:
        texts: of the prepared folder.
        base_size: ids below it are pieces of the base table: English, digits, marks.
        seed: two of one seed draw the same batches.
    """

    def __init__(self, texts: Mapping[str, Texts], *, base_size: int, seed: int) -> None:
        self._texts, self._base_size, self._seed = texts, base_size, seed
        self.begin(0)
        self._names = [name for name in SHARES if f"sentences/{name}/zh" in texts]
        shares = np.array([SHARES[name] for name in self._names])
        self._shares = shares / shares.sum()

    def begin(self, step: int) -> None:
        """Draw from here on what this step reads, whatever was drawn before."""
        self.rng = np.random.default_rng((self._seed, step))

    def sentences(self, size: int) -> Bilingual:
        """Single sentences, runs of neighbouring ones, and sentences with words of the lists beside them."""
        chinese: list[Ids] = []
        english: list[Ids] = []
        for at in self.rng.choice(len(self._names), size, p=self._shares):
            zh, en = self._set(at)
            kind = self.rng.random()
            start = int(self.rng.integers(len(zh)))
            if kind < _RUN_SHARE:
                rows = self._run(zh, en, start)
                chinese.append(np.concatenate([zh[i] for i in rows]))
                english.append(np.concatenate([en[i] for i in rows]))
            elif kind < _RUN_SHARE + _MIXED_SHARE:
                words = self._word_rows(int(self.rng.integers(1, 4)))
                chinese.append(self._mixed([zh[start], *(self._texts["words/zh"][i] for i in words)]))
                english.append(np.concatenate([en[start], *(self._texts["words/en"][i] for i in words)]))
            else:
                chinese.append(zh[start])
                english.append(en[start])
        return Bilingual(chinese, english)

    def words(self, size: int) -> Bilingual:
        """Entries of the word lists."""
        rows = self._word_rows(size)
        return Bilingual([self._texts["words/zh"][i] for i in rows], [self._texts["words/en"][i] for i in rows])

    def clozes(self, size: int) -> Ranking:
        """A sentence, mostly in English, as the query, the Chinese run it stands in as its passage, at times without it.

        A fifth are a few words of a Chinese passage and that passage.
        """
        queries: list[Ids] = []
        passages: list[Ids] = []
        own = int(size * _PASSAGE_SHARE)
        for number in self.rng.choice(len(self._texts["passages"]), own, replace=False):
            query, passage = self._window(self._texts["passages"][number])
            queries.append(query)
            passages.append(passage)
        for at in self.rng.choice(len(self._names), size - own, p=self._shares):
            zh, en = self._set(at)
            rows = self._run(zh, en, int(self.rng.integers(len(zh))))
            asked = rows[int(self.rng.integers(len(rows)))]
            queries.append(en[asked] if self.rng.random() < 0.8 else zh[asked])
            kept = [i for i in rows if i != asked] if len(rows) > 2 and self.rng.random() < 0.3 else rows
            passages.append(np.concatenate([zh[i] for i in kept]))
        return Ranking(queries, passages, [frozenset({i}) for i in range(size)], list(range(size)))

    def _window(self, passage: Ids) -> tuple[Ids, Ids]:
        """Some words of a passage, and the passage with them or without."""
        wide = min(int(self.rng.integers(6, 20)), max(1, len(passage) // 2))
        start = int(self.rng.integers(len(passage) - wide + 1))
        rest = np.concatenate([passage[:start], passage[start + wide :]])
        return passage[start : start + wide], passage if self.rng.random() < 0.5 else rest

    def questions(self, size: int, negatives: int) -> Ranking:
        """Questions and headlines with one right passage each, then wrong ones that share words."""
        drawn = self.rng.choice(len(self._texts["queries"]), size, replace=False, p=self._question_shares)
        right = [[int(n) for n in self._texts["right"][i]] for i in drawn]
        numbers = [int(self.rng.choice(row)) for row in right]
        for i in drawn:
            wrong = self._texts["wrong"][i]
            numbers += [int(n) for n in self.rng.permutation(wrong)[:negatives]]
        return Ranking(
            [self._texts["queries"][i] for i in drawn],
            [self._texts["passages"][n] for n in numbers],
            [frozenset(row) for row in right],
            numbers,
        )

    @cached_property
    def _question_shares(self) -> NDArray[np.float64]:
        """English questions are few and are what is to be learned."""
        queries = self._texts["queries"]
        weights = np.array([_ENGLISH_WEIGHT if (queries[i] < self._base_size).all() else 1.0 for i in range(len(queries))])
        shares: NDArray[np.float64] = weights / weights.sum()
        return shares

    def _set(self, at: int) -> tuple[Texts, Texts]:
        name = f"sentences/{self._names[at]}"
        return self._texts[f"{name}/zh"], self._texts[f"{name}/en"]

    def _run(self, zh: Texts, en: Texts, start: int) -> list[int]:
        wanted = int(self.rng.integers(2, _LONGEST_RUN + 1))
        rows: list[int] = []
        length = 0
        for i in range(start, min(start + wanted, len(zh))):
            length += max(len(zh[i]), len(en[i]))
            if rows and length > _MOST_TOKENS:
                break
            rows.append(i)
        return rows

    def _word_rows(self, size: int) -> list[int]:
        return [int(i) for i in self.rng.integers(len(self._texts["words/zh"]), size=size)]

    def _mixed(self, parts: Sequence[Ids]) -> Ids:
        order = self.rng.permutation(len(parts))
        return np.concatenate([parts[i] for i in order])

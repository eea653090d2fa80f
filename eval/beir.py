"""BEIR folders: ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv`` (Thakur et al., NeurIPS Datasets and Benchmarks 2021)."""

from collections.abc import Mapping
from pathlib import Path

from eval.foreign import ForeignSet, Record, document_record, field_text
from eval.records import json_records, numbered_lines
from index.errors import InputError
from rag.question import language_of

# The split that is measured, before the others.
_SPLITS = ("test", "dev", "train")
_HEADER = ("query-id", "corpus-id", "score")


def is_beir(folder: Path) -> bool:
    """True for a folder with ``queries.jsonl[.gz]`` and ``qrels``."""
    return folder.is_dir() and (folder / "qrels").is_dir() and any((folder / f"queries.jsonl{end}").is_file() for end in ("", ".gz"))


def read_beir(folder: Path, *, split: str | None = None) -> ForeignSet:
    """Read a BEIR folder; queries without a relevant document in the split are left out, as BEIR does.

    Args:
        folder: of the set.
        split: name of the file in ``qrels``; test, else dev, else train, else the first by name.

    Raises:
        InputError: a file is missing, or a line cannot be read; the message names file and line.
    """
    qrels = read_qrels_tsv(_qrels_file(folder, split))
    documents = [_document(r, f"line {n}", folder, path) for path in [_file(folder, "corpus")] for n, r in json_records(path)]
    texts = {}
    path = _file(folder, "queries")
    for number, record in json_records(path):
        place = f"line {number}"
        texts[field_text(record, "_id", place, where=path)] = field_text(record, "text", place, where=path)
    missing = sorted(set(qrels) - set(texts))
    if missing:
        raise InputError(f"{_qrels_file(folder, split)}: query {missing[0]} is not in {path} ({len(missing)} such queries)")
    questions = [_question(qid, texts[qid], grades) for qid, grades in qrels.items() if any(g > 0 for g in grades.values())]
    return ForeignSet(folder.resolve().name, questions, documents)


def read_qrels_tsv(path: Path) -> dict[str, dict[str, int]]:
    """Query id → document id → grade, from BEIR's three columns under a header.

    Raises:
        InputError: a line has not three columns, or its score is no whole number.
    """
    qrels: dict[str, dict[str, int]] = {}
    for number, line in numbered_lines(path):
        columns = line.split("\t")
        if number == 1 and columns[0].strip().lower() == _HEADER[0]:
            continue
        if len(columns) != 3 or not columns[2].strip().lstrip("-").isdigit():
            raise InputError(f"{path}:{number}: expected query-id, corpus-id and a whole score, parted by tabs; found {line[:80]!r}")
        qrels.setdefault(columns[0], {})[columns[1]] = int(columns[2])
    if not qrels:
        raise InputError(f"{path} holds no judgements")
    return qrels


def _question(qid: str, text: str, grades: Mapping[str, int]) -> Record:
    return {
        "qid": qid,
        "question": text,
        "lang": language_of(text),
        "answers": [],
        "gold_doc_ids": [document for document, grade in grades.items() if grade > 0],
        "grades": dict(grades),
        "gold_all": True,
        "answerable": True,
        "kind": "retrieval",
    }


def _document(record: Mapping[str, object], place: str, folder: Path, path: Path) -> Record:
    text = record.get("text")
    title = record.get("title") or ""
    body = text if isinstance(text, str) and text.strip() else str(title)
    doc_id = field_text(record, "_id", place, where=path)
    if not body.strip():
        raise InputError(f'{path}: {place}: document {doc_id} has neither "text" nor "title"')
    return document_record(doc_id, body, title=str(title), source=folder.resolve().name)


def _file(folder: Path, stem: str) -> Path:
    for name in (f"{stem}.jsonl", f"{stem}.jsonl.gz"):
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{folder} holds no {stem}.jsonl[.gz]; a BEIR set has corpus.jsonl, queries.jsonl and qrels/*.tsv")


def _qrels_file(folder: Path, split: str | None) -> Path:
    found = {path.stem: path for path in sorted((folder / "qrels").glob("*.tsv"))}
    for name in [split] if split else [*_SPLITS, *found]:
        if name in found:
            return found[name]
    raise InputError(f"{folder / 'qrels'} holds no {split or 'split'}.tsv; found {', '.join(found) or 'nothing'}")

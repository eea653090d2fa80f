"""RGB, the retrieval-augmented generation benchmark: noise, rejection, integration and counterfactual robustness.

Its own files are JSON Lines (whatever their suffix) of ``{"id", "query", "answer", "positive", "negative"}``, the counterfactual ones
with ``positive_wrong`` and ``fakeanswer`` too. An ``answer`` is a list of parts that are all needed, each a text or a list of wordings;
the integration files hold lists of passages, one a part. One record becomes up to three questions over its own passages only:

- ``<id>``: from its positive and negative passages (noise, integration);
- ``<id>-reject``: from its negative passages, where saying so is the right reply (rejection);
- ``<id>-cf``: from altered and negative passages (counterfactual); what they say instead stands in ``fake_answers``.

Source: Chen, Lin, Han, Sun, "Benchmarking large language models in retrieval-augmented generation", AAAI 2024.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from eval.foreign import ForeignSet, Record, document_record, field_list, field_text
from eval.records import json_records
from index.errors import InputError
from rag.question import language_of

_CORPORA = ("counterfactual_corpus.jsonl", "counterfactual_corpus.jsonl.gz", "corpus.jsonl", "corpus.jsonl.gz")


def is_rgb_record(record: object) -> bool:
    """True for a line of RGB's own files."""
    return isinstance(record, dict) and {"query", "answer", "positive", "negative"} <= set(record)


def read_rgb(path: Path) -> ForeignSet:
    """Read one of RGB's own files.

    Raises:
        InputError: a line cannot be read; the message names file and line.
    """
    name = path.name.removesuffix(".gz").rsplit(".", 1)[0]
    questions: list[Record] = []
    documents: dict[str, Record] = {}
    for number, record in json_records(path):
        place = f"line {number}"
        qid = f"{name}-{field_text(record, 'id', place, where=path)}"
        pools = {mark: [f"{qid}-{mark}{i}" for i, _ in enumerate(texts)] for mark, texts in _passages(record, place, path).items()}
        for mark, texts in _passages(record, place, path).items():
            documents |= {d: document_record(d, text, source="RGB") for d, text in zip(pools[mark], texts, strict=True)}
        questions += _questions(record, qid, pools, place, path)
    if not questions:
        raise InputError(f"{path} holds no questions")
    return ForeignSet(name, questions, list(documents.values()))


def is_counterfactual(path: Path) -> bool:
    """True for ``counterfactual.jsonl[.gz]`` of a folder set, whose documents lie in ``counterfactual_corpus.jsonl[.gz]``."""
    return path.is_file() and path.name in {"counterfactual.jsonl", "counterfactual.jsonl.gz"}


def read_counterfactual(path: Path) -> ForeignSet:
    """Read the counterfactual part of a folder set: its questions over the altered documents and the rest of each pool.

    Raises:
        InputError: a line cannot be read, or a document of a pool is in neither corpus; the message names file and line.
    """
    known: dict[str, Record] = {}
    for corpus in (path.parent / name for name in _CORPORA):
        if corpus.is_file():
            known = {str(record.get("doc_id")): record for _, record in json_records(corpus)} | known
    questions: list[Record] = []
    used: dict[str, Record] = {}
    for number, record in json_records(path):
        pool = [str(d) for d in field_list(record, "pool", f"line {number}", where=path)]
        missing = [d for d in pool if d not in known]
        if missing:
            raise InputError(f"{path}:{number}: document {missing[0]} is in no corpus beside it ({', '.join(_CORPORA[::2])})")
        used |= {d: known[d] for d in pool}
        questions.append({**record, "kind": "counterfactual", "answerable": True, "gold_doc_ids": []})
    return ForeignSet(f"{path.resolve().parent.name}-counterfactual", questions, list(used.values()))


def _passages(record: Mapping[str, Any], place: str, path: Path) -> dict[str, list[str]]:
    """Mark of the passages (p, n, w) → texts, each once."""
    fields = {"p": "positive", "n": "negative"} | ({"w": "positive_wrong"} if "positive_wrong" in record else {})
    return {mark: _flat(field_list(record, name, place, where=path)) for mark, name in fields.items()}


def _flat(found: Iterable[Any]) -> list[str]:
    texts = [text for entry in found for text in (entry if isinstance(entry, list) else [entry])]
    return list(dict.fromkeys(str(text) for text in texts if str(text).strip()))


def _questions(record: Mapping[str, Any], qid: str, pools: Mapping[str, list[str]], place: str, path: Path) -> list[Record]:
    text = field_text(record, "query", place, where=path)
    base = {"question": text, "lang": language_of(text)}
    parts = _parts(record.get("answer"))
    if not parts:
        raise InputError(f'{path}: {place}: "answer" is {record.get("answer")!r}; expected a text or a list of parts')
    answers: dict[str, Any] = {"answers": ["、".join(part[0] for part in parts)] if len(parts) > 1 else parts[0]}
    answers |= {"answers_all": parts} if len(parts) > 1 else {}
    kind = "multi" if len(parts) > 1 else "span"
    pool = [*pools["p"], *pools["n"]]
    questions: list[Record] = [base | answers | {"qid": qid, "gold_doc_ids": pools["p"], "pool": pool, "kind": kind, "answerable": True}]
    if pools["n"]:
        refused = {"qid": f"{qid}-reject", "answers": [], "gold_doc_ids": [], "pool": pools["n"], "kind": "negative", "answerable": False}
        questions.append(base | refused)
    if pools.get("w"):
        fakes = [wording for part in _parts(record.get("fakeanswer")) for wording in part]
        altered = {"qid": f"{qid}-cf", "pool": [*pools["w"], *pools["n"]], "kind": "counterfactual", "answerable": True, "gold_doc_ids": []}
        questions.append(base | answers | altered | {"fake_answers": fakes})
    return questions


def _parts(answer: Any) -> list[list[str]]:
    """Parts of an answer, each a list of wordings."""
    found = answer if isinstance(answer, list) else [answer] if answer else []
    parts = [[str(wording) for wording in (part if isinstance(part, list) else [part])] for part in found]
    return [part for part in parts if part and all(part)]

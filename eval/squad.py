"""SQuAD's JSON: SQuAD 1.1 and 2.0, XQuAD, DRCD, and CMRC 2018 in both of its forms.

``{"data": [{"title", "paragraphs": [{"context", "qas": [{"id", "question", "answers": [{"text", "answer_start"}]}]}]}]}``; CMRC's own
form is a list of ``{"context_id", "context_text", "title", "qas": [{"query_id", "query_text", "answers": [text]}]}``. Every paragraph
is a document, so reading comprehension becomes a question over the whole collection; SQuAD 2.0's ``is_impossible`` is told of one
paragraph only, and is kept as "not answerable".

Sources: Rajpurkar et al., EMNLP 2016 and ACL 2018; Artetxe et al., ACL 2020 (XQuAD); Shao et al., arXiv 1806.00920 (DRCD);
Cui et al., EMNLP 2019 (CMRC 2018).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.foreign import ForeignSet, Record, document_record, field_list, field_text
from eval.records import json_document
from index.errors import InputError
from rag.question import language_of

_NAMES = {"context": ("context", "context_text"), "id": ("id", "query_id"), "question": ("question", "query_text")}


def read_squad(path: Path) -> ForeignSet:
    """Read a SQuAD JSON file.

    Raises:
        InputError: no JSON (with line), or a part that is not as it should be (with its place, ``data[0].paragraphs[2].qas[1]``).
    """
    name = path.name.removesuffix(".gz").removesuffix(".json")
    questions: list[Record] = []
    documents: dict[str, Record] = {}
    seen: dict[str, str] = {}
    for place, title, paragraph in _paragraphs(json_document(path), path):
        context = _field(paragraph, "context", place, path)
        doc_id = str(paragraph.get("id") or paragraph.get("context_id") or f"{name}-{len(documents)}")
        doc_id = _doc_id(documents, doc_id, context)
        documents[doc_id] = document_record(doc_id, context, title=title, source=name)
        for number, qa in enumerate(field_list(paragraph, "qas", place, where=path)):
            here = f"{place}.qas[{number}]"
            question = _question(qa, doc_id, here, path)
            if question["qid"] in seen:
                raise InputError(f"{path}: {here}: id {question['qid']} stands at {seen[question['qid']]} too; ids must be unique")
            seen[question["qid"]] = here
            questions.append(question)
    return ForeignSet(name, questions, list(documents.values()))


def _paragraphs(document: Any, path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(place, title, paragraph) in the order of the file."""
    articles = document.get("data") if isinstance(document, dict) else document
    if not isinstance(articles, list):
        raise InputError(f'{path}: expected {{"data": [...]}} (SQuAD) or a list of paragraphs (CMRC 2018), found {type(articles).__name__}')
    for number, article in enumerate(articles):
        place = f"data[{number}]" if isinstance(document, dict) else f"[{number}]"
        title = str(article.get("title") or "") if isinstance(article, dict) else ""
        if isinstance(article, dict) and "context_text" in article:
            yield place, title, article
            continue
        for inner, paragraph in enumerate(field_list(article, "paragraphs", place, where=path)):
            yield f"{place}.paragraphs[{inner}]", title, paragraph


def _field(record: Any, name: str, place: str, path: Path) -> str:
    known = next((other for other in _NAMES[name] if isinstance(record, dict) and other in record), _NAMES[name][0])
    return field_text(record, known, place, where=path)


def _doc_id(documents: dict[str, Record], wanted: str, context: str) -> str:
    """The wanted id, unless another text has it: ids of paragraphs are unique within an article only in some files."""
    if wanted not in documents or documents[wanted]["text"] == context:
        return wanted
    return f"{wanted}-{len(documents)}"


def _question(qa: Any, doc_id: str, place: str, path: Path) -> Record:
    question = _field(qa, "question", place, path)
    impossible = bool(qa.get("is_impossible"))
    answers = [] if impossible else _answers(qa, place, path)
    return {
        "qid": _field(qa, "id", place, path),
        "question": question,
        "lang": language_of(question),
        "answers": answers,
        "gold_doc_ids": [] if impossible else [doc_id],
        "answerable": not impossible,
        "kind": "negative" if impossible else "span",
    }


def _answers(qa: Any, place: str, path: Path) -> list[str]:
    found = field_list(qa, "answers", place, where=path)
    texts = [
        answer if isinstance(answer, str) else field_text(answer, "text", f"{place}.answers[{i}]", where=path)
        for i, answer in enumerate(found)
    ]
    if not texts:
        raise InputError(f'{path}: {place}: no answer; a question without one is marked "is_impossible": true')
    return list(dict.fromkeys(texts))

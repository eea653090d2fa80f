"""The language of the documents a question's answer stands in: one half of a slice such as English → Traditional Chinese."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.records import json_records
from eval.schema import Question
from index.text import script_of


def with_document_languages(questions: Sequence[Question], corpus: Path | None = None) -> tuple[Question, ...]:
    """Name each question's ``doc_lang``: of its gold documents, of its gold quotes, else the commonest of the rest.

    A corpus line's ``lang`` is believed; where it has none, the text is looked at (`index.text.script_of`).

    Raises:
        InputError: a line of the corpus cannot be read.
    """
    of_document = _languages(corpus) if corpus else {}
    of_page = _page_languages(questions)
    found = [question.doc_lang or _language(question, of_document, of_page) for question in questions]
    usual = _commonest(of_document.values()) or _commonest(found)
    return tuple(replace(question, doc_lang=lang or usual) for question, lang in zip(questions, found, strict=True))


def _language(question: Question, of_document: Mapping[str, str], of_page: Mapping[str, str]) -> str:
    known = [of_document[document] for document in question.gold_doc_ids if document in of_document]
    return _commonest(known or [of_page[gold.source] for gold in question.gold_quotes])


def _page_languages(questions: Sequence[Question]) -> dict[str, str]:
    """Page → language, from all that is quoted from it: one short quote may hold nothing but characters common to both scripts."""
    quoted: dict[str, list[str]] = {}
    for question in questions:
        for gold in question.gold_quotes:
            quoted.setdefault(gold.source, []).append(gold.quote)
    return {page: _script_of_quotes("".join(quotes)) for page, quotes in quoted.items()}


def _script_of_quotes(text: str) -> str:
    """As `script_of`, but a page quoted with any Chinese word is Chinese: a quote may be a model number and little else."""
    chinese = "".join(re.findall(r"[\u3400-\u9fff]+", text))
    return script_of(chinese or text)


def _languages(corpus: Path) -> dict[str, str]:
    return {str(record.get("doc_id")): _tag(record) for _, record in json_records(corpus)}


def _tag(record: Mapping[str, object]) -> str:
    lang = str(record.get("lang") or "") or script_of(str(record.get("text") or ""))
    return "zh-Hans" if lang == "zh" else lang


def _commonest(tags: Iterable[str]) -> str:
    """The tag that stands most often; the first in order of name when several do."""
    counts = Counter(tag for tag in tags if tag)
    return min(counts, key=lambda tag: (-counts[tag], tag), default="")

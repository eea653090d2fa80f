"""How much of what is found is Chinese is told where a collection holds more than one language, and never gated."""

import json

import pytest

from eval.gate import pin
from eval.runner import run_set
from tests.gazette import RECORDS, engine_over, index_of

QUESTIONS = ("how many couriers came to the loft in Riga", "贵州全省建成多少个歇脚驿站", "how many tea picking machines in Yunnan")


@pytest.fixture(scope="module")
def questions(tmp_path_factory):
    path = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    gold = ("en", "gz", "yn")
    rows = [
        {"qid": str(n), "question": q, "lang": "en", "answers": ["1"], "gold_doc_ids": [g], "answerable": True, "kind": "number"}
        for n, (q, g) in enumerate(zip(QUESTIONS, gold, strict=True))
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def report_over(folder, records, questions):
    return run_set(questions, engine=engine_over(index_of(folder, records)), fingerprint="f")


def test_a_mixed_collection_tells_its_share_of_chinese_articles(tmp_path, questions):
    shares = [row.measures["chinese@10"] for row in report_over(tmp_path, RECORDS, questions).rows]
    assert all(0 <= share < 1 for share in shares)
    assert any(shares)


def test_a_collection_of_one_language_tells_none(tmp_path, questions):
    only = [record for record in RECORDS if record.get("lang") != "en"]
    assert all("chinese@10" not in row.measures for row in report_over(tmp_path, only, questions).rows)


def test_a_share_has_no_floor(tmp_path, questions):
    report = report_over(tmp_path, RECORDS, questions)
    assert "chinese@10" not in pin(report).floors

import json

import pytest

from eval.squad import read_squad
from index.errors import InputError


def write(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf8")
    return path


def squad(*qas, context="港城有三座灯塔。最高的一座叫望海塔。"):
    return {"version": "1.1", "data": [{"title": "灯塔", "paragraphs": [{"context": context, "qas": list(qas)}]}]}


QA = {
    "id": "s1",
    "question": "最高的灯塔叫什么?",
    "answers": [{"text": "望海塔", "answer_start": 13}, {"text": "望海塔", "answer_start": 13}],
}


def test_a_paragraph_is_a_document_and_its_answers_stand_once(tmp_path):
    found = read_squad(write(tmp_path / "towers.json", squad(QA)))
    assert found.name == "towers"
    assert found.documents == [
        {"doc_id": "towers-0", "title": "灯塔", "text": "港城有三座灯塔。最高的一座叫望海塔。", "lang": "zh-Hans", "source": "towers"}
    ]
    assert found.questions == [
        {
            "qid": "s1",
            "question": "最高的灯塔叫什么?",
            "lang": "zh-Hans",
            "answers": ["望海塔"],
            "gold_doc_ids": ["towers-0"],
            "answerable": True,
            "kind": "span",
        }
    ]


def test_cmrcs_own_form_is_a_list_of_paragraphs(tmp_path):
    paragraph = {
        "context_id": "TRIAL_7",
        "context_text": "望海塔高五十二米。",
        "title": "灯塔",
        "qas": [{"query_id": "TRIAL_7_Q1", "query_text": "望海塔有多高?", "answers": ["五十二米", "52米"]}],
    }
    found = read_squad(write(tmp_path / "trial.json", [paragraph]))
    assert found.questions[0]["qid"] == "TRIAL_7_Q1"
    assert found.questions[0]["answers"] == ["五十二米", "52米"]
    assert found.questions[0]["gold_doc_ids"] == ["TRIAL_7"]


def test_drcd_has_ids_of_paragraphs_and_traditional_script(tmp_path):
    document = squad(QA | {"question": "最高的燈塔叫什麼?"}, context="港城有三座燈塔。")
    document["data"][0]["paragraphs"][0]["id"] = "1001-2"
    found = read_squad(write(tmp_path / "drcd.json", document))
    assert found.documents[0]["doc_id"] == "1001-2"
    assert found.documents[0]["lang"] == found.questions[0]["lang"] == "zh-Hant"


def test_an_impossible_question_has_no_answer_and_no_document(tmp_path):
    found = read_squad(write(tmp_path / "v2.json", squad(QA, {"id": "s2", "question": "谁建的?", "answers": [], "is_impossible": True})))
    assert [q["answerable"] for q in found.questions] == [True, False]
    assert found.questions[1]["gold_doc_ids"] == []


def test_two_paragraphs_with_one_id_are_two_documents(tmp_path):
    paragraphs = [{"id": "p", "context": text, "qas": []} for text in ("甲灯塔。", "乙灯塔。", "甲灯塔。")]
    found = read_squad(write(tmp_path / "ids.json", {"data": [{"paragraphs": paragraphs}]}))
    assert len({d["doc_id"] for d in found.documents}) == len(found.documents) == 2


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ({"rows": []}, r'expected \{"data"'),
        ({"data": [{"title": "x"}]}, r'data\[0\]: "paragraphs" is NoneType'),
        (squad({"id": "s1", "answers": []}), r'data\[0\]\.paragraphs\[0\]\.qas\[0\]: "question" is None'),
        (squad({**QA, "answers": []}), r"qas\[0\]: no answer"),
        (squad({**QA, "answers": [{"start": 1}]}), r'qas\[0\]\.answers\[0\]: "text" is None'),
        (squad(QA, QA), r"qas\[1\]: id s1 stands at data\[0\]\.paragraphs\[0\]\.qas\[0\] too"),
        ([3], r"\[0\]: expected a JSON object, found int"),
    ],
)
def test_a_bad_part_is_named_by_file_and_place(tmp_path, document, complaint):
    path = write(tmp_path / "bad.json", document)
    with pytest.raises(InputError, match=complaint) as error:
        read_squad(path)
    assert str(error.value).startswith(str(path))


def test_a_file_that_is_no_json_is_named_by_line(tmp_path):
    path = tmp_path / "bad.json"
    path.write_text('{"data": [\n  {"title": }\n]}', encoding="utf8")
    with pytest.raises(InputError, match=r"bad\.json:2: not JSON"):
        read_squad(path)
    path.write_bytes("{}".encode("utf-16"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_squad(path)

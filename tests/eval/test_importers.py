"""Other formats become a folder set that the rest of evaluation reads."""

import gzip
import json

import pytest

from eval.datasets import load_set
from eval.importers import as_folder_set, reader_of
from eval.rgb import read_rgb
from index.errors import InputError

LINE = {"id": 7, "query": "灯塔有几座?", "answer": ["三座"], "positive": ["港城有三座灯塔。"], "negative": ["渡轮停航。", "渡轮停航。"]}


def lines(path, *records):
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf8")
    return path


def test_an_rgb_line_becomes_a_question_over_its_passages_and_one_to_refuse(tmp_path):
    found = read_rgb(lines(tmp_path / "zh.json", LINE))
    asked, refused = found.questions
    assert (asked["qid"], asked["pool"], asked["gold_doc_ids"]) == ("zh-7", ["zh-7-p0", "zh-7-n0"], ["zh-7-p0"])
    assert (refused["qid"], refused["pool"], refused["answerable"]) == ("zh-7-reject", ["zh-7-n0"], False)
    assert [d["text"] for d in found.documents] == ["港城有三座灯塔。", "渡轮停航。"]


def test_parts_of_an_answer_are_all_needed_each_in_one_wording(tmp_path):
    record = {**LINE, "answer": [["三座", "3座"], "望海塔"], "positive": [["有三座。"], ["叫望海塔。"]]}
    folder = as_folder_set(lines(tmp_path / "zh_int.json", record), cache_dir=tmp_path / "cache")
    question = load_set(folder).questions[0]
    assert question.points == (("三座", "3座"), ("望海塔",))
    assert question.references == ("三座、望海塔",)
    assert len(question.gold_doc_ids) == 2


def test_altered_passages_make_a_counterfactual_question(tmp_path):
    record = {**LINE, "positive_wrong": ["港城有五座灯塔。"], "fakeanswer": "五座"}
    question = load_set(as_folder_set(lines(tmp_path / "zh_fact.json", record), cache_dir=tmp_path / "c")).questions[2]
    assert (question.qid, question.fake_answers, question.points) == ("zh_fact-7-cf", ("五座",), (("三座",),))
    assert question.pool == ("zh_fact-7-w0", "zh_fact-7-n0")
    assert question.gold_doc_ids == ()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"answer": []}, '"answer" is'),
        ({"query": ""}, '"query" is'),
        ({"positive": "x"}, '"positive" is str'),
        ({"id": None}, '"id" is None'),
    ],
)
def test_a_bad_rgb_line_is_named_by_file_and_line(tmp_path, changes, complaint):
    path = lines(tmp_path / "zh.json", LINE, {**LINE, "id": 8, **changes})
    with pytest.raises(InputError, match=complaint) as error:
        read_rgb(path)
    assert "zh.json: line 2: " in str(error.value)


def test_a_counterfactual_file_brings_its_altered_documents_and_the_rest_of_the_pool(tmp_path):
    home = tmp_path / "harbour"
    home.mkdir()
    question = {"qid": "c", "question": "几座?", "answers": ["三座"], "fake_answers": ["五座"], "wrong_doc_ids": ["w"], "pool": ["w", "n"]}
    lines(home / "counterfactual.jsonl", question)
    lines(home / "counterfactual_corpus.jsonl", {"doc_id": "w", "text": "有五座。"})
    with pytest.raises(InputError, match=r"counterfactual\.jsonl:1: document n is in no corpus"):
        as_folder_set(home / "counterfactual.jsonl", cache_dir=tmp_path / "cache")
    with gzip.open(home / "corpus.jsonl.gz", "wt", encoding="utf8") as file:
        file.write(json.dumps({"doc_id": "n", "text": "渡轮停航。"}))
    found = load_set(as_folder_set(home / "counterfactual.jsonl", cache_dir=tmp_path / "cache"))
    assert found.name == "harbour-counterfactual"
    assert (found.questions[0].kind, found.questions[0].fake_answers) == ("counterfactual", ("五座",))
    assert len(found.corpus.read_text(encoding="utf8").splitlines()) == 2


def test_sets_of_ours_stay_where_they_are(tmp_path):
    questions = lines(tmp_path / "questions.jsonl", {"qid": "a", "question": "?"})
    for path in (tmp_path, questions, tmp_path / "nowhere"):
        assert reader_of(path) is None
        assert as_folder_set(path, cache_dir=tmp_path / "cache") == path


def test_a_set_is_written_once_and_again_when_its_content_changes(tmp_path):
    qa = {"id": "s", "question": "几座?", "answers": [{"text": "三座", "answer_start": 0}]}
    document = {"data": [{"title": "", "paragraphs": [{"context": "三座灯塔。", "qas": [qa]}]}]}
    path = tmp_path / "towers.json"
    path.write_text(json.dumps(document), encoding="utf8")
    first = as_folder_set(path, cache_dir=tmp_path / "cache")
    assert load_set(first).name == "towers"
    assert load_set(first).questions[0].dataset == "towers"
    (first / "mark").touch()
    assert (as_folder_set(path, cache_dir=tmp_path / "cache") / "mark").exists()
    path.write_text(json.dumps(document) + "\n", encoding="utf8")
    assert not (as_folder_set(path, cache_dir=tmp_path / "cache") / "mark").exists()
    assert [p.name for p in (tmp_path / "cache").iterdir() if p.name.startswith(".")] == []


def test_a_cache_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "cache").write_text("a file", encoding="utf8")
    with pytest.raises(InputError, match="cannot write the set"):
        as_folder_set(lines(tmp_path / "zh.json", LINE), cache_dir=tmp_path / "cache")


@pytest.mark.shared
def test_the_counterfactual_files_beside_the_checkout_are_read(shared_dir, tmp_path):
    for name in ("rgb-zh", "rgb-en"):
        found = load_set(as_folder_set(shared_dir / "eval-data" / name / "counterfactual.jsonl.gz", cache_dir=tmp_path))
        assert all(question.fake_answers and question.points and question.pool for question in found.questions)

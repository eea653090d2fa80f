import json

import pytest

from eval.beir import is_beir, read_beir, read_qrels_tsv
from index.errors import InputError

HEADER = "query-id\tcorpus-id\tscore\n"


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "harbour"
    (home / "qrels").mkdir(parents=True)
    documents = [{"_id": "d1", "title": "Towers", "text": "Three towers."}, {"_id": "d2", "title": "", "text": "渡轮停航。"}]
    queries = [{"_id": "q1", "text": "how many towers", "metadata": {}}, {"_id": "q2", "text": "渡轮"}, {"_id": "q3", "text": "not judged"}]
    for name, records in (("corpus", documents), ("queries", queries)):
        (home / f"{name}.jsonl").write_text("\n".join(json.dumps(r) for r in records), encoding="utf8")
    (home / "qrels/test.tsv").write_text(f"{HEADER}q1\td1\t2\nq1\td2\t0\nq2\td2\t1\n", encoding="utf8")
    return home


def test_queries_that_are_judged_become_graded_questions(folder):
    found = read_beir(folder)
    assert is_beir(folder)
    assert (found.name, [q["qid"] for q in found.questions]) == ("harbour", ["q1", "q2"])
    first = found.questions[0]
    assert (first["gold_doc_ids"], first["grades"], first["gold_all"]) == (["d1"], {"d1": 2, "d2": 0}, True)
    assert [q["lang"] for q in found.questions] == ["en", "zh-Hans"]
    assert [d["doc_id"] for d in found.documents] == ["d1", "d2"]


def test_test_is_measured_before_dev_and_a_split_can_be_named(folder):
    (folder / "qrels/dev.tsv").write_text(f"{HEADER}q3\td1\t1\n", encoding="utf8")
    assert [q["qid"] for q in read_beir(folder).questions] == ["q1", "q2"]
    assert [q["qid"] for q in read_beir(folder, split="dev").questions] == ["q3"]
    with pytest.raises(InputError, match=r"no train\.tsv; found dev, test"):
        read_beir(folder, split="train")


def test_a_query_without_a_relevant_document_is_left_out(folder):
    (folder / "qrels/test.tsv").write_text(f"{HEADER}q1\td1\t0\nq2\td2\t1\n", encoding="utf8")
    assert [q["qid"] for q in read_beir(folder).questions] == ["q2"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [("q1 d1 1", r"test\.tsv:2: expected query-id"), ("q1\td1\thigh", r"test\.tsv:2: .*whole score"), ("q9\td1\t1", "query q9 is not in")],
)
def test_a_bad_judgement_is_named(folder, line, complaint):
    (folder / "qrels/test.tsv").write_text(f"{HEADER}{line}\n", encoding="utf8")
    with pytest.raises(InputError, match=complaint):
        read_beir(folder)


def test_qrels_without_a_header_are_read_too(tmp_path):
    (tmp_path / "q.tsv").write_text("q1\td1\t1\n", encoding="utf8")
    assert read_qrels_tsv(tmp_path / "q.tsv") == {"q1": {"d1": 1}}
    (tmp_path / "q.tsv").write_text(HEADER, encoding="utf8")
    with pytest.raises(InputError, match="holds no judgements"):
        read_qrels_tsv(tmp_path / "q.tsv")


def test_a_bad_document_or_query_is_named_by_file_and_line(folder):
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "text": "x"}\n{"_id": "d2", "text": ""}', encoding="utf8")
    with pytest.raises(InputError, match=r"corpus\.jsonl: line 2: document d2 has neither"):
        read_beir(folder)
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(InputError, match=r"holds no corpus\.jsonl"):
        read_beir(folder)

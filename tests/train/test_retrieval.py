import pytest

from index.errors import InputError
from index.train.retrieval import Part, is_unseen, part_of, part_of_question, read_material, rows_of
from tests.train.conftest import ids_of


def test_the_part_of_a_document_is_always_the_same():
    assert [part_of(f"doc-{n}").value for n in range(6)] == ["train", "train", "report", "choose", "report", "report"]


def test_half_of_the_documents_are_for_training_and_a_tenth_for_choosing():
    parts = [part_of(f"news-{n}") for n in range(5000)]
    assert parts.count(Part.TRAIN) / 5000 == pytest.approx(0.5, abs=0.02)
    assert parts.count(Part.CHOOSE) / 5000 == pytest.approx(0.1, abs=0.02)


def test_a_question_over_documents_of_two_parts_belongs_to_none():
    (train,), (report,) = ids_of(Part.TRAIN, 1), ids_of(Part.REPORT, 1)
    assert part_of_question({"gold_doc_ids": [train]}) is Part.TRAIN
    assert part_of_question({"gold_doc_ids": [train, report]}) is None
    assert part_of_question({"gold_doc_ids": []}) is None


def test_a_paragraph_read_in_the_other_script_is_not_reported_on():
    pairs = [(f"drcd-{n}", f"drcd-{n}-hans") for n in range(60)]
    read = next(pair for pair in pairs if part_of(pair[0]) is Part.REPORT and part_of(pair[1]) is Part.TRAIN)
    unread = next(pair for pair in pairs if part_of(pair[0]) is Part.REPORT and part_of(pair[1]) is not Part.TRAIN)
    assert [is_unseen({"gold_doc_ids": [doc]}) for doc in (*read, *unread)] == [False, False, True, True]


@pytest.fixture(scope="module")
def material(data):
    return read_material(data[1])


def test_no_filler_and_no_document_of_another_part_is_in_the_material(data, material):
    corpus = rows_of(data[1] / "xquad-xl/corpus.jsonl.gz")
    assert any(row["source"] == "CRUD-RAG" for row in corpus)
    allowed = {row["text"] for row in corpus if row["source"] != "CRUD-RAG" and part_of(row["doc_id"]) is Part.TRAIN}
    assert set(material.passages) == allowed


def test_every_question_and_headline_has_its_own_passage_right(data, material):
    questions = {q["question"]: q for q in rows_of(data[1] / "xquad-xl/questions.jsonl.gz")}
    asked = [pair for pair in material.pairs if pair.query in questions]
    assert asked
    assert len(asked) < len(material.pairs)
    for pair in asked:
        assert all(questions[pair.query]["answers"][0] in material.passages[at] for at in pair.right)


def test_a_lookalike_is_never_right_and_never_holds_the_answer(data, material):
    questions = {q["question"]: q for q in rows_of(data[1] / "xquad-xl/questions.jsonl.gz")}
    assert any(pair.wrong for pair in material.pairs)
    for pair in material.pairs:
        assert not set(pair.right) & set(pair.wrong)
        answers = questions[pair.query]["answers"] if pair.query in questions else []
        assert not any(answer in material.passages[at] for answer in answers for at in pair.wrong)


def test_a_set_that_is_missing_is_named(tmp_path):
    with pytest.raises(InputError, match=r"xquad-xl.corpus.*--eval-data"):
        read_material(tmp_path)

import gzip
import json
from datetime import date

import pytest

from eval.datasets import fingerprint_of, load_set
from index.errors import InputError
from rag.schema import Turn


def write_lines(path, *records):
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf8")
    return path


def test_a_folder_set_is_read_with_its_corpus_and_any_answer_is_right(tmp_path):
    folder = tmp_path / "harbour-news"
    folder.mkdir()
    record = {
        "qid": "h1",
        "question": "港口何时开放?",
        "lang": "zh-Hans",
        "answers": ["2021年|春", "二〇二一年"],
        "gold_doc_ids": ["d1", "d2"],
    }
    with gzip.open(folder / "questions.jsonl.gz", "wt", encoding="utf8") as file:
        file.write(json.dumps(record) + "\n")
    write_lines(folder / "corpus.jsonl", {"doc_id": "d1", "title": "", "text": "x"})
    found = load_set(folder)
    assert found.name == "harbour-news"
    assert found.corpus == folder / "corpus.jsonl"
    assert found.questions[0].points == (("2021年|春", "二〇二一年"),)
    assert found.questions[0].gold_doc_ids == ("d1", "d2")


def test_quoted_gold_reads_alternatives_number_and_history(tmp_path):
    path = write_lines(
        tmp_path / "questions.jsonl",
        {
            "qid": "q1",
            "question": "And in winter?",
            "lang": "zh",
            "kind": "multi-turn",
            "answers": ["120|一百二十"],
            "number": 120,
            "gold": [{"seed": "page.txt", "quote": "冬季开行120班"}],
            "history": [{"role": "user", "content": "How many ferries in summer?"}],
        },
    )
    question = load_set(path).questions[0]
    assert question.lang == "zh-Hans"
    assert question.points == (("120", "一百二十"),)
    assert question.number == 120
    assert question.gold_quotes[0].source == "page.txt"
    assert question.history == (Turn("user", "How many ferries in summer?"),)


def test_a_note_that_starts_with_all_asks_for_every_point(tmp_path):
    gold = [{"source": "a.md", "quote": "甲和乙"}]
    base = {"question": "谁?", "lang": "zh", "answers": ["甲|Jia", "乙"], "gold": gold}
    path = write_lines(tmp_path / "q.jsonl", {"qid": "one", **base}, {"qid": "each", **base, "note": "all"})
    one, each = load_set(path).questions
    assert one.points == (("甲", "Jia", "乙"),)
    assert each.points == (("甲", "Jia"), ("乙",))


def test_references_are_what_an_answer_would_be_written_as(tmp_path):
    gold = [{"source": "a.md", "quote": "甲和乙"}]
    base = {"question": "谁?", "lang": "zh", "gold": gold}
    path = write_lines(
        tmp_path / "q.jsonl",
        {"qid": "one", **base, "answers": ["甲|Jia", "甲某"]},
        {"qid": "each", **base, "answers": ["甲|Jia", "乙|Yi|老乙"], "note": "all"},
        {"qid": "parts", "question": "谁?", "answers": ["甲、乙"], "answers_all": [["甲"], ["乙", "老乙"]]},
        {"qid": "none", "question": "谁?", "answerable": False},
    )
    assert [q.references for q in load_set(path).questions] == [("甲", "Jia", "甲某"), ("甲、乙", "Jia、Yi"), ("甲、乙",), ()]


def test_all_gold_documents_are_needed_where_the_set_says_so_or_times_are_compared(tmp_path):
    base = {"question": "?", "answers": ["1"], "gold_doc_ids": ["a", "b"], "kind": "multi"}
    path = write_lines(
        tmp_path / "q.jsonl",
        {"qid": "parts", **base},
        {"qid": "times", **base, "temporal_type": "aggregate"},
        {"qid": "says", **base, "gold_all": True},
    )
    assert [q.gold_all for q in load_set(path).questions] == [False, True, True]


def test_a_question_belongs_to_its_set_unless_it_names_a_part(tmp_path):
    folder = tmp_path / "harbour"
    folder.mkdir()
    path = write_lines(folder / "q.jsonl", {"qid": "a", "question": "?"}, {"qid": "b", "question": "?", "dataset": "towers"})
    assert [q.dataset for q in load_set(path).questions] == ["harbour/q", "towers"]


@pytest.mark.parametrize("written", ["2024-03-09", "2024-3-9", "2024-3月9日"])
def test_the_day_of_a_question_is_read_as_people_write_it(tmp_path, written):
    path = write_lines(tmp_path / "q.jsonl", {"qid": "d", "question": "昨天?", "question_date": written})
    assert load_set(path).questions[0].as_of == date(2024, 3, 9)


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        ({"qid": "b"}, '"question"'),
        ({"qid": "b", "question": "?", "number": "12"}, "\"number\" is '12'"),
        ({"qid": "b", "question": "?", "answerable": "no"}, '"answerable"'),
        ({"qid": "b", "question": "?", "gold": ["text"]}, '"gold"'),
        ({"qid": "b", "question": "?", "history": [{"role": "system", "content": "x"}]}, '"history"'),
        ({"qid": "b", "question": "?", "question_date": "2024-13-01"}, "month"),
        ({"qid": "b", "question": "?", "grades": {"d": "high"}}, '"grades"'),
        ({"qid": "a", "question": "?"}, "line 1 too"),
    ],
)
def test_a_bad_record_is_named_by_file_and_line(tmp_path, record, complaint):
    path = write_lines(tmp_path / "q.jsonl", {"qid": "a", "question": "?"}, record)
    with pytest.raises(InputError) as error:
        load_set(path)
    assert str(error.value).startswith(f"{path}:2: ")
    assert complaint in str(error.value)


def test_a_line_that_is_not_json_is_named_by_file_and_line(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text('{"qid": "a", "question": "?"}\n\n{"qid": \n', encoding="utf8")
    with pytest.raises(InputError, match=r"q\.jsonl:3: not a JSON object"):
        load_set(path)


def test_a_missing_set_says_what_a_set_is(tmp_path):
    with pytest.raises(InputError, match=r"folder with questions\.jsonl and corpus\.jsonl"):
        load_set(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"holds no questions\.jsonl"):
        load_set(tmp_path)


def test_a_fingerprint_changes_with_a_name_or_a_byte_and_with_nothing_else(tmp_path):
    (tmp_path / "a.md").write_text("one", encoding="utf8")
    first = fingerprint_of([tmp_path])
    (tmp_path / ".hidden").write_text("x", encoding="utf8")
    assert fingerprint_of([tmp_path]) == first
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    renamed = fingerprint_of([tmp_path])
    (tmp_path / "b.md").write_text("two", encoding="utf8")
    assert len({first, renamed, fingerprint_of([tmp_path])}) == 3


@pytest.mark.shared
def test_every_set_beside_the_checkout_is_readable(shared_dir):
    folders = [p for p in sorted((shared_dir / "eval-data").iterdir()) if (p / "corpus.jsonl.gz").exists()]
    for path in [*folders, shared_dir / "eval-data/seeds-qa/questions.jsonl"]:
        questions = load_set(path).questions
        assert all(q.points for q in questions if q.answerable), path
        assert not any(q.points for q in questions if not q.answerable), path

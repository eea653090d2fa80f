import pytest

from eval.reports import read_runs, write_markdown, write_pages, write_runs
from eval.schema import QuestionRow, RunReport
from index.errors import InputError

ROW = QuestionRow("a", "en", "number", "?", True, True, "14", "answered", "14", 1, {"right": 1.0})
ONE, TWO = RunReport("harbour", "f1", {}, (ROW,)), RunReport("seeds/questions", "f2", {}, (ROW,))


@pytest.mark.parametrize("runs", [(ONE,), (ONE, TWO)])
def test_runs_survive_writing_and_reading(tmp_path, runs):
    write_runs(runs, tmp_path / "runs.json")
    assert read_runs(tmp_path / "runs.json") == runs


@pytest.mark.parametrize("text", ["", "[]", '{"set": "x"}', '{"runs": [1]}'])
def test_another_file_is_told_apart_from_a_report(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf8")
    with pytest.raises(InputError, match="no report that wenju eval run --json wrote"):
        read_runs(path)


def test_a_missing_report_says_what_writes_one(tmp_path):
    with pytest.raises(InputError, match="wenju eval run --json"):
        read_runs(tmp_path / "none.json")


def test_each_of_several_runs_has_its_own_page(tmp_path):
    write_pages([ONE, TWO], tmp_path / "report.html")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report-harbour.html", "report-seeds-questions.html"]


def test_the_tables_of_several_runs_stand_in_one_file(tmp_path):
    write_markdown([ONE, TWO], tmp_path / "report.md")
    assert (tmp_path / "report.md").read_text(encoding="utf8").count("# ") >= 2


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="folder that exists"):
        write_runs([ONE], tmp_path / "none/runs.json")

"""`draft` and `judge` as a person gives them on the command line."""

import json

import pytest
import typer
from typer.testing import CliRunner

from eval.datasets import load_set
from eval.reports import write_runs
from eval.schema import QuestionRow, RunReport
from tests.fakes import ScriptedLLM
from tests.newsroom import build_newsroom, model_cache
from ui.draft_commands import draft, judge

ROW = QuestionRow("q", "en", "number", "lines?", True, True, "14", "answered", "14", 1, {"right": 1.0, "cited": 1.0}, answer="14 lines.")
TOLD = ['{"statements": ["14 lines."]}', '{"verdicts": [{"verdict": 1}]}', '{"question": "lines?", "noncommittal": 0}']


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory):
    return build_newsroom(tmp_path_factory.mktemp("commands"))


@pytest.fixture
def run_command(monkeypatch):
    monkeypatch.setenv("WENJU_CACHE", str(model_cache()))
    said = []

    def ran(command, *arguments):
        app = typer.Typer()
        app.command()(lambda: None)
        app.command("it")(command)
        result = CliRunner().invoke(app, ["it", *map(str, arguments)], standalone_mode=False)
        if result.exception:
            raise result.exception
        said.append(result.return_value)
        return result.return_value

    return ran


def test_unseen_drafts_are_a_set_at_once(index_dir, tmp_path, run_command):
    said = run_command(draft, tmp_path / "mine.jsonl", "--index", index_dir, "--unseen", "--language", "zh")
    added = len(load_set(tmp_path / "mine.jsonl").questions)
    assert added >= 2
    assert next(iter(said.out)).startswith(f"{added} questions added")


def test_the_page_is_announced_with_its_address_before_it_is_served(index_dir, tmp_path, run_command):
    said = run_command(draft, tmp_path / "mine.jsonl", "--index", index_dir)
    pieces = iter(said.out)
    assert "http://127.0.0.1:" in next(pieces)
    pieces.close()


def test_a_judge_tells_means_and_agreement(tmp_path, monkeypatch, run_command):
    write_runs([RunReport("harbour", "f", {}, (ROW,))], tmp_path / "run.json")
    with ScriptedLLM(*TOLD) as llm:
        monkeypatch.setenv("WENJU_LLM__BASE_URL", llm.base_url)
        monkeypatch.setenv("WENJU_LLM__MODEL", "judge-1")
        said = run_command(judge, tmp_path / "run.json", "--html", tmp_path / "run.html")
    text = next(iter(said.out))
    assert "faithfulness: 100.0 (n=1)" in text
    assert "faithfulness says the same as cited in 100% of 1 answers" in text
    assert "advisory" in (tmp_path / "run.html").read_text(encoding="utf8")


def test_a_judge_answers_in_json_when_asked(tmp_path, monkeypatch, run_command):
    write_runs([RunReport("harbour", "f", {}, (ROW,))], tmp_path / "run.json")
    with ScriptedLLM("no opinion") as llm:
        monkeypatch.setenv("WENJU_LLM__BASE_URL", llm.base_url)
        monkeypatch.setenv("WENJU_LLM__MODEL", "judge-1")
        told = json.loads(next(iter(run_command(judge, tmp_path / "run.json", "--json").out)))
    assert "expected a JSON object" in told["judgements"][0]["error"]

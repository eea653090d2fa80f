"""The commands of `wenju eval`, run as a person runs them."""

import json
from functools import partial

import pytest

from tests.fakes import ScriptedLLM


@pytest.fixture
def wenju(command_line):
    """Run one command of `wenju eval`."""
    return partial(command_line, "eval")


@pytest.fixture
def ferries(tmp_path):
    """A set of two articles and two questions."""
    folder = tmp_path / "ferries"
    folder.mkdir()
    cities = [("d1", "港城", 14), ("d2", "石城", 31)]
    corpus = [{"doc_id": d, "title": f"{city}渡轮", "text": f"{city}去年开通渡轮航线{n}条。"} for d, city, n in cities]
    every = {"lang": "zh-Hans", "kind": "number"}
    asked = [
        {"qid": f"q-{d}", "question": f"{city}有多少条渡轮航线?", "answers": [str(n)], "gold_doc_ids": [d], **every}
        for d, city, n in cities
    ]
    for name, records in (("corpus", corpus), ("questions", asked)):
        text = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf8")
    return folder


@pytest.mark.model
def test_a_run_shows_its_slices_and_writes_each_file_asked_for(wenju, ferries, tmp_path):
    code, out, err = wenju("run", ferries, "--json", "run.json", "--html", "run.html", "--markdown", "run.md")
    assert (code, err) == (0, "")
    assert out.startswith("ferries: 2 questions")
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf8"))["means"]["R@1"] == {"value": 1.0, "n": 2}
    assert "ferries" in (tmp_path / "run.html").read_text(encoding="utf8")
    assert "ferries" in (tmp_path / "run.md").read_text(encoding="utf8")


@pytest.mark.model
def test_the_same_run_again_writes_the_same_file(wenju, ferries, tmp_path):
    for name in ("one.json", "two.json"):
        wenju("run", ferries, "--json", name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.model
def test_two_runs_are_compared_and_runs_of_other_questions_are_refused(wenju, ferries):
    wenju("run", ferries, "--json", "ours.json")
    wenju("run", ferries, "--system", "bm25", "--json", "theirs.json")
    code, out, _ = wenju("compare", "theirs.json", "ours.json")
    assert code == 0
    assert "won by b (right): 2" in out
    assert json.loads(wenju("compare", "theirs.json", "ours.json", "--json")[1])["comparisons"][0]["measures"]["right"]["difference"] == 1.0
    wenju("run", ferries, "--limit", "1", "--json", "part.json")
    code, out, err = wenju("compare", "part.json", "ours.json")
    assert (code, out) == (2, "")
    assert "not of the same questions and corpus" in err


@pytest.mark.model
def test_a_set_without_floors_fails_the_gate(wenju, ferries):
    code, out, err = wenju("gate", ferries)
    assert code == 2
    assert "ferries: 2 questions" in out
    assert "no floors are pinned" in err


@pytest.mark.model
def test_a_sweep_prints_a_line_a_combination(wenju, ferries):
    code, out, _ = wenju("sweep", ferries, "--vary", "retrieve.top_k=5,10")
    assert code == 0
    assert [line.split()[1] for line in out.splitlines()] == ["settings", "retrieve.top_k=5", "retrieve.top_k=10"]


@pytest.mark.model
def test_peers_are_chosen_by_name(wenju, ferries):
    code, out, _ = wenju("peers", ferries, "--system", "bm25")
    assert code == 0
    assert out.splitlines()[-1].startswith("| ferries | zh-Hans | 2 | bm25 | 100.0 |")
    assert wenju("peers", ferries, "--system", "grep")[0] == 2


def test_a_run_file_of_another_system_is_measured(wenju, tmp_path):
    (tmp_path / "qrels.txt").write_text("t1 0 a 1\n", encoding="utf8")
    (tmp_path / "run.txt").write_text("t1 Q0 b 1 2.0 x\nt1 Q0 a 2 1.0 x\n", encoding="utf8")
    code, out, _ = wenju("trec", "qrels.txt", "run.txt")
    assert code == 0
    assert "50.0" not in out.splitlines()[0]
    assert " 100.0" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "nowhere"), "no question set at nowhere"),
        (("run", "."), "holds none"),
        (("compare", "a.json", "b.json"), "cannot read a.json"),
        (("sweep", ".", "--vary", "top"), "cannot vary"),
    ],
)
def test_a_command_that_cannot_work_says_why(wenju, arguments, said):
    code, out, err = wenju(*arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.model
def test_a_language_model_answers_only_when_asked_for(wenju, ferries, tmp_path, monkeypatch):
    with ScriptedLLM("港城有14条渡轮航线。[1]") as llm:
        monkeypatch.setenv("WENJU_LLM__BASE_URL", llm.base_url)
        monkeypatch.setenv("WENJU_LLM__MODEL", "scripted")
        assert wenju("run", ferries, "--limit", "1", "--json", "without.json", "--jobs", "1")[0] == 0
        assert not llm.requests
        assert wenju("run", ferries, "--limit", "1", "--json", "with.json", "--jobs", "1", "--llm")[0] == 0
        assert llm.requests
    generators = [
        json.loads((tmp_path / f"{name}.json").read_text(encoding="utf8"))["questions"][0]["generator"] for name in ("without", "with")
    ]
    assert generators == ["extractive", "scripted"]


def test_a_language_model_that_is_not_set_is_named(wenju, ferries):
    code, _, err = wenju("run", ferries, "--llm")
    assert code == 2
    assert "WENJU_LLM__BASE_URL" in err

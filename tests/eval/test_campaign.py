"""Whole runs over a small collection: built, asked in one process and in two, stopped, asked again, varied, and asked of the peers."""

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from eval.cache import AnswerCache
from eval.campaign import Plan, measure
from eval.peers import measure_peers, peers_table
from eval.sweep import read_variation, sweep, sweep_table, varied_settings
from eval.workers import answers_folder, drop_old_indexes
from index.errors import ConfigError, InputError
from rag.config import Settings

CITIES = ("港城", "云城", "石城", "兰城", "江城", "雪城", "柳城", "沙城")


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    """Eight articles and a question to each, and one no article answers."""
    folder = tmp_path_factory.mktemp("sets") / "harbour"
    folder.mkdir()
    with gzip.open(folder / "corpus.jsonl.gz", "wt", encoding="utf8") as corpus:
        for at, city in enumerate(CITIES):
            text = f"{city}去年开通渡轮航线{at + 11}条。全年运送旅客{at + 2}0万人次,比上一年多。"
            corpus.write(json.dumps({"doc_id": f"d{at}", "title": f"{city}渡轮", "text": text}, ensure_ascii=False) + "\n")
    lines = [
        {"qid": f"q{at}", "question": f"{city}有多少条渡轮航线?", "lang": "zh-Hans", "kind": "number"}
        | {"answers": [str(at + 11)], "gold_doc_ids": [f"d{at}"], "has_number": True}
        for at, city in enumerate(CITIES)
    ]
    lines.append({"qid": "n", "question": "龙城有多少座机场?", "lang": "zh-Hans", "kind": "negative", "answers": [], "answerable": False})
    (folder / "questions.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf8")
    return folder


@pytest.fixture(scope="module")
def plan(project_root, tmp_path_factory):
    """The embedded model and the dictionary come from the real cache; answers and indexes go elsewhere."""
    real = Path(os.environ.get("WENJU_CACHE") or project_root / ".wenju/cache")
    cache = tmp_path_factory.mktemp("cache")
    if real.is_dir():
        for entry in real.iterdir():
            if entry.name != "eval":
                (cache / entry.name).symlink_to(entry.resolve())
    return Plan(Settings(cache=cache), workers=1)


def without_times(reports):
    return [replace(report, rows=tuple(replace(row, ms=0.0) for row in report.rows)) for report in reports]


@pytest.mark.model
def test_the_same_run_twice_gives_the_same_report_and_the_second_asks_nothing(harbour, plan):
    stages = []
    first = measure([harbour], plan)
    second = measure([harbour], plan, watch=lambda *told: stages.append(told))
    assert first == second
    assert stages == []
    assert {mean.name: mean.value for mean in first[0].means}["R@5"] == 1.0
    assert first[0].versions["system"] == "wenju"


@pytest.mark.model
def test_a_run_that_was_stopped_goes_on_with_what_was_not_asked(harbour, plan):
    class Stopped(Exception):
        pass

    def stop(stage, done, _total):
        if stage == "ask" and done == 3:
            raise Stopped

    fresh = replace(plan, settings=plan.settings.model_copy(update={"max_question_chars": 900}))
    with pytest.raises(Stopped):
        measure([harbour], fresh, watch=stop)
    answers = AnswerCache(answers_folder(fresh.settings))
    before = len(answers)
    (report,) = measure([harbour], fresh)
    assert len(report.rows) == len(CITIES) + 1
    assert len(answers) > before
    assert without_times([report])[0].rows == without_times(measure([harbour], fresh))[0].rows


@pytest.mark.model
def test_two_processes_give_the_rows_one_gives(harbour, plan, monkeypatch):
    monkeypatch.setattr("eval.campaign._ASKED_BY_ONE", 4)
    one = measure([harbour], plan)
    settings = plan.settings.model_copy(update={"max_question_chars": 800})
    done = []
    two = measure([harbour], replace(plan, settings=settings, workers=2), watch=lambda *told: done.append(told))
    assert done[-1] == ("ask", len(CITIES) + 1, len(CITIES) + 1)
    rows = [[replace(row, ms=0.0) for row in reports[0].rows] for reports in (one, two)]
    assert rows[0] == rows[1]


@pytest.mark.model
def test_a_part_of_a_set_has_no_fingerprint(harbour, plan):
    (report,) = measure([harbour], replace(plan, limit=2))
    assert (report.fingerprint, len(report.rows)) == ("", 2)


def test_an_unknown_system_is_named_with_the_known_ones(harbour):
    with pytest.raises(ConfigError, match="known: wenju, bm25, llama-index"):
        measure([harbour], Plan(Settings(), system="grep"))


@pytest.mark.model
def test_a_sweep_measures_every_combination_and_tells_them_apart(harbour, plan):
    varied = sweep([harbour], plan, [read_variation("retrieve.top_k=5,10"), read_variation("retrieve.rrf_k=30")])
    assert [each.label for each in varied] == ["retrieve.top_k=5 retrieve.rrf_k=30", "retrieve.top_k=10 retrieve.rrf_k=30"]
    assert len({each.reports[0].versions["settings"] for each in varied}) == 2
    assert len({each.reports[0].fingerprint for each in varied}) == 1
    head, *lines = sweep_table(varied).splitlines()
    assert head.split()[:4] == ["set", "settings", "n", "R@1"]
    assert len(lines) == 2


def test_what_cannot_be_varied_is_named_before_anything_is_measured():
    with pytest.raises(InputError, match=r"retrieve\.top_k=5,10"):
        read_variation("retrieve.top_k")
    with pytest.raises(ConfigError, match=r"retrieve\.topk"):
        varied_settings(Settings(), [("retrieve.topk", "5")])
    with pytest.raises(ConfigError, match=r"retrieve\.top_k"):
        varied_settings(Settings(), [("retrieve.top_k", "0")])
    assert varied_settings(Settings(), [("retrieve.top_k", "5")]).retrieve.top_k == 5


@pytest.mark.model
def test_the_peers_stand_in_one_table_with_us(harbour, plan):
    found = measure_peers([harbour], plan)
    head, _, *lines = peers_table(found).splitlines()
    assert head.startswith("| set | questions | n | system | R@1 |")
    assert [line.split(" | ")[3] for line in lines] == ["wenju", "bm25", "llama-index"]
    assert all(found[name][0].fingerprint == found["wenju"][0].fingerprint for name in found)


@pytest.mark.model
def test_a_peer_answers_with_its_first_passage_cited_as_it_stands(harbour, plan):
    for system in ("bm25", "llama-index"):
        (report,) = measure([harbour], replace(plan, system=system))
        row = report.rows[0]
        assert (row.short, row.rank) == ("", 1)
        assert row.measures["shown"] == row.measures["verbatim"] == 1.0
        assert row.generator == system


def test_indexes_of_older_code_go_and_those_of_other_corpora_stay(tmp_path):
    folders = [tmp_path / name for name in ("aa-model-1", "aa-model-2", "aa-model-3", "aa-model-4", "bb-model-1")]
    for at, folder in enumerate(folders):
        folder.mkdir()
        os.utime(folder, (at, at))
    drop_old_indexes(folders[3])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["aa-model-2", "aa-model-3", "aa-model-4", "bb-model-1"]

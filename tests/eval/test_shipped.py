"""The gate: the questions that ship, over the pages that ship, must reach the floors in eval/floors.json."""

import os
from pathlib import Path

import pytest

from eval.campaign import Plan, measure
from eval.gate import gate_all, load_floors
from eval.report import slice_table, wrong_rows
from rag.config import Settings


@pytest.fixture(scope="module")
def shipped_run(project_root):
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("WENJU_") and n != "WENJU_CACHE"]:
            patch.delenv(name)  # the floors are of the defaults, not of what a developer has set
        patch.chdir(project_root / "tests")  # nor of a wenju.toml
        cache = Path(os.environ.get("WENJU_CACHE") or project_root / ".wenju/cache")
        (report,) = measure([project_root / "seeds/questions.jsonl"], Plan(Settings(cache=cache), workers=1))
        return report


@pytest.mark.model
def test_the_shipped_questions_reach_their_floors(shipped_run):
    result = gate_all([shipped_run], load_floors())
    lost = [f"{row.qid} {row.question} -> {row.status} {row.short!r}" for row in wrong_rows(shipped_run, "figure")]
    assert result.passed, "\n".join([*result.failures, slice_table(shipped_run), *lost])


@pytest.mark.model
def test_every_citation_of_the_shipped_run_is_verbatim(shipped_run):
    assert [row.qid for row in wrong_rows(shipped_run, "verbatim")] == []
    assert any("verbatim" in row.measures for row in shipped_run.rows)


@pytest.mark.model
def test_no_shipped_question_ends_in_an_error(shipped_run):
    assert [f"{row.qid}: {row.error}" for row in shipped_run.rows if row.error] == []

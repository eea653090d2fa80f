"""Questions answered part by part, over invented articles: every case of `tests/golden/compound` is a claim."""

import json
from pathlib import Path

import pytest

from rag.engine import Engine
from rag.schema import Status
from tests.gazette import engine_over, index_of

GOLDEN = Path(__file__).parent.parent / "golden" / "compound"


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


CASES = rows("questions.jsonl")


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    return engine_over(index_of(tmp_path_factory.mktemp("compound"), rows("articles.jsonl")))


@pytest.mark.parametrize("case", CASES, ids=[case["question"] for case in CASES])
def test_the_answer_is_the_expected_one_and_stands_on_the_articles_that_bear_it_out(engine, case):
    answer = engine.ask(case["question"])
    assert (answer.status, answer.short) == (case["status"], case["short"]), answer.text
    by_number = {passage.number: passage for passage in answer.passages}
    cited = {by_number[c.passage].doc_id for sentence in answer.sentences for c in sentence.citations}
    assert set(case["cites"]) <= cited
    assert answer.status is not Status.NOT_FOUND or not cited
    for words in case.get("says", ()):
        assert words in answer.text
    for passage in answer.passages:
        assert engine.article(passage.article_id).body[passage.start : passage.end] == passage.text


def test_the_set_is_large_enough_to_mean_something():
    assert len({case["question"] for case in CASES}) >= 80

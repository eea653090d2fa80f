"""The page for drafted questions: what a person does to each, what is in the set afterwards, and that it can be run."""

import json

import pytest
from fastapi.testclient import TestClient

from eval.draft import draft_questions
from eval.proposal import Proposal
from eval.runner import run_set
from eval.schema import GoldQuote
from index.errors import InputError
from index.store import open_store
from rag.config import Settings
from rag.engine import Engine
from tests.newsroom import build_newsroom, model_cache
from ui.draft import accepted, draft_app, draft_blocks, dropped, fresh_desk, put_off, source_html

NASTY = "<script>alert(1)</script>"
ONE = Proposal("zh-Hans", "number", "甘肃有多少座便桥？", ("62",), (GoldQuote("桥.txt", "修好了62座便桥"),), 62.0, "座")
TWO = Proposal("zh-Hans", "entity", "镇长是谁？", ("马立冬",), (GoldQuote("桥.txt", "镇长马立冬说"),), note="can only one be meant?")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mine.jsonl"


def records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def as_proposed(desk, path):
    now = desk.current
    return accepted(desk, path, question=now.question, answers="\n".join(now.answers), number="" if now.number is None else str(now.number))


def test_what_is_accepted_is_in_the_set_at_once_as_edited(path):
    desk = accepted(fresh_desk([ONE, TWO], path), path, question=" 甘肃修了多少座\n便桥？ ", answers="62\n\n六十二\n", number="62")
    assert (len(desk.waiting), desk.accepted, desk.current) == (1, 1, TWO)
    written = records(path)[0]
    assert (written["question"], written["answers"], written["number"]) == ("甘肃修了多少座 便桥？", ["62", "六十二"], 62)
    assert written["gold"] == [{"source": "桥.txt", "quote": "修好了62座便桥"}]


def test_a_page_opened_again_leaves_out_what_was_accepted_even_when_it_was_edited(path):
    desk = accepted(fresh_desk([ONE, TWO], path), path, question="另一个问法？", answers="62", number="")
    again = fresh_desk([ONE, TWO], path)
    assert (again.waiting, again.accepted) == ((TWO,), 1)
    assert desk.waiting == again.waiting


def test_dropping_writes_nothing_and_later_comes_last(path):
    desk = put_off(fresh_desk([ONE, TWO], path))
    assert desk.waiting == (TWO, ONE)
    desk = dropped(dropped(desk))
    assert (desk.waiting, desk.dropped, desk.current) == ((), 2, None)
    assert dropped(desk).dropped == 2
    assert not path.exists()


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        ({"question": "  ", "answers": "62", "number": ""}, "needs words"),
        ({"question": "几座？", "answers": " \n ", "number": ""}, "at least one answer"),
        ({"question": "几座？", "answers": "62", "number": "about 62"}, "base units"),
        ({"question": "几座？", "answers": "62", "number": "nan"}, "base units"),
    ],
)
def test_an_edit_that_makes_no_question_is_refused_and_nothing_is_written(path, edited, said):
    with pytest.raises(InputError, match=said):
        accepted(fresh_desk([ONE], path), path, **edited)
    assert not path.exists()


def test_nothing_can_be_accepted_once_all_have_been_looked_at(path):
    with pytest.raises(InputError, match="looked at"):
        accepted(fresh_desk([], path), path, question="a?", answers="b", number="")


def test_words_of_an_article_are_shown_as_text():
    shown = source_html(Proposal("zh-Hans", "number", "q", ("1",), (GoldQuote(NASTY, NASTY),), 1.0, NASTY, NASTY))
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 4


def test_the_page_is_served_to_this_machine_under_its_own_name_only(path):
    with TestClient(draft_app([ONE], path), base_url="http://127.0.0.1") as client:
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_file_that_is_no_set_is_told_before_the_page_opens(path):
    path.write_text("not json", encoding="utf8")
    with pytest.raises(InputError):
        draft_app([ONE], path)


def test_the_page_names_no_endpoint_to_others(path):
    config = draft_blocks([ONE], path).get_api_info()
    assert config["named_endpoints"] == {}


def test_drafted_accepted_and_run_a_set_measures_the_collection_it_came_from(tmp_path, path):
    index_dir = build_newsroom(tmp_path)
    with open_store(index_dir) as store:
        proposals = draft_questions(store, n=8, seed=1, languages=("zh",))
    desk = fresh_desk(proposals, path)
    while desk.current:
        desk = as_proposed(desk, path)
    report = run_set(path, engine=Engine.open(index_dir, Settings.load(cache=model_cache())))
    assert [row.qid for row in report.rows] == [p.qid for p in proposals]
    assert len(report.rows) >= 2
    assert {mean.name: mean.value for mean in report.means}["R@5"] == 1.0

"""The whole service, chat included."""

from datetime import datetime

import pytest
from starlette.testclient import TestClient

from rag.config import Settings
from rag.engine import Engine
from tests.gazette import engine_over, index_of, record
from tests.newsroom import QUESTION, build_newsroom, model_cache
from ui.chat import KEPT_TURNS, conversing, history_of
from ui.serve import full_app

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return Engine.open(build_newsroom(tmp_path_factory.mktemp("serve")), Settings(cache=model_cache()))


@pytest.fixture(scope="module")
def client(engine):
    with TestClient(full_app(engine, engine.settings)) as opened:
        yield opened


def test_the_chat_stands_at_the_root_and_hides_no_route_of_ours(client):
    assert "gradio" in client.get("/").text
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.post("/api/ask", json={"question": QUESTION}).json()["status"] == "answered"


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/api/ask"])
def test_no_route_gives_its_answer_to_a_site_that_is_not_named(client, path):
    headers = client.get(path, headers={"Origin": "https://evil.example", "Cookie": "a=b"}).headers
    assert "access-control-allow-origin" not in headers
    assert "access-control-allow-credentials" not in headers


def test_the_chat_page_is_held_to_this_host(client):
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "http" not in policy


def test_a_conversation_grows_by_one_exchange_and_ends_with_the_whole_answer(engine):
    steps = list(conversing(engine, QUESTION, (), "en"))
    assert [len(step) for step in steps] == [1] * len(steps)
    assert not any(step[-1].is_done for step in steps[:-1])
    assert steps[-1][-1].answer.status == "answered"
    partials = [step[-1].partial for step in steps[:-1]]
    assert partials == sorted(partials, key=len)
    turns = history_of(steps[-1])
    assert [turn.role for turn in turns] == ["user", "assistant"]


def test_an_empty_question_leaves_an_error_with_advice_in_the_readers_language(engine):
    [*_, last] = conversing(engine, "  ", (), "zh-Hans")
    assert "the question is empty" in last[-1].error
    assert "问题是空的" in last[-1].error
    assert history_of(last) == ()


def test_a_long_conversation_loses_its_oldest_turns(engine):
    conversation = ()
    for _ in range(KEPT_TURNS + 2):
        [*_, conversation] = conversing(engine, "  ", conversation, "en")
    assert len(conversation) == KEPT_TURNS


def test_the_chat_is_asked_on_its_own_day(tmp_path):
    last_year = datetime.now().astimezone().year - 1
    text = f"{last_year}年3月,明川镇修好水渠4200米,村民说以后浇地不愁了。"
    engine = engine_over(index_of(tmp_path, [record("canal", "明川镇修好水渠", text, published=f"{last_year}-03-20")]))
    *_, answered = conversing(engine, "去年明川镇修好水渠多少米?", (), "zh-Hans")
    *_, refused = conversing(engine, "三年前明川镇修好水渠多少米?", (), "zh-Hans")
    assert answered[-1].answer.status == "answered"
    assert refused[-1].answer.status == "not_found"

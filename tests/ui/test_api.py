"""The HTTP API over a real engine and a small index."""

import json

import pytest
from starlette.testclient import TestClient

from rag.config import Settings
from rag.engine import Engine
from tests.newsroom import FIGURE, NASTY_TITLE, QUESTION, SENTENCE, build_newsroom, model_cache
from ui.api import create_app

SITE = "https://news.example"
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    settings = Settings(cache=model_cache(), serve={"allowed_origins": (SITE,)})
    engine = Engine.open(build_newsroom(tmp_path_factory.mktemp("api")), settings)
    with TestClient(create_app(engine, settings)) as opened:
        yield opened


def events(text: str) -> list[tuple[str, dict]]:
    blocks = [block.split("\n") for block in text.split("\n\n") if block]
    return [(name.removeprefix("event: "), json.loads(fields.removeprefix("data: "))) for name, fields in blocks]


def test_a_question_is_answered_with_a_verbatim_sentence(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert answer["status"] == "answered"
    assert answer["short"] in {FIGURE, FIGURE.replace(",", "")}
    cited = answer["sentences"][0]["citations"][0]
    article = client.get(f"/api/articles/{answer['passages'][cited['passage'] - 1]['article_id']}").json()
    assert article["body"][cited["start"] : cited["end"]] == cited["quote"]
    assert SENTENCE in cited["quote"]
    assert (article["title"], article["outlet"], article["published"]) == (NASTY_TITLE, "黔山晚报", "2022-11-08")


def test_a_stream_tells_passages_then_text_then_the_same_answer(client):
    answer = client.post("/api/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    seen = events(answer.text)
    names = [name for name, _ in seen]
    assert names[0] == "retrieved"
    assert names[-1] == "final"
    assert set(names[1:-1]) == {"token"}
    whole = client.post("/api/ask", json={"question": QUESTION}).json()
    final = seen[-1][1]
    assert {**final, "timings_ms": None} == {**whole, "timings_ms": None}
    assert "".join(fields["text"] for name, fields in seen if name == "token") == final["text"]


def test_a_question_the_articles_do_not_answer_is_no_error(client):
    answer = client.post("/api/ask", json={"question": "how many rest stations in Hainan"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "not_found"
    assert not [c for s in answer.json()["sentences"] for c in s["citations"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"\xff", 400),
        (b"[" * 50_000, 400),
        (b"{}", 400),
        (b'{"question": ""}', 400),
        (b'{"question": "\\ud800"}', 400),
        (json.dumps({"question": "长" * 2000}).encode(), 400),
        (json.dumps({"question": "x", "filters": {"form": "2020"}}).encode(), 400),
        (b" " * 300_000, 413),
    ],
)
def test_a_bad_request_is_told_in_a_sentence(client, body, status):
    answer = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_an_empty_question_on_a_stream_is_an_error_event(client):
    answer = client.post("/api/ask", json={"question": " "}, headers={"Accept": "text/event-stream"})
    [(name, fields)] = events(answer.text)
    assert name == "error"
    assert fields["message"]


def test_a_form_of_another_site_cannot_ask(client):
    assert client.post("/api/ask", content='{"question": "x"}', headers={"Content-Type": "text/plain"}).status_code == 415


def test_filters_hold(client):
    answer = client.post("/api/ask", json={"question": QUESTION, "filters": {"outlet": "滇池周报"}}).json()
    assert {passage["outlet"] for passage in answer["passages"]} <= {"滇池周报"}
    assert answer["short"] not in {FIGURE, FIGURE.replace(",", "")}


def test_search_gives_each_document_once_with_its_arms(client):
    found = client.get("/api/search", params={"q": "便桥", "k": "3"}).json()
    assert found["query"] == "便桥"
    assert found["passages"][0]["doc_id"] == "gs-1"
    assert found["passages"][0]["arms"]
    documents = [passage["doc_id"] for passage in found["passages"]]
    assert len(documents) == len(set(documents))


@pytest.mark.parametrize("k", ["0", "51", "x", "-1"])
def test_a_search_for_no_or_too_many_documents_is_refused(client, k):
    assert client.get("/api/search", params={"q": "桥", "k": k}).status_code == 400


def test_an_article_that_is_not_there_is_404(client):
    answer = client.get("/api/articles/none")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("path", ["/nothing", "/api/nothing", "/docs", "/openapi.json"])
def test_a_route_that_is_not_there_is_404_in_json(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_a_named_site_may_read_the_answer_and_no_other(client):
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = client.options("/api/ask", headers={"Origin": SITE, **ask})
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == SITE
    refused = client.options("/api/ask", headers={"Origin": "https://evil.example", **ask})
    assert "access-control-allow-origin" not in refused.headers
    answer = client.post("/api/ask", json={"question": QUESTION}, headers={"Origin": SITE})
    assert answer.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in answer.headers
    assert client.post("/api/ask", json={"question": QUESTION}, headers={"Origin": "https://evil.example"}).status_code == 403


def test_a_refusal_can_be_read_by_the_site_that_asked(client):
    answer = client.post("/api/ask", content=b" " * 300_000, headers={"Origin": SITE, "Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (413, SITE)


def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}
    client.app.state.ready = False
    assert client.get("/readyz").status_code == 503
    client.app.state.ready = True


def test_the_widget_is_one_small_script_any_page_may_load(client):
    answer = client.get("/widget.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "wenju-chat" in client.get("/embed").text


def test_too_many_questions_at_once_are_told_to_come_back(client):
    limiter = client.app.state.limiter
    before, limiter.total_tokens = limiter.total_tokens, 0
    answer = client.post("/api/ask", json={"question": QUESTION})
    limiter.total_tokens = before
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.json()["error"]["code"] == "busy"

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from index.errors import ConfigError
from ui.edge import Edge, checked_origins

SITE = "https://news.example"


async def echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def fail(_: Request) -> Response:
    raise RuntimeError("secret detail")


@pytest.fixture
def client():
    paths = [
        "/api/ask",
        "/",
        "/embed",
        "/gradio_api/upload",
        "/gradio_api/file=/etc/hosts",
        "/gradio_api/call/answer",
        "/gradio_api/queue/join",
    ]
    routes = [Route(path, echo, methods=["GET", "POST"]) for path in paths]
    edge = Middleware(Edge, allowed_origins=(SITE,), max_body_bytes=1000)
    app = Starlette(routes=[*routes, Route("/api/fail", fail, methods=["GET"])], middleware=[edge])
    return TestClient(app, base_url="http://wenju.example:7860")


def chunks(total: int):
    for _ in range(total // 100):
        yield b"x" * 100


@pytest.mark.parametrize("content", [b"x" * 1001, chunks(2000)], ids=["announced", "in pieces"])
def test_a_body_over_the_limit_is_refused_whether_or_not_it_says_its_length(client, content):
    answer = client.post("/api/ask", content=content)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"
    assert "1000 bytes" in answer.json()["error"]["message"]


def test_a_body_at_the_limit_passes(client):
    assert client.post("/api/ask", content=b"x" * 1000).text == "1000"


@pytest.mark.parametrize("origin", [None, SITE, SITE.upper(), "http://wenju.example:7860"])
def test_the_service_itself_and_named_sites_may_ask(client, origin):
    assert client.post("/api/ask", headers={"Origin": origin} if origin else {}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://news.example",
        "https://news.example:8443",
        "https://news.example.evil.example",
        "http://wenju.example",
    ],
)
def test_any_other_site_is_refused(client, origin):
    answer = client.post("/api/ask", headers={"Origin": origin})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "origin"


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/file=/etc/hosts", "/gradio_api/call/answer"])
def test_doors_the_chat_does_not_use_are_closed(client, path):
    assert client.post(path, content=b"x").status_code == 404


def test_another_site_cannot_ask_through_the_chats_queue_either(client):
    assert client.post("/gradio_api/queue/join", headers={"Origin": "https://evil.example"}).status_code == 403


def test_what_the_chat_does_use_is_open(client):
    assert client.post("/gradio_api/queue/join", content=b"x").status_code == 200


def test_every_answer_says_how_a_browser_must_treat_it(client):
    for path in ("/", "/embed", "/api/ask", "/gradio_api/upload"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in client.get("/").headers["content-security-policy"]
    assert client.get("/embed").headers["content-security-policy"].endswith(f"frame-ancestors 'self' {SITE}")


def test_an_unforeseen_error_is_one_sentence_without_its_detail(client):
    answer = client.get("/api/fail")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"
    assert "secret" not in answer.text
    assert json.loads(answer.text)


@pytest.mark.parametrize("origin", ["*", "news.example", "https://news.example/", "https://news.example/path", "ftp://news.example", ""])
def test_an_allowed_site_that_could_never_match_is_told_at_once(origin):
    with pytest.raises(ConfigError, match="scheme://host"):
        checked_origins([origin])


def test_allowed_sites_are_compared_in_lower_case():
    assert checked_origins(["HTTP://127.0.0.1:7861", "http://[::1]:80"]) == ("http://127.0.0.1:7861", "http://[::1]:80")

"""A real server on a free port of loopback, and Chromium without any other network."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.newsroom import ROOT, build_newsroom, model_cache
from ui.serve_socket import listen

sync_api = pytest.importorskip("playwright.sync_api", reason="NO BROWSER TESTS: playwright is not installed")

CHROMIUM = os.environ.get("WENJU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Service:
    """Addresses of a running service, of a page of a site that may ask it, and of one of a site that may not."""

    url: str
    friend: str
    stranger: str


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("browser")
    index_dir = build_newsroom(folder)
    port, friend, stranger = _free_ports(3)
    endpoint = f"http://127.0.0.1:{port}"
    commands = [
        ["serve", "--index", str(index_dir), "--port", str(port), "--allow-origin", f"http://127.0.0.1:{friend}"],
        ["demo", "--endpoint", endpoint, "--port", str(friend)],
        ["demo", "--endpoint", endpoint, "--port", str(stranger)],
    ]
    running = [_start(command, folder) for command in commands]
    try:
        yield Service(endpoint, f"http://127.0.0.1:{friend}", f"http://127.0.0.1:{stranger}")
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.communicate(timeout=30)


@pytest.fixture(scope="module")  # not longer: while it is open, no other test of the session can run an event loop
def browser():
    if CHROMIUM is None:
        pytest.skip("NO CHROMIUM: the chat and the widget were NOT looked at; install chromium or name it in WENJU_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser, service):
    """Open a page in a fresh browser context; at the end, no request may have left loopback and no script may have failed."""
    asked: list[str] = []
    failed: list[str] = []
    contexts = []

    def opened(url: str, *, locale: str = "en-GB", width: int = 1200, height: int = 860):
        context = browser.new_context(locale=locale, viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname != "127.0.0.1"] == []
    assert failed == []


def _free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago: the allowed site must be known before its server starts."""
    held = [listen("127.0.0.1", 0) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def _start(arguments: list[str], folder: Path) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WENJU_")}
    environment |= {"WENJU_CACHE": str(model_cache()), "PYTHONPATH": str(ROOT)}
    code = "from ui.cli import main; main()"
    started = subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    line = started.stdout.readline()  # it says where it answers when it can be asked, or ends
    assert "http://127.0.0.1" in line, f"{arguments[0]} did not start"
    return started

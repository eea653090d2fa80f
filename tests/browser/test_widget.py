"""The widget on a page of another origin, in headless Chromium."""

import itertools

import pytest

from tests.newsroom import FIGURE, NASTY_TITLE, QUESTION, SENTENCE

pytestmark = [pytest.mark.browser, pytest.mark.model]


def ask(page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")


def test_a_page_of_an_allowed_site_asks_streams_and_cites(visit, service):
    page = visit(service.friend)
    accepted = []
    page.on("request", lambda request: accepted.append(request.headers.get("accept")) if request.url.endswith("/api/ask") else None)
    ask(page, QUESTION)
    page.locator("wenju-chat .short").wait_for()
    assert "text/event-stream" in accepted
    assert page.locator("wenju-chat .short").inner_text().replace(",", "") == FIGURE.replace(",", "")
    number = page.locator("wenju-chat .cite").first
    assert number.get_attribute("aria-expanded") == "false"
    number.click()
    assert number.get_attribute("aria-expanded") == "true"
    source = page.locator("wenju-chat .source").first
    assert SENTENCE in source.inner_text()
    assert NASTY_TITLE in source.inner_text()
    assert "黔山晚报 · 2022-11-08" in source.inner_text()
    assert page.locator("wenju-chat .short").evaluate("(each) => each.getRootNode() instanceof ShadowRoot")


def test_the_finished_answer_is_announced_once_and_whole(visit, service):
    page = visit(service.friend)
    ask(page, QUESTION)
    page.locator("wenju-chat .short").wait_for()
    live = page.locator("wenju-chat [aria-live=polite]")
    assert FIGURE.replace(",", "") in live.inner_text().replace(",", "")
    assert "[1]" not in live.inner_text()


def test_tokens_are_shown_as_they_come(visit, service):
    page = visit(service.friend)
    page.evaluate(
        """() => {
          window.seen = [];
          const log = document.querySelector("wenju-chat").shadowRoot.querySelector(".log");
          new MutationObserver(() => {
            const partial = log.querySelector(".partial");
            if (partial) window.seen.push(partial.textContent);
          }).observe(log, { childList: true, subtree: true });
        }"""
    )
    ask(page, QUESTION)
    page.locator("wenju-chat .short").wait_for()
    seen = page.evaluate("window.seen")
    growing = [text for text in seen if text != "正在查找……"]
    assert len(growing) > 1
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(growing))


def test_a_page_of_any_other_site_is_refused_and_says_so(visit, service):
    page = visit(service.stranger)
    ask(page, QUESTION)
    page.locator("wenju-chat .error").wait_for()
    assert "没有获得提问的许可" in page.locator("wenju-chat .error").inner_text()
    assert page.locator("wenju-chat .short").count() == 0


def test_language_theme_and_title_are_attributes(visit, service):
    page = visit(service.friend)
    element = page.locator("wenju-chat")
    element.evaluate(
        "(each) => { each.setAttribute('lang', 'en'); each.setAttribute('title', 'Local news'); each.setAttribute('theme', 'dark'); }"
    )
    assert page.locator("wenju-chat h2").inner_text() == "Local news"
    assert page.get_by_role("button", name="Ask", exact=True).is_visible()
    assert page.locator("wenju-chat .box").evaluate("(each) => getComputedStyle(each).backgroundColor") == "rgb(28, 25, 23)"


def test_the_service_has_a_page_of_its_own_for_an_iframe(visit, service):
    page = visit(f"{service.url}/embed", width=360, height=640)
    ask(page, "how many rest stations in Hainan")
    page.locator("wenju-chat .status").wait_for()
    assert page.locator("wenju-chat .cite").count() == 0

"""The chat as a new reader uses it, in headless Chromium."""

import pytest

from tests.newsroom import FIGURE, NASTY_TITLE, QUESTION, SENTENCE

pytestmark = [pytest.mark.browser, pytest.mark.model]


def ask(page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")


def test_a_reader_asks_and_opens_the_sentence_behind_the_figure(visit, service):
    page = visit(service.url)
    ask(page, QUESTION)
    page.locator(".wj-short").wait_for()
    assert page.locator(".wj-short").inner_text().replace(",", "") == FIGURE.replace(",", "")
    page.locator(".wj-cite").first.click()
    mark = page.locator("mark.wj-active")
    assert SENTENCE in mark.inner_text()
    assert mark.evaluate("(each) => document.activeElement === each")
    source = page.locator(".wj-source", has=mark)
    assert NASTY_TITLE in source.inner_text()
    assert "黔山晚报 · 2022-11-08" in source.inner_text()
    assert page.locator("img[src='x'], .wj-answer script, .wj-source script").count() == 0


def test_the_keyboard_opens_a_source_too(visit, service):
    page = visit(service.url)
    ask(page, QUESTION)
    page.locator(".wj-cite").first.focus()
    page.keyboard.press("Enter")
    assert SENTENCE in page.locator("mark.wj-active").inner_text()


def test_sources_of_an_earlier_answer_come_back_when_its_number_is_clicked(visit, service):
    page = visit(service.url)
    ask(page, QUESTION)
    page.locator("#wj-a1").wait_for()
    ask(page, "甘肃小镇修好了多少座便桥？")
    page.locator("#wj-a2").wait_for()
    assert page.locator("#wj-s2").is_visible()
    assert not page.locator("#wj-s1").is_visible()
    page.locator("#wj-a1 .wj-cite").first.click()
    assert page.locator("#wj-s1").is_visible()
    assert not page.locator("#wj-s2").is_visible()


def test_an_answer_that_was_not_found_has_nothing_to_click(visit, service):
    page = visit(service.url)
    ask(page, "how many rest stations in Hainan")
    page.locator(".wj-not_found").wait_for()
    assert page.locator(".wj-cite").count() == 0
    assert page.locator(".wj-source").count() == 0


def test_the_interface_speaks_the_browsers_language_and_can_be_switched(visit, service):
    page = visit(service.url, locale="zh-CN")
    page.get_by_role("button", name="提问", exact=True).wait_for()
    page.get_by_label("English").check()
    page.get_by_role("button", name="Ask", exact=True).wait_for()
    assert page.get_by_placeholder("Ask about the articles…").is_visible()


def test_an_example_is_asked_with_one_click_and_a_new_conversation_starts_empty(visit, service):
    page = visit(service.url)
    page.get_by_role("button", name="how many stations in Shanxi").click()
    page.locator("#wj-a1").wait_for()
    page.get_by_role("button", name="New conversation").click()
    page.locator("#wj-a1").wait_for(state="detached")
    page.get_by_role("button", name="how many stations in Shanxi").wait_for()


def test_a_narrow_telephone_shows_everything_without_scrolling_sideways(visit, service):
    page = visit(service.url, width=360, height=740)
    ask(page, QUESTION)
    page.locator(".wj-cite").first.click()
    assert page.locator("mark.wj-active").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".wj-back").first.click()
    assert page.locator(".wj-short").is_visible()

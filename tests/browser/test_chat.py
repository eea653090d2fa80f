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


def test_a_refusal_names_the_nearest_headlines_with_paper_and_date(visit, service):
    page = visit(service.url)
    ask(page, "how many rest stations in Hainan")
    nearest = page.locator(".wj-not_found .wj-near")
    nearest.wait_for()
    assert "黔山晚报 · 2022-11-08" in nearest.inner_text()
    assert page.locator(".wj-refused").inner_text() == "Not in these articles."


def test_before_the_first_question_the_page_is_one_column_that_invites(visit, service):
    page = visit(service.url, width=1280, height=800)
    page.locator(".wj-hero").wait_for()
    assert not page.locator(".wj-panel").is_visible()
    assert page.locator(".wj-examples button").count() == 6
    assert page.locator(".wj-examples button").last.bounding_box()["y"] < 700
    ask(page, QUESTION)
    page.locator("#wj-a1").wait_for()
    assert page.locator(".wj-panel").is_visible()
    assert not page.locator(".wj-hero").is_visible()


@pytest.mark.parametrize("width", [360, 768, 1280, 2560])
def test_no_width_scrolls_sideways_and_the_box_stays_in_sight(visit, service, width):
    page = visit(service.url, width=width, height=900)
    ask(page, QUESTION)
    page.locator("#wj-a1").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.get_by_role("textbox").bounding_box()
    assert box["y"] + box["height"] <= 900


def test_every_stop_of_the_keyboard_is_seen(visit, service):
    page = visit(service.url)
    page.locator(".wj-hero").wait_for()
    page.get_by_label("中文").focus()
    unseen = []
    for _ in range(9):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              for (let each = document.activeElement; each && each !== document.body; each = each.parentElement) {
                const style = getComputedStyle(each);
                if (style.outlineStyle !== "none" || style.boxShadow.includes("inset")) return "";
              }
              return document.activeElement.outerHTML.slice(0, 120);
            }"""
        )
        unseen += [seen] if seen else []
    assert unseen == []


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

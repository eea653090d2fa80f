import re
from dataclasses import replace

import pytest

from ui.refusal_html import refusal_html


def plain(page: str) -> list[str]:
    return [text for text in re.sub(r"<[^>]+>", "\n", page).split("\n") if text]


@pytest.mark.parametrize(
    ("text", "head", "reason"),
    [
        ("这些文章里没有答案。没有一篇提到海南。最接近的文章写的是：《便桥修到田头》。", "这些文章里没有答案。", ["没有一篇提到海南。"]),
        ("Not in these articles. The nearest ones are about: “便桥修到田头”.", "Not in these articles.", []),
        ("Not here. None of them names Hainan. Nearest: “便桥修到田头”.", "Not here.", ["None of them names Hainan."]),
    ],
)
def test_a_refusal_is_a_head_a_reason_and_the_nearest_headlines_with_paper_and_date(not_found, text, head, reason):
    page = refusal_html(replace(not_found, text=text), "zh-Hans")
    assert plain(page) == [head, *reason, "最接近的报道", "便桥修到田头", "河湾报 · 2022-04-05"]


def test_each_article_is_listed_once_and_at_most_three(not_found):
    passages = [replace(not_found.passages[0], number=n, title=f"第{n // 2}条消息") for n in range(2, 14)]
    page = refusal_html(replace(not_found, text="没有答案。最接近的：第1条消息。", passages=tuple(passages)), "zh-Hans")
    assert re.findall(r"第\d条消息", page) == ["第1条消息", "第2条消息", "第3条消息"]


def test_a_word_of_thanks_gets_no_list(not_found):
    page = refusal_html(replace(not_found, text="I answer only from these articles. Ask about them."), "en")
    assert plain(page) == ["I answer only from these articles.", "Ask about them."]


def test_a_long_first_sentence_is_no_heading(not_found):
    text = "在" * 40 + "。"
    assert plain(refusal_html(replace(not_found, text=text), "zh-Hans")) == ["这些文章里没有", text]


def test_what_is_refused_is_escaped(not_found):
    nasty = replace(not_found, text="<b>x</b>: <i>t</i>.", passages=(replace(not_found.passages[0], title="<i>t</i>", outlet="<u>"),))
    assert not re.search(r"<[biu]>", refusal_html(nasty, "en"))

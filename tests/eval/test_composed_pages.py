"""Composed pages: their truth holds, and the cut keeps every line and mixes little."""

import re
from random import Random

import pytest

from eval.pages.compose import compose
from eval.pages.decisions import home_choices, merge_choices, read, title_choices
from eval.pages.fit import Choice, cross_validated, fit, share_right
from eval.pages.folder import stories_of, write_pages
from eval.pages.rates import LEVEL_NAMES, rates
from eval.pages.stories import stories
from index.clean import clean
from index.schema import Page, PageCut
from index.segment import cut_page


@pytest.fixture(scope="module")
def pool(project_root):
    return stories_of([project_root / "seeds" / "articles"], Random(3))


@pytest.fixture(scope="module")
def composed(pool):
    rng = Random(11)
    return [compose(pool, level, f"{level}-{n}", rng) for level in LEVEL_NAMES for n in range(8)]


def cut_of(text):
    cut = cut_page(Page("page.txt", text, "text/plain"))
    assert isinstance(cut, PageCut)
    return cut


def test_every_sign_of_a_composed_page_has_one_owner(composed):
    for text, truth in composed:
        spans = [tuple(r[:2]) for a in truth["articles"] for r in a["ranges"]] + [tuple(f[:2]) for f in truth["furniture"]]
        owned = [at for start, end in spans for at in range(start, end)]
        assert len(owned) == len(set(owned))
        assert not "".join(c for at, c in enumerate(text) if at not in set(owned)).strip()


def test_body_ranges_in_reading_order_give_the_body(composed):
    for text, truth in composed:
        if truth["script"] == "hant":
            continue
        for article in truth["articles"]:
            noisy = "".join(text[start:end] for start, end, role in article["ranges"] if role == "body")
            plain = re.sub(r"[^\u4e00-\u9fff]", "", clean(noisy).text)
            body = re.sub(r"[^\u4e00-\u9fff]", "", article["body"])
            pairs = [plain[i : i + 6] for i in range(0, len(plain) - 6, 6)]
            places = [body.find(pair) for pair in pairs if body.count(pair) == 1]
            assert len(places) >= 0.5 * len(pairs)
            assert places == sorted(places)


def test_same_seed_gives_the_same_pages(pool, tmp_path):
    for name in ("one", "two"):
        write_pages(pool, tmp_path / name, level="hard", count=2, rng=Random(5))
    assert (tmp_path / "one/truth.jsonl").read_bytes() == (tmp_path / "two/truth.jsonl").read_bytes()


def test_hard_pages_show_every_kind_of_disorder(pool):
    rng = Random(2)
    kinds = {moved["kind"] for _ in range(60) for moved in compose(pool, "hard", "p", rng)[1]["reorder"]}
    assert kinds == {"tail_first", "lead_last", "jump", "headline_away", "kicker_fragments", "interleave"}


def test_unknown_level_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="easy, medium, hard"):
        rates("brutal")


def test_headline_printed_in_the_text_is_taken_out_of_it():
    text = "原标题：松河镇新图书馆开门迎客 近日，松河镇新图书馆开门迎客。馆长说，藏书六万册。每天开放十二小时。"
    (story,) = stories([{"doc_id": "a", "title": "", "text": text}], Random(0))
    assert story.title == "松河镇新图书馆开门迎客"
    assert story.body.startswith("近日，松河镇")


def test_no_line_of_a_page_is_lost(composed):
    for text, _ in composed:
        cut, kept = cut_of(text), clean(text)
        held = {at for article in cut.articles for r in article.ranges for at in range(r.start, r.end)}
        rest = "".join(c for c, at in zip(kept.text, kept.origin, strict=True) if at not in held and not c.isspace())
        for line in sorted(("".join(f.split()) for f in cut.furniture), key=len, reverse=True):
            rest = rest.replace(line, "\n", 1)
        assert not re.search(r"[\u4e00-\u9fff]", rest)


def test_no_sign_of_a_page_stands_in_two_articles(composed):
    for text, _ in composed:
        places = [at for article in cut_of(text).articles for r in article.ranges for at in range(r.start, r.end)]
        assert len(places) == len(set(places))


def test_easy_pages_are_cut_into_as_many_articles_as_they_hold(pool):
    rng = Random(7)
    pages = [compose(pool, "easy", f"e{n}", rng) for n in range(12)]
    wrong = sum(abs(len(cut_of(text).articles) - len(truth["articles"])) for text, truth in pages)
    assert wrong <= 0.15 * sum(len(truth["articles"]) for _, truth in pages)


def test_weights_find_what_decides():
    rng = Random(1)
    choices = [Choice(str(n), ({"noise": rng.random()}, {"sign": 1.0, "noise": rng.random()}), 1) for n in range(40)]
    weights = fit(choices)
    assert weights["sign"] > 1 > abs(weights["noise"])
    assert share_right(choices, weights) == cross_validated(choices) == 1.0


def test_decisions_of_a_page_name_one_right_option_each(composed):
    for text, truth in composed[-4:]:
        page = read(text, truth)
        for choices_of in (title_choices, home_choices, merge_choices):
            assert all(0 <= choice.right < len(choice.options) for choice in choices_of(page))

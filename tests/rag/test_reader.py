from datetime import date

import numpy as np
import pytest

from index.schema import Article, Chunk
from index.text import fold
from rag.question import parse_question
from rag.reader import is_statement, read, wants_sentence
from rag.reader.cut import Kind, cut_of
from rag.reader.features import known_of
from rag.reader.hole import Asks, hole_of
from rag.reader.marks import Asked, marks_of
from rag.reader.model import shipped_reader
from rag.reader.spans import spans_of
from rag.rerank import ArticleView, Evidence
from rag.term import Term

BODY = "清河县读书节昨天开幕。文化站站长罗兰芝告诉记者，旧书市集由青竹书店承办。孩子们领到了铅笔、尺子和练习本。"


def sentences(body=BODY):
    view = ArticleView(Article("a", "v", "default", None, "a.txt", "读书节开幕", body, published=date(2024, 4, 23)))
    chunk = Chunk("c", "a", 0, len(body), body)
    return [Evidence(view, chunk, span, (), 0.8, 0.5, 0.9 - 0.1 * place) for place, span in enumerate(view.sentences)]


def terms(*forms):
    return tuple(Term(form, (fold(form),), 3.0) for form in forms)


def best(text, *forms, body=BODY):
    return read(parse_question(text), terms(*forms), sentences(body))[0]


def test_what_fills_the_hole_is_found():
    assert "青竹书店" in best("旧书市集由谁承办？", "旧书", "市集", "承办").text


def test_what_is_found_stands_in_the_article_within_its_sentence():
    body = "罗兰芝说，旧书市集由青竹书店承办。" * 2
    for found in read(parse_question("旧书市集由谁承办？"), terms("旧书", "市集", "承办"), sentences(body)):
        assert body[found.start : found.end] == found.text != ""
        assert found.evidence.span.start <= found.start < found.end <= found.evidence.span.end


def test_confidence_is_a_share_and_falls():
    found = read(parse_question("旧书市集由谁承办？"), terms("旧书", "市集", "承办"), sentences())
    shares = [each.confidence for each in found]
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares, reverse=True)


def test_nothing_to_read_gives_nothing():
    assert read(parse_question("旧书市集由谁承办？"), terms("旧书"), []) == []


@pytest.mark.parametrize(
    ("text", "asks", "left", "after", "head"),
    [
        ("旧书市集由谁承办？", Asks.WHO, "旧书市集", "承办", ""),
        ("罗兰芝毕业于哪所大学？", Asks.WHICH, "罗兰芝毕业", "", "大学"),
        ("读书节的首任会长是谁？", Asks.WHO, "读书节的首任会长", "", "会长"),
        ("Which river runs through Qinghe?", Asks.WHICH, "", " runs through qinghe", "river"),
    ],
)
def test_the_hole_of_a_question(text, asks, left, after, head):
    hole = hole_of(parse_question(text))
    assert (hole.asks, hole.left, hole.after, hole.head) == (asks, left, after, head)


@pytest.mark.parametrize(
    ("text", "wanted"), [("读书节为什么推迟？", True), ("如何领取练习本？", True), ("承办方是", False), ("谁承办？", False)]
)
def test_why_and_how_want_a_sentence(text, wanted):
    assert wants_sentence(parse_question(text)) is wanted


def test_no_candidate_begins_or_ends_with_what_only_joins():
    cut = cut_of("孩子们领到了铅笔、尺子和练习本。")
    texts = {cut.text[cut.starts[i] : cut.ends[j]] for i, j in zip(*spans_of(cut), strict=True)}
    assert "铅笔、尺子和练习本" in texts
    assert not any(text[0] in "、和。了" or text[-1] in "、和。" for text in texts)


def test_a_candidate_closes_what_it_opens():
    cut = cut_of("他写了《清河旧事》一书。")
    texts = [cut.text[cut.starts[i] : cut.ends[j]] for i, j in zip(*spans_of(cut), strict=True)]
    assert "《清河旧事》" in texts
    assert all(("《" in text) == ("》" in text) for text in texts)


def test_sides_of_the_hole_are_kept_apart():
    cut = cut_of("旧书市集由青竹书店承办。")
    marks = marks_of(cut, Asked(parse_question("旧书市集由谁承办？"), terms("旧书", "承办")))
    assert marks.left[0] > 0 == marks.right[0]
    assert marks.right[cut.words.index("承办")] > 0


def test_a_long_sentence_is_read_up_to_its_limit():
    assert cut_of("承" * 5000).ends[-1] < 5000


def test_traditional_glyphs_are_read_as_simplified_ones():
    assert cut_of("舊書市集").words == cut_of("旧书市集").words


def test_marks_are_told_from_words():
    kinds = cut_of("领到铅笔、尺子。").kinds.tolist()
    assert Kind.ITEM in kinds
    assert kinds[-1] == Kind.STOP


def test_the_shipped_weights_fit_what_is_known():
    known = known_of(Asked(parse_question("旧书市集由谁承办？"), terms("旧书", "承办")), sentences())
    scores = shipped_reader().scores(known)
    assert scores.shape == (len(known.candidates),)
    assert np.isfinite(scores).all()
    assert np.array_equal(scores, shipped_reader().scores(known))


@pytest.mark.parametrize(
    ("text", "is_pasted"),
    [
        ("The county opened twelve canteens for elderly residents in the spring of last year.", True),
        ("全县去年春天新开了十二家老年食堂，老人吃饭不用再走远路。", True),
        ("The canteen, which opened in the spring of last year, serves elderly residents.", True),
        ("Tell me how many canteens the county opened last year.", False),
        ("canteens county percent", False),
        ("全县去年春天一共新开了多少家老年食堂，老人吃饭要花多少钱?", False),
        ("Who opened the twelve canteens for elderly residents in the county last year?", False),
    ],
)
def test_a_pasted_sentence_asks_nothing_and_is_answered_by_a_sentence(text, is_pasted):
    assert is_statement(parse_question(text)) is is_pasted

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.schema import Article
from index.text import Span
from rag.quote import MAX_QUOTE_CHARS, as_said, make_citation, quote_span
from rag.schema import Passage, Verdict

BODY = "湖边镇去年新修步道。全镇共有37座凉亭，平均每座能坐8人。游客说：“很方便。”"


def article(body: str = BODY) -> Article:
    return Article(id="a1", version="v1", collection="default", doc_id=None, source_file="湖边.md", title="湖边新亭", body=body)


def passage(body: str = BODY, start: int = 0) -> Passage:
    return Passage(1, "a1", None, "湖边新亭", "湖边.md", None, None, body[start:], start, len(body), 1.0)


def test_a_citation_quotes_the_body_verbatim():
    start = BODY.index("全镇")
    citation = make_citation(passage(), article(), start, start + 10)
    assert citation.quote == BODY[start : start + 10]
    assert citation.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 4), (-3, 4), (0, len(BODY) + 1)])
def test_a_quote_outside_the_body_is_refused(start, end):
    with pytest.raises(ValueError, match="outside the body"):
        make_citation(passage(), article(), start, end)


def test_a_passage_of_another_article_is_refused():
    with pytest.raises(ValueError, match="not of a2"):
        make_citation(passage(), replace(article(), id="a2"), 0, 4)


def test_a_passage_whose_article_has_changed_is_refused():
    with pytest.raises(ValueError, match="has changed"):
        make_citation(passage(), article("全文已经改写，和原来不同。" * 5), 0, 4)


def test_a_short_sentence_is_quoted_whole():
    assert quote_span(BODY, Span(0, 10)) == Span(0, 10)


def test_a_long_sentence_is_cut_at_clause_marks_around_the_figure():
    body = "，".join(f"第{n}组的队员沿着河岸走了很久才找到那座旧桥" for n in range(30)) + "。"
    at = body.index("第17组")
    span = quote_span(body, Span(0, len(body)), keep=Span(at, at + 4))
    assert span.start <= at < at + 4 <= span.end
    assert span.end - span.start <= MAX_QUOTE_CHARS
    assert body[span.start - 1] == "，"
    assert body[span.end - 1] == "，"


def test_a_comma_inside_a_number_is_no_place_to_cut():
    body = "The long report " + "goes on and on " * 20 + "to say that 5,813 stations, all of them new, were opened by the road crews."
    at = body.index("5,813")
    span = quote_span(body, Span(0, len(body)), keep=Span(at, at + 5))
    assert "5,813" in body[span.start : span.end]


@given(st.text(alphabet="河，、字。 a", min_size=1, max_size=700), st.data())
def test_a_quote_is_never_longer_than_the_limit_nor_outside_its_sentence(body, data):
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, len(body)))
    keep_start = data.draw(st.integers(start, end - 1))
    keep = Span(keep_start, min(end, keep_start + 6))
    span = quote_span(body, Span(start, end), keep=keep)
    assert start <= span.start < span.end <= end
    assert span.end - span.start <= MAX_QUOTE_CHARS
    assert span.start <= keep.start
    assert keep.end <= span.end


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("很受欢迎[3]。", "很受欢迎(3)。"),
        ("很受欢迎【2】、［9］。", "很受欢迎(2)、(9)。"),
        ("文号〔2023〕15号", "文号〔2023〕15号"),
        ("见[1, 2]", "见(1, 2)"),
        ("[点这里](http://a.example)", "[点这里] (http://a.example)"),
        ("<script>alert(1)</script>", "‹script>alert(1)‹/script>"),
        ("气温<10℃，3<5", "气温<10℃，3<5"),
        ("普通的话", "普通的话"),
    ],
)
def test_what_looks_like_a_citation_or_markup_is_told_as_neither(printed, said):
    assert as_said(printed) == said

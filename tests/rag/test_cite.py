from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.schema import Article
from rag.cite import bind_citations, cited_text, finish, is_supported, verify_answer
from rag.schema import Passage, Verdict

BODIES = {
    "lake": "山西湖边镇去年新修步道。全镇共有3700座凉亭，平均每座能坐八人。工程花费2.35亿元，其中97%来自捐款。"
    "游客说：“很方便。”镇长3月4日剪彩。",
    "hill": "坡上村今年养了四万二千只山羊。合作社卖出羊毛81.5万斤。",
    "far": "海角市的灯塔每晚亮五小时，守塔人轮班看护，渔船凭灯光回港。",
}
ARTICLES = {
    name: Article(
        id=name, version="1", collection="default", doc_id=None, source_file=f"{name}.md", title=name, body=body, published=date(2031, 3, 5)
    )
    for name, body in BODIES.items()
}
PASSAGES = [
    Passage(number, name, None, name, f"{name}.md", None, "2031-03-05", body, 0, len(body), 1.0)
    for number, (name, body) in enumerate(BODIES.items(), 1)
]


def bound(sentence: str, *numbers: int):
    return bind_citations(sentence, numbers, PASSAGES, ARTICLES.get).citations


@pytest.mark.parametrize(
    ("sentence", "number", "quote"),
    [
        ("湖边镇有3700座凉亭。", 1, "全镇共有3700座凉亭，平均每座能坐八人。"),
        ("Lakeside has 3,700 pavilions that seat eight each.", 1, "全镇共有3700座凉亭，平均每座能坐八人。"),
        ("The works cost 235 million yuan, 97 percent of it donated.", 1, "工程花费2.35亿元，其中97%来自捐款。"),
        ("工程耗资23500万元。", 1, "工程花费2.35亿元，其中97%来自捐款。"),
        ("Poshang keeps 42,000 goats.", 2, "坡上村今年养了四万二千只山羊。"),
        ("合作社賣出羊毛81.5萬斤。", 2, "合作社卖出羊毛81.5万斤。"),
        ("The mayor cut the ribbon on March 4, 2031.", 1, "镇长3月4日剪彩。"),
    ],
)
def test_a_figure_is_cited_by_the_sentence_that_states_it(sentence, number, quote):
    (citation,) = bound(sentence, number)
    assert (citation.passage, citation.quote, citation.verdict) == (number, quote, Verdict.SUPPORTED)


def test_figures_of_two_sentences_of_a_passage_are_cited_by_both():
    first, second = bound("湖边镇有3700座凉亭，花费2.35亿元。", 1)
    assert "3700座" in first.quote
    assert "2.35亿元" in second.quote
    assert {first.verdict, second.verdict} == {Verdict.SUPPORTED}


@pytest.mark.parametrize(
    "sentence",
    [
        "湖边镇有3800座凉亭。",
        "Lakeside has 37,000 pavilions.",
        "工程花费235万元。",
        "The mayor cut the ribbon on May 4.",
        "97座凉亭是捐款修的。",
    ],
)
def test_a_figure_the_source_does_not_state_is_flagged(sentence):
    assert {c.verdict for c in bound(sentence, 1)} == {Verdict.NOT_FOUND}


@pytest.mark.parametrize(
    "sentence", ["四周游客对凉亭十分满意，一致好评。", "凉亭很受百姓欢迎，五一假期更是如此。", "One visitor called the path convenient."]
)
def test_numerals_inside_words_state_no_figure(sentence):
    assert {c.verdict for c in bound(sentence, 1)} == {Verdict.SUPPORTED}


def test_a_number_in_words_is_not_borne_out_by_its_first_digit():
    assert {c.verdict for c in bound("凉亭有四万二千座。", 1)} == {Verdict.NOT_FOUND}


def test_one_invented_figure_beside_a_true_one_flags_the_sentence():
    assert {c.verdict for c in bound("湖边镇有3700座凉亭，花费9亿元。", 1)} == {Verdict.NOT_FOUND}


def test_a_figure_of_another_passage_corrects_the_citation_and_says_so():
    citations = bound("坡上村养了4.2万只山羊。", 1)
    assert [(c.passage, c.verdict) for c in citations] == [(1, Verdict.WRONG_SOURCE), (2, Verdict.SUPPORTED)]
    assert "四万二千只" in citations[1].quote


def test_a_figure_that_another_passage_only_happens_to_hold_corrects_nothing():
    assert [c.verdict for c in bound("湖边镇开了四万二千家茶馆，每晚营业到深夜。", 1)] == [Verdict.NOT_FOUND]


def test_a_sentence_with_nothing_in_common_is_of_the_wrong_source():
    assert [c.verdict for c in bound("合作社的羊毛很受欢迎，订单不断。", 3)] == [Verdict.WRONG_SOURCE]
    assert [c.verdict for c in bound("守塔人轮班看护灯塔。", 3)] == [Verdict.SUPPORTED]


@pytest.mark.parametrize("sentence", ["陕西有3700座凉亭。", "Shaanxi has 3,700 pavilions."])
def test_the_right_figure_of_another_place_is_not_found(sentence):
    assert [c.verdict for c in bound(sentence, 1)] == [Verdict.NOT_FOUND]


@pytest.mark.parametrize("numbers", [(), (9,), (0,), (-1,)])
def test_numbers_outside_the_passages_are_dropped_and_the_sentence_stays_unsupported(numbers):
    answer = bind_citations("湖边镇有3700座凉亭。", numbers, PASSAGES, ARTICLES.get)
    assert answer.text == "湖边镇有3700座凉亭。"
    assert answer.citations == ()
    assert not is_supported(answer)


@pytest.mark.parametrize("lookup", [{}.get, {"lake": replace(ARTICLES["lake"], body="全文已经改写。" * 20)}.get])
def test_a_passage_that_no_longer_stands_in_its_article_supports_nothing(lookup):
    (citation,) = bind_citations("湖边镇有3700座凉亭。", [1], PASSAGES, lookup).citations
    assert (citation.quote, citation.start, citation.end, citation.verdict) == ("", 0, 0, Verdict.NOT_FOUND)


def test_a_long_sentence_is_quoted_around_its_figure():
    body = "记者沿着河岸走访了" + "又一个安静的小村庄，" * 40 + "最后数出6180棵老柳树，" + "然后继续向下游走去，" * 40 + "直到天黑。"
    article = replace(ARTICLES["lake"], body=body)
    passage = replace(PASSAGES[0], text=body[:800], end=800)
    (citation,) = bind_citations("There are 6,180 old willows.", [1], [passage], {"lake": article}.get).citations
    assert "6180棵" in citation.quote
    assert len(citation.quote) <= 250
    assert citation.verdict is Verdict.SUPPORTED
    assert body[citation.start : citation.end] == citation.quote


def test_offsets_are_of_the_article_not_of_the_passage():
    body = BODIES["lake"]
    start = body.index("工程")
    passage = replace(PASSAGES[0], text=body[start:], start=start)
    (citation,) = bind_citations("花费2.35亿元。", [1], [passage], ARTICLES.get).citations
    assert body[citation.start : citation.end] == citation.quote
    assert citation.start == start


def test_a_whole_answer_is_verified_sentence_by_sentence():
    answer = verify_answer("湖边镇有3700座凉亭。[1]坡上村有99只羊[2]。以上供参考。", PASSAGES, ARTICLES.get)
    assert [[c.verdict for c in s.citations] for s in answer] == [[Verdict.SUPPORTED], [Verdict.NOT_FOUND], []]


@pytest.mark.parametrize("text", ["NOT_FOUND", "**NOT_FOUND**\n", "NOT_FOUND。段落没有提到这件事。"])
def test_a_refusal_is_not_found_without_sentences(text):
    assert finish(text, PASSAGES, ARTICLES.get) == ((), True)


def test_a_supported_sentence_outweighs_a_refusal_beside_it():
    sentences, not_found = finish("湖边镇有3700座凉亭。[1]\nNOT_FOUND", PASSAGES, ARTICLES.get)
    assert not not_found
    assert [s.text for s in sentences] == ["湖边镇有3700座凉亭。"]


def test_an_empty_answer_is_neither_found_nor_refused():
    assert finish(" \n", PASSAGES, ARTICLES.get) == ((), False)


def test_the_text_names_only_the_passages_that_support_it():
    answer = finish("湖边镇有3700座凉亭[1][9]。坡上村养了4.2万只山羊。[1] 村里有99口井[2]。", PASSAGES, ARTICLES.get)
    assert cited_text(answer.sentences) == "湖边镇有3700座凉亭。[1]坡上村养了4.2万只山羊。[2]村里有99口井。"
    english = finish("It has 3,700 pavilions [1]. Each seats eight.[1]", PASSAGES, ARTICLES.get)
    assert cited_text(english.sentences) == "It has 3,700 pavilions. [1] Each seats eight. [1]"


@given(st.text(alphabet="湖边镇有37座凉亭。，[]123 上亿%a", max_size=60))
def test_every_citation_is_verbatim_whatever_the_model_says(text):
    for sentence in verify_answer(text, PASSAGES, ARTICLES.get):
        for citation in sentence.citations:
            body = BODIES[PASSAGES[citation.passage - 1].article_id]
            assert body[citation.start : citation.end] == citation.quote
            assert 0 < len(citation.quote) <= 250

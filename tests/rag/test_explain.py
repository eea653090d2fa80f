"""Explanations: the best sentence with others of its story that each add something, in the order of the article."""

import pytest

from rag.explain import asks_to_explain
from rag.question import parse_question
from rag.schema import Answer, Status
from tests.gazette import engine_over, index_of, record

KILN = record(
    "kiln",
    "岚县老窑厂改成了陶艺学校",
    "岚县老窑厂停火十年后，今年春天改成了一所陶艺学校。窑厂的烟囱没有拆。县里请来三位老窑工当教师，教拉坯和上釉。"
    "学校为附近的孩子办了周末班，材料不收钱。因为窑温难控，第一窑陶器烧裂了一半。窑工们改用电窑，裂损降到一成。"
    "陶艺学校做出的茶碗在集市上卖得很好。云溪河的桥也在这个月通了车。",
    outlet="河川日报",
    published="2031-05-09",
)
REPRINT = record(
    "kiln-again",
    "老窑厂里学陶艺",
    "岚县老窑厂停火十年后，今年春天改成了一所陶艺学校，来学陶艺的人不少。",
    outlet="云溪晚报",
    published="2031-05-11",
)
BRIDGE = record(
    "bridge", "云溪河大桥通车", "云溪河大桥昨天通车，两岸的人不再坐渡船。桥由县里出资修建。", outlet="河川日报", published="2031-05-08"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return engine_over(index_of(tmp_path_factory.mktemp("explain"), (KILN, REPRINT, BRIDGE)))


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for sentence in answer.sentences for citation in sentence.citations]


@pytest.mark.parametrize(
    "question",
    [
        "介绍一下岚县的陶艺学校",
        "岚县老窑厂为什么改成陶艺学校?",
        "陶艺学校有什么成效?",
        "陶藝學校是怎麼回事?",
        "tell me about the school",
        "how did the county help the kiln",
        "what is the union doing",
        "Why did the pots crack?",
    ],
)
def test_a_question_that_one_fact_does_not_answer(question):
    assert asks_to_explain(parse_question(question))


@pytest.mark.parametrize("question", ["陶艺学校有几位教师?", "校长叫什么?", "how many teachers are there", "where is the school"])
def test_a_question_for_one_fact(question):
    assert not asks_to_explain(parse_question(question))


def test_an_explanation_has_two_to_five_sentences_in_the_order_of_the_article(engine):
    answer = engine.ask("介绍一下岚县老窑厂改成的陶艺学校")
    assert answer.status is Status.ANSWERED
    assert 2 <= len(answer.sentences) <= 5
    starts = [c.start for s in answer.sentences for c in s.citations if c.passage == answer.sentences[0].citations[0].passage]
    assert starts == sorted(starts)


def test_no_sentence_says_again_what_another_print_says(engine):
    said = quotes(engine.ask("介绍一下岚县老窑厂改成的陶艺学校"))
    assert sum("停火十年" in quote for quote in said) == 1


def test_another_story_stays_out(engine):
    assert not any("渡船" in quote for quote in quotes(engine.ask("介绍一下岚县老窑厂改成的陶艺学校")))


def test_every_sentence_of_an_explanation_is_cited_verbatim(engine):
    answer = engine.ask("岚县老窑厂为什么改成陶艺学校?")
    for sentence in answer.sentences:
        (citation,) = sentence.citations
        passage = answer.passages[citation.passage - 1]
        assert engine.article(passage.article_id).body[citation.start : citation.end] == citation.quote == sentence.text


def test_the_short_answer_is_the_best_sentence_and_no_slogan(tmp_path):
    text = "青岚县叫响“春风行动”。青岚县帮扶困难职工的做法是逐户走访、登记造册、按月回访。"
    slogans = record("slogan", "青岚县帮扶职工", text, outlet="河川日报")
    answer = engine_over(index_of(tmp_path, (slogans,))).ask("青岚县怎么帮扶困难职工?")
    assert "逐户走访" in answer.short

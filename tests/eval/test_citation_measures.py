import pytest

from eval.citation_measures import citation_scores, figures_cited, quote_precision
from eval.schema import GoldQuote, Question
from rag.schema import Answer, AnswerSentence, Citation, Passage, Status, Verdict

GOLD = (GoldQuote("page.md", "新开渡轮航线14条"),)


def passage(number, doc_id):
    return Passage(number, f"a{number}", doc_id, "2022年渡轮", "f.md", None, "2023-05-01", "文", 0, 1, 1.0)


def sentence(text, *quotes, at=1):
    return AnswerSentence(text, tuple(Citation(at, 0, len(q), q, Verdict.SUPPORTED) for q in quotes))


def answer(*sentences, passages=(), status=Status.ANSWERED):
    return Answer(question="?", language="zh-Hans", status=status, short="", text="", sentences=sentences, passages=passages)


def asked(**changes):
    return Question(qid="q", text="?", lang="zh-Hans", kind="span", answerable=changes.pop("answerable", True), **changes)


def test_precision_is_the_share_of_quotes_that_hold_the_gold_or_are_a_piece_of_it():
    assert quote_precision(["港城去年新开渡轮航线14条。", "另有三座桥梁在修。"], GOLD) == 0.5
    assert quote_precision(["新開渡輪航線14條"], GOLD) == 1.0
    assert quote_precision(["14"], GOLD) == 0.0
    assert quote_precision([], GOLD) == 0.0


def test_with_quoted_gold_one_right_citation_is_recall_and_every_other_costs_precision():
    said = answer(sentence("航线有14条。", "港城去年新开渡轮航线14条。", "另有三座桥梁在修。"))
    scores = citation_scores(asked(gold_quotes=GOLD), said)
    assert (scores["cited"], scores["cite_precision"]) == (1.0, 0.5)


def test_with_gold_documents_a_citation_is_right_when_it_lies_in_one():
    said = answer(sentence("甲", "引文一"), sentence("乙", "引文二", at=2), passages=(passage(1, "d1"), passage(2, "d2")))
    any_one = citation_scores(asked(gold_doc_ids=("d1", "d9")), said)
    every = citation_scores(asked(gold_doc_ids=("d1", "d9"), gold_all=True), said)
    assert (any_one["cited"], any_one["cite_precision"]) == (1.0, 0.5)
    assert (every["cited"], every["cite_precision"]) == (0.5, 0.5)


def test_an_answer_without_citations_is_zero_and_an_unanswerable_question_is_not_measured():
    assert citation_scores(asked(gold_doc_ids=("d1",)), answer()) == {"cited": 0.0, "cite_precision": 0.0}
    assert citation_scores(asked(answerable=False), answer()) == {}


@pytest.mark.parametrize(
    ("text", "quote", "share"),
    [
        ("14 ferry lines were opened.", "新开渡轮航线十四条", 1.0),
        ("48,000 trips.", "共开行4.8万班", 1.0),
        ("15 ferry lines were opened.", "新开渡轮航线14条", 0.0),
        ("On 2023-05-01 it had 14 lines.", "渡轮航线14条", 1.0),  # the day of the page
        ("In 2022 it had 14 lines.", "渡轮航线14条", 1.0),  # the headline
        ("In 2021 it had 14 lines.", "渡轮航线14条", 0.0),
    ],
)
def test_each_figure_of_a_sentence_must_stand_in_what_it_cites(text, quote, share):
    assert figures_cited(answer(sentence(text, quote), passages=(passage(1, "d1"),))) == share


def test_a_sentence_with_a_figure_and_no_citation_is_zero():
    assert figures_cited(answer(sentence("有14条。"), sentence("有14条。", "航线14条"))) == 0.5


def test_without_figures_or_in_a_refusal_there_is_nothing_to_bear_out():
    assert figures_cited(answer(sentence("是的。"))) is None
    assert figures_cited(answer(sentence("没有一篇写到2021年。"), status=Status.NOT_FOUND)) is None

"""What an answer has to satisfy, and whether it does."""

import pytest

from index.chunk import chunk_article
from index.schema import Article
from rag.constraints import Kind, constraints_of, satisfied
from rag.question import parse_question
from rag.rerank import ArticleView, sentence_evidence
from rag.terms import build_terms
from tests.gazette import RECORDS, engine_over, index_of


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return engine_over(index_of(tmp_path_factory.mktemp("constraints"), RECORDS))


def kinds(engine, text: str) -> dict[str, Kind]:
    question = parse_question(text)
    terms = build_terms(question, engine.searcher.lexicon, engine.searcher.vocabulary)
    return {each.text: each.kind for each in constraints_of(question, terms)}


def met(engine, text: str, body: str, kind: Kind) -> float:
    """How well a body meets the question's constraint of a kind."""
    question = parse_question(text)
    terms = build_terms(question, engine.searcher.lexicon, engine.searcher.vocabulary)
    article = Article("a", "v", "default", None, "a.txt", "消息", body)
    evidence = sentence_evidence(terms, ArticleView(article), chunk_article(article)[0])[0]
    (constraint,) = [each for each in constraints_of(question, terms) if each.kind is kind]
    return satisfied(constraint, evidence)


def test_each_thing_a_question_names_has_its_kind(engine):
    found = kinds(engine, "贵州省总工会副主席周立春2022年在第二届技能大赛上给多少名选手颁奖?")
    assert found["贵州省"] is Kind.PLACE
    assert found["副主席"] is Kind.OFFICE
    assert found["周立春"] is Kind.PERSON
    assert found["2022年"] is Kind.TIME
    assert found["第二届"] is Kind.ORDINAL
    assert found["选手"] is Kind.COUNTED


def test_the_words_of_a_time_are_one_constraint(engine):
    assert "2022" not in kinds(engine, "2022年贵州有多少个驿站?")


@pytest.mark.parametrize(
    ("text", "body", "kind", "stands"),
    [
        ("吉林市有多少个驿站?", "吉林市建成驿站八个。", Kind.PLACE, True),
        ("吉林市有多少个驿站?", "吉林省建成驿站八个。", Kind.PLACE, False),
        ("吉林省有多少个驿站?", "吉林市建成驿站八个。", Kind.PLACE, False),
        ("山西有多少个驿站?", "陕西建成驿站八个。", Kind.PLACE, False),
        ("2022年有多少个驿站?", "2022年建成驿站八个。", Kind.TIME, True),
        ("2022年有多少个驿站?", "2023年建成驿站八个。", Kind.TIME, False),
        ("第一场招聘会有多少个岗位?", "第一场招聘会有岗位八个。", Kind.ORDINAL, True),
        ("第一场招聘会有多少个岗位?", "第二场招聘会有岗位八个。", Kind.ORDINAL, False),
    ],
)
def test_near_misses_are_kept_apart(engine, text, body, kind, stands):
    assert (met(engine, text, body, kind) >= 0.5) is stands


def test_what_comes_from_the_history_is_no_condition(engine):
    from rag.schema import Turn

    question = parse_question("那贵州呢", [Turn("user", "云南有多少个驿站"), Turn("assistant", "12")], is_place=engine.searcher.is_place)
    terms = build_terms(question, engine.searcher.lexicon, engine.searcher.vocabulary)
    hard = {each.text for each in constraints_of(question, terms) if each.is_hard}
    assert hard == {"贵州"}


def test_an_old_spelling_finds_the_place_and_is_shown_as_typed(engine):
    terms = build_terms(parse_question("how many stations are there in Kweichow"), engine.searcher.lexicon, engine.searcher.vocabulary)
    (place,) = [term for term in terms if term.is_place]
    assert (place.text, place.forms[0]) == ("kweichow", "贵州")

"""A greeting is answered with what the collection holds and questions it can answer."""

import re

import pytest

from rag.schema import Status
from tests.gazette import RECORDS, engine_over, index_of, record


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return engine_over(index_of(tmp_path_factory.mktemp("chitchat"), RECORDS))


def test_a_greeting_says_how_many_articles_there_are_and_names_some(engine):
    answer = engine.ask("你好")
    assert (answer.status, answer.short, answer.passages) == (Status.NOT_FOUND, "", ())
    assert f"这里收了{len(RECORDS)}篇文章" in answer.text
    titles = {row["title"] for row in RECORDS}
    assert titles & set(re.findall("《(.+?)》", answer.text))
    assert [notice.code for notice in answer.notices] == ["chitchat"]


@pytest.mark.parametrize(("greeting", "marker"), [("你好", "可以这样问："), ("hello", "You could ask: ")])
def test_its_example_questions_are_answered(engine, greeting, marker):
    asked = re.findall(r"[^?？]+[?？]", engine.ask(greeting).text.partition(marker)[2])
    assert 1 <= len(asked) <= 2
    for question in asked:
        answer = engine.ask(question.strip())
        assert answer.status is Status.ANSWERED
        assert answer.figures


def test_examples_are_in_the_asker_s_script(engine):
    assert "個" in engine.ask("您好,您是誰?").text


def test_a_collection_without_figures_gives_no_examples(tmp_path):
    quiet = engine_over(index_of(tmp_path, (record("quiet", "云溪河边的早晨", "云溪河边的早晨很安静，有人在散步。"),)))
    text = quiet.ask("hello").text
    assert "“云溪河边的早晨”" in text
    assert "You could ask" not in text


def test_markup_in_a_headline_is_told_as_text(tmp_path):
    hostile = engine_over(index_of(tmp_path, (record("h", "[3] <b>云溪河</b>", "云溪河边的早晨很安静。"),)))
    text = hostile.ask("hello").text
    assert not re.search(r"\[\d\]|<b", text)

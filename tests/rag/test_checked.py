from datetime import date

import pytest

from index.schema import Article
from rag.checked import checked
from rag.compose import Composed
from rag.schema import AnswerSentence, Citation, Passage, Verdict

BODIES = {1: "淄博全市建成驿站412个，其中车站旁60个。", 2: "青岛全市建成驿站784个。"}
ARTICLES = {
    str(n): Article(str(n), "1", "default", None, f"{n}.md", "驿站", body, published=date(2031, 3, 4)) for n, body in BODIES.items()
}
PASSAGES = [Passage(n, str(n), None, "驿站", f"{n}.md", None, "2031-03-04", body, 0, len(body), 1.0) for n, body in BODIES.items()]


def cite(number: int) -> Citation:
    body = BODIES[number]
    return Citation(number, 0, len(body), body, Verdict.SUPPORTED)


def one(text: str, *numbers: int) -> AnswerSentence:
    composed = Composed("412", text, (AnswerSentence(text, tuple(map(cite, numbers))),), ())
    (sentence,) = checked(composed, PASSAGES, ARTICLES.get).sentences
    return sentence


@pytest.mark.parametrize(
    "text",
    [
        BODIES[1],
        "Zibo: 412 stations — “驿站” (up · not · eleven), 2031-03-04",
        "412 stations, 2031-03-04",
        "about 412",
        f"{BODIES[1]} (word by word: Denver · 104)",
    ],
)
def test_a_sentence_that_its_quote_bears_out_stays(text):
    assert one(text, 1) == AnswerSentence(text, (cite(1),))


@pytest.mark.parametrize(
    "text",
    ["Zibo: 421 stations", "Qingdao: 412 stations", "Zibo: 412%", "Zibo: 412 stations, 2031-04-03", "Zibo: 412 households, 2030-03-04"],
)
def test_a_template_that_its_quote_does_not_bear_out_gives_way_to_the_quote(text):
    assert one(text, 1) == AnswerSentence(BODIES[1], (cite(1),))


def test_the_text_is_made_anew_where_a_sentence_was_changed():
    composed = Composed("421", "Zibo: 421 [1]", (AnswerSentence("Zibo: 421", (cite(1),)),), ())
    assert checked(composed, PASSAGES, ARTICLES.get).text == f"{BODIES[1]} [1]"


@pytest.mark.parametrize("text", ["The difference is 372.", "Together they have 1,196.", "两篇文章合计1196个。"])
def test_a_difference_or_a_total_is_borne_out_by_the_figures_cited(text):
    assert one(text, 1, 2).supporting == (cite(1), cite(2))


def test_a_number_counted_over_the_collection_needs_no_article_to_state_it():
    told = AnswerSentence("共有18篇文章提到驿站。", (cite(1), cite(2)))
    composed = Composed("18", told.text, (told,), ())
    assert checked(composed, PASSAGES, ARTICLES.get, counted=(18.0,)).sentences[0].supporting == told.citations
    assert checked(composed, PASSAGES, ARTICLES.get).sentences[0].supporting == ()


def test_a_wrong_sum_keeps_its_words_without_a_source():
    sentence = one("The difference is 373.", 1, 2)
    assert (sentence.text, sentence.supporting) == ("The difference is 373.", ())


def test_a_quote_that_does_not_stand_at_its_offsets_supports_nothing():
    moved = AnswerSentence("412", (Citation(1, 1, 5, BODIES[1], Verdict.SUPPORTED),))
    (sentence,) = checked(Composed("412", "412 [1]", (moved,), ()), PASSAGES, ARTICLES.get).sentences
    assert sentence.supporting == ()


def test_words_of_ours_without_a_citation_are_left_as_they_are():
    assert one("The articles give different figures:").citations == ()

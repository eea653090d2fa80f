"""The words of a Chinese sentence for a reader of English."""

from rag.sentence_gloss import sentence_gloss
from tests.gazette import lexicon


def told(sentence: str, *persons: str, limit: int = 220) -> str:
    return sentence_gloss(sentence, lexicon().gloss, persons, limit=limit)


def test_dates_figures_people_and_places_are_told_in_order():
    said = told("3月4日，总工会主席郁知远在保定市走访医院，发放救助金52.6万元。", "郁知远").split(" · ")
    assert said[:2] == ["4 March", "federation of trade unions"]
    for part in ("Yu Zhiyuan", "Baoding", "hospital", "526,000 yuan"):
        assert part in said


def test_grammar_and_unknown_words_are_left_out():
    said = told("他们已经对这些医院进行了走访")
    assert "hospital" in said
    assert "of" not in said.split(" · ")


def test_a_word_is_told_once_and_a_long_sentence_is_cut_with_a_sign():
    assert told("医院、医院和医院").count("hospital") == 1
    cut = told("医院、学校、银行、公园、广场、机场、酒店、码头", limit=30)
    assert len(cut) <= 32
    assert cut.endswith(" …")


def test_an_ordinal_is_no_figure():
    assert "4" not in told("第四人民医院")


def test_words_that_only_end_like_a_district_are_no_place():
    said = told("区“两新”工委和区交通局一起出力，保定市也来了人。")
    assert "Baoding" in said
    assert "District" not in said

"""How well a sentence answers, by where the question's words stand."""

from index.chunk import chunk_article
from index.schema import Article
from rag.rerank import IN_SENTENCE, ArticleView, coverage_of, name_factor, occurrence, sentence_evidence, term_match
from rag.term import Term


def term(text: str, *forms: str, **fields) -> Term:
    return Term(text=text, forms=forms or (text,), weight=fields.pop("weight", 1.0), **fields)


def evidence(terms, body: str, title: str = "县里的事"):
    article = Article("a", "v", "default", None, "a.txt", title, body)
    (chunk,) = chunk_article(article)
    return sentence_evidence(terms, ArticleView(article), chunk)


def test_the_chairman_is_not_found_in_the_vice_chairman():
    assert occurrence("主席", "副主席到会") == -1
    assert occurrence("主席", "副主席和主席到会") == 4
    assert occurrence("副主席", "副主席到会") == 0


def test_a_latin_word_is_not_found_inside_another():
    assert occurrence("loft", "a lofty loft") == 8
    assert occurrence("12", "112 and 12") == 8


def test_a_number_is_compared_by_its_value():
    assert term_match(term("12000"), "共有1.2万人") == 1.0
    assert term_match(term("12,000"), "共有12000人") == 1.0
    assert term_match(term("12"), "共有112人") == 0.0


def test_a_version_is_no_number():
    assert term_match(term("1.2.3", "1.2.3"), "版本1.2.3已发布") == 1.0
    assert term_match(term("1.2.3", "1.2.3"), "版本1.2已发布") == 0.0


def test_a_single_character_counts_half_and_a_synonym_less_than_a_form():
    assert term_match(term("站"), "车站") == 0.5
    synonym = term("参加", "参加", synonyms=("参与",))
    assert term_match(synonym, "参加了比赛") > term_match(synonym, "参与了比赛") > 0


def test_an_unlikely_translation_counts_less_than_the_likely_one():
    patient = term("patient", "患者", "耐心", shares=(1.0, 0.2))
    assert term_match(patient, "患者很多") == 1.0
    assert 0.5 <= term_match(patient, "他很耐心") < 1.0
    assert term_match(patient, "患者有耐心") == 1.0


def test_a_term_that_the_collection_does_not_hold_matches_nothing():
    assert term_match(Term("zxq", (), 1.0), "什么都有") == 0.0


def test_nearer_counts_more():
    terms = (term("雨伞"),)
    own, beside, far = (e.matches[0] for e in evidence(terms, "站里有雨伞。门口有灯。路上有人。"))
    assert IN_SENTENCE == own > beside > far > 0


def test_a_word_of_the_headline_counts_for_every_sentence():
    with_title, without = (evidence((term("驿站"),), "门口有灯。", title)[0].coverage for title in ("驿站开门", "县里的事"))
    assert with_title > 0 == without


def test_coverage_is_the_share_of_weight():
    terms = (term("甲", weight=3.0), term("乙", weight=1.0))
    assert coverage_of((1.0, 0.0), terms) == 0.75
    assert coverage_of((), ()) == 0.0


def test_each_name_that_is_missing_halves_the_score():
    terms = (term("山西", is_name=True), term("长治", is_name=True), term("去年", is_name=True, from_history=True))
    assert name_factor((1.0, 1.0, 0.0), terms) == 1.0
    assert name_factor((0.0, 1.0, 0.0), terms) == 0.5
    assert name_factor((0.0, 0.0, 0.0), terms) == 0.25


def test_the_script_of_the_article_does_not_matter():
    assert evidence((term("劳动者"),), "勞動者可以休息。")[0].matches == (1.0,)

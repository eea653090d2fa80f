"""Words of a question become what the collection calls things."""

import pytest

from rag.schema import Turn
from rag.term import short_first
from tests.gazette import Desk, desk_over, record


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return desk_over(
        tmp_path_factory.mktemp("terms"),
        record("a", "青海的歇脚驿站", "青海去年建成歇脚驿站318个。西宁市的环卫工人刘芳说，驿站里有雨伞。"),
        record(
            "b", "丽水的足球赛", "丽水市工会举办了足球比赛，另一个工会送来雨衣，参与的职工有260人。天然气公司拿了第一。工会的人都来了。"
        ),
        record("d", "工会新事", "工会的图书室开门了。副主席剪了彩。"),
        record("c", "A loft for couriers", "The loft in Riga opened to couriers last spring.", lang="en"),
    )


def test_an_english_word_finds_the_collection_s_own_words(desk):
    assert "驿站" in desk.read("how many stations in Qinghai").term("stations").forms


def test_a_word_with_many_translations_is_one_term(desk):
    texts = [term.text for term in desk.read("how many stations in Qinghai").terms]
    assert texts == ["stations", "qinghai"]


def test_a_place_is_a_name_in_either_language(desk):
    assert desk.read("how many stations in Qinghai").term("qinghai").is_place
    assert desk.read("青海省有多少个驿站").term("青海省").is_place


def test_a_place_is_found_with_and_without_what_it_is_administratively(desk):
    assert set(desk.read("青海省有多少个驿站").term("青海省").forms) == {"青海省", "青海"}


def test_a_person_is_found_by_the_reading_of_the_name(desk):
    term = desk.read("what did Liu Fang say").term("liu fang")
    assert term.is_name
    assert "刘芳" in term.forms


def test_the_short_name_of_a_place_comes_first(desk):
    assert list(short_first({"山西省": 1.0, "晋": 0.3, "山西": 0.4})) == ["山西", "山西省", "晋"]
    assert short_first({"山西省": 1.0, "山西": 0.4})["山西"] == 1


def test_a_name_is_found_by_its_reading_with_spaces_or_tones_or_without(desk):
    for asked in ("Liú Fāng", "Liufang", "LIU FANG"):
        forms = [form for term in desk.read(f"what did {asked} say").terms for form in term.forms]
        assert "刘芳" in forms, asked


def test_the_likelier_translation_has_the_larger_share(desk):
    shares = dict(desk.read("how many workers took part in the match").term("workers").weighted_forms())
    assert shares["工人"] > shares["职工"] > 0


def test_a_word_the_index_cuts_is_a_form_only_where_all_its_parts_stand(desk):
    assert desk.vocabulary.document_frequency("副主席") == 1
    assert desk.vocabulary.document_frequency("副天然气") == 0


def test_a_phrase_the_collection_does_not_hold_is_asked_for_word_by_word(desk):
    texts = [term.text for term in desk.read("how many unions in the football stadium").terms]
    assert "football" in texts
    assert "football stadium" not in texts


def test_a_lower_case_word_of_the_dictionary_is_not_read_as_pinyin(desk):
    assert "丽水" not in [form for term in desk.read("what can men do").terms for form in term.forms]


def test_a_dictionary_phrase_is_one_term(desk):
    assert "天然气" in desk.read("who sells natural gas").term("natural gas").forms


def test_a_name_that_nothing_bears_has_no_form_and_weighs_most(desk):
    reading = desk.read("how many stations in Zxqville")
    name = reading.term("zxqville")
    assert (name.forms, name.is_name) == ((), True)
    assert name.weight == max(term.weight for term in reading.terms)


def test_a_rare_word_weighs_more_than_a_common_one(desk):
    reading = desk.read("驿站的雨伞和工会")
    assert reading.term("雨伞").weight > reading.term("工会").weight


def test_words_with_the_same_gloss_stand_in_as_synonyms(desk):
    assert "参与" in desk.read("参加足球比赛的有多少人").term("参加").synonyms


@pytest.mark.parametrize(
    "question", ["工会副主席是谁?", "who is the vice chairman of the union", "who is the deputy chairman of the union"]
)
def test_a_deputy_is_one_term_and_not_the_office(desk, question):
    forms = [form for term in desk.read(question).terms for form in term.forms]
    assert "副主席" in forms
    assert "主席" not in forms


def test_the_same_thing_named_twice_is_one_term(desk):
    assert [t.text for t in desk.read("驿站,驿站,有多少个驿站").terms].count("驿站") == 1


def test_a_chinese_word_also_finds_the_english_articles(desk):
    assert "spring" in desk.read("春天有多少人来").term("春天").forms


def test_a_chinese_word_finds_english_words_that_are_not_its_gloss(desk):
    shares = dict(desk.read("阁楼打开了没有").term("阁楼").weighted_forms())
    assert 0 < shares["loft"] <= shares["阁楼"] == 1


def test_a_name_of_the_question_before_gives_way_to_the_new_one(desk):
    reading = desk.read("and in Lishui?", [Turn("user", "how many stations in Qinghai")])
    assert [t.text for t in reading.terms if t.is_name] == ["lishui"]
    assert reading.term("stations").from_history


def test_an_english_question_followed_up_in_chinese_keeps_its_topic(desk):
    reading = desk.read("那丽水呢?", [Turn("user", "how many stations in Qinghai")])
    assert "驿站" in reading.term("stations").forms


def test_a_chinese_question_followed_up_in_english_lets_its_place_go(desk):
    reading = desk.read("and in Lishui?", [Turn("user", "青海有多少个驿站?")])
    assert [t.text for t in reading.terms if t.is_name] == ["lishui"]
    assert "驿站" in reading.term("驿站").forms


def test_latin_words_in_a_chinese_question_are_translated(desk):
    assert "驿站" in desk.read("青海有多少个stations?").term("stations").forms

"""Names, places, bodies and lists that stand in a sentence."""

import pytest

from rag.expected import Expected
from rag.names import named_in
from rag.term import Term


def asked(*forms: str) -> tuple[Term, ...]:
    return tuple(Term(text=form, forms=(form,), weight=1.0) for form in forms)


def best(kind: Expected, sentence: str, *forms: str) -> str:
    found = named_in(kind, sentence, asked(*forms))
    return found[0].text if found else ""


@pytest.mark.parametrize(
    ("sentence", "form", "name"),
    [
        ("社区书记孙丽娟说，食堂每天供应两百份饭。", "书记", "孙丽娟"),
        ("驿站负责人郭志强介绍，这里冬天有暖气。", "负责人", "郭志强"),
        ("骑手马超在比赛中拿了第一。", "骑手", "马超"),
        ("站长欧阳建国对记者说，桥修好了。", "站长", "欧阳建国"),
    ],
)
def test_a_person_stands_after_a_title_or_before_a_verb_of_saying(sentence, form, name):
    assert best(Expected.PERSON, sentence, form) == name


CHAIRS = "县工会主席钱永平到场致辞，县工会副主席高秀兰主持会议。"


@pytest.mark.parametrize(("form", "name"), [("主席", "钱永平"), ("副主席", "高秀兰")])
def test_the_chairman_and_the_vice_chairman_are_told_apart(form, name):
    assert best(Expected.PERSON, CHAIRS, form) == name


def test_other_deputies_are_told_apart_too():
    sentence = "副校长高秀兰主持会议，校长钱永平到场致辞。"
    assert best(Expected.PERSON, sentence, "校长") == "钱永平"
    assert best(Expected.PERSON, sentence, "副校长") == "高秀兰"


def test_a_place_is_where_something_was_held():
    assert best(Expected.PLACE, "5月6日，插秧比赛在清溪镇文化广场举行，三百人参加。", "比赛") == "清溪镇文化广场"


def test_a_body_ends_in_what_bodies_end_in():
    assert "石门水务集团" in best(Expected.ORGANISATION, "这次培训由石门水务集团承办，来了六十人。", "承办", "培训")


def test_a_body_begins_after_the_word_that_leads_to_it():
    assert best(Expected.ORGANISATION, "食堂由石门餐饮有限公司经营，一荤两素十二元。", "食堂", "经营") == "石门餐饮有限公司"
    assert best(Expected.ORGANISATION, "车队与和平机械厂签了约。", "车队") == "和平机械厂"


def test_figures_in_a_list_stay_with_their_items():
    assert best(Expected.LIST, "全年拿到发明专利7项、外观专利26项，发表论文41篇。", "专利") == "全年拿到发明专利7项、外观专利26项"


def test_a_list_is_read_without_what_leads_into_it():
    assert best(Expected.LIST, "驿站提供热水、雨伞、充电三种服务，全天开放。", "服务").startswith("热水、雨伞、充电")


def test_what_the_question_says_is_no_answer():
    assert "孙丽娟" not in [n.text for n in named_in(Expected.PERSON, "社区书记孙丽娟说，食堂开门了。", asked("孙丽娟"))]


def test_a_traditional_name_is_given_as_printed():
    assert best(Expected.PERSON, "社區書記孫麗娟說，食堂每天供應兩百份飯。", "书记") == "孫麗娟"


def test_a_sentence_that_names_nobody_gives_nobody():
    assert named_in(Expected.PERSON, "食堂每天供应两百份饭。", asked("食堂")) == []
    assert named_in(Expected.COUNT, "食堂每天供应两百份饭。", asked("食堂")) == []


@pytest.mark.parametrize(
    ("sentence", "asked", "name"),
    [
        ("On Monday Maria da Silva won the Harbour Prize ahead of Tom Reed.", ("Harbour", "Prize"), "Maria da Silva"),
        ("The Harbour Prize: Men's Singles. Winner in 2031, Anton Berg of Sweden.", ("Harbour", "Prize"), "Anton Berg"),
    ],
)
def test_a_person_of_an_english_sentence_is_capitalised_and_not_what_was_asked(sentence, asked, name):
    terms = [Term(word, (word.lower(),), 1.0) for word in asked]
    found = [each.text for each in named_in(Expected.PERSON, sentence, terms)]
    assert name in found
    assert not any("Harbour" in each or "Monday" in each or "Singles" in each for each in found)

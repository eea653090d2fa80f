"""What a follow-up takes from the conversation, and what a new question leaves."""

import pytest

from rag.expected import Expected
from rag.listed import item_pointed_at
from rag.question import Question, parse_question
from rag.schema import Turn

PLACES = {"洛阳", "开封", "luoyang", "kaifeng"}


def asked(text: str, *turns: str) -> Question:
    """A question after turns of user and assistant, the user's first."""
    history = [Turn("assistant" if at % 2 else "user", turn) for at, turn in enumerate(turns)]
    return parse_question(text, history, is_place=PLACES.__contains__)


def inherited(question: Question) -> set[str]:
    return {word.text for word in question.words if word.from_history}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("那开封呢", "洛阳建成了多少家食堂"),
        ("and in Kaifeng?", "how many canteens in Luoyang"),
        ("what about Kaifeng", "how many canteens in Luoyang"),
        ("那開封有多少", "how many canteens in Luoyang"),
    ],
)
def test_another_place_takes_the_thing_asked_for_and_not_the_first_place(text, first):
    question = asked(text, first, "12")
    assert question.expected is Expected.COUNT
    assert inherited(question) & {"食堂", "canteens"}
    assert not inherited(question) & PLACES


@pytest.mark.parametrize(
    "text",
    ["开封的职工书屋有多少个?", "Who is the mayor of Kaifeng?", "and how many drivers visited the rest rooms in Kaifeng?", "你好"],
)
def test_a_whole_new_question_takes_nothing(text):
    assert not inherited(asked(text, "洛阳建成了多少家食堂", "12家", "how many canteens in Luoyang", "12"))


def test_a_chain_of_three_keeps_the_last_place_and_the_first_thing():
    question = asked("一共服务了多少人次?", "洛阳建成了多少家食堂", "12家", "开封呢", "8家")
    assert inherited(question) == {"开封", "建成", "食堂"}


def test_why_asks_for_words_and_not_for_the_number_asked_before():
    assert asked("为什么", "洛阳建成了多少家食堂", "12家").expected is Expected.EXPLANATION
    assert asked("why is it called the labour city", "how many canteens in Luoyang", "12").expected is Expected.EXPLANATION


def test_another_year_replaces_the_year_before():
    question = asked("2022年呢", "洛阳2023年建成了多少家食堂", "12家")
    assert question.years == (2022,)
    assert [period.text for period in question.periods] == ["2022年"]
    assert "2023" not in inherited(question)


def test_a_year_asked_for_holds_for_the_follow_up():
    assert asked("那开封呢", "洛阳2023年建成了多少家食堂", "12家").years == (2023,)


def test_he_is_the_one_person_the_answer_named():
    question = asked("他说了什么", "食堂的负责人是谁", "负责人是周立春。[1]")
    assert [w.text for w in question.words if w.is_name] == ["周立春"]
    several = asked("他说了什么", "食堂的负责人是谁", "负责人是周立春。厨师长是吴大勇。")
    assert not [w.text for w in several.words if w.is_name]


def test_who_is_he_asks_what_is_said_of_him():
    assert asked("他是谁", "食堂的负责人是谁", "负责人是周立春。").expected is Expected.EXPLANATION


@pytest.mark.parametrize(
    ("text", "answer", "item"),
    [
        ("第二个呢", "三大平台包括劳模协会、工匠学院和宣讲团。", "工匠学院"),
        ("最后一个是什么", "三大平台包括劳模协会、工匠学院和宣讲团。[1]", "宣讲团"),
        ("and the second one?", "The platforms are the craft workshop, the model studio and the lecture team.", "the model studio"),
        ("第一个呢", "1. 劳模协会\n2. 工匠学院", "劳模协会"),
        ("第四个呢", "三大平台包括劳模协会、工匠学院和宣讲团。", ""),
        ("第二场呢", "三大平台包括劳模协会、工匠学院和宣讲团。", ""),
    ],
)
def test_an_item_of_the_answer_is_pointed_at_by_its_place(text, answer, item):
    assert item_pointed_at(text, answer) == item


def test_the_script_of_the_conversation_holds_where_the_question_shows_none():
    assert asked("有多少位工匠", "洛陽建成了多少家食堂", "12家").language == "zh-Hant"
    assert asked("有多少位工匠", "洛阳建成了多少家食堂", "12家").language == "zh-Hans"
    assert asked("2022?", "洛阳建成了多少家食堂", "12家").language == "zh-Hans"


def test_thanks_between_two_questions_are_no_topic():
    assert "食堂" in inherited(asked("开封呢", "洛阳建成了多少家食堂", "12家", "谢谢", "不客气"))


def test_the_question_itself_as_last_turn_and_odd_roles_change_nothing():
    turns = [Turn("system", "开封的职工书屋"), Turn("user", "洛阳建成了多少家食堂"), Turn("tool", "{}"), Turn("user", "那开封呢")]
    question = parse_question("那开封呢", turns, is_place=PLACES.__contains__)
    assert inherited(question) == {"建成", "食堂"}


def test_what_the_answer_quoted_is_kept():
    question = asked("一共服务了多少人次?", "洛阳建成了多少家食堂", "12家。[1] “全市建成职工食堂十二家,覆盖各区县”")
    assert question.quoted == ("全市建成职工食堂十二家,覆盖各区县",)

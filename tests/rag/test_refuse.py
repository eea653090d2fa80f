"""When there is no answer, and the reason that is given."""

import pytest

from rag.refuse import Reason, refusal
from tests.gazette import Desk, desk_over, record


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return desk_over(
        tmp_path_factory.mktemp("refuse"),
        record("sx", "山西的歇脚驿站", "山西全省去年建成歇脚驿站318个，站里有雨伞和热水。负责人是赵启明。", published="2023-02-01"),
        record("cup", "划船赛第二场", "湖州第二场划船赛有12支队伍参加，观众坐满了码头。", published="2024-06-11"),
        record("tea", "茶农学剪枝", "安溪的茶农在合作社学剪枝，老师手把手教。合作社副主任林阿海也来了。", published="2022-05-05"),
    )


def reason(desk: Desk, text: str, **options) -> Reason | None:
    reading = desk.read(text, **options)
    best = reading.best.evidence if reading.best else (reading.evidence[0] if reading.evidence else None)
    refused = refusal(reading.question, reading.terms, best, reading.best if reading.question.is_numeric else None)
    return refused.reason if refused else None


@pytest.mark.parametrize(
    "text",
    ["山西建成了多少个歇脚驿站?", "how many rest stations in Shanxi", "湖州第二场划船赛有多少支队伍参加?", "山西歇脚驿站的负责人是谁?"],
)
def test_what_the_articles_say_is_not_refused(desk, text):
    assert reason(desk, text) is None


@pytest.mark.parametrize("text", ["陕西建成了多少个歇脚驿站?", "how many rest stations in Shaanxi", "陝西建成了多少個歇腳驛站?"])
def test_shaanxi_is_not_answered_by_shanxi(desk, text):
    assert reason(desk, text) is Reason.NAME


def test_the_deputy_is_not_given_for_the_chairman(desk):
    assert reason(desk, "安溪合作社主任是谁?") is Reason.NAME
    assert reason(desk, "安溪合作社副主任是谁?") is None
    assert reason(desk, "who is the deputy director of the Anxi cooperative?") is not Reason.NAME


def test_a_year_that_nothing_is_stated_for_is_refused(desk):
    assert reason(desk, "2016年山西建成了多少个歇脚驿站?") is Reason.YEAR
    assert reason(desk, "2022年山西建成了多少个歇脚驿站?") is None


def test_last_year_is_the_year_before_the_paper(desk):
    assert reason(desk, "2022年山西的歇脚驿站由谁负责?") is None
    assert reason(desk, "2021年山西的歇脚驿站由谁负责?") is Reason.YEAR


def test_a_number_of_the_question_that_stands_nowhere_is_refused(desk):
    assert reason(desk, "山西的歇脚驿站9750号站的负责人是谁?") is Reason.NUMBER
    assert reason(desk, "山西318个歇脚驿站的负责人是谁?") is None


@pytest.mark.parametrize(
    "text", ["湖州第五场划船赛有多少支队伍参加?", "湖州第5场划船赛有多少支队伍参加?", "湖州第五場划船賽有多少支隊伍參加?"]
)
def test_another_in_the_row_is_refused(desk, text):
    assert reason(desk, text) is Reason.NUMBER


@pytest.mark.parametrize("text", ["湖州第2场划船赛有多少支队伍参加?", "湖州第二場划船賽有多少支隊伍參加?"])
def test_the_same_one_in_other_digits_or_script_is_answered(desk, text):
    assert reason(desk, text) is None


def test_a_question_for_a_figure_needs_one(desk):
    assert reason(desk, "有多少茶农在安溪的合作社学剪枝?") in {Reason.NO_FIGURE, Reason.NOT_COUNTED, Reason.NAME}


def test_something_that_is_not_counted_there_is_refused(desk):
    assert reason(desk, "山西建成了多少个游泳池?") is not None


@pytest.mark.parametrize("text", ["你好", "谢谢!", "hello", "thank you", "您好,您是谁?"])
def test_chit_chat_is_told_from_a_question(desk, text):
    assert reason(desk, text) is Reason.CHITCHAT


def test_without_evidence_there_is_nothing_to_say(desk):
    reading = desk.read("山西建成了多少个歇脚驿站?")
    assert refusal(reading.question, reading.terms, None, None).reason is Reason.NOTHING
    assert refusal(reading.question, (), reading.evidence[0], None).reason is Reason.NOTHING

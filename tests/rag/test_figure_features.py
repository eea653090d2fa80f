"""What the words around a figure make of it, beside what is asked."""

import pytest

from rag.figure_features import FigureFeatures
from rag.figures import read_figures
from tests.gazette import Desk, desk_over, record


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return desk_over(
        tmp_path_factory.mktemp("features"),
        record("growth", "海津口岸的半年账", "海津口岸上半年进出口总额达到640亿元，同比增长12.5%。", published="2023-07-09"),
        record("part", "梅岭的驿站", "梅岭市工会建成驿站420个，其中，35个全天开放。", published="2023-05-02"),
        record("pay", "补贴涨了", "平川县一线环卫工的高温补贴由3000元提高到5000元，平均每天发18元。", published="2023-07-01"),
        record("span", "反倾销调查", "2031年3月5日起，商务部门对进口果酒立案调查，预计2032年3月5日前结束。", published="2031-03-05"),
        record("name", "就业方案发布", "2031年4月13日，省里发布《残疾人就业行动方案（2031—2033年）》。", published="2031-04-13"),
        record("most", "技能比赛设奖", "临溪市技能比赛的最高奖金8000元，其余奖金600元。", published="2023-08-08"),
        record("two", "下乡招人", "会宁县总工会到两所学校招人，带去岗位326个。", published="2023-08-08"),
    )


def known(desk: Desk, question: str, printed: str) -> FigureFeatures:
    """What is known of the figure that is printed so."""
    reading = desk.read(question)
    read = read_figures(reading.question, reading.terms, reading.evidence, desk.store.figures_in)
    return next(features for match, features in read if match.printed.startswith(printed))


@pytest.mark.parametrize(
    ("question", "feature", "more", "less"),
    [
        ("海津口岸进出口总额增长了多少?", "growth", "12.5%", "640亿元"),
        ("海津口岸进出口总额是多少?", "growth", "640亿元", "12.5%"),
        ("平川县的高温补贴是多少元?", "change", "5000元", "3000元"),
        ("平川县的高温补贴原来是多少元?", "change", "3000元", "5000元"),
        ("平川县的高温补贴平均每天多少元?", "rate", "18元", "5000元"),
        ("进口果酒的调查从什么时候开始?", "edge", "2031年3月5日", "2032年3月5日"),
        ("进口果酒的调查什么时候结束?", "edge", "2032年3月5日", "2031年3月5日"),
        ("残疾人就业方案何时发布?", "grain", "2031年4月13日", "2031—2033年"),
        ("残疾人就业方案何时发布?", "comma", "2031年4月13日", "2031—2033年"),
        ("临溪市技能比赛的最高奖金是多少元?", "extreme", "8000元", "600元"),
        ("临溪市技能比赛的最高奖金是多少元?", "near", "8000元", "600元"),
    ],
)
def test_the_figure_asked_for_has_more_of_what_tells_it(desk, question, feature, more, less):
    assert getattr(known(desk, question, more), feature) > getattr(known(desk, question, less), feature)


@pytest.mark.parametrize(
    ("question", "feature", "worse", "better"),
    [
        ("梅岭市建成多少个驿站?", "part", "35个", "420个"),
        ("残疾人就业方案何时发布?", "quoted", "2031—2033年", "2031年4月13日"),
        ("会宁县总工会到学校招人带去多少岗位?", "worded", "两所", "326个"),
        ("会宁县总工会到两所学校带去多少岗位?", "said", "两所", "326个"),
    ],
)
def test_what_speaks_against_a_figure_is_seen(desk, question, feature, worse, better):
    assert getattr(known(desk, question, worse), feature) > getattr(known(desk, question, better), feature)


def test_a_part_is_no_fault_where_a_part_is_asked_for(desk):
    assert known(desk, "梅岭市的驿站其中有多少个全天开放?", "35个").part == 0


def test_a_follow_up_still_asks_for_the_thing_of_the_question_before(desk):
    from rag.schema import Turn

    reading = desk.read("那梅岭呢?", [Turn("user", "青岚市建成多少个驿站?")])
    assert reading.value == 420


@pytest.mark.parametrize(
    ("question", "printed"),
    [("进口果酒的调查什么时候结束?", "2032年3月5日"), ("残疾人就业方案何时发布?", "2031年4月13日"), ("海津口岸进出口增长了多少?", "12.5%")],
)
def test_the_words_around_decide_between_the_figures_of_a_sentence(desk, question, printed):
    best = desk.read(question).best
    assert best is not None
    assert best.printed == printed

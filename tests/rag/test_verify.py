from datetime import date

import pytest

from index.schema import Article
from rag.name_check import unnamed
from rag.ownership import stitched
from rag.polarity import direction_at, negations, turns
from rag.spelt_names import is_named, names_spelt
from rag.verify import FaultKind, Source, faults

BODY = (
    "桓台县的苹果卖出800吨，价格比去年下降5%。县供销社主任白雨生说，并未发现积压。出口额增加。\n"
    "高青县的苹果卖出300吨。合作社出现亏损。教师覃小燕捐书40册。"
)


def article(body: str = BODY, **fields: str) -> Article:
    values = {"title": "苹果丰收"} | fields
    return Article("a", "1", "default", None, "a.md", values["title"], body, published=date(2031, 11, 3), place=values.get("place"))


def kinds(claim: str, body: str = BODY) -> set[FaultKind]:
    return {fault.kind for fault in faults(claim, Source(article(body), (body,), body))}


def test_a_verbatim_quote_has_no_fault():
    assert faults(BODY, Source(article(), (BODY,), BODY)) == ()


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("桓台县的苹果卖出900吨。", FaultKind.FIGURE),
        ("The price went down by 5 percent in the second half of the year.", FaultKind.PERIOD),
        ("On Tuesday 800 tonnes were sold.", FaultKind.PERIOD),
        ("县供销社主任白雨声说没有积压。", FaultKind.NAME),
        ("Bai Yusheng and Wang Xiaoming spoke.", FaultKind.NAME),
        ("桓台县的合作社盈利。", FaultKind.DIRECTION),
        ("出口额减少。", FaultKind.DIRECTION),
        ("发现积压。", FaultKind.NEGATION),
        ("高青县的苹果卖出800吨。", FaultKind.OWNER),
        ("Gaoqing county sold 800 tonnes of apples.", FaultKind.OWNER),
    ],
)
def test_one_thing_changed_is_one_kind_of_fault(claim, kind):
    assert kind in kinds(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "桓台縣的蘋果賣出800噸。",
        "Huantai county sold 800 tonnes of apples.",
        "The price was down 5 percent.",
        "没有发现积压。",
        "Bai Yusheng said so.",
        "Qin Xiaoyan gave 40 books.",
        "Tan Xiaoyan gave 40 books.",
    ],
)
def test_what_stands_there_has_no_fault(claim):
    assert kinds(claim) == set()


def test_a_place_that_holds_a_named_one_may_be_added():
    assert unnamed("山东淄博卖出苹果。", article("淄博卖出苹果。")) == ()
    assert unnamed("山西淄博卖出苹果。", article("淄博卖出苹果。")) == ("山西",)
    assert unnamed("陕西卖出苹果。", article("全省卖出苹果。", place="陕西")) == ()


def test_bodies_are_told_apart_by_the_word_before_their_kind():
    assert unnamed("由县卫生局管理。", article("由县民政局管理。")) == ("卫生局",)
    assert unnamed("东丰图书馆开放。", article("东丰体育馆开放。")) == ("东丰图书馆",)
    assert unnamed("由县民政局管理。", article("民政局负责。")) == ()


def test_shaanxi_is_not_shanxi_and_names_of_other_tongues_are_looked_up():
    assert is_named("Shanxi", "山西新栽树木") is True
    assert is_named("Shaanxi", "山西新栽树木") is False
    assert is_named("Shanxi", "陕西新栽树木") is False
    assert is_named("Harbin", "哈尔滨下雪") is True
    assert is_named("Changchun", "哈尔滨下雪") is False
    assert is_named("Brightley", "船长说") is None
    assert is_named("Moran", "captain Morgan said") is False


def test_names_are_capitalised_runs_and_no_first_words_or_weekdays():
    assert names_spelt("Captain Alice Moran said so on Monday.") == ["Alice Moran"]
    assert names_spelt("Women took part. Nine won. Linxi's park opened.") == ["Linxi"]


def test_a_figure_belongs_to_who_its_clause_names():
    source = "淄博市新增公交车500辆，青岛市新增公交车700辆。"
    assert stitched("青岛市新增500辆。", source) == ("500辆",)
    assert stitched("淄博市新增500辆，青岛市新增700辆。", source) == ()
    assert stitched("青岛市新增500辆。", "淄博市、青岛市分别新增700辆、500辆。") == ()
    assert stitched("淄博市建成5座。", "淄博市在青岛市建成5座。") == ()


def test_direction_is_of_the_clause_and_negations_are_counted():
    text = "收入增长5%，成本下降3%"
    assert [direction_at(text, text.index(n), text.index(n) + 2) for n in ("5%", "3%")] == [1, -1]
    assert turns("sales rose while costs fell") == (1, -1)
    assert negations("并没有收取费用") == 1
    assert negations("不仅如此") == 0
    assert negations("拒绝收费") is None

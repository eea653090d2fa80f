import pytest

from eval.measures import cites_gold, points_stated, quote_rank, states
from eval.schema import GoldQuote

GOLD = (GoldQuote("page.txt", "新建公厕320座"),)


def test_a_quote_is_found_in_a_passage_despite_spaces_readings_script_and_width():
    passages = ["与此无关的一段话,说的是别的事情。", "去年全市新 建公廁(cè)３２０座,方便市民。"]
    assert quote_rank(passages, GOLD) == 2


def test_a_passage_of_a_few_characters_holds_no_quote():
    assert quote_rank(["公厕320座"], GOLD) is None


@pytest.mark.parametrize(
    ("text", "wording", "stated"),
    [
        ("共有1,320座。", "1320", True),
        ("共有13205座。", "1320", False),
        ("共有0.1320座。", "1320", False),
        ("占比 97.5 %。", "97.5%", True),
        ("占比97.5%。", "97", False),
        ("第3名,1320座", "1320座", True),
        ("臺中市有 三 座", "台中市有三座", True),
        ("The mayor is Wen Jianguo.", "wen jianguo", True),
        ("about 3.2 million people", "3.2 million", True),
        ("任何文字", "", False),
        ("The ferry to Tirana", "Iran", False),
        ("Two trains a day", "train", True),
        ("It is Rank(f(n)).", "rank(f(n))", True),
        ("从Blue(lán)Harbour开出", "blue harbour", True),
        ("是的,渡轮停航了。", "是", True),
        ("对。", "是的", True),
        ("这是渡轮。", "是", False),
        ("是否停航还不清楚。", "是", False),
        ("不是,渡轮照常。", "否", True),
        ("不是,渡轮照常。", "是", False),
        ("渡轮没有停航。", "没有", False),
        ("No, it runs.", "no", True),
        ("North Harbour", "no", False),
        ("否则停航。", "否", False),
    ],
)
def test_a_wording_is_stated_when_its_figure_stands_alone(text, wording, stated):
    assert states(text, wording) is stated


def test_points_count_one_wording_each_and_nothing_for_no_points():
    points = (("东湖", "East Lake"), ("西山", "West Hill"))
    assert points_stated(points, "East Lake and 东湖") == 0.5
    assert points_stated(points, "东湖、West Hill") == 1.0
    assert points_stated((), "东湖") == 0.0


def test_a_citation_counts_only_at_the_length_of_a_sentence():
    assert cites_gold(["去年新建公厕320座。"], GOLD) == 1.0
    assert cites_gold(["320座"], GOLD) == 0.0
    assert cites_gold(["新建公厕320座" + "又" * 250], GOLD) == 0.0
    assert cites_gold([], GOLD) == 0.0

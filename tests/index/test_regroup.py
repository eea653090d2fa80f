"""Where two articles interleave, and where a headline finds no text."""

from index.schema import Page, PageCut
from index.seam_model import inside_odds, pair_odds
from index.segment import cut_page


def articles_of(*lines):
    cut = cut_page(Page("page.txt", "\n\n".join(lines), "text/plain"))
    assert isinstance(cut, PageCut)
    return cut


BRIDGE = (
    "松河大桥合龙在即",
    "本报讯(记者 丁一)松河大桥主桥合龙段钢箱梁昨日吊装到位,大桥建设进入收尾阶段。",
    "松河大桥全长两千米,主桥钢箱梁共分五十三段,桥面宽三十八米,施工单位介",
    "绍,大桥已进入设备调试。大桥通车后,松河两岸车程由一小时缩短到十分钟。",
)
ROOST = (
    "白鹭湿地迎来越冬候鸟",
    "本报讯(记者 牛二)青坪湿地监测站昨日发布消息,首批越冬白鹭飞抵湿地。",
    "监测站统计,今年飞抵湿地的白鹭比去年多三百余只,候鸟栖息的芦苇",
    "荡面积扩大一倍。湿地监测站还为白鹭装上了环志,追踪候鸟迁徙。",
)


def test_two_articles_printed_line_by_line_in_turn_are_told_apart():
    lines = [*BRIDGE[:2], *ROOST[:2], BRIDGE[2], ROOST[2], BRIDGE[3], ROOST[3]]
    cut = articles_of(*lines)
    assert len(cut.articles) == 2
    assert {("大桥" in a.body, "白鹭" in a.body) for a in cut.articles} == {(True, False), (False, True)}


def test_headline_without_its_text_is_kept_as_furniture():
    cut = articles_of(*BRIDGE, "海滨县渔民修好码头重新出海", "白鹭湿地迎来越冬候鸟", *ROOST[1:])
    held = "".join(a.title + a.body for a in cut.articles)
    assert "海滨县渔民" in held + "".join(cut.furniture)


def test_page_without_a_headline_is_one_article():
    cut = articles_of("劳动让小镇更美。", *BRIDGE[2:], "大桥两岸的居民说,盼这座桥盼了二十年。")
    assert len(cut.articles) == 1


def test_start_of_a_sentence_is_told_from_its_middle():
    assert inside_odds("记者昨日从监测站获悉") < 0 < inside_odds("的居民说盼了二十年")
    assert inside_odds("") == 0


def test_halves_of_a_word_fit_better_than_strangers():
    assert pair_odds("由省路桥集团承", "建的大桥") != pair_odds("由省路桥集团承", "记者获悉")

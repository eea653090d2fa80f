"""Where an article turns into another, and where it only turns to another side of its subject."""

from index.schema import Page, PageCut
from index.segment import cut_page

HARBOUR = (
    "南湾港新泊位开港",
    "本报讯(记者 丁一)南湾港三号泊位昨日开港,首艘集装箱货轮靠泊码头,岸桥开始卸下集装箱。",
    "南湾港三号泊位水深十六米,码头岸线长四百米,可停靠十万吨级集装箱货轮,港口吞吐量增加三成。",
    "港口负责人介绍,码头还装上了自动岸桥,货轮靠泊后卸下一个集装箱只需两分钟。",
)
ORCHARD = (
    "梨花村老梨树结新果。村民牛二家的百年梨树嫁接了雪梨枝条,今秋摘下梨子两百余斤。",
    "果园技术员教村民剪枝、疏果、套袋,全村梨园改种雪梨,果农的收成比往年翻了一番。",
    "梨子装箱后由合作社统一收购,果农不出村就拿到了货款,老梨园成了村里的聚宝盆。",
)
DOCKERS = (
    "码头工人学新本领",
    "港口的码头工人也在学开自动岸桥,老工人丁三说,集装箱货轮靠泊后,他在屏幕前就能卸下集装箱。",
)


def articles_of(*lines):
    cut = cut_page(Page("page.txt", "\n\n".join(lines), "text/plain"))
    assert isinstance(cut, PageCut)
    return cut.articles


def test_text_of_another_subject_below_a_short_line_is_an_article_of_its_own():
    articles = articles_of(*HARBOUR, "老树新枝", *ORCHARD)
    assert [("泊位" in a.body, "梨树" in a.body) for a in articles] == [(True, False), (False, True)]
    assert articles[1].title == "老树新枝"


def test_text_of_another_subject_without_any_headline_is_parted():
    articles = articles_of(*HARBOUR, *ORCHARD)
    assert [("泊位" in a.body, "梨树" in a.body) for a in articles] == [(True, False), (False, True)]


def test_sub_head_of_the_same_subject_parts_nothing():
    articles = articles_of(*HARBOUR, *DOCKERS)
    assert len(articles) == 1
    assert "码头工人学新本领\n港口的码头工人" in articles[0].body


def test_motto_over_a_text_without_headline_stands_first():
    motto = "潮起南湾,船行天下。"
    articles = articles_of(motto, *HARBOUR[1:])
    assert len(articles) == 1
    assert articles[0].body.startswith(motto)


def test_scrap_of_a_few_words_is_no_article_of_its_own():
    articles = articles_of(*HARBOUR, "枝头一片金黄。")
    assert len(articles) == 1

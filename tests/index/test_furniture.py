import pytest

from index import furniture
from index.text import fold

LINES = [
    "2031年05月06日 星期二",
    "河湾晚报 A07 社会",
    "国内统一连续出版物号 CN 99-0001",
    "本版责编:丁一 版式:牛二 校对:何三",
    "新闻热线:0000-1234567",
    "扫描“河湾晚报”APP二维码 查看更多内容",
    "掃一掃,手機打開當前頁",
    "版权声明",
    "本版版权归报社所有,未经许可不得转载",
    "来源:河湾晚报",
    "| 要闻 | 民生 | 体育 |",
    "国际·健康",
    "【简讯】",
    "(下转08版)",
    "1zw",
    "・へ。",
    "一 一",
    "旧书回收 上门回收 诚信经营",
    "上一篇 下一篇",
]
NEWS = [
    "业主将因未经许可安装照明设施而被征收费用。",
    "大桥昨天通车",
    "集。",
    "老人们说,水更清了。",
    "来源于生活的故事",
    "编辑部的故事",
    "新修的路有30公里",
    "广告牌倒了,没有人受伤。",
    "他转行了",
]


@pytest.mark.parametrize("line", LINES)
def test_furniture_is_known(line):
    assert furniture.is_furniture(fold(line))


@pytest.mark.parametrize("line", NEWS)
def test_news_is_no_furniture(line):
    assert not furniture.is_furniture(fold(line))


def test_links_to_other_articles_are_known():
    assert furniture.is_link("· 大桥昨天通车")
    assert not furniture.is_link("大桥昨天通车")


def test_dirt_before_text_is_measured():
    assert furniture.leading_dirt("。、 大桥昨天通车") == 3
    assert furniture.leading_dirt("“好。”他说") == 0

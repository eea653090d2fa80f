import pytest

from index.schema import Page, PageCut
from index.segment import cut_page

BODY = "松河大桥昨天上午通车,全长3260米,双向六车道。大桥建成后,两岸居民往来的车程由四十分钟缩短到二十分钟。"


def article_of(*lines: str, **record: str):
    cut = cut_page(Page("page.txt", "\n\n".join(lines), "text/plain", record))
    assert isinstance(cut, PageCut)
    return cut.articles[0]


@pytest.mark.parametrize(
    ("lines", "outlet"),
    [
        (("大桥通车", "2031-05-06 07:08 来源:河湾日报", BODY), "河湾日报"),
        (("大橋通車", "2031-05-06 07:08 來源：河灣日報", BODY), "河灣日報"),
        (("大橋通車", BODY, "來源：河灣晚報"), "河灣晚報"),
        (("河湾晚报 A07 社会", "大桥通车", f"新华社兰州5月6日电 {BODY}"), "河湾晚报"),
        (("河湾晚报 A07 社会", "大桥通车", f"本报讯(记者 丁一){BODY}"), "河湾晚报"),
        (("大桥通车", f"新华社兰州5月6日电 {BODY}"), "新华社"),
        (("大桥通车", f"河湾新闻网讯(记者 丁一){BODY}"), "河湾新闻网"),
        (("大桥通车", f"本报讯(记者 丁一){BODY}"), None),
        (("大桥通车", BODY), None),
    ],
)
def test_the_paper_is_the_one_stated_nearest_the_article(lines, outlet):
    assert article_of(*lines).outlet == outlet


def test_what_the_file_says_of_itself_counts_where_the_page_is_silent():
    article = article_of("大桥通车", BODY, outlet="河湾网", published="2031-05-06")
    assert (article.outlet, str(article.published)) == ("河湾网", "2031-05-06")
    assert article_of("大桥通车", BODY, "来源:河湾日报", outlet="河湾网").outlet == "河湾日报"


def test_an_article_knows_place_language_and_names():
    article = article_of(
        "大橋通車", "新華社蘭州5月6日電(記者 丁一)松河大橋昨天上午通車,兩岸居民都來觀看。市交通局局長陳淑芬表示,老渡口將改為碼頭。"
    )
    assert (article.place, article.language, article.persons) == ("兰州", "zh-Hant", ("陳淑芬",))

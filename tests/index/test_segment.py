import json
from datetime import date

import pytest

from index.findings import Rejected, RejectReason
from index.schema import Page, PageCut, RangeRole
from index.segment import cut_page, preview_json

BRIDGE = "松河大桥昨天通车 两岸车程缩短二十分钟"
BRIDGE_LEAD = "本报讯(记者 丁一 通讯员 牛二)松河大桥昨天上午通车,全长3260米,双向六车道。大桥建成后,两岸居民往来的车程由四十分钟缩短到二十分"
BRIDGE_REST = "钟。松河大桥由市交通局投资兴建,工期三年,桥上设有人行道和观景平台。"
BRIDGE_END = "市交通局局长何三说,大桥通车后,老渡口的十二艘渡船将改为观光船,船工全部留用。"
CHESS = "全市少儿围棋赛落幕"
CHESS_LEAD = "本报讯(记者 周四)5月6日,全市少儿围棋赛在体育馆落幕,来自四十八所小学的316名棋手参加了三天的比赛。"
CHESS_END = "十岁的棋手吴小满七战全胜,夺得甲组冠军。裁判长说,今年的棋手年纪更小,布局更稳。"


def cut(text, **fields):
    result = cut_page(Page("page.txt", text, "text/plain", **fields))
    assert isinstance(result, PageCut)
    return result


def newspaper(*lines):
    return "\n\n".join(lines)


def test_a_page_is_cut_into_its_articles_and_furniture():
    page = newspaper(
        "河湾晚报 A07 社会", "2031年05月07日 星期三", BRIDGE, BRIDGE_LEAD, BRIDGE_REST, BRIDGE_END, CHESS, CHESS_LEAD, CHESS_END, "版权声明"
    )
    result = cut(page)
    assert [a.title for a in result.articles] == [BRIDGE, CHESS]
    assert result.furniture == ("河湾晚报 A07 社会", "2031年05月07日 星期三", "版权声明")


def test_sentence_cut_by_a_column_end_is_whole_again():
    article = cut(newspaper(BRIDGE, BRIDGE_LEAD, BRIDGE_REST, BRIDGE_END)).articles[0]
    assert "由四十分钟缩短到二十分钟。松河大桥" in article.body
    assert len(article.body.split("\n")) == 2


def test_column_end_is_joined_across_another_article():
    page = newspaper(BRIDGE, BRIDGE_LEAD, CHESS, CHESS_LEAD, CHESS_END + "(周四)", BRIDGE_REST, BRIDGE_END)
    bridge, chess = cut(page).articles
    assert bridge.body.startswith("松河大桥昨天上午通车")
    assert "二十分钟。" in bridge.body
    assert bridge.body.endswith(BRIDGE_END)
    assert chess.body == CHESS_LEAD[len("本报讯(记者 周四)") :] + "\n" + CHESS_END


def test_tail_printed_above_the_headline_comes_last():
    article = cut(newspaper(BRIDGE_REST, BRIDGE_END, BRIDGE, BRIDGE_LEAD)).articles[0]
    assert article.title == BRIDGE
    assert article.body.startswith("松河大桥昨天上午")
    assert article.body.endswith(BRIDGE_END)


def test_bylines_captions_and_headlines_are_no_part_of_the_body():
    page = newspaper(BRIDGE, BRIDGE_LEAD, BRIDGE_REST, "图为通车后的松河大桥。 丁一 摄", BRIDGE_END + " (丁一 文/图)")
    article = cut(page).articles[0]
    assert "摄" not in article.body
    assert "丁一" not in article.body
    assert "本报讯(记者 丁一 通讯员 牛二)" in article.byline
    assert "(丁一 文/图)" in article.byline


def test_sub_head_stays_in_the_body_on_its_own_line():
    page = newspaper(BRIDGE, BRIDGE_LEAD, BRIDGE_REST, "渡口变景点", BRIDGE_END)
    article = cut(page).articles[0]
    assert "\n渡口变景点\n" in article.body
    assert article.title == BRIDGE


def test_narrow_columns_become_one_paragraph():
    narrow = [
        "昨天下午,松河镇的老人们走进",
        "新落成的图书馆,在大字书架前",
        "挑选自己喜爱的书籍。这座图书",
        "馆藏书六万册,每天开放十二小",
        "时,还为视障读者准备了听书室。",
    ]
    article = cut(newspaper("松河镇建起新图书馆!", *narrow)).articles[0]
    assert article.body == "".join(narrow)


def test_every_body_character_stands_on_the_page_where_the_map_says():
    page = "## " + newspaper(BRIDGE, BRIDGE_LEAD.replace("昨天", "昨\u200b天"), CHESS, CHESS_LEAD, BRIDGE_REST, BRIDGE_END)
    for article in cut(page).articles:
        for run in article.origins:
            target = article.body[run.target : run.target + run.length]
            assert target.replace("\n", "") in page[run.origin : run.origin + run.length].replace("\n", "") or target == "\n"


def test_ranges_name_the_parts_of_an_article():
    page = newspaper(BRIDGE, BRIDGE_LEAD, BRIDGE_REST)
    ranges = cut(page).articles[0].ranges
    assert page[ranges[0].start : ranges[0].end] == BRIDGE
    assert [r.role for r in ranges] == [RangeRole.TITLE, RangeRole.BYLINE, RangeRole.BODY, RangeRole.BODY]


def test_traditional_page_with_pinyin_is_readable_and_keeps_its_script():
    page = "\n".join(
        [
            "微信掃一掃",
            "圖書館昨日開(kāi)館,藏書六萬(wàn)冊,設有聽書室。",
            "館長說,每(měi)天開(kāi)放十二小時(shí)。",
            "點(diǎn)贊 在看 分享",
        ]
    )
    article = cut(page).articles[0]
    assert article.body == "圖書館昨日開館,藏書六萬冊,設有聽書室。\n館長說,每天開放十二小時。"
    assert article.language == "zh-Hant"


def test_repeated_opening_is_kept_once():
    lead = "5月6日,全市少儿围棋赛在体育馆落幕,来自四十八所小学的316名棋手参加了三天的比赛。"
    article = cut("\n".join([CHESS, "摘要 " + lead, lead, CHESS_END])).articles[0]
    assert article.body.count("落幕") == 1


def test_date_line_of_a_web_page_gives_day_and_paper():
    article = cut("\n".join([CHESS, "2031-05-07 08:09 来源:河湾晚报", CHESS_LEAD, CHESS_END])).articles[0]
    assert article.published == date(2031, 5, 7)
    assert article.outlet == "河湾晚报"


def test_paper_is_taken_from_the_source_line_or_the_masthead():
    assert cut(newspaper("河湾晚报 A07 社会", CHESS, CHESS_LEAD, CHESS_END)).articles[0].outlet == "河湾晚报"
    assert cut(newspaper("河湾晚报 A07 社会", CHESS, CHESS_LEAD, CHESS_END, "来源：松河日报")).articles[0].outlet == "松河日报"
    assert cut(newspaper(CHESS, CHESS_LEAD, CHESS_END)).articles[0].outlet is None


def test_article_id_survives_another_article_above_it():
    alone = cut(newspaper(CHESS, CHESS_LEAD, CHESS_END)).articles[0]
    below = cut(newspaper(BRIDGE, BRIDGE_LEAD, BRIDGE_REST + "(丁一)", CHESS, CHESS_LEAD, CHESS_END)).articles[1]
    assert alone.id == below.id


def test_dateline_gives_the_place():
    article = cut(newspaper("老街装上新路灯", "兰州3月4日讯 昨天,老街的三百盏新路灯全部点亮。居民们都说,夜里走路放心多了。")).articles[0]
    assert article.place == "兰州"
    assert article.published is None


def test_article_id_survives_an_edit_and_version_does_not():
    one = cut(newspaper(BRIDGE, BRIDGE_LEAD, BRIDGE_REST)).articles[0]
    two = cut(newspaper(BRIDGE, BRIDGE_LEAD, BRIDGE_REST.replace("三年", "四年"))).articles[0]
    assert one.id == two.id
    assert one.version != two.version


def test_finished_record_is_never_cut_or_cleaned():
    text = f"{BRIDGE}\r\n(yī)**不**动\n{CHESS}"
    page = Page(
        "c.jsonl#7",
        text,
        "application/jsonl",
        {"doc_id": "7", "title": "题", "date": "2031-05-06", "source": "河湾晚报", "lang": "zh"},
        finished=True,
    )
    result = cut_page(page)
    assert isinstance(result, PageCut)
    (article,) = result.articles
    assert article.body == text.replace("\r\n", "\n")
    assert (article.doc_id, article.title, article.published, article.outlet, article.language) == (
        "7",
        "题",
        date(2031, 5, 6),
        "河湾晚报",
        "zh-Hans",
    )


def test_markdown_with_front_matter_is_one_article():
    page = Page(
        "a.md",
        "   \n\n# 新馆开门\n\n**图书馆**昨天开馆。\n\n第二段。",
        "text/markdown",
        {"date": "2031-05-06", "outlet": "河湾晚报", "place": "兰州"},
    )
    result = cut_page(page)
    assert isinstance(result, PageCut)
    (article,) = result.articles
    assert (article.title, article.body, article.place) == ("新馆开门", "图书馆昨天开馆。\n第二段。", "兰州")


def test_title_of_the_front_matter_wins():
    result = cut_page(Page("a.md", "# 一\n\n正文在此。", "text/markdown", {"title": "二"}))
    assert isinstance(result, PageCut)
    assert result.articles[0].title == "二"
    assert result.articles[0].body == "正文在此。"


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "版权声明\n\n广告"])
def test_page_without_text_is_rejected_as_empty(text):
    result = cut_page(Page("page.txt", text, "text/plain"))
    assert isinstance(result, Rejected)
    assert result.reason is RejectReason.EMPTY


def test_preview_is_json():
    preview = json.loads(json.dumps(preview_json(cut(newspaper(CHESS, CHESS_LEAD, CHESS_END)))))
    assert preview["page"] == "page"
    assert preview["articles"][0]["title"] == CHESS
    assert preview["articles"][0]["ranges"][0][2] == "title"


@pytest.mark.parametrize("text", ["(" * 20000, "一" * 50000, "*" * 20000, "。" * 20000, "名、" * 20000, "“" * 5000 + "\n" + "”" * 5000])
def test_odd_pages_never_fail(text):
    assert isinstance(cut_page(Page("page.txt", text, "text/plain")), PageCut | Rejected)


def test_broken_characters_are_a_warning():
    assert cut(newspaper(CHESS, CHESS_LEAD.replace("体育馆", "体\ufffd馆"), CHESS_END)).warnings


@pytest.mark.shared
def test_real_pages_are_cut_into_their_articles(shared_dir):
    counts = {}
    for path in sorted((shared_dir / "seeds").glob("00*.txt")):
        counts[path.name[:3]] = len(cut(path.read_text(encoding="utf-8")).articles)
    assert counts == {"000": 3, "001": 1, "002": 1, "003": 7, "004": 9}


@pytest.mark.shared
def test_sentence_with_the_stations_is_one_sentence(shared_dir):
    page = next((shared_dir / "seeds").glob("003*.txt")).read_text(encoding="utf-8")
    assert any("户外劳动者服务站点5813个。" in a.body for a in cut(page).articles)


def test_the_day_over_a_page_of_several_articles_dates_each_of_them():
    text = (
        "2024年3月5日 星期二\n\n工会新闻 第2版\n\n河湾区开设司机食堂\n\n"
        "本报讯 3月4日,河湾区总工会开设的司机食堂迎来第一批客人,当天来了三十多人。\n\n"
        "青川县举办技能比武\n\n本报讯 3月3日,青川县总工会举办技能比武,四十名职工同台竞技,赛程共两天。\n"
    )
    cut = cut_page(Page("paper.txt", text, "text/plain"))
    assert [a.published for a in cut.articles] == [date(2024, 3, 5)] * 2

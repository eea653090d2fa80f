from datetime import date

import pytest

from index.days import days_in, name_day
from index.published import dating, page_days
from index.schema import DateBasis, Page, PageCut
from index.segment import cut_page
from index.text import fold

DAY = date(2031, 5, 6)
BODY = "松河大桥昨天上午通车,全长3260米,双向六车道。大桥建成后,两岸居民往来的车程由四十分钟缩短到二十分钟。"
MORE = "全市少儿围棋赛在体育馆落幕,来自四十八所小学的316名棋手参加了三天的比赛,十岁的棋手吴小满夺冠。"


def article_of(*lines: str, source: str = "page.txt", **record: str):
    cut = cut_page(Page(source, "\n\n".join(lines), "text/plain", record))
    assert isinstance(cut, PageCut)
    return cut.articles[0]


@pytest.mark.parametrize(
    "printed",
    [
        "2031年5月6日 星期二",
        "２０３１年０５月０６日",
        "2031-05-06 07:08",
        "2031-05-06T07:08:00+08:00",
        "2031/5/6",
        "2031.05.06",
        "二〇三一年五月六日",
        "二○三一年五月六日",
        "中華民國120年5月6日",
        "中华民国一百二十年五月六日",
        "民國120年5月6日 星期二",
        "May 6, 2031",
        "Tue, 06 May 2031 07:08:00 GMT",
    ],
)
def test_a_day_is_read_in_the_shapes_news_prints(printed):
    assert [each.day for each in days_in(fold(printed))] == [DAY]


@pytest.mark.parametrize(
    "printed",
    [
        "2031年2月30日",
        "2031-13-01",
        "0年5月6日",
        "0000-05-06",
        "99999年1月1日",
        "99999-01-01",
        "2187年5月6日",
        "民國115年",
        "民國115年5月6日",
        "5月6日",
    ],
)
def test_what_is_no_possible_day_is_none(printed):
    assert list(days_in(fold(printed))) == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2031-05-06-A03.txt", DAY),
        ("20310506_A03.txt", DAY),
        ("20310506A03.txt", DAY),
        ("2031年5月6日.txt", DAY),
        ("paper/2031-05/06/node_2.htm", DAY),
        ("html/2031/0506/c1001.html", DAY),
        ("a/2031-05-06/b-2031-05-07.txt", None),
        ("20310230.txt", None),
        ("29cea20310506b7c.txt", None),
        ("IMG_1234567890.jpg", None),
    ],
)
def test_a_day_in_the_name_of_a_file_is_found(name, day):
    found = name_day(name)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    "line",
    [
        "2031-05-06 07:08 来源:河湾日报",
        "发布时间：2031-05-06 07:08:09 来源：河湾日报 作者：丁一",
        "日期: 2031年5月6日",
        "来源：河湾日报 2031-05-06 07:08",
        "河湾网 2031-05-06 07:08",
        "發布時間：中華民國120年5月6日",
        "Published: May 6, 2031 07:08",
        "2031年5月6日 07:08 | 河湾晚报",
    ],
)
def test_the_date_line_of_a_web_page_states_the_day_and_is_kept(line):
    article = article_of("松河大桥昨天通车", line, BODY)
    assert (article.title, article.published, article.published_by, article.published_from) == (
        "松河大桥昨天通车",
        DAY,
        DateBasis.STATED,
        line,
    )


def test_the_dateline_takes_its_year_from_the_paper_and_says_so():
    article = article_of("2031年5月7日 星期三", "河湾晚报 A07 社会", "大桥通车", f"新华社兰州5月6日电(记者 丁一){BODY}")
    assert (article.published, article.published_by) == (DAY, DateBasis.DATELINE)
    assert article.published_from == "新华社兰州5月6日电 · 2031年5月7日 星期三"


def test_the_dateline_of_december_in_a_paper_of_january_is_of_the_year_before():
    article = article_of("2032年1月2日 星期五", "河湾晚报 A07 社会", "大桥通车", f"新华社兰州12月31日电 {BODY}")
    assert article.published == date(2031, 12, 31)


def test_a_dateline_that_contradicts_its_paper_leaves_the_day_unknown():
    article = article_of("2031年5月7日 星期三", "河湾晚报 A07 社会", "大桥通车", f"新华社兰州8月16日电 {BODY}")
    assert (article.published, article.published_by) == (None, DateBasis.NONE)
    assert "8月16日电" in article.published_from


def test_a_dateline_without_a_year_is_no_day_whatever_years_the_text_names():
    article = article_of("大桥通车", f"新华社兰州5月6日电 {BODY}大桥于2021年4月30日开工。")
    assert (article.published, article.published_from) == (None, "新华社兰州5月6日电")


def test_the_head_of_a_newspaper_page_dates_its_only_article_but_that_of_a_web_page_does_not():
    assert article_of("2031年5月6日 星期二", "河湾晚报 A07 社会", "大桥通车", BODY).published_by is DateBasis.PAPER
    assert article_of("2031年5月6日 星期二", "字号:大 中 小 打印 收藏", "大桥通车", BODY).published is None
    assert article_of("2031年5月6日 星期二", "大桥通车", BODY).published is None


def test_a_day_on_the_article_beats_the_paper_and_the_paper_the_name_of_the_file():
    paper = ("2031年5月7日 星期三", "河湾晚报 A07 社会", "大桥通车")
    assert article_of(*paper, "2031-05-06 07:08", BODY, source="2031-05-09.txt").published == DAY
    assert article_of(*paper, BODY, source="2031-05-09.txt").published == date(2031, 5, 7)
    named = article_of("大桥通车", BODY, source="A/2031-05-06-A03.txt")
    assert (named.published, named.published_by, named.published_from) == (DAY, DateBasis.FILE_NAME, "2031-05-06")


@pytest.mark.parametrize("printed", ["2031年2月30日", "0年5月6日", "99999年1月1日", "2187-05-06", "民國115年5月6日", "近日"])
def test_an_impossible_day_stated_is_unknown_and_no_other_is_put_in_its_place(printed):
    record = article_of("大桥通车", BODY, source="2031-05-09.txt", published=printed)
    line = article_of("大桥通车", f"发布时间:{printed} 07:08", BODY)
    assert (record.published, record.published_by, record.published_from) == (None, DateBasis.NONE, printed)
    assert line.published is None


def test_the_text_may_say_which_day_it_calls_today():
    dated = dating((), "", "记者今天(2031年5月6日)从市里获悉,大桥通车。", page_days(Page("a.txt", "", "text/plain"), alone=True))
    assert (dated.day, dated.by, dated.words) == (DAY, DateBasis.BODY, "今天(2031年5月6日")


def test_a_file_of_records_does_not_date_its_records():
    cut = cut_page(Page("2031-05-06.jsonl#1", BODY, "application/jsonl", {"title": "大桥通车"}, finished=True))
    assert isinstance(cut, PageCut)
    assert cut.articles[0].published is None

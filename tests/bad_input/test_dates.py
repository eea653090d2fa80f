"""Days that cannot be, calendars that mix, and numerals and variants in which news writes them."""

from datetime import UTC, date, datetime

import pytest

from index.schema import DateBasis

STORY = "柳林县图书馆重新开放,馆内新增座位三百二十个,读者可以凭身份证免费借书。馆长陈淑芬说,阅览室每天开到晚上九点。"


@pytest.mark.row(53)
@pytest.mark.parametrize(
    "day", ["2031年2月30日", "0年5月6日", "0000-05-06", "99999年1月1日", "9999-12-31", "民國115年5月6日", "民國115年2026年"]
)
@pytest.mark.parametrize("line", ["发布时间:{} 07:08", "{}", "{} 星期二"])
def test_an_impossible_day_leaves_the_date_unknown_and_is_never_today(folder, lay, day, line):
    (folder / "library.txt").write_text(f"图书馆重新开放\n\n{line.format(day)}\n\n{STORY}\n", encoding="utf-8")
    desk = lay(folder)
    (article,) = desk.articles["library.txt"]
    assert STORY in article.body
    assert (article.published, article.published_by) == (None, DateBasis.NONE)


@pytest.mark.row(53)
def test_a_day_far_ahead_of_the_clock_in_the_name_of_a_file_is_unknown(folder, lay):
    ahead = f"{datetime.now(UTC).year + 20}-05-06.txt"
    (folder / ahead).write_text(f"图书馆重新开放\n\n{STORY}\n", encoding="utf-8")
    (article,) = lay(folder).articles[ahead]
    assert article.published is None


@pytest.mark.row(53)
def test_a_record_with_an_impossible_day_is_kept_without_one(folder, lay):
    (folder / "all.jsonl").write_text(
        f'{{"doc_id": "a", "title": "图书馆", "text": "{STORY}", "published": "2031-02-30"}}\n', encoding="utf-8"
    )
    desk = lay(folder)
    ((article,),) = [articles for source, articles in desk.articles.items() if source.startswith("all.jsonl")]
    assert (article.published, article.published_from) == (None, "2031-02-30")


@pytest.mark.row(47)
def test_a_day_in_chinese_numerals_is_read_and_quoted_as_it_is_printed(folder, lay):
    (folder / "library.txt").write_text(f"图书馆重新开放\n\n二〇二六年五月廿六日\n\n{STORY}\n", encoding="utf-8")
    (article,) = lay(folder).articles["library.txt"]
    assert (article.published, article.published_from) == (date(2026, 5, 26), "二〇二六年五月廿六日")


@pytest.mark.row(49)
def test_names_and_dates_in_variants_of_a_character_are_found_and_kept_as_printed(folder, lay):
    text = "臺北市政府秘書長陳淑芬表示,裏面的座位已經坐滿,民眾可以到臺中市圖書館借書,館裡備有茶水。"
    (folder / "library.txt").write_text(f"圖書館重新開放\n\n2026年5月26日 07:08 來源:河灣日報\n\n{text}\n", encoding="utf-8")
    (article,) = lay(folder).articles["library.txt"]
    assert (article.published, article.outlet) == (date(2026, 5, 26), "河灣日報")
    assert (article.persons, article.organisations) == (("陳淑芬",), ("臺北市政府", "臺中市圖書館"))

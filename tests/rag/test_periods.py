from datetime import date

import pytest

from index.schema import Article, Chunk
from rag.period_fit import period_fit
from rag.periods import periods_in
from rag.question import parse_question
from rag.rerank import ArticleView, sentence_evidence

TODAY = date(2024, 11, 12)


def days(text, base="zh", as_of=TODAY):
    return [f"{p.first:%Y%m%d}-{p.last:%Y%m%d}" for p in periods_in(text, base, as_of)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021年6月8日", "20210608-20210608"),
        ("2023年上半年", "20230101-20230630"),
        ("2022年第三季度", "20220701-20220930"),
        ("2020年前三季度", "20200101-20200930"),
        ("2019年至2021年", "20190101-20211231"),
        ("2024年春节假期", "20240209-20240217"),
        ("去年7月", "20230701-20230731"),
        ("前年的6月", "20220601-20220630"),
        ("去年6月底", "20230621-20230630"),
        ("四年前3月", "20200301-20200331"),
        ("三年前的夏天", "20210601-20210831"),
        ("八个月前", "20240301-20240331"),
        ("两周前", "20241028-20241103"),
        ("前天", "20241110-20241110"),
        ("上个月", "20241001-20241031"),
        ("上周五", "20241108-20241108"),
        ("上个季度", "20240701-20240930"),
        ("第三季度", "20240701-20240930"),
        ("今年2月以来", "20240201-20241112"),
    ],
)
def test_chinese_words_of_time_are_days(text, period):
    assert days(f"工会{text}开设的食堂") == [period]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("in march 2023", "20230301-20230331"),
        ("in the first half of 2023", "20230101-20230630"),
        ("in q3 2022", "20220701-20220930"),
        ("between 2019 and 2021", "20190101-20211231"),
        ("last march", "20240301-20240331"),
        ("in march last year", "20230301-20230331"),
        ("two years ago", "20220101-20221231"),
        ("three months ago", "20240801-20240831"),
        ("in the third quarter of last year", "20230701-20230930"),
        ("yesterday", "20241111-20241111"),
    ],
)
def test_english_words_of_time_are_days(text, period):
    assert days(f"how many canteens opened {text}", "en") == [period]


@pytest.mark.parametrize("text", ["去年7月的食堂", "三个月前", "上半年", "春节期间"])
def test_without_the_day_of_asking_relative_words_name_no_time(text):
    assert days(text, as_of=None) == []


@pytest.mark.parametrize("text", ["几年前的食堂", "20世纪90年代", "2023年级的学生", "多年前", "十余年前", "3月5日"])
def test_what_names_no_year_is_no_period(text):
    assert days(text) == []


def test_two_years_are_two_periods_and_a_range_is_one():
    assert len(days("2019年和2021年")) == 2
    assert len(days("2019-2021年")) == 1


def test_a_relative_time_is_no_topic_word_and_asks_for_no_duration():
    question = parse_question("几个月前食堂供餐多少人?", as_of=TODAY)
    assert question.expected.value == "count"
    assert not {"去年", "几", "月", "前"} & {w.text for w in parse_question("去年食堂供餐多少人?", as_of=TODAY).words}


def evidence_of(body, published=None):
    article = Article("a", "v", "default", None, "f.txt", "", body, published=published)
    view = ArticleView(article)
    return sentence_evidence((), view, Chunk("c", article.id, 0, len(body), body))


def test_a_sentence_of_the_time_fits_better_than_one_of_another_year():
    periods = periods_in("去年7月", "zh", TODAY)
    inside, outside = evidence_of("2023年7月3日食堂开业。2021年7月食堂停业。")
    assert period_fit(periods, inside) == 1.0
    assert period_fit(periods, inside) > period_fit(periods, outside)


def test_the_day_of_publication_dates_a_sentence_that_states_no_time():
    periods = periods_in("2023年7月", "zh")
    (soon,) = evidence_of("食堂开业。", date(2023, 7, 20))
    (late,) = evidence_of("食堂开业。", date(2024, 7, 20))
    (unknown,) = evidence_of("食堂开业。")
    assert period_fit(periods, soon) > period_fit(periods, unknown) > period_fit(periods, late)


def test_words_that_count_from_publication_date_a_sentence():
    periods = periods_in("2022年", "zh")
    (fits,) = evidence_of("去年食堂开业。", date(2023, 7, 20))
    assert period_fit(periods, fits) == 1.0


def test_a_question_without_a_time_fits_every_sentence():
    (any_time,) = evidence_of("2021年食堂开业。")
    assert period_fit((), any_time) == 1.0


def test_a_part_of_the_year_without_the_year_is_a_guess():
    assert [p.is_guess for p in periods_in("春节期间", "zh", TODAY)] == [True]
    assert [p.is_guess for p in periods_in("2024年春节期间", "zh", TODAY)] == [False]
    assert parse_question("春节期间有多少游客?", as_of=TODAY).years == ()


@pytest.mark.parametrize("text", ["两年前初中生有多少", "三年前中超恢复了什么赛制", "工程在年底前完工"])
def test_what_only_looks_like_a_part_of_the_year_is_none(text):
    found = periods_in(text, "zh", TODAY)
    assert all((p.first.month, p.last.month) == (1, 12) for p in found)


def test_before_and_after_a_year_are_open_at_one_end():
    (before,) = periods_in("2020年之前", "zh")
    (english,) = periods_in("before 2020", "en")
    (after,) = periods_in("2020年以后", "zh", TODAY)
    assert date(2019, 12, 31) in before
    assert date(2020, 1, 1) not in before
    assert (english.first, english.last) == (before.first, before.last)
    assert (after.first, after.last) == (date(2020, 1, 1), TODAY)
    assert parse_question("2020年之前有多少家食堂?").years == ()


def test_what_counts_back_in_months_is_not_meant_to_the_month():
    (period,) = periods_in("六个月前", "zh", TODAY)
    assert date(2024, 4, 16) not in period
    assert date(2024, 4, 16) in period.about()

"""What counts as a number in Chinese and English text, and what it is worth."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chinese_numbers import chinese_value
from index.numerals import missing_numbers, number_spans, number_text, numbers_in


def values(text: str) -> list[float]:
    return [span.value for span in number_spans(text) if not span.label]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5公里", 1234.5),
        ("２０２６個", 2026),
        ("4.8万余个", 48_000),
        ("81.13万项", 811_300),
        ("4.71亿元", 471_000_000),
        ("1.2万亿元", 1_200_000_000_000),
        ("3400万+", 34_000_000),
        ("1亿2000万元", 120_000_000),
        ("3万5千人", 35_000),
        ("三千二百亿元", 320_000_000_000),
        ("一千零五万元", 10_050_000),
        ("两千五百零三人", 2503),
        ("二〇二六年", 2026),
        ("廿三日", 23),
        ("十六个", 16),
        ("300萬個", 3_000_000),
        ("二十家企业", 20),
        ("百名讲师", 100),
        ("伍拾万元", 500_000),
        ("三分之二", 0.666667),
        ("半年", 0.5),
        ("5,813 stations", 5813),
        ("57 billion yuan", 57_000_000_000),
        ("1.5 million people", 1_500_000),
        ("$5m", 5_000_000),
        ("twelve teams", 12),
        ("thirty-two referees", 32),
        ("a hundred people", 100),
        ("one hundred and twenty-three people", 123),
        ("half a million people", 500_000),
        ("12 dozen eggs", 144),
    ],
)
def test_number_is_read_in_base_units(text: str, value: float) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["97%", "97％", "百分之九十七", "97 percent", "97 per cent"])
def test_percentage_keeps_its_printed_value_and_its_sign(text: str) -> None:
    (span,) = number_spans(text)
    assert (span.value, span.percent, span.end) == (97, True, len(text))


def test_tenths_are_percentages() -> None:
    (span,) = number_spans("七成以上居民")
    assert (span.value, span.percent, span.approximate) == (70, True, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3000余万元", 30_000_000),
        ("30多名", 30),
        ("近300家", 300),
        ("约700吨", 700),
        ("逾20人", 20),
        ("500场以上", 500),
        ("97%以上", 97),
        ("5000元左右", 5000),
        ("十余名", 10),
        ("近千场", 1000),
        ("上万次", 10_000),
        ("超过2000家", 2000),
        ("about 40 people", 40),
        ("more than 1.2 million people", 1_200_000),
        ("300-plus shops", 300),
    ],
)
def test_vague_number_is_marked_approximate(text: str, value: float) -> None:
    (span,) = number_spans(text)
    assert (span.value, span.approximate) == (value, True)


@pytest.mark.parametrize("text", ["近10年", "近三年来", "节约3吨", "合约5份", "5813个", "exactly 40 people"])
def test_exact_number_is_not_marked_approximate(text: str) -> None:
    assert [span.approximate for span in number_spans(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "统一思想",
        "第一线",
        "一些",
        "一直以来",
        "十分重要",
        "千万不要",
        "“五一”前夕",
        "十四五规划",
        "三提三争",
        "党的二十大精神",
        "数百人",
        "数十万人",
        "三四十人",
        "五湖四海",
        "one of them",
    ],
)
def test_numeral_inside_a_word_or_set_phrase_is_no_number(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text", ["“1333”平台", "“10+1”体系", "148医院", "一四八医院", "5G基站", "G20峰会", "PM2.5浓度", "12345热线", "股票代码600016"]
)
def test_number_that_names_something_is_a_label(text: str) -> None:
    spans = number_spans(text)
    assert spans
    assert all(span.label for span in spans)


def test_range_gives_both_ends() -> None:
    assert values("2000元至6280元") == [2000, 6280]


def test_list_with_full_width_commas_is_not_one_number() -> None:
    assert values("100，200，300元") == [100, 200, 300]


def test_span_text_is_what_stands_in_the_source() -> None:
    text = "舉辦１２場活動,惠及４.８萬余名職工,三千二百畝茶園"
    for span in number_spans(text):
        assert text[span.start : span.end] == span.text


def test_chinese_multiplication_leaves_no_float_dust() -> None:
    assert all(value == int(value) for value in values("81.13万项 3281.49万人次 187.45万名 2.76万人次 207.21万元"))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Shanxi has 5,813 stations.", "全省已建成站点5813个"),
        ("About 32.8 million took part.", "参赛职工达3281.49万人次"),
        ("The rate is above 97%.", "普及率达到百分之九十七以上"),
        ("It began at 3:30 pm on 16 December.", "12月16日下午3点半开始"),
        ("共有81.13万项。", "共811300项"),
        ("共有二十家企业[2]。", "20家企业"),
        ("One worker said so.", "一位职工说"),
        ("三千二百亿元", "3200亿元"),
        ("He is 56.", "56岁的他"),
    ],
)
def test_number_of_an_answer_is_found_in_its_source(claim: str, source: str) -> None:
    assert missing_numbers(claim, source) == ()


@pytest.mark.parametrize(
    ("claim", "source", "missing"),
    [
        ("山西有5812个站点。", "全省已建成站点5813个", ("5812",)),
        ("There are 600 and twelve.", "共有600处", ("twelve",)),
        ("35 million took part.", "参赛职工达3281.49万人次", ("35 million",)),
        ("占98%", "占97%", ("98%",)),
    ],
)
def test_number_that_is_not_in_the_source_is_named(claim: str, source: str, missing: tuple[str, ...]) -> None:
    assert missing_numbers(claim, source) == missing


def test_readings_are_lenient() -> None:
    assert {811_300, 81.13} <= numbers_in("81.13万项")
    assert {97, 0.97} <= numbers_in("97%")
    assert {3, 15.5} <= numbers_in("下午3点半")
    assert 12 in numbers_in("in December")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="一二三四五六七八九十百千万亿两零点0123456789.,，%个元年月日余多近上约第“”+-至abm ", max_size=40))
def test_any_text_is_read_without_error_and_offsets_hold(text: str) -> None:
    assert len(number_text(text)) == len(text)
    end = 0
    for span in number_spans(text):
        assert end <= span.start < span.end
        assert text[span.start : span.end] == span.text
        end = span.end
    assert numbers_in(text) is not None


@pytest.mark.parametrize("text", ["9" * 5000, "万" * 5000, "1+" * 3000, "一二三" * 2000, "1,234" * 2000])
def test_hostile_runs_are_read_in_one_pass(text: str) -> None:
    assert all(abs(value) < 1e30 for value in (*values(text), *numbers_in(text)))


@pytest.mark.parametrize(("run", "value"), [("四点五代", None), ("三点百", None), ("四点五", 4.5), ("十二点五", 12.5)])
def test_a_run_that_is_no_number_after_the_point_has_no_value(run: str, value: float | None) -> None:
    assert chinese_value(run) == value

from datetime import date

import pytest

from index.errors import InputError
from rag.expected import Expected
from rag.latin_words import chinese_dates
from rag.question import checked_question, language_of, parse_question
from rag.schema import Turn


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how many canteens in Luoyang", "en"),
        ("洛阳有多少个食堂", "zh-Hans"),
        ("臺中開設了多少間食堂", "zh-Hant"),
        ("洛陽市の食堂はいくつですか", "ja"),
        ("뤄양(洛阳)에는 식당이 몇 곳 있나요?", "ko"),
        ("Combien de cantines à Luoyang ?", "fr"),
        ("¿Cuántos comedores hay en Luoyang?", "es"),
    ],
)
def test_language_and_script_are_told_from_the_text(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("洛阳开设了多少家食堂?", Expected.COUNT),
        ("食堂的补贴标准是多少?", Expected.MONEY),
        ("食堂的热线电话是多少?", Expected.EXPLANATION),
        ("您好,您是谁?", Expected.CHITCHAT),
        ("入会率达到多少?", Expected.PERCENT),
        ("食堂是哪一年开的?", Expected.DATE),
        ("食堂每天几点关门?", Expected.TIME),
        ("培训了几天?", Expected.DURATION),
        ("食堂的负责人是谁?", Expected.PERSON),
        ("What was Norvane's revenue in Q3 2031?", Expected.MONEY),
        ("What is the release date of the new timetable?", Expected.DATE),
        ("比赛在哪里举行?", Expected.PLACE),
        ("哪家企业承办了比赛?", Expected.ORGANISATION),
        ("有哪些企业参加?", Expected.LIST),
        ("洛阳和开封,哪个食堂更多?", Expected.COMPARISON),
        ("为什么要开设食堂?", Expected.EXPLANATION),
        ("你好", Expected.CHITCHAT),
        ("how much money did the union spend", Expected.MONEY),
        ("what percentage of drivers joined", Expected.PERCENT),
        ("who runs the canteen", Expected.PERSON),
        ("where was the contest held", Expected.PLACE),
        ("which company hosted it", Expected.ORGANISATION),
        ("when did the canteen open", Expected.DATE),
        ("what is the phone number of the canteen", Expected.EXPLANATION),
        ("hello", Expected.CHITCHAT),
        ("洛阳有没有开设食堂?", Expected.YES_NO),
        ("洛阳的食堂夜里开门吗?", Expected.YES_NO),
        ("你知道洛阳有多少家食堂吗?", Expected.COUNT),
        ("哪家公司因为投诉多而评价低?", Expected.ORGANISATION),
        ("洛阳和开封的比赛,哪个参加的人多?", Expected.COMPARISON),
        ("新设立的投资企业数量是多少?", Expected.COUNT),
        ("比赛的结果是什么?", Expected.EXPLANATION),
        ("两条路线是什么?", Expected.LIST),
        ("改名的城市是哪个?", Expected.PLACE),
        ("食堂甚麼時候重開?", Expected.DATE),
        ("飯票漲了沒有?", Expected.YES_NO),
        ("哪一間醫院參加了義診?", Expected.ORGANISATION),
        ("司机的平均年龄是多少?", Expected.COUNT),
        ("比赛和培训哪个更早举行?", Expected.ORDER),
        ("洛阳和开封一共开设了多少家食堂?", Expected.TOTAL),
        ("这次培训一共有多少人参加?", Expected.COUNT),
        ("每人每月补贴多少元?", Expected.RATE),
        ("did the union open a canteen", Expected.YES_NO),
        ("can you tell me how many canteens there are", Expected.COUNT),
        ("which came first, the contest or the training?", Expected.ORDER),
        ("who was the first to arrive", Expected.PERSON),
        ("how many canteens do Luoyang and Kaifeng have together", Expected.TOTAL),
        ("how many yuan per hour does a rider earn", Expected.RATE),
        ("how much does a meal cost", Expected.MONEY),
        ("参加者は何人ですか", Expected.COUNT),
        ("식당은 몇 곳인가요?", Expected.COUNT),
    ],
)
def test_the_kind_of_answer_asked_for(text, expected):
    assert parse_question(text).expected is expected


def test_the_unit_of_a_chinese_question_is_read_and_is_no_topic_word():
    question = parse_question("洛阳培训了多少人次?")
    assert question.units == frozenset({"人次"})
    assert "人次" not in [word.text for word in question.words]


def test_the_thing_asked_for_is_marked_after_or_before_the_question_word():
    after = parse_question("洛阳开设了多少家社区食堂?")
    before = parse_question("洛阳的社区食堂有多少家?")
    assert "食堂" in "".join(w.text for w in after.words if w.is_head)
    assert "食堂" in "".join(w.text for w in before.words if w.is_head)
    assert not any(w.is_head for w in after.words if w.text == "洛阳")


def test_english_head_stops_at_the_verb_and_hyphens_are_opened():
    question = parse_question("How many day-care rooms did the Luoyang union open?")
    assert [w.text for w in question.words if w.is_head] == ["day", "care", "rooms"]
    assert next(w for w in question.words if w.text == "luoyang").is_name


def test_english_dates_are_said_the_chinese_way():
    assert chinese_dates("on 13 December 2023")[1] == ("12月13日",)
    assert chinese_dates("in January 2023")[1] == ("2023年1月",)
    assert chinese_dates("it may rain")[1] == ()


def test_japanese_characters_are_read_as_chinese_ones():
    words = [w.text for w in parse_question("労働者の食堂はいくつですか").words]
    assert "劳动者" in words


def test_follow_up_keeps_the_topic_and_marks_it_as_context():
    question = parse_question("and in Kaifeng?", [Turn("user", "how many canteens in Luoyang"), Turn("assistant", "12")])
    assert question.expected is Expected.COUNT
    assert {w.text for w in question.words if w.from_history} == {"canteens", "luoyang"}


def test_a_whole_question_takes_nothing_from_the_history():
    before = [Turn("user", "how many canteens in Luoyang")]
    question = parse_question("How many drivers visited the rest rooms in Kaifeng last winter?", before)
    assert not any(w.from_history for w in question.words)


def test_last_year_counts_from_the_day_of_asking():
    assert parse_question("去年开设了多少家食堂?", as_of=date(2024, 5, 1)).years == (2023,)
    assert parse_question("去年开设了多少家食堂?").years == ()


@pytest.mark.parametrize("text", ["", "   ", "???", "\x00\x07"])
def test_an_empty_question_is_refused_with_an_example(text):
    with pytest.raises(InputError, match="for example"):
        checked_question(text, max_chars=100)


def test_a_long_question_is_refused_with_both_lengths():
    with pytest.raises(InputError, match=r"100,000.*1,000"):
        checked_question("问" * 100_000, max_chars=1000)


def test_lone_surrogates_and_control_characters_are_dropped():
    assert checked_question("多少\ud800个\x1b[31m食堂", max_chars=100) == "多少 个 [31m食堂"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("山西省にはステーションがいくつありますか", ["ステーション"]),
        ("食堂を利用した労働者は何人ですか", ["劳动者"]),
        ("天然ガスの供給量は何立方メートルですか", ["供给量"]),
    ],
)
def test_the_thing_a_japanese_question_asks_for(text, head):
    assert [w.text for w in parse_question(text).words if w.is_head] == head


def test_there_is_no_follow_up_in_how_many_are_there():
    before = [Turn("user", "how many canteens in Luoyang")]
    assert not any(w.from_history for w in parse_question("how many reading rooms are there in Kaifeng city", before).words)
    assert any(w.from_history for w in parse_question("how many reading lamps stand there now", before).words)


@pytest.mark.parametrize("text", ["x y", "Los Angeles stations", "le x", "3 + 4", "schools in La Paz"])
def test_one_small_word_is_no_proof_of_french_or_spanish(text):
    assert language_of(text) == "en"


def test_what_cannot_be_seen_is_dropped():
    assert checked_question("洛\u200b阳\u202e的食堂", max_chars=100) == "洛阳的食堂"


def test_a_relative_year_with_a_day_of_asking_is_no_topic_word():
    assert "去年" not in [w.text for w in parse_question("去年开设了多少家食堂?", as_of=date(2024, 5, 1)).words]


@pytest.mark.parametrize(
    ("text", "unit"), [("这种鱼体长可达多少厘米?", "厘米"), ("公园占地多少平方公里?", "平方公里"), ("每天供应多少立方米天然气?", "立方米")]
)
def test_a_physical_unit_after_the_question_word_is_the_unit_asked_for(text, unit):
    assert parse_question(text).units == frozenset({unit})


@pytest.mark.parametrize(
    ("text", "expected", "units"),
    [
        ("什么时间开通的?", Expected.DATE, ()),
        ("食堂每天什么时间开门?", Expected.TIME, ()),
        ("大桥有多长?", Expected.COUNT, ("米", "公里")),
        ("公园面积多大?", Expected.COUNT, ("平方米", "公顷")),
        ("他多大了?", Expected.COUNT, ("岁",)),
        ("贷款同比多增多少万亿元?", Expected.MONEY, ()),
        ("产量同比增长多少?", Expected.PERCENT, ()),
        ("河水的深度是多少?", Expected.COUNT, ("米",)),
        ("改造的钱从哪里来?", Expected.EXPLANATION, ()),
        ("这里有什么文章?", Expected.CHITCHAT, ()),
        ("what is this collection about", Expected.CHITCHAT, ()),
        ("how far is the station from the bridge", Expected.COUNT, ()),
    ],
)
def test_what_is_measured_dated_and_asked_of_us(text, expected, units):
    question = parse_question(text)
    assert question.expected is expected
    assert set(units) <= question.units


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("周立春说了什么", {"周立春"}),
        ("焊工周立春今年多大", {"周立春"}),
        ("松河镇有多少户人家", {"松河镇"}),
        ("省总去年帮扶了多少职工", {"省总工会"}),
        ("国办印发了什么", {"国务院办公厅"}),
        ("全省总人口是多少", {"总人口"}),
        ("What did the ACFTU announce", {"中华全国总工会"}),
        ("2023年开设了多少家食堂", {"2023", "开设", "食堂"}),
    ],
)
def test_names_and_short_forms_are_whole_words(text, words):
    assert words <= {word.text for word in parse_question(text).words}


@pytest.mark.parametrize(
    "text", ["方案有哪些内容", "向阳小区有多少户", "高铁什么时候开通", "金额是多少", "全镇有多少户", "从青岛出发要多久", "于是怎样"]
)
def test_what_only_begins_with_a_surname_is_no_person(text):
    assert not any(word.is_name for word in parse_question(text).words)


@pytest.mark.parametrize(("text", "is_name"), [("what about kaohsiung", True), ("how many people live in this canton", False)])
def test_an_old_spelling_is_a_name_where_it_is_no_english_word(text, is_name):
    assert parse_question(text).words[-1].is_name is is_name


def test_a_year_is_no_word_of_its_own():
    assert "年" not in [word.text for word in parse_question("2023年开设了多少家食堂").words]

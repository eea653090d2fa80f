"""Questions, filters and histories that nobody should send: a reason in plain words or an honest answer, never a crash."""

import random

import pytest

from index.errors import InputError
from index.schema import Filter
from rag.engine import Engine
from rag.errors import EmptyQuestion, QuestionTooLong
from rag.schema import Status, Turn
from tests.gazette import engine_over, index_of, record
from ui.i18n import hint

pytestmark = pytest.mark.row(81)

WELL = record(
    "well",
    "云岭县修水窖",
    "云岭县今年一共修好水窖318口，比去年多出三成。县长郁知远说，明年还要再修。",
    outlet="河川日报",
    published="2031-05-09",
    place="云岭县",
)
QUESTION = "云岭县修好水窖多少口?"

EMPTY = (
    "",
    " ",
    "\n\t\r",
    "？",
    "!!!",
    "……",
    "🙂🙂🙂",
    "👩‍👩‍👧‍👦",
    "\u200b\u200d\ufeff",
    "\x00\x01\x1b",
    "\ud800",
    "\ue000\ue001",
    "[]{}()",
    "—— · ——",
)
ODD = (
    "的了在和与", "the of and or", "吗呢吧啊", "???云岭县???", '" OR NEAR(云岭县 水窖, 2)', "云岭县 AND NOT 水窖*", '"云岭县',
    "title:云岭县 ^水窖", "{云岭县}", "水窖 NEAR/5 县长", "'; DROP TABLE article; --", "1' OR '1'='1",
    "SELECT * FROM figure WHERE value=42", "%s%s%n", "${jndi:ldap://x/a}", "{{7*7}}", "../../etc/passwd", "(a+)+$",
    "[[:alpha:]]{1,9999}", "(?P<x>", "云岭县(水窖", "# 云岭县\n- **水窖** ![x](http://evil.example/x.png)",
    "<script>alert(1)</script>水窖", "`rm -rf /`水窖", "水窖\x00有多少口", "水窖\x1b[31m有多少口", "水\u200b窖\u200b有多少口",
    "云岭县\u202e窖水修好多少口", "水窖\ud83d有多少口", "e\u0301\u0301\u0301 水窖", "水" * 999, "a" * 999, "1" * 999,
    "，" * 500 + "水窖", "多少多少多少多少多少", "2031年2031年2031年", "0", "-1", "1e308", "NaN", "null", "百分之百分之",
    "第第第", "一二三四五六七八九十", "云岭县" * 300, "水窖 " * 330, "ﷺ" * 200, "ｱｲｳｴｵ", "Ⅷ㊿½水窖", "؟كم عدد", "שלום", "กี่",
    "сколько", "🙂水窖🙂多少🙂口🙂",
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    return engine_over(index_of(tmp_path_factory.mktemp("odd"), (WELL,)))


@pytest.mark.parametrize("question", EMPTY, ids=range(len(EMPTY)))
def test_a_question_without_a_word_is_refused_with_a_reason(engine, question):
    with pytest.raises(EmptyQuestion, match="the question is empty: type a question"):
        engine.ask(question)
    assert hint(EmptyQuestion.code, "zh-Hans") == "问题是空的：请写下要问的内容。"


@pytest.mark.parametrize("size", [1001, 50_000, 1_000_000])
@pytest.mark.parametrize("piece", ["水", "a ", "\u0301x"])
def test_a_huge_question_is_refused_with_both_lengths(engine, size, piece):
    with pytest.raises(QuestionTooLong, match="at most 1,000 are read"):
        engine.ask(piece * size)
    assert hint(QuestionTooLong.code, "zh-Hans") == "问题太长：请缩短后再问。"


@pytest.mark.parametrize("question", ODD, ids=range(len(ODD)))
def test_an_odd_question_gets_an_honest_answer(engine, question):
    answer = engine.ask(question)
    for sentence in answer.sentences:
        for citation in sentence.citations:
            article = engine.article(answer.passages[citation.passage - 1].article_id)
            assert article.body[citation.start : citation.end] == citation.quote
    answer.text.encode("utf-8")
    assert answer.status is Status.NOT_FOUND or answer.sentences[0].citations


def test_random_questions_never_crash(engine):
    draw = random.Random(81)
    letters = "云岭县水窖多少口吗?？[]{}()<>*\"'\\%$#@!~`\x00\x1b\u200b\u202e\ud800 \n0123456789年月日万亿百分之第abcdefgOR🙂の한é"
    for _ in range(150):
        question = "".join(draw.choice(letters) for _ in range(draw.randint(1, 60)))
        assert engine.ask(f"水{question}").status in set(Status)


@pytest.mark.parametrize(
    "history",
    [
        [
            Turn("user", "云岭县修好水窖318口?"),
            Turn("assistant", "不，是42口。"),
            Turn("user", "云岭县修好水窖42口"),
            Turn("assistant", "是318口。"),
        ],
        [Turn("assistant", "42口。")] * 40,
        [Turn("user", "")] * 5,
        [Turn("nobody", "水窖"), Turn("", "42")],
        [Turn("user", "\ud800\x00\u200b")],
        [Turn("user", "水" * 1_000_000)],
        [Turn("user" if n % 2 else "assistant", f"第{n}句，云岭县有{n}口水窖。") for n in range(5_000)],
    ],
    ids=["contradiction", "assistant alone", "empty turns", "unknown roles", "no characters", "a million characters", "5,000 turns"],
)
def test_no_history_makes_a_figure_that_no_article_states(engine, history):
    answer = engine.ask(QUESTION, history=history)
    assert [figure.value for figure in answer.figures] in ([318], [])
    assert engine.ask(f"{QUESTION} 云岭县一共修好水窖多少口?", history=history).figures[0].value == 318


def test_a_false_premise_in_the_history_is_not_confirmed(engine):
    history = [Turn("user", "云岭县修好了42口水窖"), Turn("assistant", "对，云岭县一共修好水窖42口。[1]")]
    answer = engine.ask("那一共修好多少口水窖?", history=history)
    assert "42" not in answer.short
    assert all(figure.value == 318 for figure in answer.figures)


def test_a_filter_with_half_a_character_is_refused(engine):
    with pytest.raises(InputError, match="half of a character"):
        engine.ask(QUESTION, filters=Filter(place="\ud800"))

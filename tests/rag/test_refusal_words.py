"""What a refusal says: why there is no answer, and what the nearest articles do cover."""

import pytest

from rag.question import parse_question
from rag.refusal_words import refusal_text
from rag.refuse import Reason, Refusal
from rag.schema import Passage


def passage(number: int, title: str, outlet: str | None = "河川日报", published: str | None = "2031-05-09") -> Passage:
    return Passage(number, f"a{number}", None, title, "page.txt", outlet, published, "正文", 0, 2, 0.5)


def text(question: str, refused: Refusal | None, *passages: Passage) -> str:
    known = {"驿站": "service station", "医院": "hospital"}
    return refusal_text(parse_question(question), refused, passages, lambda word: known.get(word, ""))


def test_the_nearest_headlines_have_their_paper_and_day():
    said = text("青云有多少个驿站?", Refusal(Reason.NAME, ("青云",)), passage(1, "保定建驿站"))
    assert said == "这些文章里没有答案。没有一篇提到青云。最接近的文章写的是：《保定建驿站》（河川日报，2031年5月9日）。"


def test_a_reader_of_english_gets_the_words_of_a_chinese_headline():
    said = text("how many stations in Qingyun", Refusal(Reason.NO_FIGURE), passage(1, "保定建驿站"))
    assert "None of them states that figure." in said
    assert "“保定建驿站” (Baoding · service station; 河川日报, 9 May 2031)" in said


def test_a_headline_is_named_once_and_at_most_three_are():
    said = text("青云有多少个驿站?", None, *(passage(n, f"保定建驿站{n // 2}") for n in range(10)))
    assert said.count("《") == 3


def test_a_headline_without_paper_or_day_stands_alone():
    assert text("青云有多少个驿站?", None, passage(1, "保定建驿站", None, None)).endswith("《保定建驿站》。")


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (Refusal(Reason.YEAR, ("2019",)), "没有2019年的说法。"),
        (Refusal(Reason.NOT_COUNTED, ("驿站",)), "没有一篇写到驿站的数字。"),
        (Refusal(Reason.NO_FIGURE), "这些文章没有写到这个数字。"),
        (Refusal(Reason.COVERAGE), "这些文章里没有答案。"),
    ],
)
def test_each_reason_is_told(refused, says):
    assert says in text("2019年青云有多少个驿站?", refused)


def test_a_word_of_the_question_is_repeated_in_the_asker_s_script():
    assert "沒有一篇提到青雲。" in text("青雲有多少個驛站?", Refusal(Reason.NAME, ("青云",)))

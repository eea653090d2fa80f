"""Yes or no only where a sentence decides it."""

import pytest

from rag.verdict import Verdict, judged
from tests.gazette import Desk, desk_over, record


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return desk_over(
        tmp_path_factory.mktemp("verdict"),
        record("a", "云津码头", "云津码头上个月停用。码头不收停泊费。码头有吊机12台，装卸量比前年下降。"),
        record("b", "柳湾公园", "柳湾公园建有长椅80张。公园的门票没有涨价。"),
        record("c", "柳湾公园又一报", "柳湾公园建有长椅95张。"),
        record("d", "石塘小学", "石塘小学明天开学，新校长可能是一位外地教师。"),
    )


def verdict(desk: Desk, text: str) -> Verdict | None:
    reading = desk.read(text)
    return judged(reading.question, reading.terms, reading.evidence, desk.store.figures_in)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("云津码头停用了吗?", True),
        ("云津码头收停泊费吗?", False),
        ("云津码头是不是不收停泊费?", True),
        ("云津码头有吊机12台吗?", True),
        ("云津码头有吊机15台吗?", False),
        ("云津码头的装卸量上升了吗?", False),
        ("云津码头的装卸量下降了吗?", True),
        ("柳湾公园的门票涨价了吗?", False),
    ],
)
def test_a_sentence_that_says_all_of_the_claim_decides_it(desk, text, holds):
    found = verdict(desk, text)
    assert found is not None
    assert found.holds is holds


@pytest.mark.parametrize(
    "text",
    [
        "云津码头盈利吗?",
        "石塘小学的校长退休了吗?",
        "白沙小学开学了吗?",
        "云津码头有渡船12艘吗?",
    ],
)
def test_what_no_sentence_says_is_not_decided(desk, text):
    assert verdict(desk, text) is None


def test_articles_that_contradict_each_other_decide_nothing(desk):
    assert verdict(desk, "柳湾公园有长椅80张吗?") is None

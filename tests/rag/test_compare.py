"""Questions over several places: each part keeps its own words, and sums are ours."""

import pytest

from rag.compare import Operation, names_nothing, operation_of, parts_of
from tests.gazette import Desk, desk_over, record


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return desk_over(
        tmp_path_factory.mktemp("compare"),
        record("gz", "贵州的读书角", "贵州全省建成读书角420个，工人爱去。"),
        record("yn", "云南的读书角", "云南全省建成读书角365个，工人爱去。"),
        record("gs", "甘肃的便桥", "甘肃修好便桥62座，花了930万元。"),
    )


def parts(desk: Desk, text: str) -> list[tuple[str, list[str]]]:
    reading = desk.read(text)
    return [(part.name, [w.text for w in part.question.words]) for part in parts_of(reading.question, reading.terms)]


@pytest.mark.parametrize("text", ["贵州和云南，哪个省的读书角更多?", "Which has more reading corners, Guizhou or Yunnan?"])
def test_two_places_are_two_parts_in_their_order(desk, text):
    assert [name for name, _ in parts(desk, text)] == ["贵州", "云南"]


def test_places_side_by_side_share_what_is_asked_of_both(desk):
    (_, one), (_, other) = parts(desk, "贵州和云南各有多少个读书角?")
    assert "读书" in "".join(one)
    assert "读书" in "".join(other)
    assert "云南" not in one


def test_each_part_keeps_its_own_thing(desk):
    (_, one), (_, other) = parts(desk, "贵州的读书角比甘肃的便桥多多少?")
    assert "读书" in "".join(one)
    assert "便桥" in "".join(other)


def test_words_before_the_first_place_are_shared(desk):
    (_, one), (_, other) = parts(desk, "How many more reading corners are there in Guizhou than in Yunnan?")
    assert "corners" in one
    assert "corners" in other


def test_one_place_is_no_comparison(desk):
    assert parts(desk, "贵州有多少个读书角?") == []


def test_a_place_named_twice_is_one_part(desk):
    assert parts(desk, "贵州的读书角和贵州省的便桥哪个多?") == []


def test_more_places_than_passages_are_no_comparison(desk):
    provinces = "贵州、云南、甘肃、四川、湖南、湖北、广东、广西、江西、福建、浙江"
    assert parts(desk, f"{provinces}各有多少个读书角?") == []


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("贵州的读书角比云南多多少?", Operation.DIFFERENCE),
        ("贵州和云南的读书角相差几个?", Operation.DIFFERENCE),
        ("How many more corners are there in Guizhou than in Yunnan?", Operation.DIFFERENCE),
        ("贵州的读书角是云南的几倍?", Operation.RATIO),
        ("How many times as many corners has Guizhou as Yunnan?", Operation.RATIO),
        ("贵州和云南一共有多少个读书角?", Operation.TOTAL),
        ("How many corners do Guizhou and Yunnan have in total?", Operation.TOTAL),
        ("贵州和云南,哪个省的读书角更多?", Operation.MOST),
        ("Which has more corners, Guizhou or Yunnan?", Operation.MOST),
        ("贵州和云南哪个省的读书角少?", Operation.LEAST),
        ("Which has the fewest corners, Guizhou or Yunnan?", Operation.LEAST),
        ("贵州和云南各有多少个读书角?", Operation.EACH),
    ],
)
def test_what_is_asked_of_the_figures_is_told_from_the_words(text, operation):
    assert operation_of(text) is operation


def test_words_that_only_ask_to_compare_are_no_part_of_the_thing(desk):
    (_, one), (_, other) = parts(desk, "Guizhou or Yunnan: which one reports more reading corners, and what are the numbers?")
    assert one == ["guizhou", "reading", "corners"]
    assert other == ["yunnan", "reading", "corners"]


def test_what_stands_before_the_second_name_is_its_own_thing_in_english(desk):
    (_, one), (_, other) = parts(desk, "Compare the reading corners in Guizhou with the bridges built in Gansu: which number is larger?")
    assert one == ["guizhou", "reading", "corners"]
    assert other == ["gansu", "bridges", "built"]


def test_a_comparison_of_nothing_is_told(desk):
    reading = desk.read("Which is bigger, Guizhou or Yunnan?")
    assert all(names_nothing(part) for part in parts_of(reading.question, reading.terms))

"""Questions over several places: each part keeps its own words, and sums are ours."""

import pytest

from rag.compare import compare, parts_of
from rag.figures import FigureMatch
from rag.question import Question
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


def figures(desk: Desk, text: str):
    reading = desk.read(text)

    def figure_for(part: Question) -> FigureMatch | None:
        return desk.read_question(part).best

    return compare(reading.question, reading.terms, figure_for)


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
    assert figures(desk, "贵州有多少个读书角?") is None


def test_a_place_named_twice_is_one_part(desk):
    assert parts(desk, "贵州的读书角和贵州省的便桥哪个多?") == []


def test_more_places_than_passages_are_no_comparison(desk):
    provinces = "贵州、云南、甘肃、四川、湖南、湖北、广东、广西、江西、福建、浙江"
    assert parts(desk, f"{provinces}各有多少个读书角?") == []


def test_the_difference_is_given_only_when_it_is_asked_for(desk):
    asked = figures(desk, "贵州的读书角比云南的读书角多多少?")
    assert asked.is_complete
    assert asked.difference() == 55
    assert figures(desk, "贵州和云南各有多少个读书角?").difference() is None


def test_things_of_unlike_kind_are_not_subtracted(desk):
    reading = desk.read("贵州的读书角和甘肃的资金相差多少?")
    both = iter([desk.read("贵州有多少个读书角?").best, desk.read("甘肃花了多少元?").best])
    assert compare(reading.question, reading.terms, lambda _: next(both)).difference() is None


def test_a_part_without_a_figure_leaves_the_comparison_incomplete(desk):
    reading = desk.read("贵州的读书角比云南的读书角多多少?")
    found = compare(reading.question, reading.terms, lambda _: None)
    assert not found.is_complete
    assert found.difference() is None

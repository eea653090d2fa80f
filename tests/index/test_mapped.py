import re

from hypothesis import given
from hypothesis import strategies as st

from index.mapped import MappedText, join


def test_untouched_text_is_one_run():
    runs = MappedText.of("河水清清").runs()
    assert [(r.target, r.origin, r.length) for r in runs] == [(0, 0, 4)]


def test_replacement_maps_to_the_start_of_what_it_replaces():
    text = MappedText.of("a--b").sub(re.compile("--"), "—")
    assert text.text == "a—b"
    assert list(text.origin) == [0, 1, 3]


def test_replacement_text_is_literal():
    assert MappedText.of("x").sub(re.compile("x"), r"\1$").text == r"\1$"


def test_joined_parts_keep_their_places_and_glue_hangs_on_the_part_before():
    page = MappedText.of("后半句。前半")
    whole = join([page.cut(4, 6), page.cut(0, 4)], "\n")
    assert whole.text == "前半\n后半句。"
    assert list(whole.origin) == [4, 5, 5, 0, 1, 2, 3]


def test_lines_and_strip_keep_the_map():
    lines = MappedText.of(" 一 \n二").lines()
    assert [(line.strip().text, list(line.strip().origin)) for line in lines] == [("一", [1]), ("二", [4])]


@given(st.text(max_size=60))
def test_every_kept_character_stands_where_the_map_says(page):
    text = MappedText.of(page).sub(re.compile(r"[a-m]+|\s"), "")
    assert all(page[o] == c for c, o in zip(text.text, text.origin, strict=True))
    assert sum(r.length for r in text.runs()) == len(text)

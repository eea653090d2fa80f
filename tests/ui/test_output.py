import json

from index.errors import IndexMissing, InputError, WenjuError
from ui.output import answer_text, error_text, facts_text, json_text, one_line, passages_text, printable


def test_an_answer_shows_the_short_form_the_sentences_and_the_quoted_sources(answered):
    text = answer_text(answered)
    assert text.splitlines()[0] == "62"
    assert "Hewan repaired 62 footbridges. [1]" in text
    assert "[1] 便桥修到田头  (河湾报 · 2022-04-05 · 桥.txt)" in text
    assert "“其中9座在夜里也亮灯。”" in text
    assert "[2]" not in text, "a passage that no sentence cites is no source"


def test_an_answer_that_was_not_found_shows_no_source(not_found):
    assert answer_text(not_found) == not_found.text


def test_labels_follow_the_language_of_the_answer(answered):
    assert "Sources" in answer_text(answered)


def test_what_a_terminal_would_obey_is_left_out():
    assert printable("a\x1b[31mb\x9b1mc\u202ed\ud800\ne\t") == "a[31mb1mcd\ne\t"


def test_json_keeps_every_character_and_prints_none_a_terminal_would_obey():
    value = {"text": "桥\x1b\x9b\u202e\ud800"}
    text = json_text(value)
    assert "桥" in text
    assert printable(text) == text
    assert json.loads(text) == value
    assert json.loads(text.encode("utf-8")) == value


def test_errors_met_often_have_a_line_in_chinese():
    assert "还没有索引" in error_text(IndexMissing("no index at ./x"))
    assert error_text(IndexMissing("no index at ./x")).startswith("wenju: no index at ./x\n")
    assert error_text(WenjuError("rare")) == "wenju: rare"
    assert error_text(InputError("a\x1b\nb")).startswith("wenju: a\\x1b\\nb\n")


def test_a_passage_names_the_searches_that_found_it(answered):
    found = {"title": "便桥", "number": 1, "score": 0.5, "outlet": None, "published": None, "source_file": "桥.txt", "text": "…"}
    text = passages_text("桥", [{**found, "arms": {"dense": {"rank": 2, "score": 0.5}}}])
    assert "dense #2" in text
    assert "Nothing found" in passages_text("船", [])


def test_facts_are_one_a_line():
    assert facts_text({"a": 1, "b": {"c": 2}, "d": ("x", "y")}) == "a: 1\nb:\n  c: 2\nd: 2"


def test_a_name_that_would_drive_a_terminal_is_written_out_on_one_line():
    assert one_line("a\n\x1b[31m\u202eb\t\ud800桥") == r"a\n\x1b[31m\u202eb\t\ud800桥"

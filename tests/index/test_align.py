"""Words that stand for each other in sentence pairs are found, and the tables that ship are what the lexicon reads."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from index.lexicon_rows import FUNCTION_WORDS
from index.lexicon_tables import ALIGNED, NAMES, SYNONYMS, read_table
from index.train import words
from index.train.align import Meetings, align
from index.train.bitext import cut_pairs, numbered
from index.train.names import entry_rows, part_rows
from index.train.pairs import PAIRS_FILE
from index.train.table import MOST, Row, aligned_rows, write_table

NOUNS = {"桥梁": "bridge", "渔民": "fisherman", "医院": "hospital", "茶叶": "tea", "雨伞": "umbrella"}
VERBS = {"看见": "sees", "需要": "needs", "喜欢": "likes"}
# Every noun with every verb and every other noun: which word is which shows only in what stands together.
SENTENCES = [
    (f"{subject}{verb}{thing}。", f"The {NOUNS[subject]} {VERBS[verb]} the {NOUNS[thing]}.")
    for subject in NOUNS
    for verb in VERBS
    for thing in NOUNS
    if subject != thing
]


def rows_of(**sets: list[tuple[str, str]]) -> list[Row]:
    pairs = numbered({name: cut_pairs(found, most=1000) for name, found in sets.items()})
    return aligned_rows(align(pairs.bitext, list(pairs.sets.values())), pairs.english, pairs.chinese)


def best(rows: list[Row]) -> dict[str, str]:
    return {english: chinese for english, chinese, share, _ in sorted(rows, key=lambda row: row[2])}


def test_words_that_always_stand_together_are_aligned():
    found = best(rows_of(all=SENTENCES))
    assert {english: found[english] for english in NOUNS.values()} == {english: chinese for chinese, english in NOUNS.items()}


def test_a_word_of_grammar_is_aligned_to_nothing():
    assert {english for english, *_ in rows_of(all=SENTENCES)} & FUNCTION_WORDS == set()


def test_shares_are_percentages_and_less_than_certain():
    rows = rows_of(all=SENTENCES)
    assert rows == sorted(rows)
    assert all(0 < forth < 100 and 0 < back < 100 for *_, forth, back in rows)


def test_what_was_seen_more_often_is_surer():
    few = {row[:2]: row[2] for row in rows_of(all=SENTENCES[:20])}
    many = {row[:2]: row[2] for row in rows_of(all=SENTENCES * 3)}
    assert many[("bridge", "桥梁")] > few[("bridge", "桥梁")]


def test_a_large_set_does_not_outvote_a_small_one():
    met = Meetings(np.array([0, 0]), np.array([0, 1]), np.array([[3000.0, 0.0], [0.0, 40.0]]))
    assert [row[2] for row in aligned_rows(met, ["growth"], ["成长", "增长"])] == [49, 49]


def test_a_single_character_must_be_seen_twice():
    met = Meetings(np.array([0, 0]), np.array([0, 1]), np.array([[1.0, 1.0]]))
    assert [row[1] for row in aligned_rows(met, ["growth"], ["长", "增长"])] == ["增长"]


def test_no_word_has_more_lines_than_are_kept():
    rows = rows_of(all=SENTENCES)
    assert max(sum(row[0] == english for row in rows) for english, *_ in rows) <= 2 * MOST


def test_a_pair_too_long_or_too_unlike_in_length_is_left_out():
    assert cut_pairs([("桥梁" * 200, "bridge"), ("桥梁", "one two three four five six seven eight nine ten"), ("桥梁", "")], most=9) == []


def test_a_set_is_thinned_over_its_whole_length():
    kept = cut_pairs([("桥梁", f"bridge {n}") for n in range(100)], most=4)
    assert [pair[1][1] for pair in kept] == ["0", "25", "50", "75"]


def test_a_name_is_known_by_its_parts():
    people = [("约翰·史密斯", "John Smith"), ("玛丽·史密斯", "Mary Smith"), ("约翰·史密思", "John Smith"), ("长江", "Yangtze River")]
    assert part_rows(people) == [("john", "约翰", 2), ("mary", "玛丽", 1), ("smith", "史密思", 1), ("smith", "史密斯", 2)]


def test_a_title_is_listed_in_the_singular_folded_and_with_and_without_its_state():
    assert entry_rows([("彈簧鎮", "Springs, Utah"), ("X射线", "X-ray")]) == [("spring", "弹簧镇", 0), ("springs utah", "弹簧镇", 0)]


def test_the_same_data_make_the_same_bytes(tmp_path):
    rows = rows_of(all=SENTENCES)
    write_table(tmp_path / "one", rows)
    write_table(tmp_path / "two", rows_of(all=SENTENCES))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_command_writes_the_three_tables(tmp_path, monkeypatch):
    for name in ("news", "titles", "wordnet"):
        (tmp_path / name).mkdir()
        lines = "".join(f"{chinese}\t{english}\n" for chinese, english in (SENTENCES if name == "news" else NOUNS.items()))
        (tmp_path / name / PAIRS_FILE).write_bytes(gzip.compress(lines.encode()))
    monkeypatch.setattr(words, "_SENTENCES", {"news": 100})
    monkeypatch.setattr(words, "_TITLES", ("titles",))
    words.main([str(tmp_path), "--folder", str(tmp_path / "made")])
    assert {path.name for path in (tmp_path / "made").iterdir()} == {ALIGNED, NAMES, SYNONYMS}


@pytest.mark.parametrize("table", [ALIGNED, NAMES, SYNONYMS])
def test_the_shipped_tables_are_in_order_and_have_no_line_twice(table):
    keys = [(fields[0], fields[1], len(fields) == 3 and fields[2] != "0") for fields in read_table(table)]
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if not key[2]] == sorted(key for key in keys if not key[2])
    assert all("\u3400" <= key[1][0] <= "\u9fff" for key in keys)


def test_the_shipped_tables_stay_small():
    assert sum((Path(words.FOLDER) / name).stat().st_size for name in (ALIGNED, NAMES, SYNONYMS)) < 6_000_000


def test_the_pull_to_the_diagonal_tells_apart_words_that_always_come_together():
    pairs = numbered({"all": cut_pairs([("桥梁医院", "bridge hospital")] * 9, most=9)})
    met = align(pairs.bitext, [9], tension=8.0)
    counts = {(pairs.english[e], pairs.chinese[c]): n for e, c, n in zip(met.english, met.chinese, np.ravel(met.counts), strict=True)}
    assert counts["bridge", "桥梁"] > counts["bridge", "医院"]

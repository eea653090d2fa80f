"""Places, people and institutions for those who read no Chinese."""

import json
from pathlib import Path

import pytest

from rag.name_words import glossed_name, person_text, place_text, romanised, word_by_word

GOLDEN = Path(__file__).parent.parent / "golden" / "wording" / "names.jsonl"
ROWS = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
KNOWN = {
    "哈尔滨": "Harbin", "台中": "Taichung", "青铜峡": "Qingtong", "农庄": "farm", "房山区": "Fangshan district",
    "浦东新区": "Pudong New District", "重工": "heavy industry", "饮用水": "drinking water", "热水": "hot water", "雨伞": "umbrella",
}  # fmt: skip


def gloss(word: str) -> str:
    return KNOWN.get(word, "")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["zh"])
def test_a_name_in_english(row):
    tell = {
        "place": lambda name: place_text("en", name, gloss),
        "person": person_text,
        "organisation": lambda name: glossed_name(name, gloss),
    }[row["kind"]]
    assert tell(row["zh"]) == row["en"]


def test_a_reader_of_chinese_or_japanese_gets_the_name_as_it_is():
    assert [place_text(language, "山西", gloss) for language in ("zh-Hant", "ja", "fr")] == ["山西", "山西", "Shanxi"]


def test_a_phrase_is_glossed_word_by_word_as_far_as_known():
    assert word_by_word("热水雨伞", gloss) == "hot water · umbrella"


def test_names_are_written_as_they_are_known():
    assert (romanised("陕西"), romanised("山西"), romanised("安澜山"), romanised("大安山")) == (
        "Shaanxi",
        "Shanxi",
        "Anlanshan",
        "Da'anshan",
    )

"""Our own sentences, in the asker's language and script."""

import pytest

from index.schema import Figure, FigureKind
from rag.phrases import in_script, number_text, phrase, short_figure, titles_text

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "ja", "ko", "fr", "es")
KEYS = {
    "not_found": {}, "missing": {"names": "甲"}, "year": {"names": "2020"}, "nearest": {"titles": "甲"},
    "conflict": {"scopes": "甲"}, "contradict": {}, "scope_place": {}, "scope_day": {}, "scope_thing": {}, "scope_join": {}, "newer": {},
    "sourced": {"text": "甲", "source": "乙"}, "chitchat": {},
    "side": {"name": "甲", "figure": "1"}, "difference": {"number": "1"}, "llm_failed": {"reason": "r"}, "llm_not_found": {},
    "llm_unsupported": {}, "degraded": {}, "approximate": {}, "list_join": {}, "title": {"title": "甲"},
    "no_figure": {}, "not_counted": {"names": "甲"}, "beside": {"text": "甲", "beside": "乙"}, "beside_join": {}, "where_join": {},
    "collection": {"count": "3", "titles": "甲"}, "examples": {"questions": "甲?"},
}  # fmt: skip


def figure(value: float, unit: str, kind: FigureKind = FigureKind.COUNT, *, approximate: bool = False) -> Figure:
    return Figure(value, unit, "", None, None, approximate, "a", 0, 1, kind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_exists_in_every_language(language, key):
    assert phrase(language, key, **KEYS[key])


@pytest.mark.parametrize("language", ["zh-Hans", "ja", "ko", "fr", "es"])
@pytest.mark.parametrize(
    "key",
    ["not_found", "missing", "year", "conflict", "contradict", "newer", "scope_thing", "chitchat", "difference", "llm_failed", "degraded"],
)
def test_no_language_falls_back_to_english_in_the_middle_of_an_answer(language, key):
    assert phrase(language, key, **KEYS[key]) != phrase("en", key, **KEYS[key])


def test_a_language_without_a_row_gets_english():
    assert phrase("ru", "not_found") == phrase("en", "not_found")


def test_traditional_is_written_in_traditional_but_what_is_filled_in_is_left():
    assert phrase("zh-Hant", "missing", names="台湾头发") == "沒有一篇提到台湾头发。"
    assert in_script("zh-Hant", "雨伞") == "雨傘"
    assert in_script("zh-Hans", "雨傘") == "雨傘"


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (5813, "en", "5,813"),
        (0.5, "en", "0.5"),
        (811300.0, "fr", "811,300"),
        (57e9, "en", "57 billion"),
        (57e9, "zh-Hans", "570亿"),
        (57e9, "zh-Hant", "570億"),
        (57e9, "ja", "570億"),
        (57e9, "fr", "57,000,000,000"),
        (-2e9, "en", "-2 billion"),
        (0, "en", "0"),
    ],
)
def test_a_number_in_the_words_of_the_language(value, language, text):
    assert number_text(value, language) == text


def test_a_reader_of_chinese_gets_the_figure_as_printed():
    made = figure(48000, "个", approximate=True)
    assert short_figure("zh-Hans", made, "4.8万余个") == "4.8万余个"
    assert short_figure("zh-Hant", made, "4.8万余个") == "4.8萬餘個"


def test_others_get_digits_a_unit_they_know_and_a_word_for_about():
    assert short_figure("en", figure(48000, "个", approximate=True), "4.8万余个") == "over 48,000 (4.8万余个)"
    assert short_figure("en", figure(3000, "元", FigureKind.MONEY), "3000元") == "3,000 yuan"
    assert short_figure("fr", figure(97, "%", FigureKind.PERCENT), "97%") == "97%"


def test_a_date_is_given_in_words_and_as_printed():
    assert short_figure("en", figure(1216, "", FigureKind.DATE), "12月16日") == "16 December (12月16日)"


def test_headlines_stand_in_the_language_s_marks():
    assert titles_text("zh-Hans", ["甲", "乙"]) == "《甲》；《乙》"
    assert titles_text("en", ["甲"]) == "“甲”"


def test_braces_in_a_headline_are_text():
    assert titles_text("en", ["{title} {0}"]) == "“{title} {0}”"

import re

import pytest

from index.errors import ConfigError, IndexMismatch, IndexMissing, InputError, NoSources
from rag.errors import EmptyQuestion, QuestionTooLong
from ui.i18n import LOCALES, hint, locale_of, preferred_locale, translate, words


def places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_every_text_exists_in_every_locale_with_the_same_places():
    english = {key: places(text) for key, text in words("en").items()}
    for locale in LOCALES:
        found = {key: places(text) for key, text in words(locale).items() if not key.endswith(".hint")}
        assert found == english


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        (None, "en"),
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("en-GB,zh;q=0.9", "en"),
        ("fr, zh;q=0.5", "zh-Hans"),
        ("fr;q=0.9", "en"),
        ("en;q=0, zh;q=0.1", "zh-Hans"),
        ("zh;q=nonsense", "en"),
        (",;q=,", "en"),
    ],
)
def test_the_browser_chooses_the_language_of_the_interface(header, locale):
    assert preferred_locale(header) == locale


def test_an_answer_in_any_chinese_gets_chinese_labels():
    assert [locale_of(tag) for tag in ("zh-Hans", "zh-Hant", "zh", "en", "ja")] == ["zh-Hans", "zh-Hans", "zh-Hans", "en", "en"]


def test_an_error_nothing_is_written_about_has_no_hint():
    assert hint("no_such_code", "zh-Hans") == ""
    assert "wenju build" in hint("no_index", "zh-Hans")


@pytest.mark.parametrize("error", [EmptyQuestion, QuestionTooLong, NoSources, InputError, IndexMissing, IndexMismatch, ConfigError])
def test_every_error_a_reader_can_cause_has_a_sentence_in_chinese(error):
    assert hint(error.code, "zh-Hans")


def test_places_of_a_text_are_filled():
    assert "3" in translate("chat.show_source", "en", number=3, title="桥")

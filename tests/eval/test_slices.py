from dataclasses import replace

import pytest

from eval.schema import QuestionRow
from eval.slices import pair_of, script_of_tag, slices_of

ROW = QuestionRow("q", "en", "span", "?", True, False, "", "answered", "x", None, {}, doc_lang="zh-Hans", dataset="harbour")


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("zh-Hant", "Hant"),
        ("zh-Hans", "Hans"),
        ("zh", "Hans"),
        ("zh-TW", "Hant"),
        ("fr", "Latn"),
        ("ja", "Jpan"),
        ("ru-RU", "Cyrl"),
        ("sr-Latn", "Latn"),
    ],
)
def test_the_script_of_a_language_tag(tag, script):
    assert script_of_tag(tag) == script


def test_a_pair_names_both_languages_or_the_questions_alone():
    assert pair_of(ROW) == "en→zh-Hans"
    assert pair_of(replace(ROW, doc_lang="")) == "en"


def test_every_question_is_in_one_slice_of_each_key():
    rows = [ROW, replace(ROW, lang="zh-Hant", kind="number", has_number=True), replace(ROW, dataset="ferry", doc_lang="zh-Hant")]
    found = {title: len(members) for title, members in slices_of(rows)}
    assert found == {
        "all": 3, "numbers": 1,
        "dataset ferry": 1, "dataset harbour": 2,
        "lang en→zh-Hans": 1, "lang en→zh-Hant": 1, "lang zh-Hant→zh-Hans": 1,
        "script Hant": 1, "script Latn": 2,
        "kind number": 1, "kind span": 2,
    }  # fmt: skip


def test_a_dataset_or_script_that_all_rows_share_is_not_told_again():
    assert [title for title, _ in slices_of([ROW, ROW])] == ["all", "numbers", "lang en→zh-Hans", "kind span"]

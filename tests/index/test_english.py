import pytest

from index.english import base_forms, normal, singular, verb_forms


def test_normal_text_has_no_accents_case_or_possessives():
    assert normal("Lüliang's  Old-Age HOMES, 2.5") == "luliang old age homes 2.5"


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("cities", "city"),
        ("boxes", "box"),
        ("workers", "worker"),
        ("houses", "house"),
        ("bus", "bus"),
        ("news", "news"),
        ("glass", "glass"),
    ],
)
def test_regular_plurals_have_a_singular(plural, expected):
    assert singular(plural) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("women", "woman"), ("built", "build"), ("labours", "labor"), ("organisation", "organization")]
)
def test_irregular_and_british_forms_lead_to_the_listed_one(word, expected):
    assert expected in base_forms(word)
    assert base_forms(word)[0] == word


@pytest.mark.parametrize(
    ("word", "verb"),
    [("making", "make"), ("died", "die"), ("carried", "carry"), ("stopped", "stop"), ("opened", "open"), ("raised", "raise")],
)
def test_forms_of_a_verb_lead_to_it(word, verb):
    assert verb in verb_forms(word)[:2]


@pytest.mark.parametrize("word", ["red", "king", "bridge", "", "ing"])
def test_words_that_only_look_like_verb_forms_lead_nowhere(word):
    assert verb_forms(word) == ()

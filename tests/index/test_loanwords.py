import pytest

from index.loanwords import best_sources, consonants, likeness, sound_of_english, sound_of_katakana


@pytest.mark.parametrize(
    ("katakana", "english"),
    [
        ("ステーション", "station"),
        ("クーポン", "coupon"),
        ("ドライバー", "driver"),
        ("ボランティア", "volunteer"),
        ("センター", "center"),
        ("トラック", "track"),
        ("コンテスト", "contest"),
        ("キャンペーン", "campaign"),
        ("サービス", "service"),
    ],
)
def test_a_loanword_and_its_source_share_their_consonants(katakana, english):
    assert consonants(sound_of_katakana(katakana)) == consonants(sound_of_english(english))


def test_of_words_with_the_same_consonants_the_vowels_decide():
    assert best_sources("ステーション", ["situation", "station", "stationery"])[0][0] == "station"


def test_words_that_sound_unlike_are_no_source():
    assert best_sources("ガス", ["university"]) == []


def test_what_is_not_katakana_has_no_sound():
    assert sound_of_katakana("すし") == ""
    assert sound_of_katakana("駅") == ""


def test_likeness_is_one_for_the_same_sound():
    assert likeness(sound_of_katakana("スタンド"), sound_of_english("stand")) == 1.0

"""Names that no dictionary holds are search terms; words are found by how they are read."""

import pytest

from index.names import joined_singles, readings
from index.tokens import search_tokens


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["记者", "魏", "书", "恬"], {"魏书", "魏书恬", "书恬"}),
        (["魏书", "恬"], {"魏书恬"}),
        (["欧阳", "恬"], {"欧阳恬"}),
        (["欧阳", "书", "恬"], {"欧阳书", "欧阳书恬", "书恬"}),
        (["魏", "建国"], {"魏建国"}),
        (["我", "们", "的"], set()),
        (["工厂", "开工"], set()),
        ([], set()),
        (["魏"], set()),
    ],
)
def test_neighbouring_single_characters_are_joined(words: list[str], expected: set[str]) -> None:
    assert set(joined_singles(words)) == expected


def test_a_name_in_a_question_is_the_same_term_as_in_a_text() -> None:
    assert "魏书恬" in set(search_tokens("魏书恬是谁")) & set(search_tokens("港务局的魏书恬说，码头在建"))


def test_nothing_is_joined_across_punctuation() -> None:
    assert "魏书" not in search_tokens("魏。书")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("山西", ("shanxi",)),
        ("陕西", ("shaanxi",)),
        ("陕西省", ("shaanxisheng",)),
        ("吕梁", ("lvliang", "luliang")),
        ("单书恬", ("danshutian", "shanshutian")),
        ("茶", ()),
        ("abc", ()),
        ("一二三四五六", ()),
    ],
)
def test_words_are_read_without_tones(word: str, expected: tuple[str, ...]) -> None:
    assert readings(word) == expected

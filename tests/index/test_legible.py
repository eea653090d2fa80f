"""Which text layers are text."""

import random

import pytest

from index.parsers.legible import unreadable
from tests.pdf_files import STORY

TEXT = "".join(STORY)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "柳林縣今年一共新修了一百七十一座涼亭，比去年多出三成。涼亭都建在村口，由各村輪流看護，夜裡也亮著燈。",
        "The county has built 171 pavilions, a third more than last year; the lamps burn at night.",
        "䶮䶮䶮",
        "收入 1,234.5 1,300.2 +5.3%\n支出 987.6 1,010.4 +2.3%\n结余 246.9 289.8 +17.4%",
        "「柳林は今年、百七十一の東屋を新しく建てました。」と町長は話しています。村の人々も喜んでいます。",
        "유림현은 올해 정자 백칠십일 개를 새로 지었다고 밝혔다. 마을 사람들이 돌아가며 돌본다.",
    ],
)
def test_print_in_any_script_is_text(text):
    assert unreadable(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(0xE000 + i * 7 % 900) for i in range(80)),
        "".join(random.Random(4).choices([chr(c) for c in range(0x4E00, 0x9FA5)], k=80)),
        "".join(chr(0x3400 + i * 61 % 5000) for i in range(80)),
        "".join(random.Random(4).choices("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~ABC", k=80)),
        TEXT[:40] + "\ufffd" * 30,
    ],
    ids=["private use", "by lot", "rare", "signs", "replaced"],
)
def test_gibberish_is_told_by_its_characters(text):
    assert unreadable(text)


def test_characters_that_the_file_does_not_explain_make_text_a_guess():
    assert unreadable(TEXT, unmapped=len(TEXT) // 3)


def test_a_table_of_contents_is_text():
    assert (
        unreadable(
            "1 Introduction . . . . . . . . . . . . . . . . . . . . . . . . . . . 3\n2 Use . . . . . . . . . . . . . . . . . . . . . 17"
        )
        is None
    )

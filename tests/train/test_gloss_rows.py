import numpy as np
import pytest

from index.cedict import parse_line
from index.train.gloss_rows import gloss_rows, glosses_by_word

LINES = """\
金 金 [Jin1] /surname Jin/Jin Dynasty (1115-1234)/
金 金 [jin1] /gold; golden/
橋 桥 [qiao2] /bridge/CL:座|座[zuo4]/
碼頭 码头 [ma3 tou5] /dock; pier/
埠頭 埠头 [bu4 tou2] /variant of 碼頭|码头[ma3 tou5]/
儂 侬 [nong2] /variant of 儂|侬[nong2]/
卡拉OK 卡拉OK [ka3 la1 o k] /karaoke/
江湖藝人 江湖艺人 [jiang1 hu2 yi4 ren2] /street performer/
"""
PIECES = ["gold", "golden", "bridge", "dock", "pier", "jin", "dynasty", "nong", "qiao"]
TABLE = np.eye(len(PIECES), 12, dtype=np.float32) * 2


def known(word):
    return word in {"码头", "埠头"}


def glossed():
    return glosses_by_word([entry for line in LINES.splitlines() if (entry := parse_line(line))], known)


def cut(texts):
    return [[PIECES.index(word) for word in text.lower().split() if word in PIECES] for text in texts]


def test_single_characters_and_known_words_are_in_others_not():
    assert set(glossed()) == {"金", "桥", "码头", "埠头", "侬"}


def test_the_common_noun_comes_before_the_name():
    assert glossed()["金"][:2] == ["gold", "golden"]


def test_a_variant_has_the_glosses_of_the_word_it_stands_for():
    assert glossed()["埠头"] == ["dock", "pier"]


def test_a_word_without_any_english_has_its_reading():
    assert glossed()["侬"] == ["nong"]


def test_the_first_gloss_counts_most():
    words, rows = gloss_rows({"码头": ["dock", "pier"]}, {}, TABLE, cut)
    assert words == ["码头"]
    assert rows[0, PIECES.index("dock")] == pytest.approx(2 * rows[0, PIECES.index("pier")])


def test_rows_are_as_long_as_an_ordinary_word_piece():
    _, rows = gloss_rows(glossed(), {}, TABLE, cut)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(2, rel=1e-5)


def test_a_reading_is_heard_in_the_row_of_its_character():
    _, silent = gloss_rows({"桥": ["bridge"]}, {}, TABLE, cut)
    _, heard = gloss_rows({"桥": ["bridge"]}, {"桥": "qiao"}, TABLE, cut)
    assert silent[0, PIECES.index("qiao")] == 0
    assert heard[0, PIECES.index("bridge")] > heard[0, PIECES.index("qiao")] > 0


def test_a_word_whose_glosses_have_no_piece_gets_no_row():
    words, rows = gloss_rows({"桥": ["bridge"], "侬": ["?"]}, {}, TABLE, cut)
    assert words == ["桥"]
    assert rows.shape == (1, 12)

"""What the sparse arm holds of a text, and what a question may be looked up by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import fold, fold_whole
from index.tokens import PAIR_MARK, character_pairs, index_tokens, search_tokens, word_spans

HAN = st.text(st.sampled_from("山西省总工会户外劳动者服务站点的了在，。 a1"), max_size=30)


def test_a_word_cut_in_two_is_still_found_by_its_pair():
    assert "务站" not in search_tokens("户外服务站点")
    assert PAIR_MARK + "务站" in index_tokens("户外服务站点")


@given(HAN)
def test_every_pair_of_neighbours_stands_in_the_index_as_a_token_or_marked(text):
    held = set(index_tokens(text))
    for pair in character_pairs(text):
        assert pair in held or PAIR_MARK + pair in held


@given(HAN)
def test_the_index_holds_all_search_tokens(text):
    assert [token for token in index_tokens(text) if not token.startswith(PAIR_MARK)] == search_tokens(text)


def test_pairs_do_not_reach_across_a_mark_and_are_folded():
    assert character_pairs("勞動，站點 A站") == ["劳动", "站点"]
    assert character_pairs("plain English 12") == []


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("Zu\u0308rich", "Zürich"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("ﬁle ½", "file 1⁄2"),
        ("㍿松河", "株式会社松河"),
        ("ﾄﾞﾗﾏ", "ドラマ"),
        ("⼈⼝ 豈", "人口 豈"),
        ("２０３１年Ａ", "2031年a"),
        ("裏面臺灣", "里面台湾"),
        ("裡面台灣", "里面台湾"),
        ("2O31年8月15曰", "2031年8月15日"),
    ],
)
def test_two_ways_to_write_one_thing_have_the_same_tokens(printed, typed):
    assert search_tokens(printed) == search_tokens(typed)


@pytest.mark.parametrize("text", ["Al2O3", "20lbs", "子曰", "5o'clock"])
def test_letters_that_are_meant_stay_letters(text):
    assert fold(text) == text.lower()


@pytest.mark.parametrize("text", ["甲㍿松河镇", "Zu\u0308rich 市", "ﬁle½", "普通的一句话 plain"])
def test_spans_of_words_lead_back_to_what_is_printed(text):
    whole, places = fold_whole(text)
    assert len(whole) == len(places)
    for word, span in word_spans(text):
        assert word in fold_whole(text[span.start : span.end])[0]


def test_a_block_of_base64_is_one_short_token():
    block = "QUJD+/" * 9000
    assert [len(token) for token in search_tokens(f"附件 {block} 完")] == [2, 64, 1]

"""What the sparse arm holds of a text, and what a question may be looked up by."""

from hypothesis import given
from hypothesis import strategies as st

from index.tokens import PAIR_MARK, character_pairs, index_tokens, search_tokens

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

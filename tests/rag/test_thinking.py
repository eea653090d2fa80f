import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.thinking import without_thinking


@given(st.data())
def test_a_thought_is_left_out_however_the_stream_is_cut(data):
    text = "<think>湖边<镇？\n有多少？</think>\n\n有37座<亭。"
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1))))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert "".join(without_thinking(pieces)) == "有37座<亭。"


@given(st.lists(st.text(alphabet="a甲 <thk>\n", min_size=1), max_size=8))
def test_a_text_without_a_whole_tag_passes_unchanged_but_for_leading_space(pieces):
    text = "".join(pieces)
    if "<think>" not in text:
        assert "".join(without_thinking(pieces)) == text.lstrip()


@pytest.mark.parametrize("pieces", [["<think>", "没想完"], ["<th", "ink>没想完</thin"], []])
def test_a_thought_that_never_ends_is_no_answer(pieces):
    assert list(without_thinking(pieces)) == []


def test_pieces_are_passed_on_at_once():
    stream = without_thinking(iter(["湖边", "镇", "。"]))
    assert next(stream) == "湖边"

"""Chunks are whole sentences at exact offsets."""

from hypothesis import given
from hypothesis import strategies as st

from index.chunk import chunk_article, search_text
from index.schema import Article
from index.text import sentence_spans


def article(body: str, **fields: str) -> Article:
    return Article("a1", fields.get("version", "v1"), "default", None, "a.txt", "题目", body)


TEXTS = st.lists(
    st.sampled_from(
        ["今年", "工厂", "开工了", "，", "。", "！”", "“", "\n", "；", "第12号", "Mr. Wu went home. ", "一、小标题\n", "长句" * 60, " "]
    ),
    max_size=60,
).map("".join)


@given(TEXTS)
def test_every_chunk_is_the_body_at_its_offsets_in_order_without_overlap(body: str) -> None:
    end = 0
    for chunk in chunk_article(article(body)):
        assert body[chunk.start : chunk.end] == chunk.text
        assert chunk.text.strip() == chunk.text
        assert chunk.start >= end
        end = chunk.end


@given(TEXTS)
def test_no_character_is_lost_but_white_space(body: str) -> None:
    chunks = chunk_article(article(body))
    covered = {index for chunk in chunks for index in range(chunk.start, chunk.end)}
    assert all(char.isspace() for index, char in enumerate(body) if index not in covered)


@given(TEXTS)
def test_sentences_are_whole_unless_longer_than_a_passage(body: str) -> None:
    edges = {edge for chunk in chunk_article(article(body)) for edge in (chunk.start, chunk.end)}
    for span in sentence_spans(body):
        if span.end - span.start <= 800:
            assert not any(span.start < edge < span.end for edge in edges)


def test_sentences_are_gathered_to_about_180_characters_and_never_past_320() -> None:
    body = "".join(f"第{number}个车间今天正式开工，工人们早早到了岗位上。" for number in range(60))
    lengths = [len(chunk.text) for chunk in chunk_article(article(body))]
    assert max(lengths) <= 320
    assert 150 <= sum(lengths) / len(lengths) <= 260


def test_english_is_gathered_to_about_600_characters() -> None:
    body = "".join(f"Workshop {number} opened today and its workers came early to their posts. " for number in range(60))
    lengths = [len(chunk.text) for chunk in chunk_article(article(body))]
    assert max(lengths) <= 800
    assert 500 <= sum(lengths) / len(lengths) <= 750


def test_a_sentence_of_500_characters_stands_alone_and_whole() -> None:
    long = "他说" + "，又走了一里路" * 70 + "。"
    body = f"天亮了。{long}天黑了。"
    assert long in [chunk.text for chunk in chunk_article(article(body))]


def test_a_sentence_of_2000_characters_is_cut_after_clause_marks() -> None:
    body = "他说" + "，又走了一里路" * 300 + "。"
    chunks = chunk_article(article(body))
    assert all(len(chunk.text) <= 800 for chunk in chunks)
    assert all(chunk.text.endswith("，") for chunk in chunks[:-1])


def test_text_without_any_mark_is_cut_at_the_limit() -> None:
    chunks = chunk_article(article("字" * 5000))
    assert "".join(chunk.text for chunk in chunks) == "字" * 5000
    assert max(len(chunk.text) for chunk in chunks) <= 800


def test_a_heading_begins_a_chunk_and_never_ends_one() -> None:
    part = "这里讲的是第一件事，说得很细。" * 6
    body = f"{part}\n修路的人\n{part}\n过桥的人\n{part}"
    texts = [chunk.text for chunk in chunk_article(article(body))]
    assert [text.split("\n")[0] for text in texts[1:]] == ["修路的人", "过桥的人"]


def test_a_list_of_short_lines_is_not_a_chunk_a_line() -> None:
    body = "\n".join(f"第{number}名得主" for number in range(20))
    assert len(chunk_article(article(body))) <= 2


def test_ids_depend_on_article_version_and_place_only() -> None:
    body = "头一句。\n" * 100
    ids = [chunk.id for chunk in chunk_article(article(body))]
    assert ids == [chunk.id for chunk in chunk_article(article(body))]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & {chunk.id for chunk in chunk_article(article(body, version="v2"))}


def test_an_empty_body_has_no_chunks() -> None:
    assert chunk_article(article("")) == []
    assert chunk_article(article(" \n ")) == []


def test_the_headline_is_searched_with_the_text() -> None:
    assert search_text("题目", "正文。") == "题目\n正文。"
    assert search_text("", "正文。") == "正文。"

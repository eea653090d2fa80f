import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.markers import is_not_found, may_become_not_found, parse_markers


@pytest.mark.parametrize("mark", ["[1]", "【1】", "〔1〕", "\uff3b1\uff3d", "[\uff11]", "[passage 1]", "[来源1]", "[ 1 ]"])
@pytest.mark.parametrize("form", ["全镇有37座凉亭{}。", "全镇有37座凉亭。{}", "全镇有37座凉亭 {}。", "全镇有37座凉亭。 {}"])
def test_a_marker_before_or_after_the_full_stop_binds_to_that_sentence(mark, form):
    assert parse_markers(form.format(mark) + "镇外没有。") == [("全镇有37座凉亭。", (1,)), ("镇外没有。", ())]


@pytest.mark.parametrize("marks", ["[2][3]", "[2,3]", "[2, 3]", "[2、3]", "[2，3]", "[2-3]", "[2] [3]", "【2】【3】", "[2,3][3]"])
def test_several_markers_bind_to_one_sentence(marks):
    assert parse_markers(f"甲镇有三座{marks}。乙镇有四座。{marks}") == [("甲镇有三座。", (2, 3)), ("乙镇有四座。", (2, 3))]


def test_english_sentences_keep_their_spaces_and_stops():
    text = "Lakeside has 37 pavilions [1]. Each seats 8 people.[2] Mr. Wen said 5,813.5 was too many. [3]"
    assert parse_markers(text) == [
        ("Lakeside has 37 pavilions.", (1,)),
        ("Each seats 8 people.", (2,)),
        ("Mr. Wen said 5,813.5 was too many.", (3,)),
    ]


def test_a_marker_in_the_middle_binds_to_the_sentence_around_it():
    assert parse_markers("湖边镇[1]有37座凉亭，坡上镇[2]有9座。") == [("湖边镇有37座凉亭，坡上镇有9座。", (1, 2))]
    assert parse_markers("Lakeside [1] has 37.") == [("Lakeside has 37.", (1,))]


def test_a_marker_that_opens_a_line_binds_to_the_sentence_it_opens():
    assert parse_markers("[1] 甲有3座。[2] 乙有4座。") == [("甲有3座。", (1,)), ("乙有4座。", (2,))]
    assert parse_markers("甲有3座。[1]\n[2] 乙有4座。") == [("甲有3座。", (1,)), ("乙有4座。", (2,))]


def test_a_line_of_markers_alone_belongs_to_the_sentence_above():
    assert parse_markers("甲有3座。\n[1][2]\n乙有4座。\n【3】。") == [("甲有3座。", (1, 2)), ("乙有4座。", (3,))]
    assert parse_markers("[1]") == parse_markers("[1]\n\n") == []


def test_a_semicolon_ends_no_sentence_of_an_answer():
    assert parse_markers("甲镇3座；乙镇4座。[1]") == [("甲镇3座；乙镇4座。", (1,))]


def test_sentences_of_other_languages_end_at_their_markers():
    assert parse_markers("호숫가에는 정자가 37개 있다. [1] 각각 8명이 앉는다. [2]") == [
        ("호숫가에는 정자가 37개 있다.", (1,)),
        ("각각 8명이 앉는다.", (2,)),
    ]
    assert parse_markers("湖畔町にはあずまやが37棟あります。[1] 8人が座れます[2]。") == [
        ("湖畔町にはあずまやが37棟あります。", (1,)),
        ("8人が座れます。", (2,)),
    ]


def test_zero_is_no_passage():
    assert parse_markers("甲有3座。[0] 乙有4座[0,2]。") == [("甲有3座。", ()), ("乙有4座。", (2,))]


def test_a_document_number_or_a_year_in_brackets_is_no_marker():
    assert parse_markers("依据镇发〔2023〕15号文。[1]") == [("依据镇发〔2023〕15号文。", (1,))]


def test_list_signs_and_emphasis_are_no_part_of_a_sentence():
    assert parse_markers("- **湖边镇**：37座 [1]\n2. 坡上镇：9座 [2]") == [("湖边镇：37座", (1,)), ("坡上镇：9座", (2,))]


def test_unseen_characters_are_dropped():
    assert parse_markers("甲有\u202e3\u200b座。[\u200b1]") == [("甲有3座。", (1,))]


@pytest.mark.parametrize("text", ["NOT_FOUND", " not_found.\n", "**NOT_FOUND**", "“NOT FOUND” [1]", "NOT_FOUND。"])
def test_the_refusal_is_known_in_its_usual_dress(text):
    assert is_not_found(text)
    assert may_become_not_found(text)


@pytest.mark.parametrize("text", ["", "The answer was NOT_FOUND in 3 places.", "没有找到", "NO"])
def test_other_texts_are_no_refusal(text):
    assert not is_not_found(text)


def test_the_start_of_a_stream_is_held_while_it_may_be_the_refusal():
    assert all(may_become_not_found("NOT_FOUND"[:n]) for n in range(10))
    assert not may_become_not_found("Nothing")
    assert not may_become_not_found("NOT_FOUND here but 37")
    assert not may_become_not_found("湖")


@given(st.text(alphabet="甲乙3。.!；ab[]12【】, \n-", max_size=80))
def test_no_text_breaks_the_parser_and_no_letter_is_lost(text):
    sentences = parse_markers(text)
    assert all(sentence.strip() == sentence and sentence for sentence, _ in sentences)
    kept = "".join(sentence for sentence, _ in sentences)
    assert [c for c in kept if c in "甲乙ab"] == [c for c in text if c in "甲乙ab"]
    assert all(0 < number < 100 for _, numbers in sentences for number in numbers)

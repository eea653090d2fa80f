import random

import pytest

from index.decode import Decoded, decode_bytes
from index.schema import Rejected, RejectReason
from index.text import to_traditional

TEXT = "昨天上午,松河镇新图书馆开门迎客。馆长说,这里藏书六万册,每天开放十二小时,欢迎各位读者前来借阅。"
TRADITIONAL = to_traditional(TEXT)


def decoded(data):
    result = decode_bytes(data, source="x.txt")
    assert isinstance(result, Decoded), result
    return result


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"])
def test_simplified_text_is_read_in_every_usual_encoding(encoding):
    assert decoded(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "utf-16-le"])
def test_traditional_text_is_read_in_every_usual_encoding(encoding):
    text = TRADITIONAL.replace("裏", "內").replace("裡", "內")
    assert decoded(text.encode(encoding)).text == text


def test_four_byte_characters_of_gb18030_are_kept():
    text = TEXT + "𬭎䶮"
    assert decoded(text.encode("gb18030")).text == text


def test_english_with_curly_quotes_is_read():
    assert decoded("The mayor said “yes” twice — at the café.".encode("cp1252")).text == "The mayor said “yes” twice — at the café."


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "PNG"),
        (b"\x7fELF\x02\x01", "ELF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"SQLite format 3\x00....", "SQLite"),
        (b"\x1f\x8b\x08\x00", "gzip"),
    ],
)
def test_binary_file_is_rejected_by_its_real_type(data, kind):
    result = decode_bytes(data, source="x.txt")
    assert isinstance(result, Rejected)
    assert result.reason is RejectReason.NOT_TEXT
    assert kind in result.detail


def test_random_bytes_and_zero_bytes_are_no_text():
    for data in (random.Random(7).randbytes(4000), b"abc\x00\x00\x00\x00def" * 50):
        result = decode_bytes(data, source="x.txt")
        assert isinstance(result, Rejected)
        assert result.reason is RejectReason.NOT_TEXT


def test_one_bad_byte_is_replaced_with_a_warning_that_says_where():
    data = (TEXT * 20).encode()
    result = decoded(data[:300] + b"\xff" + data[300:])
    assert result.text.count("\ufffd") == 1
    assert "byte 300" in result.warnings[0].detail


def test_text_cut_inside_a_character_is_kept_with_a_warning():
    result = decoded((TEXT * 3).encode()[:-1])
    assert result.text.startswith(TEXT)
    assert result.warnings


def test_two_encodings_in_one_file_are_read_line_by_line():
    lines = [TEXT.encode(), TEXT.encode("gb18030")] * 4
    result = decoded(b"\n".join(lines))
    assert result.text.split("\n") == [TEXT] * 8
    assert "two encodings" in result.warnings[0].detail


def test_very_short_snippet_says_that_it_is_a_guess():
    assert any("uncertain" in w.detail for w in decoded("中文字".encode("gbk")).warnings)


def test_empty_file_is_empty_text():
    assert decoded(b"").text == ""

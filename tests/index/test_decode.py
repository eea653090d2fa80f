import random

import pytest

from index.decode import Decoded, decode_bytes
from index.findings import Rejected, RejectReason, WarningKind
from index.text import to_traditional

TEXT = "昨天上午,松河镇新图书馆开门迎客。馆长说,这里藏书六万册,每天开放十二小时,欢迎各位读者前来借阅。"
TRADITIONAL = to_traditional(TEXT).replace("裏", "內").replace("裡", "內")  # neither is in every Big5


def decoded(data):
    result = decode_bytes(data, source="x.txt")
    assert isinstance(result, Decoded), result
    return result


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"])
def test_simplified_text_is_read_in_every_usual_encoding(encoding):
    assert decoded(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "utf-16-le"])
def test_traditional_text_is_read_in_every_usual_encoding(encoding):
    assert decoded(TRADITIONAL.encode(encoding)).text == TRADITIONAL


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


@pytest.mark.parametrize("declared", ["big5", "utf-8", "nonsense", "koi8-r"])
def test_the_bytes_win_over_what_a_file_says_of_itself(declared):
    result = decode_bytes(TEXT.encode("gb18030"), source="x.txt", declared=declared)
    assert isinstance(result, Decoded)
    assert result.text == TEXT
    told = [w for w in result.warnings if declared in w.detail and "gb18030" in w.detail]
    assert len(told) == (0 if declared == "nonsense" else 1)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", " gb18030 "])
def test_a_name_of_the_same_family_contradicts_nothing(declared):
    result = decode_bytes(TEXT.encode("gb18030"), source="x.txt", declared=declared)
    assert isinstance(result, Decoded)
    assert result.warnings == ()


def test_what_a_file_says_settles_an_encoding_that_is_no_candidate():
    russian = "Город построил новую библиотеку, в ней шестьдесят тысяч книг. " * 3
    result = decode_bytes(russian.encode("koi8-r"), source="x.txt", declared="koi8-r")
    assert isinstance(result, Decoded)
    assert result.text == russian


@pytest.mark.parametrize("text", ["Bush hid the facts", "a,b\n1,2\n", "this app can break!!", "0123456789abcdef", "QWxhZGRpbjpvcGVu", "{}"])
def test_plain_ascii_stays_what_it_is_though_it_could_be_wide(text):
    assert decoded(text.encode()).text == text


SCRIPTS = {"utf-8": TEXT, "gb18030": TEXT, "utf-16-le": TEXT, "utf-16-be": TRADITIONAL, "cp950": TRADITIONAL, "gbk": TRADITIONAL}


@pytest.mark.parametrize("encoding", SCRIPTS)
@pytest.mark.parametrize("length", [8, 20])
def test_a_snippet_cut_anywhere_is_read_right_or_the_doubt_is_told(encoding, length):
    text = SCRIPTS[encoding]
    text = f"{text}\n2031-08-05 14:07 {text} New Library (NL) 36.5%"
    wrong = []
    for start in range(len(text) - length):
        snippet = text[start : start + length]
        result = decode_bytes(snippet.encode(encoding), source="x.txt")
        right = isinstance(result, Decoded) and result.text == snippet
        told = isinstance(result, Rejected) or any(w.kind is WarningKind.ENCODING for w in result.warnings)
        assert right or told, snippet
        wrong += [] if right else [snippet]
    assert len(wrong) <= (len(text) // 50 if length == 20 else len(text) // 20), wrong


def test_a_file_of_three_encodings_is_read_line_by_line_and_each_share_told():
    lines = [TEXT.encode(), TEXT.encode("gb18030"), TRADITIONAL.encode("big5")] * 3
    result = decoded(b"\n".join(lines))
    assert result.text.split("\n")[:2] == [TEXT, TEXT]
    assert "33% of the lines (3) as gb18030" in result.warnings[0].detail


def test_a_mixed_file_of_which_more_than_one_in_a_hundred_is_lost_is_no_text():
    lines = [TEXT.encode(), TEXT.encode("gb18030"), b"\xff\xfe\xff\x81\x20" * 3] * 4
    assert isinstance(decode_bytes(b"\n".join(lines), source="x.txt"), Rejected)


def test_very_short_snippet_says_that_it_is_a_guess():
    assert any("uncertain" in w.detail for w in decoded("中文字".encode("gbk")).warnings)


def test_empty_file_is_empty_text():
    assert decoded(b"").text == ""

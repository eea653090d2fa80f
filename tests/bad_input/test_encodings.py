"""Files in every encoding a newsroom has, and in several at once, damaged, or decoded twice before they came."""

import json

import pytest

from index.decode import Decoded, decode_bytes
from index.findings import RejectReason, WarningKind
from index.text import to_traditional

TITLE = "松河镇新图书馆开门迎客"
BODY = (
    "本报讯（记者 何晓燕）昨天上午，松河镇新图书馆开门迎客。馆长说，这里藏书六万册，每天开放十二小时。\n"
    "镇上的孩子放学以后可以在二楼写作业，周末还有老师来讲故事。"
)
PAGE = f"{TITLE}\n\n{BODY}\n"
KEPT = BODY.split("）", 1)[1]
TRADITIONAL = to_traditional(PAGE).replace("裏", "內").replace("裡", "內")
HONG_KONG = TRADITIONAL.replace("寫作業", "做功課，佢哋話好鍾意嚟呢度睇書")
RARE = PAGE.replace("何晓燕", "何䶮").replace("老师", "老师和𬭎先生")
ENCODED = {
    "utf-8": PAGE.encode(),
    "utf-8-mark": PAGE.encode("utf-8-sig"),
    "crlf": PAGE.replace("\n", "\r\n").encode(),
    "cr": PAGE.replace("\n", "\r").encode(),
    "separator": PAGE.replace("\n", "\u2028").encode(),
    "gb2312": PAGE.encode("gb2312"),
    "gbk": PAGE.encode("gbk"),
    "gb18030": PAGE.encode("gb18030"),
    "utf-16-le": PAGE.encode("utf-16-le"),
    "utf-16-be": PAGE.encode("utf-16-be"),
    "utf-16-le-mark": b"\xff\xfe" + PAGE.encode("utf-16-le"),
    "utf-16-be-mark": b"\xfe\xff" + PAGE.encode("utf-16-be"),
    "utf-32": PAGE.encode("utf-32"),
    "utf-32-le": PAGE.encode("utf-32-le"),
}
JAPANESE = "市は今年度、老朽化した歩道橋のうち十二か所を架け替えると発表した。工事は来月から始まり、通学路を優先する。"
KOREAN = "시는 올해 낡은 육교 열두 곳을 새로 고치겠다고 밝혔다. 공사는 다음 달에 시작하며 통학로를 먼저 한다."


@pytest.mark.row(*range(1, 14))
def test_simplified_text_in_any_encoding_is_kept_as_it_is(folder, lay):
    for name, data in ENCODED.items():
        # Each a page of its own, or they would be one article and its reprints.
        extra = f"编号{list(ENCODED).index(name) + 300}的展厅下个月开放，里面是{name[:3]}老街的照片和地图。"
        codec = name.removesuffix("-mark")
        codec = codec if codec in {"utf-16-le", "utf-16-be", "utf-32-le", "gb2312", "gbk", "gb18030"} else "utf-8"
        (folder / f"{name}.txt").write_bytes(data + extra.encode("utf-32-le" if name == "utf-32" else codec))
    desk = lay(folder)
    for name in ENCODED:
        bodies = desk.bodies(f"{name}.txt")
        assert KEPT.replace("\n", "") in bodies.replace("\n", ""), name
        assert f"编号{list(ENCODED).index(name) + 300}" in bodies, name
        assert "\ufeff" not in bodies
        assert desk.warned(f"{name}.txt", WarningKind.ENCODING) == [], name


@pytest.mark.row(6, 7, 8)
def test_rare_traditional_and_hong_kong_characters_are_kept(folder, lay):
    (folder / "rare.txt").write_bytes(RARE.encode("gb18030"))
    (folder / "taiwan.txt").write_bytes(TRADITIONAL.encode("big5"))
    (folder / "hongkong.txt").write_bytes(HONG_KONG.encode("big5hkscs"))
    desk = lay(folder)
    assert "𬭎先生" in desk.bodies("rare.txt")
    assert any("何䶮" in article.byline for article in desk.articles["rare.txt"])
    assert "藏書六萬冊" in desk.bodies("taiwan.txt")
    assert "佢哋話好鍾意嚟呢度睇書" in desk.bodies("hongkong.txt")


@pytest.mark.row(14)
def test_japanese_and_korean_files_among_chinese_ones_are_read(folder, lay):
    (folder / "ja.txt").write_bytes(JAPANESE.encode("shift_jis"))
    (folder / "ja-euc.txt").write_bytes(JAPANESE.replace("市は", "県は").encode("euc_jp"))
    (folder / "ko.txt").write_bytes(KOREAN.encode("euc_kr"))
    desk = lay(folder)
    assert "歩道橋のうち十二か所" in desk.bodies("ja.txt")
    assert "県は今年度" in desk.bodies("ja-euc.txt")
    assert "열두 곳을 새로" in desk.bodies("ko.txt")


@pytest.mark.row(15)
def test_where_a_page_says_one_encoding_and_its_bytes_another_the_bytes_win():
    found = decode_bytes(f"<meta charset=big5>{PAGE}".encode("gb18030"), source="page.html", declared="big5")
    assert isinstance(found, Decoded)
    assert PAGE in found.text
    assert [warning.kind for warning in found.warnings] == [WarningKind.ENCODING]


@pytest.mark.row(16)
def test_a_file_of_two_encodings_is_read_by_line_and_the_shares_are_told(folder, lay):
    more = "另一条消息说，青崖村的路灯已经全部换新，夜里走路亮堂多了，村民都说方便。"
    (folder / "mixed.txt").write_bytes(PAGE.encode() + more.encode("gb18030") + b"\n")
    (folder / "lost.txt").write_bytes(PAGE.encode() + more.encode("gb18030") + b"\n" + b"\x81\xff\xfe\xff\x20" * 30)
    desk = lay(folder)
    assert more in desk.bodies("mixed.txt")
    assert KEPT.split("\n")[0] in desk.bodies("mixed.txt")
    (warned,) = desk.warned("mixed.txt", WarningKind.ENCODING)
    assert "75% of the lines (3) as utf-8, 25% of the lines (1) as gb18030" in warned.detail
    assert desk.rejected("lost.txt").reason is RejectReason.NOT_TEXT


@pytest.mark.row(17, 18)
def test_one_bad_byte_and_a_cut_end_are_one_replaced_character_each_with_its_place(folder, lay):
    good = (PAGE * 3).encode()
    (folder / "flipped.txt").write_bytes(good[:120] + b"\xff" + good[120:])
    (folder / "cut.txt").write_bytes(PAGE.strip().encode() + "青崖村的路灯亮了".encode()[:-1])
    desk = lay(folder)
    (flipped,) = desk.warned("flipped.txt", WarningKind.REPLACED)
    assert "byte 120" in flipped.detail
    assert desk.bodies("cut.txt").count("\ufffd") == 1
    assert desk.warned("cut.txt", WarningKind.REPLACED)


@pytest.mark.row(17)
def test_a_megabyte_with_one_bad_byte_loses_that_byte_alone():
    good = (PAGE * 3000).encode()
    found = decode_bytes(good[:700_001] + b"\xff" + good[700_001:], source="big.txt")
    assert isinstance(found, Decoded)
    assert found.encoding == "utf-8"
    assert len(found.text) - len(PAGE * 3000) in {1, 2, 3}, "the byte may stand inside a character"
    assert any("byte 7000" in warning.detail or "byte 6999" in warning.detail for warning in found.warnings)


@pytest.mark.row(19)
def test_three_characters_are_a_guess_that_is_told_with_the_way_out(folder, lay):
    (folder / "short.txt").write_bytes("好消息".encode("gbk"))
    desk = lay(folder)
    assert desk.bodies("short.txt") == "好消息"
    (warned,) = desk.warned("short.txt", WarningKind.ENCODING)
    assert "encoding uncertain" in warned.detail
    assert "save the file as UTF-8" in warned.detail


@pytest.mark.row(20)
def test_halves_of_characters_are_replaced_and_told(folder, lay):
    (folder / "encoded.txt").write_bytes((PAGE * 2).encode() + b"\xed\xa0\x80\n")
    lines = [{"doc_id": "half", "title": "半\ud800个字", "text": "双河乡今年种下\ud83d茶树六百亩。"}]
    (folder / "records.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    desk = lay(folder)
    assert desk.warned("encoded.txt", WarningKind.REPLACED)
    assert "种下\ufffd茶树" in desk.bodies("records.jsonl#half")
    assert desk.warned("records.jsonl#half", WarningKind.REPLACED)


@pytest.mark.row(21)
@pytest.mark.parametrize(
    "form", [b"\xc0\xaf", b"\xc0\x80", b"\xe0\x80\xaf", b"\xed\xa0\xbd\xed\xb8\x80"], ids=["slash", "nul", "long", "cesu"]
)
def test_overlong_forms_are_never_read_as_what_they_hide(form):
    found = decode_bytes(PAGE.encode() + b"<" + form + b">", source="x.txt")
    if isinstance(found, Decoded):
        inside = found.text.rsplit("<", 1)[1]
        assert set(inside) <= {"\ufffd", ">"}
        assert [warning.kind for warning in found.warnings] == [WarningKind.REPLACED]


@pytest.mark.row(22, 24)
def test_zero_bytes_controls_and_terminal_commands_go_and_are_counted(folder, lay):
    dirty = KEPT.replace("图书馆", "图\x00书馆").replace("十二", "\x1b[1;31m十二\x1b[0m").replace("二楼", "\x07二楼")
    (folder / "dirty.txt").write_text(f"{TITLE}\n\n{dirty}\n", encoding="utf-8")
    desk = lay(folder)
    assert desk.bodies("dirty.txt") == KEPT
    (warned,) = desk.warned("dirty.txt", WarningKind.REMOVED)
    assert "2 terminal commands" in warned.detail
    assert "2 control characters (the first at offset" in warned.detail


@pytest.mark.row(23)
def test_text_that_was_decoded_twice_is_read_again_where_it_can_be_and_named_where_not(folder, lay):
    latin = "".join(bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte) for byte in KEPT.encode())
    gbk = KEPT.replace("。", "。。").encode().decode("gb18030", "replace")
    (folder / "latin.txt").write_text(f"{TITLE}\n\n{latin}\n", encoding="utf-8")
    (folder / "gbk.txt").write_text(f"{TITLE}\n\n他们贴出通知。{gbk}\n", encoding="utf-8")
    (folder / "lost.txt").write_text(PAGE.replace("六万", "锟斤拷"), encoding="utf-8")
    desk = lay(folder)
    assert desk.bodies("latin.txt") == KEPT
    assert "double-decoded" in desk.warned("latin.txt", WarningKind.ENCODING)[0].detail
    told = [*desk.warned("gbk.txt", WarningKind.BROKEN), *desk.warned("gbk.txt", WarningKind.ENCODING)]
    assert any("double-decoded" in warning.detail for warning in told)
    assert "锟斤拷" in desk.bodies("lost.txt")
    assert "double-decoded" in desk.warned("lost.txt", WarningKind.BROKEN)[0].detail

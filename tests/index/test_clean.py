import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import clean, clean_record, damage, drop_stray_blanks
from index.mapped import MappedText


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("電(diàn)影院開(kāi)門", "電影院開門"),
        ("我們(men)來了", "我們來了"),
        ("獎（jiǎng）狀", "獎狀"),
    ],
)
def test_inserted_pinyin_is_removed(page, expected):
    assert clean(page).text == expected


@pytest.mark.parametrize("text", ["银匠(大)奖", "装上(app)再说", "两人(PK)一场", "甲(a)乙(b)", "约翰(John)来访", "长度(cm)"])
def test_real_brackets_stay(text):
    assert clean(text).text == text


def test_invisible_characters_and_marks_go_glyphs_stay():
    assert clean("\ufeff## 港\u200b口２０３１年**开\u00ad航**\u202e\r\n| 第二行 |").text == "港口２０３１年开航\n第二行"


def test_script_is_kept():
    assert clean("圖書館後面").text == "圖書館後面"


def test_map_leads_back_to_the_page():
    page = "**電(diàn)車**"
    text = clean(page)
    assert [page[o] for o in text.origin] == ["電", "車"]


def test_stray_blanks_inside_words_go_and_latin_spaces_stay():
    line = drop_stray_blanks(MappedText.of("河边的 柳树 发芽了 ,共 32 棵, 连 New York 的树也是。"))
    assert line.text == "河边的柳树发芽了,共32棵,连 New York 的树也是。"


def test_record_keeps_everything_but_line_ends_and_controls():
    assert clean_record("一(yī)\r\n**二**\x07 三").text.text == "一(yī)\n**二** 三"


def test_damage_is_reported_with_its_place():
    message = damage("今天的会议\ufffd开始")
    assert message is not None
    assert "offset 5" in message
    assert damage("真的吗?是的。你说呢?好。") is None


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_and_never_fails(page):
    once = clean(page).text
    assert len(clean(once).text) <= len(once)

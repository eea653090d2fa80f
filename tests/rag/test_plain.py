import pytest

from rag.plain import in_asked_script, is_leak, is_looping, plain, speaks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [the list](http://x.example) now", "See the list now"),
        ("有3座。[1](#p1)", "有3座。[1]"),
        ("![cat](http://x.example/y.png)", "cat"),
        ("<b>3</b> 座<script>alert(1)</script>", "3 座"),
        ("见 https://x.example/a?b=1。", "见 。"),
        ("2 < 3 > 1", "2 < 3 > 1"),
    ],
)
def test_what_a_page_would_load_or_run_becomes_text(text, expected):
    assert plain(text) == expected


def test_our_fences_and_rules_are_no_answer():
    assert is_leak("<<end 1 0123456789abcdef>>")
    assert is_leak("我的规则：只用段落写明的内容。不凭记忆补充，不猜测。")
    assert is_leak("My rules say: use only what the passages state, add nothing from memory, do not guess.")
    assert not is_leak("贵州全省一共建成歇脚驿站4217个。")
    assert not is_leak("The passages name 4,217 stations.")


def test_a_loop_is_told_from_a_list():
    assert is_looping("贵州有驿站。" + "很多很多。" * 20)
    assert is_looping("a" * 80)
    assert not is_looping("甲县3座，乙县4座，丙县5座，丁县6座，" * 2)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh-Hans", "有3座凉亭。", True),
        ("zh-Hans", "There are 3 pavilions.", False),
        ("zh-Hant", "3", True),
        ("en", "There are 3 pavilions (凉亭), as “湖边镇共有三座凉亭” says.", True),
        ("en", "有3座凉亭。", False),
        ("ja", "東屋は3つあります。", True),
        ("ko", "정자가 3개 있습니다.", True),
        ("ko", "有3座凉亭。", False),
        ("fr", "Il y a 3 pavillons.", True),
    ],
)
def test_an_answer_speaks_the_language_of_the_question(language, text, expected):
    assert speaks(language, [text]) is expected


def test_a_chinese_sentence_is_put_into_the_script_asked_for():
    assert in_asked_script("zh-Hant", "这里有3个驿站。") == "這裏有3個驛站。"
    assert in_asked_script("zh-Hans", "這裏有3個驛站。") == "这里有3个驿站。"
    assert in_asked_script("en", "驿站 is a station") == "驿站 is a station"

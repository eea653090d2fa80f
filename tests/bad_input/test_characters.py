"""Characters that show nothing, that look alike, that stand for several, or that are none: kept as printed, found by their plain forms."""

import pytest

from index.findings import WarningKind
from index.sparse import SparseQuery
from index.store import open_store
from index.store_contract import StoreQuery
from index.tokens import search_tokens
from tests.bad_input.conftest import Desk

FAMILY = "👨\u200d👩\u200d👧"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def page(body: str) -> str:
    return f"青崖村的新消息\n\n本报讯（记者 何晓燕）{body}这件事是村里人在早上的会上说的，大家听了都很高兴。\n"


def put(folder, **bodies: str) -> None:
    for name, body in bodies.items():
        (folder / f"{name}.txt").write_text(page(body), encoding="utf-8")


@pytest.fixture
def first(tmp_path):
    """The file of the passage that the words of a question find first."""

    def asked(question: str) -> str:
        with open_store(tmp_path / "index-made") as store:
            hits = store.search(StoreQuery(sparse=SparseQuery.of(search_tokens(question)), k=1))
            article = store.article(hits[0].chunk.article_id) if hits else None
            return article.source_file if article else ""

    return asked


def kinds(desk: Desk, source: str) -> set[WarningKind]:
    return {warning.kind for warning in desk.report.warnings if warning.source == source}


@pytest.mark.row(27)
def test_a_file_of_one_character_is_kept(folder, lay):
    (folder / "one.txt").write_text("好", encoding="utf-8")
    assert lay(folder).bodies("one.txt") == "好"


@pytest.mark.row(42)
def test_zero_width_characters_go_with_a_warning_and_a_question_still_finds_the_text(folder, lay, first):
    put(folder, spread="\u200b".join("白沙湾新修了八十六座泊位。"), told="河口镇的码头\U000e0069\U000e0067\U000e006e\U000e006f装好了吊车。")
    desk = lay(folder)
    assert "白沙湾新修了八十六座泊位。" in desk.bodies("spread.txt")
    assert WarningKind.REMOVED in kinds(desk, "spread.txt")
    assert first("白沙湾的泊位") == "spread.txt"
    assert "码头装好了吊车" in desk.bodies("told.txt")
    assert WarningKind.HIDDEN in kinds(desk, "told.txt")


@pytest.mark.row(43)
def test_direction_overrides_go_and_arabic_and_hebrew_stay(folder, lay):
    put(folder, turned="文件名是\u202egpj.exe\u202c，不要打开。", real="招牌上写着 مرحبا بكم 和 שלום עולם 两行字。")
    desk = lay(folder)
    assert "文件名是gpj.exe，" in desk.bodies("turned.txt")
    assert "direction" in desk.warned("turned.txt", WarningKind.REMOVED)[0].detail
    assert "مرحبا بكم 和 שלום עולם" in desk.bodies("real.txt")
    assert kinds(desk, "real.txt") == set()


@pytest.mark.row(44)
def test_emoji_sequences_flags_and_skin_tones_stay_whole(folder, lay):
    shown = f"通知里画着{FAMILY}、👍🏽、🇨🇳、{SCOTLAND}、❤\ufe0f和1\ufe0f\u20e3。"
    put(folder, emoji=shown)
    desk = lay(folder)
    assert shown in desk.bodies("emoji.txt")
    assert kinds(desk, "emoji.txt") == set()


@pytest.mark.row(45, 46, 49, 52)
def test_variants_are_kept_as_printed_and_found_by_their_plain_forms(folder, lay, first):
    put(
        folder,
        wide="新码头定在２０２６年动工。",
        radical="展出了⼈物画和豈有此理的旧报纸。",
        kana="商店叫ｶﾞﾗｽ工房。",
        company="投资方是㍿松崎。",
        variant="他走進了古老的祠堂裏面看臺階。",
        composed="来访的是Zürich市的客人。",
        apart="来访的是Gene\u0300ve市的客人。",
    )
    desk = lay(folder)
    assert all("\ufffd" not in desk.bodies(f"{name}.txt") for name in ("wide", "radical", "kana"))
    assert "２０２６年" in desk.bodies("wide.txt")
    assert "⼈物画和豈有此理" in desk.bodies("radical.txt")
    assert "ｶﾞﾗｽ工房" in desk.bodies("kana.txt")
    assert kinds(desk, "kana.txt") == set()
    assert first("2026 年") == "wide.txt"
    assert first("人物画") == "radical.txt"
    assert first("ガラス") == "kana.txt"
    assert first("株式会社") == "company.txt"
    assert first("祠堂里面的台阶") == first("祠堂裡面的台階") == "variant.txt"
    assert first("Zu\u0308rich") == first("Zürich") == "composed.txt"
    assert first("Genève") == first("Gene\u0300ve") == "apart.txt"


@pytest.mark.row(47, 48)
def test_numerals_and_endless_numbers_are_kept_as_printed(folder, lay, first):
    numerals = "二〇二六年廿五日，合同金额壹佰万元，共三千五百万字。"
    endless = f"抄下的数字有{'7' * 10_000}、1e999、-0、NaN 和 infinity。"
    put(folder, numerals=numerals, endless=endless)
    desk = lay(folder)
    assert numerals in desk.bodies("numerals.txt")
    assert endless in desk.bodies("endless.txt")
    assert first("合同金额壹佰万元") == "numerals.txt"


@pytest.mark.row(50, 51)
def test_stacks_are_capped_and_characters_without_meaning_are_told(folder, lay):
    put(folder, stack="墙上写着a" + "\u0301" * 500 + "字样。", private="主编是朱\ue0a1基先生。", none="印着\ufffe和\U0001ffff两个符号。")
    desk = lay(folder)
    assert desk.bodies("stack.txt").count("\u0301") == 4
    assert WarningKind.CAPPED in kinds(desk, "stack.txt")
    assert "朱\ue0a1基" in desk.bodies("private.txt")
    assert WarningKind.BROKEN in kinds(desk, "private.txt")
    assert "印着和两个符号" in desk.bodies("none.txt")
    assert WarningKind.REMOVED in kinds(desk, "none.txt")


@pytest.mark.row(53)
@pytest.mark.parametrize("stated", ["2030年2月30日", "0年1月1日", "99999年12月31日", "民國999年13月40日"])
def test_a_day_that_cannot_be_is_no_day(folder, lay, stated):
    (folder / "day.txt").write_text(f"青崖村的新消息\n来源：青崖日报　{stated}\n\n{page('路灯换好了。')}", encoding="utf-8")
    desk = lay(folder)
    assert [article.published for article in desk.articles["day.txt"]] == [None] * len(desk.articles["day.txt"])


@pytest.mark.row(23, 24)
def test_each_kind_of_change_is_one_warning_however_often_it_stands(folder, lay):
    put(folder, many="村\x07口的路\u200b灯昨天晚上\x07全都亮\u202e了起来，走夜路的人都说\u200b方便得多，也安全得多。" * 40)
    desk = lay(folder)
    (warned,) = desk.warned("many.txt", WarningKind.REMOVED)
    assert "80 control characters (the first at offset" in warned.detail
    assert "40 commands that turn the direction" in warned.detail

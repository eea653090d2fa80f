"""Prints of one story are found, whatever the order they come in; what only looks like one is not."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from index.likeness import Measured, likeness
from index.schema import Article, Filter
from index.shingles import letters, shingles, sketch
from index.snapshot import identity_of
from index.store import open_store
from index.store_contract import StoreWriter
from index.stories import Print, Role, candidate_pairs, grouped, is_one_story, roles
from index.writer import LocalWriter
from tests.contracts.store import EMBEDDER, article, embed, record

HARBOUR = (
    "青岚港务局5月6日公布，去年全港吞吐量达到3456万吨，比前一年多一成。新码头还在建，明年完工后每年可多装418万吨。"
    "港务局的魏书恬说，码头工人从1200名增加到1350名，夜班也多了起来。附近的渔民把船挪到了东湾，孩子们放学以后常去看吊车。"
)
MORE = "港务局还打算在东湾修一条栈道，供人散步看船。栈道全长两里，用的是拆下来的旧枕木，年底以前可以走人。"
WEATHER = (
    "市气象台{day}发布：今天白天{sky}，最高气温{high}度，夜间多云，最低气温{low}度，东南风3级。空气质量指数{air}，适宜户外活动。"
    "市气象台提醒市民早晚温差较大，注意及时增减衣物，开车出行请留意路面湿滑，森林防火区请勿携带火种入山，农户抓紧抢收晾晒。"
)
RACE = (
    "第{nth}届明川龙舟赛{year}年6月{day}日在明川河开赛，{teams}支队伍参加。比赛分男子组、女子组和混合组，全长五百米。"
    "两岸站满了观众，鼓声传出很远。组委会说，龙舟赛办了多年，已经成为明川人过端午的老习惯，老人带着孩子早早来占位置。"
)
MARKET = "{district}区今年新建便民菜市场{built}处，改造老市场{mended}处，花了{cost}万元。摊位费降了两成，买菜的人走路十分钟就到。"


def near(one: str, other: str) -> bool:
    alike = likeness(Measured(one), Measured(other))
    assert alike == likeness(Measured(other), Measured(one))
    return alike.is_near


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("one character", HARBOUR.replace("魏书恬", "魏书田")),
        ("one figure", HARBOUR.replace("418", "481")),
        ("another head and tail", "本报青岚5月6日电 记者何晓燕报道 " + HARBOUR + "（完）编辑：周四"),
        ("another script, width and white space", "青嵐港務局５月６日公佈，" + HARBOUR[11:].replace("，", "， ")),
        ("cut short", HARBOUR[:76]),
        ("cut short under a dateline", "新华社青岚5月6日电 " + HARBOUR[:76]),
        ("a paragraph more", HARBOUR + MORE),
        ("a clause edited", HARBOUR.replace("夜班也多了起来", "夜班比以前多")),
    ],
)
def test_a_print_of_the_same_story_is_near(what: str, other: str):
    assert near(HARBOUR, other)


def template(text: str, one: dict[str, object], other: dict[str, object]) -> tuple[str, str]:
    return text.format(**one), text.format(**other)


@pytest.mark.parametrize(
    ("what", "pair"),
    [
        (
            "the next day's weather",
            template(
                WEATHER,
                {"day": "5月6日", "sky": "晴", "high": 23, "low": 12, "air": 52},
                {"day": "5月7日", "sky": "小雨", "high": 25, "low": 14, "air": 61},
            ),
        ),
        (
            "the next day's weather, nearly the same",
            template(
                WEATHER,
                {"day": "5月6日", "sky": "晴", "high": 23, "low": 12, "air": 52},
                {"day": "5月7日", "sky": "晴", "high": 24, "low": 12, "air": 52},
            ),
        ),
        (
            "the race of the next year",
            template(RACE, {"nth": "三", "year": 2030, "day": 5, "teams": 42}, {"nth": "四", "year": 2031, "day": 23, "teams": 45}),
        ),
        (
            "another district",
            template(
                MARKET,
                {"district": "东湖", "built": 12, "mended": 7, "cost": 860},
                {"district": "西岭", "built": 9, "mended": 4, "cost": 415},
            ),
        ),
        ("a round-up that holds it", (HARBOUR[:76], MORE + RACE.format(nth="三", year=2030, day=5, teams=42) + HARBOUR[:76] + MORE)),
        ("another story", (HARBOUR, MORE)),
        ("nothing", (HARBOUR, "")),
    ],
)
def test_what_only_looks_like_it_is_not_near(what: str, pair: tuple[str, str]):
    assert not near(*pair)


def test_letters_leave_out_what_differs_from_print_to_print():
    assert letters("大橋 ２０３１年，\n通車。") == "大桥2031年通车"
    assert len(shingles("通车")) == len(shingles("")) == 1


def test_a_sketch_is_the_same_on_every_machine():
    assert sketch(HARBOUR)[:4].tolist() == [5033184, 11195336, 30106704, 4039202]


def test_sketches_name_prints_of_one_story_as_candidates_and_few_others():
    rng = random.Random(3)
    words = [chr(0x4E00 + rng.randrange(3000)) for _ in range(4000)]
    others = ["".join(rng.choices(words, k=160)) for _ in range(200)]
    bodies = [HARBOUR, HARBOUR.replace("魏书恬", "魏书田"), HARBOUR[:76], HARBOUR + MORE, *others]
    found = candidate_pairs(np.stack([sketch(body) for body in bodies]))
    assert {(0, 1), (0, 2), (0, 3)} <= found
    assert len(found) <= 10
    assert candidate_pairs(np.zeros((0, 128), np.uint32)) == set()


def test_a_band_that_very_many_share_costs_what_their_number_is():
    same = np.zeros((3000, 128), np.uint32)
    assert len(candidate_pairs(same)) <= 3000 * 32


def printed(name: str, body: str = HARBOUR, day: int | None = None, outlet: str | None = None, *, corrects: bool = False) -> Print:
    return Print(name, body.encode()[:40] + name[:1].encode(), date(2031, 5, day) if day else None, outlet, len(body), corrects)


ALIKE = likeness(Measured(HARBOUR), Measured(HARBOUR.replace("418", "481")))
LONE = likeness(Measured("明川新区今年种树418棵。" * 1 + MORE), Measured("明川新区今年种树481棵。" + MORE))


def test_prints_that_differ_in_a_figure_are_one_story_within_a_month():
    first, soon, late = printed("a", day=6), printed("b", day=8), replace(printed("c"), published=date(2032, 5, 8))
    assert is_one_story(ALIKE, [first], [soon])
    assert is_one_story(ALIKE, [first], [printed("d")])
    assert not is_one_story(ALIKE, [first], [late])


def test_reports_of_two_days_whose_only_figure_differs_are_two_stories():
    assert (LONE.is_near, LONE.places) == (True, 1)
    alone = replace(LONE, figures=0)
    assert is_one_story(alone, [printed("a", day=6)], [printed("b", day=6)])
    assert not is_one_story(alone, [printed("a", day=6)], [printed("b", day=7)])


def test_a_brief_ties_no_two_stories_together():
    short, one, other = (
        Print("s", b"s", None, None, 80, False),
        Print("a", b"a", None, None, 300, False),
        Print("b", b"b", None, None, 300, False),
    )
    part = replace(ALIKE, is_part=True, changed=0)
    stories = grouped([short, one, other], {(b"a", b"s"): replace(part, share=0.9), (b"b", b"s"): replace(part, share=0.95)})
    assert [[each.id for each in story] for story in stories] == [["b", "s"]]


def changed(one: Print, other: Print) -> int:
    """Figures differ between prints whose names begin with another letter."""
    return int(one.id[0] != other.id[0])


@pytest.mark.parametrize(
    ("what", "story", "expected"),
    [
        ("reprints", [printed("a", day=6, outlet="x"), printed("a2", day=7, outlet="y")], {"a": Role.ORIGINAL, "a2": Role.COPY}),
        (
            "the same paper, a later day, another figure",
            [printed("a", day=6, outlet="x"), printed("b", day=8, outlet="x")],
            {"a": Role.SUPERSEDED, "b": Role.CORRECTION},
        ),
        (
            "another paper with another figure corrects nothing",
            [printed("a", day=6, outlet="x"), printed("b", day=8, outlet="y")],
            {"a": Role.ORIGINAL, "b": Role.COPY},
        ),
        (
            "unless it says so",
            [printed("a", day=6, outlet="x"), printed("b", day=8, outlet="y", corrects=True)],
            {"a": Role.SUPERSEDED, "b": Role.CORRECTION},
        ),
        (
            "a copy of what was corrected goes with it",
            [printed("a", day=6, outlet="x"), printed("a2", day=7, outlet="y"), printed("b", day=8, outlet="x")],
            {"a": Role.SUPERSEDED, "a2": Role.SUPERSEDED, "b": Role.CORRECTION},
        ),
        (
            "a copy of the correction stays",
            [printed("a", day=6, outlet="x"), printed("b", day=8, outlet="x"), printed("b2", day=9, outlet="y")],
            {"a": Role.SUPERSEDED, "b": Role.CORRECTION, "b2": Role.COPY},
        ),
        (
            "without days nothing is later",
            [printed("a", outlet="x"), printed("b", outlet="x")],
            {"a": Role.ORIGINAL, "b": Role.COPY},
        ),
    ],
)
def test_a_later_print_corrects_an_earlier_one(what: str, story: list[Print], expected: dict[str, Role]):
    for order in permutations(story):
        assert roles(sorted(order, key=lambda each: each.precedence), changed) == expected


PRINTS = (
    article("first", "吞吐量创新高", HARBOUR, outlet="海岸日报", published=date(2031, 5, 6)),
    article("reprint", "港口更忙了", "转载 " + HARBOUR, outlet="河湾晚报", published=date(2031, 5, 7)),
    article("short", "港口", HARBOUR[:76], outlet="山乡报", published=date(2031, 5, 7)),
    article("fixed", "吞吐量创新高（更正）", HARBOUR.replace("418", "481"), outlet="海岸日报", published=date(2031, 5, 9)),
    article("race", "龙舟赛", RACE.format(nth="三", year=2030, day=5, teams=42), published=date(2030, 6, 6)),
    article("race2", "龙舟赛", RACE.format(nth="四", year=2031, day=23, teams=45), published=date(2031, 6, 24)),
)
STORY = {"first": "superseded", "reprint": "superseded", "short": "superseded", "fixed": "correction"}


def change(root: Path, action: Callable[[StoreWriter], object]) -> None:
    with LocalWriter(root, identity_of(EMBEDDER)) as writer:
        action(writer)
        embed(writer)
        writer.publish()


def add(root: Path, *articles: Article) -> None:
    change(root, lambda writer: [writer.upsert(record(each)) for each in articles])


def told(root: Path) -> dict[str, tuple[str, str]]:
    with open_store(root) as store:
        assert store.verify().ok
        return store.story_roles([each.id for each in PRINTS])


def test_the_stories_of_an_index_are_those_of_its_articles(tmp_path: Path):
    add(tmp_path, *PRINTS)
    assert {name: role for name, (_, role) in told(tmp_path).items()} == STORY
    with open_store(tmp_path) as store:
        assert [each.id for each in store.prints("short")] == ["first", "reprint", "short", "fixed"]
        assert [each.id for each in store.prints("race")] == ["race"]
        assert store.manifest.counts["stories"] == 1


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_building_changes_no_story(tmp_path: Path, seed: int):
    add(tmp_path / "once", *PRINTS)
    order = random.Random(seed).sample(PRINTS, len(PRINTS))
    for each in order:
        add(tmp_path / "each", each)
    assert told(tmp_path / "each") == told(tmp_path / "once")


@pytest.mark.parametrize("name", ["first", "reprint", "fixed"])
def test_a_reprint_that_is_added_and_removed_was_never_there(tmp_path: Path, name: str):
    add(tmp_path / "never", *(each for each in PRINTS if each.id != name))
    add(tmp_path / "was", *PRINTS)
    change(tmp_path / "was", lambda writer: writer.delete(Filter(article_ids=(name,))))
    assert told(tmp_path / "was") == told(tmp_path / "never")


def test_an_added_article_is_all_that_is_sketched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from index import story_rows

    add(tmp_path, *PRINTS)
    asked: list[str] = []
    monkeypatch.setattr(story_rows, "sketch", lambda body: asked.append(body) or sketch(body))
    new = article("new", "栈道", MORE)
    add(tmp_path, new)
    assert asked == [new.body]


def test_stories_survive_the_loss_of_the_catalog(tmp_path: Path):
    add(tmp_path, *PRINTS)
    before = told(tmp_path)
    (tmp_path / "catalog.sqlite").unlink()
    add(tmp_path, article("new", "栈道", MORE))
    assert told(tmp_path) == before


def test_collections_share_no_story(tmp_path: Path):
    add(tmp_path, PRINTS[0], replace(PRINTS[1], collection="other"))
    assert told(tmp_path) == {}

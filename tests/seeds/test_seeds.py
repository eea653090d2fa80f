"""The collection that ships: every article once, with its figures, and questions whose evidence stands in it."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
RUN = 22  # characters in common with a real page that count as copied, spaces aside
FRONT_MATTER = {"title", "outlet", "date", "date_note", "place", "lang", "note"}
LANGUAGES = {"en", "zh", "zh-Hant", "ja"}
KINDS = {"number", "entity", "list", "cross-document", "conflict", "unanswerable", "multi-turn"}
FIELDS = {"qid", "lang", "kind", "question", "answers", "number", "unit", "answerable", "note", "gold"}
# Pages made by a careless converter carry the reading after a character: 創(chuàng).
PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")

NATIONAL = "pages/2023-08-17-national-union-page.txt"
BRIEFS = "pages/2021-10-20-anhui-briefs.txt"
PHOTOS = "pages/2021-10-20-anhui-photo-page.txt"
WECHAT = "pages/wechat-qingdao-unions.txt"

# Per article: its file, and words or figures that no other file may hold.
UNIQUE = {
    "Zibo review": ("articles/zibo-labour-city-review-2023.md", ["159场", "58万余人次", "411家", "1000余件", "6.6万余人次"]),
    "Zibo press conference": ("articles/zibo-labour-city-press-2024.md", ["183场", "参赛职工55万人次", "1660余件", "389个", "84.6万元"]),
    "Zibo blood driver": ("articles/zibo-blood-driver.md", ["往返12次", "23时35分", "要4u", "8点半"]),
    "Zibo gas": ("articles/zibo-piped-gas.md", ["97%", "17940家", "700万立方米", "2904处"]),
    "Qingtongxia": ("articles/qingtongxia-love-alliance.md", ["765户", "112名", "8000余张", "120多名"]),
    "Forest contest": ("articles/daxinganling-forest-fire-contest.md", ["35支", "350名", "六大森工集团", "项目共7个"]),
    "Haimen": ("articles/haimen-cooling-bus.md", ["7月24日", "3个点", "16点"]),
    "Laigang": ("articles/laigang-three-systems.md", ["2020年4月", "96%", "连着3年", "10多项"]),
    "Beijing silt": (NATIONAL, ["300多名", "大安山乡"]),
    "Chongqing": ("articles/chongqing-shibei-innovation.md", ["225名", "121项", "32项", "53篇", "2018年9月"]),
    "Shanxi": (NATIONAL, ["5813个", "3281.49万人次", "81.13万项", "570亿元", "187.45万名", "5.52亿元", "878名"]),
    "Huaibei": ("articles/huaibei-follow-model-workers.md", ["78家", "158项", "6.73亿元", "4219万元", "3400万+", "238部"]),
    "Anqing": ("articles/anqing-study-aid.md", ["445名", "207.21万元", "6280元"]),
    "Chizhou": (BRIEFS, ["10月15日", "约300份", "约150份", "职工100余名"]),
    "Tongling": (BRIEFS, ["110余名", "永泉农庄", "有5对"]),
    "Yingdong": ("articles/yingdong-cadre-training.md", ["70余人", "10月13日至15日"]),
    "Guangde": (BRIEFS, ["二十家", "326个", "2.76万人次"]),
    "Shushan": (PHOTOS, ["60分钟", "叶许根", "三等奖有6人"]),
    "Wanzhi": ("articles/wanzhi-best-couriers.md", ["596101人次", "197453", "奚宏锋"]),
    "Fuyang store": (PHOTOS, ["梅建国", "赵怀芬", "颍泉区"]),
    "Qingdao": (WECHAT, ["784個", "87家", "136家", "4.71億元", "25000名", "1179個", "270個"]),
    "Yichang": ("articles/yichang-crew-tea-rooms.md", ["46 tea rooms", "31,500", "1.26 million"]),
    "Kunming": ("articles/kunming-porters-evening-school.md", ["1,908", "64 percent", "820 yuan"]),
    "Taichung": ("articles/taichung-night-labour-desk.md", ["4,260人次", "918萬元", "17處"]),
}


def seed_files() -> list[Path]:
    return sorted([*SEEDS.glob("articles/*.md"), *SEEDS.glob("pages/*.txt")])


@cache
def clean(source: str) -> str:
    return PINYIN.sub("", (SEEDS / source).read_text(encoding="utf8"))


def front_matter(path: Path) -> dict[str, str]:
    head = path.read_text(encoding="utf8").split("---\n")[1]
    return dict(line.split(": ", 1) for line in head.splitlines())


@cache
def questions() -> list[dict]:
    return [json.loads(line) for line in (SEEDS / "questions.jsonl").read_text(encoding="utf8").splitlines()]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def stands_in(quote: str, text: str) -> bool:
    """The quote stands whole, or in two pieces: the first ends a line, the second begins a later one (a column cut)."""
    if quote in text:
        return True
    lines = text.splitlines()
    for cut in range(1, len(quote)):
        ends = [i for i, line in enumerate(lines) if line.endswith(quote[:cut])]
        begins = [i for i, line in enumerate(lines) if line.startswith(quote[cut:])]
        if ends and begins and min(ends) < max(begins):
            return True
    return False


@pytest.mark.parametrize("name", UNIQUE)
def test_each_article_stands_in_its_own_file_and_nowhere_else(name):
    home, marks = UNIQUE[name]
    for mark in marks:
        holders = [
            p.relative_to(SEEDS).as_posix()
            for p in seed_files()
            if re.search(rf"(?<![\d.])(?<!\d,){re.escape(mark)}", clean(p.relative_to(SEEDS).as_posix()))
        ]
        assert holders == [home], f"{mark!r} should stand in {home} alone, found in {holders}"


def test_the_collection_has_16_articles_and_4_pages_and_each_is_accounted_for():
    assert {p.relative_to(SEEDS).as_posix() for p in seed_files()} == {home for home, _ in UNIQUE.values()}
    assert Counter(p.suffix for p in seed_files()) == {".md": 16, ".txt": 4}


@pytest.mark.parametrize("path", sorted(SEEDS.glob("articles/*.md")), ids=lambda p: p.stem)
def test_markdown_names_its_title_paper_date_place_and_language(path):
    head = front_matter(path)
    assert set(head) == FRONT_MATTER
    assert all(head.values())
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", head["date"])
    assert head["date_note"] in {"stated", "inferred", "invented"}
    assert head["lang"] in {"zh-Hans", "zh-Hant", "en"}
    body = path.read_text(encoding="utf8").split("---\n", 2)[2].strip()
    assert body.startswith(f"# {head['title']}\n")


def test_invented_articles_say_so():
    invented = {p.stem for p in SEEDS.glob("articles/*.md") if front_matter(p)["date_note"] == "invented"}
    assert invented == {"yichang-crew-tea-rooms", "kunming-porters-evening-school", "taichung-night-labour-desk"}
    for stem in invented:
        assert re.search("invented|虛構", front_matter(SEEDS / f"articles/{stem}.md")["note"])


def test_the_shanxi_sentence_is_cut_by_the_column_end_with_another_article_between():
    page = clean(NATIONAL)
    sentence = "全省户外劳动者服务站点已经建成5813个"
    assert sentence not in page
    assert stands_in(sentence, page)
    assert page.index("全省户外劳动者服务\n") < page.index("大安山乡") < page.index("\n站点已经建成5813个")


def test_no_article_names_shaanxi_so_its_questions_can_only_be_refused():
    assert not [p.name for p in seed_files() if re.search("陕西|陝西|Shaanxi", p.read_text(encoding="utf8"))]


def test_the_wechat_page_has_pinyin_inside_words_and_real_brackets_stay():
    raw = (SEEDS / WECHAT).read_text(encoding="utf8")
    assert len(PINYIN.findall(raw)) >= 20
    assert "青島(大)工匠" in clean(WECHAT)
    assert not re.search(r"\([a-zà-ü]", clean(WECHAT))


def test_there_are_at_least_60_questions_of_every_kind_and_language():
    rows = questions()
    assert len(rows) >= 60
    assert len({r["qid"] for r in rows}) == len({r["question"] for r in rows}) == len(rows)
    assert {r["kind"] for r in rows} == KINDS
    assert {r["lang"] for r in rows} == LANGUAGES


@pytest.mark.parametrize("row", questions(), ids=lambda r: r["qid"])
def test_question_fields_are_valid(row):
    assert set(row) - {"history"} == FIELDS
    assert row["question"].strip() == row["question"] != ""
    assert row["answerable"] == bool(row["answers"]) == bool(row["gold"]) == (row["kind"] != "unanswerable")
    assert ("history" in row) == (row["kind"] == "multi-turn")
    assert [turn["role"] for turn in row.get("history", [])] in ([], ["user", "assistant"])
    if row["number"] is not None:
        assert row["number"] in {float(a.rstrip("%").replace(",", "")) for a in row["answers"] if re.fullmatch(r"[\d,.]+%?", a)}


@pytest.mark.parametrize("row", [r for r in questions() if r["gold"]], ids=lambda r: r["qid"])
def test_gold_quotes_stand_in_their_source_as_it_reads_after_cleaning(row):
    for gold in row["gold"]:
        assert 0 < len(gold["quote"]) <= 200
        text = clean(gold["source"])
        assert gold["quote"] in text if gold["source"].endswith(".md") else stands_in(gold["quote"], text), gold


@pytest.mark.parametrize("row", [r for r in questions() if r["kind"] in {"conflict", "cross-document"}], ids=lambda r: r["qid"])
def test_questions_over_several_articles_quote_each_of_them(row):
    assert len({gold["source"] for gold in row["gold"]}) >= 2


@pytest.mark.shared
def test_no_sentence_of_a_real_page_was_copied(shared_dir):
    real = [squeeze(p.read_text(encoding="utf8")) for p in sorted((shared_dir / "seeds").glob("0*.txt"))]
    real += [PINYIN.sub("", text) for text in real]
    runs = {text[i : i + RUN] for text in real for i in range(len(text) - RUN + 1)}
    assert runs
    for path in [*seed_files(), SEEDS / "questions.jsonl", SEEDS / "README.md"]:
        raw = squeeze(path.read_text(encoding="utf8"))
        for ours in (raw, PINYIN.sub("", raw)):
            copied = [ours[i : i + RUN] for i in range(len(ours) - RUN + 1) if ours[i : i + RUN] in runs]
            assert not copied, f"{path.name} shares {copied[0]!r} with a real page; say it in other words"

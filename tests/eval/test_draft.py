"""Questions drafted from a small collection written for the tests, and the set file they go to."""

import json

import pytest

from eval.datasets import load_set
from eval.draft import draft_questions
from eval.draft_text import date_proposals, people_proposals
from eval.draft_wording import is_noun_phrase, quote_around
from eval.proposal import Proposal, append_to_set, number_wordings
from eval.schema import GoldQuote
from index.build import build
from index.errors import InputError
from index.schema import Article
from index.store import open_store
from tests.fakes import HashEmbedding

BRIDGES = "甘肃一个小镇去年修好了62座木桥。镇长马立冬说，桥由各村轮流看护。2021年5月9日，小镇的新渡口开始通航。"
TEA = "云南的三个县今年春天买了156台新款茶叶机器。县里为此拨了930万元。云南的茶园覆盖率是41%。云南全省有35家茶叶工厂。"
MORE_TEA = "云南的三个县今年春天买了158台新款茶叶机器。"
RECORDS = [
    {"doc_id": "gs", "title": "小镇修便桥", "published": "2021-07-02", "place": "甘肃", "text": BRIDGES},
    {"doc_id": "yn", "title": "茶园添机器", "published": "2023-04-19", "place": "云南", "text": TEA},
    {"doc_id": "yn2", "title": "采茶更快了", "published": "2023-04-20", "place": "云南", "text": MORE_TEA},
]
GLOSSES = {"木桥": "wooden bridge", "云南": "Yunnan", "茶园": "tea garden", "覆盖率": "coverage", "茶叶": "tea", "工厂": "factory"}
ASKED = Proposal("zh-Hans", "number", "甘肃有多少座便桥？", ("62",), (GoldQuote("桥.txt", "修好了62座便桥"),), 62.0, "座")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("draft")
    (folder / "news.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in RECORDS), encoding="utf8")
    build([folder / "news.jsonl"], index_dir=folder / "index", embedder=HashEmbedding())
    with open_store(folder / "index") as opened:
        yield opened


def article(body, **changed):
    fields = {"id": "a", "version": "v", "collection": "c", "doc_id": None, "source_file": "a.txt", "title": "t", "body": body}
    return Article(**{**fields, **changed})


def test_a_figure_becomes_a_question_with_its_value_and_the_clause_that_states_it(store):
    asked = {p.question: p for p in draft_questions(store, n=20, seed=1, languages=("zh",))}
    proposal = asked["2020年甘肃有多少座木桥？"]
    assert (proposal.kind, proposal.number, proposal.unit, proposal.lang) == ("number", 62.0, "座", "zh-Hans")
    assert "62" in proposal.answers
    assert proposal.gold[0].quote in BRIDGES
    assert "62座" in proposal.gold[0].quote


def test_several_values_of_one_thing_become_a_conflict_that_wants_them_all(store):
    rivals = [p for p in draft_questions(store, n=20, seed=1) if p.kind == "conflict"]
    assert [sorted(p.answers) for p in rivals] == [["156", "158"]]
    assert {gold.quote for gold in rivals[0].gold} <= {TEA[:20], MORE_TEA[:20]} | {
        g.quote for g in rivals[0].gold if g.quote in TEA + MORE_TEA
    }
    assert rivals[0].note.startswith("all")
    assert rivals[0].number is None


def test_people_and_dates_are_asked_about_too(store):
    asked = {p.question: p.answers for p in draft_questions(store, n=20, seed=1)}
    assert asked["小镇的新渡口开始通航是在什么时候？"] == ("2021年5月9日", "2021-05-09")
    person = next(people_proposals(article("会上，县文化馆副主任柳叶青说，展览免费。柳叶青还说，馆里缺人。", place="贵州")))
    assert (person.question, person.answers) == ("贵州县文化馆副主任是谁？", ("柳叶青",))


def test_the_same_seed_drafts_the_same_questions_and_never_one_twice(store):
    first, again = (draft_questions(store, n=6, seed=7) for _ in range(2))
    assert first == again
    assert len({p.qid for p in first}) == len(first)


def test_n_bounds_the_number_and_a_small_collection_gives_fewer(store):
    assert len(draft_questions(store, n=2, seed=1)) == 2
    assert 2 < len(draft_questions(store, n=500, seed=1)) < 20
    with pytest.raises(ValueError, match="expected 1 or more"):
        draft_questions(store, n=0, seed=1)
    with pytest.raises(ValueError, match="some of zh, en"):
        draft_questions(store, n=1, seed=1, languages=("fr",))


def test_english_is_drafted_from_glosses_and_only_with_them(store):
    english = draft_questions(store, n=20, seed=1, languages=("en",), gloss=lambda word: GLOSSES.get(word, ""))
    assert english
    assert all(p.lang == "en" and "put it right" in p.note for p in english)
    assert draft_questions(store, n=20, seed=1, languages=("en",)) == ()


def test_traditional_articles_are_asked_about_in_traditional_characters():
    told = article("2019年3月8日，縣圖書館的新館對外開放。", language="zh-Hant")
    assert [p.question for p in date_proposals(told)] == ["縣圖書館的新館對外開放是在什麼時候？"]


@pytest.mark.parametrize(
    "text", ["2021年5月9日至12日，小镇的新渡口停航检修。", "下午3点，小镇的新渡口开始通航。", "2021年5月9日，他们来了。"]
)
def test_ranges_clock_times_and_clauses_that_hang_on_others_are_not_asked_about(text):
    assert list(date_proposals(article(text))) == []


@pytest.mark.parametrize(
    ("phrase", "is_one"),
    [("创新工作室", True), ("受助的学生", True), ("多", False), ("一年办", False), ("三个县", False), ("", False), ("tea rooms", False)],
)
def test_only_what_names_a_thing_is_a_noun_phrase(phrase, is_one):
    assert is_noun_phrase(phrase) is is_one


@pytest.mark.parametrize("word", ["62座", "马立冬", "5月9日"])
def test_a_quote_is_a_verbatim_run_that_holds_the_range(word):
    at = BRIDGES.index(word)
    quote = quote_around(BRIDGES, at, at + len(word))
    assert quote in BRIDGES
    assert word in quote
    assert 6 <= len(quote) <= 90


@pytest.mark.parametrize(
    ("value", "unit", "wordings"),
    [
        (634_000_000, "元", ("634000000", "634,000,000", "6.34亿", "63400万")),
        (4821, "个", ("4821", "4,821")),
        (88, "%", ("88%", "百分之88", "88 percent", "88 per cent")),
        (6.5, "公里", ("6.5",)),
        (1_234_567, "人", ("1234567", "1,234,567")),
    ],
)
def test_a_figure_is_accepted_in_the_ways_it_is_written(value, unit, wordings):
    assert number_wordings(value, unit) == wordings


def test_accepted_questions_are_a_set_that_can_be_read(tmp_path):
    path = tmp_path / "mine.jsonl"
    assert append_to_set([ASKED], path) == 1
    read = load_set(path).questions[0]
    assert (read.qid, read.text, read.number, read.unit, read.gold_quotes) == (ASKED.qid, ASKED.question, 62.0, "座", ASKED.gold)
    assert read.points == (("62",),)


def test_a_question_that_stands_in_the_set_is_not_added_again(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text('{"qid": "mine", "question": "a?", "answers": ["b"]}', encoding="utf8")  # no line end
    assert append_to_set([ASKED, ASKED], path) == 1
    assert append_to_set([ASKED], path) == 0
    assert [q.qid for q in load_set(path).questions] == ["mine", ASKED.qid]


@pytest.mark.parametrize(
    ("content", "name"),
    [("not json\n", "broken.jsonl"), ("", "packed.jsonl.gz"), ("", "none/mine.jsonl")],
    ids=["broken", "packed", "nowhere"],
)
def test_a_file_that_is_no_set_is_left_as_it_is(tmp_path, content, name):
    path = tmp_path / name
    if content:
        path.write_text(content, encoding="utf8")
    with pytest.raises(InputError):
        append_to_set([ASKED], path)
    assert [f.name for f in tmp_path.iterdir()] == ([name] if content else [])
    assert not content or path.read_text(encoding="utf8") == content

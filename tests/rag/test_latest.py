"""A question for the latest gets the newer of two articles that say the same; no other question looks at the date."""

import pytest

from rag.question import parse_question
from rag.schema import Turn
from tests.gazette import engine_over, index_of, record

SAYS = "岚县图书馆的新馆长是{}，他说馆里开放到晚上九点。"
OLD, NEW, NONE = "2021-03-01", "2023-09-15", None


def desk(folder, *dated):
    """Articles that say the same of another person, (person, day) each."""
    folder.mkdir()
    records = [
        record(f"a{at}", "岚县图书馆", SAYS.format(person), **({"published": day} if day else {})) for at, (person, day) in enumerate(dated)
    ]
    others = [record(f"o{n}", "县里的事", f"第{n}个村修好了水渠，村民说今年不缺水。", published="2024-01-01") for n in range(3)]
    return engine_over(index_of(folder, [*records, *others]))


def days(engine, question):
    return [each.passage.published for each in engine.retrieve(question) if each.passage.title == "岚县图书馆"]


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    root = tmp_path_factory.mktemp("latest")
    people = ("王大明", "李小红")
    return [desk(root / str(n), *zip(people, order, strict=True)) for n, order in enumerate(((OLD, NEW), (NEW, OLD)))]


@pytest.mark.parametrize(
    "question",
    [
        "岚县图书馆最新的馆长是谁?",
        "岚县图书馆目前的馆长是谁?",
        "現在嵐縣圖書館的館長是誰?",
        "岚县图书馆最近一次换的馆长是谁?",
        "岚县(Lanxian)図書館の最新の館長は誰ですか",
    ],
)
def test_the_newer_article_comes_first_whichever_it_is(desks, question):
    for engine in desks:
        assert days(engine, question) == [NEW, OLD]


def test_the_answer_names_whom_the_newer_article_names(desks):
    assert [engine.ask("岚县图书馆目前的馆长是谁?").short for engine in desks] == ["李小红", "王大明"]
    for engine in desks:
        answer = engine.ask("岚县图书馆目前的馆长是谁?")
        assert answer.passages[answer.sentences[0].citations[0].passage - 1].published == NEW


def test_without_the_cue_the_date_decides_nothing(desks):
    asked = "岚县图书馆的馆长是谁?"
    orders = [[each.passage.doc_id for each in engine.retrieve(asked)][:2] for engine in desks]
    firsts = [days(engine, asked)[0] for engine in desks]
    assert orders[0] == orders[1]
    assert sorted(firsts) == [OLD, NEW]


def test_articles_without_a_date_stand_as_they_stood(tmp_path):
    engine = desk(tmp_path / "undated", ("王大明", NONE), ("李小红", NONE))
    plain, latest = (
        [each.passage.doc_id for each in engine.retrieve(f"岚县图书馆{word}馆长是谁?") if each.passage.doc_id[0] == "a"]
        for word in ("的", "目前的")
    )
    assert plain == latest


def test_an_article_that_says_less_is_not_better_for_being_new(tmp_path):
    folder = tmp_path / "less"
    folder.mkdir()
    told = record("told", "岚县图书馆", SAYS.format("王大明"), published=OLD)
    newer = record("newer", "岚县图书馆", "岚县图书馆昨天办了画展，馆里挂出四十幅画。", published=NEW)
    engine = engine_over(index_of(folder, [told, newer]))
    assert engine.retrieve("岚县图书馆目前的馆长是谁?")[0].passage.doc_id == "told"
    assert engine.ask("岚县图书馆目前的馆长是谁?").short == "王大明"


@pytest.mark.parametrize(
    "question",
    [
        "岚县最新的驿站数量是多少",
        "最近一次棋赛有多少名棋手参加",
        "现在有多少个站点?",
        "目前建成多少個站點?",
        "what is the latest number of stations in Shanxi",
        "who is currently the chairman",
        "the most recent tournament: how many players",
        "how many stations are there now?",
        "最新の駅の数はいくつですか",
        "最近の大会の選手は何人ですか",
        "¿Cuántas estaciones hay actualmente?",
    ],
)
def test_the_latest_is_asked_for(question):
    assert parse_question(question).wants_latest


@pytest.mark.parametrize(
    "question",
    [
        "岚县有多少个驿站",
        "鬣齿兽出现在哪一时期?",
        "排名的提升主要体现在哪些方面?",
        "距离车站最近的医院在哪里?",
        "2023年最新的驿站数量是多少",
        "去年最近一次棋赛在哪里",
        "5月3日的最新数字是多少",
        "what was the latest figure in 2019",
        "what were the latest figures of March 2021",
        "who knows how many are now called stations",
        "how many stations last year, by the latest count",
    ],
)
def test_the_latest_is_not_asked_for_or_its_time_is_named(question):
    assert not parse_question(question).wants_latest


def test_the_cue_is_no_topic():
    assert [word.text for word in parse_question("驿站最新的数量").words] == [word.text for word in parse_question("驿站的数量").words]
    assert parse_question("最新").words


def test_a_follow_up_for_the_latest_forgets_the_year_before_it():
    history = [Turn("user", "2019年岚县建成多少个驿站?"), Turn("assistant", "48个")]
    question = parse_question("那最新的呢?", history)
    assert (question.wants_latest, question.years) == (True, ())
    asked = [Turn("user", "岚县目前建成多少个驿站?"), Turn("assistant", "48个")]
    assert parse_question("那2019年呢?", asked).wants_latest is False

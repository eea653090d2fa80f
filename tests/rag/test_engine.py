"""The question path end to end: whatever is asked, the answer stands on the articles."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import remove
from index.errors import IndexMismatch, IndexMissing, InputError
from index.schema import Filter
from rag.config import EmbeddingSettings, Settings
from rag.engine import Engine
from rag.schema import Answer, Final, Retrieved, Status, Token, Turn, Verdict
from tests.gazette import PAGE, RECORDS, STATIONS, engine_over, index_of, record
from tests.newsroom import FIGURE, QUESTION, SENTENCE, build_newsroom, model_cache

STATIONS_ASKED = "贵州有多少个歇脚驿站?"
QUESTIONS = (
    STATIONS_ASKED,
    "how many rest stations in Guizhou",
    "貴州省工會主席是誰?",
    "驿站里有哪三样东西?",
    "松原市工会建成多少个职工读书角?",
    "贵州的职工读书角比云南多多少?",
    "每天过明川大桥的公交车有多少辆?",
    "上河村一共修好水渠多少米?",
    "贵州省的驿站是做什么的?",
    "陕西有多少个歇脚驿站?",
    "hello",
    "x y",
    "Combien de stations de repos y a-t-il au Guizhou ?",
    "労働者の休憩所はいくつですか",
    "구이저우(贵州)에는 역참이 몇 곳 있나요?",
    "😀 多少",
    "%s {0} <b>驿站</b> '; DROP TABLE article; --",
    "第",
)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("engine"), RECORDS, mingchuan=PAGE)


@pytest.fixture(scope="module")
def engine(index_dir):
    return engine_over(index_dir)


def plain(answer: Answer) -> dict:
    return answer.to_json() | {"timings_ms": None}


def check(answer: Answer, engine: Engine) -> None:
    """What holds for every answer."""
    assert len(answer.passages) <= 10
    assert [p.number for p in answer.passages] == list(range(1, len(answer.passages) + 1))
    for passage in answer.passages:
        assert len(passage.text) <= 800
        assert engine.article(passage.article_id).body[passage.start : passage.end] == passage.text
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    for citation in cited:
        body = engine.article(answer.passages[citation.passage - 1].article_id).body
        assert body[citation.start : citation.end] == citation.quote
        assert 0 < len(citation.quote) <= 250
        assert citation.verdict is Verdict.SUPPORTED
    for figure in answer.figures:
        assert figure.quote in [c.quote for c in cited if c.passage == figure.passage]
    if answer.status is Status.NOT_FOUND:
        assert (answer.short, cited, answer.figures) == ("", [], ())
    else:
        assert answer.short
        assert cited
    assert answer.text
    assert set(answer.timings_ms) == {"retrieve", "answer", "total"}
    json.dumps(answer.to_json(), allow_nan=False).encode()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_stands_on_its_articles(engine, question):
    check(engine.ask(question), engine)


@pytest.mark.parametrize("question", QUESTIONS)
def test_asking_and_streaming_give_the_same_answer(engine, question):
    events = list(engine.stream(question))
    assert isinstance(events[0], Retrieved)
    assert isinstance(events[-1], Final)
    assert all(isinstance(event, Token) for event in events[1:-1])
    answer = events[-1].answer
    assert events[0].passages == answer.passages
    assert "".join(event.text for event in events[1:-1]) == answer.text
    assert plain(answer) == plain(engine.ask(question))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), earlier=st.text(max_size=50))
def test_any_text_is_answered_or_refused_as_input(engine, text, earlier):
    try:
        answer = engine.ask(text, history=[Turn("user", earlier), Turn("assistant", text)])
    except InputError:
        return
    check(answer, engine)


FRAGMENTS = (
    "多少 几个 贵州 云南 陕西 驿站 读书角 第二场 2023年 去年 12月13日 哪 谁 比 相差 最高 最低 各 分别 呢 how many which Guizhou Yunnan "
    "more than % 4217 stations what the number of 、 ? “ ” ） 元 人次 \ud800 \u202e \u200b ＂ 9" + "9" * 400
).split()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from(FRAGMENTS), max_size=9), gap=st.sampled_from(["", " ", "的", "\n"]))
def test_any_jumble_of_question_words_is_answered_or_refused_as_input(engine, parts, gap):
    try:
        answer = engine.ask(gap.join(parts), as_of=date(2023, 5, 1))
    except InputError:
        return
    check(answer, engine)


def test_a_question_with_invisible_characters_is_the_same_question(engine):
    assert engine.ask("贵\u200b州有多少个\u202e歇脚驿站?\x00").short == "4217个"


def test_lone_surrogates_in_the_history_and_the_filters_are_no_crash(engine):
    check(engine.ask("那云南呢?", history=[Turn("user", "贵州有多少个读书角\ud800?")]), engine)
    check(engine.ask(STATIONS_ASKED, filters=Filter(doc_ids=("\ud800",))), engine)
    for wanted in (Filter(place="\ud800"), Filter(outlet="\udfff")):
        with pytest.raises(InputError, match="half of a character"):
            engine.ask(STATIONS_ASKED, filters=wanted)


@pytest.mark.parametrize("text", ["", "  \n", "?!", "问" * 100_000])
def test_an_empty_or_endless_question_is_an_input_error(engine, text):
    with pytest.raises(InputError):
        engine.ask(text)
    with pytest.raises(InputError):
        engine.retrieve(text)


class TestFilters:
    def test_a_place_keeps_the_others_out(self, engine):
        answer = engine.ask("工会建成多少个职工读书角?", filters=Filter(outlet="黔山晚报"))
        assert {p.outlet for p in answer.passages} == {"黔山晚报"}
        assert answer.short == "420个"

    def test_days_are_inclusive(self, engine):
        day = date(2024, 2, 9)
        answer = engine.ask("松原市工会建成多少个职工读书角?", filters=Filter(published_from=day, published_to=day))
        assert (answer.status, answer.short) == (Status.ANSWERED, "53个")

    def test_a_filter_that_nothing_passes_finds_nothing(self, engine):
        answer = engine.ask(STATIONS_ASKED, filters=Filter(doc_ids=("nobody",)))
        assert (answer.status, answer.passages) == (Status.NOT_FOUND, ())


class TestFollowUps:
    def test_a_follow_up_keeps_the_thing_and_changes_the_place(self, engine):
        assert engine.ask("那云南呢?", history=[Turn("user", "贵州全省有多少个职工读书角?"), Turn("assistant", "420个")]).short == "365个"

    def test_in_another_language_too(self, engine):
        answer = engine.ask("and in Yunnan?", history=[Turn("user", "贵州全省有多少个职工读书角?"), Turn("assistant", "420个")])
        assert (answer.language, answer.short) == ("en", "365")

    def test_a_whole_question_owes_nothing_to_what_came_before(self, engine):
        history = [Turn("user", "云南的茶园买了多少台采茶机?"), Turn("assistant", "156台")]
        assert engine.ask(STATIONS_ASKED, history=history).short == "4217个"

    def test_a_long_conversation_is_read_to_its_last_question(self, engine):
        history = [Turn("user", "桥" * 50_000), Turn("assistant", "不" * 50_000), Turn("user", "贵州全省有多少个职工读书角?")]
        assert engine.ask("那云南呢?", history=history).short == "365个"


def test_last_year_is_counted_from_the_day_of_asking(tmp_path):
    records = [
        record("old", "岚县的读书角", "2020年岚县建成读书角48个。", published="2021-01-05"),
        record("new", "岚县又添读书角", "2022年岚县建成读书角53个。", published="2023-01-05"),
    ]
    engine = engine_over(index_of(tmp_path, records))
    asked = "去年岚县建成多少个读书角?"
    assert engine.ask(asked, as_of=date(2021, 6, 1)).figures[0].value == 48
    assert engine.ask(asked, as_of=date(2023, 6, 1)).figures[0].value == 53


def test_many_threads_get_the_answers_that_one_gets(engine):
    alone = [plain(engine.ask(question)) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: plain(engine.ask(question)), QUESTIONS * 3))
    assert together == alone * 3


@pytest.mark.model
def test_with_the_model_that_ships_a_question_in_english_finds_its_figure(tmp_path):
    engine = Engine.open(build_newsroom(tmp_path), Settings(cache=model_cache()))
    answer = engine.ask(QUESTION)
    check(answer, engine)
    assert (answer.status, answer.short) == (Status.ANSWERED, FIGURE)
    assert SENTENCE in answer.sentences[0].citations[0].quote


def test_retrieval_gives_each_article_once_with_its_arms(engine):
    ranked = engine.retrieve("贵州的歇脚驿站", k=4)
    ids = [r.passage.article_id for r in ranked]
    assert len(ids) == len(set(ids)) == 4
    assert ranked[0].passage.doc_id == STATIONS["doc_id"]
    assert [r.passage.number for r in ranked] == [1, 2, 3, 4]
    assert set(ranked[0].arms) == {"dense", "sparse"}


def test_an_answer_says_which_index_made_it(engine):
    answer = engine.ask(STATIONS_ASKED)
    assert answer.versions == engine.store.versions
    assert answer.generator == "extractive"
    assert answer.versions["index"].startswith("1-")


def test_an_index_that_lost_all_its_articles_finds_nothing(tmp_path):
    index_dir = index_of(tmp_path, [record("only", "岚县的读书角", "岚县建成读书角48个。")])
    remove(index_dir, ids=["only"])
    answer = engine_over(index_dir).ask("岚县建成多少个读书角?")
    assert (answer.status, answer.passages) == (Status.NOT_FOUND, ())


def test_an_index_of_another_model_is_named_with_both_models(index_dir):
    with pytest.raises(IndexMismatch) as caught:
        Engine.open(index_dir, Settings(cache=model_cache()))
    assert "hash" in str(caught.value)
    assert "embedded" in str(caught.value)
    assert "wenju build" in str(caught.value)


def test_an_index_of_another_edition_of_a_model_is_refused(index_dir):
    settings_ = Settings(cache=model_cache(), embedding=EmbeddingSettings(model="somebody/else"))
    with pytest.raises(IndexMismatch, match="somebody/else"):
        Engine.open(index_dir, settings_)


def test_a_missing_index_comes_with_the_command_that_builds_one(tmp_path):
    with pytest.raises(IndexMissing, match="wenju build"):
        Engine.open(tmp_path / "nowhere", Settings(cache=model_cache()))


def test_counts_are_those_of_the_index(engine):
    assert engine.stats()["articles"] == len(RECORDS) + 2
    assert engine.article("nobody") is None

"""Questions as people type them: tone marks, slips of the finger, only small words. Each is answered, refused or turned down as input."""

import unicodedata

import pytest

from index.errors import InputError
from rag.engine import Engine
from rag.errors import EmptyQuestion, QuestionTooLong
from rag.misspelt import is_pinyin, meant_by
from rag.schema import Status, Turn
from tests.gazette import STATIONS, TEA, engine_over, index_of, record
from tests.newsroom import build_newsroom

PEOPLE = record("zb", "淄博的长桥", "淄博市去年修好长桥73座。工程师邢华亮说，长桥由各村看护。青岛市的长桥有29座，吕梁市的有31座。")
SHANXI = record("sx", "山西的站点", "山西全省建成站点5813个。")

ALIKE = [
    ("how many bridges in Zibo", "how many bridges in Zībó"),
    ("how many bridges in Zibo", "how many bridges in zībó"),
    ("how many bridges in Zibo", unicodedata.normalize("NFD", "how many bridges in Zībó")),
    ("who is Xing Hualiang", "who is Xíng Huáliàng"),
    ("how many bridges in Lüliang", "how many bridges in Lǚliáng"),
    ("how many rest stations in Guizhou", "how many rest stations in Guìzhōu"),
    ("how many stations in Shanxi", "how many stations in Shānxī"),
    ("combien de stations à Guizhou", "combien de stations à Guìzhōu"),
    ("Zibo有多少座长桥", "Zībó有多少座长桥"),
]
MISSPELT = [
    ("how many bridges in Qingdao", "how many bridges in Qingdoa"),
    ("how many bridges in Qingdao", "how many bridges in qingdoa"),
    ("how many bridges in Qingdao", "how many bridges in Qiingdao"),
    ("how many bridges in Qingdao", "how many bridges in Qingdo"),
    ("who is Xing Hualiang", "who is Xing Hualinag"),
    ("how many rest stations in Guizhou", "how many rest stations in Giuzhou"),
    ("how many rest stations in Guizhou", "how many rest stations in Gu\u00eczohu"),
]
ODD = [
    "the of and a",
    "的了在是",
    "how many",
    "多少",
    "how many 驿站 in 贵州 はいくつ",
    "貴州 rest stations 多少 个 몇",
    "😀 Guìzhōu 🏳️‍🌈 多少",
    "Zxqville Guizhuo Brzęczyszczykiewicz",
    "ā á ǎ à",
    "\u0304\u0301 a",
    "Ma" * 400,
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Engine:
    return engine_over(index_of(tmp_path_factory.mktemp("odd"), (STATIONS, TEA, PEOPLE, SHANXI)))


def outcome(engine, question):
    answer = engine.ask(question)
    return answer.status, answer.short, [citation.quote for sentence in answer.sentences for citation in sentence.citations]


@pytest.mark.parametrize(("plain", "marked"), ALIKE)
def test_tone_marks_find_what_the_plain_name_finds(engine, plain, marked):
    found = outcome(engine, plain)
    assert found[0] is Status.ANSWERED
    assert outcome(engine, marked) == found
    assert engine.retrieve(marked)[0].passage.doc_id == engine.retrieve(plain)[0].passage.doc_id


def test_the_tone_tells_shaanxi_from_shanxi(engine):
    assert outcome(engine, "how many stations in Shānxī")[1] == "5,813"
    for name in ("Shaanxi", "Shǎnxī", "shǎnxī", unicodedata.normalize("NFD", "Shǎnxī")):
        assert outcome(engine, f"how many stations in {name}")[0] is Status.NOT_FOUND
    assert outcome(engine, "Shǎnxī有多少个站点")[0] is Status.NOT_FOUND


def test_a_follow_up_may_carry_tone_marks(engine):
    answer = engine.ask("and in Lǚliáng?", history=[Turn("user", "how many bridges in Zībó")])
    assert answer.short == engine.ask("and in Lüliang?", history=[Turn("user", "how many bridges in Zibo")]).short == "31"


@pytest.mark.parametrize(("right", "misspelt"), MISSPELT)
def test_a_name_with_one_slip_finds_what_was_meant(engine, right, misspelt):
    found = outcome(engine, right)
    assert found[0] is Status.ANSWERED
    assert outcome(engine, misspelt) == found


@pytest.mark.parametrize("name", ["Shanix", "Shannxi", "Shaanix", "Guizhuo", "Qingtao", "Zhengzhou", "Zbio", "Xing Hualing", "Kubernetes"])
def test_what_may_be_another_name_is_not_guessed_at(engine, name):
    """Well formed, too short, or one letter from both 山西 and 陕西."""
    assert outcome(engine, f"how many bridges in {name}")[0] is Status.NOT_FOUND


def test_a_reading_is_told_from_a_slip():
    assert all(
        map(is_pinyin, ["qingdao", "xinghualiang", "shaanxi", "luliang", "lvliang", "haerbin", "xian", "nanning", "zhuang", "ermeng"])
    )
    assert not any(map(is_pinyin, ["qingdoa", "giuzhou", "beijng", "hualinag", "london", "smith", "", "kubernetes"]))
    assert "beijing" in meant_by("beijng")
    assert "qingdao" in meant_by("qingdoa")
    assert list(meant_by("beijing")) == list(meant_by("zbio")) == list(meant_by("x" * 40)) == list(meant_by("shanix")) == []


@pytest.mark.parametrize("question", ODD)
def test_an_odd_question_is_answered_or_refused(engine, question):
    answer = engine.ask(question)
    assert answer.text
    assert answer.status in set(Status)
    engine.retrieve(question)


@pytest.mark.parametrize(
    ("question", "error"),
    [("?!。，…", EmptyQuestion), ("😀🏳️‍🌈", EmptyQuestion), ("\u0304\u0301", EmptyQuestion), ("山西有多少个站点" * 12_500, QuestionTooLong)],
)
def test_what_is_no_question_is_turned_down_as_input(engine, question, error):
    assert issubclass(error, InputError)
    for ask in (engine.ask, engine.retrieve):
        with pytest.raises(error):
            ask(question)


@pytest.mark.model
def test_odd_questions_do_the_embedded_model_no_harm(tmp_path):
    from rag.config import Settings
    from tests.newsroom import model_cache

    index = build_newsroom(tmp_path)
    engine = Engine.open(index, Settings(index=index, cache=model_cache()))
    for question in ODD:
        assert engine.ask(question).text
        engine.retrieve(question)
    assert engine.ask("how many rest stations in Guìzhōu").short == engine.ask("how many rest stations in Giuzhou").short == "4,217"


@pytest.mark.parametrize(
    ("neat", "hasty"),
    [
        ("Who is Xing Hualiang?", "who is xing hualiang"),
        ("How many rest stations are in Guizhou?", "hw mny rest stations in guizhou"),
        ("What is the number of rest stations in Guizhou?", "guizhou rest stations number"),
    ],
)
def test_a_question_typed_in_haste_is_answered_like_a_neat_one(engine, neat, hasty):
    assert outcome(engine, hasty)[:2] == outcome(engine, neat)[:2]


def test_a_person_asked_for_in_small_letters_is_not_answered_with_another(engine):
    answer = engine.ask("who is xing huaming")
    assert answer.status is Status.NOT_FOUND or "邢华亮" not in answer.short

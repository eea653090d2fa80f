"""Kept answers over a table of answers that counts how often it is asked."""

from dataclasses import dataclass, field, replace

import pytest

from eval.cache import AnswerCache, CachedSystem, answer_of, code_version, settings_fingerprint
from index.errors import InputError
from index.schema import ArmScore, Filter
from rag.config import Settings
from rag.schema import Answer, AnswerFigure, AnswerSentence, Citation, Notice, Passage, Status, Turn, Verdict

PASSAGE = Passage(1, "art1", "d1", "渡轮", "ferry.md", None, "2021-03-04", "渡轮航线14条。", 0, 8, 0.5)
ANSWER = Answer(
    question="lines?",
    language="en",
    status=Status.ANSWERED,
    short="14",
    text="14 lines [1]",
    sentences=(AnswerSentence("14 lines", (Citation(1, 0, 8, "渡轮航线14条。", Verdict.SUPPORTED),)),),
    figures=(AnswerFigure(14.0, "条", "航线", None, None, False, 1, "渡轮航线14条。"),),
    passages=(PASSAGE,),
    notices=(Notice("index_degraded", "…"),),
    versions={"index": "1"},
    timings_ms={"total": 3.5},
    confidence=0.75,
)


@dataclass(frozen=True)
class Ranked:
    passage: Passage
    arms: dict[str, ArmScore]


@dataclass
class Counted:
    answer: Answer = ANSWER
    asked: list[str] = field(default_factory=list)

    def ask(self, question, *, history=(), filters=None, as_of=None):
        self.asked.append(question)
        return self.answer

    def retrieve(self, query, *, k=10, filters=None):
        self.asked.append(query)
        return [Ranked(PASSAGE, {"dense": ArmScore(2, 0.25)})]

    def article(self, article_id):
        return None


@pytest.fixture
def answers(tmp_path):
    return AnswerCache(tmp_path, code="c1")


def test_a_question_is_asked_once_and_its_answer_comes_back_whole(answers):
    system = Counted()
    first = CachedSystem(lambda: system, answers, "k").ask("lines?")
    again = CachedSystem(lambda: system, answers, "k").ask("lines?")
    assert first == again == ANSWER
    assert system.asked == ["lines?"]


def test_retrieved_passages_come_back_with_their_arms(answers):
    system = Counted()
    CachedSystem(lambda: system, answers, "k").retrieve("lines?")
    (kept,) = CachedSystem(lambda: system, answers, "k").retrieve("lines?")
    assert (kept.passage, kept.arms) == (PASSAGE, {"dense": ArmScore(2, 0.25)})
    assert system.asked == ["lines?"]


def test_a_system_is_opened_only_for_what_is_not_kept(answers):
    CachedSystem(Counted, answers, "k").ask("lines?")

    def opened():
        raise AssertionError("opened")

    assert CachedSystem(opened, answers, "k").ask("lines?") == ANSWER


def test_history_filter_and_key_make_another_question(answers):
    system = Counted()
    kept = CachedSystem(lambda: system, answers, "k")
    kept.ask("lines?")
    kept.ask("lines?", history=[Turn("user", "ferries?")])
    kept.ask("lines?", filters=Filter(doc_ids=("d1",)))
    CachedSystem(lambda: system, answers, "other corpus").ask("lines?")
    assert len(system.asked) == 4


def test_other_code_asks_again_and_the_oldest_answers_go(tmp_path):
    system = Counted()
    for version in ("c1", "c2", "c3", "c4"):
        answers = AnswerCache(tmp_path, code=version)
        CachedSystem(lambda: system, answers, "k").ask("lines?")
        answers.drop_old()
        answers.close()
    assert len(system.asked) == 4
    CachedSystem(lambda: system, AnswerCache(tmp_path, code="c4"), "k").ask("lines?")
    assert len(system.asked) == 4
    CachedSystem(lambda: system, AnswerCache(tmp_path, code="c1"), "k").ask("lines?")
    assert len(system.asked) == 5


def test_an_answer_in_which_a_model_failed_is_not_kept(answers):
    system = Counted(replace(ANSWER, notices=(Notice("llm_failed", "…"),)))
    kept = CachedSystem(lambda: system, answers, "k")
    kept.ask("lines?")
    kept.ask("lines?")
    assert len(system.asked) == 2


def test_an_error_is_not_kept(answers):
    class Refusing(Counted):
        def ask(self, question, **_):
            raise InputError("too long")

    with pytest.raises(InputError):
        CachedSystem(Refusing, answers, "k").ask("lines?")
    assert CachedSystem(Counted, answers, "k").ask("lines?") == ANSWER


def test_the_json_of_an_answer_reads_back_as_the_answer():
    assert answer_of(ANSWER.to_json()) == replace(ANSWER, confidence=None)  # which is no part of the JSON
    assert answer_of(ANSWER.to_json() | {"confidence": 0.75}) == ANSWER


def test_the_fingerprint_of_settings_leaves_out_places_and_keys():
    base = settings_fingerprint(Settings())
    assert settings_fingerprint(Settings(cache="elsewhere", index="there", serve={"port": 1})) == base
    assert settings_fingerprint(Settings(retrieve={"top_k": 5})) != base
    assert settings_fingerprint(Settings(embedding={"model": "some/model"})) != base
    assert settings_fingerprint(Settings(llm={"api_key": "one"})) == settings_fingerprint(Settings(llm={"api_key": "two"}))


def test_the_version_of_the_code_is_that_of_the_packages_named():
    assert len({code_version("index"), code_version("rag"), code_version("index", "rag")}) == 3


def test_a_cache_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="WENJU_CACHE"):
        AnswerCache(tmp_path / "file")

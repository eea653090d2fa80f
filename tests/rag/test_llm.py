import os
import secrets
import subprocess
import sys
import threading

import pytest

from index.errors import ConfigError
from rag.config import LLMSettings
from rag.errors import LLMCut, LLMError, LLMTimeout, LLMUnavailable
from rag.llm import preload, stream_llm
from rag.prompt import ChatTurn, build_messages
from rag.schema import Passage, Turn
from tests.fakes import Fault, Raw, ScriptedLLM, fails, refusing_url, says, silent_url, stalls

MESSAGES = [ChatTurn("system", "rules"), ChatTurn("user", "question")]
KEY = "sk-keep-this-quiet"
WAIT_S = 5  # most a test waits for another thread; reached only on failure


@pytest.fixture(scope="module", autouse=True)
def _client_libraries():
    preload()  # importing them takes longer than the deadlines of these tests


def settings(base_url: str, **changes) -> LLMSettings:
    ample = {"connect_timeout_s": 5.0, "first_token_timeout_s": 3.0, "gap_timeout_s": 6.0, "total_timeout_s": 20.0}
    return LLMSettings(base_url=base_url, model="tiny", api_key=KEY, **(ample | changes))


def answer(fake: ScriptedLLM, **changes) -> str:
    return "".join(stream_llm(settings(fake.base_url, **changes), MESSAGES))


def failure(*replies, error=LLMError, **changes):
    """The error of a scripted provider, and the provider."""
    with ScriptedLLM(*replies) as fake, pytest.raises(error) as caught:
        answer(fake, **changes)
    return caught.value, fake


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "llm-reader"]


def all_readers_end() -> bool:
    for thread in readers():
        thread.join(WAIT_S)
    return not readers()


def test_pieces_come_in_order_as_they_are_sent():
    with ScriptedLLM(says("湖边镇", "有37座", "凉亭。[1]")) as fake:
        assert list(stream_llm(settings(fake.base_url), MESSAGES)) == ["湖边镇", "有37座", "凉亭。[1]"]
    (request,) = fake.requests
    assert request["messages"] == [{"role": "system", "content": "rules"}, {"role": "user", "content": "question"}]
    assert (request["model"], request["stream"], request["max_tokens"], request["temperature"]) == ("tiny", True, 600, 0.0)
    assert fake.authorization == [f"Bearer {KEY}"]


def test_the_prompt_reaches_the_endpoint_with_a_new_nonce_each_time():
    passage = Passage(1, "a", None, "湖边新亭", "湖.md", None, None, "全镇有37座凉亭。", 0, 9, 1.0)
    with ScriptedLLM("37座。[1]") as fake:
        for _ in range(2):
            messages = build_messages("多少座？", "zh-Hans", [passage], [Turn("user", "你好")], nonce=secrets.token_hex(8))
            assert list(stream_llm(settings(fake.base_url), messages)) == ["37座。[1]"]
    first, second = (request["messages"][1]["content"] for request in fake.requests)
    assert "全镇有37座凉亭。" in first
    assert first != second


def test_an_empty_choice_list_and_comments_are_passed_over():
    with ScriptedLLM(says({"choices": []}, Raw(": ping"), "三座", {"choices": [], "usage": None}, "。")) as fake:
        assert answer(fake) == "三座。"


def test_an_answer_is_whole_at_its_finish_reason_whether_or_not_done_follows():
    with ScriptedLLM(says("三座。", done=False)) as fake:
        assert answer(fake) == "三座。"


def test_without_a_key_the_key_of_another_service_in_the_environment_is_not_sent(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-service")
    with ScriptedLLM("好。") as fake:
        list(stream_llm(settings(fake.base_url).model_copy(update={"api_key": None}), MESSAGES))
    assert "another" not in fake.authorization[0]


@pytest.mark.parametrize("reply", [stalls(), says(Fault.STALL), says(Fault.PING), says({"choices": []}, Fault.PING)])
def test_no_first_word_in_time_is_a_timeout_and_is_not_tried_again(reply):
    error, fake = failure(reply, error=LLMTimeout, first_token_timeout_s=0.3)
    assert "first_token_timeout_s" in str(error)
    assert error.text == ""
    assert len(fake.requests) == 1
    assert fake.client_left.wait(WAIT_S)
    assert all_readers_end()


@pytest.mark.parametrize("fault", [Fault.STALL, Fault.PING])
def test_a_stall_in_the_middle_is_a_timeout_that_keeps_what_came(fault):
    error, fake = failure(says("湖边镇", fault), error=LLMTimeout, gap_timeout_s=0.2)
    assert "gap_timeout_s" in str(error)
    assert error.text == "湖边镇"
    assert len(fake.requests) == 1
    assert fake.client_left.wait(WAIT_S)
    assert all_readers_end()


def test_reasoning_is_a_sign_of_life_and_no_text():
    thinking = {"id": "1", "object": "x", "created": 0, "model": "m", "choices": [{"index": 0, "delta": {"reasoning_content": "嗯"}}]}
    with ScriptedLLM(says(thinking, "三座。")) as fake:
        assert answer(fake) == "三座。"
    error, _ = failure(says(thinking, Fault.STALL), error=LLMTimeout, gap_timeout_s=0.2)
    assert "gap_timeout_s" in str(error)


def test_thoughts_written_into_the_answer_are_left_out():
    with ScriptedLLM(says("<thi", "nk>三座还是四座？</think>", "\n\n三座。", "[1]")) as fake:
        assert answer(fake) == "三座。[1]"


def test_the_whole_answer_has_a_deadline():
    error, _ = failure(says("湖", Fault.STALL), error=LLMTimeout, total_timeout_s=0.2, gap_timeout_s=9.0)
    assert "total_timeout_s" in str(error)
    assert all_readers_end()


def test_an_address_that_never_connects_is_a_timeout():
    kept = []
    with pytest.raises(LLMTimeout, match=r"connect_timeout_s|in time"):
        list(stream_llm(settings(silent_url(kept), connect_timeout_s=0.1), MESSAGES))
    assert all_readers_end()
    for each in kept:
        each.close()


def test_a_refused_connection_names_the_address_and_what_to_do():
    url = refusing_url()
    with pytest.raises(LLMUnavailable, match=r"refused.*start it or correct llm\.base_url") as caught:
        list(stream_llm(settings(url), MESSAGES))
    assert url in str(caught.value)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (says("湖边镇有", finish_reason=None), "湖边镇有"),
        (says("湖边镇有", finish_reason=""), "湖边镇有"),
        (says("湖边镇有", finish_reason="length"), "湖边镇有"),
        (says("湖边镇有", finish_reason="content_filter"), "湖边镇有"),
        (says("湖边镇有", Fault.RESET), "湖边镇有"),
        (says("湖边镇有", {"error": {"message": "overloaded", "code": 502}}), "湖边镇有"),
        (says("湖边镇有", Raw("data: {not json")), "湖边镇有"),
        (says("湖边镇有", Raw('data: "text"')), "湖边镇有"),
        (says("湖边镇有", {"choices": None}), "湖边镇有"),
    ],
)
def test_whatever_ends_without_a_whole_answer_is_cut_and_carries_what_came(reply, text):
    error, fake = failure(reply, error=LLMCut)
    assert error.text == text
    assert len(fake.requests) == 1


def test_an_answer_that_ran_out_of_tokens_says_which_setting_to_raise():
    error, _ = failure(says("湖", finish_reason="length"), error=LLMCut, max_tokens=77)
    assert "llm.max_tokens = 77" in str(error)


def test_an_endpoint_that_ignores_max_tokens_is_cut_off():
    error, _ = failure(says(*["啊" * 100] * 50), error=LLMCut, max_tokens=16)
    assert len(error.text) <= 16 * 16 + 100


@pytest.mark.parametrize(
    "first",
    [
        fails(500),
        fails(503),
        fails(429),
        fails(429, retry_after="0.05"),
        says(Fault.RESET),
        says(finish_reason=None),
        says({"error": {"message": "overloaded", "code": 502}}),
        says(Raw("data: {not json")),
    ],
)
def test_a_failure_before_the_first_word_is_tried_once_more(first):
    with ScriptedLLM(first, "三座。") as fake:
        assert answer(fake) == "三座。"
        assert len(fake.requests) == 2


def test_it_is_tried_once_more_and_no_more():
    error, fake = failure(fails(500, "disk on fire"), error=LLMUnavailable)
    assert "HTTP 500: disk on fire" in str(error)
    assert len(fake.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refused_request_is_not_tried_again(status):
    error, fake = failure(fails(status), error=LLMUnavailable)
    assert f"HTTP {status}" in str(error)
    assert len(fake.requests) == 1


def test_an_error_in_the_stream_that_blames_the_request_is_not_tried_again():
    _, fake = failure(says({"error": {"message": "too long", "code": 400}}), error=LLMUnavailable)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("wait", ["60", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_a_wait_longer_than_the_first_token_deadline_is_not_waited_for(wait):
    error, fake = failure(fails(429, retry_after=wait), error=LLMUnavailable)
    assert "HTTP 429" in str(error)
    assert len(fake.requests) == 1


def test_an_answer_that_does_not_stream_is_no_answer():
    error, _ = failure(says(Raw('{"choices": []}'), finish_reason=None, done=False), error=LLMCut)
    assert "without a finish reason" in str(error)


@pytest.mark.parametrize(
    "reply", [fails(401, f"Incorrect API key provided: {KEY}"), says({"error": {"message": f"bad {KEY}", "code": 400}})]
)
def test_the_key_is_in_no_message(reply):
    error, fake = failure(reply)
    assert KEY not in str(error)
    assert "***" in str(error)
    hidden = settings(fake.base_url.replace("//", "//user:secret-word@"))
    with pytest.raises(LLMUnavailable) as caught:
        list(stream_llm(hidden, MESSAGES))
    assert "secret-word" not in str(caught.value)
    assert KEY not in repr(hidden)


def test_a_consumer_that_leaves_closes_the_connection_and_ends_the_reader():
    with ScriptedLLM(says("湖边镇", Fault.STALL)) as fake:
        pieces = stream_llm(settings(fake.base_url, gap_timeout_s=60, total_timeout_s=90), MESSAGES)
        assert next(pieces) == "湖边镇"
        pieces.close()
        assert fake.client_left.wait(WAIT_S)
        assert all_readers_end()


def test_an_endpoint_that_keeps_failing_is_left_alone_until_the_pause_is_over():
    with ScriptedLLM(*[fails(404)] * 1, *[fails(500)] * 4, "三座。") as fake:
        for _ in range(3):
            with pytest.raises(LLMUnavailable):
                answer(fake, breaker_failures=2, breaker_open_s=60)
        asked = len(fake.requests)
        with pytest.raises(LLMUnavailable, match="2 times in a row"):
            answer(fake, breaker_failures=2, breaker_open_s=60)
        assert len(fake.requests) == asked == 5  # the 404 counted against the request; two failures with one retry each opened it


def test_no_endpoint_is_a_setting_to_make():
    with pytest.raises(ConfigError, match=r"llm\.base_url"):
        list(stream_llm(LLMSettings(), MESSAGES))


def test_an_extractive_question_imports_no_client_library():
    code = "import sys, rag.llm, rag.cite; print([m for m in ('llama_index', 'openai', 'httpx') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert shown.stdout.strip() == "[]"

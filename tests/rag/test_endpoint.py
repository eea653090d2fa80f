import inspect

import httpx
import openai
import pytest

from index.errors import ConfigError
from rag.config import LLMSettings
from rag.endpoint import FOREIGN, check_address, failure_of, is_loopback, shown_endpoint
from rag.errors import LLMError, LLMTimeout, LLMUnavailable

SETTINGS = LLMSettings(base_url="https://user:word@llm.example:8443/v1?key=abc", model="tiny", api_key="sk-quiet")
REQUEST = httpx.Request("POST", "https://llm.example/v1")


def status_error(status: int, body: object = None, **headers: str) -> openai.APIStatusError:
    response = httpx.Response(status, request=REQUEST, headers=headers)
    return openai.APIStatusError("failed", response=response, body=body)


def test_every_error_of_the_client_and_the_transport_is_expected():
    foreign = [each for module in (openai, httpx) for _, each in inspect.getmembers(module, inspect.isclass) if issubclass(each, Exception)]
    unexpected = {each.__name__ for each in foreign if not issubclass(each, FOREIGN)}
    assert unexpected <= {"CookieConflict"}  # no request of ours carries cookies


@pytest.mark.parametrize(
    "error", [ValueError("x"), TypeError("x"), OSError("x"), KeyError("x"), openai.OpenAIError("x"), status_error(418)]
)
def test_whatever_is_caught_becomes_an_error_of_ours(error):
    assert isinstance(failure_of(error, SETTINGS).error, LLMError)


def test_the_address_is_shown_without_user_password_or_query():
    assert shown_endpoint(SETTINGS) == "https://llm.example:8443/v1 (model tiny)"


@pytest.mark.parametrize(("error", "kind"), [(openai.APITimeoutError(REQUEST), LLMTimeout), (httpx.ReadTimeout("x"), LLMTimeout)])
def test_time_outs_stay_time_outs(error, kind):
    assert isinstance(failure_of(error, SETTINGS).error, kind)


@pytest.mark.parametrize(
    ("status", "retryable", "outage"), [(400, False, False), (401, False, False), (429, True, True), (502, True, True)]
)
def test_a_status_says_whether_to_try_again_and_whom_to_blame(status, retryable, outage):
    failure = failure_of(status_error(status), SETTINGS)
    assert (failure.retryable, failure.is_outage) == (retryable, outage)
    assert isinstance(failure.error, LLMUnavailable)


@pytest.mark.parametrize(
    ("header", "seconds"), [("3", 3.0), ("0.5", 0.5), ("-1", 0.0), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)]
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header, seconds):
    assert failure_of(status_error(429, **{"retry-after": header}), SETTINGS).retry_after_s == seconds


def test_what_the_endpoint_says_is_shown_on_one_printable_line_without_the_key():
    said = failure_of(status_error(400, {"message": "bad\n\x1b[31m key sk-quiet " + "x" * 900}), SETTINGS).error
    assert "sk-quiet" not in str(said)
    assert str(said).isprintable()
    assert len(str(said)) < 400


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://localhost/v1", True),
        ("http://[::1]:1/v1", True),
        ("https://llm.example/v1", False),
        ("", False),
    ],
)
def test_only_addresses_of_this_machine_are_asked_past_the_proxy(url, local):
    assert is_loopback(url) == local


@pytest.mark.parametrize(
    "url", ["", "localhost:11434/v1", "ftp://x/v1", "http://", "http://[bad/v1", "http://x:port/v1", "http://x:99999/v1"]
)
def test_an_address_that_is_none_is_a_setting_to_correct(url):
    with pytest.raises(ConfigError, match=r"llm\.base_url"):
        check_address(LLMSettings(base_url=url, model="tiny"))


def test_a_usable_address_is_accepted():
    check_address(SETTINGS)

"""Whether the endpoint of the language model answers, found out without asking it for a word."""

from dataclasses import dataclass

import httpx

from rag.config import LLMSettings
from rag.endpoint import check_address, failure_of, is_loopback, shown_endpoint
from rag.errors import LLMUnavailable

_LONGEST_WAIT_S = 5.0
_ADVICE = {
    401: "set WENJU_LLM__API_KEY to a key this endpoint accepts",
    403: "the key may not list its models; check the account",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """What an endpoint that answers said: the names of its models, empty where it lists none."""

    models: tuple[str, ...]


def contact(settings: LLMSettings) -> Contact:
    """Ask the endpoint for its list of models; many do not keep one, and answering at all is enough.

    Raises:
        ConfigError: ``llm.base_url`` is no address.
        LLMError: it cannot be reached, is too slow or refuses the key; the message never holds the key.
    """
    check_address(settings)
    base = settings.base_url or ""
    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    wait = min(settings.connect_timeout_s, _LONGEST_WAIT_S)
    try:
        with httpx.Client(timeout=wait, trust_env=not is_loopback(base)) as client:
            answer = client.get(f"{base.rstrip('/')}/models", headers={"Authorization": f"Bearer {key}"} if key else {})
    except (httpx.HTTPError, OSError, ValueError) as error:  # ValueError: a key that no header can hold
        raise failure_of(error, settings).error from error
    if answer.status_code in _ADVICE or answer.status_code >= 500:
        advice = _ADVICE.get(answer.status_code, "see the endpoint's log")
        raise LLMUnavailable(f"{shown_endpoint(settings)} answered HTTP {answer.status_code}; {advice}")
    return Contact(_names(answer))


def _names(answer: httpx.Response) -> tuple[str, ...]:
    try:
        return tuple(str(model["id"]) for model in answer.json()["data"])
    except (ValueError, LookupError, TypeError):
        return ()

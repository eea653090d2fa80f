"""Reasoning that local models write into their answer, between ``<think>`` and ``</think>``, is no part of the answer."""

from collections.abc import Generator, Iterable

_OPEN, _CLOSE = "<think>", "</think>"


def without_thinking(pieces: Iterable[str]) -> Generator[str]:
    """The pieces without what stands between the tags; a tag may be spread over pieces, a thought that never ends hides the rest.

    Source: the chat templates of Qwen3 and DeepSeek-R1, whose servers pass the tags through unless told to parse them.
    """
    held, thinking, started = "", False, False
    for piece in pieces:
        held += piece
        said = ""
        while (at := held.find(_CLOSE if thinking else _OPEN)) >= 0:
            said += "" if thinking else held[:at]
            held = held[at + len(_CLOSE if thinking else _OPEN) :]
            thinking = not thinking
        kept = _begun(held, _CLOSE if thinking else _OPEN)
        said += "" if thinking else held[: len(held) - kept]
        held = held[len(held) - kept :]
        said = said if started else said.lstrip()  # a thought ends in blank lines
        started = started or bool(said)
        if said:
            yield said
    if held and not thinking:
        yield held


def _begun(text: str, tag: str) -> int:
    """How many characters at the end of a text may be the beginning of a tag."""
    return next((size for size in range(len(tag) - 1, 0, -1) if text.endswith(tag[:size])), 0)

"""A long conversation in few words: the last turns as they were said, of those before only what was asked."""

from collections.abc import Sequence

from index.text import han_count
from rag.schema import Turn

_LAST_TURNS = 6
_MAX_TURN_CHARS = 400
_MAX_TOPIC_CHARS = 60
# Of the prompt, for all that was said before; the passages take about 4,000.
_BUDGET_TOKENS = 800


def condensed(history: Sequence[Turn], *, budget: int = _BUDGET_TOKENS) -> tuple[list[str], list[Turn]]:
    """What was asked earlier, and the last turns, together within a budget of tokens.

    The newest turns are kept first, each cut to 400 characters, then as many earlier questions as fit, the newest first, each cut to 60.

    Returns:
        Earlier questions and last turns, both in the order of the conversation.
    """
    said = [
        Turn(turn.role, " ".join(turn.content.split())) for turn in history if turn.role in {"user", "assistant"} and turn.content.strip()
    ]
    kept: list[Turn] = []
    for turn in reversed(said[-_LAST_TURNS:]):
        short = Turn(turn.role, turn.content[:_MAX_TURN_CHARS])
        if kept and tokens(short.content) > budget:
            break
        kept.insert(0, short)
        budget -= tokens(short.content)
    topics: list[str] = []
    for turn in reversed(said[: len(said) - len(kept)]):
        topic = turn.content[:_MAX_TOPIC_CHARS]
        if turn.role != "user" or topic in topics:
            continue
        if tokens(topic) > budget:
            break
        topics.insert(0, topic)
        budget -= tokens(topic)
    return topics, kept


def tokens(text: str) -> int:
    """About how many tokens a model makes of a text: one a Chinese character, one for four others."""
    han = han_count(text)
    return han + (len(text) - han + 3) // 4

"""The kind of answer a question asks for."""

from enum import StrEnum


class Expected(StrEnum):
    """The kind of answer a question asks for.

    ``RATE`` is an amount for each unit (每小时多少元, per person), while a share of a whole (入会率) is ``PERCENT``; ``TOTAL`` a figure
    over several things taken together; ``ORDER`` which of several events came first or last.
    """

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    RATE = "rate"
    TOTAL = "total"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    LIST = "list"
    COMPARISON = "comparison"
    ORDER = "order"
    YES_NO = "yes_no"
    EXPLANATION = "explanation"
    CHITCHAT = "chitchat"


NUMERIC = frozenset(
    {
        Expected.COUNT,
        Expected.MONEY,
        Expected.PERCENT,
        Expected.RATE,
        Expected.TOTAL,
        Expected.DATE,
        Expected.TIME,
        Expected.DURATION,
    }
)
SENTENCE = frozenset({Expected.EXPLANATION, Expected.ORDER, Expected.YES_NO})
"""Kinds answered by what sentences say where nothing shorter is found."""

Rows = tuple[tuple[Expected, str], ...]
"""Question forms of a language, in the order in which they are tried: the first that matches tells the kind."""

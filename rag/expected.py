"""The kind of answer a question asks for."""

from enum import StrEnum


class Expected(StrEnum):
    """The kind of answer a question asks for."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    LIST = "list"
    COMPARISON = "comparison"
    EXPLANATION = "explanation"
    CHITCHAT = "chitchat"


NUMERIC = frozenset({Expected.COUNT, Expected.MONEY, Expected.PERCENT, Expected.DATE, Expected.TIME, Expected.DURATION})

"""Why a question went wrong: at which step of search, choice and answer it was lost."""

from enum import StrEnum

from eval.schema import QuestionRow

_REFUSED = "not_found"


class Reason(StrEnum):
    """The step at which a question was lost, from the first to the last."""

    ERROR = "error"
    NOT_RETRIEVED = "not retrieved"
    REFUSED = "refused"
    NOT_CHOSEN = "retrieved, but another sentence chosen"
    WRONG_FIGURE = "right sentence, wrong figure"
    WRONG_ANSWER = "right sentence, wrong answer drawn from it"
    NOT_SHOWN = "right short answer, not shown or not cited as it should be"
    UNFOUNDED = "answered, though no article says it"


def reason_of(row: QuestionRow) -> Reason | None:
    """Where a question went wrong; None when nothing did."""
    if row.error:
        return Reason.ERROR
    if not row.answerable:
        return None if row.status == _REFUSED else Reason.UNFOUNDED
    measures = row.measures
    if measures.get("right", measures.get("figure", measures.get("short", measures.get("answered", 0.0)))) == 1.0:
        whole = measures.get("shown", 1.0) and measures.get("cited", 1.0)
        return None if whole else Reason.NOT_SHOWN
    return _step_lost(row)


def _step_lost(row: QuestionRow) -> Reason:
    if "R@10" in row.measures and row.rank is None:
        return Reason.NOT_RETRIEVED
    if row.status == _REFUSED:
        return Reason.REFUSED
    if not row.measures.get("cited", 1.0):
        return Reason.NOT_CHOSEN
    return Reason.WRONG_FIGURE if row.measures.get("figure") == 0.0 else Reason.WRONG_ANSWER


def why(row: QuestionRow) -> str:
    """The reason in one phrase, with the rank or the error where there is one; empty when nothing went wrong."""
    reason = reason_of(row)
    if reason is Reason.ERROR:
        return row.error
    if reason is Reason.REFUSED and row.rank:
        return f"retrieved at {row.rank}, refused"
    if reason is Reason.NOT_CHOSEN and row.rank:
        return f"retrieved at {row.rank}, another sentence chosen"
    return str(reason or "")

"""Errors of the question path; all are `index.errors.WenjuError`, so one handler shows them all.

WenjuError
├── InputError
│   ├── EmptyQuestion        nothing was asked
│   └── QuestionTooLong      more characters than are read
└── AnswerError
    └── LLMError
        ├── LLMTimeout       no connection, no first token, a gap or a whole answer too long
        ├── LLMUnavailable   refused, breaker open, HTTP error
        └── LLMCut           the stream ended without a finish reason
"""

from index.errors import InputError, WenjuError


class EmptyQuestion(InputError):
    """The question holds no word."""

    code = "empty_question"


class QuestionTooLong(InputError):
    """The question is longer than `Settings.max_question_chars`."""

    code = "question_too_long"


class AnswerError(WenjuError):
    """An answer could not be made."""

    code = "answer"


class LLMError(AnswerError):
    """The language model did not give a whole answer; the extractive one stands in.

    Attributes:
        text: what it had said before, already shown to the reader and not complete; often empty.
    """

    code = "llm_failed"

    def __init__(self, message: str, *, text: str = "") -> None:
        super().__init__(message)
        self.text = text


class LLMTimeout(LLMError):
    """A deadline of the language model passed."""

    code = "llm_timeout"


class LLMUnavailable(LLMError):
    """The endpoint refused, failed or is switched off for a while."""

    code = "llm_unavailable"


class LLMCut(LLMError):
    """The stream stopped before a finish reason; what came is kept and marked."""

    code = "llm_cut"

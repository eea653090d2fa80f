"""Types of the question path; the first ones that `ui` and `eval` see. Their JSON is the product's contract."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MAX_PASSAGES = 10
MAX_PASSAGE_CHARS = 800


class Status(StrEnum):
    """How an answer stands; "not found" is a status, not an error."""

    ANSWERED = "answered"
    CONFLICTING = "conflicting"
    NOT_FOUND = "not_found"


class Verdict(StrEnum):
    """What checking a sentence against the article it cites found.

    Attributes:
        SUPPORTED: the quote stands in the article, and bears out every figure, day and name of the sentence.
        WRONG_SOURCE: this article does not say it; where another passage does, that one is cited beside it.
        STITCHED: its parts stand in what is cited, but not together: the figure of one place under the name of another.
        NOT_FOUND: some figure, day, name or direction of it stands in nothing that was given, or the quote is not in the article.
    """

    SUPPORTED = "supported"
    WRONG_SOURCE = "wrong_source"
    STITCHED = "stitched"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation; ``role`` is ``user`` or ``assistant``."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that another print of a story states in place of this one's, both as printed; ``of`` is what is counted."""

    of: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """Another print of a passage's story.

    Attributes:
        article_id: the article that holds its text; for a print with the same text as the passage's own, the passage's article.
        role: ``original``, ``copy``, ``correction`` or ``superseded`` by a correction.
        differs: figures that it states in place of those of the passage's article.
    """

    article_id: str
    doc_id: str | None
    title: str
    outlet: str | None
    published: str | None
    source_file: str
    role: str
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered (from 1) piece of an article, at most 800 characters; ``body[start:end] == text``.

    ``also`` are the other prints of its story, where an answer stands on it.
    """

    number: int
    article_id: str
    doc_id: str | None
    title: str
    source_file: str
    outlet: str | None
    published: str | None
    text: str
    start: int
    end: int
    score: float
    also: tuple[AlsoIn, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: ``Article.body[start:end] == quote`` (code points)."""

    passage: int
    start: int
    end: int
    quote: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of the answer; one that nothing supports is legal and is shown as unsupported."""

    text: str
    citations: tuple[Citation, ...] = ()

    @property
    def supporting(self) -> tuple[Citation, ...]:
        """The citations that bear the sentence out; what is shown beside it as its source, and nothing else is."""
        return tuple(citation for citation in self.citations if citation.verdict is Verdict.SUPPORTED)


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure that fits the question, in base units, with the sentence that states it."""

    value: float
    unit: str
    of: str
    place: str | None
    as_of: str | None
    approximate: bool
    passage: int
    quote: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something else the reader must know; ``code`` is stable, ``text`` is in the asker's language."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The one answer type of every surface; see ARCHITECTURE §3 for the JSON.

    ``confidence`` is how likely the answer is right, 0 to 1, None where that is not known; it is no part of the JSON.
    """

    question: str
    language: str
    status: Status
    short: str
    text: str
    sentences: tuple[AnswerSentence, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    passages: tuple[Passage, ...] = ()
    notices: tuple[Notice, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    generator: str = "extractive"
    timings_ms: dict[str, float] = field(default_factory=dict)
    confidence: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The contract's JSON object, ready for `json.dumps`; whole numbers are written without a fraction."""
        answer = asdict(self)
        del answer["confidence"]
        for figure in answer["figures"]:
            if float(figure["value"]).is_integer():
                figure["value"] = int(figure["value"])
        return answer


@dataclass(frozen=True, slots=True)
class Retrieved:
    """First event of a stream: the passages the answer will stand on."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer's text as it is made."""

    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """Last event of a stream: the whole, verified answer."""

    answer: Answer


Event = Retrieved | Token | Final

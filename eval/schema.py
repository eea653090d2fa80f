"""Types of evaluation: a question with what a right answer holds, what is measured, and how each question went."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any, Protocol

from index.schema import ArmScore, Article, Filter
from rag.schema import Answer, Passage, Turn

Points = tuple[tuple[str, ...], ...]
# The order of every table; what each means stands in `eval.measures`.
MEASURES = ("R@1", "R@5", "R@10", "RR@10", "answered", "refused", "figure", "short", "shown", "conflict", "cited", "verbatim")


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """A run of a page's text that holds the answer, and the page it stands in."""

    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what a right answer holds.

    Attributes:
        lang: BCP 47 tag of the question (``zh`` is read as ``zh-Hans``).
        points: what a full answer states: every point, each in one of its wordings. Empty when there is no answer.
        gold_doc_ids: documents that hold the answer; any one is enough.
        gold_quotes: runs of text that hold the answer; any one is enough.
        number: the figure that answers, in base units (万 and 亿 multiplied out, a percentage as printed).
        has_number: the answer holds a figure (a numbers-only score takes these).
        pool: the only documents to answer from; empty for all.
        as_of: the day on which the question is asked.
    """

    qid: str
    text: str
    lang: str
    kind: str
    answerable: bool
    points: Points = ()
    gold_doc_ids: tuple[str, ...] = ()
    gold_quotes: tuple[GoldQuote, ...] = ()
    number: float | None = None
    unit: str | None = None
    has_number: bool = False
    history: tuple[Turn, ...] = ()
    pool: tuple[str, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A named list of questions; ``corpus`` is the file they are asked over, None when an index is given instead."""

    name: str
    questions: tuple[Question, ...]
    corpus: Path | None = None


class RankedPassage(Protocol):
    """A passage and the search arms that found it."""

    @property
    def passage(self) -> Passage:
        """The passage."""

    @property
    def arms(self) -> dict[str, ArmScore]:
        """Rank and score in each arm."""


class System(Protocol):
    """What is measured: our engine, or another behind the same three calls."""

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filter | None = None, as_of: date | None = None) -> Answer:
        """Answer one question."""

    def retrieve(self, query: str, *, k: int = 10, filters: Filter | None = None) -> Sequence[RankedPassage]:
        """The best passages, one a document, best first."""

    def article(self, article_id: str) -> Article | None:
        """The article a citation points into; None when the index does not hold it."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """How one question went.

    Attributes:
        expected: the reference answer, its points between `` / ``; empty when there is none.
        rank: rank (from 1) of the first passage or document that holds the answer; None when none does.
        measures: measure name → 0 to 1, only those that apply to the question.
        error: what stopped the question, if anything did; its measures are all zero.
        ms: milliseconds the answer took.
    """

    qid: str
    lang: str
    kind: str
    question: str
    answerable: bool
    has_number: bool
    expected: str
    status: str
    short: str
    rank: int | None
    measures: dict[str, float]
    error: str = ""
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over the ``n`` questions to which the measure applies."""

    name: str
    value: float
    n: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run: what was measured on what, and the rows. ``fingerprint`` is of the corpus and the questions; empty when unknown."""

    set_name: str
    fingerprint: str
    versions: dict[str, str]
    rows: tuple[QuestionRow, ...] = field(repr=False)

    @property
    def means(self) -> tuple[Mean, ...]:
        """Means over all questions."""
        return means_of(self.rows)

    def to_json(self) -> dict[str, Any]:
        """Rows first, means second."""
        return {
            "set": self.set_name,
            "fingerprint": self.fingerprint,
            "versions": self.versions,
            "questions": [asdict(row) for row in self.rows],
            "means": {m.name: {"value": round(m.value, 6), "n": m.n} for m in self.means},
        }


def means_of(rows: Sequence[QuestionRow]) -> tuple[Mean, ...]:
    """The mean of each measure over the rows to which it applies, in the order of `MEASURES`."""
    present = {name for row in rows for name in row.measures}
    names = [name for name in MEASURES if name in present]
    values = {name: [row.measures[name] for row in rows if name in row.measures] for name in names}
    return tuple(Mean(name, fmean(found), len(found)) for name, found in values.items())

"""Types of evaluation: a question with what a right answer holds, what is measured, and how each question went."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any, Protocol

from index.schema import ArmScore, Article, Filter
from rag.schema import Answer, Passage, Turn

Points = tuple[tuple[str, ...], ...]
# The order of every table; what each says stands in `eval.meanings`.
RETRIEVAL_MEASURES = ("R@1", "R@5", "R@10", "RR@10", "nDCG@10")
ANSWER_MEASURES = ("right", "answered", "refused", "figure", "unit", "short", "shown", "points", "EM", "F1", "conflict", "unfooled")
CITATION_MEASURES = ("cited", "cite_precision", "cite_figures", "verbatim")
# What each search arm finds by itself (`eval.arms`).
ARM_MEASURES = ("dense@10", "sparse@10")
# Neither good nor bad: how much of what is found is Chinese, where a collection is not of one language alone.
SHARE_MEASURES = ("chinese@10",)
MEASURES = RETRIEVAL_MEASURES + ARM_MEASURES + SHARE_MEASURES + ANSWER_MEASURES + CITATION_MEASURES


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
        references: the reference answers as the set writes them, the first one first; EM and F1 take the best of them.
        gold_all: every one of ``gold_doc_ids`` is needed, and recall is the share of them that is found.
        grades: (document, grade) of a graded set (BEIR, TREC); empty where every gold document counts the same.
        doc_lang: BCP 47 tag of the documents that hold the answer, or of most documents when none does.
        dataset: the part of the set the question belongs to; the set's name where it has no parts.
        fake_answers: what altered documents say instead (RGB's counterfactual files).
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
    references: tuple[str, ...] = ()
    gold_all: bool = False
    grades: tuple[tuple[str, int], ...] = ()
    doc_lang: str = ""
    dataset: str = ""
    fake_answers: tuple[str, ...] = ()


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
class RowPassage:
    """A passage of an answer, cut to its first characters; ``gold`` says that it holds the answer."""

    number: int
    doc_id: str
    title: str
    text: str
    score: float
    gold: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """How one question went.

    Attributes:
        expected: the reference answer, its points between `` / ``; empty when there is none.
        rank: rank (from 1) of the first passage or document that holds the answer; None when none does.
        measures: measure name → 0 to 1, only those that apply to the question.
        error: what stopped the question, if anything did; its measures are all zero.
        ms: milliseconds the answer took.
        doc_lang: of the documents that hold the answer (see `Question`).
        dataset: the part of the set the question belongs to.
        answer: the whole text of the answer.
        confidence: what the engine's order of questions by sureness is made from; 0 for a refusal (`eval.risk`).
        tokens: of an LLM, estimated from the characters it read and wrote (`eval.rows`); 0 when none ran.
        generator: what wrote the answer.
        passages: the first passages of the answer.
        cited: the quotes the answer cites, in order.
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
    doc_lang: str = ""
    dataset: str = ""
    answer: str = ""
    confidence: float = 0.0
    tokens: int = 0
    generator: str = ""
    passages: tuple[RowPassage, ...] = ()
    cited: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "QuestionRow":
        """The row a report's JSON holds; fields of older reports that are missing take their defaults.

        Raises:
            ValueError: a field is missing that every row has, or is none of a row's.
        """
        try:
            nested = {
                "passages": tuple(RowPassage(**p) for p in record.get("passages", ())),
                "cited": tuple(record.get("cited", ())),
            }
            return cls(**{**record, **nested})
        except TypeError as error:
            raise ValueError(f"not a row of a report: {error}") from error


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

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "RunReport":
        """The report `to_json` wrote; further keys (slices) are ignored.

        Raises:
            ValueError: a key is missing, or a row is none.
        """
        try:
            rows = tuple(QuestionRow.from_json(row) for row in record["questions"])
            return cls(str(record["set"]), str(record["fingerprint"]), dict(record["versions"]), rows)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a report of wenju eval run: {error}") from error


def means_of(rows: Sequence[QuestionRow]) -> tuple[Mean, ...]:
    """The mean of each measure over the rows to which it applies, in the order of `MEASURES`."""
    present = {name for row in rows for name in row.measures}
    names = [name for name in MEASURES if name in present]
    values = {name: [row.measures[name] for row in rows if name in row.measures] for name in names}
    return tuple(Mean(name, fmean(found), len(found)) for name, found in values.items())

"""Types of the article path: what readers yield, what an index holds, what a search returns.

Every offset is in Unicode code points, ``start`` inclusive, ``end`` exclusive.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from index.findings import Warned

DEFAULT_COLLECTION = "default"


class RangeRole(StrEnum):
    """What a range of a page is to its article."""

    TITLE = "title"
    KICKER = "kicker"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    DUPLICATE = "duplicate"
    META = "meta"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a laid-out page says of its text beyond the words; ranges and offsets are of `Page.text`, in rising order.

    Attributes:
        headings: lines in larger or heavier print.
        breaks: where a headline over columns of its own opens an article.
        captions: small print beside the text.
        furniture: running heads and feet, page numbers.
    """

    headings: tuple[tuple[int, int], ...] = ()
    breaks: tuple[int, ...] = ()
    captions: tuple[tuple[int, int], ...] = ()
    furniture: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader yields: one file's text, or one finished record.

    Attributes:
        source: the file's path as the user named it, relative to the folder given when there is one.
        text: decoded text, not yet cleaned.
        media_type: ``text/plain``, ``text/markdown`` or ``application/jsonl`` (one finished record).
        record: the record's own fields (``doc_id``, ``title``, …) or a Markdown file's front matter.
        finished: True for a record that must not be cut, merged or dropped.
        warnings: what reading had to guess, replace or leave out.
        file: the file it stands in, where that is not the source itself: a collection, an archive.
        layout: what the place and size of the print say of the text; None where they are not known.
    """

    source: str
    text: str
    media_type: str
    record: dict[str, str] = field(default_factory=dict)
    finished: bool = False
    warnings: tuple[Warned, ...] = ()
    file: str = ""
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class PageRange:
    """A range of the decoded page that belongs to an article."""

    start: int
    end: int
    role: RangeRole


class DateBasis(StrEnum):
    """How the day of publication is known."""

    STATED = "stated"
    """A record, front matter or a date line of the article itself says so."""
    DATELINE = "dateline"
    """The dateline gives month and day, the paper, the file's name or the text the year."""
    PAPER = "paper"
    """It is the day of the newspaper page."""
    FILE_NAME = "file_name"
    """It is the day in the file's name."""
    BODY = "body"
    """The text says which day 今天 is."""
    NONE = "none"
    """It is not known."""


@dataclass(frozen=True, slots=True)
class OffsetRun:
    """``length`` characters that stand at ``target`` in the final text and at ``origin`` in the page, unchanged in order."""

    target: int
    origin: int
    length: int


@dataclass(frozen=True, slots=True)
class Article:
    """One story with its final body; every offset elsewhere points into ``body``.

    Attributes:
        id: hash of collection and origin (``doc_id``, else file + folded title + ordinal); stable under edits.
        version: hash of the body.
        doc_id: the source's own id, if it has one.
        published: day of publication, stated or inferred; None when unknown.
        published_by: how that day is known.
        published_from: the words it was read from (``新华社兰州3月4日电 · 2031年3月5日 星期三``); empty when it is not known.
        place: where the story is, by its short name (``兰州``), or as its record states it.
        language: BCP 47 tag (``zh-Hans``, ``zh-Hant``, ``en``, ``ja``, …; ``und`` when it cannot be told).
        persons: people the text names, in its own glyphs, in order of first mention; reporters are left to the byline.
        organisations: likewise, each by its longest form.
        ranges: where the article stands in its page, in reading order.
        origins: body offset → page offset, as runs in body order.
    """

    id: str
    version: str
    collection: str
    doc_id: str | None
    source_file: str
    title: str
    body: str
    byline: str = ""
    published: date | None = None
    outlet: str | None = None
    place: str | None = None
    language: str = "zh-Hans"
    ranges: tuple[PageRange, ...] = ()
    origins: tuple[OffsetRun, ...] = ()
    published_by: DateBasis = DateBasis.NONE
    published_from: str = ""
    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageCut:
    """How one page is cut: its articles, and the lines that belong to none."""

    source: str
    articles: tuple[Article, ...]
    furniture: tuple[str, ...]
    warnings: tuple[Warned, ...] = ()


class FigureKind(StrEnum):
    """What a figure measures; dates and durations are kept apart from counts."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    ORDINAL = "ordinal"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity an article states.

    Attributes:
        value: in base units, 万 and 亿 multiplied out (81.13万 → 811300); a percentage as printed (97); a year as 2002.
        unit: measure word or unit as printed, folded (``个``, ``人次``, ``元``, ``%``, ``立方米``); empty when there is none.
        of: the thing counted, as a noun phrase of the source (``户外劳动者服务站点``); empty when none was found.
        place: the nearest place the figure belongs to (``山西``), if any.
        organisation: the body the figure is of or stated by: the last one that opens a clause before it, folded; None when none does.
        as_of: ISO date or year the figure is stated for, if any.
        approximate: True for 余, 多, 近, 约, 上万, 以上 and their kind.
        article_id: the article; ``body[start:end]`` is the printed quantity with its unit (``5813个``).
    """

    value: float
    unit: str
    of: str
    place: str | None
    as_of: str | None
    approximate: bool
    article_id: str
    start: int
    end: int
    kind: FigureKind = FigureKind.COUNT
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences of one article: ``body[start:end] == text``.

    ``id`` = hash(article id, version, chunker, ordinal), the same on every machine.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ArmScore:
    """Rank (from 1) and score (larger is better) of a hit in one search arm."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved chunk. ``arms`` names the searches that found it: ``dense``, ``sparse``."""

    chunk: Chunk
    score: float
    arms: dict[str, ArmScore] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a search may return; an empty field allows all."""

    doc_ids: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None
    place: str | None = None
    outlet: str | None = None
    language: str | None = None
    source_file: str | None = None
    article_ids: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when every article may be returned."""
        return self == Filter()

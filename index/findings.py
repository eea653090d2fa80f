"""What reading and cutting find wrong: files and records that are not indexed, and doubts about those that are."""

from dataclasses import dataclass
from enum import StrEnum


class RejectReason(StrEnum):
    """Why a source was not indexed; counted in the build report."""

    EMPTY = "empty"
    """No text at all: nothing is lost by leaving it out."""
    DUPLICATE = "duplicate"
    """The same bytes or the same body stand in the index already."""
    NOT_A_FILE = "not_a_file"
    """A pipe, socket or device."""
    OUTSIDE = "outside"
    """A link that leads out of the folder, or round in a circle."""
    NOT_TEXT = "not_text"
    """Binary data, or bytes that fit no encoding."""
    UNREADABLE = "unreadable"
    """The system does not let it be opened or read."""
    UNSUPPORTED = "unsupported"
    """A format that cannot be read; the detail says what to convert it to."""
    DAMAGED = "damaged"
    """A known format that is cut short or broken inside."""
    ENCRYPTED = "encrypted"
    """A document that opens with a password only."""
    SCANNED = "scanned"
    """Pictures of pages without a text layer, and no OCR to read them."""
    UNSAFE = "unsafe"
    """Archive or markup made to harm: bombs, paths out of the archive, entities."""
    BAD_RECORD = "bad_record"
    """A line or element of a collection that is no article."""
    TOO_LARGE = "too_large"
    """Above a stated limit of size, number or time."""
    REFUSED = "refused"
    """An address that may not be fetched."""
    FAILED = "failed"
    """An error of ours; the log says where."""

    @property
    def is_skip(self) -> bool:
        """True when nothing was lost and nobody need act: it is listed as skipped, and the build counts as clean."""
        return self in _SKIPPED


_SKIPPED = frozenset({RejectReason.EMPTY, RejectReason.DUPLICATE, RejectReason.NOT_A_FILE, RejectReason.OUTSIDE})


class WarningKind(StrEnum):
    """What a reader or a cutter had to guess, replace or leave out; counted in the build report."""

    ENCODING = "encoding"
    """The encoding is a guess, contradicts what the file declares, or changes inside the file."""
    REPLACED = "replaced"
    """Bytes or characters that cannot be read were replaced."""
    REMOVED = "removed"
    """Characters that are not print were taken out."""
    HIDDEN = "hidden"
    """Text that a reader of the page would not see was left out."""
    BROKEN = "broken"
    """The text was damaged before it came here; it is kept as it is."""
    TYPE = "type"
    """The content is of another type than the name says."""
    PART = "part"
    """A line, row, element or page of the file could not be read; the rest is kept."""
    CAPPED = "capped"
    """Something was cut at a limit."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that was not indexed.

    Attributes:
        source: its name.
        reason: for counting.
        detail: what was found, what was expected, what to do.
        file: the file it stands in, where that is not the source itself.
    """

    source: str
    reason: RejectReason
    detail: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """What a person should know about a page that was kept all the same.

    Attributes:
        kind: for counting.
        detail: one sentence: what was found, and what was done about it.
        source: the page's name; filled in by the build.
    """

    kind: WarningKind
    detail: str
    source: str = ""

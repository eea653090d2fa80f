"""Cleaning of a decoded page: ordered, named, pure steps, each keeping the map to the page; what was changed is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import mojibake, residue, unseen
from index.findings import Warned, WarningKind
from index.mapped import MappedText
from index.residue import HAN

__all__ = ["HAN", "LARGEST_PAGE", "Cleaned", "Step", "clean", "clean_page", "clean_record", "damage", "drop_stray_blanks"]

# Characters of one page: some 30 bytes each are held at once, and 512 MB is the bound for one file. A file of records is no page.
LARGEST_PAGE = 15_000_000
_LONGEST_WORD = 1000
_PLAIN = frozenset({"text/plain", "text/markdown"})
_BLOB = re.compile(rf"[^\s{HAN}\u3000-\u30ff\uac00-\ud7a3\uff00-\uffef]{{{_LONGEST_WORD},}}+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of cleaning.

    Attributes:
        find: what it changes in a text.
        kind: of the warning it gives; None for what every page has.
        what: in the plural, for the warning.
    """

    find: unseen.Find
    kind: WarningKind | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean page with its map, and one warning a kind of change."""

    text: MappedText
    warnings: tuple[Warned, ...]


_REMOVED = WarningKind.REMOVED
RECORD_STEPS: tuple[Step, ...] = (
    Step(unseen.line_ends),
    Step(unseen.terminal_escapes, _REMOVED, "terminal commands"),
    Step(mojibake.read_twice, WarningKind.ENCODING, "stretches look double-decoded and were read again as UTF-8"),
    Step(unseen.controls, _REMOVED, "control characters"),
    Step(unseen.lone_surrogates, WarningKind.REPLACED, "halves of characters became U+FFFD"),
    Step(unseen.noncharacters, _REMOVED, "code points that are no characters"),
    Step(unseen.overrides, _REMOVED, "commands that turn the direction of writing"),
    Step(unseen.hidden_messages, WarningKind.HIDDEN, "messages in characters that show nothing were left out"),
    Step(unseen.invisible, _REMOVED, "runs of zero-width characters"),
    Step(unseen.stacked_marks, WarningKind.CAPPED, "stacks of combining marks were cut to four"),
)
STEPS: tuple[Step, ...] = (
    *RECORD_STEPS,
    Step(residue.tags),
    Step(residue.entities),
    Step(unseen.blanks),
    Step(residue.readings),
    Step(residue.markdown),
)


def clean(page_text: str) -> MappedText:
    """A page without what was never print. Glyphs, script and punctuation stay as they are."""
    return clean_page(page_text).text


def clean_page(page_text: str, *, media_type: str = "text/plain") -> Cleaned:
    """A page after all steps of `STEPS`, in order, with what was changed, replaced or is damaged.

    What a parser made of another format than plain text holds no residue of HTML: ``<b>`` there is what the reader of the page saw.
    """
    plain = media_type in _PLAIN
    return _cleaned(page_text, STEPS if plain else [step for step in STEPS if step.find not in {residue.tags, residue.entities}])


def clean_record(page_text: str) -> Cleaned:
    """A finished record: line ends unified and what shows nothing dropped; brackets and marks are its own."""
    return _cleaned(page_text, RECORD_STEPS)


def drop_stray_blanks(text: MappedText) -> MappedText:
    """Running text without blanks inside Chinese words and around Chinese punctuation."""
    return text.edit(residue.stray_blanks(text.text))


def damage(page_text: str) -> str | None:
    """A sentence about characters that were broken before the page reached us, or None. They are kept as they are."""
    if not (places := mojibake.broken(page_text)):
        return None
    return f"{len(places)} broken characters (double-decoded or lost bytes), the first at offset {places[0]}: they are kept as they are"


def _cleaned(page_text: str, steps: Sequence[Step]) -> Cleaned:
    text = MappedText.of(page_text)
    notes: dict[WarningKind, list[str]] = {}
    for step in steps:
        edits = list(step.find(text.text))
        if not edits:
            continue
        if step.kind:
            notes.setdefault(step.kind, []).append(f"{len(edits)} {step.what} (the first at offset {text.origin[edits[0].start]})")
        text = text.edit(edits)
    _note_kept(text, notes)
    return Cleaned(text, tuple(Warned(kind, _sentence(kind, found)) for kind, found in notes.items()))


def _note_kept(text: MappedText, notes: dict[WarningKind, list[str]]) -> None:
    """What is told and stays: damage, undefined characters, words too long to be words."""
    if broken := damage(text.text):
        notes.setdefault(WarningKind.BROKEN, []).append(broken)
    if odd := unseen.undefined(text.text):
        found = f"{len(odd)} characters of private use or without meaning (the first at offset {text.origin[odd[0]]}) are kept as they are"
        notes.setdefault(WarningKind.BROKEN, []).append(found)
    if blob := _BLOB.search(text.text):
        found = f"a word of {len(blob.group())} characters (at offset {text.origin[blob.start()]}) is searched by its beginning alone"
        notes.setdefault(WarningKind.CAPPED, []).append(found)


def _sentence(kind: WarningKind, found: Sequence[str]) -> str:
    return f"{', '.join(found)} were removed" if kind is _REMOVED else "; ".join(found)

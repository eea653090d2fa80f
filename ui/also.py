"""Other prints of a passage's story in words: where else it was printed, and what it says there."""

from rag.schema import AlsoIn, Passage
from ui.i18n import translate

SHOWN = 5  # prints that are listed; the JSON has them all


def also_lines(passage: Passage, locale: str) -> list[str]:
    """One line a print: paper, day, file; whether it was corrected, and its figures that differ. The last says how many are left out.

    Prints that say something else come first: they are what a reader must see.
    """
    prints = sorted(passage.also, key=lambda each: not each.differs)
    lines = [translate("also.in", locale, where=_told(each, locale)) for each in prints[:SHOWN]]
    if len(prints) > SHOWN:
        lines.append(translate("also.more", locale, count=len(prints) - SHOWN))
    return lines


def _told(each: AlsoIn, locale: str) -> str:
    where = " · ".join(part for part in (each.outlet, each.published, each.source_file) if part)
    notes = [translate(f"also.{each.role}", locale)] if each.role in {"superseded", "correction"} else []
    notes += [translate("also.differs", locale, here=differs.here, there=differs.there) for differs in each.differs]
    return f"{where} ({'; '.join(notes)})" if notes else where

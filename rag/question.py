"""What a question asks: its language and script, the kind of answer, the thing asked for, the words that carry its topic.

Nothing here looks at the collection; `rag.terms` turns the words into what the collection can be searched for.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.errors import InputError
from index.schema import Filter
from index.text import fold, han_count, script_of
from rag.cues import CUES
from rag.errors import EmptyQuestion, QuestionTooLong
from rag.expected import NUMERIC, Expected
from rag.han_words import from_japanese, han_words
from rag.latest import asks_for_latest, without_latest
from rag.latin_words import LATIN_WORD, latin_words
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
_FOLLOW_UP_EN = re.compile(r"^(?:and|what about|how about|then|also|but)\b", re.IGNORECASE)
# "how many are there in Kaifeng" points nowhere; "how many people eat there" does.
_POINTS_BACK_EN = re.compile(
    r"\b(?:they|them|it|those)\b|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?! (?:is|are|was|were)\b)", re.IGNORECASE
)
_FOLLOW_UP_ZH = re.compile(r"^(?:那|那么|还有|另外|其中)|呢[??]?$|它|他们|她们|其")


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
    """

    text: str
    language: str
    expected: Expected
    units: frozenset[str]
    words: tuple[Word, ...]
    years: tuple[int, ...]
    search_text: str
    wants_latest: bool = False

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


_RELATIVE_YEARS = ((re.compile(r"去年|last year|上一年"), -1), (re.compile(r"前年"), -2), (re.compile(r"今年|本年|this year"), 0))
_RELATIVE_WORDS = frozenset("去年 上一年 前年 今年 本年 last this year".split())


def parse_question(text: str, history: Sequence[Turn] = (), *, as_of: date | None = None) -> Question:
    """Understand a question; a follow-up ("and in Qingdao?") takes its topic words from the user's last question.

    Args:
        text: the question, checked.
        history: the conversation before it, oldest first.
        as_of: the day on which it is asked; 去年 and "last year" count from it, and mean no year without it.
    """
    own = _parse_alone(text)
    if as_of is not None:
        own = _with_years_from(own, as_of)
    earlier = next((_printable(turn.content) for turn in reversed(history) if turn.role == "user"), "")
    if not earlier or not _needs_history(own):
        return own
    before = _parse_alone(earlier)
    return _continued(own, before)


def _with_years_from(question: Question, as_of: date) -> Question:
    """去年 as the year it is, and no longer as a word: a paper printed a year later says 去年 of another year."""
    text = fold(question.text).lower()
    years = tuple(as_of.year + shift for words, shift in _RELATIVE_YEARS if words.search(text))
    kept = tuple(word for word in question.words if word.text not in _RELATIVE_WORDS)
    return replace(question, years=question.years + years, words=kept) if years else question


def _parse_alone(asked: str) -> Question:
    language = language_of(asked)
    base = language.split("-")[0]
    text = _SHAAN.sub(r"\1aa\2", asked)
    if base == "en":
        text = _SLIP.sub(lambda slip: _SLIPS[slip.group().lower()], text)
    folded = fold(from_japanese(text) if base == "ja" else text)
    expected = _expected(folded, base)
    if base in {"zh", "ja", "ko"}:
        words, units = han_words(folded, base)
    else:
        words, units = latin_words(text, base)
    years = tuple(int(year) for year in _YEAR.findall(folded))
    if expected in {Expected.TIME, Expected.DATE, Expected.DURATION}:
        words = tuple(replace(word, is_head=False, is_core=False) for word in words)
    if expected is Expected.EXPLANATION and units:  # "daily gas supply in cubic metres" asks for a figure without a question word
        expected = Expected.MONEY if "元" in units else Expected.COUNT
    is_latest = asks_for_latest(folded, base)
    if is_latest:
        words = without_latest(words)
    return Question(asked, language, expected, units, words, years, text, is_latest)


def _expected(folded: str, base: str) -> Expected:
    for kind, pattern in CUES[base].kinds:
        if pattern.search(folded):
            return kind
    return Expected.EXPLANATION


def _needs_history(question: Question) -> bool:
    """True for an elliptic question: it opens or closes like a follow-up, or names neither a name nor two topic words."""
    text = fold(question.text)
    if question.language == "en":
        return bool(_FOLLOW_UP_EN.search(text)) or len(question.words) <= 1 or bool(_POINTS_BACK_EN.search(text))
    return bool(_FOLLOW_UP_ZH.search(text)) or sum(len(w.text) for w in question.words) <= 8


def _continued(own: Question, before: Question) -> Question:
    """The follow-up with the topic of the question before; what it asks for itself stays in front."""
    expected = own.expected if own.expected is not Expected.EXPLANATION else before.expected
    known = {word.text for word in own.words}
    asks_itself = any(word.is_head for word in own.words)
    inherited = tuple(
        replace(word, is_head=word.is_head and not asks_itself, is_core=word.is_core and not asks_itself, from_history=True)
        for word in before.words
        if word.text not in known
    )
    return Question(
        text=own.text,
        language=own.language,
        expected=expected,
        units=own.units or (before.units if own.expected is Expected.EXPLANATION else frozenset()),
        words=own.words + inherited,
        years=own.years or (() if own.wants_latest else before.years),
        search_text=f"{before.search_text} {own.search_text}",
        wants_latest=own.wants_latest or (before.wants_latest and not own.years),
    )

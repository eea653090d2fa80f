"""What a question asks: its language and script, the kind of answer, the thing asked for, the words that carry its topic.

Nothing here looks at the collection; `rag.terms` turns the words into what the collection can be searched for.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from index.errors import InputError
from index.text import fold, han_count, script_of
from index.tokens import word_spans
from rag.cues import CUES, HOUSEHOLDS, NUMERIC, OCCASIONS, PERSONS, PURE_UNITS_EN, THINGS, UNITS_EN, UNITS_JA, UNITS_KO, Expected
from rag.schema import Turn

_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,:]\d+)*%?")
_CHINESE_ASKS = re.compile(r"(?:多少|几)(?P<unit>[\u4e00-\u9fff]{0,2})")
_ENGLISH_HEAD = re.compile(
    r"(?:how many|how much|number of|total of|count of)\s+(?!(?:in|on|at|by|of|for|from|per|did|does|do|is|are|was|were)\b)(?P<head>.+?)"
    r"(?=\s+(?:are|is|were|was|did|does|do|has|have|had|can|will|would|in|on|at|by|for|from|per|under|to|that|who|which|among|within|joined|took|got|went|came)\b|[?.,;!]|$)",
    re.IGNORECASE,
)
_ENGLISH_ASKED = re.compile(
    r"\bwhat(?:'s| is| are| was| were) the (?P<head>(?:\S+ ){0,3}?\S+)(?= (?:of|in|for|at|on|given|paid|did|that)\b|\?|$)", re.IGNORECASE
)
# 12月13日 and 2024年1月 are one word each: their parts stand in every article.
_CHINESE_DATE = re.compile(r"(?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}[日号])?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_FOLLOW_UP_EN = re.compile(r"^(?:and|what about|how about|then|also|but)\b", re.IGNORECASE)
# "how many are there in Kaifeng" points nowhere; "how many people eat there" does.
_POINTS_BACK_EN = re.compile(r"\b(?:they|them|it|those)\b|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?! (?:is|are|was|were)\b)", re.IGNORECASE)
_FOLLOW_UP_ZH = re.compile(r"^(?:那|那么|还有|另外|其中)|呢[??]?$|它|他们|她们|其")


_UNITS_ANYWHERE = frozenset({"yuan", "rmb", "cubic", "old", "person-times"})
# 参加人次分别是多少 asks in 人次, 户数是多少 in households.
_UNITS_BEFORE = {
    "人次": frozenset({"人次"}),
    "人数": PERSONS,
    "户数": HOUSEHOLDS,
    "场次": OCCASIONS,
    "件数": frozenset({"件"}),
    "家数": frozenset({"家"}),
}
_UNIT_BEFORE = re.compile(rf"({'|'.join(_UNITS_BEFORE)})(?:分别|各自?|一共|总共)?(?:是|有|为|达到?|少|多)?(?:多少|几)")
_AGE = re.compile(r"多大|几岁|年龄|年纪|岁数")


@dataclass(frozen=True, slots=True)
class Word:
    """A topic word of the question.

    Attributes:
        text: as typed (Chinese: folded to Simplified).
        is_head: part of the thing asked for ("service stations" in "how many service stations …").
        is_core: its last word, the noun itself ("stations").
        is_name: typed with a capital inside a Latin sentence, or in Han inside a Korean one.
        from_history: taken from the question before; what it says is context, not a condition.
    """

    text: str
    is_head: bool = False
    is_core: bool = False
    is_name: bool = False
    from_history: bool = False


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
    """

    text: str
    language: str
    expected: Expected
    units: frozenset[str]
    words: tuple[Word, ...]
    years: tuple[int, ...]
    search_text: str

    @property
    def is_numeric(self) -> bool:
        """True when the answer is a figure, a date or a time."""
        return self.expected in NUMERIC


def checked_question(text: str, *, max_chars: int) -> str:
    """The question without control characters.

    Raises:
        InputError: it is empty or longer than ``max_chars`` characters; the message names both.
    """
    cleaned = _printable(text)
    if not re.search(r"\w", cleaned):
        raise InputError("the question is empty: type a question, for example: how many stations in Shanxi")
    if len(cleaned) > max_chars:
        raise InputError(f"the question has {len(cleaned):,} characters and at most {max_chars:,} are read: ask a shorter one")
    return cleaned


def _printable(text: str) -> str:
    """Without what cannot be shown or encoded: control characters become spaces, invisible ones (zero width, bidi marks) vanish."""
    kinds = ((c, unicodedata.category(c)) for c in text)
    return "".join(" " if kind in {"Cc", "Cs", "Co", "Cn"} else c for c, kind in kinds if kind != "Cf").strip()


def language_of(text: str) -> str:
    """BCP 47 tag of a question: by script first, then by function words for Latin text."""
    if _HANGUL.search(text):
        return "ko"
    if _KANA.search(text):
        return "ja"
    if han_count(text) * 2 >= len(re.findall(r"[A-Za-z]+", text)) and han_count(text):
        return script_of(text)
    found = set(_LATIN_WORD.findall(text.lower()))
    scores = {language: len(found & CUES[language].stop_words) for language in ("en", "fr", "es")}
    best = max(scores, key=lambda language: scores[language])
    # One small word is no proof: "y" and "la" stand in names and formulas too.
    is_told = scores[best] > 1 or any(pattern.search(text) for _, pattern in CUES[best].kinds)
    return best if scores[best] > scores["en"] and is_told else "en"


_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(_MONTHS)
# "13 December 2023", "December 13", "in January 2023": said as the Chinese page says it, 12月13日, 2023年1月.
_ENGLISH_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d{{2}}))?\b",
    re.IGNORECASE,
)


def chinese_dates(text: str) -> tuple[str, tuple[str, ...]]:
    """An English text without its dates, and the dates in Chinese form ("13 December" → 12月13日; "may" needs a day or a year)."""
    found: list[str] = []

    def replace(match: "re.Match[str]") -> str:
        day, year, month = match["d1"] or match["d2"], match["year"], match["month"].lower()
        if month == "may" and not (day or year):
            return match.group()
        found.append((f"{year}年" if year and not day else "") + f"{_MONTHS.index(month) + 1}月" + (f"{int(day)}日" if day else ""))
        return " " if not (year and day) else f" {year} "

    return _ENGLISH_DATE.sub(replace, text), tuple(found)


_RELATIVE_YEARS = ((re.compile(r"去年|last year|上一年"), -1), (re.compile(r"前年"), -2), (re.compile(r"今年|本年|this year"), 0))


def parse_question(text: str, history: Sequence[Turn] = (), *, as_of: date | None = None) -> Question:
    """Understand a question; a follow-up ("and in Qingdao?") takes its topic words from the user's last question.

    Args:
        text: the question, checked.
        history: the conversation before it, oldest first.
        as_of: the day on which it is asked; 去年 and "last year" count from it, and mean no year without it.
    """
    own = _parse_alone(text)
    if as_of is not None:
        own = replace(
            own, years=own.years + tuple(as_of.year + shift for words, shift in _RELATIVE_YEARS if words.search(fold(text).lower()))
        )
    earlier = next((_printable(turn.content) for turn in reversed(history) if turn.role == "user"), "")
    if not earlier or not _needs_history(own):
        return own
    before = _parse_alone(earlier)
    return _continued(own, before)


def _parse_alone(text: str) -> Question:
    language = language_of(text)
    base = language.split("-")[0]
    folded = fold(_from_japanese(text) if base == "ja" else text)
    expected = _expected(folded, base)
    if base in {"zh", "ja", "ko"}:
        words, units = _han_words(folded, base)
    else:
        words, units = _latin_words(text, base)
    years = tuple(int(year) for year in _YEAR.findall(folded))
    if expected in {Expected.TIME, Expected.DATE, Expected.DURATION}:
        words = tuple(replace(word, is_head=False, is_core=False) for word in words)
    if expected is Expected.EXPLANATION and units:  # "daily gas supply in cubic metres" asks for a figure without a question word
        expected = Expected.MONEY if "元" in units else Expected.COUNT
    return Question(text, language, expected, units, words, years, text)


def _expected(folded: str, base: str) -> Expected:
    for kind, pattern in CUES[base].kinds:
        if pattern.search(folded):
            return kind
    return Expected.EXPLANATION


# Characters made or shaped in Japan that OpenCC's table leaves, with the Chinese ones of the same words.
_JAPANESE_ONLY = str.maketrans("働査歩渋沢辺桜", "動查步澀澤邊櫻")


@cache
def _japanese_converter() -> Any:
    from opencc import OpenCC

    return OpenCC("jp2t")


def _from_japanese(text: str) -> str:
    """Japanese forms of Chinese characters (労働) as the traditional ones (勞動), which `fold` reads."""
    converted: str = _japanese_converter().convert(text).translate(_JAPANESE_ONLY)
    return converted if len(converted) == len(text) else text


def _han_words(folded: str, base: str) -> tuple[tuple[Word, ...], frozenset[str]]:
    asks = _CHINESE_ASKS.search(folded) if base == "zh" else None
    head = _head_range(folded, asks)
    dates = [(m.start(), m.end()) for m in _CHINESE_DATE.finditer(folded)]
    words = [Word(folded[start:end]) for start, end in dates] + [
        Word(word, is_head=head[0] <= span.start < head[1], is_name=base == "ko" and "\u4e00" <= word[0] <= "\u9fff")
        for word, span in word_spans(folded)
        if word not in CUES[base].stop_words
        and not word.startswith("哪")
        and not _is_question_part(word, span.start, asks)
        and not _KANA.search(word)
        and not (base == "ja" and len(word) == 1)  # the stem of a verb (受け取った), no word of its own
    ]
    return _with_core(words), _han_units(folded, base, asks)


def _with_core(words: Sequence[Word]) -> tuple[Word, ...]:
    """Mark the last word of the thing asked for: in Chinese and in English the noun stands last."""
    last = max((i for i, word in enumerate(words) if word.is_head), default=-1)
    return tuple(replace(word, is_core=i == last) for i, word in enumerate(words))


def _is_question_part(word: str, start: int, asks: "re.Match[str] | None") -> bool:
    """True for the measure word after 多少 (个, 人次) and for a word that only asks (几点)."""
    return bool(asks and asks.start() <= start < asks.end() and _is_measure(word))


@cache
def _measures() -> frozenset[str]:
    return PERSONS | OCCASIONS | HOUSEHOLDS | THINGS | frozenset("元 万元 亿元 吨 米 公里 岁 天 年 点 小时 分钟 票 字".split())


def _is_measure(word: str) -> bool:
    return word in _measures() or word.lstrip("多少几") in _measures() or word.startswith("哪") or not word.strip("多少几")


def _head_range(folded: str, asks: "re.Match[str] | None") -> tuple[int, int]:
    """Where the thing asked for stands: the words after 多少 and its measure word up to a verb, else those before; at most eight characters.

    Where a measure word for people is followed by a verb (多少人参加), the people are the thing, and no other word is.
    """
    if not asks:
        return (0, 0)
    start = asks.start() + 1 + (folded[asks.start()] == "多")
    unit = next((n for n in (2, 1) if folded[start : start + n] in _measures()), 0)
    start += unit
    rest = re.match(r"[\u4e00-\u9fffa-z0-9“”]*", folded[start:])
    following = rest.group()[:_HEAD_CHARS] if rest else ""
    if following and following[0] not in "了吗呢":
        return (start, start + _until_verb(following))
    before = re.search(r"[\u4e00-\u9fffa-z0-9]{1,8}$", re.sub(r"(?:一共|总共|共|有|是|为|达|达到|的)+$", "", folded[: asks.start()]))
    return (before.start(), before.end()) if before else (0, 0)


_HEAD_CHARS = 10
_HEAD_ENDS = frozenset(
    "给 到 在 来 去 被 向 为 对 从 用 让 使 把 将 会 能 可以 可 参加 参与 参赛 受益 获得 成为 入选 通过 完成 先后 陆续 得到 享受 报名 加入 进入 接受 是 有 了 才 就 都 并".split()
)


def _until_verb(text: str) -> int:
    return next((span.start for word, span in word_spans(text) if word in _HEAD_ENDS), len(text))


def _han_units(folded: str, base: str, asks: "re.Match[str] | None") -> frozenset[str]:
    if base == "zh":
        if _AGE.search(folded):
            return frozenset({"岁"})
        if before := _UNIT_BEFORE.search(folded):
            return _UNITS_BEFORE[before.group(1)]
        unit = asks.group("unit") if asks else ""
        return next((frozenset({unit[:n]}) for n in (2, 1) if unit[:n] in _measures()), frozenset())
    table, pattern = (
        (UNITS_JA, r"何((?:平方|立方)?メートル|キロ|トン|[カかヶ箇]所|世帯|[人名件社校戸回台])")
        if base == "ja"
        else (UNITS_KO, r"몇\s*(가구|사람|[명곳개번회건])")
    )
    found = re.search(pattern, folded)
    return table.get(found.group(1), frozenset()) if found else frozenset()


def _latin_words(text: str, base: str) -> tuple[tuple[Word, ...], frozenset[str]]:
    text, dates = chinese_dates(text) if base == "en" else (text, ())
    head = (_ENGLISH_HEAD.search(text) or _ENGLISH_ASKED.search(text)) if base == "en" else None
    head_words = set(_LATIN_WORD.findall(head.group("head").lower())) if head else set()
    units: set[str] = set()
    words: list[Word] = []
    for match in _LATIN_WORD.finditer(text):
        word, lower = match.group(), match.group().lower().replace("’", "'")
        if lower in head_words or lower in _UNITS_ANYWHERE:
            units |= UNITS_EN.get(lower, frozenset())
        if lower in PURE_UNITS_EN:
            continue
        is_name = word[0].isupper() and match.start() > 0 and text[: match.start()].rstrip()[-1:] not in {".", "?", "!", ":"}
        words += [
            Word(part, is_head=lower in head_words, is_name=is_name)
            for part in lower.removesuffix("'s").split("-")
            if part not in CUES[base].stop_words and (len(part) > 1 or part.isdigit())
        ]
    han = [Word(word, is_name=True) for word, _ in word_spans(text) if "\u3400" <= word[0] and word not in CUES["zh"].stop_words]
    return _with_core([*words, *han, *(Word(date) for date in dates)]), frozenset(units)


def _needs_history(question: Question) -> bool:
    """True for an elliptic question: it opens or closes like a follow-up, or names neither a name nor two topic words."""
    text = fold(question.text)
    if question.language == "en":
        return (
            bool(_FOLLOW_UP_EN.search(text))
            or len(question.words) <= 1
            or bool(_POINTS_BACK_EN.search(text))
        )
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
        years=own.years or before.years,
        search_text=f"{before.text} {own.text}",
    )

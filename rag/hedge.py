"""How far a number commits itself: exactly 300, over 300, nearly 300, about 300, 300.

A claim may commit itself to less than its source (``about 300`` for 300余人, ``at least 300`` for 300), never to more: ``over 300`` is not
borne out by 300, ``exactly 300`` not by 300余. A bare number is borne out by a hedged one, because it is how news is retold and the quote
beside it shows the hedge; a bound that turns round (over for nearly) is not.
"""

import re
from enum import StrEnum


class Hedge(StrEnum):
    """What stands at a number."""

    BARE = "bare"
    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    AT_LEAST = "at least"
    UNDER = "under"
    AT_MOST = "at most"


_REACH = 28
# The order counts: 不超过 is no 超过, "no more than" no "more than".
_BEFORE = (
    (Hedge.AT_MOST, r"不超过|不高于|不多于|不大于|至多|最多|最高|up to|at most|no more than|not more than|a maximum of|not exceeding"),
    (Hedge.AT_LEAST, r"不低于|不少于|不小于|至少|最少|最低|起码|at least|no fewer than|no less than|not less than|a minimum of|upwards of"),
    (Hedge.EXACT, r"正好|恰好|刚好|恰恰|整整|exactly|precisely"),
    (
        Hedge.OVER,
        (
            r"(?<![不赶])超过?|超出|突破|(?<!每)逾|高于|多于|大于|"
            r"more than|over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp?(?:ed|ing|s)"
        ),
    ),
    (
        Hedge.UNDER,
        (
            r"不足|不到|未满|不满|低于|少于|小于|(?<![附最亲靠临邻远贴])近|将近|接近|"
            r"nearly|almost|close to|less than|fewer than|under|below|just short of"
        ),
    ),
    (
        Hedge.ABOUT,
        r"(?<![节合签预特契条公相履违])约为?|大约|大概|差不多|about|around|some|approximately|roughly|an estimated|estimated",
    ),
)
_BEFORE_RX = tuple((hedge, re.compile(rf"(?:{words})(?:有|达到?|了)?\s?(?:人民币|rmb|[¥$€£])?\s?$")) for hedge, words in _BEFORE)
_MORE = re.compile(r"[余多几]|\+|以上|有余|开外|or more\b|-plus\b|odd\b")
_AFTER = (
    (Hedge.AT_LEAST, re.compile(r"\s?(?:及?以上|or more\b|and above\b)")),
    (Hedge.AT_MOST, re.compile(r"\s?(?:及?以下|以内|之内|or (?:less|fewer)\b)")),
    (Hedge.ABOUT, re.compile(r"\s?(?:左右|上下|or so\b)")),
    (Hedge.OVER, re.compile(r"\s?(?:余(?![额款])|多(?![种样方元数边])|有余|开外|\+|之多)")),
)
# 近三年 is the last three years.
_RECENT = re.compile(r"近\s?$")
_YEARS = re.compile(r"(?:年|个月|天|日|周)$")
_ALLOWED = {
    Hedge.BARE: frozenset(Hedge),
    Hedge.ABOUT: frozenset(Hedge),
    Hedge.EXACT: frozenset((Hedge.BARE, Hedge.EXACT)),
    Hedge.OVER: frozenset((Hedge.OVER, Hedge.AT_LEAST)),
    Hedge.AT_LEAST: frozenset((Hedge.OVER, Hedge.AT_LEAST, Hedge.BARE, Hedge.EXACT)),
    Hedge.UNDER: frozenset((Hedge.UNDER, Hedge.AT_MOST)),
    Hedge.AT_MOST: frozenset((Hedge.UNDER, Hedge.AT_MOST, Hedge.BARE, Hedge.EXACT)),
}


# "Over 1,000" is not said of 1,260.
_NEAR = 0.1


def hedge_at(text: str, start: int, end: int) -> Hedge:
    """The hedge of the quantity at ``text[start:end]`` of a folded text, its unit included."""
    before = text[max(0, start - _REACH) : start]
    if not (_RECENT.search(before) and _YEARS.search(text[start:end])):
        for hedge, pattern in _BEFORE_RX:
            if pattern.search(before):
                return hedge
    printed = text[start:end]
    if printed[:1] in ("近", "上") or (printed[:1] in ("超", "逾", "约")):  # a bare 百, 千, 万 takes these in: 近千户
        return {"近": Hedge.UNDER, "约": Hedge.ABOUT}.get(printed[0], Hedge.OVER)
    for hedge, pattern in _AFTER:
        if pattern.match(text, end):
            return hedge
    if more := _MORE.search(printed):
        return Hedge.AT_LEAST if more.group() == "以上" else Hedge.OVER
    return Hedge.BARE


def bears_hedge(claim: Hedge, source: Hedge) -> bool:
    """True when a source's hedge allows a claim's of the same number."""
    return source in _ALLOWED[claim]


def bears_size(claim: float, hedge: Hedge, source: float) -> bool:
    """True when a claim's number is the source's, rounded the way its hedge says: over 32 million for 32,814,900, nearly 33 million too."""
    if (step := _step(claim)) is None:
        return False
    step = min(step, _NEAR * claim)
    if hedge in (Hedge.OVER, Hedge.AT_LEAST):
        return claim < source < claim + step
    if hedge in (Hedge.UNDER, Hedge.AT_MOST):
        return claim - step < source < claim
    return hedge is not Hedge.EXACT and abs(claim - source) <= step / 2 and len(_digits(claim)) > 1


def _digits(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")


def _step(value: float) -> float | None:
    """What the last printed digit of a number is worth; None for small numbers, which are not rounded: 32.8 million → 100,000."""
    if value < 100:
        return None
    digits = _digits(value)
    scale: float = 1.0
    while scale * 10 * int(digits) <= value * 1.0000001:
        scale *= 10
    while scale * int(digits) > value * 1.0000001:
        scale /= 10
    return scale

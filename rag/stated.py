"""The figures and days that a sentence states, read the same way in a claim and in its source, and which of them a source bears out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.chinese_numbers import chinese_value
from index.dates import Moment
from index.numerals import number_spans, number_text, numbers_in
from index.quantities import quantities_in
from index.quantity import Quantity
from index.schema import FigureKind
from index.times import resolved_times
from rag.hedge import Hedge, bears_hedge, bears_size, hedge_at
from rag.measure import PERCENT, Measure, measure_of
from rag.polarity import direction_at, is_difference

# 三成驿站: `index.numerals` reads tenths only where a clause goes on after them; 成立, 成功 and their kind are words.
_TENTHS = re.compile(
    r"(?<![一二三四五六七八九两十百千万\d变完达组构形])(?P<n>[一二三四五六七八九])成(?P<half>五)?(?![立为功员长绩本果就熟份分交色都语年人])"
)
_RANK = re.compile(
    r"第(?P<han>[一二三四五六七八九十百]+|\d+)(?:名|位)|(?P<first>冠军|榜首|居首|首位|第一名)|(?P<second>亚军)|(?P<third>季军)"
    r"|\b(?:came|ranks?|ranked|finish(?:ed|es)?|placed|place) (?:in )?"
    r"(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"
    r"|\b(?P<word2>first|second|third) (?:place|prize|runner)|\bno\. ?(?P<no>\d+)|\b(?P<nth>\d+)(?:st|nd|rd|th) (?:place|in )"
)
_ALL_AROUND = re.compile("四周(?![年后前内来时的间])")
_MAGNITUDE = re.compile(r"[百千万亿]|thousand|[mb]illion|trillion|\d(?:m|mn|bn|k)\b")
_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
# The day of a paper, where a claim says that it is one: 2031-03-04 in figures, or after "as of".
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_REPORTED = re.compile(r"(?:reported?|according|published|dated|as of|by|报道|据|截至|刊登|刊发)[^,，。]{0,20}$")


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure as it is stated: offsets in the folded text, value in base units, what it measures, its hedge, and whether it rose.

    A name (5G, 第三名) counts nothing; a difference (比上届多12支) is no amount.
    """

    start: int
    end: int
    printed: str
    value: float
    measure: Measure
    hedge: Hedge
    direction: int
    is_name: bool
    is_difference: bool


@dataclass(frozen=True, slots=True)
class StatedDay:
    """A day, month or year as far as it is stated, or a time of day (``hour``)."""

    start: int
    printed: str
    year: int | None
    month: int | None
    day: int | None
    hour: float | None = None
    is_of_paper: bool = False
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Stated:
    """All figures and days of a text, and the text with them blanked out, for a lenient look at what was not understood."""

    text: str
    figures: tuple[StatedFigure, ...]
    days: tuple[StatedDay, ...]
    ranks: frozenset[int]
    rest: str


@lru_cache(maxsize=1024)
def stated_in(text: str, published: date | None = None) -> Stated:
    """What a text states; with the day of publication, days without a year and words of time (昨日, last year) are resolved."""
    folded = number_text(text)
    quantities, moments = quantities_in(folded, "", published)
    tenths = [
        _tenth(m)
        for m in _TENTHS.finditer(folded)
        if not any(q.start <= m.start() < q.end and q.kind is FigureKind.PERCENT for q in quantities)
    ]
    counted = [q for q in quantities if q.kind not in (FigureKind.DATE, FigureKind.TIME) and not any(q.start == t.start for t in tenths)]
    bare = _bare_numbers(folded, [*quantities, *tenths], moments)
    figures = tuple(_figure(folded, q) for q in _without_overlaps([*counted, *tenths, *bare]) if not _is_no_number(folded, q))
    days = tuple(_day(folded, m) for m in moments) + tuple(_resolved(folded, published))
    rest = list(folded)
    for start, end in [(q.start, q.end) for q in [*quantities, *tenths]] + [(m.start, m.end) for m in moments]:
        rest[start:end] = " " * (end - start)
    return Stated(folded, figures, days, frozenset(_ranks(folded)), "".join(rest))


def _bare_numbers(text: str, known: Sequence[Quantity], moments: Sequence[Moment]) -> list[Quantity]:
    """Numbers that count nothing `index.quantities` knows (500万大城市, 1年级): they are stated all the same."""
    taken = [(q.start, q.end) for q in known] + [(m.start, m.end) for m in moments]
    return [
        Quantity(n.start, n.end, n.value, "", FigureKind.LABEL if n.label else FigureKind.COUNT, n.approximate)
        for n in number_spans(text, folded=True)
        if not any(n.start < end and start < n.end for start, end in taken)
    ]


def _without_overlaps(quantities: Iterable[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for quantity in sorted(quantities, key=lambda q: (q.start, -q.end)):
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _tenth(match: re.Match[str]) -> Quantity:
    value = 10 * (chinese_value(match["n"]) or 0) + (5 if match["half"] else 0)
    return Quantity(match.start(), match.end(), value, "%", FigureKind.PERCENT, False)


def _is_no_number(text: str, q: Quantity) -> bool:
    """一 and "one" are mostly articles, 四周 is all around."""
    return (q.value == 1 and text[q.start] in "一o") or bool(_ALL_AROUND.match(text, q.start))


def _figure(text: str, q: Quantity) -> StatedFigure:
    printed = text[q.start : q.end]
    return StatedFigure(
        q.start,
        q.end,
        printed.strip(),
        q.value,
        measure_of(printed, q.unit, q.kind, q.of),
        hedge_at(text, q.start, q.end),
        direction_at(text, q.start, q.end),
        q.kind in (FigureKind.LABEL, FigureKind.ORDINAL),
        is_difference(text, q.start, q.end),
    )


def _day(text: str, moment: Moment) -> StatedDay:
    printed = text[moment.start : moment.end]
    if moment.is_time:
        return StatedDay(moment.start, printed, None, None, None, moment.value)
    year, month, day = (int(part) if part else None for part in [*(moment.iso or "").split("-"), "", ""][:3])
    if moment.unit != "年":
        month, day = int(moment.value // 100) or month, int(moment.value % 100) or None
    elif year is None:
        year = int(moment.value)
    of_paper = bool(_ISO_DAY.fullmatch(printed.strip()) or _REPORTED.search(text[max(0, moment.start - 30) : moment.start]))
    return StatedDay(moment.start, printed, year, month, day, None, of_paper)


def _resolved(text: str, published: date | None) -> Iterable[StatedDay]:
    for mention in resolved_times(text, published):
        first, last = mention.first, mention.last
        if first is None or mention.approximate or (last - first).days > 366:
            continue
        month = first.month if (first.year, first.month) == (last.year, last.month) else None
        yield StatedDay(
            mention.start, text[mention.start : mention.end], last.year, month, first.day if first == last else None, is_printed=False
        )


def _ranks(text: str) -> Iterable[int]:
    for match in _RANK.finditer(text):
        if match["han"] or match["no"] or match["nth"]:
            digits = match["han"] or match["no"] or match["nth"]
            yield int(digits if digits.isdecimal() else chinese_value(digits) or 0)
        elif word := match["word"] or match["word2"]:
            yield _WORDS.index(word) + 1
        else:
            yield 1 if match["first"] else 2 if match["second"] else 3


def unborne(claim: str, source: str, published: date | None = None) -> tuple[str, ...]:
    """Figures, ranks and days of a claim that a source does not bear out, as printed in the (folded) claim.

    Args:
        claim: a sentence of an answer.
        source: what it cites.
        published: the source's day, for its 昨日 and its days without a year; a claim's own words of time are not resolved.
    """
    wanted, known = stated_in(claim), stated_in(source, published)
    missing = [f.printed for f in wanted.figures if not borne_by(f, known)]
    missing += [d.printed for d in wanted.days if not _is_known_day(d, known, published)]
    missing += [f"no. {rank}" for rank in sorted(wanted.ranks - known.ranks)]
    return tuple(missing)


def borne_by(figure: StatedFigure, source: Stated) -> list[StatedFigure]:
    """The figures of a source that bear out a claim's; the figure itself stands for a numeral that only a lenient reading sees."""
    found = [other for other in source.figures if _same(figure, other)]
    if not found and not figure.measure.kinds and figure.direction == 0 and figure.value in numbers_in(source.rest):
        return [figure]
    return found


def _same(claim: StatedFigure, source: StatedFigure) -> bool:
    if claim.is_name or source.is_name:
        return claim.value == source.value
    if not claim.measure.fits(source.measure) or (claim.measure.kinds ^ source.measure.kinds and _is_share(claim) != _is_share(source)):
        return False
    if claim.direction * source.direction < 0 or (source.is_difference and not claim.is_difference and not claim.direction):
        return False
    same_kind = bool(claim.measure.kinds & source.measure.kinds)
    wanted, known = (f.value * (f.measure.size if same_kind else 1.0) for f in (claim, source))
    if abs(wanted - known) <= 1e-6 * max(1.0, abs(known)):
        return bears_hedge(claim.hedge, source.hedge)
    if claim.hedge is Hedge.BARE and not _MAGNITUDE.search(claim.printed):  # 1,330 is not 1,333; 32.8 million is 3281.49万
        return False
    return bears_size(claim.value, claim.hedge, known / (claim.measure.size if same_kind else 1.0))


def _is_share(figure: StatedFigure) -> bool:
    return bool(figure.measure.kinds & {"percent", "points", "permille"}) or figure.measure is PERCENT


def _is_known_day(day: StatedDay, source: Stated, published: date | None) -> bool:
    """True when a source states a day with all parts that the claim's has.

    A year alone is also that of the paper, where the source names no other; a full day is the paper's where the claim says so.
    """
    if day.hour is not None:
        return any(other.hour == day.hour for other in source.days)
    wanted = (day.year, day.month, day.day)
    others = [o for o in source.days if o.hour is None]
    if day.day is None and any(o.is_printed and o.month for o in others):  # "in July": 今天 does not say so where 6月份 stands beside it
        others = [o for o in others if o.is_printed or o.day is None]
    if any(all(w is None or w == k for w, k in zip(wanted, (o.year, o.month, o.day), strict=True)) for o in others):
        return True
    if published is None:
        return False
    if day.is_of_paper and wanted == (published.year, published.month, published.day):
        return True
    return day.month is None and day.day is None and day.year == published.year and not any(o.year for o in source.days)

"""Where a figure stands in its sentence, and what the words around it make of it: a new value, a rate, a total, a beginning or an end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.schema import Figure, FigureKind
from index.text import Span, fold
from rag.rerank import Evidence

_CLAUSE_MARK = re.compile(r"[，,;；。！？!?：:、]")
_REACH, _CLOSE = 16, 6
_CHANGES = "提高?|增加?|增长|延长|升|扩大?|调整?|降|减少?|缩短|上调|下调|拓展"
_FROM = re.compile(r"由|从|自|原|之前|此前|以往")
_RAISED_TO = re.compile(rf"(?:{_CHANGES})(?:到|至|为)(?:了)?约?$")
_RAISED_TO_LATER = re.compile(rf"(?:{_CHANGES})(?:到|至|为)")
_ASKS_BEFORE = re.compile(r"之前|原来|原先|以前|此前|过去|\b(?:before|previously|originally|used to)\b", re.IGNORECASE)
_OPENING, _CLOSING = "《“「『(（〈【", "》”」』)）〉】"

ASKS_YEAR = re.compile(r"[哪何]一?年|什么年|几几年|年份|\b(?:what|which) year\b", re.IGNORECASE)
_ASKS_MONTH = re.compile(r"[几何哪]个?月|\b(?:what|which) month\b", re.IGNORECASE)
_ASKS_BEGINNING = re.compile(
    r"(?:开始|起始|启动|动工|开工|开幕|开门|开放|自|从)(?!至|到)|\b(?:start|begin|began|begun|open|since)\w*\b", re.IGNORECASE
)
_ASKS_END = re.compile(r"结束|截止|截至|到期|闭幕|关门|为止|终止|\b(?:end|close|until|deadline|finish|expire)\w*\b", re.IGNORECASE)
_BEGINS_AFTER, _BEGINS_BEFORE = re.compile(r"\s*(?:起|开始|始|[-—~～–－至到])"), re.compile(r"(?:自|从|始于)\s?$")
_ENDS_AFTER, _ENDS_BEFORE = re.compile(r"\s*(?:前|止|为止|结束|截止|到期)"), re.compile(r"(?:[至到—~～–－-]|截止|截至|直到)\s?$")
_MOST = re.compile(r"最[高多大长]|上限|\b(?:at most|maximum|highest|up to|largest)\b", re.IGNORECASE)
_LEAST = re.compile(r"最[低少小短]|下限|起步|\b(?:at least|minimum|lowest|least|smallest)\b", re.IGNORECASE)
_GROWTH = "增长|增加|增|提高|提升|上升|上涨|涨|升|扩大|下降|降低|下跌|跌|减少|下滑|缩小|缩短|收窄|降|减"
_ASKS_GROWTH = re.compile(
    rf"(?:{_GROWTH})了?(?:多少|几)|(?:涨|降|增|跌)幅|增[速长]率|同比|环比"
    r"|\b(?:grow|grew|grown|growth|increase\w*|rise|rose|risen|decrease\w*|fell|fall|fallen|drop\w*|decline\w*)\b",
    re.IGNORECASE,
)
_GREW_BY = re.compile(
    rf"(?:{_GROWTH})(?:幅度?|速)?(?:了|约|近|超过?|为|达|达到)?\s?$|\b(?:by|up|down|grew|rose|fell|increased|dropped)\s$", re.IGNORECASE
)
_NUMERAL = re.compile(r"[一二两三四五六七八九十]")
_RATE = re.compile(r"每|平均|人均|均价|单价|标准|\b(?:per|each|every|average)\b", re.IGNORECASE)
_TOTAL = re.compile(r"共|总|累计|合计|全部|\b(?:total|altogether|overall|cumulative\w*|in all)\b", re.IGNORECASE)
_PART = re.compile(r"其中|\bof (?:which|whom|them)\b", re.IGNORECASE)
# 其中,87家站点 opens its clause.
_OPENS_WITH = 4
_UNCOUNTED = frozenset({FigureKind.LABEL, FigureKind.ORDINAL})
_SMALL = 10
# A whole date says the year that is asked for and more.
_FINER = 0.7


@dataclass(frozen=True)
class FigureContext:
    """A figure in its sentence, beside what is asked.

    Attributes:
        asked: the question, folded.
        others: all figures of the sentence.
    """

    asked: str
    candidate: Evidence
    figure: Figure
    others: Sequence[Figure]

    @property
    def body(self) -> str:
        """The article's body, folded."""
        return self.candidate.view.body

    @property
    def title(self) -> str:
        """Its headline, folded."""
        return self.candidate.view.title

    @property
    def span(self) -> Span:
        """The sentence."""
        return self.candidate.span

    @cached_property
    def counted(self) -> str:
        """What is counted, folded."""
        return fold(self.figure.of)

    @cached_property
    def printed(self) -> str:
        """The quantity with its unit, folded."""
        return self.body[self.figure.start : self.figure.end]

    @cached_property
    def window(self) -> tuple[int, int]:
        """The figure's own clause, cut where another figure begins or ends."""
        start, figure = self._clause_start, self.figure
        after = _CLAUSE_MARK.search(self.body, figure.end, self.span.end)
        end = after.start() if after else self.span.end
        start = max([start, *(o.end for o in self._countable if start <= o.end <= figure.start)])
        end = min([end, *(o.start for o in self._countable if figure.end <= o.start <= end)])
        return start, end

    @cached_property
    def _countable(self) -> list[Figure]:
        return [other for other in self.others if other is self.figure or other.kind not in _UNCOUNTED]

    @cached_property
    def _clause_start(self) -> int:
        marks = [m.end() for m in _CLAUSE_MARK.finditer(self.body, self.span.start, self.figure.start)]
        return marks[-1] if marks else self.span.start

    @cached_property
    def clause_before(self) -> int:
        """Where the clause before the window begins: "held 30 contests, with 500 workers taking part" counts both by the contests."""
        until = max(self.span.start, self.window[0] - 1)
        marks = [m.end() for m in _CLAUSE_MARK.finditer(self.body, self.span.start, until)]
        return marks[-1] if marks else self.span.start

    @cached_property
    def before(self) -> str:
        """The few characters before the figure, in its sentence."""
        return self.body[max(self.span.start, self.figure.start - _REACH) : self.figure.start]

    @cached_property
    def after(self) -> str:
        """The few after it."""
        return self.body[self.figure.end : min(self.span.end, self.figure.end + _REACH)]

    def change(self) -> float:
        """1 for the new value of a change ("raised from 3000 to 5000"), -1 for the old one; the reverse for a question about before."""
        found = 0.0
        if _RAISED_TO.search(self.before):
            found = 1.0
        elif _FROM.search(self.before) and _RAISED_TO_LATER.search(self.after):
            found = -1.0
        return -found if _ASKS_BEFORE.search(self.asked) else found

    def grain(self) -> float:
        """How well a date is as fine as asked for, 0 to 1: "in which year" wants a year, "when" the whole date."""
        known = self.figure.as_of or ""
        if ASKS_YEAR.search(self.asked):
            return 0.0 if self.figure.unit != "年" else 1.0 if len(known) == len("2024") else _FINER
        if _ASKS_MONTH.search(self.asked):
            return float(len(known) >= len("2024-01"))
        return (len(known) - 1) / 9 if known else 0.0

    @property
    def before_a_comma(self) -> bool:
        """True where the clause ends with the figure."""
        return bool(re.match(r"\s*[，,。;；]", self.after)) or self.figure.end == self.span.end

    @property
    def is_quoted(self) -> bool:
        """True inside quotation or title marks or brackets that open in its clause: in a name, not in somebody's words."""
        inside = self.body[max(self._clause_start - 1, self.span.start) : self.figure.start]
        return any(inside.rfind(left) > inside.rfind(right) for left, right in zip(_OPENING, _CLOSING, strict=True))

    def edge(self) -> float:
        """1 where question and figure are both a beginning or both an end, -1 where one is the other's opposite, else 0."""
        asks = bool(_ASKS_BEGINNING.search(self.asked)) - bool(_ASKS_END.search(self.asked))
        begins = bool(_BEGINS_AFTER.match(self.after) or _BEGINS_BEFORE.search(self.before))
        ends = bool(_ENDS_AFTER.match(self.after) or _ENDS_BEFORE.search(self.before))
        return float(asks * (begins - ends))

    def rate(self) -> float:
        """1 where a rate is asked for and this is one, -1 where only one of the two is, else 0."""
        return _both(_RATE, self.asked, self._lead)

    def total(self) -> float:
        """1 for a total where one is asked for, -1 for anything else there; 0 where none is."""
        return _both(_TOTAL, self.asked, self._lead) if _TOTAL.search(self.asked) else 0.0

    def growth(self) -> float:
        """1 where it is asked by how much something grew or fell and this says so, -1 where only one of the two, else 0."""
        asked, stated = bool(_ASKS_GROWTH.search(self.asked)), bool(_GREW_BY.search(self.before))
        return 1.0 if asked and stated else -1.0 if asked != stated else 0.0

    def extreme(self) -> float:
        """1 for the most or the least where that is asked for, -1 for anything else there; 0 where neither is."""
        wanted = next((pattern for pattern in (_MOST, _LEAST) if pattern.search(self.asked)), None)
        if wanted is None:
            return 0.0
        return 1.0 if wanted.search(self.body[self.window[0] : self.window[1]]) else -1.0

    @property
    def is_worded(self) -> bool:
        """True for a small number in a Chinese numeral (两所): more often told by the way than asked for."""
        return bool(_NUMERAL.match(self.printed)) and self.figure.value <= _SMALL

    def part(self) -> float:
        """1 for a part of what was said before, where none is asked for."""
        lead = self.body[max(self.span.start, self._clause_start - _OPENS_WITH) : self._clause_start] + self._lead
        return float(bool(_PART.search(lead)) and not _PART.search(self.asked))

    @cached_property
    def _lead(self) -> str:
        """What leads to the figure in its clause, its last few characters."""
        return self.body[max(self.window[0], self.figure.start - _CLOSE * 2) : self.figure.start]


def _both(pattern: re.Pattern[str], asked: str, stated: str) -> float:
    wanted, given = bool(pattern.search(asked)), bool(pattern.search(stated))
    return 1.0 if wanted and given else -1.0 if wanted != given else 0.0

"""Questions over several events: did they happen in the same month, which came first, in what order.

"中超赛程公布和领导人气候峰会是同一个月吗" names two events; each is looked for on its own, and what they share is found by their dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.text import fold, han_count
from index.tokens import word_spans
from rag.event_patterns import (
    BEFORE_EN,
    BEFORE_ZH,
    CLOSE,
    COMMA_AND,
    CONJUNCTION_EN,
    CONJUNCTIONS_ZH,
    LINE_EN,
    LINE_ZH,
    LIST_EN,
    OPEN,
    ORDER_EN,
    ORDER_FIRST_ZH,
    ORDER_ZH,
    PERIODS,
    SAME_EN,
    SAME_ZH,
    SCOPE_ZH,
    TELLING,
    Period,
)

MAX_EVENTS = 6
_CONJUNCTIONS_EN = frozenset({"and", "or"})
_DATED = re.compile(r"(?:19|20)\d\d年")
_PLAIN_MARKS = str.maketrans("？，：", "?,:")
_MAX_SPLITS = 4


class Relation(StrEnum):
    """What is asked of several events."""

    SAME = "same"
    FIRST = "first"
    LAST = "last"
    ORDER = "order"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Events:
    """Events of a question and what is asked of them.

    Attributes:
        relation: what is asked.
        period: for `Relation.SAME`, the period that must be shared.
        splits: the events in the asker's words, in their order; more than one way where "and" may belong to an event's own name.
        verb: what the question says happened to each (实施 in 哪个实施得更早); empty for a bare 发生.
    """

    relation: Relation
    splits: tuple[tuple[str, ...], ...]
    period: Period = Period.DAY
    verb: str = ""


def events_of(text: str, base: str) -> Events | None:
    """What a question asks of several events; None when it asks nothing of the kind.

    Args:
        text: the question as asked.
        base: its language without the script; Chinese and English are read.
    """
    if base == "zh":
        return _chinese(text)
    return _english(text) if base == "en" else None


def _chinese(text: str) -> Events | None:
    folded = fold(text).translate(_PLAIN_MARKS)
    if match := SAME_ZH.search(folded):
        return _of(Relation.SAME, text[: match.start()], period=PERIODS[match["period"]], verb=match["before"] or match["after"])
    if match := LINE_ZH.search(folded):
        return _of(Relation.ORDER, text[: match.start()] if match.start() else text[match.end() :])
    for pattern, is_behind in ((ORDER_FIRST_ZH, False), (ORDER_ZH, True)):
        if match := pattern.search(folded):
            listed = text[: match.start()] if is_behind else text[match.end() :]
            return _of(Relation.FIRST if match["first"] else Relation.LAST, listed, verb=match["before"] or match["after"])
    if match := BEFORE_ZH.match(folded):
        relation = Relation.BEFORE if "前" in {match["before"], match["bare"]} or match["early"] == "早于" else Relation.AFTER
        other = "other" if match["other"] else "other2"
        one = text[match.start("one") : match.end("one")] + (match["verb"] or "")
        return Events(relation, ((one, text[match.start(other) : match.end(other)]),))
    return None


def _english(text: str) -> Events | None:
    if match := SAME_EN.match(text):
        return _of(Relation.SAME, match["list"], period=PERIODS[match["period"].lower()])
    if match := ORDER_EN.match(text):
        relation = Relation.FIRST if match["first"] or match["first2"] else Relation.LAST
        return _of(relation, match["list"] or match["list2"])
    if LINE_EN.search(text) and ":" in text:
        return _of(Relation.ORDER, text.split(":", 1)[1])
    if match := BEFORE_EN.match(text):
        relation = Relation.BEFORE if match["before"].lower() in {"before", "earlier than"} else Relation.AFTER
        return Events(relation, ((match["one"], match["other"]),))
    return None


def _of(relation: Relation, listed: str, *, period: Period = Period.DAY, verb: str | None = None) -> Events | None:
    scope = SCOPE_ZH.match(fold(listed))
    when = listed[scope.start("scope") : scope.end("scope")] if scope else ""
    rest = listed[scope.end() :] if scope else listed
    splits = tuple(tuple(part if _DATED.search(part) else f"{when}{part}" for part in split) for split in splits_of(rest))
    if not splits:
        return None
    return Events(relation, splits, period, verb if verb in TELLING else "")


def splits_of(listed: str) -> tuple[tuple[str, ...], ...]:
    """A list of events cut into its items, in every way that its conjunctions allow, the likeliest first; empty for fewer than two items.

    What stands in quotation marks or brackets is never cut.
    """
    text = listed.strip(" ,，、。;；:：")
    text = re.sub(r"[?？。!]+$", "", text)
    ways = _chinese_splits(text) if han_count(text) else _english_splits(text)
    clean = (tuple(_trimmed(item) for item in way) for way in ways)
    kept = [way for way in clean if 2 <= len(way) <= MAX_EVENTS and all(len(item) > 1 for item in way)]
    return tuple(dict.fromkeys(kept))[:_MAX_SPLITS]


def _trimmed(item: str) -> str:
    """An item without the conjunction before it and the words of the comparison after it; 和平 begins with no conjunction."""
    text = item.strip(" ,，、;；")
    word, span = next(word_spans(text), ("", None))
    if span and (word in CONJUNCTIONS_ZH or word in _CONJUNCTIONS_EN):
        text = text[span.end :].strip()
    return re.sub(r"^相比|(?:的时间)?相比$", "", text).strip()


def _chinese_splits(text: str) -> Iterator[tuple[str, ...]]:
    marks = _outer(text)
    commas = sorted(i for i in marks if text[i] in "、,，;；")
    listed = [i for i in commas if text[i] == "、"]
    if listed:  # "A、B，以及C"
        listed += [match.start() for match in COMMA_AND.finditer(text) if match.start() in marks]
    conjunctions = [(s, e) for s, e in _conjunctions(text) if s in marks]
    enumerated = sorted(listed) or commas
    if enumerated:
        pieces = _cut(text, [(i, i + 1) for i in enumerated])
        last = len(text) - len(pieces[-1])
        inside = [(s, e) for s, e in conjunctions if s > last]
        for start, end in inside:  # "A、B和C": the last item is cut once more
            yield (*pieces[:-1], text[last:start], text[end:])
        yield tuple(pieces)
        return
    middle = len(text) / 2
    for start, end in sorted(conjunctions, key=lambda pair: abs((pair[0] + pair[1]) / 2 - middle)):
        yield (text[:start], text[end:])


def _conjunctions(text: str) -> Iterator[tuple[int, int]]:
    """Words that join two items; 和 in 和平 and 与 in 参与 join none."""
    for word, span in word_spans(text):
        if word in CONJUNCTIONS_ZH and span.start > 1 and span.end < len(text) - 1:
            yield span.start, span.end


def _outer(text: str) -> frozenset[int]:
    """Offsets outside quotation marks and brackets."""
    depth, outside, straight = 0, set(), False
    for i, char in enumerate(text):
        if char in "'\"":
            straight = not straight
        elif char in OPEN:
            depth += 1
        elif char in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and not straight:
            outside.add(i)
    return frozenset(outside)


def _cut(text: str, borders: list[tuple[int, int]]) -> list[str]:
    pieces, start = [], 0
    for left, right in borders:
        pieces.append(text[start:left])
        start = right
    return [*pieces, text[start:]]


def _english_splits(text: str) -> Iterator[tuple[str, ...]]:
    listed = [item for item in LIST_EN.split(text) if item]
    if len(listed) > 2:
        yield tuple(listed)
    joined = list(CONJUNCTION_EN.finditer(text))
    middle = len(text) / 2
    for match in sorted(joined, key=lambda m: abs((m.start() + m.end()) / 2 - middle)):
        yield (text[: match.start()].rstrip(" ,"), text[match.end() :])
    if len(listed) == 2:
        yield tuple(listed)

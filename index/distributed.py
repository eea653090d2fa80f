"""Numbers that share a noun: 2家省级、10家市级企业 have one head, 分别给予30万元、2万元 are dealt out to what stands before."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.counted import phrase_before
from index.counted_words import words_of
from index.quantity import Quantity
from index.schema import FigureKind

# What classifies a thing rather than being one: 省级, 区县, 国家, 大型.
_CLASS = re.compile(r"(?:级|国家|全国|省|市|区县|县区|县|区|大型|中型|小型|中小|类|型|性|等|外资|内资|国有|民营|线上|线下|男|女)$")
_JOIN = re.compile(r"\s*(?:、|和|及|与|以及|[,，])\s*$")
_SHARE = re.compile(r"分别|各自|依次")
_SPLIT = re.compile(r"、|和|与|及|以及")


def with_shared_heads(text: str, items: Sequence[Quantity]) -> list[Quantity]:
    """Completes 2家省级 from 、10家市级创新企业 to 省级创新企业; from right to left, so that a chain of three works."""
    done = list(items)
    for index in range(len(done) - 2, -1, -1):
        first, second = done[index], done[index + 1]
        if first.unit != second.unit or not first.of or not second.of or first.of == second.of:
            continue
        between = text[first.end : second.start]
        position = between.find(first.of)
        if position < 0 or not _JOIN.fullmatch(between[position + len(first.of) :]) or not _CLASS.search(first.of):
            continue
        head = _without_class(second.of)
        if head:
            done[index] = replace(first, of=first.of + head)
    return done


def _without_class(phrase: str) -> str:
    words = words_of(phrase)
    for index, word in enumerate(words[:3]):
        if _CLASS.search(word.text):
            return phrase[word.end :] if index + 1 < len(words) else ""
    return phrase[words[0].end :] if len(words) > 1 else phrase


def with_shares(text: str, items: list[Quantity]) -> list[Quantity]:
    """Gives each amount after 分别 the name of what it is dealt to, in order."""
    share = _SHARE.search(text)
    if share is None:
        return items
    targets = _series(
        text,
        [i for i, q in enumerate(items) if q.start >= share.end() and q.kind in (FigureKind.COUNT, FigureKind.MONEY, FigureKind.PERCENT)],
        items,
    )
    if len(targets) < 2:
        return items
    names = _sources(text[: share.start()], share.start(), items, len(targets))
    if len(names) != len(targets):
        return items
    last = items[targets[-1]]
    noun = last.of if last.of and last.of in text[last.end : last.end + len(last.of) + 4] else ""
    done = list(items)
    for name, index in zip(names, targets, strict=True):
        done[index] = replace(items[index], of=name if noun in name else name + noun)
    return done


def _series(text: str, indices: list[int], items: Sequence[Quantity]) -> list[int]:
    kept = indices[:1]
    for index in indices[1:]:
        if items[index].kind is not items[kept[-1]].kind or not _JOIN.fullmatch(
            re.sub(r"以上|左右", "", text[items[kept[-1]].end : items[index].start])
        ):
            break
        kept.append(index)
    return kept


def _sources(text: str, end: int, items: Sequence[Quantity], wanted: int) -> list[str]:
    """Names before 分别: a list joined by 、 and 和, or the things counted by the last numbers before it."""
    clauses = [clause for clause in re.split(r"[,，;；。:：]", text) if clause.strip()]
    counted = [q.of for q in items if q.end <= end and q.of and q.kind is FigureKind.COUNT]
    listed = [phrase_before(lead := _SPLIT_LEAD.sub("", part), 0, len(lead)) for part in _SPLIT.split(clauses[-1])] if clauses else []
    listed = [part for part in listed if part and not re.search(r"\d", part)]
    if len(listed) >= wanted:
        return listed[-wanted:]
    return counted[-wanted:] if len(counted) >= wanted else []


_SPLIT_LEAD = re.compile(r"^.*(?:将|把|对|给|给予|获得|为|使)(?=[\u3400-\u9fff“]{2})")

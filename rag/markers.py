"""A language model's answer cut into sentences, each with the passage numbers its markers name."""

import re
from bisect import bisect_left, bisect_right

from index.text import sentence_spans
from rag.plain import plain
from rag.prompt import NOT_FOUND_MARK, without_unseen

_OPEN, _CLOSE = r"[\[［【〔]", r"[\]］】〕]"
_NUMBER = r"[0-9０-９]{1,2}"
# [1], [1,2], [1、2], [1-3], 【1】, 〔1〕, [passage 2], [来源2]. Three digits or more are no marker: 〔2023〕15号 is a document's number.
_MARKER = re.compile(
    rf"{_OPEN}\s*(?:\^|passages?|sources?|段落|来源|來源|资料|資料)?[:：]?\s*({_NUMBER}(?:\s*[,，、;；&和–-]\s*{_NUMBER})*)\s*{_CLOSE}",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"({_NUMBER})\s*[–-]\s*({_NUMBER})")
_STOPS = "。！？!?…."
_STOP = re.compile(rf"[{_STOPS}]+[”’」』）)\"']*(?!\d)")
_BULLET = re.compile(r"^\s*(?:[-*•·>#]+\s+|\d{1,2}[.)、]\s*(?=\D))")
_EMPHASIS = re.compile(r"\*\*|__|`")
_ONLY_NOT_FOUND = re.compile(r"\W*not[_ ]found\W*", re.IGNORECASE)


def parse_markers(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Sentences of an answer without their markers, each with the numbers cited, in order, once each.

    A marker binds to the sentence it stands in or follows, before or after the full stop; one that opens a line binds to the sentence it
    opens. A semicolon ends no sentence of an answer. Links, images and HTML become text (`rag.plain`). ``[0]`` is dropped: it would be the
    last passage of a careless list.

    Example: ``"甲有3个。[1] 乙有4个[2][3]。"`` → ``[("甲有3个。", (1,)), ("乙有4个。", (2, 3))]``.
    """
    sentences: list[tuple[str, tuple[int, ...]]] = []
    for line in plain(without_unseen(text)).splitlines():
        found = _of_line(_EMPHASIS.sub("", _BULLET.sub("", line)).strip())
        if sentences and found and not any(map(str.isalnum, found[0][0])):  # a line of markers alone belongs to the sentence above
            text, numbers = sentences.pop()
            found[0] = (text, (*numbers, *found[0][1]))
        sentences += found
    return [(text, tuple(dict.fromkeys(numbers))) for text, numbers in sentences if any(map(str.isalnum, text))]


def is_not_found(text: str) -> bool:
    """True when an answer, or one sentence of it, is the prompt's NOT_FOUND and nothing more."""
    return bool(_ONLY_NOT_FOUND.fullmatch(_MARKER.sub("", text)))


def may_become_not_found(text: str) -> bool:
    """True while the start of a stream may still turn out to be NOT_FOUND, so that it is not shown yet."""
    start = text.strip().strip("*`\"'“").upper().replace(" ", "_")
    return NOT_FOUND_MARK.startswith(start) or is_not_found(text)


def _of_line(line: str) -> list[tuple[str, tuple[int, ...]]]:
    plain, marks = _without_markers(line)
    ends = _sentence_ends(plain, [at for at, _ in marks])
    cited: list[list[int]] = [[] for _ in ends]
    # "[1] 甲。[2] 乙。": markers that open their sentences; everywhere else they close them.
    opening = bool(_MARKER.match(line)) and not re.search(rf"{_CLOSE}\W?$", line)
    for at, numbers in marks:
        owner = bisect_right(ends, at) if opening else bisect_left(ends, at)
        cited[min(owner, len(ends) - 1)].extend(numbers)
    sentences = (plain[start:end].strip() for start, end in zip([0, *ends], ends, strict=False))
    return [(sentence, tuple(given)) for sentence, given in zip(sentences, cited, strict=True) if given or any(map(str.isalnum, sentence))]


def _without_markers(line: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The line without markers and the spaces before them, and each marker's place in it with its numbers."""
    plain, marks, last = "", [], 0
    for match in _MARKER.finditer(line):
        plain += line[last : match.start()].rstrip()
        marks.append((len(plain), _numbers(match.group(1))))
        last = match.end()
        if line[last : last + 1].isalnum() and line[last : last + 1].isascii() and plain:
            plain += " "
    return plain + line[last:], marks


def _numbers(listed: str) -> list[int]:
    spread = _RANGE.sub(lambda m: ",".join(map(str, range(int(m[1]), int(m[2]) + 1))), listed)
    return [number for digits in re.findall(_NUMBER, spread) if (number := int(digits)) > 0]


def _sentence_ends(plain: str, marked: list[int]) -> list[int]:
    """Where sentences end: by the text's own rules, and at a full stop beside a marker, which serves the languages those do not know."""
    ends = {span.end for span in sentence_spans(plain) if plain[span.end - 1] not in ";；"} | {len(plain)}
    for at in marked:
        if stop := _STOP.match(plain, at):
            ends.add(stop.end())
        elif plain[at - 1 : at] in _STOPS and at and not plain[at:].lstrip()[:1].islower():
            ends.add(at)
    return sorted(end for end in ends if end) or [0]

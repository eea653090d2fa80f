"""The item of a list that a follow-up points at: "and the second one?", 第三个呢."""

import re

_ORDINALS = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latter": -1, "former": 0,
    "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "七": 6, "八": 7, "九": 8,
}  # fmt: skip
# 第二场 and 第二届 are names of their own.
_POINTED = re.compile(
    r"(?:第(?P<han>[一二三四五六七八九]|\d)|(?P<end>最后一?))(?:个|项|位|家|种|条|点|所|名)"
    r"|\bthe (?P<word>first|second|third|fourth|fifth|last|latter|former)(?: (?:one|item|point))?(?=\W*$| (?:is|was|do|does|did|of)\b)"
    r"|(?P<pair>前者|后者)"
)
_NUMBERED = re.compile(r"(?:^|\n)\s*(?:\d{1,2}[.、)]|[(（]?[一二三四五六七八九\d][)）、]|[-*•])\s*([^\n]{1,80})")
_RUN = re.compile(r"(?:[^、,，;；:：。.!?\n“”\"\[\]]{1,24}、)+[^、,，;；。.!?\n“”\"\[\]]{1,24}")
_ENGLISH_RUN = re.compile(
    r"(?:[\w'’-]+(?: [\w'’-]+){0,4}, )+(?:and )?[\w'’-]+(?: [\w'’-]+){0,4}|[\w'’-]+(?: [\w'’-]+){0,4} and [\w'’-]+(?: [\w'’-]+){0,4}"
)
_LAST_AND = re.compile(r"(?<=[\u4e00-\u9fff])[和及与](?=[\u4e00-\u9fff])")
_LEAD_IN = re.compile(r"^.*(?:包括|分别是|分别为|分别|就是|有|是|为|including|are|were)\s*")
_LEAD_OUT = re.compile(r"等.{0,8}$|\s*\[\d+\]\W*$|\W+$")


def item_pointed_at(question: str, answer: str) -> str:
    """The item's words, empty when the question points at none or the answer has no such list.

    Args:
        question: folded.
        answer: what the assistant said last.
    """
    pointed = _POINTED.search(question)
    if not pointed:
        return ""
    items = _items(answer)
    at = _place(pointed)
    return items[at] if -len(items) <= at < len(items) else ""


def _place(pointed: "re.Match[str]") -> int:
    if pointed["pair"]:
        return 0 if pointed["pair"] == "前者" else -1
    word = pointed["han"] or pointed["word"]
    if word is None:
        return -1
    return int(word) - 1 if word.isdecimal() else _ORDINALS[word]


def _items(answer: str) -> list[str]:
    """The lines of a numbered list, else the items of the longest enumeration."""
    numbered = [_without_lead_out(match[1]) for match in _NUMBERED.finditer(answer)]
    if len(numbered) > 1:
        return numbered
    runs = [match.group() for match in _RUN.finditer(answer)]
    if runs:
        return _split(max(runs, key=lambda run: run.count("、")), "、", _LAST_AND)
    english = [match.group() for match in _ENGLISH_RUN.finditer(answer)]
    return _split(max(english, key=lambda run: run.count(",")), ", ", re.compile(r",? ?\band\b ")) if english else []


def _split(run: str, sign: str, last_and: "re.Pattern[str]") -> list[str]:
    first, *others = run.split(sign)
    items = [_LEAD_IN.sub("", first), *others]
    items[-1:] = [part for part in last_and.split(items[-1], maxsplit=1) if part]
    return [_without_lead_out(item) for item in items]


def _without_lead_out(item: str) -> str:
    return _LEAD_OUT.sub("", item).strip()

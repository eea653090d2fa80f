"""Which way something went, and whether it did at all: what turns a true sentence into a false one without touching a figure."""

import re
from functools import lru_cache

from index.text import is_mostly_han

# Pairs of opposites that news states figures for. The first of each pair is +, the second -.
_UP = "增长|增加|增至|增幅|增速|上升|升至|提高|提升|上涨|涨幅|上浮|上调|攀升|扩大|增多|回升|反弹|同比增|环比增|高出|高于"
_DOWN = "下降|减少|减至|降至|降幅|降低|下滑|下跌|跌幅|下调|回落|缩小|收窄|缩减|裁减|萎缩|同比减|环比减|同比降|环比降|低于"
_UP_EN = (
    "rose|rise[sn]?|rising|gr[eo]w|grows|growth|grown|growing|increas(?:e|ed|es|ing)|up|gain(?:s|ed)?|climb(?:s|ed|ing)?|jump(?:ed|s)?|"
    "higher|surged?|expanded"
)
_DOWN_EN = (
    "fell|fall(?:s|en|ing)?|drop(?:s|ped)?|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|down|lower|shr[au]nk|reduc(?:ed|es|tion)|narrowed|"
    "slid|slipped|cut"
)
_UP_OR_DOWN = re.compile(rf"(?P<up>{_UP}|\b(?:{_UP_EN})\b)|(?P<down>{_DOWN}|\b(?:{_DOWN_EN})\b)")
_AFTER = re.compile(
    r"\s?(?:percent|per cent|percentage points?|%)?\s?(?:[a-z]+ )?"
    r"(?:(?P<up>more|higher|increase|rise|growth|gain)|(?P<down>fewer|less|lower|decrease|decline|drop|fall))\b"
)
_COMPARED = re.compile(r"比[^,，。;；]{1,12}(?:(?P<up>多|高|增)|(?P<down>少|低|减))了?约?$")
_CLAUSE = re.compile(r"[,，。;；!！?？:：、\n]|(?<!\d),|\.\s|\b(?:and|while|but)\b")
_AXES = (
    (re.compile(r"盈利|利润|净赚|\bprofits?\b"), re.compile(r"亏损|净亏|\bloss(?:es)?\b")),
    (re.compile(r"出口|\bexport(?:s|ed)?\b"), re.compile(r"(?<!出)进口|\bimport(?:s|ed)?\b")),
)
_FLAT = re.compile(r"持平|不变|unchanged|remained? flat")
# Words with a negating sign that negate nothing, or bound a number; they are blanked before negations are looked for.
_NOT_NEGATING = re.compile(
    "不仅|不断|不少(?!于)|不少于|不同|不过|不但|不久|不管|不论|无论|非常|未来|无人机|无人|不足|不到|不低于|不高于|不超过|不得不|无障碍|无线|不等|不止|"
    "不错|不愧|不禁|不妨|不由|无不|不料|是不是|能不能|有没有|不满|不良|不动产|无缝|无偿|莫不|不懈|不可或缺|并非|"
    r"\bnot only\b|\bno (?:more|fewer|less) than\b|\bno\. ?\d|\bnot (?:more|fewer|less) than\b"
)
_NEGATION = re.compile(
    r"没有|没|未|不|无(?=[人需法须一任])|\b(?:not|no|never|none|neither|nor|cannot|without|nobody|nothing)\b|n't\b|n’t\b"
)
# Words that deny without a negating sign: where one stands, nothing sure can be said.
_DENIES = re.compile(
    r"拒绝|否认|缺乏|缺少|禁止|停止|取消|避免|免除|除外|不含|除了|尚待|并非|难以|零|\b(?:fail(?:s|ed)?|refus\w+|den(?:y|ies|ied)|lack\w*|except\w*|exclud\w+|"
    r"cancel\w*|stopp?\w*|ban(?:ned|s)?|avoid\w*|prevent\w*|zero|few|hardly|rarely|barely)\b"
)


@lru_cache(maxsize=2048)
def direction_at(text: str, start: int, end: int) -> int:
    """Which way the figure at ``text[start:end]`` of a folded text went: 1 up, -1 down, 0 when its clause does not say."""
    after = _AFTER.match(text, end)
    if after:
        return 1 if after["up"] else -1
    begin = max((m.end() for m in _CLAUSE.finditer(text, max(0, start - 60), start)), default=max(0, start - 60))
    clause = text[begin:start]
    if compared := _COMPARED.search(clause):
        return 1 if compared["up"] else -1
    found = list(_UP_OR_DOWN.finditer(clause))
    return 0 if not found else 1 if found[-1]["up"] else -1


def is_difference(text: str, start: int, end: int) -> bool:
    """True for a figure by which something is more or less than another: 比上届多12支, 12 more than."""
    after = _AFTER.match(text, end)
    return bool(_COMPARED.search(text[max(0, start - 20) : start]) or (after and text.startswith(" than", after.end())))


def opposed(claim: str, source: str, around: str) -> bool:
    """True when a folded claim says profit where its source says loss, export for import, up for down or unchanged, or the reverse.

    Args:
        claim: the claim.
        source: the clauses of the source that it speaks of.
        around: all of the source; 与去年持平 may stand a clause further.
    """
    for plus, minus in _AXES:
        for one, other in ((plus, minus), (minus, plus)):
            if one.search(claim) and not other.search(claim) and other.search(source) and not one.search(source):
                return True
    moved = {bool(m["up"]) for m in _UP_OR_DOWN.finditer(claim)}
    if len(moved) != 1 or _FLAT.search(claim):
        return False
    there = {bool(m["up"]) for m in _UP_OR_DOWN.finditer(source)}
    return there == {not moved.pop()} if there else bool(_FLAT.search(around))


def turns(clause: str) -> tuple[int, ...]:
    """The ups (1) and downs (-1) of a folded clause, in order."""
    return tuple(1 if m["up"] else -1 for m in _UP_OR_DOWN.finditer(clause))


def negations(text: str) -> int | None:
    """How many negations a folded clause holds; None when it denies in another way, so that nothing is sure."""
    plain = _NOT_NEGATING.sub(lambda m: " " * len(m.group()), text)
    found = len(_NEGATION.findall(plain))
    return None if not found and _DENIES.search(plain) else found


def clauses(text: str) -> list[str]:
    """Clauses of a folded text, for comparing what is negated in each."""
    cut = (
        re.split(r"[,，。;；!！?？\n]|\.\s|(?<!\d),", text)
        if is_mostly_han(text)
        else re.split(r"[;!?\n]|\.\s|,(?!\d)|\b(?:and|while|but)\b", text)
    )
    return [clause.strip() for clause in cut if clause.strip()]

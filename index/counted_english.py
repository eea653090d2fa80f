"""What a number counts in an English sentence, and English units."""

import re

from index.schema import FigureKind

_MONEY = r"(?:u\.?s\.? dollars?|dollars?|yuan|renminbi|rmb|euros?|pounds?|yen|won|hk dollars?|hong kong dollars?)"
_PHYSICAL = (
    r"(?:square kilomet(?:er|re)s?|kilomet(?:er|re)s?|square met(?:er|re)s?|cubic met(?:er|re)s?|met(?:er|re)s?|hectares?|mu|acres?|miles?|"
    r"(?:metric )?tons?|tonnes?|kilograms?|grams?|lit(?:er|re)s?|megawatts?|gigawatts?|kilowatt-hours?|kilowatts?|degrees?|km|kg|"
    r"feet|barrels?)"
)
_DURATION = r"(?:consecutive |straight |working |business )?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?)"
_UNIT = re.compile(rf"[\s-]?(?:(?P<money>{_MONEY})|(?P<physical>{_PHYSICAL})|(?P<duration>{_DURATION}))(?![a-z])(?:[\s-](?P<old>old)\b)?")
_STOP = frozenset(
    """a an the and or but in on at to from by with than that which who whom whose this these those is are was were be been being has
    have had having do does did will would can could may might must should shall since until after before during while when where as
    per about over under into onto through across between among against within without if so not also it its they their there then
    he she we you i his her our more less up down out off compared including according because every each last year years month took
    reached rose fell grew attended visited joined received went came made set built said says held nationwide annually percent cent
    million billion trillion yuan daily yearly respectively for along near beside around by each such""".split()
)
# Characters on either side in which the counted noun is looked for.
_REACH = 120
_LINKS = frozenset(("of",))
# Verbs that stand between a thing and its number, and those whose subject pays and is not what the amount is of.
_MEASURES = frozenset("cost costs costing run runs spans covers employs offers offered receives weighs measures pays now".split())
_PAYS = frozenset("spent spends invested donated paid raised contributed earmarked".split())
_WORD = re.compile(r"[a-z][a-z'’-]*|[^\sa-z]")
_SUBJECT = re.compile(
    r"(?:\b(?:has|have|had|was|were|is|are|now|also|already|then|about|nearly|almost|around|over|more|than|some|some|only|totaled|totalled|totaling|total|reached|reaching|hit|exceeded|"
    r"exceeds|exceed|surpassed|rose|rising|grew|growing|climbed|fell|dropped|increased|decreased|stood|stands|at|to|by|from|up|with|an|a|of|to|approximately|roughly|least|numbered|came)\s+)+$"
)


def english_unit(text: str, end: int) -> tuple[str, int, FigureKind]:
    """Unit that follows a number in a folded text: its name, where it ends, what it measures; an empty name when there is none."""
    match = _UNIT.match(text, end)
    if match is None:
        return "", end, FigureKind.COUNT
    if match.group("money"):
        return match.group("money"), match.end("money"), FigureKind.MONEY
    if match.group("physical"):
        return match.group("physical"), match.end("physical"), FigureKind.COUNT
    if match.group("old"):
        return "years", match.end(), FigureKind.COUNT
    return match.group("duration"), match.end("duration"), FigureKind.DURATION


def english_phrase(text: str, start: int, end: int) -> str:
    """Noun phrase that a number counts: the words after it, else the subject before its verb; lower case, at most six words."""
    after = _following(re.sub(r"^\s?(?:or so|or more)", "", text[end : end + _REACH]))
    return "" if after is None else after or _preceding(text[max(0, start - _REACH) : start])


_OF_THOSE = re.compile(r"\s+of (?:those|them|these|it)\b")


def _following(rest: str) -> str | None:
    """The words after a number; None where they say that it is of what was named before (64 percent of those who …)."""
    words: list[str] = []
    if _OF_THOSE.match(rest):
        return None
    rest = re.sub(r"^\s+of (?:the |all |its |their )?", " ", rest)
    for match in _WORD.finditer(rest):
        word = match.group()
        if (
            (words and len(word) > 4 and word.endswith("ed"))
            or not word[0].isalpha()
            or (word in _STOP and not (word == "the" and words[-1:] == ["of"]))
        ):
            break
        if word in _LINKS and (not words or len(words) > 3 or words[-1] in _LINKS):
            break
        words.append(word)
        if len(words) == 6:
            break
    while words and (words[-1] in _LINKS or words[-1] in ("the", "new")):
        words.pop()
    return " ".join(words)


def _preceding(before: str) -> str:
    clauses = re.split(r"[,;:.!?()\n]", before)
    clause = _SUBJECT.sub("", clauses[-1].rstrip() + " ")
    if not clause.strip() and len(clauses) > 2 and before.count(",") > 1:  # the rise, by its own count, is 820 yuan
        clause = clauses[-3]
    words = list(re.findall(r"[a-z][a-z'’-]*", clause))
    while words and words[-1] in _MEASURES:
        words.pop()
    if words and words[-1] in _PAYS:
        return ""
    kept: list[str] = []
    for word in reversed(words):
        if word in _STOP or len(kept) == 5:
            if word in ("the", "a", "an", "its", "their") or kept:
                break
            continue
        kept.append(word)
    return " ".join(reversed(kept))

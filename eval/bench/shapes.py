"""Texts made to hurt: each is what some pattern or splitter, somewhere, took quadratic time over."""

from collections.abc import Callable


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _between(start: str, unit: str, end: str) -> Callable[[int], str]:
    return lambda size: start + _repeated(unit)(size - len(start) - len(end)) + end


def _rising(size: int) -> str:
    return "".join(f"第{n}期。" for n in range(size // 5 + 1))[:size]


SHAPES: dict[str, Callable[[int], str]] = {
    "one character": _repeated("哈"),
    "one letter": _repeated("a"),
    "digits": _repeated("1234567890"),
    "spaces": _repeated(" "),
    "spaces, then text": _between("甲", " ", "乙"),
    "ideographic spaces": _repeated("\u3000"),
    "line feeds": _repeated("\n"),
    "carriage returns": _repeated("\r"),
    "brackets by turns": _repeated("()（）"),
    "opening brackets": _repeated("（("),
    "nested brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "open quotes": _repeated("“他说"),
    "byline begun": _repeated("本报讯（记者 "),
    "commas": _repeated("，"),
    "short clauses": _repeated("甲，"),
    "dashes": _repeated("——-"),
    "full stops": _repeated("。"),
    "a letter and a stop": _repeated("a."),
    "year month day": _repeated("年月日"),
    "digit and year": _repeated("1年"),
    "figures and units": _repeated("3万5千余名、"),
    "chinese digits": _repeated("一二三四五六七八九十百千万亿"),
    "unbroken latin": _repeated("abcdefghijklmnopqrstuvwxyz"),
    "capital words": _repeated("Aa Bb "),
    "tags begun": _repeated("<p class="),
    "tags": _repeated("<b>好</b>"),
    "escapes begun": _repeated("\x1b["),
    "combining marks": _between("a", "\u0301", "。"),
    "zero-width": _repeated("好\u200b"),
    "emoji joined": _repeated("👨\u200d"),
    "question marks": _repeated("?好"),
    "stars": _repeated("**好"),
    "ampersands": _repeated("&amp"),
    "underscores": _repeated("_ "),
    "no marks": _repeated("松河镇新图书馆开门迎客馆长说这里藏书六万册"),
    "rising numbers": _rising,
    "short lines": _repeated("甲乙丙\n"),
    "lines ended by CR": _repeated("甲乙丙\r"),
    "leads": _repeated("本报讯（记者何晓燕）路灯修好了。 "),
    "equal sentences": _repeated("昨天上午，松河镇新图书馆开门迎客。\n"),
}

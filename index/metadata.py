"""Bylines, datelines and date lines: what a page says about an article, outside its text.

All functions read folded text (`index.text.fold`): Simplified, ASCII brackets, commas and digits, lower case.
"""

import re
from dataclasses import dataclass
from datetime import date

from index.days import first_day, printed_days
from index.text import fold

_HAN = "\u3400-\u9fff"
_ROLE = r"(?:[记纪]者|通讯员|特约撰稿|撰稿|实习生|编译|文/图|图/文|摄影报道|文图)"
_OUTLET_END = r"(?:本报|本刊|本台|本网|[报网社台刊]|客户端|新闻|时刻|融媒|快讯|电讯)"
_DAY = r"\d{1,2}\s?月\s?\d{1,2}\s?日"
# 本报讯(记者 …) · 新华社兰州3月4日电 · 河湾新闻兰州3月4日讯(通讯员 …) · ★报讯 (the first sign lost in scanning).
_LEAD = re.compile(
    rf"[★☆□■◆●▲*\s]*(?P<line>本[报刊台网]讯|[{_HAN}a-z·]{{0,18}}?{_DAY}\s?[电讯訊]|[{_HAN}a-z·]{{0,12}}?{_OUTLET_END}\s?讯|(?<=[★☆□■◆●▲])报讯)"
    rf"(?P<names>\s*\([^()。]{{2,60}}\))?[\s:]*"
)
_LEAD_NAMES = re.compile(r"\s*\((?=[^()]*(?:[记纪]者|通讯员))[^()。]{2,60}\)\s*")
_INNER_LEAD = re.compile(r"(?<![\s★☆□■◆●▲])[\s★☆□■◆●▲]+(?=[★☆□■◆●▲]?本?报讯[\s(])|(?<=[★☆□■◆●▲\s])(?=报讯\s)")
_NAME = rf"[{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,6}})?"
_NAME3 = rf"[{_HAN}]{{2,4}}"
_NAMES = rf"(?:{_NAME})(?:[\s、,/]+(?:{_NAME}))*"
_MORE = rf"\s*[、,/]?\s*[{_HAN}·]{{0,10}}?{_ROLE}[\s/:]*"
_SIGNED = re.compile(
    rf"[□■◇\s]*(?:[{_HAN}·\s]{{0,20}}?(?:[报社网台刊]|中心|客户端|见习|首席|特约|新闻|驻[{_HAN}]{{2,6}})\s*)?{_ROLE}[\s/:]*{_NAMES}(?:{_MORE}{_NAMES})*(?:\s*(?:文/图|图/文|摄影报道|文))?\s*"
)
_PHOTO_SIGNED = re.compile(
    rf"(?:本报|本刊|本台|[{_HAN}]{{0,8}}(?:报|社|网))?\s*(?:(?:[记纪]者|通讯员)[\s/:]*)?{_NAME3}(?:[\s、,]+{_NAME3}){{0,3}}[\s/]*摄(?:影)?\s*"
)
_LEADING_CREDIT = re.compile(rf"{_NAME3}(?:[\s、]+{_NAME3}){{0,3}}\s?/?摄\s+(?=\S)")
_BRACKETED = re.compile(
    rf"\(\s*(?:(?:文|图)?/?[{_HAN}·]{{0,10}}?{_ROLE}[\s/:]*)?(?:[文图]/)?{_NAMES}(?:{_MORE}(?:{_NAMES})?)*"
    rf"(?:\s*(?:文/图|图/文|文|图|摄))?\s*\)"
)
_TRAILING = re.compile(r"(?:(?<=[。!?…”\"])|(?<=[。!?…”\"] )|(?<=[。!?…”\"]  ))\s*(\([^()]{1,40}\))\s*[。]?\s*$")
# 发布时间:2031-05-06 07:08 来源:河湾日报 · 来源:河湾日报 2031-05-06 07:08 · may 6, 2031 — the day is found by `index.days`.
_DATE_LABEL = re.compile(
    r"(?:(?:发布|发表|更新|刊发|刊登|出版|上线|见报|发稿)?(?:时间|日期)|(?:发布|发表|更新|刊发)于?"
    r"|(?:published|updated|posted|date)(?: on)?)\s?:?\s*"
)
_CLOCK = r"(?:[t\s]\s*(?:上午|下午)?\d{1,2}:\d\d(?::\d\d)?(?:\s?(?:[ap]\.?m\.?|z|[+-]\d\d:?\d\d))?)"
_PAPER_NAME = r"(?:来源:?\s*[^\s|]{2,16}|[^\s|/:]{1,12}(?:[报刊网社台]|新闻|客户端|热线|在线|头条|发布|中心))"
_EXTRA = r"(?:(?:作者|编辑|责编|责任编辑|记者|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:次数|率)?|字号|分享)\s?:?\s*[^\s|:]{0,12})"
_AFTER_DAY = re.compile(
    rf"日?(?P<clock>{_CLOCK})?(?:\s*+(?:[|丨·]\s*+)?(?P<outlet>{_PAPER_NAME}))?"
    rf"(?:\s*+(?:[|丨·]\s*+)?{_EXTRA}){{0,4}}\s*"
)
_BEFORE_DAY = re.compile(rf"(?P<outlet>{_PAPER_NAME})\s*[|丨·]?\s*")
# 新华社|兰州3月4日电, 河湾晚报|讯(记者 …), 河湾新闻网|讯; the paper ends at the first 报, 网, 社 or 台.
_DATELINE_OUTLET = re.compile(
    rf"[★☆□■◆●▲*\s]*(?!本)(?P<outlet>[{_HAN}]{{1,9}}?(?:报|网|社|台|新闻(?!网)))(?:[{_HAN}·]{{0,18}}?{_DAY}\s?|[{_HAN}]{{0,8}}?)[电讯]"
)
_SOURCE = re.compile(r"(?:稿件)?[来來]源\s*[:：丨|]\s*(?P<outlet>\S[^|]{1,20}?)\s*")
_MASTHEAD = re.compile(r"(?P<outlet>\S{1,7}[报報刊])\s*[A-ZＡ-Ｚ]?[\d０-９]{1,3}\s*版?(?:\s*\S{1,6})?")
_LONGEST_DATE_LINE = 80
# "Tue, 06 May 2031": a field may open with the day of the week.
_FIELD_REACH = 12


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line such as ``2031-05-06 07:08 来源:河湾日报``: the day (None for 2月30日), and the paper when it is named."""

    day: date | None
    outlet: str


def lead_end(folded: str) -> int:
    """Where the dateline and its reporters end and the story begins; 0 when a paragraph does not open with a dateline."""
    if match := _LEAD.match(folded[:120]):
        return match.end()
    if match := _LEAD_NAMES.match(folded[:80]):
        return match.end()
    return 0


def inner_lead(folded: str) -> int:
    """Where a dateline begins after a headline on the same line (``图书馆:开门迎客 ★报讯 为方便…``); 0 when there is none."""
    match = _INNER_LEAD.search(folded[:60])
    return match.end() if match and match.start() > 5 else 0


def trailing_byline(folded: str) -> int:
    """Where the bracketed names after the last sentence begin, or the length of the text when there are none."""
    match = _TRAILING.search(folded[-60:])
    if match is None or not is_bracketed_byline(match.group(1)):
        return len(folded)
    return len(folded) - len(folded[-60:]) + match.start()


def is_bracketed_byline(folded: str) -> bool:
    """True for names in brackets: ``(丁一 通讯员 牛二)``, ``(完)``."""
    return folded.strip() in {"(完)", "(本报综合)"} or bool(_BRACKETED.fullmatch(folded.strip()))


def is_byline(folded: str) -> bool:
    """True for a line that holds reporters and nothing else."""
    line = folded.strip()
    if len(line) > 60 or re.search(r"[。!?;]", line):
        return False
    if line.startswith("("):
        return is_bracketed_byline(line)
    return bool(_SIGNED.fullmatch(line)) and len(line) > 3


def is_photo_credit(folded: str) -> bool:
    """True for a line that names a photographer and nothing else: ``本报记者 王伟 摄``."""
    return len(folded) <= 30 and bool(_PHOTO_SIGNED.fullmatch(folded.strip()))


def leading_credit(folded: str) -> int:
    """Length of a photographer's credit before a headline on the same line: ``丁一 牛二/摄 龙舟赛收官`` → 9; 0 when there is none."""
    match = _LEADING_CREDIT.match(folded)
    return match.end() if match else 0


def date_line(folded: str) -> DateLine | None:
    """A line that holds a day and perhaps an hour and a paper, as web pages print below the headline; else None.

    A day with its day of the week but no hour belongs to the paper (`index.published`), and so does one after a paper's name alone.
    """
    line = folded.strip()
    found = next(printed_days(line), None) if len(line) <= _LONGEST_DATE_LINE else None
    after = _AFTER_DAY.fullmatch(line, found.end) if found else None
    if found is None or after is None:
        return None
    label = _DATE_LABEL.match(line)
    start = label.end() if label else 0
    if start == found.start:
        return DateLine(found.day, _bare(after["outlet"] or ""))
    before = _BEFORE_DAY.fullmatch(line, start, found.start)
    if before and (after["clock"] or line.startswith("来源")):
        return DateLine(found.day, _bare(before["outlet"]))
    return None


def _bare(outlet: str) -> str:
    return re.sub(r"^来源:?\s*", "", outlet)


def dateline_outlet(folded: str) -> str:
    """The paper or agency that a dateline names (``新华社兰州3月4日电`` 新华社, ``河湾晚报讯`` 河湾晚报), or an empty string for 本报讯."""
    match = _DATELINE_OUTLET.match(folded)
    return match["outlet"] if match else ""


def source_line(line: str) -> str:
    """The paper named by a line ``来源:…``, in its own glyphs, or an empty string."""
    match = _SOURCE.fullmatch(line.strip())
    return match["outlet"].strip() if match else ""


def masthead(line: str) -> str:
    """The paper named by a masthead such as ``河湾晚报 A07 社会``, in its own glyphs, or an empty string."""
    match = _MASTHEAD.fullmatch(line.strip())
    return match["outlet"] if match else ""


def stated_day(text: str) -> date | None:
    """The day that a field such as ``published`` states first (``2023-08-07``, ``2023年8月7日``, ``20230807``, ``7 Aug 2023``), or None."""
    folded = fold(text).strip()
    found = first_day(re.sub(r"^(\d{4})(\d\d)(\d\d)(?!\d)", r"\1-\2-\3", folded))
    return found.day if found and found.start <= _FIELD_REACH else None

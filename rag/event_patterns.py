"""How questions over several events are worded, in Chinese (folded to Simplified, full-width marks made plain) and English."""

import re
from enum import StrEnum

from index.text import one_of


class Period(StrEnum):
    """How near two dates must be to be the same."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PERIODS = {
    "年": Period.YEAR, "年度": Period.YEAR, "年份": Period.YEAR, "月": Period.MONTH, "月份": Period.MONTH, "天": Period.DAY,
    "日": Period.DAY, "周": Period.WEEK, "星期": Period.WEEK, "礼拜": Period.WEEK, "季度": Period.QUARTER,
    "year": Period.YEAR, "month": Period.MONTH, "day": Period.DAY, "date": Period.DAY, "week": Period.WEEK, "quarter": Period.QUARTER,
}  # fmt: skip
# What may be said of any event. A verb that says more (实施, 上映) is kept with each event.
_BARE = ("发生", "举行", "进行", "举办", "出现", "开展", "的事", "的事情")
TELLING = tuple("发布 公布 宣布 开始 召开 实施 成立 推出 上市 上映 开幕 闭幕 结束 启动 出版 开通 通车 落成 生效 完成 开业".split())
_VERB = one_of((*_BARE, *TELLING))
_THING = "(?:事件|事情|活动|事)"
_THESE = (
    rf"(?:(?:以上|上述)?(?:这|那)?(?:[两二三四五六几]|这些|那些)(?:个|件|项|场|次)?(?:{_THING}|者)?(?:之?[中间里])?"
    rf"|它们|他们|其中|事件中|两者|(?:以上|上述){_THING})"
)
_IS = "(?:都|均)?(?:是不是|是否|有没有|是)?(?:都|均)?是?"
SAME_ZH = re.compile(
    rf"[,、]?\s*{_THESE}?,?(?:的?(?:日期|时间))?{_IS}(?:(?P<before>{_VERB})[于在]|在|于)?"
    rf"(?:是|在|于)?同一?个?(?P<period>年度|年份|年|月份|月|天|日|周|星期|礼拜|季度)(?:之?[内里中])?"
    rf"(?:(?P<after>{_VERB})(?:的|了|过)?|的)?{_THING}?(?:吗|么|呢|没有)?[?。!]*$"
)
_WHICH = rf"(?:请问|到底|究竟)?是?(?:哪|谁)(?:一|几)?(?:个|件|项|场|次|者)?{_THING}?"
_FIRST, _LAST = "更早|最早|较早|最先|首先|更先|在先|在前|先", "更晚|最晚|较晚|最后|最迟|更迟|在后|后"
_WHEN = rf"(?:(?P<first>{_FIRST})|(?P<last>{_LAST}))"
# …哪个事件更早发生? …, 哪个实施得更早? …哪个事件在2023年发生得最早?
ORDER_ZH = re.compile(
    rf"[,:]?\s*{_THESE}?[,:]?中?,?{_WHICH}是?在?(?:(?:19|20)\d\d年)?(?P<before>{_VERB})?(?:时间|日期)?[得在的于]?{_WHEN}"
    rf"(?:的时间)?的?(?P<after>{_VERB}|[\u4e00-\u9fff]{{2,8}}发生)?的?(?:时间)?{_THING}?呢?[?。!]*$"
)
# 以下事件哪个最早发生:…; 哪个更早: …
ORDER_FIRST_ZH = re.compile(
    rf"^(?:请问|在)?(?:(?:以下|下列|下面)(?:[几两二三四五]个)?{_THING}?(?:之?中)?,?)?(?:{_WHICH})?(?P<before>{_VERB})?[得在的]?{_WHEN}"
    rf"(?P<after>{_VERB})?的?(?:是|事件)*(?:{_WHICH})?\s*[:,]\s*"
)
_HOW = "是?(?:怎样|怎么样|什么|如何)?的?"
LINE_ZH = re.compile(
    rf"^请?[将把给]?(?:以下|下列|下面)?(?:事件)?(?:发生)?的?(?:时间|先后)+顺序{_HOW}\s*[:,]\s*"
    rf"|[,:]?\s*请?(?:按照?(?:发生)?(?:时间|先后)+的?(?:顺序)?(?:先后)?排[列序]?|(?:发生)?的?(?:时间|先后)+顺序{_HOW})[?。!]*$"
)
# …在…之前发生的吗? …早于…吗?
BEFORE_ZH = re.compile(
    r"^(?P<one>.{3,}?)(?:是不是|是否|是)?(?:(?:发生)?在(?P<other>.{3,}?)(?:(?:之|以)(?P<before>前|后)(?P<verb>[^,?]{0,8}?)|(?P<bare>前|后)(?:发生)?)的?"
    r"|(?P<early>早于|晚于)(?P<other2>.{3,}?))(?:吗|么)[?。!]*$"
)
SCOPE_ZH = re.compile(
    r"^(?:在|截至)?(?P<scope>(?:19|20)\d\d年(?:\d{1,2}月(?:初|底|中|中旬|上旬|下旬|\d{1,2}日)?)?(?:[上下]半年)?)[,，](?=.)"
)
CONJUNCTIONS_ZH = frozenset("和 与 跟 及 以及 还有 同 还是 或 或者".split())

_HAPPEN = (
    r"(?:happen(?:ed)?|occur(?:red)?|take place|took place|come|came|held|published|released|announced|launched|open(?:ed)?"
    r"|start(?:ed)?|begin|began|fall|fell)"
)
SAME_EN = re.compile(
    rf"^(?:did|were|was|are|is|do|have|has)\s+(?P<list>.+?)\s+(?:both\s+|all\s+)?(?:{_HAPPEN}\s+)?(?:in|on|during|within)?\s*"
    r"the same\s+(?:calendar\s+)?(?P<period>year|month|day|date|week|quarter)\b[\s?.!]*$",
    re.IGNORECASE,
)
_FIRST_EN, _LAST_EN = "first|earlie(?:r|st)|sooner", "last|late(?:r|st)|most recent(?:ly)?"
ORDER_EN = re.compile(
    r"^(?:which|what)\s+(?:(?:event|one|thing)s?\s+|of (?:these|the following|them)(?: \w+)?\s+)?(?:(?:was|is|were)\s+)?"
    rf"(?:{_HAPPEN}\s+)?(?:the\s+)?(?:(?P<first>{_FIRST_EN})|(?P<last>{_LAST_EN}))(?:\s+to {_HAPPEN})?"
    r"\s*[,:\u2014-]\s*(?P<list>.+?)[\s?.!]*$"
    rf"|^(?:of|between)\s+(?P<list2>.+?),\s*which (?:one |event )?(?:was |is )?(?:{_HAPPEN}\s+)?(?:the\s+)?"
    rf"(?:(?P<first2>{_FIRST_EN})|(?P<last2>{_LAST_EN}))[\s?.!]*$",
    re.IGNORECASE,
)
BEFORE_EN = re.compile(
    rf"^(?:did|was|were|is)\s+(?P<one>.+?)\s+(?:{_HAPPEN}\s+)?(?P<before>before|after|earlier than|later than)\s+(?P<other>.+?)[\s?.!]*$",
    re.IGNORECASE,
)
LINE_EN = re.compile(
    r"(?:chronological|time)\w* order|in (?:the )?order (?:in which )?(?:of (?:date|time)|they (?:happened|occurred))"
    r"|order of (?:these|the following) events",
    re.IGNORECASE,
)
LIST_EN = re.compile(r"\s*,\s*(?:and|or)\s+|\s*,\s*|\s*;\s*", re.IGNORECASE)
CONJUNCTION_EN = re.compile(r"\s+(?:and|or|versus|vs\.?)\s+", re.IGNORECASE)
COMMA_AND = re.compile("[,，](?=以及|和|与|及|还有|还是)")
OPEN, CLOSE = "《「『“‘([<〈【", "》」』”’)]>〉】"

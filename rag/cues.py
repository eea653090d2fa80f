"""What tells a question's kind, by language, and the function words that carry no topic."""

import re
from dataclasses import dataclass

from rag.cue_patterns import FRENCH, JAPANESE, KOREAN, LATEST, SPANISH
from rag.cues_chinese import CHINESE
from rag.cues_english import ENGLISH
from rag.expected import Expected, Rows

_STOP_ZH = frozenset(
    """
    的 了 在 是 有 和 与 及 或 为 被 把 对 从 到 向 于 其 这 那 该 此 哪 哪里 哪儿 哪个 哪些 哪几 哪家 哪年 谁 什么 怎么 怎样 如何
    多少 几 几个 几家 几点 几位 吗 呢 吧 啊 呀 么 嘛 个 家 名 位 人次 项 件 次 一共 总共 共 共有 都 也 就 还 又 并 而 但 请 请问
    问 告诉 我 我们 你 您 他 她 它 上 下 里 中 内 外 前 后 一 两 各 每 等 多 少 更 最 很 之 以 所 时候 时间 地方 名字 叫 叫做 指
    指的是 具体 分别 目前 现在 已 已经 大概 大约 约 达 达到 拿出 办 做 搞 全部 数量 总数 多久 多长 何时 何地 何人 现 今 哪位
    是不是 有没有 累计 直接 回答 据说 中的 之中 里面 比 人 能 得 要 给 过 去 来 会 让 用 能够 可以 可 最高 最低 最多 最少 钱
    多少钱 一个 一共有 总计 合计 出 着 介绍 说明 情况 文章 报道 新闻 文件 资料
    为什么 为何 为啥 其中 其他 其它 另外 还有 以及 第二个 第一个 第三个 最后一个
    """.split()
)
_STOP_EN = frozenset(
    """
    a an the of in on at to for from by with and or as is are was were be been being do does did has have had how many much what
    which who whom whose when where why that this these those there their its it they them he she his her i you we me my our your
    please tell give show number total amount count according report reports article articles news text document documents one
    ones get gets got can could will would should may might into than then so such also any some all about per name named called
    made make makes long far old exactly highest lowest maximum minimum say says said state states stated reported there's what's
    altogether now so-called each every both roughly approximately nearly around almost billion million thousand hundred over
    after before during between among up out new more most less least very just only if not no yes ask asked mentioned mention
    using use used another thanks thank
    """.split()
)
_STOP_FR = frozenset(
    """
    le la les un une des de du d l au aux en et ou est sont a ont été être avoir que qui quoi quel quelle quels quelles combien où
    quand comment pour par sur dans avec ce cette ces il elle ils elles se s y t entre plus
    """.split()
)
_STOP_ES = frozenset(
    """
    el la los las un una unos unas de del al en y o es son fue fueron ha han ser haber que qué quién cuál cuáles cuánto cuánta
    cuántos cuántas dónde cuándo cómo para por con se su sus lo le entre más
    """.split()
)


@dataclass(frozen=True, slots=True)
class LanguageCues:
    """Question forms of one language, in the order in which they are tried, its function words, and how it asks for the latest."""

    kinds: tuple[tuple[Expected, "re.Pattern[str]"], ...]
    stop_words: frozenset[str]
    latest: "re.Pattern[str]"


def _cues(rows: Rows, stop_words: frozenset[str], latest: str) -> LanguageCues:
    kinds = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in rows)
    return LanguageCues(kinds, stop_words, re.compile(latest, re.IGNORECASE))


CUES = {
    "zh": _cues(CHINESE, _STOP_ZH, LATEST["zh"]),
    "en": _cues(ENGLISH, _STOP_EN, LATEST["en"]),
    "ja": _cues(JAPANESE, _STOP_ZH, LATEST["ja"]),
    "ko": _cues(KOREAN, _STOP_ZH, LATEST["ko"]),
    "fr": _cues(FRENCH, _STOP_FR, LATEST["fr"]),
    "es": _cues(SPANISH, _STOP_ES, LATEST["es"]),
}

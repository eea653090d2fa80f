"""Word tables of question forms, by language: what kind of answer a question asks for, and which words carry no topic.

Patterns are tried in order, the first that matches wins; Chinese ones read text folded to Simplified. Adding a language is adding a row.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Expected(StrEnum):
    """The kind of answer a question asks for."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    LIST = "list"
    COMPARISON = "comparison"
    EXPLANATION = "explanation"
    CHITCHAT = "chitchat"


NUMERIC = frozenset({Expected.COUNT, Expected.MONEY, Expected.PERCENT, Expected.DATE, Expected.TIME, Expected.DURATION})

_MEASURE = "个家名位人户项件处所座支场次届期条份张篇本部台辆种类级对组批套间栋座条枚吨米里亩岁篇款样"
_NUM = r"[一二两三四五六七八九十百几数\d]+"

_CHINESE = (
    (Expected.CHITCHAT, r"^(?:(?:[你您]好|嗨|哈喽|谢谢[你您]?|多谢|再见|早上好|晚上好|[你您]是谁|[你您]叫什么(?:名字)?)[呀啊吗!!。??,, ]*)+$"),
    (
        Expected.COMPARISON,
        r"比.{1,40}?(?:多|少|高|低|大|长|快)(?:多少|几|了)|哪(?:个|里|边|家|座|一个).{0,30}(?:更|最)?(?:多|少|高|低|大)(?:[,,??些]|$)|相比|对比|相差|差多少|各(?:有|是)?多少|各多少|分别(?:是|有|为)?(?:多少|几)",
    ),
    (
        Expected.DATE,
        r"哪一?年|哪一?天|哪个?月|哪日|何时|何年|何月|何日|什么时候|啥时候|几月|几号|几日(?!游)|从什么时间|哪一?[天日]",
    ),
    (Expected.TIME, r"几点|几时|什么时间|何时点"),
    (Expected.DURATION, r"多久|多长时间|(?:多少|几)(?:天|年|个?小时|分钟|个?月|周|个星期)"),
    (Expected.PERCENT, r"百分之|百分比|占比|比例|[率度](?:有|是|为|达|达到|约)?(?:多少|多高|几)|多少.{0,8}率|几成"),
    (
        Expected.MONEY,
        r"(?:多少|几)[十百千万亿]*(?:元|块|钱)|(?:资金|金额|奖金|补贴|费用|价值|价格|贷款|投资|经费|损失|补助金?).{0,12}(?:多少|几)|多少.{0,6}(?:资金|奖金|补贴|经费)|花了多少|标准.{0,6}多少",
    ),
    (
        Expected.LIST,
        rf"哪些|哪(?:{_NUM})[{_MEASURE}]|哪几|分别(?:是|指|叫)|都有(?:谁|哪|什么)|有什么|包括什么|包含什么|(?:指的?|是)(?:是|的是)?什么(?!时|模式|人)|列出|列举|什么(?:办法|措施|内容|技术|服务|项目)|哪{_NUM}(?:大|项|类)",
    ),
    (Expected.PERSON, r"谁|何人|什么人|叫什么(?:名字)?|姓名|名叫|哪一?位"),
    (Expected.PLACE, r"哪里|哪儿|何地|何处|什么地方|在哪|哪个?(?:省|市|区|县|乡|镇|村|城市|地方|地区|街道|国家)"),
    (
        Expected.ORGANISATION,
        r"哪一?(?:家|所|个)(?:公司|企业|学校|医院|单位|机构|银行|大学|学院|集团|部门|组织|协会|报|媒体)|什么(?:单位|公司|机构|部门|组织)",
    ),
    (Expected.COUNT, rf"多少|多大(?:年纪|岁数)?$|多大(?:年纪|岁数)|几岁|年龄|几[{_MEASURE}]|几(?=[\u4e00-\u9fff])|数量|总数|人数"),
)
_ENGLISH = (
    (Expected.CHITCHAT, r"^(?:hi|hello|hey|thanks|thank you|bye|good (?:morning|evening)|who are you)\b[\s!.,?]*(?:there)?[\s!.,?]*$"),
    (
        Expected.COMPARISON,
        r"\bcompare|\bcompared\b|\bdifference between|\bversus\b|\bvs\b|\bwhich (?:is|was|one|has|had|of them|city|place|\w+ reports?).{0,40}\b(?:more|larger|higher|bigger|fewer|less|most|largest|highest)\b|\b(?:more|fewer|higher|larger)\b.{1,60}\bthan\b|^[\w' -]+ or [\w' -]+:",
    ),
    (Expected.PERCENT, r"\bper ?cent|\bpercentage|\bwhat (?:share|proportion|fraction)|\brate\b|\bratio\b|%"),
    (Expected.DURATION, r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours|minutes)\b"),
    (Expected.TIME, r"\bwhat time\b|\bat what hour\b|\buntil what time\b"),
    (Expected.DATE, r"\bwhen\b|\b(?:what|which) (?:year|month|day|date)\b|\bsince when\b"),
    (
        Expected.MONEY,
        r"\bhow much (?:\w+ ){0,3}(?:money|yuan|cash|funding|cost|support|bonus|prize|loan|does|did|was|were|is|are|has|have|in)\b|\b(?:yuan|rmb|money|amount|budget|cost|price|funds?|funding|bonus|prize money|subsid\w+)\b.{0,60}$"
        r"|\bwhat (?:is|are|was|were) the (?:\S+ ){0,3}(?:value|worth|salar(?:y|ies)|wages?|income|fees?|costs?|prices?|budget|amount|spending|expenditure)\b"
        r"|\b(?:what|how much) (?:did|does|do|has|have) .{1,60}\b(?:spend|spent|pay|paid|cost)\b",
    ),
    (Expected.COUNT, r"\bhow many\b|\bhow old\b|\bhow much\b"),
    (
        Expected.PERSON,
        r"\bwho\b|\bwhose\b|\bwhich (?:\S+ ){0,3}(?:person|man|woman|driver|worker|official|chair\w*|vice-chair\w*|secretary|leader|director|president)\b|\bname of the (?:person|driver|reporter|director|chair)",
    ),
    (Expected.COUNT, r"(?<!phone )(?<!telephone )(?<!hotline )\bnumber of\b|\btotal (?:number|of)\b|\btotal$|\bcount of\b"),
    (
        Expected.PLACE,
        r"\bwhere\b|\b(?:which|what) (?:city|town|township|province|district|county|place|village|location|venue|country|region)\b",
    ),
    (
        Expected.ORGANISATION,
        r"\b(?:which|what) (?:company|firm|school|college|university|hospital|organi[sz]ation|union|bank|group|agency|newspaper|department|employer|institution)\b",
    ),
    (
        Expected.LIST,
        r"\bwhich (?:two|three|four|five|six|seven|eight|\d+)\b|\bname (?:the|all|at least|two|three|four)\b|\blist\b|\bwhat are\b|\bwhat were\b|\bwhich (?:\w+ ){0,3}\w+s (?:are|were|do|did|run|have|in|of|support|took)\b|\bwhat (?:can|kinds|types|measures|services|items|things|steps|techniques)\b|\bwhich places\b|\bwhich \w+s\b|\bhow was .+ divided",
    ),
)
_JAPANESE = (
    (Expected.COMPARISON, r"どちら|比べ|より(?:多|少)"),
    (Expected.DATE, r"いつ|何年何月|何月何日|何月|何日(?!間)|何年(?!間)"),
    (Expected.TIME, r"何時(?!間)"),
    (Expected.DURATION, r"何日間|何年間|何時間|どのくらいの期間"),
    (Expected.PERCENT, r"何(?:%|%|パーセント|割)|割合|率は"),
    (Expected.MONEY, r"いくら|何元|何円|金額"),
    (Expected.COUNT, r"何(?:平方|立方)?(?:メートル|キロ|トン)|何(?:人|名|件|カ所|か所|ヶ所|箇所|个所|個|个|社|校|回|戸|户|世帯|世带|台|本|枚|組|つ)|いくつ|人数|の数[はをが]|どれ(?:だけ|くらい)"),
    (Expected.PERSON, r"誰|だれ|どなた"),
    (Expected.LIST, r"\d+(?:社|校|つ|か所|名|人).{0,4}(?:どこ|何|誰)|どれ|何ですか"),
    (Expected.PLACE, r"どこ"),
)
_KOREAN = (
    (Expected.COMPARISON, r"어느 (?:쪽|것)이|비교|보다 (?:많|적)"),
    (Expected.DATE, r"언제|몇 ?년(?!간)|몇 ?월|며칠"),
    (Expected.TIME, r"몇 ?시(?!간)"),
    (Expected.DURATION, r"얼마 동안|몇 ?년간|몇 ?시간|며칠 동안"),
    (Expected.PERCENT, r"퍼센트|비율|률은|%"),
    (Expected.MONEY, r"얼마(?:입니까|인가요|를|나 되는 금액)|금액|몇 ?위안"),
    (Expected.COUNT, r"몇|얼마나|총수"),
    (Expected.PERSON, r"누구|누가"),
    (Expected.PLACE, r"어디"),
    (Expected.LIST, r"어떤|무엇"),
)
_FRENCH = (
    (Expected.DATE, r"\bquand\b|\bquelle (?:année|date)\b|\bquel (?:jour|mois)\b"),
    (Expected.TIME, r"\bquelle heure\b"),
    (Expected.PERCENT, r"\bpourcentage|\btaux\b|%"),
    (Expected.MONEY, r"\bcombien (?:d'argent|de yuans)|\bquel (?:montant|prix)"),
    (Expected.COUNT, r"\bcombien\b|\bquel nombre\b"),
    (Expected.PERSON, r"\bqui\b"),
    (Expected.PLACE, r"\boù\b|\bquelle (?:ville|province)\b"),
    (Expected.LIST, r"\bquel(?:le)?s\b|\bqu'est-ce\b"),
)
_SPANISH = (
    (Expected.DATE, r"\bcuándo\b|\bqué (?:año|día|mes|fecha)\b"),
    (Expected.TIME, r"\bqué hora\b"),
    (Expected.PERCENT, r"\bporcentaje|\btasa\b|%"),
    (Expected.MONEY, r"\bcuánto dinero|\bcuántos yuanes"),
    (Expected.COUNT, r"\bcuánt[oa]s?\b|\bqué número\b"),
    (Expected.PERSON, r"\bquién(?:es)?\b"),
    (Expected.PLACE, r"\bdónde\b|\bqué (?:ciudad|provincia)\b"),
    (Expected.LIST, r"\bqué\b|\bcuáles\b"),
)

_STOP_ZH = (
    "的 了 在 是 有 和 与 及 或 为 被 把 对 从 到 向 于 其 这 那 该 此 哪 哪里 哪儿 哪个 哪些 哪几 哪家 哪年 谁 什么 怎么 怎样 如何 多少 几 几个 几家 几点 几位 吗 呢 吧 啊 呀 么 嘛 个 "
    "家 名 位 人次 项 件 次 一共 总共 共 共有 都 也 就 还 又 并 而 但 请 请问 问 告诉 我 我们 你 您 他 她 它 上 下 里 中 内 外 前 后 一 两 各 每 等 多 少 更 最 很 之 以 所 "
    "时候 时间 地方 名字 叫 叫做 指 指的是 具体 分别 目前 现在 已 已经 大概 大约 约 达 达到 拿出 办 做 搞 全部 数量 总数 多久 多长 何时 何地 何人 现 今 哪位 是不是 有没有 "
    "累计 直接 回答 据说 中的 之中 里面 比 人 能 得 要 给 过 去 来 会 让 用 能够 可以 可 最高 最低 最多 最少 钱 多少钱 一个 一共有 总计 合计 到 出 着 介绍 说明 情况 文章 报道 新闻 文件 资料"
)
_STOP_EN = (
    "a an the of in on at to for from by with and or as is are was were be been being do does did has have had how many much what which who whom whose when where why "
    "that this these those there their its it they them he she his her i you we me my our your please tell give show number total amount count according report reports "
    "article articles news text document documents one ones get gets got can could will would should may might into than then so such also any some all about per "
    "name named called made make makes long far old exactly highest lowest maximum minimum say says said state states stated reported there's what's altogether now so-called each every both "
    "roughly approximately nearly around almost billion million thousand hundred "
    "what's over after before during between among up out new more most less least very just only if not no yes ask asked mentioned mention using use used another"
)
_STOP_FR = "le la les un une des de du d l au aux en et ou est sont a ont été être avoir que qui quoi quel quelle quels quelles combien où quand comment pour par sur dans avec ce cette ces il elle ils elles se s y t entre plus"
_STOP_ES = "el la los las un una unos unas de del al en y o es son fue fueron ha han ser haber que qué quién cuál cuáles cuánto cuánta cuántos cuántas dónde cuándo cómo para por con se su sus lo le entre más"


@dataclass(frozen=True, slots=True)
class LanguageCues:
    """Question forms of one language, in the order in which they are tried, and its function words."""

    kinds: tuple[tuple[Expected, "re.Pattern[str]"], ...]
    stop_words: frozenset[str]


def _cues(rows: tuple[tuple[Expected, str], ...], stop_words: str) -> LanguageCues:
    return LanguageCues(tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in rows), frozenset(stop_words.split()))


CUES = {
    "zh": _cues(_CHINESE, _STOP_ZH),
    "en": _cues(_ENGLISH, _STOP_EN),
    "ja": _cues(_JAPANESE, _STOP_ZH),
    "ko": _cues(_KOREAN, _STOP_ZH),
    "fr": _cues(_FRENCH, _STOP_FR),
    "es": _cues(_SPANISH, _STOP_ES),
}

PERSONS = frozenset("人 名 位 人次 员 口".split())
OCCASIONS = frozenset("次 场 场次 届 期 回 轮".split())
HOUSEHOLDS = frozenset("户 家".split())
THINGS = frozenset("个 家 处 所 座 支 项 件 份 条 种 类 间 栋 台 辆 张 篇 部 本 组 对 款 册 套 批 枚 门 只".split())

PLACES = frozenset("个 家 处 所 座".split())

# English words that say in which unit the answer stands.
UNITS_EN = {
    "people": PERSONS, "persons": PERSONS, "workers": PERSONS, "members": PERSONS, "participants": PERSONS, "participations": frozenset({"人次"}),
    "person-times": frozenset({"人次"}), "visits": frozenset({"人次", "次"}), "views": frozenset({"人次", "次"}), "students": PERSONS, "contestants": PERSONS,
    "families": HOUSEHOLDS, "households": HOUSEHOLDS, "couples": frozenset({"对"}), "pairs": frozenset({"对"}), "times": OCCASIONS, "trips": frozenset({"次", "趟"}),
    "events": OCCASIONS, "sessions": OCCASIONS, "yuan": frozenset({"元"}), "rmb": frozenset({"元"}), "companies": frozenset({"家"}), "firms": frozenset({"家"}),
    "enterprises": frozenset({"家"}), "teams": frozenset({"支", "个", "队"}), "households'": HOUSEHOLDS, "cubic": frozenset({"立方米", "方"}), "kilometres": frozenset({"公里", "千米"}),
    "kilometers": frozenset({"公里", "千米"}), "tonnes": frozenset({"吨"}), "tons": frozenset({"吨"}), "vehicles": frozenset({"辆", "台"}), "buses": frozenset({"辆"}),
    "old": frozenset({"岁"}), "copies": frozenset({"份", "册", "本"}), "questionnaires": frozenset({"份"}), "agreements": frozenset({"份", "项", "个"}), "votes": frozenset({"票", ""}),
}  # fmt: skip
# Words that say the unit and nothing else: they carry no topic.
PURE_UNITS_EN = frozenset("people persons yuan rmb cubic metres meters person-times participations times money years percent percentage".split())
UNITS_JA = {"人": PERSONS, "名": PERSONS, "件": frozenset({"件", "项"}), "社": frozenset({"家"}), "校": frozenset({"所", "家"}), "戸": HOUSEHOLDS, "世帯": HOUSEHOLDS, "回": OCCASIONS, "台": frozenset({"辆", "台"}), "カ所": PLACES, "か所": PLACES, "ヶ所": PLACES, "箇所": PLACES, "个所": PLACES, "户": HOUSEHOLDS, "世带": HOUSEHOLDS, "立方メートル": frozenset({"立方米", "方"}), "メートル": frozenset({"米"}), "キロ": frozenset({"公里", "千米", "公斤"}), "トン": frozenset({"吨"})}  # fmt: skip
UNITS_KO = {"명": PERSONS, "곳": frozenset({"个", "家", "处"}), "가구": HOUSEHOLDS, "개": THINGS, "번": OCCASIONS, "회": OCCASIONS, "사람": PERSONS, "건": frozenset({"件", "项"})}  # fmt: skip

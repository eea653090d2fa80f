"""Question forms by language: pattern → kind of answer, tried in order, the first that matches wins.

Chinese patterns read text folded to Simplified; Japanese ones text whose characters were made Chinese first. Adding a language is adding a
table here and its function words in `rag.cues`.
"""

from rag.expected import Expected

Rows = tuple[tuple[Expected, str], ...]

# Words of a question that ask for the latest there is, by language.
# 现在 is no word in 出现在哪一年 and 体现在哪里, and 离车站最近的医院 is near in space.
LATEST = {
    "zh": r"最新|(?<![出体表发呈展实浮再闪涌显])现在|目前|当前|如今|眼下|现今|^(?!.*(?:距|离).{0,12}最近).*?最近",
    "en": r"\b(?:latest|newest|most recent(?:ly)?|currently|at present|right now|up to date|nowadays)\b|\bnow(?=\W*$)",
    "ja": r"最新|最近|现在|目下",
    "ko": r"최신|최근|현재",
    "fr": r"\bplus récente?s?\b|\bactuellement\b",
    "es": r"\bmás recientes?\b|\bactualmente\b",
}

_MEASURE = "个家名位人户项件处所座支场次届期条份张篇本部台辆种类级对组批套间栋座条枚吨米里亩岁篇款样"
_NUM = r"[一二两三四五六七八九十百几数\d]+"

CHINESE: Rows = (
    (Expected.EXPLANATION, r"(?:电话|手机|热线|传真|邮编|邮箱|网址|号码|账号|编号|代码|证号)(?:号码?)?(?:是|为|有)?(?:多少|几号?)"),
    (Expected.EXPLANATION, r"(?:电话|手机|热线|传真|邮编|邮箱|网址|号码|账号|编号|代码|证号)(?:号码?)?(?:是|为|有)?(?:多少|几)"),
    (
        Expected.CHITCHAT,
        r"^(?:(?:[你您]好|嗨|哈喽|谢谢[你您]?|多谢|再见|早上好|晚上好|[你您]是谁|[你您]叫什么(?:名字)?)[呀啊吗!!。??,, ]*)+$",
    ),
    (
        Expected.COMPARISON,
        (
            r"比.{1,40}?(?:多|少|高|低|大|长|快)(?:多少|几|了)"
            r"|哪(?:个|里|边|家|座|一个).{0,30}(?:更|最)?(?:多|少|高|低|大)(?:[,,??些]|$)|相比|对比|相差|差多少|各(?:有|是)?多少"
            r"|各多少|分别(?:是|有|为)?(?:多少|几)"
        ),
    ),
    (
        Expected.DATE,
        r"哪一?年|哪一?天|哪个?月|哪日|何时|何年|何月|何日|什么时候|啥时候|几月|几号|几日(?!游)|从什么时间|哪一?[天日]",
    ),
    (Expected.TIME, r"几点|几时|什么时间|何时点"),
    (Expected.DURATION, r"多久|多长时间|(?:多少|几)(?:天|年|个?小时|分钟|个?月|周|个星期)"),
    (
        Expected.PERCENT,
        r"百分之|百分比|占比|比例|[率度](?:有|是|为|达|达到|约)?(?:多少|多高|几)|多少.{0,8}率|几成|同比.{0,12}多少|环比.{0,12}多少",
    ),
    (
        Expected.MONEY,
        (
            r"(?:多少|几)[十百千万亿]*(?:元|块|钱)"
            r"|(?:资金|金额|奖金|补贴|费用|价值|价格|贷款|投资|经费|损失|补助金?).{0,12}(?:多少|几)|多少.{0,6}(?:资金|奖金|补贴|经费)"
            r"|花了多少|标准.{0,6}多少"
        ),
    ),
    (
        Expected.LIST,
        (
            rf"哪些|哪(?:{_NUM})[{_MEASURE}]|哪几|分别(?:是|指|叫)|都有(?:谁|哪|什么)|有什么|包括什么|包含什么"
            rf"|(?:指的?|是)(?:是|的是)?什么(?!时|模式|人)|列出|列举|什么(?:办法|措施|内容|技术|服务|项目)|哪{_NUM}(?:大|项|类)"
        ),
    ),
    (Expected.PERSON, r"谁|何人|什么人|叫什么(?:名字)?|姓名|名叫|哪一?位"),
    (Expected.PLACE, r"哪里|哪儿|何地|何处|什么地方|在哪|哪个?(?:省|市|区|县|乡|镇|村|城市|地方|地区|街道|国家)"),
    (
        Expected.ORGANISATION,
        r"哪一?(?:家|所|个)(?:公司|企业|学校|医院|单位|机构|银行|大学|学院|集团|部门|组织|协会|报|媒体)|什么(?:单位|公司|机构|部门|组织)",
    ),
    (Expected.COUNT, rf"多少|多大(?:年纪|岁数)?$|多大(?:年纪|岁数)|几岁|年龄|几[{_MEASURE}]|几(?=[\u4e00-\u9fff])|数量|总数|人数"),
)
ENGLISH: Rows = (
    (Expected.CHITCHAT, r"^(?:hi|hello|hey|thanks|thank you|bye|good (?:morning|evening)|who are you)\b[\s!.,?]*(?:there)?[\s!.,?]*$"),
    (
        Expected.COMPARISON,
        (
            r"\bcompare|\bcompared\b|\bdifference between|\bversus\b|\bvs\b"
            r"|\bwhich (?:is|was|one|has|had|of them|city|place|\w+ reports?).{0,40}"
            r"\b(?:more|larger|higher|bigger|fewer|less|most|largest|highest)\b"
            r"|\b(?:more|fewer|higher|larger)\b.{1,60}\bthan\b|^[\w' -]+ or [\w' -]+:"
        ),
    ),
    (Expected.PERCENT, r"\bper ?cent|\bpercentage|\bwhat (?:share|proportion|fraction)|\brate\b|\bratio\b|%"),
    (Expected.DURATION, r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours|minutes)\b"),
    (Expected.TIME, r"\bwhat time\b|\bat what hour\b|\buntil what time\b"),
    (Expected.DATE, r"\bwhen\b|\b(?:what|which) (?:year|month|day|date)\b|\bsince when\b"),
    (
        Expected.MONEY,
        (
            r"\bhow much (?:\w+ ){0,3}(?:money|yuan|cash|funding|cost|support|bonus|prize|loan|does|did|was|were|is|are|has|have|in)\b"
            r"|\b(?:yuan|rmb|money|amount|budget|cost|price|funds?|funding|bonus|prize money|subsid\w+)\b.{0,60}$"
            r"|\bwhat (?:is|are|was|were) the (?:\S+ ){0,3}"
            r"(?:value|worth|salar(?:y|ies)|wages?|income|fees?|costs?|prices?|budget|amount|spending|expenditure)\b"
            r"|\b(?:what|how much) (?:did|does|do|has|have) .{1,60}\b(?:spend|spent|pay|paid|cost)\b"
        ),
    ),
    (Expected.COUNT, r"\bhow many\b|\bhow old\b|\bhow much\b|\bnumber\s*[?!.]*$"),
    (
        Expected.PERSON,
        (
            r"\bwho\b|\bwhose\b"
            r"|\bwhich (?:\S+ ){0,3}"
            r"(?:person|man|woman|driver|worker|official|chair\w*|vice-chair\w*|secretary|leader|director|president)\b"
            r"|\bname of the (?:person|driver|reporter|director|chair)"
        ),
    ),
    (Expected.COUNT, r"(?<!phone )(?<!telephone )(?<!hotline )\bnumber of\b|\btotal (?:number|of)\b|\btotal$|\bcount of\b"),
    (
        Expected.PLACE,
        r"\bwhere\b|\b(?:which|what) (?:city|town|township|province|district|county|place|village|location|venue|country|region)\b",
    ),
    (
        Expected.ORGANISATION,
        (
            r"\b(?:which|what) (?:company|firm|school|college|university|hospital|organi[sz]ation|union|bank|group|agency|newspaper"
            r"|department|employer|institution)\b"
        ),
    ),
    (
        Expected.LIST,
        (
            r"\bwhich (?:two|three|four|five|six|seven|eight|\d+)\b|\bname (?:the|all|at least|two|three|four)\b|\blist\b|\bwhat are\b"
            r"|\bwhat were\b|\bwhich (?:\w+ ){0,3}\w+s (?:are|were|do|did|run|have|in|of|support|took)\b"
            r"|\bwhat (?:can|kinds|types|measures|services|items|things|steps|techniques)\b|\bwhich places\b|\bwhich \w+s\b"
            r"|\bhow was .+ divided"
        ),
    ),
)
JAPANESE: Rows = (
    (Expected.COMPARISON, r"どちら|比べ|より(?:多|少)"),
    (Expected.DATE, r"いつ|何年何月|何月何日|何月|何日(?!間)|何年(?!間)"),
    (Expected.TIME, r"何時(?!間)"),
    (Expected.DURATION, r"何日間|何年間|何時間|どのくらいの期間"),
    (Expected.PERCENT, r"何(?:%|%|パーセント|割)|割合|率は"),
    (Expected.MONEY, r"いくら|何元|何円|金額"),
    (
        Expected.COUNT,
        (
            r"何(?:平方|立方)?(?:メートル|キロ|トン)|何(?:人|名|件|カ所|か所|ヶ所|箇所|个所|個|个|社|校|回|戸|户|世帯|世带|台|本|枚|組|つ)"
            r"|いくつ|人数|の数[はをが]|どれ(?:だけ|くらい)"
        ),
    ),
    (Expected.PERSON, r"誰|だれ|どなた"),
    (Expected.LIST, r"\d+(?:社|校|つ|か所|名|人).{0,4}(?:どこ|何|誰)|どれ|何ですか"),
    (Expected.PLACE, r"どこ"),
)
KOREAN: Rows = (
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
FRENCH: Rows = (
    (Expected.DATE, r"\bquand\b|\bquelle (?:année|date)\b|\bquel (?:jour|mois)\b"),
    (Expected.TIME, r"\bquelle heure\b"),
    (Expected.PERCENT, r"\bpourcentage|\btaux\b|%"),
    (Expected.MONEY, r"\bcombien (?:d'argent|de yuans)|\bquel (?:montant|prix)"),
    (Expected.COUNT, r"\bcombien\b|\bquel nombre\b"),
    (Expected.PERSON, r"\bqui\b"),
    (Expected.PLACE, r"\boù\b|\bquelle (?:ville|province)\b"),
    (Expected.LIST, r"\bquel(?:le)?s\b|\bqu'est-ce\b"),
)
SPANISH: Rows = (
    (Expected.DATE, r"\bcuándo\b|\bqué (?:año|día|mes|fecha)\b"),
    (Expected.TIME, r"\bqué hora\b"),
    (Expected.PERCENT, r"\bporcentaje|\btasa\b|%"),
    (Expected.MONEY, r"\bcuánto dinero|\bcuántos yuanes"),
    (Expected.COUNT, r"\bcuánt[oa]s?\b|\bqué número\b"),
    (Expected.PERSON, r"\bquién(?:es)?\b"),
    (Expected.PLACE, r"\bdónde\b|\bqué (?:ciudad|provincia)\b"),
    (Expected.LIST, r"\bqué\b|\bcuáles\b"),
)

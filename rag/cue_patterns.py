"""Question forms of Japanese, Korean, French and Spanish, and how each language asks for the latest there is.

Japanese patterns read text whose characters were made Chinese first. Adding a language is adding a table here and its function words in
`rag.cues`.
"""

from rag.expected import Expected, Rows

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

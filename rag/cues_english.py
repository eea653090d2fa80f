"""Question forms of English: pattern → kind of answer, tried in order, the first that matches wins; without regard to case."""

from rag.expected import Expected, Rows

# "Which came first", "before or after": of things named, which; "who was first to arrive" and "which team finished last" ask for a name.
_ORDER = (
    r"\bwhich\b.{0,80}\b(?:earlier|later|sooner)\s*(?:[,:-].*)?\W*$"
    r"|\b(?:which|what)(?: (?:one|event|of (?:them|these|the two)))? "
    r"(?:came|come|comes|happened|occurred|opened|took place|was (?:held|set up)|started|began)"
    r" (?:first|earlier|earliest|later|last|before)\b|\b(?:which|what) (?:was|is) (?:the )?(?:earlier|earliest|later)\b"
    r"|\bbefore or after\b|\b(?:first|earlier|later)\s?[,:-].{1,80}\bor .{1,80}\?"
    r"|\b(?:in )?(?:what|which) (?:chronological )?order (?:did|were|was)\b|\bchronological order\b"
)
# A question inside a courtesy (can you tell me how many …) is the question inside; "is it A or B" asks which.
_YES_NO = (
    r"^(?!.*\b(?:tell|know|say|explain|show|give|list|name|find)\b.{0,60}\b(?:who|whom|whose|what|which|when|where|why|how|the|me)\b)"
    r"(?!.*\bor\b(?! not\b| later\b| more\b| less\b))"
    r"(?:(?:please |so |and |but |well,? |then,? )*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
    r"|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't)\s(?!.*\b(?:how many|how much|what|which|who)\b)"
    r"|.*\bwhether\b|.*,\s*(?:right|correct|is it true|isn't it|didn't (?:it|they)|doesn't it)\s*\?|.*\bis it (?:true|correct) that\b"
    r"|(?:true or false|yes or no)\b)"
)
_TOTAL = (
    r"\b(?:how (?:many|much)|what|total)\b.{0,120}"
    r"\b(?:combined|put together|added (?:together|up)|taken together|in (?:all )?both|altogether in .{1,60} and)\b"
    r"|\b(?:sum|combined (?:total|number|amount)|total) (?:\w+ ){0,6}?"
    r"(?:of|for|in|across|between) (?:both\b|all (?:the )?(?:\w+ )?(?:cities|provinces|places|unions|districts)\b)"
    r"|\b(?:the )?sum of\b|\badd up\b|\b(?:combined|joint) (?:total|number|amount|figure)\b"
    r"|\b(?:and|&) [\w' -]{1,40} together\b|\btogether,? (?:how many|how much|have|did|do)\b"
)
_PER = (
    "person|people|head|capita|worker|employee|family|household|month|year|day|week|hour|minute|second|night|time|visit"
    "|kilomet(?:er|re)|km|mile|square met(?:er|re)|cubic met(?:er|re)|ton|tonne|hectare|acre|mu|share|kilo(?:gram)?|kg|lit(?:er|re)"
    "|sheet|copy|piece|unit|set|ticket|meal|class|session|game|case|place|site|station|team|group|student|child|vehicle|car"
)
_RATE = (
    # "yuan an hour", but not "does a meal cost".
    r"\bhow (?:much|many)\b.{0,80}\b(?:per|(?:for )?each|every|(?<!does )(?<!did )(?<!is )(?<!was )(?<!for )(?<!of )(?<!in )(?<!with )an?)"
    rf" (?:{_PER})\b"
    rf"|\b(?:what|average|mean)\b.{{0,80}}\b(?:per|(?:for )each) (?:{_PER})\b|\b(?:per|each) (?:{_PER}),? how (?:much|many)\b"
    r"|\bhow fast\b|\b(?:hourly|daily|weekly|monthly|annual|average) (?:wage|pay|salary|rent|fee)s?\b|\bper capita\b"
)

ENGLISH: Rows = (
    (Expected.CHITCHAT, r"^(?:hi|hello|hey|thanks|thank you|bye|good (?:morning|evening)|who are you)\b[\s!.,?]*(?:there)?[\s!.,?]*$"),
    (
        Expected.CHITCHAT,
        (
            r"^\W*what(?:'s| is) (?:in )?(?:this|the) (?:collection|database|archive|site|index)(?: about)?\W*$"
            r"|^\W*what (?:can|do) (?:you|i) (?:do|know|ask|answer)(?: (?:you|here|about))?\W*$|^\W*help\W*$"
        ),
    ),
    (Expected.ORDER, _ORDER),
    (Expected.YES_NO, _YES_NO),
    (Expected.TOTAL, _TOTAL),
    (
        Expected.COMPARISON,
        (
            r"\bcompare|\bcompared\b|\bdifference between|\bversus\b|\bvs\b"
            r"|\bwhich (?:is|was|one|has|had|of them|city|place|\w+ reports?).{0,40}"
            r"\b(?:more|larger|higher|bigger|fewer|less|most|largest|highest)\b"
            r"|\b(?:more|fewer|higher|larger)\b.{1,60}\bthan\b|\b(?:more|fewer|higher|larger|bigger)\b.{3,60}\bor\b|^[\w' -]+ or [\w' -]+:"
        ),
    ),
    (Expected.RATE, _RATE),
    (Expected.PERCENT, r"\bper ?cent|\bpercentage|\bwhat (?:share|proportion|fraction)|\brate\b|\bratio\b|%"),
    (Expected.DURATION, r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours|minutes)\b"),
    (Expected.TIME, r"\bwhat time\b|\bat what hour\b|\buntil what time\b"),
    (
        Expected.DATE,
        r"\bwhen\b|\b(?:what|which) (?:year|month|day|date)\b|\bsince when\b|\bwhat (?:is|was|are|were) the (?:\S+ ){0,2}dates?\b",
    ),
    (
        Expected.MONEY,
        (
            r"\bhow much (?:\w+ ){0,3}(?:money|yuan|cash|funding|cost|support|bonus|prize|loan|does|did|was|were|is|are|has|have|in)\b"
            r"|\b(?:yuan|rmb|money|amount|budget|cost|price|funds?|funding|bonus|prize money|subsid\w+)\b.{0,60}$"
            r"|\bwhat (?:is|are|was|were) the (?:\S+ ){0,3}"
            r"(?:value|worth|salar(?:y|ies)|wages?|income|revenues?|profits?|earnings|turnover|fees?|costs?|prices?|budget|amount|spending"
            r"|expenditure)\b"
            r"|\bwhat (?:is|are|was|were) \S+(?: \S+){0,3}'s? (?:\S+ ){0,2}(?:revenues?|profits?|earnings|income|turnover|net worth)\b"
            r"|\b(?:what|how much) (?:did|does|do|has|have) .{1,60}\b(?:spend|spent|pay|paid|cost)\b"
        ),
    ),
    (Expected.COUNT, r"\bhow (?:many|old|much|far|tall|high|deep|heavy|big|large|wide|thick)\b|\bnumber\s*[?!.]*$"),
    (
        Expected.COUNT,
        (
            r"\bwhat (?:is|are|was|were) the (?:\S+ ){0,3}?"
            r"(?:length|height|width|depth|weight|area|population|capacity|distance|size|speed|age|temperature)\b"
        ),
    ),
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

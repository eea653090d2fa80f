"""The hole in a question: where its question word stands, what kind of question word it is, and the noun it asks for.

"X是谁的老师" becomes what stands on the left of the hole (X是) and on its right (的老师); an article that says it as a statement has the
same words on the same sides of the answer.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from index.text import fold
from rag.question import Question
from rag.reader.cut import Kind, cut_of


class Asks(IntEnum):
    """What the question word asks for."""

    NOTHING = 0
    WHO = 1
    WHERE = 2
    WHEN = 3
    WHY = 4
    HOW = 5
    HOW_MANY = 6
    WHICH = 7
    WHAT_KIND = 8
    WHAT = 9
    WHAT_IT_IS = 10
    NAME = 11
    SEVERAL = 12


_CHINESE = (
    (Asks.WHY, r"为什么|为何|为啥|何以|原因是什么|什么原因"),
    (Asks.WHEN, r"什么时候|什么时间|何时|何年何?月?|哪一?[年天月日]|哪个?(?:年份?|月份?|时期|年代|世纪|朝代|季节)|几[年月日号]|多久"),
    (Asks.WHERE, r"哪里|哪儿|何处|何地|什么地方|哪个?(?:省份?|市|区|县|乡|镇|村|城市|地方|地区|街道|国家?|州|岛|洲)"),
    (Asks.WHO, r"谁|何人|什么人|哪一?位|哪个人"),
    (Asks.HOW_MANY, r"多少|几(?!乎|何)|多[大长高久远重深宽快厚]"),
    (Asks.HOW, r"怎么样?|怎样|如何|咋"),
    (Asks.SEVERAL, r"哪些|哪几[\u4e00-\u9fff]|哪[两二三四五六七八九十][\u4e00-\u9fff]"),
    (
        Asks.WHICH,
        r"哪一?[个家所座种类项条支本部届场次款篇句颗艘门派间线组件张首枚套级]?|何(?:种|等|物|者|事|罪|职|名|校|国|族|姓|字|病|语)",
    ),
    (Asks.NAME, r"叫什么|叫做什么|名为什么|名称[是为]什么|什么名[字称]?|名字[是为]什么"),
    (Asks.WHAT_KIND, r"什么样的|什么(?=[\u4e00-\u9fff])|啥"),
    (Asks.WHAT, r"什么"),
)
_LATIN = (
    (
        Asks.HOW_MANY,
        r"how (?:many|much|long|old|far|large|big|tall|often|high|deep|fast)|what (?:percent\w*|number|amount|proportion|share)",
    ),
    (Asks.WHEN, r"when|(?:what|which) (?:year|month|day|date|century|decade|time)"),
    (Asks.WHERE, r"where|(?:what|which) (?:city|country|state|province|town|place|county|region|continent|island|village)"),
    (Asks.WHO, r"who(?:m|se)?|(?:what|which) (?:person|people|man|woman|player|actor|actress|singer|president)"),
    (Asks.WHY, r"why|what (?:caused|was the reason|is the reason)"),
    (Asks.HOW, r"how"),
    (Asks.NAME, r"what (?:is|was|are|were) the names? of|what name"),
    (Asks.WHICH, r"which"),
    (Asks.WHAT_IT_IS, r"what (?:is|are|was|were|did|does|do|has|had|have|can|could|would|will|'s)"),
    (Asks.WHAT_KIND, r"what"),
)
_CHINESE_ASKS = [(asks, re.compile(pattern)) for asks, pattern in _CHINESE]
_LATIN_ASKS = [(asks, re.compile(rf"\b(?:{pattern})(?!\w)")) for asks, pattern in _LATIN]
# What joins a hole to its sides and says nothing: 他是…的, 位于…, 被称为….
_LEFT_JOINT = re.compile(r"(?:是|为|在|于|由|的|了|叫做?|称为?|被|有|指|到|向|从|以|因|与|和|对|把|将|用|即|,)+$")
_RIGHT_JOINT = re.compile(r"^(?:是|为|在|于|由|的|了|被|所|来|去|会|就|才|曾|,)+")
_ENDS_IN_BE = re.compile(r"(?:是|为|叫|指|指的是)$")
_BREAKS_OFF = re.compile(r"[是为叫在于有]$")
_NOUNS = frozenset(
    {Kind.NOUN, Kind.VERBAL_NOUN, Kind.OWN, Kind.BODY, Kind.PLACE, Kind.LATIN, Kind.LATIN_NAME, Kind.IDIOM, Kind.OTHER, Kind.WHERE}
)
_SKIPPED = frozenset({Kind.ADJECTIVE, Kind.MEASURE, Kind.OF, Kind.NUMBER})


@dataclass(frozen=True, slots=True)
class Hole:
    """Where the answer would stand in the question, folded.

    Attributes:
        asks: the kind of question word.
        left: what stands on the left of the hole, without what only joins it.
        right: what stands on its right, the noun asked for included.
        after: the same without that noun.
        head: the noun asked for ("大学" of 哪所大学, 首都 of 首都是哪里); empty when it is not said.
        text: the whole question.
    """

    asks: Asks
    left: str
    right: str
    after: str
    head: str
    text: str

    @property
    def wants_sentence(self) -> bool:
        """True for why, how, and a text that asks for nothing by a question word nor breaks off before what it asks for (编号是)."""
        return self.asks in {Asks.WHY, Asks.HOW} or (self.asks is Asks.NOTHING and not _BREAKS_OFF.search(self.text))


def hole_of(question: Question) -> Hole:
    """The hole of a question; one without a question word has it at the end."""
    is_han = question.base in {"zh", "ja"}
    text = re.sub(r"[?？。.!！\s]+$", "", fold(question.text))
    asks, start, end = _question_word(text, is_han=is_han)
    left, right = text[:start], text[end:]
    noun = _noun_after(right, is_han=is_han)
    is_last = len(right.strip()) < 2
    if is_last and is_han and asks is Asks.WHAT and _ENDS_IN_BE.search(left):
        asks = Asks.WHAT_IT_IS
    head = noun or (_noun_before(_ENDS_IN_BE.sub("", left)) if is_han and is_last else "")
    after = right[right.find(noun) + len(noun) :] if noun else right
    return Hole(asks, _LEFT_JOINT.sub("", left), right, _RIGHT_JOINT.sub("", after), head, text)


def _question_word(text: str, *, is_han: bool) -> tuple[Asks, int, int]:
    """The kind whose pattern comes first in the table among those that stand in the question."""
    for asks, pattern in _CHINESE_ASKS if is_han else _LATIN_ASKS:
        found = list(pattern.finditer(text))
        if found:
            match = found[-1] if is_han else found[0]
            return asks, match.start(), match.end()
    return Asks.NOTHING, len(text), len(text)


def _noun_after(right: str, *, is_han: bool) -> str:
    """The noun that the question word stands before: 哪所｜大学, which｜river; its last word when there are several."""
    cut = cut_of(right[:24])
    noun = ""
    for word, kind in zip(cut.words, cut.kinds.tolist(), strict=True):
        if kind in _NOUNS and (is_han or kind != Kind.LATIN or not noun):
            noun = word
        elif kind == Kind.SPACE or (kind in _SKIPPED and not noun):
            continue
        else:
            break
    return noun


def _noun_before(left: str) -> str:
    """The noun before 是: 作者｜是谁."""
    cut = cut_of(left[-24:])
    for word, kind in zip(reversed(cut.words), reversed(cut.kinds.tolist()), strict=True):
        if kind in _NOUNS:
            return word
        if kind not in _SKIPPED:
            break
    return ""

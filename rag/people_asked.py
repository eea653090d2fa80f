"""Names of people in a Chinese question, whose characters the segmenter leaves apart: 谭立新说了什么.

A name is taken for one only where nothing else can stand: a surname by itself, one or two characters that make no word with it, and around
it the edge of a clause, a title, or what is said or asked of a person.
"""

import re
from collections.abc import Iterator

from index.names import COMPOUND_SURNAMES, SURNAMES
from index.tokens import segmenter, word_spans
from rag.term import OFFICE

# Characters that are surnames too, but begin other words of a question far more often.
_SELDOM = frozenset("和于从向对有是在时为与任全成方单高水路车金白都应能连左右安平常道可那何师")
_BEFORE = re.compile(
    r"(?:^|[,,、。;:“\"和与及问]|请问|主席|书记|主任|局长|处长|科长|院长|校长|经理|董事长|班长|组长|队长|司机|记者|职工|员工|工人|选手|会长|站长|部长"
    r"|市长|县长|区长|镇长|教授|专家|医生|护士|教师|老师|师傅|代表|委员|负责人|劳模|工匠|骑手|快递员|院士|秘书长|工程师|焊工|村民|居民|学生)\s?$"
)
_AFTER = re.compile(
    r"\s*(?:$|\d|[,,、。;:??”\"]|说|是|在|的|和|与|及|介绍|表示|认为|担任|获|被|为|因|从|去|来|到|今年|去年|哪|什么|怎|多大|几岁|有|曾|第|参加|呢|个人|于|由|向|对|将|已|何|几|当选|出任|加入|成为|接受|发布|发表|提出|提到|宣布|首次|访问|会见)"
)
_PARTICLES = frozenset("于在是的了和与为被从对向将由到有及等说称上下中内外前后自来去美英法俄日韩印")
_GIVEN = 2


def people_asked_about(folded: str) -> Iterator[tuple[int, int]]:
    """Offsets of the names, in order."""
    known = segmenter().FREQ
    spans = [(word, span.start, span.end) for word, span in word_spans(folded)]
    end = 0
    for at, (word, start, stop) in enumerate(spans):
        if start < end or word not in SURNAMES | COMPOUND_SURNAMES or word in _SELDOM or not _BEFORE.search(folded[:start]):
            continue
        given = ""
        for following, _, _ in spans[at + 1 : at + 1 + _GIVEN]:
            given += following
            if len(given) > _GIVEN or following[0] in _PARTICLES or (len(following) > 1 and OFFICE.search(following)) or not one_han(given):
                break
            name = word + given
            if not known.get(name, 0) and _AFTER.match(folded, start + len(name)):
                end = stop + len(given)
                yield start, end
                break


def one_han(text: str) -> bool:
    """True for Chinese characters alone."""
    return all("\u4e00" <= char <= "\u9fff" for char in text)

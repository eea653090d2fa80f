"""Does one piece of text go on in another? Evidence at the seam, from a word list and from the page itself."""

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add

from index.seam_model import inside_odds, pair_odds
from index.tokens import segmenter

_INSIDE, _PAIR = 0.25, 0.45
_COUNTED = "年月日时个名人万亿%.元米公多余岁次家项条度届"
_GRAM_WEIGHTS = ((((2, 2), (1, 3), (3, 1)), 0.7), (((2, 1), (1, 2)), 0.5), (((1, 1),), 2.2))
_LONGEST_RUN = 8
_HAN_RUN_END = re.compile(r"[\u3400-\u9fff]{1,8}$")
_HAN_RUN_START = re.compile(r"[\u3400-\u9fff]{1,8}")
_QUOTES = {"“": "”", "‘": "’", "《": "》", "(": ")", "「": "」", "『": "』"}
# A sentence rarely goes on with one of these after a column end, and rarely begins with one of those.
_OPENERS = (
    "据悉|据了解|据介绍|据报道|据统计|据透露|近日|日前|近年来|连日来|目前|此外|同时|随后|随着|记者|今年|去年|昨日|昨天|今天|当天|会上|会议指出|会议强调|下一步|"
    "截至|截止|为了|为进一步|其中|然而|但是|不过|另外|当地时间|报道称|有记者|数据显示|通知要求|通知明确|活动现场|现场|在此基础上|接下来|"
    "如今|对此|因此|值得注意|“|‘|——|一是|二是|三是|首先|其次|最后|第[一二三四五]"
)
_OPENING = re.compile(_OPENERS)
_MID_START = re.compile(
    r"[,。、;:!?)”’》\]%·]|的(?!士|确)|了(?!解)|着(?!力|眼|手|重|陆|装)|们|和(?!平|谐|田|林|美|睦|县|解)|及(?!时|早|格)|等(?!候|待|到)|地(?!方|区|铁|处|震|点|球|下|面|质)|与(?!会|此|其)|过程|所以"
)
_LEAD_FORMULA = re.compile(
    r"(?:当地时间)?(?:(?:20\d\d年)?\d{1,2}月\d{1,2}日|\d{1,2}日[,上下晚凌零]|近日|日前|今年以来|连日来|近期|近年来|当地时间|今天|今日|昨日|昨天)|"
    r".{2,30}?(?:近日|日前|\d{1,2}日)(?=在|举行|发布|表示|对|宣布|召开|启动|开幕|闭幕)|(?:据|记者|从).{2,20}?(?:报道|获悉|了解到|消息)"
)
# A first sentence of a few characters is the end of a longer one: 上岸。镇长介绍…
_SHORT_START = re.compile(r"[^。!?;“”\"]{1,9}[。;]")
_MID_END = re.compile(r"(?:[,、(“‘《:的和与及在对为将被把向从由以等是于至或并且而但使让]|第|每|各)$")


@dataclass(frozen=True, slots=True)
class PageGrams:
    """The short strings of a page, to see whether a seam makes a string that the page also has elsewhere."""

    strings: Set[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "PageGrams":
        """All strings of two to four characters of the folded texts."""
        strings: set[str] = set()
        for text in texts:
            pairs = list(map(add, text, text[1:]))
            threes = list(map(add, pairs, text[2:]))
            strings.update(pairs, threes, map(add, threes, text[3:]))
        return cls(strings)

    def seam(self, tail: str, head: str) -> float:
        """Evidence that the page writes ``tail + head`` without a break elsewhere, 0 to 3.5."""
        score = 0.0
        for splits, weight in _GRAM_WEIGHTS:
            for left, right in splits:
                string = tail[-left:] + head[:right]
                if len(string) == left + right and string in self.strings and string.isalnum():
                    score += weight
                    break
        return score


def seam_score(tail: str, head: str, grams: PageGrams) -> float:
    """How well ``head`` goes on from the open end ``tail``, both folded: a log-odds, above 2.5 good, below 0 bad.

    Weights: conditional logit over 310 column ends of composed and real pages, each with all texts of its page as candidates
    (`index.order`); with the page's layout it finds the right one for 91 % in cross-validation.
    """
    tail, head = tail.rstrip(), head.lstrip()
    if not tail or not head:
        return 0.0
    # A word that jieba finds across the seam is the strongest sign: columns cut inside words (座 | 谈会).
    score = 0.5 * min(word_gain(tail, head), 14.0) + grams.seam(tail, head)
    if tail[-1].isdigit() and (head[0].isdigit() or head[0] in _COUNTED):
        score += 1.0
    return score + _head_score(head) + _PAIR * pair_odds(tail, head) + 0.6 * _bracket_score(tail, head)


@lru_cache(maxsize=4096)
def _head_score(head: str) -> float:
    """What a text's beginning alone says of its going on from somewhere; each is asked for with every open end near by."""
    score = -0.7 if _OPENING.match(head) else 0.0
    score += 1.2 if _MID_START.match(head) else 0.5 if _SHORT_START.match(head) else 0.0
    return score + _INSIDE * inside_odds(head)


def word_gain(tail: str, head: str) -> float:
    """Gain in log-probability when the seam may be crossed by a dictionary word; 0 when no word crosses it."""
    left, right = _HAN_RUN_END.search(tail[-_LONGEST_RUN:]), _HAN_RUN_START.match(head)
    if left is None or right is None:
        return 0.0
    a, b = left.group(), right.group()
    return _cost(a) + _cost(b) - _cost(a + b)


def starts_inside(head: str) -> float:
    """How surely a text begins inside a sentence: 1 certain, 0 nothing to be seen, below 0 it begins one."""
    if _MID_START.match(head):
        return 1.0
    if _OPENING.match(head):
        return -1.0
    return 0.6 if _SHORT_START.match(head) else 0.0


def begins_story(folded: str) -> bool:
    """True for a text that begins the way news begins: with a day, 近日, 记者获悉 and the like."""
    return bool(_LEAD_FORMULA.match(folded))


def ends_inside(tail: str) -> bool:
    """True for a text whose last word cannot end a headline or a sentence."""
    return bool(_MID_END.search(tail.rstrip()))


def _bracket_score(tail: str, head: str) -> float:
    """A quotation mark open at the end wants its partner, and a closing one at the start wants its opening."""
    opened, closed = _left_open(tail), _closed_first(head)
    return 2.0 * len(opened & closed) - 1.0 * len(closed - opened) - 0.7 * len(opened - closed)


@lru_cache(maxsize=4096)
def _left_open(tail: str) -> frozenset[str]:
    """Opening marks that have no partner at the end of a text."""
    return frozenset(opening for opening, closing in _QUOTES.items() if tail.rfind(opening) > tail.rfind(closing))


@lru_cache(maxsize=4096)
def _closed_first(head: str) -> frozenset[str]:
    """Opening marks whose partner comes first in a text."""
    found = {opening: (head.find(opening), head.find(closing)) for opening, closing in _QUOTES.items()}
    return frozenset(mark for mark, (opening, closing) in found.items() if closing >= 0 and (opening < 0 or closing < opening))


@cache
def _log_total() -> float:
    segmenter()
    return math.log(segmenter().total)


@lru_cache(maxsize=32768)
def _cost(run: str) -> float:
    """Least cost of a run of Chinese characters cut into words: negative log-probability under the word list's frequencies."""
    freq = segmenter().FREQ
    total = _log_total()
    best = [0.0] + [math.inf] * len(run)
    for i in range(len(run)):
        for j in range(i + 1, min(i + 6, len(run)) + 1):
            count = freq.get(run[i:j], 0)
            if not count and j > i + 1:
                continue
            best[j] = min(best[j], best[i] + total - math.log(count or 0.5))
    return best[-1]

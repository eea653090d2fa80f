"""Where the noun phrase that a number counts ends, told by its unit: 800名 counts persons, 2次 what was done.

A phrase that is cut at the verbs of a list alone runs on wherever the verb is on none (6名专家当顾问, 50名选手两两组队); a unit of persons
says that its head is a person, and what stands after that is no part of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.wordclass import EITHER, NOUN_LIKE, STRICT, is_function_word, is_person, is_verb, word_class

PERSON_UNITS = frozenset("名 位 人 人次 对 余名".split())
EVENT_UNITS = frozenset("次 轮 回 遍 趟 人次".split())

# Last characters of words for persons; a unit of persons stands before them, so 民生 and 水手 do no harm.
_PERSON_ENDS = frozenset("员者工手师长生民友客属兵匠模才人")
_MORE_PERSONS = frozenset(
    """子女 孩子 学子 青年 青少年 嘉宾 标兵 学徒 徒弟 男子 女子 男性 女性 骨干 主席 书记 主任 医护 人士 个人 妇女 儿童 幼儿 婴儿 新人
    大学生 博士 硕士 院士 护士 教授 顾问 律师 法官 检察官 将士 战士 烈士 伤员 亲属 听众 观众 民众 考生 网友 粉丝 女孩 男孩 少年 先锋 楷模
    领导
    干警 警察 战友 邻居 同学 同事 同胞 侨胞 夫妇 夫妻 情侣 恋人 母亲 父亲 家长 代表 委员 议员 官员 总统 球员 队员 乘客 难民 灾民""".split()
)
# Verbs of one character that take an object: 技能培训[办]了5207场, 8家单位[派]人.
SINGLE_VERBS = frozenset(
    "办出签取设占发看添花放讲建开招评获买卖送捐拿领投修栽养铺装挖编写印拍演播进成做当请派来去夺聘听谈搞打抓带教走交付补加破涨跌通增减"
)
# Who acts, and is not what an amount of money is stated of: 市民政局投入1860万元.
_AGENT = re.compile(
    r"(?:工会|总工会|银行|[^格结布]局|委|委员会|政府|公司|集团|企业|单位|部门|协会|商会|学校|医院|大学|学院|法院|厅|中心|各级|省|市|县|区|镇|乡|村|"
    r"我们|他们|她们|我|他|她|记者|本人|自己|双方|两人|家里|全家)$"
)
# A class without its noun: 省级[的]有2家.
CLASS_WORD = re.compile(r"(?:国家|省|市|州|县|区|镇|乡|校|院|厂|部|班组)级(?:以上)?|[甲乙丙丁]类|男|女|男性|女性|其他|其余|另外|当中|这些")
# Acts named by a verb where money or a number of acts follows at once: 出资1000余万元, 救助176人次.
MONEY_ACTS = frozenset(
    """授信 贷款 融资 投资 出资 注资 增资 筹资 补助 补贴 奖励 捐赠 捐款 罚款 减免 拨款 筹款 集资 退税 赔偿 退款 让利 节支 增收 创收
    创汇""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence with its offsets in the sentence."""

    text: str
    start: int
    end: int


def is_person_noun(word: str) -> bool:
    """True for what a unit of persons may count; wider than `index.wordclass.is_person`, for use behind such a unit only."""
    if word in _MORE_PERSONS or is_person(word) or word[-2:] in _MORE_PERSONS:
        return True
    return (word[-1] in _PERSON_ENDS and word_class(word) != "v") or (word[-1] == "家" and len(word) > 2)


def person_head(words: Sequence[Word]) -> list[Word]:
    """The words up to the person they end in: 参赛选手|两两组队, 困难职工家庭子女|顺利就学; all of them where no person is known."""
    first = next((i for i, word in enumerate(words) if is_person_noun(word.text)), None)
    if first is None:
        return [] if words and is_verb(words[0].text) else list(words)
    last = first
    for index in range(first + 1, len(words)):
        if _ends_noun(words[index].text):
            break
        if is_person_noun(words[index].text):
            last = index
    return list(words[: last + 1])


def _ends_noun(word: str) -> bool:
    if word in ("的", "和", "及", "与", "以及", "、"):
        return False
    return word in STRICT or word in SINGLE_VERBS or is_verb(word) or is_function_word(word)


def acts_in(words: Sequence[Word]) -> list[Word]:
    """The act that 2次 counts where a verb follows and nothing else: 进行了2次[修订], 1次[入户安检]."""
    kept = list(words)
    return kept if 0 < len(kept) <= 3 and all(_is_act(word.text) for word in kept) and is_verb_like(kept[-1].text) else []


def _is_act(word: str) -> bool:
    return len(word) > 1 and "\u3400" <= word[0] <= "\u9fff" and not is_function_word(word)


def is_verb_like(word: str) -> bool:
    """True for a verb of any of the lists."""
    return word in STRICT or word in EITHER or word in NOUN_LIKE or is_verb(word)


def is_agent(phrase: str) -> bool:
    """True where a phrase names who acts (市民政局, 该公司), which an amount of money does not count."""
    return bool(_AGENT.search(phrase))

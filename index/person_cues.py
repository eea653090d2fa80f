"""What vouches for a person's name in folded Chinese text: roles before it, what a person does after it, and what stands in no name."""

import re

from index.name_words import ROLES
from index.names import SURNAMES
from index.text import one_of

# Ends of roles that no list holds; a name after one has to look like one the more.
LOOSE_ROLES = frozenset("员 家 长 师 工 手 者 大王".split())
REPORTERS = re.compile(r"(?:记者|纪者|通讯员|摄影|撰稿|编辑|责编|校对|实习生|编译|图/文|文/图|作者)[\s:/、]*")
ROLE = re.compile(rf"{one_of(ROLES)}(?:兼[\u3400-\u9fff]{{2,8}}(?:长|记|任|席))?[\s:\"“]?(?=[\u3400-\u9fff])")
SAYS = re.compile(
    r"表示|介绍|告诉|认为|指出|强调|坦言|透露|回忆|解释|补充|说(?=[,:道])|说$|称[,:]|呼吁|建议|致辞|讲话|主持|出席|宣布|回应|感慨|连连"
    r"|担任|当选|获得|荣获|夺得|摘得|参加|率|带领|作报告"
)
# Between the name and the verb: 王伟|在会上对记者|表示, 王伟|6日|说.
BEFORE_SAYS = re.compile(
    r"(?:在[^在]{2,14}(?:上|时|中|后|前|说))?,?(?:[对向](?:本报)?(?:记者|媒体|《?[\u3400-\u9fff]{2,6}》?(?:记者)?))?"
    r"(?:高兴地?|激动地?|笑着|坦率地?|明确|当[天日]|[今昨]天|\d{1,2}日|还|也|则|曾|在会上)?$"
)
SAYS_REACH = 40
# 王伟(左), 王伟,男, 王伟(化名), 王伟今年45岁, 王伟同志.
ABOUT = re.compile(
    r"\((?:左|右|中|男|女|化名|音译|\d{2}岁)|[,(](?:男|女)[,,]|,今年\d{2}岁|今年\d{2}岁|,\d{2}岁|同志|法官|检察官|警官|院士|教授|先生|女士"
)
SOMEBODY = re.compile(rf"([{''.join(SURNAMES)}])某(?:某|[甲乙丙丁]|[\u4e00-\u9fff](?=[,。、(和与及]))?")
# The dot of a foreign name: 弗拉基米尔·普京.
DOTTED = re.compile(r"[·・•‧](?<=[\u3400-\u9fff].)(?=[\u3400-\u9fff])")
AFTER = frozenset("的了在是和与及也都就将被把对从到为以而或等并于由向让又再还已则却说称率获任先来去因给同表介告")
NOT_GIVEN = frozenset(
    "的了在是与及也都就不将被把对从到以而或之其这那有个各等并由向让使又再还已着过地得他她它们我你您会能可要说来去上下里年月日时称率该此某第很最更"
    "均仍曾"
)
FUNCTION_SURNAMES = frozenset("和向于时应全成从尚")
NOT_TRANSCRIBED = ("当天", "当地", "当日", "以及", "金奖", "西方", "博士", "坦言", "大使", "因为", "多次")
DOT = re.compile("[·・•‧-]")
# 刘奶奶, 王大哥: no full names.
ADDRESS = re.compile(
    "[\u3400-\u9fff](?:奶奶|爷爷|大哥|大姐|大爷|大妈|大娘|大嫂|阿姨|叔叔|师傅|女士|先生|小姐|老师|同学|医生|教授|警官|主任|经理|队长|书记|老板"
    "|老汉|老太)"
)

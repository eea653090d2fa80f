"""Units and measure words of Chinese news, and what each measures.

The lists are general Chinese; a measure word that also begins a longer word carries the continuations that make it that word
(``3家企业`` counts, ``3家庭`` does not).
"""

import re
from dataclasses import dataclass

from index.schema import FigureKind


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_MONEY = _listed("元 块钱 美元 欧元 港元 港币 日元 韩元 英镑 澳元 加元 卢布 卢比 法郎 泰铢 新元 新台币 元人民币 人民币 元钱 角")
_PERCENT = _listed("% ‰ 个百分点 百分点")
_DURATION = _listed(
    """年 年间 个月 个多月 个半月 周 个星期 星期 天 日夜 小时 个小时 个多小时 个半小时 分钟 秒 秒钟 个工作日 工作日 个学期 学期
    学年 周年 载 昼夜 季度 个季度 年半 代人"""
)
_PHYSICAL = _listed(
    """公里 千米 米 厘米 毫米 微米 纳米 平方米 平方公里 平方千米 平米 立方米 立方 立方公里 方 公顷 亩 平方 吨 公吨 公斤 千克 克 毫克 斤
    两 升 毫升 千瓦 瓦 兆瓦 吉瓦 千瓦时 千瓦小时 千伏 伏 安 度 度电 摄氏度 ℃ ㎡ 海里 里 英里 英尺 英寸 英亩 标准箱 标箱 箱次 吨公里
    载重吨 总吨 卡 千卡 帕 兆帕 分贝 像素 字节 比特 兆 赫兹 兆赫 马力 蒲式耳 盎司 平方英里 标方 吨标准煤"""
)
_COUNT = _listed(
    """个 名 位 人 人次 人份 人天 人家 家 家次 户 户次 次 场 场次 项 项次 件 件次 件套 台 套 台套 台次 部 辆 辆次 架 架次 艘 艘次 列
    列次 车次 航次 班 班次 期 期次 批 批次 条 篇 篇次 本 册 册次 份 张 枚 块 幅 支 只 头 匹 棵 株 朵 颗 粒 根 座 栋 幢 间 所 处 层
    门 道 盏 口 桩 起 宗 例 笔 单 对 双 组 队 队次 种 类 级 瓶 箱 袋 包 盒 桶 杯 碗 盘 片 面 顶 把 床 副 尊 节 课时 学时 课 堂 趟 回
    遍 轮 步 字 句 行 页 集 档 票 股 席 桌 餐 顿 倍 折 分 岁 周岁 点 号 代 盆 车 团 站 车皮 枝 束 帧 款 版 环 局 胜 负 平 球 金 银
    铜 枚次 出 曲 首 届 大 方面 市 县 省 区 镇 乡 村 国 校 城 地 省份 县区 区县 市县 头次 羽 尾 丝 兵团 餐次 人时 例次 站次 校次
    桩次 宗次 工时 课次 学分 字次 卷 路 线 栏 屏 盏次 味 剂 针 针次 剂次 针剂 支次 滴 亩次 窝 群 拨 伙 名次"""
)
_LATIN = _listed("km kg mg ml mm cm nm kw mw gw kwh mwh gwh db hz mhz ghz gb tb mb km/h m2 m3 ℃ u m t l h")

# A measure word followed by one of these is the beginning of another word: 5支队伍 counts, 5支部 does not.
_NOT_BEFORE = {
    "人": "才均员民工类物口事大",
    "家": "庭长属",
    "个": "体",
    "部": "门分队级长署",
    "条": "件例",
    "分": "别之类公会局布支",
    "所": "有谓",
    "层": "级",
    "点": "位",
    "年": "级轻龄货夜会检",
    "天": "然津使空",
    "门": "店诊票类",
    "站": "点",
    "类": "别型似",
    "口": "袋岸",
    "位": "于置",
    "台": "湾风州",
    "本": "科报市地省级",
    "起": "来步到",
    "期": "间货待限",
    "面": "积向对",
    "行": "业政动程",
    "回": "家应收到",
    "道": "路德",
    "里": "程面",
    "组": "织长建成员",
    "班": "组级长子",
    "队": "伍员长",
    "批": "准",
    "节": "目日约能",
    "例": "如会行",
    "套": "餐",
    "级": "别",
    "单": "位身独元",
    "对": "于接口外此应照标",
    "双": "方向休创",
    "代": "表理码",
    "集": "体团中合",
    "课": "程题后",
    "片": "区",
    "方": "案式向",
    "升": "级至到学高为",
    "股": "份权东指票",
    "票": "据房价数",
    "座": "谈位椅",
    "路": "径线",
    "线": "上下路",
    "大": "约概于量家多型力学小",
    "度": "假",
    "市": "场民值",
    "区": "域别间",
    "地": "区方点",
    "国": "家际内",
    "金": "融额",
    "平": "台均方",
    "出": "台来现",
    "首": "次届个",
    "局": "面部",
    "团": "队员结",
    "车": "间辆",
    "号": "召",
    "版": "权本",
    "环": "境保节",
    "员": "工",
    "校": "园长",
    "城": "市镇",
    "省": "级",
    "村": "民级",
    "县": "级域",
    "乡": "镇村",
    "负": "责担",
    "胜": "利",
    "球": "员队",
    "月": "饼",
    "安": "全装徽排",
    "周": "边围年岁",
    "克": "服",
    "次": "日",
    "两": "个",
    "卡": "车",
    "支": "部持付援教出撑委",
    "只": "有要是",
    "张": "家",
    "把": "握",
    "针": "对",
    "卷": "入烟",
    "群": "众",
    "手": "机",
    "项": "目",
}
_STILL_COUNTS = {"项目标", "支队伍"}

KIND_OF_UNIT: dict[str, FigureKind] = (
    dict.fromkeys((*_COUNT, *_PHYSICAL, *_LATIN), FigureKind.COUNT)
    | dict.fromkeys(_MONEY, FigureKind.MONEY)
    | dict.fromkeys(_PERCENT, FigureKind.PERCENT)
    | dict.fromkeys(_DURATION, FigureKind.DURATION)
)
# What has no counted noun of its own: a length, a weight, an age.
PHYSICAL_UNITS = frozenset((*_PHYSICAL, *_LATIN, "岁", "周岁", "倍", "折", "分"))

# Units after which a Chinese numeral is more often a set phrase than a number: 十分, 一点, 百分, 三手.
_ARABIC_ONLY = frozenset(
    _listed(
        "分 点 号 面 手 路 线 平 方 地 度 出 金 银 铜 胜 负 安 卡 行 两 城 国 省 市 县 区 镇 乡 村 校 站 里 环 车 局 角 口 单 只 丝 团 味"
    )
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found in a text: its folded name and where it ends."""

    name: str
    end: int
    kind: FigureKind


def _pattern() -> re.Pattern[str]:
    names = sorted((n for n in KIND_OF_UNIT if n not in _LATIN), key=len, reverse=True)
    latin = "|".join(sorted(_LATIN, key=len, reverse=True))
    things = "人次|人月|人|月|年|天|日|户|次|吨|亩|平方米|平米|立方米|公里|小时|件|度|千瓦时|公斤|斤|升|套|名|场|米|个|例|股|张|份|台"
    per = rf"(?:/(?:{things}))?"
    return re.compile(rf"\s?(?:({'|'.join(map(re.escape, names))})({per})|({latin})(?![a-z0-9]))")


_UNIT = _pattern()


def unit_at(text: str, at: int, *, arabic: bool = True) -> Unit | None:
    """The longest unit that begins at an offset of a folded text, one space allowed before it.

    Args:
        text: folded text (`index.text.fold`).
        at: where the number ends.
        arabic: False after a Chinese numeral, where 分, 点, 面 and their kind are rarely units.
    """
    match = _UNIT.match(text, at)
    if match is None:
        return None
    name = match.group(1) or match.group(3)
    while name and _begins_another_word(text, match.start(1) if match.group(1) else -1, name):
        name = _shorter(name)
    if not name or (not arabic and name in _ARABIC_ONLY):
        return None
    start = match.start(1) if match.group(1) else match.start(3)
    end = match.end(2) if name == match.group(1) else start + len(name)
    return Unit(name, end, KIND_OF_UNIT[name])


def _begins_another_word(text: str, start: int, name: str) -> bool:
    if start < 0:
        return False
    following = text[start + len(name) : start + len(name) + 2]
    if not following or following[0] not in _NOT_BEFORE.get(name, ""):
        return False
    return name + following not in _STILL_COUNTS


def _shorter(name: str) -> str:
    shorter = name[:-1]
    while shorter and shorter not in KIND_OF_UNIT:
        shorter = shorter[:-1]
    return shorter

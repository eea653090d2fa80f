"""Units a question asks for: measure words that stand for one another, and the words of other languages that name them."""

PERSONS = frozenset("人 名 位 人次 员 口".split())
OCCASIONS = frozenset("次 场 场次 届 期 回 轮".split())
HOUSEHOLDS = frozenset("户 家".split())
THINGS = frozenset("个 家 处 所 座 支 项 件 份 条 种 类 间 栋 台 辆 张 篇 部 本 组 对 款 册 套 批 枚 门 只".split())


def _table(lines: str) -> dict[str, frozenset[str]]:
    """``words = units`` a line: each word to the units it may be counted in."""
    table: dict[str, frozenset[str]] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        words, _, units = line.partition("=")
        table |= dict.fromkeys(words.split(), frozenset(units.split()))
    return table


UNITS_EN = _table(
    """
    people persons workers members participants students contestants = 人 人次 位 口 名 员
    participations person-times = 人次
    visits views = 人次 次
    families households households' = 家 户
    couples pairs = 对
    times events sessions = 回 场 场次 届 期 次 轮
    trips = 次 趟
    yuan rmb = 元
    companies firms enterprises = 家
    teams = 个 支 队
    cubic = 方 立方米
    kilometres kilometers = 公里 千米
    tonnes tons = 吨
    vehicles = 台 辆
    buses = 辆
    old = 岁
    copies = 份 册 本
    questionnaires = 份
    agreements = 个 份 项
    votes = 票
    """
)
# English words that say the unit and nothing else: they carry no topic.
PURE_UNITS_EN = frozenset(
    "cubic meters metres money participations people percent percentage person-times persons rmb times years yuan".split()
)
UNITS_JA = _table(
    """
    人 名 = 人 人次 位 口 名 员
    件 = 件 项
    社 = 家
    校 = 家 所
    戸 世帯 户 世带 = 家 户
    回 = 回 场 场次 届 期 次 轮
    台 = 台 辆
    カ所 か所 ヶ所 箇所 个所 = 个 处 家 座 所
    立方メートル = 方 立方米
    メートル = 米
    キロ = 公斤 公里 千米
    トン = 吨
    """
)
UNITS_KO = _table(
    """
    명 사람 = 人 人次 位 口 名 员
    곳 = 个 处 家
    가구 = 家 户
    개 = 个 件 份 册 只 台 处 套 家 对 座 张 所 批 支 本 条 枚 栋 款 种 篇 类 组 辆 部 门 间 项
    번 회 = 回 场 场次 届 期 次 轮
    건 = 件 项
    """
)

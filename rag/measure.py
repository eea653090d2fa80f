"""What a number measures, so that 人, 人次 and 户, yuan and dollars, kilometres and miles are never exchanged.

A measure is a set of kinds, mostly of one; two measures fit when they share a kind or when either is not known. Sizes of one kind are
compared in its base unit: 1.8吨 is 1,800公斤, 12公里 is 12 km.
"""

from dataclasses import dataclass

from index.schema import FigureKind


@dataclass(frozen=True, slots=True)
class Measure:
    """Kinds of thing that a number may count (empty: not known) and the size of one unit in the base unit of its kind."""

    kinds: frozenset[str] = frozenset()
    size: float = 1.0

    def fits(self, other: "Measure") -> bool:
        """True when both may measure the same."""
        return not self.kinds or not other.kinds or bool(self.kinds & other.kinds)


def _rows(table: str) -> dict[str, Measure]:
    """``kinds size: units`` a line."""
    found: dict[str, Measure] = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        head, _, units = line.partition(":")
        kinds, _, size = head.partition(" ")
        found |= dict.fromkeys((u.strip() for u in units.split(",")), Measure(frozenset(kinds.split("+")), float(size or 1)))
    return found


# Sizes: the legal units of China (GB 3100-93; 里, 斤 and 亩 as fixed in 1929), the international yard and pound of 1959 for the others.
_UNITS = _rows(
    """
    person: 人, 名, 位, 口, 人民, 人员, 周岁
    person+visit: 人份
    visit: 人次, person-times, person-time
    visit+occasion: 次
    occasion: 场, 场次, 届, 期, 回, 轮, 趟
    household: 户
    household+thing: 家
    yuan: 元, 块钱, 元人民币, 人民币, 元钱, yuan, renminbi, rmb
    usd: 美元, dollar, dollars, us dollar, us dollars, u.s. dollar, u.s. dollars
    eur: 欧元, euro, euros
    gbp: 英镑, pound, pounds
    jpy: 日元, yen
    hkd: 港元, 港币, hk dollars, hk dollar, hong kong dollars, hong kong dollar
    krw: 韩元, won
    length 1000: 公里, 千米, km, kilometre, kilometres, kilometer, kilometers
    length 500: 里
    length 1609.344: 英里, mile, miles
    length 1852: 海里
    length: 米, m, metre, metres, meter, meters
    length 0.01: 厘米, cm
    length 0.001: 毫米, mm
    length 0.3048: 英尺, feet, foot
    area 666.6667: 亩, mu
    area 10000: 公顷, hectare, hectares
    area 4046.856: 英亩, acre, acres
    area 1000000: 平方公里, 平方千米, square kilometres, square kilometers, square kilometre, square kilometer
    area: 平方米, 平米, ㎡, m2, square metres, square meters, square metre, square meter
    volume: 立方米, 立方, m3, cubic metres, cubic meters, cubic metre, cubic meter
    area+volume: 方
    mass 1000: 吨, 公吨, t, ton, tons, tonne, tonnes, metric ton, metric tons
    mass: 公斤, 千克, kg, kilogram, kilograms
    mass 0.5: 斤
    mass 0.001: 克, gram, grams
    power: 千瓦, kw, kilowatt, kilowatts
    power 1000: 兆瓦, mw, megawatt, megawatts
    power 1000000: 吉瓦, gw, gigawatt, gigawatts
    energy: 千瓦时, 千瓦小时, 度电, kwh, kilowatt-hour, kilowatt-hours
    day: 天, 个工作日, 工作日, day, days
    day 7: 周, 个星期, 星期, week, weeks
    month: 个月, month, months
    month 12: 年, 周年, year, years
    minute 60: 小时, 个小时, hour, hours
    minute: 分钟, minute, minutes
    minute 0.016666667: 秒, 秒钟, second, seconds
    thing: 座, 台, 辆, 艘, 架, 件, 套, 份, 张, 本, 册, 篇, 条, 项, 所, 处, 间, 栋, 幢, 棵, 株, 只, 头, 匹, 枚, 支, 部, 列, 门, 笔
    """
)
# What an English number counts: the last word of the phrase after it. Workers and members are persons, whatever else they are.
_NOUNS = _rows(
    """
    person: people, persons, person, residents, workers, employees, members, participants, students, pupils, volunteers, women, men
    person: children, farmers, teachers, doctors, nurses, experts, soldiers, officers, villagers, citizens, migrants, drivers, staff
    person: elderly
    person+visit: visitors, tourists, passengers, spectators, readers, travellers, travelers, viewers, guests, customers, patients
    visit: person-times, visits, attendances
    visit+occasion: trips, journeys, rides, times
    household: households, families, household, family
    thing: buildings, bridges, buses, vehicles, trees, books, copies, booklets
    """
)
_UNKNOWN = Measure()
PERCENT, POINTS, PERMILLE = Measure(frozenset(("percent",))), Measure(frozenset(("points",))), Measure(frozenset(("permille",)))


def measure_of(printed: str, unit: str, kind: FigureKind, of: str) -> Measure:
    """What a quantity measures.

    Args:
        printed: the quantity as it stands in the folded text.
        unit: its unit.
        kind: its kind.
        of: the thing counted; in English its last word may tell (``1,260 households``).
    """
    if kind is FigureKind.PERCENT:
        if "‰" in printed or unit == "‰":
            return PERMILLE
        return POINTS if "百分点" in printed or "percentage point" in printed else PERCENT
    if unit:
        name = unit.removeprefix("consecutive ").removeprefix("straight ").removeprefix("working ").removeprefix("business ")
        return _UNITS.get(name, _UNKNOWN)
    nouns = of.split()
    return next((_NOUNS[word] for word in reversed(nouns) if word in _NOUNS), _UNKNOWN)

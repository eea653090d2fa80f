"""Days of the festivals that news is dated by: 春节期间, 国庆假期.

Spring Festival is the first day of the first lunar month, as the Hong Kong Observatory's Gregorian-lunar calendar conversion tables give it
for each year. The days off around it are those of the State Council's yearly notices, eve to the seventh day; the other festivals fall on
fixed days.
"""

from datetime import date, timedelta

_SPRING = {
    2000: (2, 5), 2001: (1, 24), 2002: (2, 12), 2003: (2, 1), 2004: (1, 22), 2005: (2, 9), 2006: (1, 29), 2007: (2, 18), 2008: (2, 7),
    2009: (1, 26), 2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10), 2014: (1, 31), 2015: (2, 19), 2016: (2, 8), 2017: (1, 28),
    2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
}  # fmt: skip
# Month, first and last day off.
_FIXED = {"元旦": (1, 1, 3), "清明": (4, 3, 6), "五一": (5, 1, 5), "劳动节": (5, 1, 5), "国庆": (10, 1, 7)}
FESTIVALS = "春节|元旦|清明|五一|劳动节|国庆|除夕"


def festival(name: str, year: int) -> tuple[date, date] | None:
    """First and last day of a festival's holiday in a year; None where the table does not reach.

    Args:
        name: one of `FESTIVALS`.
        year: of the Gregorian calendar.
    """
    if name in _FIXED:
        month, first, last = _FIXED[name]
        return date(year, month, first), date(year, month, last)
    if year not in _SPRING:
        return None
    day = date(year, *_SPRING[year])
    eve = day - timedelta(days=1)
    return (eve, eve) if name == "除夕" else (eve, day + timedelta(days=7))

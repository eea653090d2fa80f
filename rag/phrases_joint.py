"""Sentences of ours about several things at once: dates compared, figures added, articles counted. Used through `rag.phrases`."""

JOINT: dict[str, dict[str, str]] = {
    "zh": {
        "yes": "是的",
        "no": "不是",
        "joint_join": "；",
        "event": "“{name}”在{when}",
        "event_reported": "“{name}”见{when}的报道",
        "same_yes": "是的，都在{when}：{sides}。",
        "answer_yes": "是的：{sides}。",
        "answer_no": "不是：{sides}。",
        "first": "先是“{name}”：{sides}。",
        "last": "后是“{name}”：{sides}。",
        "in_order": "按时间先后：{sides}。",
        "same_day": "同一天",
        "both_same_day": "都在{when}：{sides}。",
        "undated": "没有找到“{name}”的日期。",
        "too_coarse": "日期不够具体，分不出来。",
        "found_only": "找到的是：{sides}。",
    },
    "en": {
        "yes": "Yes",
        "no": "No",
        "joint_join": "; ",
        "event": "“{name}”: {when}",
        "event_reported": "“{name}”: reported {when}",
        "same_yes": "Yes, all in {when}. {sides}.",
        "answer_yes": "Yes. {sides}.",
        "answer_no": "No. {sides}.",
        "first": "“{name}” came first. {sides}.",
        "last": "“{name}” came last. {sides}.",
        "in_order": "In order of time: {sides}.",
        "same_day": "the same day",
        "both_same_day": "All on {when}. {sides}.",
        "undated": "No date was found for “{name}”.",
        "too_coarse": "The dates are not exact enough to tell.",
        "found_only": "What was found: {sides}.",
    },
    "ja": {"yes": "はい", "no": "いいえ"},
    "ko": {"yes": "예", "no": "아니요"},
    "fr": {"yes": "Oui", "no": "Non"},
    "es": {"yes": "Sí", "no": "No"},
}

_MONTHS_EN = "January February March April May June July August September October November December".split()


def date_text(language: str, year: int, month: int = 0, day: int = 0) -> str:
    """A date as the language writes it, as far as it is known; 0 for a part that is not: 2021年4月, ``8 April 2021``."""
    base = language.split("-", maxsplit=1)[0]
    if base in {"zh", "ja"}:
        return "".join(f"{part}{unit}" for part, unit in ((year, "年"), (month, "月"), (day, "日")) if part)
    if base == "en":
        return " ".join(str(part) for part in (day, _MONTHS_EN[month - 1] if month else 0, year) if part)
    return "-".join(f"{part:02d}" for part in (year, month, day) if part)

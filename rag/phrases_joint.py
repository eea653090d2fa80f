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
        "no_side": "没有找到“{name}”的数字。",
        "in_what": "没有说比的是什么，请补上，例如“哪个城市的服务站多”。",
        "also_said": "“{name}”另有说法：{figure}。",
        "other_units": "这几个数字的单位不同，不能放在一起算。",
        "other_things": "这几个数字说的不是同一样东西（{things}），不能相加。",
        "overlap": "{outer}的数字可能已经包括{inner}，相加会重复，所以不加。",
        "other_times": "数字的年份不同（{sides}）。",
        "equal": "两者一样。",
        "is_more": "{name}更多。",
        "is_fewer": "{name}更少。",
        "is_most": "最多的是{name}。",
        "is_least": "最少的是{name}。",
        "added": "{terms} = {number}。",
        "subtracted": "{terms} = {number}，{large}更多。",
        "divided": "{terms} = {number}。",
        "times": "{number}倍",
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
        "no_side": "No figure was found for “{name}”.",
        "in_what": "It does not say in what to compare them; add it, for example “which city has more service stations”.",
        "also_said": "Of “{name}” it is also said: {figure}.",
        "other_units": "These figures are in different units and cannot be put together.",
        "other_things": "These figures count different things ({things}) and cannot be added.",
        "overlap": "The figure for {outer} may already include {inner}; they are not added.",
        "other_times": "The figures are of different years ({sides}).",
        "equal": "They are equal.",
        "is_more": "{name} has more.",
        "is_fewer": "{name} has less.",
        "is_most": "{name} has the most.",
        "is_least": "{name} has the least.",
        "added": "{terms} = {number}.",
        "subtracted": "{terms} = {number}; {large} has more.",
        "divided": "{terms} = {number}.",
        "times": "{number} times",
    },
    "ja": {
        "yes": "はい",
        "no": "いいえ",
        "added": "{terms} = {number}。",
        "subtracted": "{terms} = {number}（多いのは{large}）。",
        "divided": "{terms} = {number}。",
        "times": "{number}倍",
        "is_most": "最も多いのは{name}です。",
        "is_least": "最も少ないのは{name}です。",
    },
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

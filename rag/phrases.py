"""Sentences of ours in the asker's language: figures, refusals, notices. Facts come from the article; these only carry them.

Chinese is written once, in Simplified; an asker who writes Traditional gets it converted. A language without its own row gets English.
"""

from collections.abc import Sequence

from index.schema import Figure, FigureKind
from index.text import to_traditional

_PHRASES: dict[str, dict[str, str]] = {
    "zh": {
        "not_found": "这些文章里没有答案。",
        "missing": "没有一篇提到{names}。",
        "year": "没有{names}年的说法。",
        "nearest": "最接近的文章写的是：{titles}。",
        "conflict": "各篇文章的数字不同，请按范围和日期选用：",
        "difference": "相差{number}。",
        "side": "{name}：{figure}",
        "chitchat": "我只回答这些文章里写到的事。请问一个关于文章内容的问题。",
        "llm_failed": "语言模型没有给出完整的回答（{reason}），这里改为直接摘录原文。",
        "llm_not_found": "语言模型没有在文章里找到答案，这里改为直接摘录原文。",
        "llm_unsupported": "语言模型的回答没有得到文章的证实，这里改为直接摘录原文。",
        "degraded": "最新一版索引已损坏，回答来自上一版；请运行 wenju build 重建。",
        "approximate": "约",
        "list_join": "；",
        "title": "《{title}》",
    },
    "en": {
        "not_found": "Not in these articles.",
        "missing": "None of them names {names}.",
        "year": "None of them states it for {names}.",
        "nearest": "The nearest ones are about: {titles}.",
        "conflict": "The articles give different figures; mind the scope and date of each:",
        "side": "{name}: {figure}",
        "difference": "The difference is {number}.",
        "chitchat": "I answer only from these articles. Ask something about what they report.",
        "llm_failed": "The language model gave no complete answer ({reason}); the source sentences are quoted instead.",
        "llm_not_found": "The language model found no answer in the articles; the source sentences are quoted instead.",
        "llm_unsupported": "The articles do not bear out what the language model said; the source sentences are quoted instead.",
        "degraded": "The newest index is damaged and the one before it answers; run \"wenju build\".",
        "approximate": "about",
        "list_join": "; ",
        "title": "“{title}”",
    },
    "ja": {
        "not_found": "これらの記事には答えがありません。",
        "missing": "{names}に触れた記事はありません。",
        "nearest": "最も近い記事：{titles}。",
        "conflict": "記事によって数字が異なります：",
        "approximate": "約",
        "list_join": "、",
        "title": "「{title}」",
    },
    "ko": {
        "not_found": "이 기사들에는 답이 없습니다.",
        "missing": "{names}을(를) 언급한 기사가 없습니다.",
        "nearest": "가장 가까운 기사: {titles}.",
        "conflict": "기사마다 수치가 다릅니다:",
        "approximate": "약",
        "list_join": "; ",
        "title": "「{title}」",
    },
    "fr": {
        "not_found": "Ces articles ne le disent pas.",
        "missing": "Aucun ne mentionne {names}.",
        "nearest": "Les plus proches portent sur : {titles}.",
        "conflict": "Les articles donnent des chiffres différents :",
        "approximate": "environ",
        "list_join": " ; ",
        "title": "« {title} »",
    },
    "es": {
        "not_found": "Estos artículos no lo dicen.",
        "missing": "Ninguno menciona {names}.",
        "nearest": "Los más cercanos tratan de: {titles}.",
        "conflict": "Los artículos dan cifras distintas:",
        "approximate": "unos",
        "list_join": "; ",
        "title": "«{title}»",
    },
}  # fmt: skip

# Measure words an English reader needs no word for ("5,813", not "5,813 pieces").
_UNITS_EN = {"元": "yuan", "立方米": "cubic metres", "人次": "person-times", "公里": "km", "吨": "tonnes", "小时": "hours", "天": "days", "年": "years", "个月": "months", "分钟": "minutes", "岁": "years old", "u": "units", "户": "households", "人": "people", "名": "people", "位": "people", "平方米": "square metres"}  # fmt: skip


def phrase(language: str, key: str, **values: str) -> str:
    """A sentence in the asker's language and script; English where that language has no such sentence."""
    base = language.split("-")[0]
    template = _PHRASES.get(base, _PHRASES["en"]).get(key) or _PHRASES["en"][key]
    ours = to_traditional(template) if language == "zh-Hant" else template
    return ours.format(**values)


def in_script(language: str, text: str) -> str:
    """Chinese text of ours in the asker's script; a quote never goes through here."""
    return to_traditional(text) if language == "zh-Hant" else text


def number_text(value: float) -> str:
    """A number with thousands separators and no needless fraction; from a thousand million on, in billions: ``57 billion``."""
    if abs(value) >= 1e9:
        billions = value / 1e9
        return f"{billions:,.4f}".rstrip("0").rstrip(".") + " billion"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def short_figure(language: str, figure: Figure, printed: str) -> str:
    """The least that answers: as printed for a reader of Chinese, the number in digits with a unit he knows for others.

    Example: ``4.8万余个`` → ``about 48,000`` for an English reader.
    """
    base = language.split("-")[0]
    if base == "zh":
        return in_script(language, printed)
    if figure.kind in {FigureKind.DATE, FigureKind.TIME}:
        return printed
    number = number_text(figure.value)
    if figure.kind is FigureKind.PERCENT:
        number += "%"
    unit = _UNITS_EN.get(figure.unit, "") if base == "en" and figure.kind is not FigureKind.PERCENT else ""
    about = phrase(language, "approximate") + " " if figure.approximate else ""
    return f"{about}{number} {unit}".strip()


def titles_text(language: str, titles: Sequence[str]) -> str:
    """Headlines in the quotation marks of the asker's language, joined."""
    return phrase(language, "list_join").join(phrase(language, "title", title=title) for title in titles)

"""Templates of drafted questions, Chinese and English, and the words of an article around what answers them."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from index.places import places_in
from index.schema import Article, Figure, FigureKind
from index.text import fold, han_count
from index.tokens import segmenter
from index.wordclass import EITHER, NOUN_LIKE
from rag.name_words import romanised
from rag.phrases import in_script

Gloss = Callable[[str], str]
# A wording: BCP 47 tag of the question, the question, and what the person should look at.
Wording = tuple[str, str, str]
# A comma between digits is part of a figure; a full stop ends an English sentence only before a space.
_BOUNDARY = re.compile(r"(?<!\d)[,，]|[,，](?!\d)|[。；;！!？?：:\n]|\.(?=\s|$)")
_MIN_QUOTE, _MAX_QUOTE = 8, 80
_MAX_COUNTED = 14
# Classes of jieba: what may stand in a noun phrase, and what may end one (nouns, verbs used as nouns, foreign words).
_INNER = frozenset("nvalbjsfz") | {"eng"}
_PLAIN = frozenset("nab")  # what a gloss word by word still makes sense of
_NO_NOUN = re.compile(r"[一二两三四五六七八九十百千万\d]|[加起累合共总]计$|级$")


@cache
def _tagger() -> Any:
    from jieba.posseg import POSTokenizer

    return POSTokenizer(segmenter())


def tagged(text: str) -> list[tuple[str, str]]:
    """Words of a Chinese text with their class after jieba."""
    return [(token.word, token.flag) for token in _tagger().cut(fold(text))]


def may_name_a_thing(text: str) -> bool:
    """True for a Chinese phrase that ends in a noun and holds only what a noun phrase may hold; it may still be a clause (带出人才)."""
    if not 2 <= han_count(text) <= _MAX_COUNTED or han_count(text) != len(text) or _NO_NOUN.search(text):
        return False
    found = tagged(text)
    if not all(flag[0] in _INNER or word == "的" for word, flag in found) or found[0][0] == "的":
        return False
    last, flag = found[-1]
    return flag[0] == "n" or flag == "vn" or last in NOUN_LIKE


def is_noun_phrase(text: str) -> bool:
    """True for a Chinese phrase that reads as the name of a thing: 创新工作室, 受助的学生; not 一年办, 多, 场所加起来.

    A verb stands in one only before 的, or where news uses it as a noun; 歇脚驿站 is lost with 带出人才, which looks the same.
    """
    plain = all(flag != "v" or word in NOUN_LIKE | EITHER for word, flag in tagged(text)) if "的" not in text else True
    return plain and may_name_a_thing(text)


def figure_wording(figure: Figure, article: Article, language: str, gloss: Gloss | None) -> Wording | None:
    """The question a figure answers; None where the language has no words for it.

    Args:
        figure: with unit, place and the thing counted.
        article: that states it.
        language: ``zh`` (in the article's script) or ``en``.
        gloss: English of a Chinese word, for ``en``.
    """
    year = (figure.as_of or "")[:4]
    if language == "zh":
        tag = article.language if article.language.startswith("zh") else "zh-Hans"
        return tag, in_script(tag, _chinese(figure, f"{year}年" if year else "")), ""
    meanings = [gloss(word) if flag[0] in _PLAIN or flag == "vn" else "" for word, flag in tagged(figure.of)] if gloss else []
    if not meanings or not all(meanings):
        return None
    places = places_in(figure.place or "")
    where_when = f" in {romanised(places[-1].name if places else figure.place or '')}" + (f" in {year}" if year else "")
    thing = " ".join(meanings)
    asked = {
        FigureKind.COUNT: f"How many {thing} were there{where_when}?",
        FigureKind.PERCENT: f"What percentage was {thing}{where_when}?",
    }
    return "en", asked.get(figure.kind, f"How much money was {thing}{where_when}?"), "English made word by word: put it right"


def _chinese(figure: Figure, when: str) -> str:
    place = figure.place or ""
    where = when + ("" if figure.of.startswith(place) else place)
    if figure.kind is FigureKind.COUNT:
        return f"{where}有多少{figure.unit}{figure.of}？"
    return f"{where}{figure.of}是百分之多少？" if figure.kind is FigureKind.PERCENT else f"{where}{figure.of}是多少{figure.unit}？"


def clause_around(body: str, start: int, end: int) -> tuple[int, int]:
    """The clause that holds a range: from the mark before it to the mark after it, both left out."""
    marks = [m.span() for m in _BOUNDARY.finditer(body, max(0, start - 300), end + 300)]
    left = max((after for _, after in marks if after <= start), default=max(0, start - 300))
    right = min((before for before, _ in marks if before >= end), default=min(len(body), end + 300))
    while left < start and body[left].isspace():
        left += 1
    return left, right


def quote_around(body: str, start: int, end: int) -> str:
    """A verbatim run of the body that holds the range: its clause, with the one before it when short, cut when very long."""
    left, right = clause_around(body, start, end)
    if right - left < _MIN_QUOTE and left > 0 and body[left - 1] != "\n":
        left = clause_around(body, left - 1, left - 1)[0]
    if right - left > _MAX_QUOTE:
        left, right = max(left, start - _MAX_QUOTE // 2), min(right, end + _MAX_QUOTE // 2)
    return body[left:right].strip()

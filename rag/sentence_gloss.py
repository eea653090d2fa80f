"""What a Chinese sentence says, for a reader of English: its dates, figures, names and words in order, as far as they are sure.

It is no translation, and is never shown without the sentence: words the dictionary lacks are left out.
"""

from collections.abc import Iterator, Sequence

from index.numerals import number_text as numbers_folded
from index.places import places_in
from index.quantities import quantities_in
from index.quantity import Quantity
from index.regions import region_of
from index.schema import Figure, FigureKind
from index.text import fold
from index.tokens import word_spans
from rag.institutions import GRAMMAR
from rag.name_words import Gloss, person_text, place_text, word_text
from rag.unit_words import CURRENCY_NAMES
from rag.wording import Printed, figure_in_words

LONGEST_GLOSS = 220
_MOST_WORDS = 4
_SEPARATOR = " · "


def sentence_gloss(sentence: str, gloss: Gloss, persons: Sequence[str] = (), *, limit: int = LONGEST_GLOSS) -> str:
    """The words of a sentence in English, joined by ``·``, up to a length.

    Args:
        sentence: as printed.
        gloss: a Chinese word in English; empty when unknown.
        persons: names that stand in the article, for which pinyin is written.
        limit: most characters; what comes after is cut with ``…``.

    Example: 12月14日，陈长江往淄博送血 → ``14 December · Chen Changjiang · Zibo``.
    """
    said: list[str] = []
    size = 0
    for piece in dict.fromkeys(piece for _, _, piece in _pieces(sentence, gloss, persons) if piece):
        size += len(piece) + len(_SEPARATOR)
        if size > limit:
            return _SEPARATOR.join(said) + " …"
        said.append(piece)
    return _SEPARATOR.join(said)


def _pieces(sentence: str, gloss: Gloss, persons: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and English of each piece, in order and without overlaps; figures and names go before words."""
    at = 0
    marked = sorted([*_figures(sentence), *_people(sentence, persons), *_places(sentence, gloss)], key=lambda piece: (piece[0], -piece[1]))
    words = [(span.start, span.end, _word(word, gloss)) for word, span in word_spans(sentence)]
    taken: set[int] = set()
    kept: list[tuple[int, int, str]] = []
    for piece in [*marked, *words]:
        reach = set(range(piece[0], piece[1]))
        if not reach & taken:
            taken |= reach
            kept.append(piece)
    for piece in sorted(kept):
        if piece[0] >= at:
            yield piece
            at = piece[1]


def _figures(sentence: str) -> Iterator[tuple[int, int, str]]:
    quantities, _ = quantities_in(numbers_folded(sentence))
    for quantity in quantities:
        if quantity.kind in {FigureKind.ORDINAL, FigureKind.LABEL}:
            continue
        figure = _figure(quantity)
        said = figure_in_words("en", figure, Printed.of(sentence, quantity.start, quantity.end))
        yield quantity.start, quantity.end, said


def _figure(quantity: Quantity) -> Figure:
    return Figure(
        value=quantity.value,
        unit=quantity.unit,
        of=quantity.of,
        place=None,
        as_of=quantity.iso,
        approximate=quantity.approximate,
        article_id="",
        start=quantity.start,
        end=quantity.end,
        kind=quantity.kind,
    )


def _people(sentence: str, persons: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for name in persons:
        if "·" in name:  # a foreign name: its characters spell it, and pinyin would not
            continue
        start = sentence.find(name)
        if start >= 0:
            yield start, start + len(name), person_text(name)


def _places(sentence: str, gloss: Gloss) -> Iterator[tuple[int, int, str]]:
    folded = fold(sentence)
    for place in places_in(folded):
        if not (region_of(place.name) or gloss(folded[place.start : place.end])):  # 工委和区 only ends like a district
            continue
        yield place.start, place.end, place_text("en", folded[place.start : place.end], gloss)


def _word(word: str, gloss: Gloss) -> str:
    if len(word) < 2 or word in GRAMMAR or word in CURRENCY_NAMES or word[0].isdigit():
        return ""
    return _brief(word_text(word, gloss)) or _SEPARATOR.join(filter(None, (word_text(half, gloss) for half in _halves(word))))


def _brief(meaning: str) -> str:
    """A meaning short enough to read in a row: "one of a sequence of contests between the same two opponents" is no word for 回合."""
    return meaning if len(meaning.split()) <= _MOST_WORDS else ""


def _halves(word: str) -> tuple[str, ...]:
    """人才培养 as 人才 and 培养; a word of another length is not cut."""
    return (word[:2], word[2:]) if len(word) == 4 else ()

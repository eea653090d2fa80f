"""Slices: the same measures over the questions that have something in common."""

from collections.abc import Callable, Sequence

from eval.schema import QuestionRow

Slice = tuple[str, tuple[QuestionRow, ...]]

# ISO 15924 codes by language, for tags that do not name the script.
_SCRIPT_OF = {
    "zh": "Hans",
    "ja": "Jpan",
    "ko": "Kore",
    "ru": "Cyrl",
    "uk": "Cyrl",
    "ar": "Arab",
    "fa": "Arab",
    "hi": "Deva",
    "th": "Thai",
    "el": "Grek",
}


def script_of_tag(tag: str) -> str:
    """ISO 15924 script of a BCP 47 tag: ``zh-Hant`` → Hant, ``zh`` → Hans, ``fr`` → Latn."""
    language, *further = tag.split("-")
    named = [part for part in further if len(part) == 4 and part.isalpha()]
    if language == "zh" and not named and {"TW", "HK", "MO"} & set(further):
        return "Hant"
    return named[0].title() if named else _SCRIPT_OF.get(language, "Latn")


def pair_of(row: QuestionRow) -> str:
    """Question language → document language, such as ``en→zh-Hans``; the question's alone where the document's is unknown."""
    return f"{row.lang}→{row.doc_lang}" if row.doc_lang else row.lang


_KEYS: tuple[tuple[str, Callable[[QuestionRow], str]], ...] = (
    ("dataset", lambda row: row.dataset),
    ("lang", pair_of),
    ("script", lambda row: script_of_tag(row.lang)),
    ("kind", lambda row: row.kind),
)


def slices_of(rows: Sequence[QuestionRow]) -> tuple[Slice, ...]:
    """All questions, those with a number in the answer, then each dataset, language pair, script and kind, in order of name.

    A key that has the same value in every row, such as the dataset of a single set, would repeat the first line and is left out;
    the language pair and the kind always stand.
    """
    slices: list[Slice] = [("all", tuple(rows)), ("numbers", tuple(row for row in rows if row.has_number))]
    for title, key in _KEYS:
        values = sorted({key(row) for row in rows} - {""})
        if title in {"lang", "kind"} or len(values) > 1:
            slices += [(f"{title} {value}", tuple(row for row in rows if key(row) == value)) for value in values]
    return tuple(slices)

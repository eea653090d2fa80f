"""What a language model writes, as plain text: no links, images, HTML, emphasis; and whether it is fit to be read at all."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from index.text import fold, han_script, is_mostly_han, to_simplified, to_traditional

_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"(?<!<)</?[A-Za-z][^<>\n]*>(?!>)")
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?:[a-z]+:|/|#|www\.)[^)\n]*\)", re.IGNORECASE)
_ADDRESS = re.compile(r"\(?\b(?:https?://|www\.)[^\s)\]，。；]+\)?", re.IGNORECASE)
_FENCE = re.compile(r"<<\s*/?(?:passage|end)\b|\b[0-9a-f]{16}\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“「『《\"][^”」』》\"]*[”」』》\"]|[(（][^)）]*[)）]|\[[^\]]*\]")
_KANA, _HANGUL, _LETTER = re.compile("[\u3041-\u30ff]"), re.compile("[\uac00-\ud7a3]"), re.compile(r"[^\W\d_]")
# Of a rule of ours, this many characters in a row, signs left out, are no coincidence.
_LEAKED_HAN, _LEAKED_LATIN = 12, 40
_LONGEST_PERIOD, _LOOPED_CHARS, _LOOPS = 120, 60, 4


def plain(text: str) -> str:
    """Text without what a page would load or run: a link is its words, an image its description, a bare address nothing.

    Example: ``"See [the list](http://x.example) ![cat](y.png)<b>now</b>"`` → ``"See the list catnow"``. ``[1](#p1)`` stays a marker.
    """
    text = _TAG.sub("", _HIDDEN.sub("", text))
    text = _LINK.sub(lambda m: f"[{m[1]}]" if m[1].isdecimal() else m[1], _IMAGE.sub(r"\1", text))
    return _ADDRESS.sub("", text)


def is_leak(sentence: str) -> bool:
    """True for a sentence that shows our fences or recites our rules."""
    if _FENCE.search(sentence):
        return True
    said = _squeezed(sentence)
    size = _LEAKED_HAN if is_mostly_han(sentence) else _LEAKED_LATIN
    return len(said) >= size and any(said[at : at + size] in rules for rules in _rules() for at in range(0, len(said) - size + 1, 4))


@cache
def _rules() -> tuple[str, ...]:
    folder = files("rag").joinpath("prompts")
    return tuple(_squeezed(each.read_text(encoding="utf-8")) for each in folder.iterdir() if each.name.endswith(".txt"))


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def is_looping(said: str) -> bool:
    """True when a text ends in the same words over and over: the model will not find out by itself."""
    for period in range(1, min(_LONGEST_PERIOD, len(said) // _LOOPS) + 1):
        size = max(_LOOPS * period, _LOOPED_CHARS)
        tail = said[-size:]
        if len(tail) == size and tail[period:] == tail[:-period]:
            return True
    return False


def speaks(language: str, texts: Sequence[str]) -> bool:
    """True when an answer is written in the language asked for; names and quotes in another are no offence."""
    text = _QUOTED.sub(" ", " ".join(texts))
    letters = len(_LETTER.findall(text))
    if not letters:
        return True
    base, kana, hangul = language.split("-", maxsplit=1)[0], len(_KANA.findall(text)), len(_HANGUL.findall(text))
    if base == "ko":
        return hangul * 4 > letters
    if base == "ja":
        return kana > 0 or is_mostly_han(text)
    if base == "zh":
        return is_mostly_han(text) and kana * 4 < letters and hangul * 4 < letters
    return not is_mostly_han(text) and (kana + hangul) * 4 < letters


def in_asked_script(language: str, text: str) -> str:
    """A Chinese sentence in the script asked for; one that is in it already is left as it is."""
    han = "".join(re.findall("[\u3400-\u9fff]", text))
    if (
        not language.startswith("zh")
        or not han
        or _KANA.search(text)
        or han_script(han) == ("zh-Hant" if language == "zh-Hant" else "zh-Hans")
    ):
        return text
    return to_traditional(text) if language == "zh-Hant" else to_simplified(text)

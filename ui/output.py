"""What the command line says: answers, passages and errors as plain text or as JSON. Returns text; `ui.cli` prints it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import WenjuError
from rag.schema import Answer, Citation, Passage
from ui.also import also_lines
from ui.i18n import DEFAULT_LOCALE, hint, locale_of, translate

# Control characters move the cursor or recolour a terminal; bidirectional overrides show a text in another order than it is stored.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NOT_ONE_LINE = re.compile(rf"[\t\n\u2028\u2029]|{_UNPRINTABLE.pattern}")
# json.dumps escapes only below U+0020; the others would reach the terminal, or fail to encode.
_UNSAFE_IN_JSON = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command has to say: pieces for standard output as they come, then sentences for standard error, and the exit code."""

    out: Iterable[str] = ()
    err: Sequence[str] = ()
    code: int = 0


def printable(text: str) -> str:
    """``text`` without characters that a terminal obeys instead of showing; line ends and tabs stay."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    r"""``text`` on one line of a terminal; what it would obey, line ends too, is written out, so that a file can be found by its name.

    Example: a file name that holds a line end and an escape shows as ``page\n\x1b[31m.txt``.
    """
    return _NOT_ONE_LINE.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


def json_text(value: object, *, indent: int | None = None) -> str:
    """``value`` as JSON with readable Chinese that any terminal and any UTF-8 stream can take."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def error_json(error: WenjuError) -> dict[str, Any]:
    """``{"error": {"code", "message"}}``, the same on the command line, in batch and over HTTP."""
    return {"error": {"code": error.code, "message": str(error)}}


def error_text(error: WenjuError) -> str:
    """The error's own sentence, and for those a reader meets often a line in Chinese."""
    chinese = hint(error.code, "zh-Hans")
    return f"wenju: {one_line(str(error))}" + (f"\n{chinese}" if chinese else "")


def answer_text(answer: Answer) -> str:
    """An answer for a terminal: the short answer, its sentences with ``[n]``, notices, then the quoted sources."""
    locale = locale_of(answer.language)
    parts = [answer.short] if answer.short else []
    sentences = "\n".join(f"{sentence.text}{_markers(sentence.supporting)}" for sentence in answer.sentences)
    parts.append(sentences or answer.text)
    parts += [translate("cli.notice", locale, text=notice.text) for notice in answer.notices]
    sources = _sources(answer, locale)
    if sources:
        parts.append(translate("cli.sources", locale) + "\n" + sources)
    return printable("\n\n".join(part for part in parts if part))


def passages_text(query: str, passages: Sequence[dict[str, Any]]) -> str:
    """Found passages for a terminal, best first, each with the searches that found it."""
    if not passages:
        return printable(translate("cli.nothing_found", DEFAULT_LOCALE, query=query))
    blocks = []
    for passage in passages:
        arms = ", ".join(f"{name} #{arm['rank']}" for name, arm in passage["arms"].items())
        head = f"{passage['number']}. {one_line(passage['title'])}  ({passage['score']:.4f}; {arms})"
        where = " · ".join(one_line(str(part)) for part in (passage["outlet"], passage["published"], passage["source_file"]) if part)
        blocks.append(f"{head}\n   {where}\n   {passage['text']}")
    return printable("\n\n".join(blocks))


def facts_text(facts: Mapping[str, object]) -> str:
    """``name: value`` lines; a list by its length, an object by its own lines, indented."""
    lines = []
    for name, value in facts.items():
        if isinstance(value, Mapping):
            lines.append(f"{name}:")
            lines += [f"  {inner}: {each}" for inner, each in value.items()]
        else:
            lines.append(f"{name}: {len(value) if isinstance(value, list | tuple) else value}")
    return "\n".join(lines)


def _markers(citations: Sequence[Citation]) -> str:
    numbers = dict.fromkeys(citation.passage for citation in citations)
    return (" " + "".join(f"[{number}]" for number in numbers)) if numbers else ""


def _sources(answer: Answer, locale: str) -> str:
    passages = {passage.number: passage for passage in answer.passages}
    quotes: dict[int, dict[str, None]] = {}
    for sentence in answer.sentences:
        for citation in sentence.supporting:
            quotes.setdefault(citation.passage, {})[citation.quote] = None
    blocks = []
    for number in sorted(quotes):
        lines = [f"[{number}] {_headline(passages[number], locale)}"] if number in passages else [f"[{number}]"]
        lines += [f"    {translate('quote', locale, quote=quote)}" for quote in quotes[number]]
        lines += [f"    {one_line(also)}" for also in (also_lines(passages[number], locale) if number in passages else ())]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def _headline(passage: Passage, locale: str) -> str:
    where = " · ".join(part for part in (passage.outlet, passage.published, passage.source_file) if part)
    return one_line(f"{passage.title or translate('untitled', locale)}  ({where})")

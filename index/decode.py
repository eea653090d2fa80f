"""Bytes → text: the encoding is found or the doubt is stated, and no byte is dropped without a word.

Order: magic numbers of binary formats, byte order mark, strict UTF-8, then the candidates below by how common their characters are.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from index.magic import MAGIC
from index.schema import Rejected, RejectReason, Warned, WarningKind

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "cp932", "cp949", "cp1252")
# Simplified news is GB18030 unless the bytes say otherwise: short snippets fit several encodings.
_PRIOR = {"gb18030": 0.8, "cp932": -0.8, "cp949": -0.8}
_SAMPLE = 200_000
# Mean log-probability per character: Chinese news text scores about -7, text in the wrong encoding -12 and below.
_RARE, _POOR, _SURE = -15.0, -10.5, 0.6
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding it was read as, and what had to be guessed or replaced."""

    text: str
    encoding: str
    warnings: tuple[Warned, ...] = ()


def decode_bytes(data: bytes, *, source: str) -> Decoded | Rejected:
    """Decode a file's bytes.

    Args:
        data: the whole file.
        source: its name, for the messages.

    Returns:
        The text, without a byte order mark, or `Rejected` with the real type when the file is no text.
    """
    if kind := next((name for magic, name in MAGIC if data.startswith(magic)), None):
        return _not_text(source, f"the file is {kind}, not text; convert it to text first")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data, encoding, source)
    if _looks_wide(data):
        found = _best(data, ("utf-16-le", "utf-16-be"))
        if found is not None and found[0] > _POOR:
            return _lenient(data, found[1], source)
        if _nul_share(data) > 0.01:
            return _not_text(source, "the file holds binary data (many zero bytes), not text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error, source)
    return _checked(text, "utf-8", (), source)


def _not_utf8(data: bytes, error: UnicodeDecodeError, source: str) -> Decoded | Rejected:
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count("\ufffd")
    multibyte = sum(c > "\x7f" and c != "\ufffd" for c in mended[:_SAMPLE])
    if broken <= max(2, len(mended) // 100) and multibyte > 3 * broken:
        note = f"{broken} bytes are not UTF-8 and were replaced, the first at byte {error.start}: damaged or cut file"
        return _checked(mended, "utf-8", (Warned(WarningKind.REPLACED, note),), source)
    found = _best(data, _CANDIDATES)
    if found is None or found[0] < _POOR - 1.5:
        return _by_line(data, source)
    score, encoding, lead = found
    warnings: tuple[Warned, ...] = ()
    if lead < _SURE or score < _POOR or len(data) < 12:
        note = f"encoding uncertain: read as {encoding}{_second_opinion(data)}; save the file as UTF-8 if the text looks wrong"
        warnings = (Warned(WarningKind.ENCODING, note),)
    decoded = _lenient(data, encoding, source)
    return decoded if isinstance(decoded, Rejected) else Decoded(decoded.text, decoded.encoding, (*warnings, *decoded.warnings))


def _by_line(data: bytes, source: str) -> Decoded | Rejected:
    """A file of UTF-8 and GB18030 lines, as pasted from two sources, is read line by line; anything else is no text."""
    kinds: Counter[str] = Counter()
    lines: list[str] = []
    for line in data.split(b"\n"):
        for encoding in ("utf-8", "gb18030"):
            try:
                lines.append(line.decode(encoding))
            except UnicodeDecodeError:
                continue
            kinds[encoding if not line.isascii() else "ascii"] += 1
            break
        else:
            return _not_text(
                source, "the bytes fit no encoding known here (UTF-8, GB18030, Big5, UTF-16, Shift-JIS, EUC-KR); save it as UTF-8"
            )
    text = "\n".join(lines)
    if kinds["utf-8"] == 0 or _score(text, "gb18030") < _POOR:
        return _not_text(source, "the bytes fit no encoding known here (UTF-8, GB18030, Big5, UTF-16, Shift-JIS, EUC-KR); save it as UTF-8")
    note = f"two encodings in one file: {kinds['utf-8']} lines read as UTF-8, {kinds['gb18030']} as GB18030"
    return _checked(text, "utf-8+gb18030", (Warned(WarningKind.ENCODING, note),), source)


def _lenient(data: bytes, encoding: str, source: str) -> Decoded | Rejected:
    try:
        return _checked(data.decode(encoding), encoding, (), source)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        note = f"{text.count(chr(0xFFFD))} places are not valid {encoding} and were replaced, the first at byte {error.start}"
        return _checked(text, encoding, (Warned(WarningKind.REPLACED, note),), source)


def _checked(text: str, encoding: str, warnings: tuple[Warned, ...], source: str) -> Decoded | Rejected:
    text = text.removeprefix("\ufeff")
    controls = len(_CONTROL.findall(text))
    if controls > max(8, len(text) // 20):
        return _not_text(source, f"the file holds binary data ({controls} control characters in {len(text)}), not text")
    if controls:
        warnings = (*warnings, Warned(WarningKind.REMOVED, f"{controls} control characters were removed"))
    return Decoded(text, encoding, warnings)


def _not_text(source: str, detail: str) -> Rejected:
    return Rejected(source, RejectReason.NOT_TEXT, detail)


def _nul_share(data: bytes) -> float:
    head = data[:_SAMPLE]
    return head.count(0) / len(head) if head else 0.0


def _looks_wide(data: bytes) -> bool:
    """UTF-16 text without a mark: an even length, and zero bytes or line feeds that stand as halves of a unit."""
    head = data[:_SAMPLE]
    if len(data) % 2 or len(data) < 4:
        return False
    return 0 in head or not _is_utf8(head)


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3
    return True


def _best(data: bytes, encodings: tuple[str, ...]) -> tuple[float, str, float] | None:
    """The encoding with the most common characters: its score, its name, and its lead on the next."""
    scores: list[tuple[float, str]] = []
    for encoding in encodings:
        head = data[:_SAMPLE]
        text = head.decode(encoding, errors="replace")
        wrong = text.count("\ufffd") - (1 if len(data) > _SAMPLE else 0)
        if wrong <= max(1, len(text) // 200):
            scores.append((_score(text, encoding) + _PRIOR.get(encoding, 0.0) - 40.0 * max(wrong, 0) / max(len(text), 1), encoding))
    if not scores:
        return None
    scores.sort(reverse=True)
    lead = scores[0][0] - scores[1][0] if len(scores) > 1 else math.inf
    return scores[0][0], scores[0][1], lead


def _score(text: str, encoding: str) -> float:
    """Mean log-probability of the characters of a text read in an encoding, ASCII left out unless there is nothing else."""
    from index.text import to_simplified

    counts = Counter(to_simplified(text[:20_000]))
    table = _char_costs()
    total = weight = 0.0
    for char, count in counts.items():
        if char < "\x80":
            if char < " " and char not in "\t\n\r\x0c\x1b":
                total, weight = total + _RARE * count, weight + count
            continue
        total += count * _char_score(char, encoding, table)
        weight += count
    if not weight:
        return -8.0 if encoding in {"utf-16-le", "utf-16-be"} else -9.0
    return total / weight


def _char_score(char: str, encoding: str, table: dict[str, float]) -> float:
    if char in "，。、：；！？“”‘’（）《》—…·％\u3000０１２３４５６７８９":
        return -4.0
    if "\u3041" <= char <= "\u30fe":
        return -5.0 if encoding == "cp932" else -9.0
    if "\uac00" <= char <= "\ud7a3":
        return -6.5 if encoding == "cp949" else _RARE
    if encoding == "cp1252":
        return -8.5 if char in "éèáàíóúñüöäçß–—‘’“”…•°£€" else _RARE
    return table.get(char, _RARE)


@cache
def _char_costs() -> dict[str, float]:
    """Log-probability of each Simplified character, from jieba's word frequencies."""
    from index.tokens import segmenter

    counts: Counter[str] = Counter()
    for word, freq in segmenter().FREQ.items():
        if freq and "\u3400" <= word[0] <= "\u9fff":
            for char in word:
                counts[char] += freq
    total = sum(counts.values())
    return {char: math.log(count / total) for char, count in counts.items()}


def _second_opinion(data: bytes) -> str:
    import chardet

    guess = chardet.detect(data[:_SAMPLE]).get("encoding")
    return f" (chardet says {guess})" if guess else ""

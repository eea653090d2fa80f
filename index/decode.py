"""Bytes → text: the encoding is found or the doubt is stated, and no byte is dropped without a word.

Order: magic numbers of binary formats, byte order mark, strict UTF-8, then the likeliest reading; a file of several encodings line by line.
"""

import math
import re
from dataclasses import dataclass

from index.encodings import BY_LINE, WIDE, Reading, family, lead, readings
from index.findings import Rejected, RejectReason, Warned, WarningKind
from index.magic import binary_kind
from index.mixed import read_by_line

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 32_768
# A reading leads by some 5 nats a Chinese character; below 12 nats another one is thinkable.
_SURE = 12.0
# Mean log-likelihood of a character: Chinese news -7, rare names -9, a wrong reading -11 and below, noise -15.
_ODD, _POOR, _NOISE = -9.5, -10.5, -12.0
# Fewer characters than this are no evidence, whatever their frequency.
_FEW = 6
_PAIR, _WORDS = 2, 60
_MOST_LOST = 0.01
# Bytes that are valid UTF-8 by chance: one 20-byte text in 10,000 of GB18030, none of 30.
_CERTAIN = 16
_SHORT = 400
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WIDE = re.compile("[^\x00-\x7f]")
_ILL_FORMED = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]|[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xf0[\x80-\x8f][\x80-\xbf]{2}")
_UNKNOWN = "the bytes fit no encoding known here (UTF-8, GB18030, Big5, UTF-16, Shift-JIS, EUC-KR); save it as UTF-8"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding it was read as, and what had to be guessed or replaced."""

    text: str
    encoding: str
    warnings: tuple[Warned, ...] = ()


def decode_bytes(data: bytes, *, source: str, declared: str | None = None) -> Decoded | Rejected:
    """Decode a file's bytes.

    Args:
        data: the whole file.
        source: its name, for the messages.
        declared: the encoding that the file itself names, as in HTML's ``<meta charset>``; where the bytes contradict it they win.

    Returns:
        The text, without a byte order mark, or `Rejected` with the real type when the file is no text.
    """
    if kind := binary_kind(data):
        return _not_text(source, f"the file is {kind}, not text; convert it to text first")
    stated = family(declared) if declared else ""
    decoded = _read(data, source, stated)
    if isinstance(decoded, Rejected) or not stated or family(decoded.encoding) == stated or decoded.text.isascii():
        return decoded
    note = f"the file says it is in {declared}, its bytes are {decoded.encoding}; it was read as {decoded.encoding}"
    return Decoded(decoded.text, decoded.encoding, (*decoded.warnings, Warned(WarningKind.ENCODING, note)))


def _read(data: bytes, source: str, stated: str) -> Decoded | Rejected:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data, encoding, source)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error, source, stated)
    if _is_certain(text):
        return _checked(text, "utf-8", (), source)
    return _likeliest(data, readings(data[:_SAMPLE], stated, whole=len(data) <= _SAMPLE), source)


def _is_certain(text: str) -> bool:
    """True when bytes that are valid UTF-8 can be nothing else: enough characters of several bytes, or long and without zero bytes."""
    head = text[:_SAMPLE]
    if "\0" in head:
        return False
    return len(text) > _SHORT if text.isascii() else len(_WIDE.findall(head)) >= _CERTAIN or not text


def _not_utf8(data: bytes, error: UnicodeDecodeError, source: str, stated: str) -> Decoded | Rejected:
    # Surrogates and overlong forms are no UTF-8, yet say that all else is: /, NUL and emoji written so are replaced, never read.
    mended = _ILL_FORMED.sub("\ufffd".encode(), data)
    if _is_utf8(mended) and _is_certain(text := mended.decode("utf-8")):
        return _with_losses(text, "utf-8", (), error.start, source)
    # Most of a page may be markup: what is read is where the first character stands that is not ASCII.
    start = data.rfind(b"\n", 0, max(error.start - _SAMPLE // 2, 0)) + 1
    start -= start % 4
    found = readings(data[start : start + _SAMPLE], stated, whole=len(data) <= start + _SAMPLE)
    # Lines of two encodings fit none; wide units, which may be anything, then seem likeliest.
    main = next((each for each in found if each.encoding in BY_LINE), found[0]) if found[0].plausibility < _POOR else found[0]
    read = read_by_line(data, main.encoding) if main.encoding in BY_LINE else None
    if read is None:
        foreign = _foreign(data, stated, source) if found[0].plausibility < _ODD else None
        return foreign or _likeliest(data, found, source)
    if read.text.count("\ufffd") > _MOST_LOST * len(read.text) or read.plausibility < _NOISE:
        return _not_text(source, _UNKNOWN)
    return _with_losses(read.text, read.encoding, (Warned(WarningKind.ENCODING, read.note),), error.start, source)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _foreign(data: bytes, stated: str, source: str) -> Decoded | None:
    """A file in an encoding that is no candidate here, such as KOI8-R, is read as it says when its bytes allow it."""
    if not stated or stated in {family(encoding) for encoding in BY_LINE}:
        return None
    try:
        decoded = _checked(data.decode(stated), stated, (), source)
    except (UnicodeDecodeError, LookupError):
        return None
    return decoded if isinstance(decoded, Decoded) else None


def _likeliest(data: bytes, found: list[Reading], source: str) -> Decoded | Rejected:
    """The first reading, with what speaks against it."""
    best, ahead = found[0], lead(found)
    if best.text and best.plausibility < _NOISE and best.encoding != "utf-8":
        return _not_text(source, _UNKNOWN)
    warnings: tuple[Warned, ...] = ()
    if best.text and (ahead < _needed_lead(best) or (best.plausibility < _POOR and best.encoding != "utf-8")):
        other = next((each.encoding for each in found if each.text != best.text), "none")
        note = f"encoding uncertain: read as {best.encoding}, perhaps {other}; save the file as UTF-8 if the text looks wrong"
        warnings = (Warned(WarningKind.ENCODING, note),)
    decoded = _lenient(data, best.encoding, source)
    return decoded if isinstance(decoded, Rejected) else Decoded(decoded.text, decoded.encoding, (*warnings, *decoded.warnings))


def _needed_lead(best: Reading) -> float:
    """How far a reading must be ahead to be beyond doubt."""
    wide = _WIDE.findall(best.text)
    if best.encoding in WIDE:
        return _SURE
    if best.encoding != "utf-8":
        return math.inf if len(wide) < _FEW else _SURE
    # 为 in GBK is Ϊ in UTF-8: one or two characters of two bytes in a few words may be either.
    chance = 0 < len(wide) <= _PAIR and min(wide) < "\u0800" and len(best.text) < _WORDS
    return 2 * _SURE if chance else _SURE


def _lenient(data: bytes, encoding: str, source: str) -> Decoded | Rejected:
    try:
        return _checked(data.decode(encoding), encoding, (), source)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") > max(2, _MOST_LOST * len(text)):
            return _not_text(source, _UNKNOWN)
        return _with_losses(text, encoding, (), error.start, source)


def _with_losses(text: str, encoding: str, warnings: tuple[Warned, ...], start: int, source: str) -> Decoded | Rejected:
    if lost := text.count("\ufffd"):
        note = f"{lost} places are not valid {encoding} and were replaced, the first at byte {start}: damaged or cut file"
        warnings = (*warnings, Warned(WarningKind.REPLACED, note))
    return _checked(text, encoding, warnings, source)


def _checked(text: str, encoding: str, warnings: tuple[Warned, ...], source: str) -> Decoded | Rejected:
    text = text.removeprefix("\ufeff")
    controls = len(_CONTROL.findall(text))
    if controls > max(8, len(text) // 20):
        return _not_text(source, f"the file holds binary data ({controls} control characters in {len(text)}), not text")
    return Decoded(text, encoding, warnings)


def _not_text(source: str, detail: str) -> Rejected:
    return Rejected(source, RejectReason.NOT_TEXT, detail)

"""Whether a reader of the page sees the text of an element: what is inherited, what is declared here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|%|vw|vh|ex|ch)?")
_RGB = re.compile(r"rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)(?:[,/\s]+([\d.]+)(%?))?\s*\)")
_FONT = re.compile(r"(?:^|\s)(-?(?:\d++(?:\.\d++)?|\.\d++)(?:px|pt|em|rem|%)?)(?:/\S+)?\s")
_COLOURS = {
    "white": "ffffff",
    "black": "000000",
    "red": "ff0000",
    "yellow": "ffff00",
    "blue": "0000ff",
    "green": "008000",
    "gray": "808080",
}
# Moved further than any screen is wide or high, text is not seen; menus that slide in are moved by their own width.
_FAR = 900.0
_PIXELS = {"em": 16.0, "rem": 16.0, "pt": 1.33, "vw": 12.0, "vh": 8.0, "%": 10.0, "ex": 8.0, "ch": 8.0}
_NO_TEXT_BELOW = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is seen.

    Attributes:
        gone: nothing inside is seen, whatever it declares.
        invisible: ``visibility: hidden``; a child may be visible again.
        tiny: letters too small to see; a child may be larger.
        shifted: its lines begin far off the screen.
        colour: six hexadecimal digits, empty when unknown.
        ground: what is behind it, likewise.
        plain: no ancestor could have a ground that is not known here.
    """

    gone: bool = False
    invisible: bool = False
    tiny: bool = False
    shifted: bool = False
    colour: str = ""
    ground: str = ""
    plain: bool = True

    @property
    def is_seen(self) -> bool:
        """True when text right here can be read."""
        if self.gone or self.invisible or self.tiny or self.shifted or self.colour == "none":
            return False
        ground = self.ground or ("ffffff" if self.plain else "")
        return not (self.colour and self.colour == ground)


def look_of(outer: Look, tag: str, attributes: Mapping[str, str], declared: Mapping[str, str]) -> Look:
    """How an element is seen.

    Args:
        outer: of the element it stands in.
        tag: lower case.
        attributes: of the element, as written.
        declared: of style sheets and its ``style``, the stronger already chosen.
    """
    if outer.gone:
        return outer
    if _is_gone(tag, attributes, declared):
        return replace(outer, gone=True)
    if not declared and not {"color", "bgcolor", "class", "id", "background"} & attributes.keys():
        return outer
    size = declared.get("font-size") or _font_size(declared.get("font", ""))
    colour = _colour(declared.get("color") or attributes.get("color", ""))
    painted = declared.get("background-color") or declared.get("background") or attributes.get("bgcolor", "")
    ground = _colour(painted.partition(" ")[0] if not painted.startswith("rgb") else painted)
    if ground == "none":
        ground = ""
    unknown = bool(painted and not ground) or "background" in attributes or (tag != "body" and {"class", "id"} & attributes.keys())
    return Look(
        invisible={"hidden": True, "collapse": True, "visible": False}.get(_plain(declared.get("visibility", "")), outer.invisible),
        tiny=_pixels(size) < _NO_TEXT_BELOW if size and _LENGTH.match(size) else outer.tiny,
        shifted=abs(_pixels(declared["text-indent"])) > _FAR if "text-indent" in declared else outer.shifted,
        colour=colour or outer.colour,
        ground=ground or ("" if unknown and painted else outer.ground),
        plain=bool(outer.plain and not unknown) or bool(ground),
    )


def _is_gone(tag: str, attributes: Mapping[str, str], declared: Mapping[str, str]) -> bool:
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return _plain(declared.get("display", "none")) == "none"
    if attributes.get("aria-hidden", "").strip().lower() == "true" or (tag == "dialog" and "open" not in attributes):
        return True
    if _plain(declared.get("display", "")) == "none" or _plain(declared.get("content-visibility", "")) == "hidden":
        return True
    if (opacity := _LENGTH.match(declared.get("opacity", ""))) and float(opacity[1]) < 0.05:
        return True
    return _is_clipped(declared) or _is_off_screen(declared)


def _is_clipped(declared: Mapping[str, str]) -> bool:
    if re.match(r"rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\s*\)", declared.get("clip", "")):
        return True
    if re.match(r"inset\(\s*(?:50|100)%|circle\(\s*0", declared.get("clip-path", "")) or "scale(0)" in declared.get("transform", ""):
        return True
    if _plain(declared.get("overflow", "")) not in {"hidden", "clip"}:
        return False
    sizes = [declared[name] for name in ("width", "height", "max-width", "max-height") if name in declared]
    return any(_LENGTH.match(size) and _pixels(size) <= 1 for size in sizes)


def _is_off_screen(declared: Mapping[str, str]) -> bool:
    if _plain(declared.get("position", "")) not in {"absolute", "fixed", "relative"}:
        return False
    moved = [declared[name] for name in ("left", "top", "right", "bottom") if name in declared]
    return any(_LENGTH.match(value) and not value.rstrip("; ").endswith("%") and _pixels(value) < -_FAR / 3 for value in moved)


def _plain(value: str) -> str:
    return value.removesuffix("!important").strip()


def _pixels(value: str) -> float:
    match = _LENGTH.match(value.strip())
    return float(match[1]) * _PIXELS.get(match[2] or "", 1.0) if match else 0.0


def _font_size(shorthand: str) -> str:
    match = _FONT.search(shorthand + " ")
    return match[1] if match else ""


def _colour(value: str) -> str:
    """Six hexadecimal digits; ``none`` for what is transparent; empty when unknown."""
    value = _plain(value)
    if value == "transparent":
        return "none"
    if value.startswith("#"):
        digits = value[1:]
        return "".join(c * 2 for c in digits) if len(digits) == 3 else digits[:6] if len(digits) in {6, 8} else ""
    if match := _RGB.match(value):
        if match[4] and float(match[4]) < 0.05:
            return "none"
        return "".join(f"{min(int(float(part)), 255):02x}" for part in match.group(1, 2, 3))
    return _COLOURS.get(value, "")

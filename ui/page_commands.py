"""The command that composes noisy pages, with the truth of where each article stands."""

from pathlib import Path
from typing import Annotated

import typer

from ui.output import Said


def pages(
    collection: Annotated[
        list[Path], typer.Argument(metavar="COLLECTION…", help="Clean articles: .jsonl[.gz] collections, Markdown, folders.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where pages/*.txt and truth.jsonl are written.")],
    level: Annotated[str, typer.Option("--level", metavar="LEVEL", help="easy, medium or hard.")] = "medium",
    number: Annotated[int, typer.Option("--number", min=1, help="How many pages.")] = 20,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same pages.")] = 1,
) -> Said:
    """Compose noisy newspaper pages from clean articles, with the exact place of each article."""
    from eval.pages.folder import compose_folder

    articles, usable = compose_folder(collection, out, level=level, count=number, seed=seed)
    return Said([f"{number} {level} pages with {articles} articles, drawn from {usable} that could be used, in {out}"])

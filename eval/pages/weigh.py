"""``python -m eval.pages.weigh FOLDER``: fits the weights of `index.page_weights` on a folder of composed pages and prints them.

The folder is what ``wenju eval pages`` writes. Each decision is fitted on pages that are cut with the weights in force, so run it again
after a change; a second run moves the weights little.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from eval.pages.decisions import Read, divide_choices, home_choices, merge_choices, read, title_choices
from eval.pages.fit import Choice, cross_validated, fit

_DECISIONS: dict[str, Callable[[Read], Iterator[Choice]]] = {
    "TITLE": title_choices,
    "HOME": home_choices,
    "MERGE": merge_choices,
    "DIVIDE": divide_choices,
}


def pages_of(folder: Path) -> Iterator[Read]:
    """The pages of a folder with their truth."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            truth = json.loads(line)
            yield read((folder / truth["file"]).read_bytes().decode("utf-8"), truth)


def main(folder: Path) -> None:
    """Print each table of weights, with the share right on pages that were held out."""
    pages = list(pages_of(folder))
    for name, choices_of in _DECISIONS.items():
        choices = [choice for page in pages for choice in choices_of(page)]
        sys.stdout.write(f"# {name}: {cross_validated(choices):.1%} right of {len(choices)}\n")
        weights = {key: round(value, 2) for key, value in fit(choices).items()}
        sys.stdout.write(f"{name}: dict[str, float] = {json.dumps(weights, indent=4)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

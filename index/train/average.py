"""Several trainings of one recipe as one model: the mean of their weights, often a little better than each.

Source: Wortsman et al., ICML 2022 (model soups).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.errors import InputError
from index.train.prepared import Weights, read_base_file, write_base


def average(trained: Sequence[Path], to: Path) -> None:
    """Write the mean of trained files of one prepared folder.

    Raises:
        InputError: fewer than one, or they are of different shapes.
    """
    if not trained:
        raise InputError("nothing to average; name the trained files, e.g. one/trained.npz two/trained.npz")
    mean: Weights = {}
    for path in trained:
        weights = read_base_file(path)
        if mean and {n: w.shape for n, w in weights.items()} != {n: w.shape for n, w in mean.items()}:
            raise InputError(f"{path} and {trained[0]} are of different shapes; average trainings of one prepared folder")
        mean = {name: weight / np.float32(len(trained)) + (mean[name] if mean else 0) for name, weight in weights.items()}
    write_base(to, mean)

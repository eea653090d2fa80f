"""Reading the arrays of an index."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# NumPy reads a file's head with Python's own parser, which in 3.11 counts its depth for all threads together: two readers that open an
# index at once end, now and then, in "SystemError: AST constructor recursion depth mismatch".
# Source: https://github.com/python/cpython/issues/106905
_PARSING = threading.Lock()


def read_array(path: Path) -> NDArray[Any]:
    """The array of an ``.npy`` file; safe to call from several threads.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no array, or one of objects.
        EOFError: it is empty.
    """
    with _PARSING:
        array: NDArray[Any] = np.load(path, allow_pickle=False)
    return array
